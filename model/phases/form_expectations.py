"""Phase 3. Firms expect sales from their own and their town's history and plan machines and research."""

from __future__ import annotations

import numpy as np

from model.fields import SIZE_BOUNDS
from model.innovation.guarding import worth_protecting
from model.innovation.ties import join_alliances, own_part
from model.law import law_at, law_change
from model.programmes.awards import rate_awarded
from model.programmes.memberships import ACCOUNTS, is_member
from model.programmes.research import answers_to_grants
from model.rules import for_all
from model.settlement.housing import cheaper_research
from model.sums import of_group


def form_expectations(province) -> None:
    """Write size_class, expected_sales, planned_investment, planned_research; update the towns' trend."""
    f = province.firm
    staff = f.staff_production + f.staff_technician + f.staff_research
    f.size_class = size_class(staff)
    update_trend(province, f.sales / f.price)
    f.expected_sales *= np.exp(of_group(province.town.sales_trend, f.town))
    plan_investment(province)
    plan_research(province)


def size_class(staff: np.ndarray) -> np.ndarray:
    """Index of SIZE_CLASSES by staff (persons): 2011 standard for industry, 20, 300 and 1,000."""
    small, medium, large = SIZE_BOUNDS
    return (staff >= small).astype(np.int8) + (staff >= medium) + (staff >= large)


def update_trend(province, sold: np.ndarray) -> None:
    """Smooth the growth of real sales of each town's firms (log a quarter)."""
    town, p = province.town, province.parameters.expectations
    total = province.by_town(sold)
    known = (town.sales_real > 0) & (total > 0)
    growth = np.zeros(len(total))
    growth[known] = np.log(total[known] / town.sales_real[known])
    growth = np.clip(growth, -p.largest_trend, p.largest_trend)  # a town of few firms may double in a quarter
    town.sales_trend += p.trend_weight * (growth - town.sales_trend)
    town.sales_real = total


@for_all
def desired_capital(capital_ratio, expected, user_cost, elasticity):
    """Capital wanted (wan yuan, real): the ratio of its kind times expected sales, less as capital costs more."""
    return capital_ratio * expected * np.exp(-elasticity * np.log(user_cost))


@for_all
def investment_hazard(gap, scale, largest):
    """Chance that a firm replaces its machines now (share a quarter): rises with the square of the gap (log).

    Caballero and Engel (1999), Econometrica 67: a hazard increasing in the gap between wanted and actual capital.
    """
    positive = np.maximum(gap, 0.0) / scale
    return np.minimum(positive * positive, largest)


def user_cost_of_capital(province) -> np.ndarray:
    """Cost of a yuan of machines a year over that of 2011 (ratio, by firm): interest, wear, price of machines."""
    f, p = province.firm, province.parameters.invest
    rate = law_at(province, "lending_rate")
    price = machine_price(province)
    cost = price * (rate * (1.0 + p.risk_spread * f.rating) + p.depreciation)
    cost *= 1.0 - rate_awarded(province, "processing_support")
    cost = cost * (1.0 - rate_awarded(province, "retrofit_support"))
    return cost / (province.anchor.lending_rate * (1.0 + p.risk_spread * p.rating_normal) + p.depreciation)


def machine_price(province) -> float:
    """Price of machines over 2011: a bought-in part from outside and a part from the province's own makers."""
    p = province.parameters.invest
    outside = float(province.given.at("machine_price", province.quarter))
    price = outside ** (1.0 - p.local_machines) * province.anchor.local_machine_price**p.local_machines
    return price * (1.0 + law_change(province, "equipment_vat"))


def plan_investment(province) -> None:
    """Machines wanted this quarter (wan yuan): upkeep, and a lump where the gap has grown large enough."""
    f, p = province.firm, province.parameters.invest
    wanted = desired_capital(f.capital_ratio, f.expected_sales, user_cost_of_capital(province), p.user_cost_elasticity)
    worn = f.capital * (1.0 - p.depreciation / 4)
    gap = np.log(np.maximum(wanted, 1e-6) / np.maximum(worn, 1e-6))
    hazard = investment_hazard(gap, p.gap_scale, p.largest_hazard)
    support = rate_awarded(province, "retrofit_support")
    if np.any(support):  # it ends with the year: what would be replaced soon is replaced while it is there
        hazard = np.minimum(hazard * (1.0 + province.parameters.adopt.timing * support), p.largest_hazard)
    lump = province.draws.share("invest", province.quarter, f.uid, hazard) * np.maximum(wanted - worn, 0.0)
    # what wears is made good now and then, as repairs fall due, where there is a profit
    due = province.draws.share("repairs", province.quarter, f.uid, np.full(len(f), p.repairs))
    upkeep = due / p.repairs * p.upkeep * f.capital * p.depreciation / 4 * (f.profitability > 0)
    f.planned_investment = np.maximum(lump, np.minimum(upkeep, np.maximum(wanted - worn, 0.0))) * machine_price(
        province
    )


