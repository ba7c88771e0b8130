"""New firms: they arrive where business is good and start-up is cheap, resemble their parents and start small."""

from __future__ import annotations

import numpy as np

from model.fields import KINDS_OF_PLATFORM
from model.settlement.goods import WORLD
from model.sums import group_sums_of_many

ORDINALS = 12  # bits of an identity that count the entrants of one cell in one quarter
MOST_ROOM = 1.5  # customers per firm over 2011's beyond which no more newcomers are drawn in: founders are few


def birth_rate(profit, normal, room, p):
    """Births a quarter per parent (share): elastic to expected profit and to customers per firm against 2011's."""
    drawn_in = np.minimum(room, MOST_ROOM) ** p.births_room
    return p.births / 4 * np.exp(p.births_profit * np.clip(profit - normal, -0.2, 0.2)) * drawn_in


def open_firms(province) -> np.ndarray:
    """Add this quarter's entrants; returns their number by town (firms)."""
    f, p, quarter = province.firm, province.parameters.demography, province.quarter
    towns, industries = len(province.town), province.industry_count
    size = towns * industries
    parents = np.where(f.size_class <= 1, f.weight, 0.0)
    quantities = {name: f.column(name).astype(float, copy=False) for name in INHERITED} | {
        "number": np.ones(len(f)),
        "profit": f.profit,
        "staff": f.staff_production + f.staff_technician,
    }
    sums = dict(zip(quantities, group_sums_of_many(f.cell, tuple(quantities.values()), parents, size), strict=True))
    number, sales = sums["number"], sums["sales"]
    profit = np.where(sales > 0, sums["profit"] / np.maximum(sales, 1e-12), 0.0)
    per_firm = customers_per_firm(province)
    room = np.tile(per_firm, towns)
    land = np.maximum(province.town.land_price / np.maximum(province.anchor.land_price, 1e-9), 0.2)
    ease = (province.town.speed * land**-p.births_land).repeat(industries)
    rate = birth_rate(profit, p.normal_margin, room, p) * ease
    unit = province.anchor.entrant_weight.repeat(industries)
    expected = number * rate * np.tile(province.anchor.births_scale, towns) / unit
    if province.still:
        return np.zeros(towns)
    count = province.draws.whole("enters", quarter, np.arange(size), expected).astype(np.int64)
    count = np.minimum(count, (1 << ORDINALS) - 1)
    count[~province.inside.repeat(industries)] = 0
    total = int(count.sum())
    if total == 0:
        return np.zeros(towns)
    where = np.repeat(np.arange(size), count)
    ordinal = np.arange(total) - np.repeat(np.cumsum(count) - count, count)
    uid = (np.int64(quarter) << 32) + (where.astype(np.int64) << ORDINALS) + ordinal
    means = {name: sums[name] / np.maximum(number, 1e-12) for name in INHERITED}
    new = entrants(province, uid, where, means, sums["staff"] / np.maximum(number, 1e-12))
    f.append(total, uid=uid, weight=unit[where], cohort=quarter, **new)
    fund_start(province, slice(len(f) - total, len(f)))
    return np.bincount(where // industries, minlength=towns) * province.anchor.entrant_weight


INHERITED = (
    "customers",
    "capital",
    "capital_ratio",
    "markup",
    "base",
    "knowledge",
    "digital",
    "automated",
    "export_mix",
    "processing_mix",
    "price",
    "unit_cost",
    "vintage",
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


def entrants(province, uid, where, means, staff_mean) -> dict[str, np.ndarray]:
    """Columns of new firms: the means of small firms of the same trade and town, with differences of their own."""
    p, draws, quarter = province.parameters.demography, province.draws, province.quarter
    town = where // province.industry_count
    industry = where % province.industry_count
    size = p.entrant_size * np.exp(
        p.entrant_spread * draws.normal("size at start", quarter, uid) - 0.5 * p.entrant_spread**2
    )
    staff = np.maximum(size * staff_mean[where], 1.0)
    size = staff / np.maximum(staff_mean[where], 1e-9)
    mix = province.anchor.technician_mix[industry]
    columns = {name: means[name][where] for name in INHERITED}
    for name in ("customers", "capital", "sales"):
        columns[name] = columns[name] * size
    # children of the better firms are better, but regress to the mean of the trade (Galton): what survival selects is
    # not handed on whole, or productivity would rise without anybody learning anything
    usual = province.anchor.usual_base[industry]
    columns["base"] = (
        usual + p.inherited * (columns["base"] - usual) + p.base_spread * draws.normal("base", quarter, uid)
    )
    uniform = draws.uniform("ownership", quarter, uid)
    columns["ownership"] = np.where(uniform < p.individual_part, 0, np.where(uniform < 1.0 - p.overseas_part, 1, 2))
    columns["cell"] = where
    columns["town"] = town
    columns["industry"] = industry
    columns["size_class"] = 0
    columns["staff_production"] = staff / (1.0 + mix)
    columns["staff_technician"] = staff - columns["staff_production"]
    columns["process"] = p.process_spread * draws.normal("process at start", quarter, uid)
    columns["quality"] = p.quality_spread * draws.normal("quality at start", quarter, uid)
    columns["position_x"] = draws.normal("position x", quarter, uid)
    columns["position_y"] = draws.normal("position y", quarter, uid)
    banks = province.anchor.banks_of_city
    city = province.town.city[town]
    pick = (draws.uniform("bank", quarter, uid) * banks.shape[1]).astype(np.int64)
    columns["bank"] = banks[city, np.minimum(pick, banks.shape[1] - 1)]
    columns["expected_sales"] = columns["sales"] / columns["price"]
    columns["output"] = columns["expected_sales"]
    columns["profitability"] = p.normal_margin
    columns["aware"] = known_platforms(province, uid)
    for index, segment in enumerate(("domestic", "export", "processing")):
        mixes = (
            1.0 - columns["export_mix"] - columns["processing_mix"],
            columns["export_mix"],
            columns["processing_mix"],
        )
        market = province.anchor.outside_appeal[index] + province.anchor.inside_appeal[index]
        share = columns["customers"] * mixes[index] / np.maximum(market[industry], 1e-12)
        columns[f"share_{segment}"] = p.first_share * np.where(market[industry] > 0, share, 0.0)
    return columns


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
