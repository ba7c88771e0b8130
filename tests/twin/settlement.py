"""The end of a quarter in one firm's books: what it pays and gets, in order, and what is left."""

from __future__ import annotations

from tests.twin.firm import INDIVIDUAL
from tests.twin.production import contributions_rate


def settle(economy, news) -> None:
    """Everything is paid in order; within a town what firms owe one another is what others are owed."""
    for firm in economy.agents:
        pay_running_costs(firm, news)
        pay_interest(firm, news)
        account_profit(firm, news)
        pay_income_tax(firm, news)
    lend_to_one_another(economy, news)
    for firm in economy.agents:
        lend_outside(firm, news.parameters.finance)
        repay(firm, news.parameters.finance)
        pay_dividends(firm, news.parameters.settle)
        if news.quarter % 4 == 3:
            review_status(firm, news)


def pay_running_costs(firm, news) -> None:
    """Wages and contributions, sales, inputs, overheads, R&D beyond staff, investment (wan yuan)."""
    p, town = news.parameters, news.town(firm)
    pay = firm.staff_production * town.wage_production + firm.staff_technician * town.wage_technician
    pay = (pay + firm.staff_research * town.wage_research) * firm.wage_factor
    firm.payroll = pay * (1 + contributions_rate(firm, news))
    firm.research_other = firm.research * (1 - p.research.labour_share)
    firm.cash = firm.cash - firm.payroll + firm.sales - firm.inputs
    firm.cash -= overheads(firm, p) + firm.research_other + firm.outlay


def overheads(firm, p) -> float:
    """Rent, insurance, administration (wan yuan), fixed by the size of the works."""
    return firm.capital * p.settle.overheads / 4


def pay_interest(firm, news) -> None:
    """Interest on every debt and an overdraft, and the guarantor's fee (wan yuan); rates are a year's."""
    town, rates = news.town(firm), news.rates
    bank = rates[firm.bank]
    overdraft = max(-firm.cash, 0.0) * (bank + news.parameters.finance.overdraft_margin)
    a_year = (
        firm.debt_bank * bank
        + overdraft
        + firm.debt_guaranteed * rates[town.guarantor]
        + firm.debt_micro * rates[town.micro_lender]
        + firm.debt_informal * rates[town.informal_lender]
        + firm.debt_bond * rates[news.bond_desk]
    )
    firm.interest = a_year / 4
    firm.cash -= firm.interest


def account_profit(firm, news) -> None:
    """Value added and profit (wan yuan): goods made and not sold are worth what they cost."""
    p = news.parameters
    firm.value_added = firm.output * firm.price - firm.inputs - overheads(firm, p)
    into_stock = firm.output - firm.sales / firm.price
    margin_of_stock = into_stock * (firm.price - firm.unit_cost)
    wear = firm.capital * p.invest.depreciation / 4
    costs = firm.payroll + firm.interest + firm.research_other + firm.fees + wear
    firm.profit = firm.value_added - margin_of_stock - costs + firm.support_received
    margin = min(max(firm.profit / max(firm.sales, 1e-6), -1.0), 1.0)
    firm.profitability += p.settle.profit_memory * (margin - firm.profitability)


def pay_income_tax(firm, news) -> None:
    """Tax on profit less losses carried forward and the extra deduction; individual businesses by sales (wan yuan)."""
    p = news.parameters.settle
    gain, loss = max(firm.profit, 0.0), max(-firm.profit, 0.0)
    extra = news.series["super_deduction"] * firm.research_reported if firm.uses_deduction else 0.0
    taxable = max(gain - extra - firm.loss_carried, 0.0)
    lapse = 1 / (4 * p.loss_years)  # after five years on average
    firm.loss_carried = (firm.loss_carried + loss - min(firm.loss_carried, gain)) * (1 - lapse)
    firm.tax = p.deemed_rate * firm.sales if firm.ownership == INDIVIDUAL else firm.tax_rate * taxable
    firm.cash -= firm.tax


def trade_credit(firm, usual: float, p) -> float:
    """Payables the firm runs (wan yuan): so many quarters of inputs, more when it is short of cash."""
    return usual * firm.inputs * (1 + p.payables_stretch if firm.cash < 0 else 1)


def lend_to_one_another(economy, news) -> None:
    """In each town the firms' debts to one another make the others' claims, by sales and old claims (wan yuan)."""
    p = news.parameters.finance
    owed, claimed = [0.0] * len(news.towns), [0.0] * len(news.towns)
    payables = {}
    for firm in economy.agents:
        wanted = trade_credit(firm, p.payables_town, p)
        payables[firm] = firm.payables + p.trade_credit_speed * (wanted - firm.payables)
        owed[firm.town] += payables[firm] * firm.weight
        claimed[firm.town] += (firm.sales + firm.receivables) / 2 * firm.weight
    for firm in economy.agents:
        whole = claimed[firm.town]
        claims = (firm.sales + firm.receivables) / 2 / whole * owed[firm.town] if whole > 0 else 0.0
        firm.cash += (payables[firm] - firm.payables) - (claims - firm.receivables)
        firm.payables, firm.receivables = payables[firm], claims


def lend_outside(firm, p) -> None:
    """Suppliers outside lend to the firm, and it to its customers there (wan yuan)."""
    borrowed = p.trade_credit_speed * (trade_credit(firm, p.payables_outside, p) - firm.payables_outside)
    lent = p.trade_credit_speed * (p.receivables_outside * firm.sales - firm.receivables_outside)
    firm.payables_outside += borrowed
    firm.receivables_outside += lent
    firm.cash += borrowed - lent


def repay(firm, p) -> None:
    """A firm with cash repays what falls due; one without is let run on (wan yuan)."""
    if firm.cash <= 0:
        return
    # a remainder smaller than a loan a bank would write is paid off
    bank = 1.0 if firm.debt_bank < min(p.smallest_loan, firm.cash) else p.repayment_bank
    for kind, part in (
        ("debt_bank", bank),
        ("debt_micro", p.repayment_micro),
        ("debt_informal", p.repayment_informal),
        ("debt_bond", p.repayment_bond),
    ):
        due = part * getattr(firm, kind)
        setattr(firm, kind, getattr(firm, kind) - due)
        firm.cash -= due
    firm.debt_guaranteed -= bank * firm.debt_guaranteed  # they are part of the bank's
    firm.debt_circle -= bank * firm.debt_circle


def pay_dividends(firm, p) -> None:
    """Owners take a part of profit after tax, less while cash is below its target, and some of what lies above."""
    target = p.cash_target * firm.sales
    at_hand = max(firm.cash, 0.0)
    regular = p.payout * max(firm.profit - firm.tax, 0.0) * min(at_hand / max(target, 1e-9), 1.0)
    above = p.excess_paid * max(firm.cash - regular - target, 0.0)
    firm.cash -= min(regular + above, at_hand)


def review_status(firm, news) -> None:
    """High-tech status (rules of 2008): kept by who passes the rule for its sales, got by who passes and applies."""
    p = news.parameters.settle
    if not (firm.research > 0 or firm.high_tech):
        return
    sales = 4 * firm.sales
    line = p.rule_small if sales < 5000 else p.rule_medium if sales < 20000 else p.rule_large
    passes = 4 * firm.research_reported >= line * sales
    applies = firm.high_tech or news.happens("applies for status", firm, p.status_applicants)
    firm.high_tech = int(passes and applies)
