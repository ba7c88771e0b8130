"""What the yearly assessment of towns costs those who report and those who judge."""

from __future__ import annotations

import numpy as np

from model.public_finance import budget_left, measure_of, spend, use_budget


def pay_assessment(province) -> None:
    """Assessed towns and the province pay for reporting and judging (wan yuan)."""
    costs = []
    for lever, part in province.terms.split("rank_weight"):
        cost = measure_of(province, lever).options["cost_per_town"] / 4 * (part[:, 0] > 0) * province.inside
        costs.append((lever, cost * min(1.0, budget_left(province, lever) / max(float(cost.sum()), 1e-12))))
    for lever, cost in province.through("rank_weight: assessed", costs, []):
        use_budget(province, lever, float(np.sum(cost)))
        province.household.cash += cost
        province.household.income += cost
        spend(province, "assessment", lever, measure_of(province, lever).payers, "households", cost)
