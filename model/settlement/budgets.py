"""Governments spend what they take in; banks pay out what they earn above the capital they need."""

from __future__ import annotations

import numpy as np

from model.fields import LEVELS
from model.law import law_at
from model.ledger import LEVEL_SECTORS
from model.programmes.capital import dilute, public_part, return_public_part
from model.public_finance import government_of
from model.settlement.goods import WORLD, credit_local


def budget(revenue, cash, programmes, reserve, correction):
    """General spending (wan yuan a quarter): usual revenue, corrected towards a reserve, less what programmes took."""
    return np.maximum(revenue + correction * (cash - reserve * revenue) - programmes, 0.0)


def spend_budgets(province) -> None:
    """Pay public staff and buy local services in the towns, by residents (wan yuan); the centre spends mostly
    elsewhere."""
    government, town, p, ledger = province.government, province.town, province.parameters.budgets, province.ledger
    government.revenue_normal += p.memory * (government.revenue - government.revenue_normal)
    government.spending = budget(
        government.revenue_normal, government.cash, government.programmes, p.reserve, p.correction
    )
    public = np.zeros(len(town))
    served = town.residents * province.inside
    for level, sector in zip(LEVELS, LEVEL_SECTORS, strict=True):
        rows = government_of(province, level)
        amount = government.spending * (government.level == LEVELS.index(level))
        people = np.bincount(rows, weights=served, minlength=len(government))
        here = amount[rows] * served / np.maximum(people[rows], 1e-12)
        if level == "centre":
            here = here * p.centre_here
        spent = np.bincount(rows, weights=here, minlength=len(government))
        pay = here * p.staff_part
        buy = here - pay
        government.cash -= spent
        public += pay
        province.household.cash += pay
        province.household.income += pay
        ledger.pay(f"public_pay.{level}", sector, "households", pay.sum())
        credit_local(province, buy)
        ledger.pay(f"public_purchases.{level}", sector, "local_producers", buy.sum())
        if level == "centre":
            elsewhere = float(amount.sum() - spent.sum())
            government.cash[0] -= elsewhere
            province.outside.cash[WORLD] += elsewhere
            ledger.pay("centre_elsewhere", "centre", "world", elsewhere)
    town.va_public = public


def bank_surplus(province) -> None:
    """Interest to savers, running costs, payouts to head offices, and new capital where it is short (wan yuan)."""
    body, p, ledger, household = province.body, province.parameters.budgets, province.ledger, province.household
    rows = province.bodies("bank")
    rate = max(law_at(province, "lending_rate") - p.deposit_discount, 0.0)
    interest = np.maximum(household.cash, 0.0) * rate / 4
    household.cash += interest
    household.income += interest
    # deposits beyond what is lent here are placed with the head offices, which pay the interest on them
    own = body.loans[rows] * rate / 4
    own *= min(1.0, interest.sum() / max(own.sum(), 1e-12))
    body.equity[rows] -= own
    ledger.pay("deposit_interest", "banks", "households", own.sum())
    placed = float(interest.sum() - own.sum())
    province.outside.cash[WORLD] -= placed
    ledger.pay("deposit_interest.placed", "world", "households", placed)
    wanted = p.bank_capital * body.loans[rows]
    surplus = np.maximum(body.equity[rows] - wanted, 0.0) * p.bank_payout
    missing = np.maximum(p.bank_least * body.loans[rows] - body.equity[rows], 0.0)
    body.equity[rows] += missing - surplus
    province.outside.cash[WORLD] += surplus.sum() - missing.sum()
    ledger.pay("bank_payouts", "banks", "world", surplus.sum())
    ledger.pay("bank_recapitalisation", "world", "banks", missing.sum())
    other_surplus(province)


def other_surplus(province) -> None:
    """Owners of guarantors, micro-lenders and funds keep own capital at the size of 2011 grown with lending (wan
    yuan)."""
    body, p, ledger = province.body, province.parameters.budgets, province.ledger
    world, households = province.outside.cash, province.household
    for kind, sector in (
        ("guarantor", "guarantors"),
        ("micro_lender", "micro_lenders"),
        ("venture_fund", "venture_funds"),
    ):
        rows = province.bodies(kind)
        wanted = province.anchor.body_equity[rows]
        equity = body.cash[rows] + body.loans[rows]
        public = public_part(province)[rows]  # of it the owners hold the rest, and only that is theirs to size
        own = equity * (1.0 - public)
        above = (own - wanted) / np.maximum(1.0 - public, 1e-9)
        paid = p.owners_payout * np.clip(above, 0.0, np.maximum(body.cash[rows], 0.0))
        added = p.owners_support * np.maximum(p.owners_least * wanted - own, 0.0)
        if province.stakes:
            return_public_part(province, kind, paid)
            raised, before = np.zeros((2, len(body)))
            raised[rows], before[rows] = added, equity
            dilute(province, before, raised)
        body.cash[rows] += added - paid
        body.equity[rows] = body.cash[rows] + body.loans[rows]
        world[WORLD] -= added.sum()
        to_owners = float((paid * (1.0 - public)).sum())
        part = to_owners * households.income_normal / max(households.income_normal.sum(), 1e-12)
        households.cash += part
        households.income += part
        ledger.pay(f"owners_take.{sector}", sector, "households", part.sum())
        ledger.pay(f"owners_add.{sector}", "world", sector, added.sum())
    rows = province.bodies("mutual_circle")
    body.equity[rows] = province.anchor.body_equity[rows]
