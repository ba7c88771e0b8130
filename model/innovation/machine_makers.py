"""Makers of machines of the province develop new ones, with support: what succeeds makes their machines better or
cheaper, and those of all who buy them."""

from __future__ import annotations

import numpy as np

from model.programmes.awards import earn, rate_awarded
from model.programmes.offers import pay_local
from model.selling.costs import development_cost


def develop_machines(province) -> None:
    """Makers that hold support develop; most attempts come to nothing, some to a better or a cheaper machine."""
    support = rate_awarded(province, "maker_support")
    if not isinstance(support, np.ndarray):  # nobody holds any
        return
    f, p, draws, quarter = province.firm, province.parameters.machines, province.draws, province.quarter
    rows = np.flatnonzero(support)
    cost = development_cost(province, rows) / 4
    able = f.cash[rows] > cost
    rows, cost = rows[able], cost[able]
    pay_local(province, rows, cost)
    outlay = np.zeros(len(f))
    outlay[rows] = cost
    earn(province, "maker_support", outlay)
    found = draws.share("new machine", quarter, f.uid[rows], p.success / 4)
    gain = found * p.worth * (1.0 + draws.normal("worth of a machine", quarter, f.uid[rows]))
    better = draws.uniform("better or cheaper", quarter, f.uid[rows]) < p.better_part
    f.quality[rows] += np.where(better, gain, 0.0)
    f.process[rows] += np.where(better, 0.0, gain)
    province.memo.tallies.add_rows("machines_developed", f.town[rows], found * f.weight[rows])
