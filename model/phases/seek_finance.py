"""Phase 5. A firm's money: own cash first, then lenders in order, each with its own eyes and its own limit.

Pecking order after Myers and Majluf (1984); a standing share of debt is wanted besides (trade-off). Credit is rationed
as in Stiglitz and Weiss (1981): who is refused is refused, whatever rate it would pay.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.credit import (
    equity_pledged_loan,
    limited_company,
    lines_offered,
    of_medium_size,
    patent_holder,
    pooled_issue,
    rights_pledged_loan,
    small,
    small_or_medium,
    unsecured_line,
)
from model.law import law_at
from model.lending import add_bank_debt, collateral, known_to_bank, raise_savings, ration, registry_cost, seen_risk
from model.programmes.capital import public_part
from model.programmes.memberships import GUARANTOR, is_member
from model.programmes.offers import on_offer
from model.programmes.ratings import cover_by_database
from model.public_finance import note_by_payer
from model.rules import firm_by_firm, for_all


def seek_finance(province) -> None:
    """Write new debts, finance_gap, rating; bodies' loans, guarantees, limits and prices."""
    f, body = province.firm, province.body
    body.new_business[:] = 0.0
    body.bound[:] = 0
    province.memo.lent_on_land = on_offer(province, "land_collateral", registry_cost)
    rate_firms(province)
    set_prices(province)
    cover_by_database(province)
    asks = province.draws.occurs("asks for credit", province.quarter, f.uid, asking_chance(province))
    rows, lacking, left = money_wanted(province, asks)
    province.memo.applies = np.zeros(len(f), bool)
    owed = f.debt_bank[rows]
    for source, open_to in SOURCES:
        turning = np.flatnonzero(left > 0.0)
        turning = turning[open_to(province, rows[turning])]
        left[turning] -= source(province, rows[turning], left[turning])
    f.finance_gap[rows] = np.minimum(left, lacking)
    count_applicants(province, rows, lacking, f.debt_bank[rows] - owed)
    cap_investment(province)


def count_applicants(province, rows: np.ndarray, lacking: np.ndarray, lent: np.ndarray) -> None:
    """Tally who of the firms that ask for money (`rows`) applies to a bank, who is `lent` any (wan yuan), and who lacks
    money but is discouraged.

    Firms that no bank deals with, on their own name or another's word, know it and do not apply: self-rationing as in
    Kon and Storey (2003), Small Business Economics 21.
    """
    f, memo, smallest = province.firm, province.memo, province.parameters.finance.smallest_loan
    approved = lent > smallest
    applied = memo.applies[rows] | approved
    lacks = np.bincount(f.town[rows], f.weight[rows] * (applied & (lacking > smallest)), len(province.town))
    memo.tallies.add_rows("bank_applications", f.town[rows], f.weight[rows] * applied)
    memo.tallies.add_rows("bank_approvals", f.town[rows], f.weight[rows] * approved)
    memo.tallies.add("short_of_money", memo.firms_short)
    memo.tallies.add("discouraged", memo.firms_short - lacks)


class Books(NamedTuple):
    """Columns of firms that lenders would look into, and what they make of them."""

    debt_bank: np.ndarray
    debt_micro: np.ndarray
    debt_bond: np.ndarray
    debt_informal: np.ndarray
    capital: np.ndarray
    cash: np.ndarray
    receivables: np.ndarray
    receivables_outside: np.ndarray
    profitability: np.ndarray
    size_class: np.ndarray
    rating: np.ndarray


class Risk(NamedTuple):
    """What the risk of default hangs on (log odds)."""

    risk_constant: float
    risk_debt: float
    risk_profit: float
    risk_size: float


