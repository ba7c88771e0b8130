"""Interest, repayment, and the credit suppliers give."""

from __future__ import annotations

import numpy as np

from model.rules import for_all
from model.settlement.goods import REST, WORLD
from model.sums import of_group


def pay_interest(province) -> None:
    """Interest on every debt, guarantee fees, and what savers receive of it (wan yuan)."""
    f, body, ledger, p = province.firm, province.body, province.ledger, province.parameters.finance
    w, town = f.weight, province.town
    overdraft = np.maximum(-f.cash, 0.0) * (of_group(body.rate, f.bank) + p.overdraft_margin) / 4
    to_bank = f.debt_bank * body.rate[f.bank] / 4 + overdraft
    by_bank = province.by_bank(to_bank)
    body.equity += by_bank
    ledger.pay("interest.bank", "firms", "banks", by_bank.sum())

    fee = f.debt_guaranteed * of_group(body.rate[town.guarantor] / 4, f.town)
    to_micro = f.debt_micro * of_group(body.rate[town.micro_lender] / 4, f.town)
    fee_by_town, micro_by_town = province.many_by_town(fee, to_micro)
    by_guarantor = province.bodies_serving("guarantor", fee_by_town)
    body.cash += by_guarantor
    ledger.pay("guarantee_fees", "firms", "guarantors", by_guarantor.sum())

    by_micro = province.bodies_serving("micro_lender", micro_by_town)
    body.cash += by_micro
    ledger.pay("interest.micro", "firms", "micro_lenders", by_micro.sum())

    to_informal = f.debt_informal * of_group(body.rate[town.informal_lender] / 4, f.town)
    desk = province.bodies("bond_desk")
    to_bond = f.debt_bond * body.rate[desk[0]] / 4
    to_savers = {"informal_lenders": float(w @ to_informal), "bond_desk": float(w @ to_bond)}
    ledger.pay("interest.informal", "firms", "informal_lenders", to_savers["informal_lenders"])
    ledger.pay("interest.bond", "firms", "bond_desk", to_savers["bond_desk"])
    for sector, amount in to_savers.items():
        pay_savers(province, f"interest_to_savers.{sector}", sector, amount)
    province.memo.interest = to_bank + fee + to_micro + to_informal + to_bond
    f.cash -= province.memo.interest


def pay_savers(province, account: str, sector: str, amount: float) -> None:
    """Savers receive an amount in proportion to their savings (wan yuan)."""
    household = province.household
    part = amount * household.savings / max(household.savings.sum(), 1e-12)
    household.cash += part
    household.income += part
    province.ledger.pay(account, sector, "households", part.sum())


def repay_debts(province) -> None:
    """Firms with cash repay the part that falls due (wan yuan); the others are let run on."""
    f, p, body, ledger = province.firm, province.parameters.finance, province.body, province.ledger
    w, size = f.weight, len(body)
    sound = (f.cash > 0).astype(float)
    share = p.repayment_bank * sound
    due = share * f.debt_bank
    by_bank = province.by_bank(due)
    body.loans -= by_bank
    released = share * f.debt_guaranteed
    due_micro = p.repayment_micro * sound * f.debt_micro
    due_informal = p.repayment_informal * sound * f.debt_informal
    guaranteed, freed_by_town, micro, informal = province.many_by_town(
        f.debt_guaranteed, released, due_micro, due_informal
    )
    # the guarantor's own part of what is released, at its present mean part
    own = province.bodies_serving("guarantor", guaranteed)
    part = np.where(own > 0, body.guarantees / np.maximum(own, 1e-12), 0.0)
    body.guarantees -= part * province.bodies_serving("guarantor", freed_by_town)
    member = np.flatnonzero(f.circle >= 0)
    circle = f.circle[member].astype(np.int64)
    freed = share[member] * f.debt_circle[member]
    body.guarantees -= np.bincount(circle, weights=freed * w[member], minlength=size)
    f.debt_guaranteed -= released
    f.debt_circle[member] -= freed
    f.debt_bank -= due
    ledger.lend("repayment.bank", "bank_loans", "banks", "firms", -by_bank.sum())

    by_micro = province.bodies_serving("micro_lender", micro)
    body.loans -= by_micro
    body.cash += by_micro
    f.debt_micro -= due_micro
    ledger.lend("repayment.micro", "micro_loans", "micro_lenders", "firms", -by_micro.sum())

    by_informal = province.bodies_serving("informal_lender", informal)
    body.loans -= by_informal
    f.debt_informal -= due_informal
    ledger.lend("repayment.informal", "informal_loans", "informal_lenders", "firms", -by_informal.sum())
    desk = province.bodies("bond_desk")[:1]
    due_bond = p.repayment_bond * sound * f.debt_bond
    total_bond = float(w @ due_bond)
    body.loans[desk] -= total_bond
    f.debt_bond -= due_bond
    ledger.lend("repayment.bond", "bonds", "bond_desk", "firms", -total_bond)
    lenders = province.bodies("informal_lender")
    return_savings(province, lenders, by_informal[lenders], "informal_lenders")
    return_savings(province, desk, np.array([total_bond]), "bond_desk")
    f.cash -= due + due_micro + due_informal + due_bond


