"""Interest, repayment, and the credit suppliers give."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.law import law_change, note_private_cost
from model.programmes.pledges import amortise_pledges
from model.public_finance import measure_of, spend
from model.rules import firm_by_firm, for_all
from model.settlement.goods import REST, WORLD


class Debtor(NamedTuple):
    """Columns of firms that interest and repayment read and write."""

    town: np.ndarray
    weight: np.ndarray
    bank: np.ndarray
    circle: np.ndarray
    debt_bank: np.ndarray
    debt_guaranteed: np.ndarray
    debt_circle: np.ndarray
    debt_micro: np.ndarray
    debt_bond: np.ndarray
    debt_informal: np.ndarray
    cash: np.ndarray


class Rates(NamedTuple):
    """What lenders ask (share a quarter, of banks a year): by body, by town, and of the bond desk."""

    bank: np.ndarray
    guarantor: np.ndarray
    micro_lender: np.ndarray
    informal_lender: np.ndarray
    bond: float


@firm_by_firm
def pay_lenders(f, rate, overdraft_margin, interest, informal, bond, by_bank, fees, micro):
    """Every firm pays interest and guarantee fees (wan yuan): to savers by firm, sums by bank and by town."""
    for row in range(len(f.town)):
        town, firms, bank = f.town[row], f.weight[row], f.bank[row]
        overdraft = max(-f.cash[row], 0.0) * (rate.bank[bank] + overdraft_margin) / 4
        to_bank = f.debt_bank[row] * rate.bank[bank] / 4 + overdraft
        fee = f.debt_guaranteed[row] * rate.guarantor[town]
        to_micro = f.debt_micro[row] * rate.micro_lender[town]
        informal[row] = f.debt_informal[row] * rate.informal_lender[town]
        bond[row] = f.debt_bond[row] * rate.bond / 4
        interest[row] = to_bank + fee + to_micro + informal[row] + bond[row]
        f.cash[row] -= interest[row]
        by_bank[bank] += to_bank * firms
        fees[town] += fee * firms
        micro[town] += to_micro * firms


def pay_interest(province) -> None:
    """Interest on every debt, guarantee fees, and what savers receive of it (wan yuan)."""
    f, body, ledger, p = province.firm, province.body, province.ledger, province.parameters.finance
    town, desk = province.town, province.bodies("bond_desk")
    lenders = town.guarantor, town.micro_lender, town.informal_lender
    rates = Rates(body.rate, *(body.rate[lender] / 4 for lender in lenders), bond=float(body.rate[desk[0]]))
    interest, informal, bond = (np.empty(len(f)) for _ in range(3))
    by_bank, (fees, micro) = np.zeros(len(body)), np.zeros((2, len(town)))
    pay_lenders(f.columns(Debtor), rates, p.overdraft_margin, interest, informal, bond, by_bank, fees, micro)
    province.memo.interest = interest
    support_fees(province, rates.guarantor)
    province.memo.tallies.add("guarantee_fees", fees)
    body.equity += by_bank
    ledger.pay("interest.bank", "firms", "banks", by_bank.sum())
    if province.terms.acts("law.lending_rate"):
        more = law_change(province, "lending_rate") * p.bank_margin / 4 * float(f.weight @ f.debt_bank)
        note_private_cost(province, "lending_rate", "banks", more)

    by_guarantor = province.bodies_serving("guarantor", fees)
    body.cash += by_guarantor
    ledger.pay("guarantee_fees", "firms", "guarantors", by_guarantor.sum())

    by_micro = province.bodies_serving("micro_lender", micro)
    body.cash += by_micro
    ledger.pay("interest.micro", "firms", "micro_lenders", by_micro.sum())

    to_savers = {"informal_lenders": float(f.weight @ informal), "bond_desk": float(f.weight @ bond)}
    ledger.pay("interest.informal", "firms", "informal_lenders", to_savers["informal_lenders"])
    ledger.pay("interest.bond", "firms", "bond_desk", to_savers["bond_desk"])
    for sector, amount in to_savers.items():
        pay_savers(province, f"interest_to_savers.{sector}", sector, amount)


def support_fees(province, rate: np.ndarray) -> None:
    """The public pays a share of firms' guarantee fees (wan yuan), `rate` a quarter by town."""
    if not province.terms.acts("guarantee_fee"):
        return
    f, towns = province.firm, len(province.town)
    rows = np.flatnonzero(f.debt_guaranteed > 0)
    share = province.terms.firms("guarantee_fee", f.town[rows], f.size_class[rows])
    share = province.through("guarantee_fee: paid", share, np.zeros(len(rows)))
    paid = share * f.debt_guaranteed[rows] * rate[f.town[rows]]
    f.cash[rows] += paid
    province.memo.interest[rows] -= paid
    province.memo.tallies.add_rows("guarantee_fees", f.town[rows], -paid * f.weight[rows])
    for lever, part in province.terms.split("guarantee_fee"):
        mine = paid * part[f.town[rows], f.size_class[rows]] * f.weight[rows]
        by_town = np.bincount(f.town[rows], weights=mine, minlength=towns)
        spend(
            province, "guarantee_fee_support", lever, measure_of(province, lever).payers, "firms", by_town, whole=True
        )


