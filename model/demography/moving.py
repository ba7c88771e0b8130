"""Firms move to towns with parks and cheaper land nearby; both ends are booked."""

from __future__ import annotations

import numpy as np

from model.demography.closing import clear_trade_credit
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
    if len(rows) == 0:
        return
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
    rows, destination = rows[~same], destination[~same]
    if len(rows) == 0:
        return
    clear_trade_credit(province, rows, np.ones(len(rows)))
    province.memo.moved = float(f.weight[rows].sum())
    f.town[rows] = destination
    f.cell[rows] = destination * province.industry_count + f.industry[rows]
