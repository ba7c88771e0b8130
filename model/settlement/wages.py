"""Wages and social contributions."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.public_finance import collect
from model.rules import firm_by_firm, walked


class Employer(NamedTuple):
    """Columns of firms that paying wages reads and writes."""

    town: np.ndarray
    weight: np.ndarray
    ownership: np.ndarray
    staff_production: np.ndarray
    staff_technician: np.ndarray
    staff_research: np.ndarray
    wage_factor: np.ndarray
    cash: np.ndarray


class Wages(NamedTuple):
    """Wages of towns (wan yuan a quarter)."""

    wage_production: np.ndarray
    wage_technician: np.ndarray
    wage_research: np.ndarray


@walked
def wages_due(staff, wages, factor):
    """Wage bill (wan yuan a quarter): staff by skill at the town's wages, times what the firm pays on top."""
    bill = staff[0] * wages[0]
    for skill in range(1, len(staff)):
        bill = bill + staff[skill] * wages[skill]
    return bill * factor


@firm_by_firm
def pay_staff(f, wages, rate, rate_small, payroll, paid, contributed):
    """Pay every firm's staff and contributions (wan yuan); sums by town."""
    for row in range(len(f.town)):
        town = f.town[row]
        staff = f.staff_production[row], f.staff_technician[row], f.staff_research[row]
        pay = wages.wage_production[town], wages.wage_technician[town], wages.wage_research[town]
        bill = wages_due(staff, pay, f.wage_factor[row])
        contributions = bill * (rate_small if f.ownership[row] == 0 else rate)
        payroll[row] = bill + contributions
        f.cash[row] -= payroll[row]
        paid[town] += bill * f.weight[row]
        contributed[town] += contributions * f.weight[row]


def pay_wages(province) -> None:
    """Firms pay households of the town, and contributions to the social funds of the cities (wan yuan)."""
    household, p = province.household, province.parameters.settle
    payroll, (paid, contributed) = np.empty(len(province.firm)), np.zeros((2, len(province.town)))
    # contributions are evaded by the small: paid on the part of the bill that is registered
    rate, rate_small = p.social_rate, p.social_rate * p.social_small
    wages = province.town.columns(Wages)
    pay_staff(province.firm.columns(Employer), wages, rate, rate_small, payroll, paid, contributed)
    household.cash += paid
    household.income[:] = household.income + paid
    province.ledger.pay("wages", "firms", "households", paid.sum())
    collect(province, "social_contributions", "social", "firms", contributed)
    province.memo.payroll, province.memo.wages_by_town = payroll, paid
