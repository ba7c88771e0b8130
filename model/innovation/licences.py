"""The technology market: licences between firms that need not be neighbours."""

from __future__ import annotations

import numpy as np

from model.innovation.imitation import absorptive_capacity, move_towards
from model.meeting import members_of
from model.programmes.sharing import served_everywhere
from model.programmes.town_programmes import towns_in
from model.public_finance import envelope_of, measure_of, spend, support_within, use_support
from model.quarter import year_of


def license_in(province) -> None:
    """On the technology market a firm may buy what a stranger's patent guards: a part of the gap, at once, for a fee.

    The fee is a part of what the buyer saves in two years; who cannot pay it, or absorb what it buys, does not buy.
    Arora, Fosfuri and Gambardella (2001), Markets for Technology.
    """
    f, p, draws, quarter = province.firm, province.parameters.licences, province.draws, province.quarter
    owners = np.flatnonzero((f.patents_invention >= 1.0) & (f.weight > 0))
    if province.still or len(owners) == 0:
        return
    able = np.flatnonzero((f.size_class >= 1) & (f.profitability > 0))
    paid_for = share_of_fee_paid(province, able)
    openness = p.market * (1.0 + p.scan_gain * f.scan[able]) + listed(province, able)
    openness *= brokered(province, f.town[able]) * (1.0 - paid_for) ** -p.price_elasticity
    province.memo.tallies.add_rows("licence_seekers", f.town[able], openness / 4 * f.weight[able])
    looks = draws.occurs("looks for a licence", quarter, f.uid[able], openness / 4)
    buyers, paid_for = able[looks], paid_for[looks]
    seller = owner_met(f, buyers, owners, draws.uniform("licence of whom", quarter, f.uid[buyers]))
    buyers, seller, paid_for = buyers[seller >= 0], seller[seller >= 0], paid_for[seller >= 0]
    gap = f.process[seller] - f.process[buyers]
    worth = 8.0 * f.sales[buyers] * p.saving * p.step * np.maximum(gap, 0.0)
    fee = p.fee * worth
    chance = absorptive_capacity(f.knowledge[buyers], (f.research[buyers] > 0).astype(float), f.scan[buyers])
    takes = (gap > 0) & (seller != buyers) & (fee > p.least_fee) & (f.cash[buyers] > fee * (1.0 - paid_for))
    takes &= draws.occurs("takes a licence", quarter, f.uid[buyers], chance)
    buyers, seller, fee, paid_for = buyers[takes], seller[takes], fee[takes], paid_for[takes]
    f.process[buyers] += p.step * gap[takes]
    move_towards(f, buyers, seller, p.step)
    pay_licences(province, buyers, seller, fee)
    support_licences(province, buyers, fee * paid_for)
    province.memo.tallies.add_rows("licences", f.town[buyers], f.weight[buyers])


def listed(province, rows: np.ndarray) -> np.ndarray | float:
    """Chance a year (share, by row) that a firm looks for a licence because technologies are listed and traded."""
    chance = served_everywhere(province, "licence_market", "chance", province.parameters.licences.cost_of_market)
    return 0.0 if chance is None else chance[province.firm.town[rows], province.firm.size_class[rows]]


def owner_met(f, buyers: np.ndarray, owners: np.ndarray, luck: np.ndarray) -> np.ndarray:
    """The owner (row) of a patent of its trade that each buyer (row) turns to, in proportion to what the owner stands
    for, by a uniform draw (share); -1 where there is none."""
    group = members_of(f.industry, f.weight, owners, int(f.industry[owners].max(initial=0)) + 1)
    found = np.full(len(buyers), -1, np.int64)
    for place, (trade, mark) in enumerate(zip(f.industry[buyers].tolist(), luck.tolist(), strict=True)):
        if trade < len(group.weight) and group.weight[trade] > 0:
            first, last = group.start[trade], group.start[trade + 1]
            found[place] = group.rows[first + np.searchsorted(group.upto[first:last], mark * group.weight[trade])]
    return found


def pay_licences(province, buyers: np.ndarray, sellers: np.ndarray, fee: np.ndarray) -> None:
    """Fees (wan yuan a buyer) go from firm to firm; what is paid and received counts in their profit."""
    f = province.firm
    net = np.zeros(len(f))
    net[buyers] = fee
    received = np.bincount(sellers, weights=fee * f.weight[buyers], minlength=len(f))
    net -= received / np.maximum(f.weight, 1e-12)
    f.cash -= net
    province.memo.fees += net


def brokered(province, town: np.ndarray) -> np.ndarray:
    """Factor on the chance to look for a licence (ratio, by row): a licensing base knows what is for sale."""
    return 1.0 + province.parameters.licences.base_gain * towns_in(province, "operation_base")[town]


def share_of_fee_paid(province, rows: np.ndarray) -> np.ndarray:
    """Public share of the fee of a licence (by row), while there is money for the year."""
    f, share = province.firm, np.zeros(len(rows))
    if province.terms.acts("licence_support"):
        left = sum(money_left(province, lever) for lever, _ in province.terms.split("licence_support"))
        if left > 0:
            share = np.minimum(province.terms.firms("licence_support", f.town[rows], f.size_class[rows]), 0.95)
    return province.through("licence_support: share of fee", share, np.zeros(len(rows)))


def money_left(province, lever: str) -> float:
    """What a lever may still spend on licences this year (wan yuan)."""
    paid = province.paid_for_licences.get((lever, year_of(province.quarter)), 0.0)
    return support_within(province, lever, envelope_of(province, lever) - paid)


def support_licences(province, buyers: np.ndarray, amount: np.ndarray) -> None:
    """The public part of the fees (wan yuan a buyer) is paid to the buyers, as far as the money of the year goes."""
    if len(buyers) == 0 or not amount.any():
        return
    f, year = province.firm, year_of(province.quarter)
    received = np.zeros(len(f))
    for lever, part in province.terms.split("licence_support"):
        own = amount * part[f.town[buyers], f.size_class[buyers]]
        total = float(own @ f.weight[buyers])
        own = own * min(1.0, max(money_left(province, lever), 0.0) / max(total, 1e-12))
        received += np.bincount(buyers, weights=own, minlength=len(f))
        by_town = np.bincount(f.town[buyers], weights=own * f.weight[buyers], minlength=len(province.town))
        key = lever, year
        province.paid_for_licences[key] = province.paid_for_licences.get(key, 0.0) + float(by_town.sum())
        use_support(province, lever, float(by_town.sum()))
        spend(province, "licence_support", lever, measure_of(province, lever).payers, "firms", by_town, whole=True)
    f.cash += received
    province.memo.fees -= received