@firm_by_firm
def default_risk(f, p):
    """Chance of default a year (share) as one could know it from the books: logistic in debt, profit and size."""
    for row in range(len(f.rating)):
        debt = f.debt_bank[row] + f.debt_micro[row] + f.debt_bond[row] + f.debt_informal[row]
        assets = f.capital[row] + max(f.cash[row], 0.0) + f.receivables[row] + f.receivables_outside[row]
        index = p.risk_constant + p.risk_debt * min(debt / max(assets, 1e-6), 2.0)
        index -= p.risk_profit * min(max(f.profitability[row], -0.3), 0.3)
        index -= p.risk_size * f.size_class[row]
        f.rating[row] = logistic(index)


def rate_firms(province) -> None:
    """Write rating: the chance of default a year (share)."""
    p = province.parameters.finance
    default_risk(province.firm.columns(Books), Risk(*(getattr(p, name) for name in Risk._fields)))


@for_all
def logistic(index):
    """A share (0-1) out of an index."""
    return 1.0 / (1.0 + np.exp(-index))


def set_prices(province) -> None:
    """Lending rates and fees (share a year): the benchmark, a margin and what losses taught."""
    body, p = province.body, province.parameters.finance
    benchmark = law_at(province, "lending_rate")
    bank, guarantor = province.bodies("bank"), province.bodies("guarantor")
    body.rate[bank] = benchmark * p.bank_margin + p.loss_pass_through * body.loss_rate[bank]
    body.rate[guarantor] = p.guarantee_fee + p.loss_pass_through * body.loss_rate[guarantor]
    for kind, margin in (("micro_lender", p.micro_rate), ("informal_lender", p.informal_rate)):
        rows = province.bodies(kind)
        body.rate[rows] = margin + p.loss_pass_through * body.loss_rate[rows]
    body.rate[province.bodies("bond_desk")] = benchmark * p.bond_margin


class Borrower(NamedTuple):
    """Columns of firms that say what money they want from outside."""

    town: np.ndarray
    weight: np.ndarray
    expected_sales: np.ndarray
    price: np.ndarray
    planned_investment: np.ndarray
    planned_research: np.ndarray
    research: np.ndarray
    cash: np.ndarray
    debt_bank: np.ndarray
    debt_micro: np.ndarray
    debt_bond: np.ndarray
    debt_informal: np.ndarray
    finance_gap: np.ndarray


@firm_by_firm
def find_borrowers(f, asks, cash_buffer, debt_wanted, smallest_loan, rows, lacking, need, short):
    """Rows of the firms that ask, what each lacks for its plans and a buffer, and what it would take besides up to the
    share of debt it wants (wan yuan); returns how many need enough to be worth a loan. Who is discouraged and does not
    ask goes without what it lacks. Firms that lack a loan's worth, whether they ask or not, are counted by town."""
    found = 0
    for row in range(len(asks)):
        sales = f.expected_sales[row] * f.price[row]
        research = max(f.planned_research[row] - f.research[row], 0.0)
        lacks = f.planned_investment[row] + research + cash_buffer * sales - f.cash[row]
        f.finance_gap[row] = max(lacks, 0.0)
        debt = debt_wanted * 4.0 * sales - f.debt_bank[row] - f.debt_micro[row] - f.debt_bond[row]
        needs = max(f.finance_gap[row], debt - f.debt_informal[row])
        if f.finance_gap[row] > smallest_loan:
            short[f.town[row]] += f.weight[row]
        if asks[row] and needs > smallest_loan:
            lacking[found], need[found], rows[found] = f.finance_gap[row], needs, row
            found += 1
    return found


