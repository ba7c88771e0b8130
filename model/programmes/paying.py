"""Who pays for services that a measure buys in a town: governments, the firms that belong to it, society."""

from __future__ import annotations

import numpy as np

from model.public_finance import measure_of, spend, use_budget
from model.settlement.goods import credit_local


def pay_for_services(province, account: str, lever: str, by_town: np.ndarray, members: np.ndarray) -> None:
    """Services bought of local producers (wan yuan by town): the firms' part is a levy on `members` (rows) by sales."""
    payers = dict(measure_of(province, lever).payers)
    levy = levied(province, members, payers.get("firms", 0.0) * by_town)
    society = payers.get("society", 0.0) * by_town
    # where nobody is left to levy, the governments' part alone is bought
    from_firms = np.bincount(
        province.firm.town[members], weights=levy * province.firm.weight[members], minlength=len(by_town)
    )
    public = (1.0 - payers.get("firms", 0.0) - payers.get("society", 0.0)) * by_town
    f = province.firm
    f.cash[members] -= levy
    fees = np.zeros(len(f))
    fees[members] = levy
    province.memo.fees += fees
    province.household.cash -= society
    credit_local(province, public + from_firms + society)
    use_budget(province, lever, float((public + from_firms + society).sum()))
    province.ledger.pay(f"{account}.firms", "firms", "local_producers", float(from_firms.sum()), lever=lever)
    province.ledger.pay(f"{account}.society", "households", "local_producers", float(society.sum()), lever=lever)
    spend(province, account, lever, measure_of(province, lever).payers, "local_producers", public, whole=True)


def levied(province, members: np.ndarray, due: np.ndarray) -> np.ndarray:
    """What each of the members (rows) owes of what is due in its town (wan yuan, a firm), in proportion to sales."""
    f = province.firm
    town = f.town[members]
    base = np.bincount(town, weights=f.sales[members] * f.weight[members], minlength=len(due))
    rate = np.where(base > 0, due / np.maximum(base, 1e-12), 0.0)
    return rate[town] * f.sales[members]


NOBODY = np.zeros(0, np.int64)
