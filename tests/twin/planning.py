"""What a firm expects and plans: its size, sales, machines, research."""

from __future__ import annotations

from math import exp, log

from tests.twin.firm import INDIVIDUAL, LARGE, MEDIUM, MICRO, SMALL


def size_class_of(staff: float) -> int:
    """Size class by staff (persons): the standard of 2011 for industry."""
    if staff < 20:
        return MICRO
    if staff < 300:
        return SMALL
    if staff < 1000:
        return MEDIUM
    return LARGE


def form_expectations(firm, news) -> None:
    """The firm looks at how its town's sales go, and plans."""
    firm.size_class = size_class_of(firm.staff_production + firm.staff_technician + firm.staff_research)
    firm.expected_sales *= exp(news.town(firm).sales_trend)
    plan_investment(firm, news)
    plan_research(firm, news)


def machine_price(news) -> float:
    """Price of machines over 2011 (ratio): partly imported, partly made in the province."""
    local = news.parameters.invest.local_machines
    return news.series["machine_price"] ** (1 - local) * news.anchor.local_machine_price**local


def user_cost_of_capital(firm, news) -> float:
    """Cost of a yuan of machines a year over that of 2011 (ratio): interest with a margin for risk, and wear."""
    p = news.parameters.invest
    now = machine_price(news) * (news.series["lending_rate"] * (1 + p.risk_spread * firm.rating) + p.depreciation)
    then = news.anchor.lending_rate * (1 + p.risk_spread * p.rating_normal) + p.depreciation
    return now / then


def plan_investment(firm, news) -> None:
    """Replace machines in a lump where too many are missing, otherwise keep up a part of what wears (wan yuan)."""
    p = news.parameters.invest
    wanted = firm.capital_ratio * firm.expected_sales * user_cost_of_capital(firm, news) ** -p.user_cost_elasticity
    worn = firm.capital * (1 - p.depreciation / 4)
    missing = max(wanted - worn, 0.0)
    gap = log(max(wanted, 1e-6) / max(worn, 1e-6))
    hazard = min((max(gap, 0.0) / p.gap_scale) ** 2, p.largest_hazard)
    lump = missing if news.happens("invest", firm, hazard) else 0.0
    upkeep = 0.0
    if news.happens("repairs", firm, p.repairs) and firm.profitability > 0:  # seldom, and then for all the time between
        upkeep = min(p.upkeep * firm.capital * p.depreciation / 4 / p.repairs, missing)
    firm.planned_investment = max(lump, upkeep) * machine_price(news)


def income_tax_rate(firm, news) -> float:
    """Rate of income tax the firm faces (share)."""
    if firm.ownership == INDIVIDUAL:
        return 0.0  # taxed on a deemed share of sales instead
    if firm.size_class <= SMALL and 4 * firm.profit < news.series["small_profit_ceiling"]:
        return news.series["small_profit_rate"]
    if firm.high_tech:
        return news.series["cit_rate_high_tech"]
    return news.series["cit_rate"]


def uses_deduction(firm, news) -> bool:
    """Whether the firm uses the extra deduction for research: a lasting habit, commoner among the larger."""
    if firm.ownership == INDIVIDUAL or not firm.research_ratio > 0:
        return False
    ease = news.parameters.research.deduction_by_size ** (firm.size_class - 1)
    return news.lasting("deduction", firm, min(news.term("deduction_takeup", firm) * ease, 1.0))


def plan_research(firm, news) -> None:
    """R&D the firm wants to do (wan yuan): a share of sales, less as it costs more and where cash is short."""
    p = news.parameters.research
    firm.tax_rate = income_tax_rate(firm, news)
    firm.uses_deduction = uses_deduction(firm, news)
    if not (firm.research_ratio > 0 or firm.research > 0):
        firm.planned_research = 0.0
        return
    relief = news.series["super_deduction"] if firm.uses_deduction and firm.profitability > 0 else 0.0
    cost = (1 - firm.tax_rate * (1 + relief)) / (1 - firm.tax_rate)
    firm.user_cost_research = cost
    sales = firm.expected_sales * firm.price
    buffer = news.parameters.finance.cash_buffer * sales
    squeeze = min(max(1 - 2 * firm.cash / max(buffer, 1e-6), 0.0), 1.0)
    wanted = news.series["research_norm"] * firm.research_ratio * sales
    wanted *= cost**-p.user_cost_elasticity * (1 - p.squeeze * squeeze)
    firm.planned_research = firm.research + p.adjustment * (wanted - firm.research)
