"""Once, after the burn-in: towns back to the totals of 2011, in a way the rules do not notice, so that nothing
jumps."""

from __future__ import annotations

import numpy as np

from model.demography.opening import births_drawn_in, customers_per_firm
from model.fields import SEGMENTS, SKILLS
from model.production import scale_economies
from model.start.anchor import set_patent_rates
from model.start.books import close_books
from model.start.firms import ages_at

EXTENSIVE = (
    "staff_production",
    "staff_technician",
    "staff_research",
    "trainees",
    "capital",
    "customers",
    "share_domestic",
    "share_export",
    "share_processing",
    "output",
    "inventory",
    "sales",
    "sales_outside",
    "expected_sales",
    "inputs",
    "value_added",
    "profit",
    "cash",
    "debt_bank",
    "debt_guaranteed",
    "debt_circle",
    "debt_micro",
    "debt_bond",
    "debt_informal",
    "equity_venture",
    "payables",
    "receivables",
    "payables_outside",
    "receivables_outside",
    "loss_carried",
    "research",
    "research_reported",
    "planned_research",
    "support_due",
)

MOST_CUSTOMERS = 1000.0  # over sales (wan yuan a quarter); one is usual, 540 the most at central parameters


def rescale(tables, by_town: np.ndarray, p) -> None:
    """Firms of each town larger or smaller by a factor in all that grows with size: what the rules do not notice, as
    what the size adds to productivity is taken out of what is the firm's own."""
    firm, town = tables["firm"], tables["town"]
    factor = by_town[firm.town]
    staff = firm.staff_production + firm.staff_technician
    firm.base += scale_economies(staff, p.scale_economies, p.scale_middle)
    firm.base -= scale_economies(staff * factor, p.scale_economies, p.scale_middle)
    for name in EXTENSIVE:
        column = getattr(firm, name)
        column *= factor
    for name in ("sales_real", "va_firms", "taxes_products", "output_year", "output_reported"):
        column = getattr(town, name)
        column *= by_town


def reanchor(province, last: bool = True) -> None:
    """Towns back to their sales and GDP of 2011, research and patents to their totals.

    On the way through the burn-in people follow jobs to the unemployment assumed; the `last` time the unemployment that
    turnover has brought about is taken for the usual one.
    """
    firm, town, anchor, tables = province.firm, province.town, province.anchor, province.tables_by_name()
    parameters = province.parameters
    sales = np.bincount(firm.town, weights=firm.sales * firm.weight, minlength=len(town))
    factor = np.where((sales > 0) & (anchor.target_sales > 0), anchor.target_sales / np.maximum(sales, 1e-9), 1.0)
    excess = wanted_over_held(province)
    drawn_in = births_drawn_in(customers_per_firm(province), parameters.demography)
    rescale(tables, factor, parameters.produce)
    done = by_industry(firm, firm.research, len(anchor.target_research))
    part = np.where(done > 0, np.clip(anchor.target_research / np.maximum(done, 1e-9), 0.2, 5.0), 1.0)
    for name in ("research", "research_reported", "planned_research", "research_ratio", "staff_research"):
        column = getattr(firm, name)
        column *= part[firm.industry]
    anchor.research_usual = anchor.research_usual * part  # beginners take up what is usual now
    reanchor_markets(province, excess)
    set_patent_rates(anchor, firm, town, parameters)
    reanchor_local_blocks(province)
    # people follow their jobs
    found = np.column_stack([getattr(town, f"slack_{skill}") for skill in SKILLS])
    assumed = np.full_like(found, province.given.assumptions["town.unemployment"])
    anchor.slack_normal = np.clip(found, 0.02, 0.15) if last else assumed
    for index, skill in enumerate(SKILLS):
        usual = anchor.slack_normal[:, index]
        used = np.bincount(firm.town, weights=getattr(firm, f"staff_{skill}") * firm.weight, minlength=len(town))
        used += getattr(town, f"jobs_local_{skill}")
        setattr(town, f"slack_{skill}", usual)
        setattr(town, f"force_{skill}", used / (1.0 - usual))
    # pay that has come about is what usual slack goes with, so that nothing jumps when the run begins
    wages = np.column_stack([getattr(town, f"wage_{skill}") for skill in SKILLS])
    anchor.wage_level = wages / anchor.wage_outside
    town.residents = anchor.residents
    town.housing = anchor.housing
    if last:
        give_ages(province)
    anchor.makers_quality = anchor.local_machine_quality
    anchor.platforms_known_from = province.quarter
    platform = province.platform
    platform.running_grant = np.maximum(platform.cost - platform.fee_income, 0.0)  # what owners have come to pay
    opened, closed = np.sum(province.births_and_deaths[-12:], axis=0)
    # births that keep the number of firms: as many as close; what room or crowding drew in or kept away is in the scale
    if opened > 0 and closed > 0:
        anchor.births_scale *= np.clip(closed / opened, 0.3, 3.0) * drawn_in
    kinds = len(anchor.input_share)
    number = np.bincount(firm.industry, weights=firm.weight, minlength=kinds)
    anchor.customers_per_firm = anchor.customers / np.maximum(number, 1e-12)
    close_books(anchor, tables)


