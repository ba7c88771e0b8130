"""Selling online: reach for a fee, worth the less the more rivals do it."""

from __future__ import annotations

import numpy as np

from model.programmes.memberships import is_member, join, leave, members
from model.programmes.offers import on_offer, pay_outside
from model.selling.costs import by_staff, margin

CLUB = "online"


def online_gain(reach, share_online):
    """Customers a firm gains by selling online (share): those of rivals who do not."""
    return reach * (1.0 - share_online)


def sell_online(province) -> None:
    """Firms brought online join where the gain is worth the fee, pay it, and leave when it is not any more."""
    offered = on_offer(province, "online_places", lambda measure: cost_by_town(province, measure))
    if not (offered.any() or CLUB in province.memberships):
        return
    f, p = province.firm, province.parameters.reach
    inside = is_member(province, CLUB)
    # a firm is reached or not for life, so that more places reach others besides
    reached = province.draws.occurs("brought online", 0, f.uid, offered[f.town]) & (f.size_class <= 2)
    rows = np.flatnonzero(reached | inside)
    there = province.by_industry(f.customers * inside) / np.maximum(province.anchor.customers, 1e-12)
    gain = online_gain(p.online_reach, np.minimum(there, 1.0))[f.industry[rows]]
    fee = by_staff(province, p.online_fee, rows)
    worth = gain * 4.0 * f.sales[rows] * margin(province, rows)
    joins = (worth > fee) & ~inside[rows]
    f.customers[rows[joins]] *= 1.0 + gain[joins]
    join(province, CLUB, rows[joins], gain[joins])
    stayed, rate = members(province, CLUB)
    place = np.searchsorted(rows, stayed)
    leaving = worth[place] < p.leaving * fee[place]
    f.customers[stayed[leaving]] /= 1.0 + rate[leaving]
    leave(province, CLUB, stayed[leaving])
    stayed, place = stayed[~leaving], place[~leaving]
    pay_outside(province, stayed, fee[place] / 4)
    province.memo.tallies.add_rows("online_sales", f.town[stayed], f.sales[stayed] * f.weight[stayed])


def cost_by_town(province, measure) -> np.ndarray:
    """What it costs to keep all firms of a town's sizes reached online (wan yuan a year, by town)."""
    sizes = province.firm.size_class <= 2
    return measure.options["cost_per_firm"] * province.by_town(sizes.astype(float))
