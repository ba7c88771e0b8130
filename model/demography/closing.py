"""Closing a firm: what it has is sold, creditors are paid in order, the losses stay where they fall."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.ledger import PAYER_SECTORS
from model.programmes.circles import pay_from_funds
from model.programmes.pledges import call_pools
from model.public_finance import book, measure_of, spend
from model.rules import firm_by_firm
from model.settlement.goods import REST, WORLD


def close_firms(province, rows: np.ndarray) -> None:
    """Wind up these firms (rows, rising) and take them out of the table."""
    province.body.losses[:] = 0.0
    if len(rows):
        sell_assets(province, rows)
        settle_outside_credit(province, rows)
        recovery = pay_creditors(province, rows)
        clear_trade_credit(province, rows, recovery)
        absorb_overdrafts(province, rows)
        pay_owners(province, rows)
        kept = np.ones(len(province.firm), bool)
        kept[rows] = False
        province.firm.keep(kept)
    learn_losses(province)


def sell_assets(province, rows: np.ndarray) -> None:
    """Machines and stocks go at what a forced sale brings (wan yuan); buyers are outside."""
    f, p = province.firm, province.parameters.demography
    w = f.weight[rows]
    sale = p.recovery * f.capital[rows] + p.recovery_stock * f.inventory[rows] * f.unit_cost[rows]
    f.cash[rows] += sale
    f.capital[rows] = 0.0
    f.inventory[rows] = 0.0
    total = float(w @ sale)
    province.outside.cash[WORLD] -= total
    province.ledger.pay("assets_sold", "world", "firms", total)


def settle_outside_credit(province, rows: np.ndarray) -> None:
    """Customers outside pay what they owe (wan yuan)."""
    f = province.firm
    claims = f.receivables_outside[rows]
    f.cash[rows] += claims
    f.receivables_outside[rows] = 0.0
    total = float(f.weight[rows] @ claims)
    outside = province.outside
    both = outside.payables.sum()
    for row, sector in ((REST, "rest_of_province"), (WORLD, "world")):
        part = total * outside.payables[row] / both if both > 0 else 0.0
        outside.payables[row] -= part
        outside.cash[row] -= part
        province.ledger.lend(f"claims_collected.{sector}", "trade_credit_outside", "firms", sector, -part)


def pay_creditors(province, rows: np.ndarray) -> np.ndarray:
    """Banks first for what machines and claims secure, then all others alike; returns the share of payables recovered,
    by row.

    A guaranteed loan has no other security: the guarantor pays for it and stands in the bank's place.
    """
    f, body, ledger = province.firm, province.body, province.ledger
    w, size = f.weight[rows], len(body)
    # what customers of the town owe comes in with the clearing of trade credit below
    pot = np.maximum(f.cash[rows] + f.receivables[rows], 0.0)
    bank = f.bank[rows].astype(np.int64)
    guaranteed = np.minimum(f.debt_guaranteed[rows], f.debt_bank[rows])
    to_bank = np.minimum(pot, f.debt_bank[rows] - guaranteed)
    pot = pot - to_bank
    claims = {name: getattr(f, name)[rows].copy() for name in CLAIMS}
    total = sum(claims.values()) + guaranteed
    recovery = np.where(total > 0, np.minimum(pot / np.maximum(total, 1e-12), 1.0), 1.0)

    short = to_bank + total * recovery < f.debt_bank[rows] - guaranteed + total - 1e-6
    province.memo.tallies.add_rows("defaults", f.town[rows], w * short)
    # in court the guarantor pays at once and waits for its part; an owner who gives up sells first
    in_court = f.stress[rows] > 0
    called = np.where(short, guaranteed * np.where(in_court, 1.0, 1.0 - recovery), 0.0)
    recovered = np.where(in_court, called * recovery, 0.0)
    to_bank = to_bank + guaranteed - called
    by_bank = np.bincount(bank, weights=to_bank * w, minlength=size)
    body.loans -= by_bank
    ledger.lend("estate.bank", "bank_loans", "banks", "firms", -by_bank.sum())
    lose_bank_debt(province, rows, f.debt_bank[rows] - to_bank, called)
    recover_guarantees(province, rows, recovered)
    paid = to_bank + recovered
    for name, (instrument, kind, sector) in CLAIMS.items():
        if instrument is None:
            continue
        amount, back = claims[name], claims[name] * recovery
        paid += back
        lender = lender_of(province, kind, rows)
        repaid = np.bincount(lender, weights=back * w, minlength=size)
        lost = np.bincount(lender, weights=(amount - back) * w, minlength=size)
        body.loans -= repaid + lost
        body.losses += lost
        ledger.lend(f"estate.{kind}", instrument, sector, "firms", -repaid.sum())
        ledger.write_off(f"lost.{kind}", instrument, sector, "firms", lost.sum())
        if kind == "micro_lender":
            body.cash += repaid
        else:
            lose_savings(province, kind, sector, repaid, lost)
        getattr(f, name)[rows] = 0.0
    paid += pay_outside_suppliers(province, rows, recovery)
    stake = np.bincount(lender_of(province, "venture_fund", rows), weights=f.equity_venture[rows] * w, minlength=size)
    body.loans -= stake
    body.losses += stake
    f.equity_venture[rows] = 0.0
    ledger.write_off("lost.venture_fund", "venture_equity", "venture_funds", "firms", stake.sum())
    f.cash[rows] -= paid
    return recovery


CLAIMS = {  # column: (instrument, kind of body, sector); trade credit is settled by functions of its own
    "debt_micro": ("micro_loans", "micro_lender", "micro_lenders"),
    "debt_bond": ("bonds", "bond_desk", "bond_desk"),
    "debt_informal": ("informal_loans", "informal_lender", "informal_lenders"),
    "payables": (None, None, None),
    "payables_outside": (None, None, None),
}


def lender_of(province, kind: str, rows: np.ndarray) -> np.ndarray:
    """Row of the body of a kind that serves each firm."""
    town = province.firm.town[rows]
    if kind == "bond_desk":
        return np.full(len(rows), province.bodies("bond_desk")[0])
    name = {"micro_lender": "micro_lender", "informal_lender": "informal_lender", "venture_fund": "venture_fund"}[kind]
    return getattr(province.town, name)[town].astype(np.int64)


def lose_savings(province, kind: str, sector: str, repaid: np.ndarray, lost: np.ndarray) -> None:
    """Savers behind informal lenders and the bond desk get what came in and bear what did not (wan yuan)."""
    household, ledger, body = province.household, province.ledger, province.body
    body.borrowed -= repaid + lost
    whole = max(household.savings.sum(), 1e-12)
    part = household.savings / whole
    household.cash += part * repaid.sum()
    household.savings -= part * (repaid.sum() + lost.sum())
    ledger.lend(f"savings_estate.{sector}", "savings", "households", sector, -repaid.sum())
    ledger.write_off(f"savings_lost.{sector}", "savings", "households", sector, lost.sum())


def pay_outside_suppliers(province, rows: np.ndarray, recovery: np.ndarray) -> np.ndarray:
    """Suppliers outside get their part and lose the rest (wan yuan); returns what each row paid."""
    f, outside = province.firm, province.outside
    owed = f.payables_outside[rows]
    back = owed * recovery
    w = f.weight[rows]
    repaid, lost = float(w @ back), float(w @ (owed - back))
    both = outside.receivables.sum()
    for row, sector in ((REST, "rest_of_province"), (WORLD, "world")):
        part = outside.receivables[row] / both if both > 0 else 0.0
        outside.receivables[row] -= part * (repaid + lost)
        outside.cash[row] += part * repaid
        province.ledger.lend(f"estate.{sector}", "trade_credit_outside", sector, "firms", part * repaid * -1.0)
        province.ledger.write_off(f"lost.{sector}", "trade_credit_outside", sector, "firms", part * lost)
    f.payables_outside[rows] = 0.0
    return back


def lose_bank_debt(province, rows: np.ndarray, unpaid: np.ndarray, guaranteed: np.ndarray) -> None:
    """Bank loans not repaid: written off, then guarantors, the public and circles pay what they promised (wan yuan);
    `guaranteed`: the part of what is unpaid for which a guarantor stands."""
    f, body, ledger = province.firm, province.body, province.ledger
    w, size = f.weight[rows], len(body)
    bank = f.bank[rows].astype(np.int64)
    by_bank = np.bincount(bank, weights=unpaid * w, minlength=size)
    body.loans -= by_bank
    body.equity -= by_bank
    ledger.write_off("lost.bank", "bank_loans", "banks", "firms", by_bank.sum())

    own = unpaid - guaranteed
    backed = own * np.minimum(f.debt_circle[rows] / np.maximum(f.debt_bank[rows] - f.debt_guaranteed[rows], 1e-12), 1.0)
    called = call_guarantees(province, rows, guaranteed, bank)
    called += call_circles(province, rows, backed, bank)
    if province.pledges:
        called += call_pools(province, rows, np.maximum(own - backed, 0.0), bank)
    body.losses += np.maximum(by_bank - called, 0.0)
    for name in ("debt_bank", "debt_guaranteed", "debt_circle"):
        getattr(f, name)[rows] = 0.0


def call_guarantees(province, rows, guaranteed, bank) -> np.ndarray:
    """The guarantor pays its part and the public the share it took on (wan yuan); returns what each bank received."""
    f, body, town, ledger = province.firm, province.body, province.town, province.ledger
    w, size = f.weight[rows], len(body)
    share = province.terms.firms("guarantee_share", f.town[rows], f.size_class[rows])
    share = province.through("credit_supply: guarantees called", share)
    guarantor = town.guarantor[f.town[rows]].astype(np.int64)
    outstanding = province.by_body("guarantor", f.debt_guaranteed)
    ended = np.bincount(guarantor, weights=f.debt_guaranteed[rows] * w, minlength=size)
    kind = np.zeros(size, bool)
    kind[province.bodies("guarantor")] = True
    left = np.where(outstanding > 0, 1.0 - np.minimum(ended / np.maximum(outstanding, 1e-12), 1.0), 0.0)
    body.guarantees[kind] *= left[kind]
    own = np.bincount(guarantor, weights=guaranteed * (1.0 - share) * w, minlength=size)
    body.cash -= own
    body.losses += own
    ledger.pay("guarantees_called", "guarantors", "banks", own.sum())
    public = guaranteed * share
    payers = province.through("credit_supply: who pays guarantees", province.terms.split("guarantee_share"))
    for lever, part in payers:
        paid = public * part[f.town[rows], f.size_class[rows]] * w
        by_town = np.bincount(f.town[rows], weights=paid, minlength=len(town))
        spend(province, "guarantees_called", lever, measure_of(province, lever).payers, "banks", by_town, "called_loss")
    received = np.bincount(bank, weights=guaranteed * w, minlength=size)
    body.equity += received
    province.memo.guarantees_called = float((guaranteed * w).sum())
    return received


def recover_guarantees(province, rows: np.ndarray, back: np.ndarray) -> None:
    """What an estate yields on guarantees called (wan yuan by row) goes to who paid: the guarantor and the public."""
    f, body, town = province.firm, province.body, province.town
    w, share = f.weight[rows], province.terms.firms("guarantee_share", f.town[rows], f.size_class[rows])
    share = province.through("credit_supply: guarantees recovered", share)
    guarantor = town.guarantor[f.town[rows]].astype(np.int64)
    own = np.bincount(guarantor, weights=back * (1.0 - share) * w, minlength=len(body))
    body.cash += own
    body.losses -= own
    province.ledger.pay("guarantees_recovered", "firms", "guarantors", own.sum())
    split = province.through("credit_supply: who recovers guarantees", province.terms.split("guarantee_share"))
    for lever, part in split:
        returned = back * share * part[f.town[rows], f.size_class[rows]] * w
        by_town = np.bincount(f.town[rows], weights=returned, minlength=len(town))
        payers = measure_of(province, lever).payers
        for payer, part_paid in payers:  # the reverse of a payment: no revenue that is there to be spent
            back_here = book(province, payer, by_town * part_paid)
            account = f"guarantees_recovered.{payer}"
            province.ledger.pay(account, "firms", PAYER_SECTORS[payer], back_here, lever=lever, kind="return")


def call_circles(province, rows, backed, bank) -> np.ndarray:
    """Members of the circle that stay in business pay for the one that failed, by their sales (wan yuan)."""
    f, body, ledger = province.firm, province.body, province.ledger
    w, size = f.weight[rows], len(body)
    circle = f.circle[rows].astype(np.int64)
    inside = circle >= 0
    loss = np.bincount(circle[inside], weights=(backed * w)[inside], minlength=size)
    ended = np.bincount(circle[inside], weights=(f.debt_circle[rows] * w)[inside], minlength=size)
    body.guarantees -= np.where(body.kind == 4, ended, 0.0)
    from_fund = pay_from_funds(province, loss)
    left = loss - from_fund
    stays = f.circle >= 0
    stays[rows] = False
    members = np.flatnonzero(stays)
    base = np.bincount(f.circle[members], weights=f.sales[members] * f.weight[members], minlength=size)
    per_sale = np.where(base > 0, left / np.maximum(base, 1e-12), 0.0)
    charge = per_sale[f.circle[members]] * f.sales[members]
    f.cash[members] -= charge
    paid = np.where(base > 0, left, 0.0)
    ledger.pay("circles_called", "firms", "banks", paid.sum())
    province.memo.tallies.add_rows("circle_calls", f.town[members], charge * f.weight[members])
    paid = paid + from_fund
    share = np.zeros(size)
    share[:] = np.where(loss > 0, paid / np.maximum(loss, 1e-12), 0.0)
    received = np.bincount(bank[inside], weights=(backed * w * share[np.maximum(circle, 0)])[inside], minlength=size)
    body.equity += received
    body.losses += paid
    return received


class Neighbour(NamedTuple):
    """Columns of firms that the clearing of trade credit reads and writes."""

    town: np.ndarray
    weight: np.ndarray
    sales: np.ndarray
    receivables: np.ndarray
    payables: np.ndarray
    cash: np.ndarray


class Shares(NamedTuple):
    """What the firms that stay bear, by town."""

    cash_per_sale: np.ndarray  # wan yuan a wan yuan of sales
    cash_per_head: np.ndarray  # wan yuan a firm
    claims_left: np.ndarray  # share of receivables
    debts_left: np.ndarray  # share of payables


@firm_by_firm
def sums_of_staying(f, rows, concerned, claims, debts, sales, heads):
    """Sums by town over all firms but those of `rows` (rising), in the towns concerned (bool): claims, debts, sales
    (wan yuan), firms."""
    next_row = 0
    for row in range(len(f.town)):
        if next_row < len(rows) and row == rows[next_row]:
            next_row += 1
            continue
        town, firms = f.town[row], f.weight[row]
        if concerned[town]:
            claims[town] += f.receivables[row] * firms
            debts[town] += f.payables[row] * firms
            sales[town] += f.sales[row] * firms
            heads[town] += firms


@firm_by_firm
def bear(f, rows, concerned, share):
    """All firms but those of `rows` (rising) share what the others leave, in the towns concerned (bool): cash,
    receivables, payables (wan yuan)."""
    next_row = 0
    for row in range(len(f.town)):
        if next_row < len(rows) and row == rows[next_row]:
            next_row += 1
            continue
        town = f.town[row]
        if concerned[town]:
            f.cash[row] -= share.cash_per_sale[town] * f.sales[row] + share.cash_per_head[town]
            f.receivables[row] *= share.claims_left[town]
            f.payables[row] *= share.debts_left[town]


def clear_trade_credit(province, rows: np.ndarray, recovery: np.ndarray) -> None:
    """Claims and debts of closing (or moving) firms within their town are netted with the others' (wan yuan).

    Customers pay what they owe; suppliers get the share recovered and lose the rest, in proportion to their claims.
    """
    f, towns = province.firm, len(province.town)
    w, town = f.weight[rows], f.town[rows]
    payable, receivable = f.payables[rows], f.receivables[rows]
    back = payable * recovery
    f.cash[rows] += receivable - back

    def total(values):
        return np.bincount(town, weights=values * w, minlength=towns)

    net = total(payable) - total(receivable)
    cash = total(receivable) - total(back)
    concerned = np.zeros(towns, bool)
    concerned[town] = True
    firms, (claims, debts, sales, heads) = f.columns(Neighbour), np.zeros((4, towns))
    sums_of_staying(firms, rows, concerned, claims, debts, sales, heads)
    # cash is shared by sales, alike where nobody has sold anything
    per_sale = np.where(sales > 0, cash / np.maximum(sales, 1e-12), 0.0)
    per_head = np.where((sales <= 0) & (heads > 0), cash / np.maximum(heads, 1e-12), 0.0)
    lose = np.where(claims > 0, np.maximum(net, 0.0) / np.maximum(claims, 1e-12), 0.0)
    settle = np.where(debts > 0, np.maximum(-net, 0.0) / np.maximum(debts, 1e-12), 0.0)
    bear(firms, rows, concerned, Shares(per_sale, per_head, 1.0 - lose, 1.0 - settle))
    # a town whose firms all close has nobody else to bear it: the claims of the closing ones were worth that much less
    alone = np.where((heads > 0) | (total(receivable) <= 0), 0.0, cash / np.maximum(total(receivable), 1e-12))
    f.cash[rows] -= alone[town] * receivable
    f.payables[rows] = 0.0
    f.receivables[rows] = 0.0
    province.memo.chain_losses = float((total(payable) - total(back)).sum())


def absorb_overdrafts(province, rows: np.ndarray) -> None:
    """An overdraft nobody repays is the bank's loss (wan yuan)."""
    f, body = province.firm, province.body
    lost = np.maximum(-f.cash[rows], 0.0)
    by_bank = np.bincount(f.bank[rows].astype(np.int64), weights=lost * f.weight[rows], minlength=len(body))
    f.cash[rows] += lost
    body.equity -= by_bank
    body.losses += by_bank
    province.ledger.pay("overdrafts_lost", "banks", "firms", by_bank.sum())


def pay_owners(province, rows: np.ndarray) -> None:
    """What is left goes to the owners (wan yuan): abroad for overseas firms, otherwise households of the town."""
    f, ledger = province.firm, province.ledger
    left = f.cash[rows]
    w = f.weight[rows]
    overseas = f.ownership[rows] == 2
    abroad = float((left * w)[overseas].sum())
    province.outside.cash[WORLD] += abroad
    ledger.pay("closing_surplus.world", "firms", "world", abroad)
    home = np.bincount(f.town[rows], weights=np.where(overseas, 0.0, left * w), minlength=len(province.town))
    province.household.cash += home
    ledger.pay("closing_surplus.households", "firms", "households", home.sum())
    f.cash[rows] = 0.0


def learn_losses(province) -> None:
    """Bodies smooth their losses over what they have out (share a year)."""
    body, p = province.body, province.parameters.finance
    out = np.maximum(body.loans + body.guarantees, 1e-9)
    rate = np.clip(4.0 * body.losses / out, 0.0, 1.0)
    body.loss_rate += p.loss_memory * (rate - body.loss_rate)