def give_ages(province) -> None:
    """Ages of 2011 (assumed structure) to the firms there are, the older ones staying the older.

    In a burn-in that keeps the number of firms they become those of a standing population; that of 2011 had grown.
    """
    firm = province.firm
    order = np.lexsort((firm.uid, -firm.cohort.astype(np.int64)))
    upto = np.cumsum(firm.weight[order])
    place = np.empty(len(firm))
    place[order] = (upto - 0.5 * firm.weight[order]) / upto[-1]
    age = np.floor(4 * ages_at(province.given.assumptions, place)).astype(np.int64)
    firm.cohort = (province.quarter - 1 - age).astype(np.int16)


def reanchor_local_blocks(province) -> None:
    """Outside orders that bring each town's GDP back, what households spend less or more of it included; jobs as in
    2011."""
    town, household, parameters = province.town, province.household, province.parameters
    blocks = town.va_other_industry + town.va_agriculture + town.va_services + town.va_public
    gap = province.anchor.target_gdp - (town.va_firms + town.taxes_products + blocks)
    before = town.va_services + town.va_other_industry + town.va_agriculture
    # of a yuan of local value households earn a part and spend a part of that in the town
    income_part = 1.0 - parameters.local.tax_rate
    orders_part = 1.0 / parameters.local.services_ratio
    orders_part -= parameters.households.from_income * parameters.households.local_part * income_part
    # firms' own product may exceed what is known of a town: then half of what is spent there leaks away, not more
    local_sales = town.va_services / parameters.local.services_ratio - town.orders_services
    gap = np.maximum(gap, (-0.5 * local_sales - town.orders_services) / orders_part)
    gap = np.maximum(gap, 0.2 * province.anchor.local_value - before)
    income = gap * income_part
    town.orders_services += gap * orders_part
    household.income_normal += income
    town.va_services += gap
    town.gdp = town.va_firms + town.taxes_products + blocks + gap
    value = before + gap
    for index, skill in enumerate(SKILLS):
        jobs = province.anchor.jobs_local[index]
        setattr(town, f"jobs_local_{skill}", jobs)
        setattr(town, f"jobs_per_local_{skill}", jobs / np.maximum(value, 1e-9))


def market_pull(province, index: int) -> np.ndarray:
    """What draws customers of one market to each firm (weight): appeal, customers, mix, certificates abroad."""
    from model.phases.sell import attractiveness  # imported late: the phases import the start's rules

    firm = province.firm
    mixes = (1.0 - firm.export_mix.astype(float) - firm.processing_mix, firm.export_mix, firm.processing_mix)
    pull = attractiveness(province) * firm.customers * mixes[index]
    return pull if index == 0 else pull * np.exp(province.parameters.sell.certificate_weight * firm.certified)


def by_industry(firm, values: np.ndarray, kinds: int) -> np.ndarray:
    return np.bincount(firm.industry, weights=values * firm.weight, minlength=kinds)


def wanted_over_held(province) -> np.ndarray:
    """Shares customers would give the towns' firms over those they have (ratio), shape (segments, industries).

    Above one when firms come and go: who closes loses its share at once, who takes over its customers wins it slowly.
    """
    firm, anchor, kinds = province.firm, province.anchor, len(province.anchor.input_share)
    ratio = np.ones((len(SEGMENTS), kinds))
    for index, segment in enumerate(SEGMENTS):
        inside = by_industry(firm, market_pull(province, index), kinds)
        held = by_industry(firm, getattr(firm, f"share_{segment}"), kinds)
        wanted = inside / np.maximum(inside + anchor.outside_appeal[index], 1e-12)
        ratio[index] = np.where(held > 0, wanted / np.maximum(held, 1e-12), 1.0)
    return np.clip(ratio, 0.9, 1.1)


def reanchor_markets(province, excess: np.ndarray) -> None:
    """Customers so that each town's firms would be chosen as much as they are, and the outside's weight likewise;
    `excess` is the ratio of wanted to held shares that comings and goings need.

    A firm that asks ten times what others do would need millions of customers to keep the few it has, and would have
    all of them once its price came down. It gets `MOST_CUSTOMERS`, and its town falls short of 2011 by its sales.
    """
    firm, anchor, kinds, towns = province.firm, province.anchor, len(province.anchor.input_share), len(province.town)
    for turn in range(4):  # a town's customers change what the others are worth, so it is done over
        held_value, wanted_value = np.zeros(len(firm)), np.zeros(len(firm))
        for index, segment in enumerate(SEGMENTS):
            pull = market_pull(province, index)
            inside = by_industry(firm, pull, kinds)
            share = getattr(firm, f"share_{segment}")
            held = np.clip(by_industry(firm, share, kinds), 0.0, 0.9)
            wanted = held * excess[index]
            outside = np.where(held > 0, inside * (1.0 - wanted) / np.maximum(wanted, 1e-9), 1.0)
            anchor.inside_appeal[index], anchor.outside_appeal[index] = inside, outside
            if segment == "domestic":
                anchor.domestic_share = held
            demand = anchor.demand[index][firm.industry]
            held_value += share * excess[index][firm.industry] * demand
            wanted_value += pull / np.maximum((inside + outside)[firm.industry], 1e-12) * demand
        town_held = np.bincount(firm.town, weights=held_value * firm.weight, minlength=towns)
        town_wanted = np.bincount(firm.town, weights=wanted_value * firm.weight, minlength=towns)
        if turn < 3:
            firm.customers *= np.where(town_wanted > 0, town_held / np.maximum(town_wanted, 1e-12), 1.0)[firm.town]
            firm.customers = np.minimum(firm.customers, MOST_CUSTOMERS * np.maximum(firm.sales, 1e-3))
    anchor.customers = by_industry(firm, firm.customers, kinds)
