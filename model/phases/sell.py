"""Phase 10. Markets: demand follows its given path, shares move part of the way to what customers would choose.

Every industry has three markets (domestic, export, processing). Each firm's wanted share is a logit in relative price,
quality, design, brand, certificates and delivery among all sellers and the outside (Anderson, de Palma and Thisse
1992); actual shares adjust partially. Shares of all and of the outside sum to one, so a gain displaces somebody.
"""

from __future__ import annotations

import numpy as np

from model.fields import SEGMENTS
from model.luck import lumps
from model.programmes.schemes import covered
from model.programmes.sharing import affordable, cells_of, firms_bear, paid_by_firms, pay_staff_for
from model.programmes.titles import titled
from model.quality_control import inspect_products
from model.rules import for_all
from model.selling.fairs import exhibit
from model.selling.online import sell_online
from model.selling.outlets import domestic_reach, keep_outlets, pay_for_reach
from model.sums import of_group


def sell(province) -> None:
    """Write shares, sales, sales_outside, inventory, customers, brand."""
    exhibit(province)
    sell_online(province)
    keep_outlets(province)
    customers_come_and_go(province)
    inspect_products(province)
    appeal = attractiveness(province)
    reach = domestic_reach(province)
    sold_value = sell_in_markets(province, appeal, reach)
    pay_for_reach(province, reach, sold_value[0])
    own_brand(province)
    province.memo.sold = sold_value


def customers_come_and_go(province) -> None:
    """Luck redistributes customers within an industry, whose number is conserved: closed firms' customers are taken up.

    Growth in proportion to size with entry of small firms gives a Pareto tail near one (Simon 1955; Gabaix 1999); the
    largest take up a little less than their part, or a few of them would have all in the end.
    """
    f, p = province.firm, province.parameters.sell
    scale = p.customer_luck / np.sqrt(p.lumpiness) * p.customer_luck_by_size ** np.arange(4.0)
    luck = lumps(province.draws.uniform("customers", province.quarter, f.uid), p.lumpiness) * of_group(
        scale, f.size_class
    )
    # luck favours no size: its mean is taken off, 1 / (1 - b^2) for a double exponential of scale b
    drift = 1.0 + p.lumpiness * scale * scale / (1.0 - scale * scale)
    f.customers *= np.exp(luck) * of_group(1.0 / (drift if not province.still else np.ones(4)), f.size_class)
    taking = drawn_to(f.customers, p.takeover_exponent)
    by_town = province.many_by_cell(f.customers, taking)
    total = province.surroundings.total("customers", province.quarter, by_town[0])
    taken = province.surroundings.total("customers taken over", province.quarter, by_town[1])
    free = province.anchor.customers - total
    gained = np.where(taken > 0, np.maximum(free, 0.0) / np.maximum(taken, 1e-12), 0.0)
    kept = np.where(total > 0, 1.0 + np.minimum(free, 0.0) / np.maximum(total, 1e-12), 1.0)
    f.customers = f.customers * of_group(kept, f.industry) + of_group(gained, f.industry) * taking


@for_all
def drawn_to(customers, exponent):
    """Weight with which free customers come to a firm: a little less than in proportion to those it has."""
    return np.exp(exponent * np.log(customers))


def attractiveness(province) -> np.ndarray:
    """What a customer sees in a firm's offer, relative to the outside's (ratio, 1 at the outside's price, no
    merits)."""
    f, p, town = province.firm, province.parameters.sell, province.town
    outside_price = np.asarray(province.given.at("price_outside", province.quarter), float)
    speciality_brand = np.zeros((len(town), province.industry_count))
    speciality_brand[np.arange(len(town)), town.speciality] = p.brand_weight * (town.brand + town.mark)
    log = -p.price_elasticity * np.log(f.price / of_group(outside_price, f.industry))
    log += p.quality_weight * f.quality + p.design_weight * f.design + p.brand_weight * f.brand
    log += p.delivery_weight * f.delivery + p.standard_weight * f.standard
    log += p.precision_weight * f.automated  # computer-controlled machines work more precisely
    log += of_group(speciality_brand.ravel(), f.cell)
    log[province.memo.cold_chain] += province.parameters.logistics.cold_appeal
    return np.exp(log)


def wanted_share(appeal, customers, mix, outside_appeal, total_appeal):
    """Share of a market a firm would have if all customers chose anew (share)."""
    return appeal * customers * mix / (outside_appeal + total_appeal)


