"""What measures cost the administration: staff who diagnose, coordinate, approve, assess. Nothing is free."""

from __future__ import annotations

import numpy as np

from model.public_finance import budget_left, measure_of, spend, use_budget


def pay_administration(province) -> None:
    """Every measure with a staff cost pays the households of the towns it is carried out in (wan yuan)."""
    yearly = province.terms.worked_out("administration", "", lambda: administration_costs(province))
    for mediator, costs in yearly.items():
        for lever, cost in province.through(f"{mediator}: staff", costs, []):
            cost = cost * min(1.0, budget_left(province, lever) / max(float(np.sum(cost)), 1e-12))
            use_budget(province, lever, float(np.sum(cost)))
            province.household.cash += cost
            province.household.income += cost
            payers = measure_of(province, lever).payers
            spend(province, "administration", lever, payers, "households", cost, whole=True)


def administration_costs(province) -> dict[str, list[tuple[str, np.ndarray]]]:
    """Staff cost of a quarter by mediator: [(lever, wan yuan by town)], a flat part a town and one that grows with the
    value (options `staff_per_town` and `staff_per_unit` of a card, a year)."""
    terms, costs = province.terms, {}
    for name, parts in terms.contributions.items():
        for lever, values in parts:
            options = measure_of(province, lever).options
            if "staff_per_town" in options or "staff_per_unit" in options:
                there = (np.abs(values).max(axis=1) > 0) * province.inside
                yearly = options.get("staff_per_town", 0.0) * there
                yearly = yearly + options.get("staff_per_unit", 0.0) * np.abs(values).max(axis=1) * province.inside
                costs.setdefault(terms.declared[name].mediator, {})[lever] = yearly / 4.0
    return {mediator: sorted(by_lever.items()) for mediator, by_lever in costs.items()}
