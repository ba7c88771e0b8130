"""Logistics that firms share or hand to others: joint distribution, third-party logistics, the cold chain of farms."""

from __future__ import annotations

import numpy as np

from model.programmes.sharing import affordable, cells_of, charge, firms_bear, paid_by_firms
from model.settlement.goods import credit_local


def arrange_logistics(province) -> None:
    """Write delivery, memo.stock_saved (share of its usual stock, by firm), memo.cold_chain (rows of farms)."""
    province.memo.stock_saved, province.memo.cold_chain = np.zeros(len(province.firm)), np.zeros(0, np.int64)
    distribute_jointly(province)
    hand_over_logistics(province)
    keep_farm_goods_cold(province)


def takes_part(province, term: str, worth, cost_of_one: float) -> np.ndarray:
    """Rows of the firms for whom there is a place (lasting luck), for whom it is worth its price, and for whom the
    measure's money reaches; `worth(rows, own)` says of each row whether the gain exceeds its own part (wan yuan)."""
    f = province.firm
    places = province.terms.firms(term, f.town, f.size_class)
    rows = np.flatnonzero(places > 0)
    luck = province.draws.uniform(f"place: {term}", 0, f.uid[rows])
    rows = rows[luck < places[rows]]
    own = cost_of_one * paid_by_firms(province, term)[f.town[rows], f.size_class[rows]]
    rows = rows[worth(rows, own)]
    allowed = affordable(province, term, cells_of(province, rows, cost_of_one))[f.town[rows], f.size_class[rows]]
    reached = province.draws.uniform(f"money: {term}", 0, f.uid[rows]) < allowed
    return rows[reached]


def pay_for_logistics(province, term: str, rows: np.ndarray, cost_of_one: float) -> None:
    """Those who take part and the measure's payers pay what it costs (wan yuan) to logistics firms of the town."""
    f = province.firm
    share = paid_by_firms(province, term)[f.town[rows], f.size_class[rows]]
    firms_bear(province, rows, cost_of_one * share)
    credit_local(province, charge(province, term, "local_producers", cells_of(province, rows, cost_of_one)))


def enough(number: np.ndarray, least: float) -> np.ndarray:
    """Whether a town has firms enough for a round of vans to pay (bool, by town)."""
    return number >= least


def distribute_jointly(province) -> None:
    """Small firms whose goods travel together have better delivery (share), where enough of them take part."""
    if not province.terms.acts("joint_distribution"):
        return
    f, p = province.firm, province.parameters.logistics
    saving = province.parameters.produce.delivery_saving * p.joint_level
    cost = p.cost_of_joint / 4
    rows = takes_part(province, "joint_distribution", lambda r, own: saving * f.inputs[r] > own, cost)
    number = np.bincount(f.town[rows], weights=f.weight[rows], minlength=len(province.town))
    rows = rows[enough(number, p.joint_least)[f.town[rows]]]
    rows = province.through("joint_distribution: members", rows, rows[:0])
    f.delivery[rows] += p.joint_gain * np.maximum(1.0 - f.delivery[rows], 0.0)
    pay_for_logistics(province, "joint_distribution", rows, cost)


def hand_over_logistics(province) -> None:
    """Firms that hand supply and storage to a third party keep smaller stocks: less money tied up, and more often
    nothing left to sell when orders come in at once. A part is saved of what lies in the store, and of an empty store
    nothing."""
    if not province.terms.acts("contract_logistics"):
        return
    f, p = province.firm, province.parameters.logistics
    stock, cost = province.parameters.produce.inventory_wanted, p.cost_of_contract / 4
    saving = p.stock_saved * stock * p.carrying_cost / 4
    rows = takes_part(province, "contract_logistics", lambda r, own: saving * f.sales[r] > own, cost)
    rows = province.through("contract_logistics: contracts", rows, rows[:0])
    usual = stock * f.expected_sales[rows]
    lying = np.minimum(f.inventory[rows] / np.maximum(usual, 1e-12), 1.0)
    province.memo.stock_saved[rows] = p.stock_saved * lying
    pay_for_logistics(province, "contract_logistics", rows, cost)


def keep_farm_goods_cold(province) -> None:
    """Farms with a place in cold stores and vans deliver fresher goods, which customers prefer."""
    if not province.terms.acts("cold_chain"):
        return
    f, p = province.firm, province.parameters.logistics
    gain, cost = p.cold_appeal * p.cold_return, p.cost_of_cold / 4
    farms = province.anchor.farm_industry
    rows = takes_part(province, "cold_chain", lambda r, own: (f.industry[r] == farms) & (gain * f.sales[r] > own), cost)
    rows = province.through("cold_chain: farms", rows, rows[:0])
    province.memo.cold_chain = rows
    pay_for_logistics(province, "cold_chain", rows, cost)
