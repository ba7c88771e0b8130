"""Circles of firms that back one another's bank loans: who is brought in, by market, park or trade."""

from __future__ import annotations

import numpy as np

from model.programmes.costs import pay_cost
from model.public_finance import budget_left, measure_of


def circle_of_town(province) -> np.ndarray:
    """A circle each town's firms can join (row of the body), its own before one of its city, -1 none."""
    body, town = province.body, province.town
    rows = province.bodies("mutual_circle")
    found = np.full(len(town), -1)
    for level, place in ((body.city, town.city), (body.town, town.uid * 0 + np.arange(len(town)))):
        known = dict(zip(level[rows][::-1].tolist(), rows[::-1].tolist(), strict=True))  # the first of a place
        here = np.array([known.get(int(value), -1) for value in place])
        found = np.where(here >= 0, here, found)
    return found


def bring_into_circles(province) -> None:
    """Once a year small and medium-sized firms join a circle near them: they pay a deposit into its fund and answer
    for the others."""
    if not province.terms.acts("circle_members"):
        return
    f, body, circle = province.firm, province.body, circle_of_town(province)
    chance = province.terms.firms("circle_members", f.town, f.size_class)
    open_to = (chance > 0) & (f.circle < 0) & (f.size_class >= 1) & (f.size_class <= 2) & (circle[f.town] >= 0)
    rows = np.flatnonzero(open_to & (f.profitability > 0))
    rows = rows[province.draws.occurs("joins a circle", province.quarter, f.uid[rows], chance[rows])]
    decisions = []
    for lever, part in province.terms.split("circle_members"):
        mine = rows[part[f.town[rows], f.size_class[rows]] > 0]
        cost = measure_of(province, lever).options["cost_per_member"] * f.weight[mine]
        decisions.append((lever, mine[np.cumsum(cost) <= budget_left(province, lever)]))
    for lever, mine in province.through("circle_members: joined", decisions, []):
        options = measure_of(province, lever).options
        cost = np.full(len(mine), options["cost_per_member"])
        pay_cost(province, "circle_organisers", lever, "households", mine, cost)
        f.circle[mine] = circle[f.town[mine]]
        deposit = np.minimum(options["deposit"] * 4.0 * f.sales[mine], np.maximum(f.cash[mine], 0.0))
        f.cash[mine] -= deposit
        fund = np.bincount(f.circle[mine], weights=deposit * f.weight[mine], minlength=len(body))
        body.cash += fund
        province.anchor.body_equity = province.anchor.body_equity + fund
        body.equity += fund
        province.ledger.pay("circle_deposits", "firms", "mutual_circles", fund.sum())


def pay_from_funds(province, loss: np.ndarray) -> np.ndarray:
    """What the deposits of circles pay of a loss (wan yuan by body), before the members do."""
    body = province.body
    paid = np.minimum(loss, np.maximum(body.cash, 0.0) * (body.kind == 4))
    if paid.any():
        body.cash -= paid
        province.anchor.body_equity = province.anchor.body_equity - paid
        province.ledger.pay("circle_funds_called", "mutual_circles", "banks", paid.sum())
    return paid
