"""New firms: they arrive where business is good and start-up is cheap, resemble their parents and start small."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from model.demography.inviting import invitations, support_links
from model.demography.projects import begun_anyway, projects_founded, support_projects
from model.fields import KINDS_OF_PLATFORM, SEGMENTS, SIZE_BOUNDS
from model.law import law_change
from model.phases.form_expectations import size_class
from model.phases.invest_and_adopt import machines_on_offer
from model.production import labour_wanted, production_efficiency, technique
from model.public_finance import measure_of, spend
from model.settlement.goods import WORLD
from model.sums import group_sums_of_many

ORDINALS = 12  # bits of an identity that count the entrants of one cell in one quarter
MOST_ROOM = 1.5  # customers per firm over 2011's beyond which no more newcomers are drawn in: founders are few

EVERY_ROW = slice(None)


def births_drawn_in(room, p):
    """Factor on births (ratio) of customers per firm over those of 2011."""
    return np.minimum(room, MOST_ROOM) ** p.births_room


def birth_rate(profit, normal, room, p):
    """Births a quarter per parent (share): elastic to expected profit and to customers per firm against 2011's."""
    expected = np.exp(p.births_profit * np.clip(profit - normal, -0.2, 0.2))
    return p.births / 4 * expected * births_drawn_in(room, p)