def return_savings(province, bodies, amounts, sector: str) -> None:
    """A body pays back to savers what was repaid to it (wan yuan)."""
    household = province.household
    total = float(amounts.sum())
    province.body.borrowed[bodies] -= amounts
    part = total * household.savings / max(household.savings.sum(), 1e-12)
    household.savings -= part
    household.cash += part
    province.ledger.lend(f"savings_returned.{sector}", "savings", "households", sector, -part.sum())


@for_all
def trade_credit_wanted(inputs, usual, cash, stretch):
    """Payables (wan yuan) a firm runs: the usual number of quarters of inputs, stretched when cash is short."""
    return usual * inputs * (1.0 + stretch if cash < 0 else 1.0)


def settle_trade_credit(province) -> None:
    """Suppliers of the town and outside lend to their customers (wan yuan): who is short of cash pays later.

    Within a town what firms owe one another is what others are owed, so arrears travel along the chain.
    """
    f, p, ledger = province.firm, province.parameters.finance, province.ledger
    owed = trade_credit_wanted(f.inputs, p.payables_town, f.cash, p.payables_stretch)
    owed = f.payables + p.trade_credit_speed * (owed - f.payables)
    weight_of = 0.5 * f.sales + 0.5 * f.receivables
    by_town, base = province.many_by_town(owed, weight_of)
    per_weight = np.where(base > 0, by_town / np.maximum(base, 1e-12), 0.0)
    owing = weight_of * of_group(per_weight, f.town)
    f.cash += (owed - f.payables) - (owing - f.receivables)
    f.payables, f.receivables = owed, owing

    out = trade_credit_wanted(f.inputs, p.payables_outside, f.cash, p.payables_stretch)
    out = f.payables_outside + p.trade_credit_speed * (out - f.payables_outside)
    claims = f.receivables_outside + p.trade_credit_speed * (p.receivables_outside * f.sales - f.receivables_outside)
    more_lent, more_borrowed = claims - f.receivables_outside, out - f.payables_outside
    lent, borrowed = province.many_by_town(more_lent, more_borrowed).sum(axis=1).tolist()
    f.cash += more_borrowed - more_lent
    f.payables_outside, f.receivables_outside = out, claims
    for row, sector, part in ((REST, "rest_of_province", 0.3), (WORLD, "world", 0.7)):
        province.outside.receivables[row] += part * borrowed
        province.outside.payables[row] += part * lent
        province.outside.cash[row] += part * (lent - borrowed)
        ledger.lend(f"trade_credit_taken.{sector}", "trade_credit_outside", sector, "firms", part * borrowed)
        ledger.lend(f"trade_credit_given.{sector}", "trade_credit_outside", "firms", sector, part * lent)
