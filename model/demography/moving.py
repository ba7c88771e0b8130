"""Firms move to towns with parks and cheaper land nearby, or leave the delta for a transfer park; both ends are
booked."""

from __future__ import annotations

import numpy as np

from model.demography.closing import clear_trade_credit
from model.programmes.facilities import standing
from model.sums import of_group


def move_firms(province) -> None:
    """Change the town of those who move (a small share a quarter); they settle their accounts with old neighbours."""
    if not province.whole_province or province.still:
        return
    f, p, town, anchor = province.firm, province.parameters.demography, province.town, province.anchor
    dear = np.maximum(town.land_price / np.maximum(anchor.land_price, 1e-9) - 1.0, 0.0)
    rate = p.moves / 4 * (1.0 + p.moves_land * dear)
    moves = province.draws.occurs("moves", province.quarter, f.uid, of_group(rate, f.town) * (f.size_class >= 1))
    rows = np.flatnonzero(moves)
    if len(rows):
        move_nearby(province, rows)
    if "transfer_park" in province.facilities:
        transfer_firms(province)


def move_nearby(province, rows: np.ndarray) -> None:
    """Firms of `rows` look for a park with free and cheap land within reach, and go there if it is in another town."""
    f, p, town, anchor = province.firm, province.parameters.demography, province.town, province.anchor
    free = np.maximum(town.land - town.land_used, 0.0) * (town.park == 1)
    attraction = free * np.exp(-p.moves_price * town.land_price / max(float(anchor.land_price.mean()), 1e-9))
    near = anchor.near
    upto = np.concatenate([[0.0], np.cumsum(near.data * attraction[near.indices])])
    start, stop = near.indptr[f.town[rows]], near.indptr[f.town[rows] + 1]
    whole = upto[stop] - upto[start]
    rows, start, whole = rows[whole > 0], start[whole > 0], whole[whole > 0]
    target = upto[start] + province.draws.uniform("moves where", province.quarter, f.uid[rows]) * whole
    column = np.clip(np.searchsorted(upto, target, side="right") - 1, 0, len(near.data) - 1)
    destination = near.indices[column]
    same = destination == f.town[rows]
    relocate(province, rows[~same], destination[~same])


def transfer_firms(province) -> None:
    """Firms of a delta town's speciality leave for the free plots of transfer parks, the more the dearer land is here
    than there."""
    f, town, p = province.firm, province.town, province.parameters.land
    table = province.facilities["transfer_park"]
    free = np.bincount(table.town, weights=table.size * (1.0 - table.use), minlength=len(town)).clip(0.0)
    if not free.any():
        return
    there = float(free @ town.land_price / free.sum())
    dearer = np.log(np.maximum(town.land_price / there, 1.0)) * (town.region == 0)
    open_to = (f.size_class >= 1) & (f.industry == town.speciality[f.town]) & (dearer[f.town] > 0)
    rows = np.flatnonzero(open_to)
    uid, quarter = f.uid[rows], province.quarter
    leaves = province.draws.occurs("leaves the delta", quarter, uid, p.transfer / 4 * dearer[f.town[rows]])
    rows, uid = rows[leaves], uid[leaves]
    upto = np.cumsum(free)
    target = province.draws.uniform("transfer park", quarter, uid) * upto[-1]
    destination = np.minimum(np.searchsorted(upto, target, side="right"), len(town) - 1)
    # who comes when all plots are taken stays at home
    needs = province.anchor.land_per_capital[destination] * f.capital[rows] * f.weight[rows]
    order = np.lexsort((uid, destination))
    before = np.cumsum(needs[order]) - needs[order]
    first = np.searchsorted(destination[order], destination[order], side="left")
    fits = np.zeros(len(rows), bool)
    fits[order] = before - before[first] < free[destination[order]] if len(rows) else False
    taken = np.bincount(destination[fits], weights=needs[fits], minlength=len(town))
    size = standing(province, "transfer_park")
    table.use += (taken / np.maximum(size, 1e-9))[table.town]
    np.minimum(table.use, 1.0, out=table.use)
    relocate(province, rows[fits], destination[fits])


def relocate(province, rows: np.ndarray, destination: np.ndarray) -> None:
    """Firms of `rows` go to another town (index) each: accounts with neighbours are settled, both ends counted."""
    if len(rows) == 0:
        return
    f, tallies = province.firm, province.memo.tallies
    order = np.argsort(rows)
    rows, destination = rows[order], destination[order]
    clear_trade_credit(province, rows, np.ones(len(rows)))
    tallies.add_rows("moved_out", f.town[rows], f.weight[rows])
    tallies.add_rows("moved_in", destination, f.weight[rows])
    f.town[rows] = destination
    f.cell[rows] = destination * province.industry_count + f.industry[rows]
