"""How a firm pays for its plans: what it asks, whom it turns to, and what it gives up."""

from __future__ import annotations

from collections.abc import Callable
from math import exp

from tests.twin.firm import LARGE, MEDIUM, SMALL


def seek_finance(firm, news) -> None:
    """The firm is rated; if it needs outside money and asks, it turns to one source after the other."""
    p = news.parameters.finance
    firm.rating = default_risk(firm, p)
    lacking, need = money_needed(firm, p)
    firm.finance_gap = lacking  # of who is discouraged too
    chance = p.asking_micro + p.asking_by_size * firm.size_class + float(p.asking_visibility * firm.visibility)
    if need > p.smallest_loan and news.happens("asks for credit", firm, min(chance, 1.0)):
        left = need
        for source in SOURCES:
            if left > 0:
                left -= source(firm, left, news)
        firm.finance_gap = min(left, lacking)
    cut_plans(firm, p)


def default_risk(firm, p) -> float:
    """Chance of default a year as the books tell it (share)."""
    assets = firm.capital + max(firm.cash, 0.0) + firm.receivables + firm.receivables_outside
    index = p.risk_constant + p.risk_debt * min(firm.debt / max(assets, 1e-6), 2.0)
    index -= p.risk_profit * min(max(firm.profitability, -0.3), 0.3)
    index -= p.risk_size * firm.size_class
    return 1 / (1 + exp(-index))


def money_needed(firm, p) -> tuple[float, float]:
    """What plans and a buffer lack beyond cash, and what the firm would borrow at most: up to its usual debt (wan
    yuan)."""
    sales = firm.expected_sales * firm.price
    more_research = max(firm.planned_research - firm.research, 0.0)
    lacking = max(firm.planned_investment + more_research + p.cash_buffer * sales - firm.cash, 0.0)
    return lacking, max(lacking, p.debt_wanted * 4 * sales - firm.debt)


def seen_risk(firm, lender: int, purpose: str, news) -> float:
    """Chance of default as a lender sees it (share): through noise, less for the skilful and for open books."""
    spread = (1 - news.skill[lender]) * news.parameters.finance.screening_noise * float(1 - 0.5 * firm.visibility)
    return firm.rating * exp(spread * news.normal(purpose, firm))


def granted(news, turn: int, lender: int, amount: float) -> float:
    """What a lender grants (wan yuan): where its limit binds it cuts all who ask alike. `turn` counts the askings."""
    return amount * news.granted[turn].get(lender, 1.0)


def borrow(firm, kind: str, amount: float) -> float:
    """Book a loan (wan yuan)."""
    setattr(firm, kind, getattr(firm, kind) + amount)
    firm.cash += amount
    return amount


def bank_loan(firm, wanted, news) -> float:
    """A loan on security, machines and claims, and for the larger on their name, less what is lent already (wan
    yuan)."""
    p = news.parameters.finance
    if seen_risk(firm, firm.bank, "bank looks", news) >= p.bank_line or not known_to_bank(firm, news):
        return 0.0
    claims = firm.receivables + firm.receivables_outside
    pledged = firm.debt_bank - firm.debt_guaranteed - firm.debt_circle
    on_name = p.name_over_sales * 4 * firm.sales if firm.size_class > SMALL else 0.0
    free = max(p.loan_to_machines * firm.capital + p.loan_to_claims * claims + on_name - pledged, 0.0)
    return borrow(firm, "debt_bank", granted(news, 0, firm.bank, min(wanted, free)))


def known_to_bank(firm, news) -> bool:
    """Whether a bank deals with the firm on its own name: for life, likelier for the larger and the more open."""
    p = news.parameters.finance
    chance = p.access_micro + p.access_by_size * firm.size_class + float(p.access_visibility * firm.visibility)
    return news.lasting("known to a bank", firm, min(chance, 1.0))