def sell_in_markets(province, appeal: np.ndarray, reach: np.ndarray | None = None) -> np.ndarray:
    """Adjust the shares and sell what is demanded and in stock; returns sales by segment, shape (segments, firms)."""
    f, p, quarter = province.firm, province.parameters.sell, province.quarter
    anchor = province.anchor
    pull = appeal * f.customers
    mixes = (1.0 - f.export_mix - f.processing_mix, f.export_mix, f.processing_mix)
    certificates = np.exp(p.certificate_weight * f.certified.astype(float))  # of a single it would have seven digits
    certificates[less_sampled(province)] *= np.exp(p.sampling_weight)
    value = np.empty((len(SEGMENTS), len(f)))
    for index, segment in enumerate(SEGMENTS):
        weight = pull * mixes[index]
        if segment != "domestic":
            weight = weight * certificates
        elif reach is not None:
            weight = weight * np.exp(reach)
        by_town = province.by_cell(weight)
        inside = province.surroundings.total(f"appeal, {segment}", quarter, by_town)
        outside = anchor.outside_appeal[index]
        per_weight = np.where(outside + inside > 0, 1.0 / np.maximum(outside + inside, 1e-12), 0.0)
        share = getattr(f, f"share_{segment}")
        share += p.share_adjustment * (weight * of_group(per_weight, f.industry) - share)
        path = np.asarray(province.given.at(f"demand_{segment}", quarter), float)
        # the market as a whole answers to the mean price of what it is offered
        level = market_price(province, index, inside, outside)
        demand = anchor.demand[index] * path * level ** (1.0 - p.market_elasticity)
        value[index] = share * of_group(demand, f.industry)
    wanted = value.sum(axis=0)
    f.expected_sales = learnt_from_orders(
        f.expected_sales, wanted / f.price, province.parameters.expectations.adjustment
    )
    possible = f.inventory * f.price
    filled = np.where(wanted > possible, possible / np.maximum(wanted, 1e-12), 1.0)
    value *= filled
    f.sales = value.sum(axis=0)
    f.inventory = np.maximum(f.inventory - f.sales / f.price, 0.0)
    f.sales_outside = value[1] + value[2]
    farms = np.flatnonzero(f.industry == province.anchor.farm_industry)
    province.memo.tallies.add_rows("farm_sales", f.town[farms], f.sales[farms] * f.weight[farms])
    return value


@for_all
def learnt_from_orders(expected, ordered, adjustment):
    """Real sales expected from now on (wan yuan, real): adaptive (Nerlove 1958, Quarterly Journal of Economics 72).

    What was ordered counts, not what was in stock: a firm that could not deliver would otherwise plan to deliver as
    little again.
    """
    return expected + adjustment * (ordered - expected)


def market_price(province, segment: int, inside, outside) -> np.ndarray:
    """Mean price of a market over the outside's (ratio), by industry: logit price index of inside and outside
    sellers."""
    anchor, p = province.anchor, province.parameters.sell
    start = anchor.outside_appeal[segment] + anchor.inside_appeal[segment]
    now = outside + inside
    safe = (start > 0) & (now > 0)
    ratio = np.where(safe, now / np.where(safe, start, 1.0), 1.0)
    return ratio ** (-1.0 / p.price_elasticity)


def less_sampled(province) -> np.ndarray:
    """Rows of leading exporters whose goods are sampled less often, being of class one in inspection.

    Helped are large and medium firms (lasting luck); class one becomes whose product is better than the trade's mean.
    """
    if not province.terms.acts("class_one"):
        return np.zeros(0, np.int64)
    f = province.firm
    rows = np.flatnonzero((f.export_mix + f.processing_mix > 0) & (f.quality > 0))
    helped = province.terms.firms("class_one", f.town[rows], f.size_class[rows])
    rows = rows[province.draws.occurs("helped to class one", 0, f.uid[rows], helped)]
    cost = province.parameters.sell.cost_of_class_one / 4
    allowed = affordable(province, "class_one", cells_of(province, rows, cost))[f.town[rows], f.size_class[rows]]
    rows = rows[province.draws.uniform("money: class_one", 0, f.uid[rows]) < allowed]
    rows = province.through("class_one: firms", rows, rows[:0])
    firms_bear(province, rows, cost * paid_by_firms(province, "class_one")[f.town[rows], f.size_class[rows]])
    pay_staff_for(province, "class_one", cells_of(province, rows, cost))
    return rows


def own_brand(province) -> None:
    """A firm's own name is built by good and well-designed products sold, and fades (log)."""
    f, p = province.firm, province.parameters.sell
    built = p.brand_building * np.maximum(f.quality + f.design, 0.0) * (f.size_class >= 1)
    f.brand += p.brand_fading / 4 * (built - f.brand)
    rows = titled(province)
    f.brand[rows] += p.brand_fading / 4 * province.parameters.marks.title_worth * covered(f, rows)