def pay_savers(province, account: str, sector: str, amount: float) -> None:
    """Savers receive an amount in proportion to their savings (wan yuan)."""
    household = province.household
    part = amount * household.savings / max(household.savings.sum(), 1e-12)
    household.cash += part
    household.income += part
    province.ledger.pay(account, sector, "households", part.sum())


class Repayment(NamedTuple):
    """Share of a debt that falls due in a quarter."""

    bank: float
    micro: float
    informal: float
    bond: float


class Repaid(NamedTuple):
    """Sums over firms (wan yuan): repaid to banks and freed in circles by body, the others by town."""

    bank: np.ndarray
    circle: np.ndarray
    guaranteed: np.ndarray  # before
    released: np.ndarray
    micro: np.ndarray
    informal: np.ndarray


@firm_by_firm
def repay_what_is_due(f, share, smallest, repaid, bond):
    """Every firm with cash repays what falls due (wan yuan), and a loan that has become smaller than a bank would write
    all at once: parts in bonds by firm, sums for the others."""
    for row in range(len(f.town)):
        town, firms = f.town[row], f.weight[row]
        repaid.guaranteed[town] += f.debt_guaranteed[row] * firms
        bond[row] = 0.0
        if f.cash[row] <= 0:
            continue
        part = 1.0 if f.debt_bank[row] < smallest and f.debt_bank[row] < f.cash[row] else share.bank
        due, released = part * f.debt_bank[row], part * f.debt_guaranteed[row]
        micro, informal = share.micro * f.debt_micro[row], share.informal * f.debt_informal[row]
        bond[row] = share.bond * f.debt_bond[row]
        if f.circle[row] >= 0:
            freed = part * f.debt_circle[row]
            f.debt_circle[row] -= freed
            repaid.circle[f.circle[row]] += freed * firms
        f.debt_guaranteed[row] -= released
        f.debt_bank[row] -= due
        f.debt_micro[row] -= micro
        f.debt_informal[row] -= informal
        f.debt_bond[row] -= bond[row]
        f.cash[row] -= due + micro + informal + bond[row]
        repaid.bank[f.bank[row]] += due * firms
        repaid.released[town] += released * firms
        repaid.micro[town] += micro * firms
        repaid.informal[town] += informal * firms


def repay_debts(province) -> None:
    """Firms with cash repay the part that falls due (wan yuan); the others are let run on."""
    f, p, body, ledger = province.firm, province.parameters.finance, province.body, province.ledger
    repaid = Repaid(*np.zeros((2, len(body))), *np.zeros((4, len(province.town))))
    share, bond = Repayment(*(getattr(p, f"repayment_{kind}") for kind in Repayment._fields)), np.empty(len(f))
    repay_what_is_due(f.columns(Debtor), share, p.smallest_loan, repaid, bond)
    amortise_pledges(province)
    by_bank = repaid.bank
    body.loans -= by_bank
    # the guarantor's own part of what is released, at its present mean part
    own = province.bodies_serving("guarantor", repaid.guaranteed)
    part = np.where(own > 0, body.guarantees / np.maximum(own, 1e-12), 0.0)
    body.guarantees -= part * province.bodies_serving("guarantor", repaid.released)
    body.guarantees -= repaid.circle
    ledger.lend("repayment.bank", "bank_loans", "banks", "firms", -by_bank.sum())

    by_micro = province.bodies_serving("micro_lender", repaid.micro)
    body.loans -= by_micro
    body.cash += by_micro
    ledger.lend("repayment.micro", "micro_loans", "micro_lenders", "firms", -by_micro.sum())

    by_informal = province.bodies_serving("informal_lender", repaid.informal)
    body.loans -= by_informal
    ledger.lend("repayment.informal", "informal_loans", "informal_lenders", "firms", -by_informal.sum())
    desk = province.bodies("bond_desk")[:1]
    total_bond = float(f.weight @ bond)
    body.loans[desk] -= total_bond
    ledger.lend("repayment.bond", "bonds", "bond_desk", "firms", -total_bond)
    lenders = province.bodies("informal_lender")
    return_savings(province, lenders, by_informal[lenders], "informal_lenders")
    return_savings(province, desk, np.array([total_bond]), "bond_desk")


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


