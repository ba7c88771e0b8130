"""Anchoring: what makes the start a state of the model. Balance sheets are closed, and every quantity that the model's
rules need but nobody observes (productivity of a kind of business, customers, size of markets) is set so that the
rules return what is observed. After the burn-in the towns are brought back to their totals once; then never again.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from scipy.sparse import csr_matrix

from model.fields import KINDS_OF_BODY, KINDS_OF_PLATFORM, PATENTS, SEGMENTS, SIZE_CLASSES, SKILLS
from model.innovation.patents import first_chance, granted_share, patents_known, worth_filing
from model.phases.invest_and_adopt import automation_worth
from model.production import implied_base, production_efficiency, technique
from model.settlement.wages import wages_due
from model.start.books import close_books, set_means_of_informal_lenders
from model.start.rake import mean_of_group, standing


def anchor_start(start, given, parameters, sample: float, first_quarter: int, whole=()) -> SimpleNamespace:
    """Close a raw start (model.start.build_start) into a state: tables, anchor, names, money carried over."""
    tables = start.tables
    firm, town = tables["firm"], tables["town"]
    anchor = SimpleNamespace()
    before = first_quarter - 1
    set_constants(anchor, given, tables, parameters, sample, before)
    set_prices_and_technology(anchor, given, firm, town, parameters)
    set_markets(anchor, firm, parameters)
    set_research(anchor, given, firm, town, parameters)
    set_labour(anchor, given, firm, town, parameters, before)
    set_reach(anchor, firm, town, parameters)
    set_patent_rates(anchor, firm, town, parameters)
    set_local_blocks(anchor, given, tables, parameters)
    set_means_of_informal_lenders(tables, parameters)
    close_books(anchor, tables)
    set_demography(anchor, tables, sample, whole)
    set_automation_cost(anchor, firm, town, parameters)
    anchor.target_sales = np.bincount(firm.town, weights=firm.sales * firm.weight, minlength=len(town))
    anchor.target_gdp = town.gdp.copy()
    special = firm.industry == town.speciality[firm.town]
    ours = firm.weight * (town.designated_2011[firm.town] == 1)
    anchor.reference = {  # of 2011, what later readings are relative to
        "leading_industry": float((ours * firm.sales) @ special / max(ours @ firm.sales, 1e-9)),
        "energy_intensity": float((ours * firm.output) @ anchor.energy[firm.industry] / max(ours @ firm.output, 1e-9)),
    }
    kinds = len(anchor.input_share)
    anchor.target_research = np.bincount(firm.industry, weights=firm.weight * firm.research, minlength=kinds)
    return SimpleNamespace(
        tables=tables, anchor=anchor, town_names=start.town_names, county_names=start.county_names, carried={}
    )


def set_constants(anchor, given, tables, parameters, sample, before) -> None:
    """Numbers of 2011 that later quarters are compared with."""
    industries, a = given.industries, given.assumptions
    ids = list(industries["id"])
    # a part of what firms buy is fixed by the size of their works: overheads
    firm = tables["firm"]
    works = mean_of_group(firm.capital, firm.industry, firm.weight) / mean_of_group(
        firm.sales, firm.industry, firm.weight
    )
    fixed = np.zeros(len(ids))
    fixed[firm.industry] = works * parameters.settle.overheads / 4
    anchor.input_share = 1.0 - np.asarray(industries["value_added_ratio"], float) - fixed
    anchor.value_added_ratio = np.asarray(industries["value_added_ratio"], float)
    anchor.knowledge_depreciation = np.asarray(industries["knowledge_depreciation"], float)
    anchor.knowledge_intensive = np.asarray(industries["knowledge_intensive"]) == 1
    anchor.robot_suitability = np.asarray(industries["robot_suitability"], float)
    anchor.energy = np.asarray(industries["energy_per_output"], float)
    anchor.high_tech_industry = np.asarray(industries["high_tech"]) == 1
    anchor.machinery = ids.index("machinery")
    anchor.strategic = np.isin(ids, STRATEGIC)
    anchor.service_industry = ids.index("services")
    anchor.farm_industry = ids.index("agriculture")
    anchor.common_technology = np.zeros(len(ids))
    anchor.lending_rate = float(given.at("lending_rate", before))
    anchor.wage_outside = np.array([float(given.at(f"wage_outside_{skill}", before)) for skill in SKILLS])
    anchor.wage_normal = float(tables["town"].wage_production.mean())
    anchor.local_machine_price = 1.0
    anchor.existing_funds = a["public.pooled_funds"] * parameters.programmes.existing_part
    anchor.sample_of_province = (
        float((tables["town"].designated_2011 == 1).sum()) / parameters.programmes.towns_of_province
    )
    anchor.rest_gdp = float(tables["outside"].gdp[0])
    anchor.platforms_known_from = before + 1
    tables["platform"].fee *= parameters.services.usual_fee / max(float(tables["platform"].fee.mean()), 1e-9)
    fee = tables["platform"].fee
    kind = tables["platform"].kind
    anchor.platform_fee = np.array(
        [
            fee[kind == k].mean() if (kind == k).any() else parameters.services.highest_fee
            for k in range(len(KINDS_OF_PLATFORM))
        ]
    )
    anchor.minimum_wage_class = np.asarray(given.cities["minimum_wage_class"], int)[tables["town"].city] - 1


def set_prices_and_technology(anchor, given, firm, town, parameters) -> None:
    """Cost, markup and price that sales and staff of 2011 imply; the productivity that makes output what it was."""
    p, social = parameters.produce, parameters.settle.social_rate
    staff = [firm.staff_production, firm.staff_technician]
    wages = [town.wage_production[firm.town], town.wage_technician[firm.town]]
    registered = np.where(firm.ownership == 0, parameters.settle.social_small, 1.0)
    pay = wages_due(staff, wages, firm.wage_factor) * (1.0 + social * registered)
    share = anchor.input_share[firm.industry]
    # a price so low that it does not cover variable cost could not have been: such firms charge more and sell less
    most_pay = firm.sales * (1.0 / p.least_markup - share)
    firm.wage_factor = np.minimum(1.0, np.maximum(most_pay / np.maximum(pay, 1e-9), p.least_wage_factor))
    pay = pay * firm.wage_factor
    firm.price = 1.0
    firm.unit_cost = share + pay / firm.sales
    firm.markup = np.maximum(1.0 / firm.unit_cost, p.least_markup)
    firm.price = firm.markup * firm.unit_cost
    real = firm.sales / firm.price
    firm.expected_sales = real
    firm.output = real
    firm.inventory = p.inventory_wanted * real
    firm.inputs = firm.output * share
    firm.vintage = 0.0
    firm.capital_ratio = firm.capital / real * np.exp(parameters.invest.mean_gap)
    firm.knowledge = np.maximum(firm.knowledge, parameters.knowledge.least)
    split_productivity(anchor, given, firm, parameters)
    firm.efficiency = production_efficiency(firm, anchor.common_technology, technique(parameters))
    firm.value_added = firm.sales - firm.inputs
    firm.profit = parameters.labour.normal_margin * firm.sales
    firm.profitability = parameters.labour.normal_margin
    makers = firm.industry == anchor.machinery
    weight = firm.weight[makers] * firm.sales[makers]
    anchor.makers_price = float(weight @ firm.price[makers] / weight.sum()) if makers.any() else 1.0
    anchor.makers_quality = float(weight @ firm.quality[makers] / weight.sum()) if makers.any() else 0.0
    anchor.local_machine_quality = anchor.makers_quality


def split_productivity(anchor, given, firm, parameters) -> None:
    """Productivity that sales, staff and machines imply (log) is in part of its kind, in part its present process.

    The process fades and is renewed, the kind stays; so they must be independent of one another, or all who seem
    productive would fall back together. The larger are somewhat better, as customers have found them.
    """
    p = technique(parameters)
    by_size = parameters.search.luck_by_size ** np.arange(len(SIZE_CLASSES))
    luck, spread = firm.process.copy(), given.assumptions["firms.process_log_sd"]
    firm.base, firm.process = 0.0, 0.0
    whole = implied_base(firm, anchor.common_technology, p)
    alike = firm.industry * len(SIZE_CLASSES) + firm.size_class
    height = standing(whole, alike, firm.weight), standing(np.log(firm.sales), firm.industry, firm.weight)
    variance = float(firm.weight @ (whole - mean_of_group(whole, alike, firm.weight)) ** 2 / firm.weight.sum())
    of_productivity = min(spread / np.sqrt(max(variance, 1e-12)), 0.95)  # correlation when both parts are independent
    of_size = given.assumptions["firms.process_by_size"]
    tie = float(firm.weight @ (height[0] * height[1]) / firm.weight.sum())
    slopes = np.linalg.solve([[1.0, tie], [tie, 1.0]], [of_productivity, of_size])
    explained = float(slopes @ [of_productivity, of_size])
    known = slopes[0] * height[0] + slopes[1] * height[1]
    firm.process = (spread * known + np.sqrt(max(1.0 - explained, 0.0)) * luck) * by_size[firm.size_class]
    firm.base = implied_base(firm, anchor.common_technology, p)
    firm.quality *= by_size[firm.size_class]


def set_markets(anchor, firm, parameters) -> None:
    """Size of every market and the outside's weight in it, so that each firm's wanted share is the one it has."""
    p, kinds = parameters.sell, len(anchor.input_share)
    merits = p.quality_weight * firm.quality + p.design_weight * firm.design + p.precision_weight * firm.automated
    appeal = np.exp(merits - p.price_elasticity * np.log(firm.price))
    firm.customers = firm.sales / appeal
    mixes = (1.0 - firm.export_mix.astype(float) - firm.processing_mix, firm.export_mix, firm.processing_mix)
    anchor.demand = np.zeros((len(SEGMENTS), kinds))
    anchor.inside_appeal = np.zeros((len(SEGMENTS), kinds))
    anchor.outside_appeal = np.zeros((len(SEGMENTS), kinds))
    for index, segment in enumerate(SEGMENTS):
        sold = firm.sales * mixes[index]
        total = np.bincount(firm.industry, weights=sold * firm.weight, minlength=kinds)
        anchor.demand[index] = total / p.inside_share
        anchor.inside_appeal[index] = total
        anchor.outside_appeal[index] = total * (1.0 / p.inside_share - 1.0)
        demand = anchor.demand[index][firm.industry]
        setattr(firm, f"share_{segment}", np.where(demand > 0, sold / np.maximum(demand, 1e-12), 0.0))
    firm.sales_outside = firm.sales * (mixes[1] + mixes[2])
    anchor.customers = np.bincount(firm.industry, weights=firm.customers * firm.weight, minlength=kinds)
    anchor.domestic_share = np.full(kinds, p.inside_share) * (anchor.demand[0] > 0)


def set_research(anchor, given, firm, town, parameters) -> None:
    """R&D ratios, usual intensity by industry, chances to begin by size, patents of 2011 by kind."""
    p, kinds = parameters.research, len(anchor.input_share)
    doing = firm.research > 0
    firm.research_ratio = np.where(doing, firm.research / firm.sales, 0.0)
    firm.planned_research = firm.research
    w = firm.weight
    spent = np.bincount(firm.industry, weights=firm.research * w, minlength=kinds)
    sales = np.bincount(firm.industry, weights=np.where(doing, firm.sales, 0.0) * w, minlength=kinds)
    mean = spent.sum() / max(sales.sum(), 1e-9)
    anchor.research_usual = np.where(sales > 0, spent / np.maximum(sales, 1e-9), mean) + 1e-6
    size = firm.size_class
    # beginners are drawn in proportion to sales within their size class, as many in sales as those who stop
    number = np.bincount(size, weights=~doing * w, minlength=4)
    mean = np.bincount(size, weights=np.where(doing, 0.0, firm.sales) * w, minlength=4) / np.maximum(number, 1e-9)
    anchor.sales_of_class = np.maximum(mean, 1e-9)
    relative = np.minimum(firm.sales / anchor.sales_of_class[size], p.largest_beginner)
    doers = np.bincount(size, weights=np.where(doing, firm.sales, 0.0) * w, minlength=4)
    others = np.bincount(size, weights=np.where(doing, 0.0, firm.sales * relative) * w, minlength=4)
    anchor.research_start = p.stopping / 4 * doers / np.maximum(others, 1e-9) * p.start_correction
    anchor.target_patents = np.array(
        [given.assumptions[f"research.{kind}"] for kind in ("invention", "utility", "design")]
    )
    anchor.target_patents = anchor.target_patents * given.assumptions["research.patents"]
    anchor.patents_weight = np.asarray(given.industries["patents_weight"], float)


def set_patent_rates(anchor, firm, town, parameters) -> None:
    """Patents per effort by industry and kind, so that designated towns file what is granted a year: first ones of new
    patentees, and the rest by those who know how."""
    p = parameters.patents
    ours = firm.weight * (town.designated_2011[firm.town] == 1)
    known = patents_known(firm)
    rows, others = np.flatnonzero(known > 0), np.flatnonzero(known == 0)
    first = first_chance(firm, others, anchor.patented_near.ravel()[firm.cell[others]], 1.0, p) * ours[others]
    drawn = float(first @ (firm.research[others] <= 0)) * p.first_designs
    newcomers = {"invention": 0.0, "utility": float(first.sum()) - drawn, "design": drawn}
    weight = ours[rows] * anchor.patents_weight[firm.industry[rows]]
    anchor.patent_rate = np.zeros((len(anchor.patents_weight), len(PATENTS)))
    for index, kind in enumerate(PATENTS):
        total = float(weight @ worth_filing(firm, town, rows, kind, p))
        wanted = anchor.target_patents[index] / 4
        # a small world may have more newcomers than patents: who knows how files at least half of them
        wanted = np.maximum(wanted - newcomers[kind] * granted_share(kind, p), 0.5 * wanted)
        if total > 0:
            anchor.patent_rate[:, index] = wanted * anchor.patents_weight / total


def set_labour(anchor, given, firm, town, parameters, before) -> None:
    """Wage levels of towns against the outside, trainees in the pipeline, the rate at which skills go out of date."""
    p = parameters.labour
    wages = np.column_stack([getattr(town, f"wage_{skill}") for skill in SKILLS])
    anchor.wage_level = wages / anchor.wage_outside
    firm.trainees = p.own_training / 4 * p.training_quarters * firm.staff_production
    trained = np.bincount(
        firm.town, weights=p.own_training / 4 * firm.staff_production * firm.weight, minlength=len(town)
    )
    anchor.skill_decay = np.where(town.force_technician > 0, trained / np.maximum(town.force_technician, 1e-9), 0.0)
    anchor.skill_decay = np.minimum(anchor.skill_decay, 0.1)
    anchor.slack_normal = np.column_stack([getattr(town, f"slack_{skill}") for skill in SKILLS])
    town.sales_real = np.bincount(firm.town, weights=firm.sales / firm.price * firm.weight, minlength=len(town))
    kinds = len(anchor.input_share)
    production = np.bincount(firm.industry, weights=firm.staff_production * firm.weight, minlength=kinds)
    technician = np.bincount(firm.industry, weights=firm.staff_technician * firm.weight, minlength=kinds)
    anchor.technician_mix = technician / np.maximum(production, 1e-9)


def nearness(x: np.ndarray, y: np.ndarray, half_distance: float, furthest: float) -> csr_matrix:
    """Weights of distance between towns (towns, towns): one at home, half at `half_distance` km, none past
    `furthest`."""
    distance = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])
    weight = np.where(distance <= furthest, 0.5 ** (distance / half_distance), 0.0)
    np.fill_diagonal(weight, 1.0)
    return csr_matrix(weight)


def set_reach(anchor, firm, town, parameters) -> None:
    """Weights of distance between towns (half-distance a parameter, nothing beyond a limit), and what is in reach."""
    p, kinds = parameters.spill, len(anchor.input_share)
    anchor.near = nearness(town.x, town.y, p.half_distance, p.furthest)
    firm.cell = firm.town * kinds + firm.industry
    number = np.bincount(firm.cell, weights=firm.weight, minlength=len(town) * kinds).reshape(len(town), kinds)
    crowd = np.log1p(anchor.near @ number)  # one is what a firm of the trade usually has around it: denser is more
    anchor.usual_crowd = np.maximum((crowd * number).sum(axis=0) / np.maximum(number.sum(axis=0), 1e-9), 1e-9)
    shape = (len(town), kinds)
    anchor.spill = np.ones(shape)
    anchor.firms_of_trade = number
    anchor.process_of_trade, anchor.process_spread = np.zeros(shape), np.zeros(shape)
    anchor.automated_near = np.zeros(shape)
    anchor.digital_near = np.zeros(shape)
    anchor.patented_near = np.zeros(shape)


def set_automation_cost(anchor, firm, town, parameters) -> None:
    """Cost of an automated task (over pay) at which the machines of 2011 are what firms would keep: bisection in
    logs."""
    p = parameters.adopt
    staff = (firm.staff_production + firm.staff_technician) * firm.weight
    target = float(staff @ firm.automated)
    low, high = np.log(0.5), np.log(200.0)
    for _ in range(50):
        middle = 0.5 * (low + high)
        pays = automation_worth(
            p.size_advantage**firm.size_class * firm.wage_factor * town.wage_production[firm.town] / anchor.wage_normal,
            np.exp(middle),
            anchor.robot_suitability[firm.industry],
            p.sensitivity,
        )
        low, high = (middle, high) if float(staff @ pays) * p.kept_of_worth > target else (low, middle)
    anchor.automation_cost = float(np.exp(0.5 * (low + high)))


def set_local_blocks(anchor, given, tables, parameters) -> None:
    """Outside orders of the local blocks so that their value added is that of 2011, given what is bought locally."""
    firm, town, household = (tables[name] for name in ("firm", "town", "household"))
    p, goods = parameters.local, parameters.goods
    n = len(town)
    inputs = np.bincount(firm.town, weights=firm.inputs * firm.weight, minlength=n)
    wear = np.bincount(firm.town, weights=firm.capital * firm.weight, minlength=n) * parameters.invest.depreciation / 4
    local = household.consumption * parameters.households.local_part + inputs * goods.inputs_services
    local = local + wear * parameters.settle.overheads / parameters.invest.depreciation
    local = local + town.va_public / parameters.budgets.staff_part * (1.0 - parameters.budgets.staff_part)
    other = inputs * goods.inputs_utilities + wear * goods.building_part
    farms = inputs * goods.inputs_farms
    town.orders_services = town.va_services / p.services_ratio - local
    town.orders_other = town.va_other_industry / p.other_ratio - other
    town.orders_agriculture = town.va_agriculture / p.agriculture_ratio - farms
    value = town.va_services + town.va_other_industry + town.va_agriculture
    anchor.local_value = value
    anchor.jobs_local = np.array([getattr(town, f"jobs_local_{skill}") for skill in SKILLS])
    for skill in SKILLS:
        jobs = getattr(town, f"jobs_local_{skill}")
        setattr(town, f"jobs_per_local_{skill}", jobs / np.maximum(value, 1e-9))
    university, cities = tables["university"], town.city
    share = np.zeros((len(university), n))
    for row, city in enumerate(university.city):
        here = cities == city
        share[row] = here / here.sum() if here.any() else np.full(n, 1.0 / n)
    anchor.university_towns = csr_matrix(share)


def set_demography(anchor, tables, sample: float, whole) -> None:
    """Usual customers per firm, land per machine, banks by city, what an entrant's row stands for."""
    firm, town, body = tables["firm"], tables["town"], tables["body"]
    kinds = len(anchor.input_share)
    firms = np.bincount(firm.industry, weights=firm.weight, minlength=kinds)
    anchor.customers_per_firm = anchor.customers / np.maximum(firms, 1e-12)
    anchor.entrant_weight = np.full(len(town), 1.0 / sample)
    anchor.entrant_weight[list(whole)] = 1.0
    anchor.part_of_province = anchor.sample_of_province  # of the money meant for all towns; smaller in a small world
    anchor.part_in_focus = 1.0
    capital = np.bincount(firm.town, weights=firm.capital * firm.weight, minlength=len(town))
    anchor.land_per_capital = np.where(capital > 0, town.land_used / np.maximum(capital, 1e-9), 0.0)
    short = np.maximum(town.land_used / np.maximum(town.land, 1e-9), 0.05)
    anchor.land_price = town.land_price.copy()
    anchor.land_short = short
    banks = np.flatnonzero(body.kind == KINDS_OF_BODY.index("bank"))
    of_city = [banks[body.city[banks] == city] for city in range(int(town.city.max()) + 1)]
    most = max(len(rows) for rows in of_city)
    anchor.banks_of_city = np.array([np.resize(rows if len(rows) else banks, most) for rows in of_city])
    anchor.births_scale = np.ones(kinds)
    set_usual_parents(anchor, firm, len(town))


STRATEGIC = ("electronics", "lighting", "machinery", "new_materials")  # trades close to the strategic new industries
FEW = 5.0  # firms: a town with so many of a trade counts half by itself, half as the trade does everywhere


def set_usual_parents(anchor, firm, towns: int) -> None:
    """What entrants go back to, by town and trade, shape (towns, industries): of small firms in 2011 the productivity
    of their kind (log) and machines over sales (wan yuan, real, a wan yuan a quarter)."""
    small = firm.weight * (firm.size_class <= 1)

    def smoothed(values: np.ndarray) -> np.ndarray:
        """Mean a firm, with FEW firms such as the trade has everywhere."""
        shape = towns, len(anchor.input_share)
        number, by_cell = (
            np.bincount(firm.cell, weights=weights, minlength=shape[0] * shape[1]).reshape(shape)
            for weights in (small, small * values)
        )
        of_trade = by_cell.sum(axis=0) / np.maximum(number.sum(axis=0), 1e-9)
        return (by_cell + FEW * of_trade) / (number + FEW)

    anchor.usual_base = smoothed(firm.base)
    anchor.usual_machines = smoothed(firm.capital) / np.maximum(smoothed(firm.expected_sales), 1e-9)
