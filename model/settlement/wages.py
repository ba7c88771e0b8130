"""Wages and social contributions."""

from __future__ import annotations

import numpy as np

from model.fields import SKILLS
from model.public_finance import collect
from model.sums import of_group


def wages_due(staff, wages, factor):
    """Wage bill (wan yuan a quarter): staff by skill at the town's wages, times what the firm pays on top."""
    return sum(number * pay for number, pay in zip(staff, wages, strict=True)) * factor


def pay_wages(province) -> None:
    """Firms pay households of the town, and contributions to the social funds of the cities (wan yuan)."""
    f, town, household = province.firm, province.town, province.household
    staff = [getattr(f, f"staff_{skill}") for skill in SKILLS]
    wages = [of_group(getattr(town, f"wage_{skill}"), f.town) for skill in SKILLS]
    bill = wages_due(staff, wages, f.wage_factor)
    # contributions are evaded by the small: paid on the part of the bill that is registered
    rate = province.parameters.settle.social_rate * np.where(
        f.ownership == 0, province.parameters.settle.social_small, 1.0
    )
    contributions = bill * rate
    f.cash -= bill + contributions
    by_town, contributed = province.many_by_town(bill, contributions)
    household.cash += by_town
    household.income[:] = household.income + by_town
    province.ledger.pay("wages", "firms", "households", by_town.sum())
    collect(province, "social_contributions", "social", "firms", contributed)
    province.memo.wages, province.memo.contributions, province.memo.wages_by_town = bill, contributions, by_town