class Trader(NamedTuple):
    """Columns of firms that trade credit reads and writes."""

    town: np.ndarray
    weight: np.ndarray
    inputs: np.ndarray
    sales: np.ndarray
    payables: np.ndarray
    receivables: np.ndarray
    payables_outside: np.ndarray
    receivables_outside: np.ndarray
    cash: np.ndarray


class TradeCredit(NamedTuple):
    """Usual quarters of inputs owed and of sales claimed, how they stretch, and how quickly they are reached."""

    payables_town: float
    payables_outside: float
    receivables_outside: float
    payables_stretch: float
    trade_credit_speed: float


@for_all
def part_claimed(sales, receivables):
    """A firm's part in what its town's firms owe one another (wan yuan): by what it sells and by what it is owed."""
    return 0.5 * sales + 0.5 * receivables


@firm_by_firm
def claims_of_towns(f, p, owed_by_town, claimed_by_town):
    """What the firms of a town will owe one another, and their parts in it (wan yuan): sums by town."""
    for row in range(len(f.town)):
        town, firms = f.town[row], f.weight[row]
        wanted = trade_credit_wanted(f.inputs[row], p.payables_town, f.cash[row], p.payables_stretch)
        owed = f.payables[row] + p.trade_credit_speed * (wanted - f.payables[row])
        owed_by_town[town] += owed * firms
        claimed_by_town[town] += part_claimed(f.sales[row], f.receivables[row]) * firms


@firm_by_firm
def lend_and_borrow(f, p, per_part, lent, borrowed):
    """Every firm's payables and receivables move (wan yuan), in the town and then outside; sums of the latter by
    town."""
    for row in range(len(f.town)):
        town, firms = f.town[row], f.weight[row]
        wanted = trade_credit_wanted(f.inputs[row], p.payables_town, f.cash[row], p.payables_stretch)
        owed = f.payables[row] + p.trade_credit_speed * (wanted - f.payables[row])
        owing = part_claimed(f.sales[row], f.receivables[row]) * per_part[town]
        f.cash[row] += (owed - f.payables[row]) - (owing - f.receivables[row])
        f.payables[row], f.receivables[row] = owed, owing

        wanted = trade_credit_wanted(f.inputs[row], p.payables_outside, f.cash[row], p.payables_stretch)
        out = f.payables_outside[row] + p.trade_credit_speed * (wanted - f.payables_outside[row])
        usual = p.receivables_outside * f.sales[row]
        claims = f.receivables_outside[row] + p.trade_credit_speed * (usual - f.receivables_outside[row])
        more_lent, more_borrowed = claims - f.receivables_outside[row], out - f.payables_outside[row]
        f.cash[row] += more_borrowed - more_lent
        f.payables_outside[row], f.receivables_outside[row] = out, claims
        lent[town] += more_lent * firms
        borrowed[town] += more_borrowed * firms


def settle_trade_credit(province) -> None:
    """Suppliers of the town and outside lend to their customers (wan yuan): who is short of cash pays later.

    Within a town what firms owe one another is what others are owed, so arrears travel along the chain.
    """
    ledger, traders = province.ledger, province.firm.columns(Trader)
    usual = TradeCredit(*(getattr(province.parameters.finance, name) for name in TradeCredit._fields))
    owed, claimed, more_lent, more_borrowed = np.zeros((4, len(province.town)))
    claims_of_towns(traders, usual, owed, claimed)
    per_part = np.where(claimed > 0, owed / np.maximum(claimed, 1e-12), 0.0)
    lend_and_borrow(traders, usual, per_part, more_lent, more_borrowed)
    lent, borrowed = float(more_lent.sum()), float(more_borrowed.sum())
    for row, sector, part in ((REST, "rest_of_province", 0.3), (WORLD, "world", 0.7)):
        province.outside.receivables[row] += part * borrowed
        province.outside.payables[row] += part * lent
        province.outside.cash[row] += part * (lent - borrowed)
        ledger.lend(f"trade_credit_taken.{sector}", "trade_credit_outside", sector, "firms", part * borrowed)
        ledger.lend(f"trade_credit_given.{sector}", "trade_credit_outside", "firms", sector, part * lent)
