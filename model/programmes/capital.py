"""Capital that measures bring into guarantors, funds and micro-loan companies, and what comes back of it.

The public's part of a body's own capital is a stake: it shares losses and payouts, and is diluted when owners add.
What society puts in is owners' capital like that of 2011.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.public_finance import budget_left, give_back, measure_of, public_share, spend, use_budget

SECTORS = {"guarantor": "guarantors", "venture_fund": "venture_funds", "micro_lender": "micro_lenders"}


class Provision(NamedTuple):
    """Capital that one lever brings into bodies of a kind this year (wan yuan, by town served)."""

    lever: str
    kind: str
    by_town: np.ndarray


def provide_capital(province) -> None:
    """The year's new capital of every lever goes to the bodies that serve the towns reached (wan yuan)."""
    decisions = []
    for kind in SECTORS:
        if province.terms.acts(f"lender_capital.{kind}"):
            decisions += provisions(province, kind)
    for decision in province.through("lender_capital: provided", decisions, []):
        put_in(province, decision)


def provisions(province, kind: str) -> list[Provision]:
    """What each lever provides: its amount for the whole province, by the number of firms in the towns reached."""
    firms, decisions = province.firms_by_town(), []
    for lever, values in province.terms.contributions[f"lender_capital.{kind}"]:
        by_town = firms * (values[:, 0] > 0) * province.inside
        amount = min(float(values.max()) * province.anchor.part_of_province, budget_left(province, lever))
        if amount > 0 and by_town.sum() > 0:
            decisions.append(Provision(lever, kind, amount * by_town / by_town.sum()))
    return decisions


def put_in(province, decision: Provision) -> None:
    """Public and private payers put their parts into the bodies (wan yuan)."""
    body, (lever, kind, by_town) = province.body, decision
    payers, sector = measure_of(province, lever).payers, SECTORS[kind]
    use_budget(province, lever, float(by_town.sum()))
    spend(province, f"capital.{sector}", lever, payers, sector, by_town)
    private = 1.0 - public_share(payers)
    province.household.cash -= private * by_town
    province.ledger.pay(f"capital.{sector}.society", "households", sector, private * by_town.sum(), lever=lever)
    amount = province.bodies_serving(kind, by_town)
    before = body.equity.copy()
    body.cash += amount
    body.equity += amount
    province.anchor.body_equity = province.anchor.body_equity + private * amount  # what private owners mean to keep in
    dilute(province, before, amount)
    if private < 1.0:
        stake = province.stakes.get(lever, np.zeros(len(body)))
        province.stakes[lever] = stake + (1.0 - private) * amount / np.maximum(body.equity, 1e-9)


def dilute(province, before: np.ndarray, added: np.ndarray) -> None:
    """Stakes of before shrink as capital is added (wan yuan by body)."""
    for lever, stake in province.stakes.items():
        whole = np.maximum(before + added, 1e-9)
        province.stakes[lever] = stake * np.where(added > 0, np.maximum(before, 0.0) / whole, 1.0)


def public_part(province) -> np.ndarray:
    """The public's part of each body's own capital (share)."""
    return sum((province.stakes[lever] for lever in sorted(province.stakes)), np.zeros(len(province.body)))


def return_public_part(province, kind: str, paid: np.ndarray) -> None:
    """The public's part of what bodies of a kind (rows in order) pay out goes back to the governments that put it in
    (wan yuan)."""
    rows = province.bodies(kind)
    served = province.town.column(kind)
    if not province.stakes:
        return
    firms = province.firms_by_town()
    for lever in sorted(province.stakes):
        by_body = np.zeros(len(province.body))
        by_body[rows] = paid * province.stakes[lever][rows]
        total = np.bincount(served, weights=firms, minlength=len(by_body))
        by_town = by_body[served] * firms / np.maximum(total[served], 1e-12)
        give_back(province, f"capital_returned.{SECTORS[kind]}", lever, SECTORS[kind], by_town)
