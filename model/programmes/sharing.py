"""Costs that arise as something is used: how much of it the money allows, and who pays it, lever by lever."""

from __future__ import annotations

import numpy as np

from model.fields import SIZE_CLASSES
from model.public_finance import cost_within, envelope_of, measure_of, public_share, spend, use_budget


def cells_of(province, rows: np.ndarray, amount) -> np.ndarray:
    """Sum of an amount a firm over some rows, by town and size class, each firm counted by its weight."""
    f, kinds = province.firm, len(SIZE_CLASSES)
    cell = f.town[rows] * kinds + f.size_class[rows]
    sums = np.bincount(cell, weights=amount * f.weight[rows], minlength=len(province.town) * kinds)
    return sums.reshape(-1, kinds)


def everywhere(by_town: np.ndarray) -> np.ndarray:
    """A cost by town as one by town and size class, for terms that reach all sizes alike."""
    return np.repeat(by_town[:, None] / len(SIZE_CLASSES), len(SIZE_CLASSES), axis=1)


def affordable(province, term: str, cost: np.ndarray) -> np.ndarray:
    """Part (share, by town and size class) of a quarter's cost (wan yuan) that the money behind a term allows."""
    allowed = np.zeros(cost.shape)
    for lever, part in province.terms.split(term):
        wanted = float((cost * part).sum())
        limit = cost_within(province, lever, envelope_of(province, lever) / 4)
        allowed += part * (1.0 if wanted <= limit else limit / wanted)
    return allowed


def affordable_by_town(province, term: str, by_town: np.ndarray) -> np.ndarray:
    """The same by town (share), for a term that reaches all sizes alike."""
    return affordable(province, term, everywhere(by_town)).mean(axis=1)


def paid_by_firms(province, term: str) -> np.ndarray:
    """Part of a cost that the firms themselves bear (share, by town and size class)."""
    own = np.zeros(province.terms.shape)
    for lever, part in province.terms.split(term):
        own += part * dict(measure_of(province, lever).payers).get("firms", 0.0)
    return own


def charge(province, term: str, receiver: str, cost: np.ndarray) -> np.ndarray:
    """A cost (wan yuan, by town and size class) is paid to a sector by those on the cards; returns it by town.

    The caller credits the receiver with all of it and debits the firms with their part (`firms_bear`).
    """
    for lever, part in province.terms.split(term):
        by_town = (cost * part).sum(axis=1)
        use_budget(province, lever, float(by_town.sum()))
        pay_together(province, term, lever, receiver, by_town)
        own = float(by_town.sum()) * dict(measure_of(province, lever).payers).get("firms", 0.0)
        province.ledger.pay(f"{term}.firms", "firms", receiver, own, lever=lever)
    return cost.sum(axis=1)


def pay_together(province, account: str, lever: str, receiver: str, by_town: np.ndarray) -> None:
    """Governments and society pay their parts of a cost (wan yuan, by town) to a sector; the firms' is the caller's."""
    payers = measure_of(province, lever).payers
    spend(province, account, lever, payers, receiver, by_town * public_share(payers), whole=True)
    society = by_town * dict(payers).get("society", 0.0)
    province.household.cash -= society
    province.ledger.pay(f"{account}.society", "households", receiver, float(society.sum()), lever=lever)


def pay_staff_for(province, term: str, cost: np.ndarray) -> None:
    """A cost (wan yuan, by town and size class) is the pay of people who live in the town."""
    by_town = charge(province, term, "households", cost)
    province.household.cash += by_town
    province.household.income += by_town


def served_everywhere(province, term: str, place: str, yearly_cost: float) -> np.ndarray | None:
    """What a term promises (by town and size class) in towns where something is kept open for all at a cost a town
    (wan yuan a year), as far as the money goes; it is paid. None where nothing is in force."""
    if not province.terms.acts(term):
        return None
    value = province.terms.value(term)
    cost = everywhere((value[:, 0] > 0) * province.inside * yearly_cost / 4)
    kept = affordable(province, term, cost)
    none = np.zeros(kept.shape)
    promised, cost = province.through(f"{term}: {place}", (value * kept, cost * kept), (none, none))
    pay_staff_for(province, term, cost)
    return promised


def firms_bear(province, rows: np.ndarray, amount) -> None:
    """Firms of `rows` pay their part of a cost (wan yuan a firm), which counts in their profit."""
    province.firm.cash[rows] -= amount
    province.memo.fees[rows] += amount