def guaranteed_loan(firm, wanted, news) -> float:
    """A bank loan that a guarantor backs; the public carries its share of the risk (wan yuan)."""
    p, guarantor = news.parameters.finance, news.town(firm).guarantor
    if firm.size_class == LARGE:
        return 0.0
    public = news.term("guarantee_share", firm)
    if seen_risk(firm, guarantor, "guarantor looks", news) * (1 - public) >= p.guarantor_line:
        return 0.0
    if not news.lasting("known to a guarantor", firm, min(p.guarantor_reach * (0.5 + firm.size_class), 1.0)):
        return 0.0
    ceiling = max(p.guaranteed_over_sales * 4 * firm.sales - firm.debt_guaranteed, 0.0)
    backed = granted(news, 1, guarantor, min(wanted, ceiling))
    amount = granted(news, 2, firm.bank, backed)
    firm.debt_guaranteed += amount
    return borrow(firm, "debt_bank", amount)


def circle_loan(firm, wanted, news) -> float:
    """A bank loan that the members of the firm's circle back (wan yuan)."""
    if firm.circle < 0:
        return 0.0
    ceiling = max(news.parameters.finance.circle_over_sales * 4 * firm.sales - firm.debt_circle, 0.0)
    amount = granted(news, 4, firm.bank, granted(news, 3, firm.circle, min(wanted, ceiling)))
    firm.debt_circle += amount
    return borrow(firm, "debt_bank", amount)


def pooled_bond(firm, wanted, news) -> float:
    """A part in a pooled bond, for sound firms of medium size, by lot (wan yuan)."""
    p = news.parameters.finance
    if firm.size_class != MEDIUM or firm.rating >= p.bank_line:
        return 0.0
    if not news.happens("chosen for a bond", firm, p.bond_chance):
        return 0.0
    return borrow(firm, "debt_bond", granted(news, 5, news.bond_desk, min(wanted, firm.sales)))


def venture_money(firm, wanted, news) -> float:
    """Equity of a venture fund that sees promising knowledge, once in a firm's life (wan yuan)."""
    p, fund = news.parameters.finance, news.town(firm).venture_fund
    if not (firm.research > 0 and firm.equity_venture == 0 and firm.size_class in (SMALL, MEDIUM)):
        return 0.0
    seen = firm.knowledge * exp((1 - news.skill[fund]) * news.normal("fund looks", firm))
    if seen <= p.venture_line:
        return 0.0
    return borrow(firm, "equity_venture", granted(news, 6, fund, min(wanted, p.venture_over_sales * 4 * firm.sales)))


def micro_loan(firm, wanted, news) -> float:
    """A loan of the town's micro-loan company (wan yuan)."""
    p, lender = news.parameters.finance, news.town(firm).micro_lender
    if firm.size_class > SMALL or seen_risk(firm, lender, "micro-lender looks", news) >= p.micro_line:
        return 0.0
    ceiling = max(p.micro_over_sales * 4 * firm.sales - firm.debt_micro, 0.0)
    return borrow(firm, "debt_micro", granted(news, 7, lender, min(wanted, ceiling)))


def informal_loan(firm, wanted, news) -> float:
    """A loan of neighbours' savings, when cash is really short (wan yuan)."""
    p = news.parameters.finance
    if firm.size_class > SMALL:
        return 0.0
    short = max(0.5 * p.cash_buffer * firm.sales - firm.cash, 0.0)
    ceiling = max(p.informal_over_sales * 4 * firm.sales - firm.debt_informal, 0.0)
    amount = min(wanted, short, ceiling)
    return borrow(firm, "debt_informal", granted(news, 8, news.town(firm).informal_lender, amount))


SOURCES: tuple[Callable, ...] = (
    bank_loan,
    guaranteed_loan,
    circle_loan,
    pooled_bond,
    venture_money,
    micro_loan,
    informal_loan,
)


def cut_plans(firm, p) -> None:
    """What cash beyond the least does not reach for is not invested; short of the least, no research is added."""
    least = p.least_cash * firm.sales
    firm.planned_investment = min(firm.planned_investment, max(firm.cash - least, 0.0))
    if firm.cash < least:
        firm.planned_research = min(firm.planned_research, firm.research)
