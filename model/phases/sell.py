"""Phase 10. Markets: demand follows its given path, shares move part of the way to what customers would choose.

Every industry has three markets (domestic, export, processing). Each firm's wanted share is a logit in relative price,
quality, design, brand, certificates and delivery among all sellers and the outside (Anderson, de Palma and Thisse
1992); actual shares adjust partially. Shares of all and of the outside sum to one, so a gain displaces somebody.
"""

from __future__ import annotations

import numpy as np

from model.fields import SEGMENTS
from model.luck import lumps
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
    speciality_brand[np.arange(len(town)), town.speciality] = p.brand_weight * town.brand
    log = -p.price_elasticity * np.log(f.price / of_group(outside_price, f.industry))
    log += p.quality_weight * f.quality + p.design_weight * f.design + p.brand_weight * f.brand
    log += p.delivery_weight * f.delivery + p.standard_weight * f.standard
    log += p.precision_weight * f.automated  # computer-controlled machines work more precisely
    log += of_group(speciality_brand.ravel(), f.cell)
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
    possible = f.inventory * f.price
    filled = np.where(wanted > possible, possible / np.maximum(wanted, 1e-12), 1.0)
    value *= filled
    f.sales = value.sum(axis=0)
    f.inventory = np.maximum(f.inventory - f.sales / f.price, 0.0)
    f.sales_outside = value[1] + value[2]
    return value


def market_price(province, segment: int, inside, outside) -> np.ndarray:
    """Mean price of a market over the outside's (ratio), by industry: logit price index of inside and outside
    sellers."""
    anchor, p = province.anchor, province.parameters.sell
    start = anchor.outside_appeal[segment] + anchor.inside_appeal[segment]
    now = outside + inside
    safe = (start > 0) & (now > 0)
    ratio = np.where(safe, now / np.where(safe, start, 1.0), 1.0)
    return ratio ** (-1.0 / p.price_elasticity)


def own_brand(province) -> None:
    """A firm's own name is built by good and well-designed products sold, and fades (log)."""
    f, p = province.firm, province.parameters.sell
    built = p.brand_building * np.maximum(f.quality + f.design, 0.0) * (f.size_class >= 1)
    f.brand += p.brand_fading / 4 * (built - f.brand)