def research_user_cost(tax_rate, extra, uses):
    """Cost of a yuan of R&D after tax (ratio). `extra`: super-deduction share, `uses`: 1 if the firm uses it.

    Hall and Jorgenson (1967); Warda's B-index: (1 - tau (1 + extra)) / (1 - tau).
    """
    return (1.0 - tax_rate * (1.0 + extra * uses)) / (1.0 - tax_rate)


def uses_deduction(province) -> np.ndarray:
    """Firms that use the super-deduction (bool): eligible, and their lasting luck below the take-up they face.

    The draw belongs to the firm for life, so that a higher take-up adds users and removes none.
    """
    f = province.firm
    rows = np.flatnonzero((f.research_ratio > 0) & (f.ownership > 0))
    takeup = province.terms.firms("deduction_takeup", f.town[rows], f.size_class[rows])
    # keeping R&D accounts is easier the larger the firm: odds shift by size class around the mean take-up
    ease = province.parameters.research.deduction_by_size ** (f.size_class[rows] - 1.0)
    uses = np.zeros(len(f), bool)
    uses[rows] = province.draws.occurs("deduction", 0, f.uid[rows], np.minimum(takeup * ease, 1.0))
    if ACCOUNTS in province.memberships:
        uses[rows] |= is_member(province, ACCOUNTS)[rows]
    return province.through("user_cost_research: deduction", uses)


def plan_research(province) -> None:
    """R&D wanted this quarter (wan yuan): the firm's ratio of sales, less as R&D costs more; cut when cash is short."""
    f, p = province.firm, province.parameters.research
    tax = province.memo.tax_rate = income_tax_rate(province)
    uses = province.memo.uses_deduction = uses_deduction(province)
    extra = law_at(province, "super_deduction")
    rows = np.flatnonzero((f.research_ratio > 0) | (f.research > 0))
    taxed = f.profitability[rows] > 0
    cost = cheaper_research(province, rows, research_user_cost(tax[rows], extra, uses[rows] & taxed), tax)
    f.user_cost_research[rows] = cost
    sales = f.expected_sales[rows] * f.price[rows]
    buffer = province.parameters.finance.cash_buffer * sales
    squeeze = np.clip(1.0 - 2.0 * f.cash[rows] / np.maximum(buffer, 1e-6), 0.0, 1.0)
    norm = float(province.given.at("research_norm", province.quarter))
    wanted = norm * f.research_ratio[rows] * sales * cost ** (-p.user_cost_elasticity) * (1.0 - p.squeeze * squeeze)
    wanted *= worth_protecting(province, rows)
    join_alliances(province)
    if len(province.memo.members):
        wanted = wanted * own_part(province, rows)
    before, now = answers_to_grants(province, rows)  # what a grant adds comes and goes with it
    own = np.minimum(f.research[rows], f.planned_research[rows] / before) if np.ndim(before) else f.research[rows]
    f.planned_research[:] = 0.0
    f.planned_research[rows] = (own + p.adjustment * (wanted - own)) * now


def income_tax_rate(province) -> np.ndarray:
    """Rate of income tax each firm faces (share): ordinary, high-tech, small low-profit; none on deemed profit."""
    f, given, quarter = province.firm, province.given, province.quarter
    rate = np.full(len(f), float(given.at("cit_rate", quarter)))
    rate[f.high_tech == 1] = law_at(province, "cit_rate_high_tech")
    small = (f.profit * 4 < given.at("small_profit_ceiling", quarter)) & (f.size_class <= 1)
    rate[small] = law_at(province, "small_profit_rate")
    rate[f.ownership == 0] = 0.0
    return rate
