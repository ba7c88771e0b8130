"""What a programme costs, shared by its payers: public ones, the firms that take part, society; all to one sector."""

from __future__ import annotations

import numpy as np

from model.programmes.sharing import pay_together
from model.public_finance import cost_within, envelope_of, measure_of, use_budget
from model.settlement.goods import WORLD, credit_local


def quarters_money(province, lever: str) -> float:
    """Whole cost (wan yuan) that a quarter of a lever's envelope allows, within what its payers have left."""
    return cost_within(province, lever, envelope_of(province, lever) / 4.0)


def affordable_part(province, lever: str, wanted: float) -> float:
    """Part (share) of what is wanted (wan yuan) that the money of the quarter pays for."""
    return min(1.0, quarters_money(province, lever) / max(wanted, 1e-12))


def pay_cost(province, account: str, lever: str, receiver: str, rows: np.ndarray, cost: np.ndarray) -> None:
    """Costs (wan yuan a firm of `rows`) are paid by the lever's payers; the firms bear their own part as a cost."""
    f, payers = province.firm, measure_of(province, lever).payers
    weighted = cost * f.weight[rows]
    own = dict(payers).get("firms", 0.0)
    if own > 0.0:
        f.cash[rows] -= own * cost
        province.memo.fees[rows] += own * cost
        province.ledger.pay(f"{account}.firms", "firms", receiver, own * float(weighted.sum()), lever=lever)
    pay_public_cost(
        province,
        account,
        lever,
        receiver,
        np.bincount(province.firm.town[rows], weights=weighted, minlength=len(province.town)),
    )


def pay_by_lever(province, term: str, receiver: str, rows: np.ndarray, price: np.ndarray | float = 1.0) -> None:
    """Each lever of a term pays its part of `price` times its cost a firm and year (wan yuan), a quarter of it now."""
    f = province.firm
    for lever, part in province.terms.split(term):
        share = part[f.town[rows], f.size_class[rows]]
        cost = share * price * measure_of(province, lever).options["cost_per_firm"] / 4
        cost = cost * affordable_part(province, lever, float(cost @ f.weight[rows]))
        pay_cost(province, term, lever, receiver, rows, cost)


def pay_public_cost(province, account: str, lever: str, receiver: str, by_town: np.ndarray) -> None:
    """What governments and society (households of the town) pay of a cost by town (wan yuan); the whole is credited to
    the receiver."""
    pay_together(province, account, lever, receiver, by_town)
    credit(province, receiver, by_town)
    use_budget(province, lever, float(by_town.sum()))


def credit(province, receiver: str, by_town: np.ndarray) -> None:
    """Deposits of a sector rise by an amount given by town (wan yuan)."""
    if receiver == "universities":
        pool = province.university
        pool.cash += float(by_town.sum()) * pool.experts / max(pool.experts.sum(), 1e-12)
    elif receiver == "world":
        province.outside.cash[WORLD] += float(by_town.sum())
    elif receiver == "households":
        province.household.cash += by_town
        province.household.income += by_town
    elif receiver == "local_producers":
        credit_local(province, by_town)
    else:
        raise ValueError(f"nobody is credited for {receiver!r}")
