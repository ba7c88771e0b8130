"""Design bought of designers of the town, with support."""

from __future__ import annotations

import numpy as np

from model.programmes.awards import bought_with_support, earn, rate_awarded
from model.programmes.offers import pay_local
from model.selling.costs import margin, project_cost


def buy_design(province) -> None:
    """Holders of support commission a project where what is left to pay is worth it: better design, for a while."""
    support = rate_awarded(province, "design_support")
    if not isinstance(support, np.ndarray):  # nobody holds any
        return
    f, p = province.firm, province.parameters.reach
    rows = np.flatnonzero(support)
    rows = rows[province.draws.occurs("thinks of design", province.quarter, f.uid[rows], p.design_projects / 4)]
    cost = project_cost(province, rows)
    pull = province.parameters.sell.design_weight * p.design_gain
    worth = pull * p.design_years * 4.0 * f.sales[rows] * margin(province, rows)
    new, anyway = bought_with_support(worth, cost, support[rows])
    new &= f.cash[rows] > cost
    outlay = np.zeros(len(f))
    outlay[rows] = cost * (new | anyway)
    pay_local(province, rows[new], cost[new])
    earn(province, "design_support", outlay)
    f.design[rows[new]] += p.design_gain
    province.memo.tallies.add_rows("design_projects", f.town[rows], f.weight[rows] * (new | anyway))
    province.memo.tallies.add_rows("design_projects_new", f.town[rows], f.weight[rows] * new)
