"""Left alone, the economy comes to rest: no draws, no growth outside, like firms.

Each town's speciality is one row that stands for its like firms.
"""

from __future__ import annotations

import numpy as np

from model.province import Province
from model.start.books import close_books

REST = 20  # quarters that must be flat
NOT_MEANS = ("uid", "town", "industry", "cell", "cohort", "weight", "partner", "circle", "bank")


def like_firms(policy, **parameters: float) -> Province:
    """A still small world in a constant environment: the firms of each town's speciality alike, and no others."""
    province = Province(
        policy, world="small", environment="constant", still=True, end="2290Q4", parameters=parameters or None
    )
    firm, town = province.firm, province.town
    firm.keep(firm.industry == town.speciality[firm.town])
    count = np.bincount(firm.town, weights=firm.weight, minlength=len(town))
    means = {
        name: np.bincount(firm.town, weights=getattr(firm, name) * firm.weight, minlength=len(town)) / count
        for name, field in firm.fields.items()
        if name not in NOT_MEANS and field.dtype.startswith("float")
    }
    first = np.zeros(len(firm), bool)
    first[np.unique(firm.town, return_index=True)[1]] = True
    firm.keep(first)
    for name, values in means.items():
        setattr(firm, name, values[firm.town])
    firm.weight = count[firm.town]
    firm.ownership, firm.high_tech, firm.partner, firm.circle, firm.debt_circle = 1, 0, -1, -1, 0.0
    firm.bank = province.anchor.banks_of_city[town.city[firm.town], 0]
    # where next to nobody is out of work the wage curve is so steep that pay swings by a thousandth for ever
    province.anchor.slack_normal = np.maximum(province.anchor.slack_normal, 0.04)
    close_books(province.anchor, province.tables_by_name())
    return province


def totals(province: Province) -> dict[str, float]:
    firm, town = province.firm, province.town
    staff = firm.staff_production + firm.staff_technician + firm.staff_research
    debt = firm.debt_bank + firm.debt_micro + firm.debt_bond + firm.debt_informal
    sums = {"output": firm.output, "employment": staff, "capital": firm.capital, "cash": firm.cash, "sales": firm.sales}
    return {name: float(firm.weight @ values) for name, values in sums.items()} | {
        "price": float(np.exp(np.mean(np.log(firm.price)))),
        "debt to output": float(firm.weight @ debt) / float(firm.weight @ firm.output),
        "wage": float(town.wage_production.mean()),
        "residents": float(town.residents.sum()),
        "households' deposits": float(province.household.cash.sum()),
        "budgets": float(province.government.cash.sum()),
    }


def movement(province: Province, quarters: int) -> dict[str, float]:
    """Range of every total over the last quarters, relative to its size (debt: to output), after so many before."""
    for _ in range(quarters):
        province.step()
    seen = []
    for _ in range(REST):
        province.step()
        seen.append(totals(province))
    return {
        name: (max(s[name] for s in seen) - min(s[name] for s in seen))
        / (1.0 if name == "debt to output" else abs(seen[0][name]))
        for name in seen[0]
    }


def test_without_draws_like_firms_come_to_rest_to_one_in_a_million(baseline) -> None:
    province = like_firms(baseline)
    assert 0 < len(province.firm) <= 5
    moved = movement(province, 1000)
    assert max(moved.values()) < 1e-6, moved
    assert province.ledger.worst_residual < 1e-8
    assert float(province.firm.weight @ province.firm.output) > 0


def test_a_world_that_is_not_still_does_not_pass_for_one_at_rest(small, baseline) -> None:
    moved = movement(small(baseline, environment="constant"), 8)
    assert moved["output"] > 1e-3