def money_wanted(province, asks: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows of the firms that ask (bool by firm) and need outside money, what they lack and what they need (wan
    yuan)."""
    p = province.parameters.finance
    most = np.count_nonzero(asks)
    short = province.memo.firms_short = np.zeros(len(province.town))
    rows, lacking, need = np.empty(most, np.int64), np.empty(most), np.empty(most)
    terms = p.cash_buffer, p.debt_wanted, p.smallest_loan
    found = find_borrowers(province.firm.columns(Borrower), asks, *terms, rows, lacking, need, short)
    return rows[:found], lacking[:found], need[:found]


def asking_chance(province) -> np.ndarray:
    """Chance that a firm in need asks at all (share): small ones are discouraged, books seen by lenders encourage."""
    f, p = province.firm, province.parameters.finance
    chance = p.asking_micro + p.asking_by_size * f.size_class + p.asking_visibility * f.visibility
    if province.memo.in_database is not None:  # who finds lenders in one place turns to them more readily
        chance = chance + p.database_asking * province.memo.in_database
    return np.minimum(chance, 1.0)


def bank_loan(province, rows, wanted):
    """Secured bank loan: seen risk below the bank's line, up to collateral and the bank's limit (wan yuan)."""
    f, p = province.firm, province.parameters.finance
    lender = f.bank[rows].astype(np.int64)
    seen = seen_risk(province, rows, lender, "bank looks")
    known = known_to_bank(province, rows)
    province.memo.applies[rows[known]] = True
    amount = np.where((seen < p.bank_line) & known, np.minimum(wanted, collateral(province, rows)), 0.0)
    granted = ration(province, "bank", lender, amount, f.weight[rows])
    add_bank_debt(province, rows, lender, granted, "none")
    return granted


def guaranteed_loan(province, rows, wanted):
    """Bank loan with a guarantor behind it: the public share of the risk lets it accept more (wan yuan)."""
    f, p, body = province.firm, province.parameters.finance, province.body
    guarantor = province.town.guarantor[f.town[rows]].astype(np.int64)
    share = province.terms.firms("guarantee_share", f.town[rows], f.size_class[rows])
    share = province.through("credit_supply: guarantees", share)
    seen = seen_risk(province, rows, guarantor, "guarantor looks") * (1.0 - share)
    ceiling = np.maximum(p.guaranteed_over_sales * 4.0 * f.sales[rows] - f.debt_guaranteed[rows], 0.0)
    known = province.draws.occurs(
        "known to a guarantor", 0, f.uid[rows], np.minimum(guarantor_reach(province, rows, guarantor), 1.0)
    )
    province.memo.applies[rows[known]] = True
    amount = np.where((seen < p.guarantor_line) & known, np.minimum(wanted, ceiling), 0.0)
    # a guarantor's own capital need only carry the part of the risk the public does not
    carried = ration(province, "guarantor", guarantor, amount * (1.0 - share), f.weight[rows])
    amount = np.where(share < 1.0, carried / np.maximum(1.0 - share, 1e-9), 0.0)
    bank = f.bank[rows].astype(np.int64)
    granted = ration(province, "bank", bank, amount, f.weight[rows])
    f.debt_guaranteed[rows] += granted
    risk = granted * (1.0 - share) * f.weight[rows]
    body.guarantees += np.bincount(guarantor, weights=risk, minlength=len(body))
    add_bank_debt(province, rows, bank, granted, "guarantor")
    note_contingent(province, rows, granted, share)
    return granted


def note_contingent(province, rows, granted, share) -> None:
    """Expected loss on the public share of new guarantees, under the id of each lever (wan yuan)."""
    f, p = province.firm, province.parameters.finance
    expected = granted * share * f.rating[rows] * p.loss_given_default * f.weight[rows]
    for lever, part in province.terms.split("guarantee_share"):
        total = float((expected * part[f.town[rows], f.size_class[rows]]).sum())
        note_by_payer(province, lever, "banks", "contingent_loss", total)


def circle_loan(province, rows, wanted):
    """Bank loan that the members of a mutual circle back for one another (wan yuan)."""
    f, p, body = province.firm, province.parameters.finance, province.body
    circle = f.circle[rows].astype(np.int64)
    province.memo.applies[rows] = True
    ceiling = np.maximum(p.circle_over_sales * 4.0 * f.sales[rows] - f.debt_circle[rows], 0.0)
    amount = ration(province, "mutual_circle", circle, np.minimum(wanted, ceiling), f.weight[rows])
    bank = f.bank[rows].astype(np.int64)
    granted = ration(province, "bank", bank, amount, f.weight[rows])
    f.debt_circle[rows] += granted
    body.guarantees += np.bincount(circle, weights=granted * f.weight[rows], minlength=len(body))
    add_bank_debt(province, rows, bank, granted, "circle")
    return granted


def pooled_bond(province, rows, wanted):
    """Part in a pooled bond of medium-sized firms, sold to savers by the desk (wan yuan)."""
    f, p, body = province.firm, province.parameters.finance, province.body
    desk = province.bodies("bond_desk")[:1]
    fits = f.rating[rows] < p.bank_line
    chosen = province.draws.occurs("chosen for a bond", province.quarter, f.uid[rows], p.bond_chance)
    amount = np.where(fits & chosen, np.minimum(wanted, f.sales[rows]), 0.0)
    granted = ration(province, "bond_desk", np.full(len(rows), desk[0]), amount, f.weight[rows])
    f.debt_bond[rows] += granted
    f.cash[rows] += granted
    total = float((granted * f.weight[rows]).sum())
    body.loans[desk] += total
    raise_savings(province, desk, np.array([total]), "bond_desk")
    province.ledger.lend("bond_issue", "bonds", "bond_desk", "firms", total)
    return granted


def venture_money(province, rows, wanted):
    """Equity of venture funds for young firms that do research (wan yuan); never repaid, it shares the surplus."""
    f, p, body = province.firm, province.parameters.finance, province.body
    fund = province.town.venture_fund[f.town[rows]].astype(np.int64)
    # able managers avoid the public as a partner, and the public does not choose by return alone
    skill = (body.skill * (1.0 - p.public_skill_loss * public_part(province)))[fund]
    promise = f.knowledge[rows] * np.exp(
        (1.0 - skill) * province.draws.normal("fund looks", province.quarter, f.uid[rows])
    )
    ceiling = p.venture_over_sales * 4.0 * f.sales[rows]
    amount = np.where(promise > p.venture_line, np.minimum(wanted, ceiling), 0.0)
    granted = ration(province, "venture_fund", fund, amount, f.weight[rows])
    f.equity_venture[rows] += granted
    f.cash[rows] += granted
    by_body = np.bincount(fund, weights=granted * f.weight[rows], minlength=len(body))
    body.loans += by_body
    body.cash -= by_body
    province.ledger.lend("venture_investment", "venture_equity", "venture_funds", "firms", by_body.sum())
    return granted


def micro_loan(province, rows, wanted):
    """Loan of a micro-loan company out of its own capital (wan yuan)."""
    f, p, body = province.firm, province.parameters.finance, province.body
    lender = province.town.micro_lender[f.town[rows]].astype(np.int64)
    seen = seen_risk(province, rows, lender, "micro-lender looks")
    ceiling = np.maximum(p.micro_over_sales * 4.0 * f.sales[rows] - f.debt_micro[rows], 0.0)
    amount = np.where(seen < p.micro_line, np.minimum(wanted, ceiling), 0.0)
    granted = ration(province, "micro_lender", lender, amount, f.weight[rows])
    f.debt_micro[rows] += granted
    f.cash[rows] += granted
    by_body = np.bincount(lender, weights=granted * f.weight[rows], minlength=len(body))
    body.loans += by_body
    body.cash -= by_body
    province.ledger.lend("micro_lending", "micro_loans", "micro_lenders", "firms", by_body.sum())
    return granted


def informal_loan(province, rows, wanted):
    """Loan from savers of the town through its informal lender, when the cash is really short (wan yuan)."""
    f, p, body = province.firm, province.parameters.finance, province.body
    lender = province.town.informal_lender[f.town[rows]].astype(np.int64)
    short = np.maximum(-f.cash[rows] + 0.5 * p.cash_buffer * f.sales[rows], 0.0)
    ceiling = np.maximum(p.informal_over_sales * 4.0 * f.sales[rows] - f.debt_informal[rows], 0.0)
    amount = np.minimum(np.minimum(wanted, short), ceiling)
    granted = ration(province, "informal_lender", lender, amount, f.weight[rows])
    f.debt_informal[rows] += granted
    f.cash[rows] += granted
    by_body = np.bincount(lender, weights=granted * f.weight[rows], minlength=len(body))
    body.loans += by_body
    lenders = province.bodies("informal_lender")
    raise_savings(province, lenders, by_body[lenders], "informal_lenders")
    province.ledger.lend("informal_lending", "informal_loans", "informal_lenders", "firms", by_body.sum())
    return granted


def guarantor_reach(province, rows, guarantor) -> np.ndarray:
    """Chance that a firm and a guarantor deal with one another (share): likelier the larger the firm, and the more of
    the cost of a guaranteed loan somebody else pays."""
    f, p, terms = province.firm, province.parameters.finance, province.terms
    chance = p.guarantor_reach * (0.5 + f.size_class[rows])
    if GUARANTOR in province.memberships:
        chance = np.where(is_member(province, GUARANTOR)[rows], 1.0, chance)
    if terms.acts("guarantee_fee"):
        share = terms.firms("guarantee_fee", f.town[rows], f.size_class[rows])
        share = province.through("guarantee_fee: reach", share, np.zeros(len(rows)))
        fee, rate = province.body.rate[guarantor], province.body.rate[f.bank[rows].astype(np.int64)]
        chance = chance * (1.0 + p.guarantee_demand * share * fee / (fee + rate))
    return chance


def anybody(province, rows) -> np.ndarray:
    """All rows (bool)."""
    return np.ones(len(rows), bool)


def not_large(province, rows) -> np.ndarray:
    """Firms below the size of a large one (bool)."""
    return province.firm.size_class[rows] <= 2


def members(province, rows) -> np.ndarray:
    """Members of a mutual circle (bool)."""
    return province.firm.circle[rows] >= 0


def promising(province, rows) -> np.ndarray:
    """Small and medium-sized firms that do research and have no fund in them yet (bool)."""
    f = province.firm
    size = f.size_class[rows]
    return (f.research[rows] > 0) & (f.equity_venture[rows] == 0) & (size >= 1) & (size <= 2)


SOURCES = (  # in the order in which firms turn to them, with whom each is open to
    (bank_loan, anybody),
    (equity_pledged_loan, limited_company),
    (rights_pledged_loan, patent_holder),
    (unsecured_line, lines_offered),
    (guaranteed_loan, not_large),
    (circle_loan, members),
    (pooled_bond, of_medium_size),
    (pooled_issue, small_or_medium),
    (venture_money, promising),
    (micro_loan, small),
    (informal_loan, small),
)


class Planner(NamedTuple):
    """Columns of firms that tell what of their plans is paid for."""

    cash: np.ndarray
    sales: np.ndarray
    research: np.ndarray
    planned_investment: np.ndarray
    planned_research: np.ndarray


@firm_by_firm
def cut_plans(f, least_cash):
    """Every firm gives up what its cash beyond the least (a share of sales) does not reach for (wan yuan)."""
    for row in range(len(f.cash)):
        least = least_cash * f.sales[row]
        f.planned_investment[row] = min(f.planned_investment[row], max(f.cash[row] - least, 0.0))
        if f.cash[row] < least and f.planned_research[row] > f.research[row]:
            f.planned_research[row] = f.research[row]


def cap_investment(province) -> None:
    """What finance did not come is not invested, nor more research begun, when cash does not reach (wan yuan)."""
    cut_plans(province.firm.columns(Planner), province.parameters.finance.least_cash)
