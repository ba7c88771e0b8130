"""Both sides of every claim at the start: lenders' books follow from firms' debts, deposits close with the world."""

from __future__ import annotations

import numpy as np

from model.fields import KINDS_OF_BODY


def set_means_of_informal_lenders(tables, parameters) -> None:
    """What savers of a town would lend informally (wan yuan): the informal lender's limit, and no more than that."""
    town, body, household = tables["town"], tables["body"], tables["household"]
    body.equity[town.informal_lender] = parameters.finance.informal_means * household.cash


def close_books(anchor, tables) -> None:
    """Make both sides of every claim agree; the world's settlement balance is what closes deposits at the start."""
    firm, town, body, household, outside = (tables[name] for name in ("firm", "town", "body", "household", "outside"))
    w, size, n = firm.weight, len(body), len(town)
    kind = body.kind

    def rows(name):
        return kind == KINDS_OF_BODY.index(name)

    def by_body(index, values):
        return np.bincount(index.astype(np.int64), weights=values * w, minlength=size)

    owed = np.bincount(firm.town, weights=firm.payables * w, minlength=n)
    due = np.bincount(firm.town, weights=firm.receivables * w, minlength=n)
    firm.receivables *= np.where(due > 0, owed / np.maximum(due, 1e-12), 1.0)[firm.town]
    body.loans = 0.0
    for name, index, debt in (
        ("bank", firm.bank, firm.debt_bank),
        ("micro_lender", town.micro_lender[firm.town], firm.debt_micro),
        ("informal_lender", town.informal_lender[firm.town], firm.debt_informal),
        ("venture_fund", town.venture_fund[firm.town], firm.equity_venture),
    ):
        body.loans += np.where(rows(name), by_body(index, debt), 0.0)
    body.loans += np.where(rows("bond_desk"), float(w @ firm.debt_bond), 0.0)
    guarantor = by_body(town.guarantor[firm.town], firm.debt_guaranteed)
    member = firm.circle >= 0
    circle = np.bincount(firm.circle[member], weights=(firm.debt_circle * w)[member], minlength=size)
    body.guarantees = np.where(rows("guarantor"), guarantor, 0.0) + np.where(rows("mutual_circle"), circle, 0.0)
    lends_on = rows("informal_lender") | rows("bond_desk")
    body.borrowed = np.where(lends_on, body.loans, 0.0)
    own = rows("micro_lender") | rows("venture_fund")
    body.cash = np.where(own, np.maximum(body.equity - body.loans, 0.0), np.where(rows("guarantor"), body.equity, 0.0))
    body.equity = np.where(own, body.cash + body.loans, body.equity)
    total = body.borrowed.sum()
    base = household.savings if household.savings.sum() > 0 else household.income_normal
    household.savings = total * base / max(base.sum(), 1e-12)
    outside.receivables = float(w @ firm.payables_outside) * np.array([0.3, 0.7])
    outside.payables = float(w @ firm.receivables_outside) * np.array([0.3, 0.7])
    if not hasattr(anchor, "body_equity"):
        anchor.body_equity = body.equity.copy()
    anchor.bank_book = np.where(rows("bank"), body.loans, 0.0)
    close_deposits(tables)


def close_deposits(tables) -> None:
    """Deposits of all sectors and the banks' books sum to zero: the world's balance with the banks makes it so."""
    firm, town, body, outside = (tables[name] for name in ("firm", "town", "body", "outside"))
    banks = body.kind == KINDS_OF_BODY.index("bank")
    others = firm.weight @ firm.cash + town.local_deposits.sum() + body.cash[~banks].sum() + outside.cash[0]
    others += sum(float(tables[name].cash.sum()) for name in ("household", "platform", "university", "government"))
    outside.cash[1] = body.loans[banks].sum() - body.equity[banks].sum() - others
    body.cash[banks] = 0.0