def open_firms(province) -> np.ndarray:
    """Add this quarter's entrants; returns their number by town (firms)."""
    f, p, quarter = province.firm, province.parameters.demography, province.quarter
    towns, industries = len(province.town), province.industry_count
    size = towns * industries
    number, means, sums = parents(province)
    sales = sums["sales"]
    profit = np.where(sales > 0, sums["profit"] / np.maximum(sales, 1e-12), 0.0)
    per_firm = customers_per_firm(province)
    room = np.tile(per_firm, towns)
    land = np.maximum(province.town.land_price / np.maximum(province.anchor.land_price, 1e-9), 0.2)
    cheaper = (1.0 - law_change(province, "registration")) ** -p.births_cost
    ease = (province.town.speed * land**-p.births_land * cheaper).repeat(industries)
    ease = ease * np.ravel(invitations(province))
    rate = birth_rate(profit, p.normal_margin, room, p) * ease
    unit = firms_a_row(province, number)
    expected = number * rate * np.tile(province.anchor.births_scale, towns) / unit
    if province.still:
        return np.zeros(towns)
    count = province.draws.whole("enters", quarter, np.arange(size), expected).astype(np.int64)
    count = np.minimum(count, (1 << ORDINALS) - 1)
    count[~province.inside.repeat(industries)] = 0
    support_links(province, count.reshape(towns, industries) * unit.reshape(towns, industries))
    by_themselves = count
    # whoever begins resembles the small firms of its place: some must be there
    count = np.minimum(count + projects_founded(province, unit) * (number > 0), (1 << ORDINALS) - 1)
    total = int(count.sum())
    if total == 0:
        return np.zeros(towns)
    where = np.repeat(np.arange(size), count)
    ordinal = np.arange(total) - np.repeat(np.cumsum(count) - count, count)
    uid = (np.int64(quarter) << 32) + (where.astype(np.int64) << ORDINALS) + ordinal
    projects = ordinal >= by_themselves[where]
    larger = np.where(projects, province.parameters.farming.project_size, 1.0)
    new = entrants(province, uid, where, means, means["staff"], larger)
    f.append(total, uid=uid, weight=unit[where], cohort=quarter, **new)
    register(province, np.bincount(where // industries, weights=unit[where], minlength=towns))
    fund_start(province, slice(len(f) - total, len(f)))
    supported = projects | begun_anyway(province, uid, where, projects)
    support_projects(province, len(f) - total + np.flatnonzero(supported))
    return np.bincount(where // industries, weights=unit[where], minlength=towns)


def firms_a_row(province, number: np.ndarray) -> np.ndarray:
    """Firms that a new row stands for, by cell: as many as the sample says, but no more than the small firms there
    (`number`). Where only a few firms live, none of them drawn, a hundred alike would swamp them."""
    return np.clip(number, 1.0, province.anchor.entrant_weight.repeat(province.industry_count))


def parents(
    province, rows: np.ndarray | slice = EVERY_ROW
) -> tuple[np.ndarray, dict[str, np.ndarray], dict[str, np.ndarray]]:
    """The small firms (among `rows`) of each town and trade (cell): number, means of what is handed on, sums."""
    f = province.firm
    weight = small_weight(f, rows)
    quantities = {name: f.column(name)[rows].astype(float, copy=False) for name in INHERITED} | {
        "number": np.ones(len(weight)),
        "profit": f.profit[rows],
        "sold_at": f.sales[rows] * np.log(f.price[rows]),
        "staff": f.staff_production[rows] + f.staff_technician[rows],
    }
    size, columns = len(province.town) * province.industry_count, tuple(quantities.values())
    sums = dict(zip(quantities, group_sums_of_many(f.cell[rows], columns, weight, size), strict=True))
    number = sums["number"]
    means = {name: sums[name] / np.maximum(number, 1e-12) for name in (*INHERITED, "staff")}
    # the going price is that at which most is sold, not that most firms ask
    means["price"] = np.exp(sums["sold_at"] / np.maximum(sums["sales"], 1e-12))
    return number, means, sums


def small_weight(f, rows: np.ndarray | slice = EVERY_ROW) -> np.ndarray:
    """What each firm of `rows` counts for among the small ones of its town and trade (firms)."""
    return np.where(f.size_class[rows] <= 1, f.weight[rows], 0.0)


def register(province, opened: np.ndarray) -> None:
    """A registrar that asks no fee and no proof of capital still has the work (firms opened, by town)."""
    if law_change(province, "registration") == 0.0:
        return
    for lever, part in province.terms.split("law.registration"):
        measure = measure_of(province, lever)
        cost = measure.options["cost_per_firm"] * opened * part[:, 0]
        province.household.cash += cost
        province.household.income += cost
        spend(province, "registrars", lever, measure.payers, "households", cost)


INHERITED = (  # means of the small firms of its town and trade, the parents
    "customers",
    "capital",
    "base",
    "knowledge",
    "digital",
    "automated",
    "export_mix",
    "processing_mix",
    "sales",
    "wage_factor",
)


def customers_per_firm(province) -> np.ndarray:
    """Customers a firm has on average over those of 2011 (ratio), by industry."""
    f = province.firm
    firms = province.surroundings.total("firms", province.quarter, province.by_cell(np.ones(len(f))))
    now = province.anchor.customers / np.maximum(firms, 1e-12)
    normal = province.anchor.customers_per_firm
    return np.where(normal > 0, now / np.maximum(normal, 1e-12), 1.0)


def entrants(province, uid, where, means, staff_mean, larger: np.ndarray | float = 1.0) -> dict[str, np.ndarray]:
    """Columns of new firms: they resemble the small firms of their trade and town and differ from one another as those
    do."""
    p, draws, quarter = province.parameters.demography, province.draws, province.quarter
    town = where // province.industry_count
    industry = where % province.industry_count
    new = SimpleNamespace(**{name: values[where] for name, values in means.items() if name != "staff"})
    new.cell, new.town, new.industry, new.size_class = where, town, industry, 0
    new.process = p.process_spread * draws.normal("process at start", quarter, uid)
    new.quality = p.quality_spread * draws.normal("quality at start", quarter, uid)
    new.practice = 0.0
    new.vintage = np.full(len(uid), machines_on_offer(province))  # they begin with new machines
    size_of_it(new, staff_mean[where], larger, p, draws, quarter, uid)
    machines_and_productivity_of_it(new, province, uid)
    new.base = new.base - np.where(larger > 1.0, province.parameters.farming.project_gap, 0.0)
    staff_of_it(new, province, staff_mean[where])
    uniform = draws.uniform("ownership", quarter, uid)
    new.ownership = np.where(uniform < p.individual_part, 0, np.where(uniform < 1.0 - p.overseas_part, 1, 2))
    price_of_it(new, province, means["sales"][where])
    new.position_x = draws.normal("position x", quarter, uid)
    new.position_y = draws.normal("position y", quarter, uid)
    banks = province.anchor.banks_of_city
    city = province.town.city[town]
    pick = (draws.uniform("bank", quarter, uid) * banks.shape[1]).astype(np.int64)
    new.bank = banks[city, np.minimum(pick, banks.shape[1] - 1)]
    new.output = new.expected_sales
    new.profitability = p.normal_margin
    new.aware = known_platforms(province, uid)
    shares_of_it(new, province)
    new.size_class = size_class(new.staff_production + new.staff_technician)
    return vars(new)


def size_of_it(new, staff_mean, larger, p, draws, quarter, uid) -> None:
    """Customers, machines, sales of a start-up: a part of its parents' (`larger` times that), with luck of its own,
    the larger the better its kind of business (Lucas 1978), enough for one hand, and no more hands than a small firm
    has (a project of outside owners: a medium one)."""
    by_base = p.size_by_base * p.base_spread
    luck = p.entrant_spread * draws.normal("size at start", quarter, uid) + by_base * draws.normal("base", quarter, uid)
    luck = np.exp(luck - 0.5 * (p.entrant_spread**2 + by_base**2))
    size = larger * np.maximum(p.entrant_size * luck, np.minimum(1.0 / np.maximum(staff_mean, 1e-9), 1.0))
    _, most_of_small, most_of_medium = SIZE_BOUNDS
    size = np.minimum(size, np.where(larger > 1.0, most_of_medium, most_of_small) / np.maximum(staff_mean, 1e-9))
    for name in ("customers", "capital", "sales"):
        setattr(new, name, getattr(new, name) * size)
    new.expected_sales = new.sales / new.price


def machines_and_productivity_of_it(new, province, uid) -> None:
    """Machines (wan yuan, real) and productivity of its kind (log), as they differ among the small firms of 2011.

    Children of the better firms are better, but less so (Galton): what survival selects is not handed on whole, or
    productivity would rise without anybody learning anything. Machines are those usual for its sales in its trade and
    town: were they the parents' own, a few of them with very many would be followed by ever more of the kind. Who makes
    do with fewer machines is the more productive for it.
    """
    p, draws, quarter = province.parameters.demography, province.draws, province.quarter
    machines = p.capital_spread * draws.normal("machines at start", quarter, uid)
    usual = province.anchor.usual_machines[new.town, new.industry]
    new.capital = new.expected_sales * usual * np.exp(machines - 0.5 * p.capital_spread**2)
    usual = province.anchor.usual_base[new.town, new.industry] - p.entrant_gap
    own = p.base_spread * draws.normal("base", quarter, uid)
    new.base = usual + p.inherited * (new.base - usual) + own - province.parameters.produce.capital_share * machines


def staff_of_it(new, province, staff_mean) -> None:
    """Hands (persons) that the expected sales ask for."""
    p, mix = technique(province.parameters), province.anchor.technician_mix[new.industry]
    new.staff_production = staff_mean
    new.staff_technician = new.staff_production * mix
    for _ in range(2):  # economies of scale depend on the staff that is to be found
        able = production_efficiency(new, province.anchor.common_technology, p)
        hands = labour_wanted(new.expected_sales, able, new.capital, p.capital_share, p.technician_weight, mix)
        new.staff_production = hands
        new.staff_technician = new.staff_production * mix
    new.efficiency = production_efficiency(new, province.anchor.common_technology, p)


def price_of_it(new, province, of_parents) -> None:
    """A start-up asks the price of its trade (index) and keeps the markup on its cost that this implies.

    Who would not cover its cost with the least markup does not begin: only those begin who can do with fewer hands.
    `of_parents`: mean sales of the small firms of its place (wan yuan), beyond which nobody begins for want of a hand.
    """
    p, settle = province.parameters.produce, province.parameters.settle
    pay = new.staff_production * province.town.wage_production[new.town]
    pay = pay + new.staff_technician * province.town.wage_technician[new.town]
    registered = np.where(new.ownership == 0, settle.social_small, 1.0)
    pay = pay * new.wage_factor * (1.0 + settle.social_rate * registered)
    inputs = np.asarray(province.given.at("price_inputs", province.quarter), float)
    share = np.broadcast_to(province.anchor.input_share * inputs, province.anchor.input_share.shape)[new.industry]
    most = new.expected_sales * np.maximum(new.price / p.least_markup - share, 0.1 * share)
    fewer = np.minimum(most / np.maximum(pay, 1e-12), 1.0)
    new.efficiency = new.efficiency * fewer ** -(1.0 - p.capital_share)
    new.staff_production, new.staff_technician = new.staff_production * fewer, new.staff_technician * fewer
    new.base -= (1.0 - p.capital_share) * np.log(fewer)
    new.unit_cost = share + pay * fewer / new.expected_sales
    new.markup = np.maximum(new.price / new.unit_cost, p.least_markup)
    new.price = new.markup * new.unit_cost
    # with less than one hand nobody begins
    larger = np.maximum(np.minimum(1.0 / np.maximum(new.staff_production, 1e-9), of_parents / new.sales), 1.0)
    for name in ("staff_production", "staff_technician", "capital", "customers", "sales"):
        setattr(new, name, getattr(new, name) * larger)
    new.staff_production = np.maximum(new.staff_production, 1.0)
    new.expected_sales = new.sales / new.price
    new.capital_ratio = new.capital / new.expected_sales * np.exp(province.parameters.invest.mean_gap)


def shares_of_it(new, province) -> None:
    """Shares of the markets on the first day: most of what its customers will be worth."""
    mixes = (1.0 - new.export_mix - new.processing_mix, new.export_mix, new.processing_mix)
    for index, (segment, mix) in enumerate(zip(SEGMENTS, mixes, strict=True)):
        market = province.anchor.outside_appeal[index] + province.anchor.inside_appeal[index]
        share = np.where(market > 0, 1.0 / np.maximum(market, 1e-12), 0.0)[new.industry] * new.customers * mix
        setattr(new, f"share_{segment}", province.parameters.demography.first_share * share)


def known_platforms(province, uid) -> np.ndarray:
    """Kinds of platform an entrant knows (bits): each with a chance of one in eight, three coins a kind."""
    coins = [province.draws.uniform(f"knows platforms {turn}", province.quarter, uid) for turn in range(3)]
    bits = 1 << len(KINDS_OF_PLATFORM)
    first, second, third = ((coin * bits).astype(np.int64) for coin in coins)
    return first & second & third


def fund_start(province, rows: slice) -> None:
    """Owners, households of the town, pay for the first machines and some cash (wan yuan)."""
    f, p = province.firm, province.parameters.demography
    machines = f.capital[rows]
    cash = p.start_cash * f.sales[rows]
    w = f.weight[rows]
    money = machines + cash
    by_town = np.bincount(f.town[rows], weights=money * w, minlength=len(province.town))
    province.household.cash -= by_town
    province.ledger.pay("start_ups", "households", "firms", by_town.sum())
    f.cash[rows] += cash
    bought = float(w @ machines)
    province.outside.cash[WORLD] += bought
    province.ledger.pay("first_machines", "firms", "world", bought)
