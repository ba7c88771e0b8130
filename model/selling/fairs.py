"""Trade fairs: who exhibits takes customers from others of the trade, at a cost that is fixed."""

from __future__ import annotations

import numpy as np

from model.programmes.awards import bought_with_support, earn, rate_awarded
from model.programmes.offers import pay_local
from model.selling.costs import FAIRS, margin, stand_cost


def exhibit(province) -> None:
    """Holders of support exhibit where what is left to pay is worth it; their new customers are others' loss."""
    support = rate_awarded(province, "fair_support")
    if province.quarter % 4 not in FAIRS or not isinstance(support, np.ndarray):
        return
    f, p = province.firm, province.parameters.reach
    rows = np.flatnonzero(support)
    cost = stand_cost(province, rows) / len(FAIRS)
    worth = p.fair_reach * p.horizon * 4.0 * f.sales[rows] * margin(province, rows)
    new, anyway = bought_with_support(worth, cost, support[rows])
    new &= f.cash[rows] > cost
    outlay = np.zeros(len(f))
    outlay[rows] = cost * (new | anyway)
    pay_local(province, rows[new], cost[new])  # what those who go anyway pay is in their usual costs
    earn(province, "fair_support", outlay)
    f.customers[rows[new]] *= 1.0 + p.fair_reach
    tallies = province.memo.tallies
    tallies.add_rows("fair_stands", f.town[rows], f.weight[rows] * (new | anyway))
    tallies.add_rows("fair_stands_new", f.town[rows], f.weight[rows] * new)
