"""Outlets across the country and professional markets: reach at home against sellers from outside, for a share of the
sales."""

from __future__ import annotations

import numpy as np

from model.programmes.facilities import note_use, standing
from model.programmes.memberships import is_member, join, leave, members
from model.programmes.offers import on_offer, pay_local, pay_outside
from model.selling.costs import margin

CLUB = "outlets"


def keep_outlets(province) -> None:
    """Firms offered a place in the outlets take it where their margin is above the commission, and leave below it."""
    offered = on_offer(province, "network_places", lambda measure: cost_by_town(province, measure))
    if not (offered.any() or CLUB in province.memberships):
        return
    f, p = province.firm, province.parameters.reach
    reached = province.draws.occurs("offered an outlet", 0, f.uid, offered[f.town])
    reached &= (f.size_class >= 1) & (f.size_class <= 2) & ~is_member(province, CLUB)
    rows = np.flatnonzero(reached)
    join(province, CLUB, rows[margin(province, rows) > p.commission], p.network_reach)
    rows, _ = members(province, CLUB)
    leave(province, CLUB, rows[margin(province, rows) < p.leaving * p.commission])


def cost_by_town(province, measure) -> np.ndarray:
    """What places in outlets for all small and medium-sized firms cost (wan yuan a year, by town)."""
    size = province.firm.size_class
    return measure.options["cost_per_place"] * province.by_town(((size >= 1) & (size <= 2)).astype(float))


def market_fill(province) -> np.ndarray:
    """How far a town's professional market is filled (share): by the firms of its speciality; none without a market."""
    firms = province.by_cell(np.ones(len(province.firm)))
    trade = firms[np.arange(len(firms)), province.town.speciality]
    return np.minimum(trade / province.parameters.reach.market_firms, 1.0) * (standing(province, "market") > 0)


def domestic_reach(province) -> np.ndarray | None:
    """What outlets and markets add to a firm's pull on domestic customers (log); nothing where there are none."""
    f, p = province.firm, province.parameters.reach
    rows, rate = members(province, CLUB)
    markets = "market" in province.facilities
    if not (len(rows) or markets):
        return None
    reach = np.zeros(len(f))
    reach[rows] = rate
    if markets:
        fill = market_fill(province)
        note_use(province, "market", fill)
        reach += p.market_reach * fill[f.town] * (f.industry == province.town.speciality[f.town])
    return reach


def pay_for_reach(province, reach: np.ndarray | None, domestic: np.ndarray) -> None:
    """Commissions and rents on what outlets and markets sold of the domestic sales (wan yuan, by firm)."""
    if reach is None:
        return
    f, p = province.firm, province.parameters.reach
    rows, rate = members(province, CLUB)
    through = domestic[rows] * (1.0 - np.exp(-rate))
    pay_outside(province, rows, p.commission * through)
    province.memo.tallies.add_rows("outlet_sales", f.town[rows], through * f.weight[rows])
    pay_rents(province, domestic * (1.0 - np.exp(-reach)) - np.bincount(rows, weights=through, minlength=len(f)))


def pay_rents(province, sold: np.ndarray) -> None:
    """Those who let a market's stalls, producers of the town, get a share of what is sold in it (wan yuan, by firm)."""
    f, rows = province.firm, np.flatnonzero(sold > 0)
    province.memo.tallies.add_rows("market_sales", f.town[rows], sold[rows] * f.weight[rows])
    pay_local(province, rows, province.parameters.reach.stall_rent * sold[rows])
