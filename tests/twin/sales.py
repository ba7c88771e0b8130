"""Customers, what they see in a firm's offer, and what they buy of it."""

from __future__ import annotations

from math import exp, log

from tests.twin.firm import SMALL
from tests.twin.replay import SEGMENTS


def sell(firm, news) -> None:
    """Customers come and go, shares of the markets adjust, what is demanded and in stock is sold, the name is built."""
    customers_come_and_go(firm, news)
    adjust_shares(firm, appeal_of(firm, news), news)
    sell_from_stock(firm, news)
    build_brand(firm, news)


def lump(luck: float, chance: float) -> float:
    """Luck that strikes with this chance and is then double-exponential of unit scale, cut at six scales."""
    centred = luck - 0.5
    size = min(max(log(chance) - log(1 - 2 * abs(centred)), 0.0), 6.0)
    return size if centred > 0 else -size


def customers_come_and_go(firm, news) -> None:
    """Luck in proportion to size, its mean taken off; then customers of the trade without a firm are taken up, or those
    too many given up."""
    p, trade = news.parameters.sell, firm.industry
    scale = p.customer_luck / p.lumpiness**0.5 * p.customer_luck_by_size**firm.size_class
    mean = 1 + p.lumpiness * scale**2 / (1 - scale**2)
    firm.customers *= exp(scale * lump(news.luck("customers", firm), p.lumpiness)) / mean
    total = news.totals["customers"][trade]
    free = news.anchor.customers[trade] - total
    if free > 0:
        firm.customers += free * firm.customers**p.takeover_exponent / news.totals["customers taken over"][trade]
    else:
        firm.customers *= 1 + free / total


def appeal_of(firm, news) -> float:
    """What a customer sees in the offer (ratio to the outside's): price, merits, name."""
    p, town = news.parameters.sell, news.town(firm)
    merits = p.quality_weight * firm.quality + p.design_weight * firm.design + p.brand_weight * firm.brand
    merits += p.precision_weight * firm.automated
    merits += float(p.delivery_weight * firm.delivery + p.standard_weight * firm.standard)
    if firm.industry == town.speciality:
        merits += p.brand_weight * town.brand
    outside = news.series["price_outside"][firm.industry]
    return (firm.price / outside) ** -p.price_elasticity * exp(merits)


def customer_mix(firm) -> dict[str, float]:
    """Share of the firm's customers by market."""
    return {
        "domestic": float(1 - firm.export_mix - firm.processing_mix),
        "export": float(firm.export_mix),
        "processing": float(firm.processing_mix),
    }


def adjust_shares(firm, appeal: float, news) -> None:
    """Shares of the markets move to what customers would choose anew; certificates count abroad."""
    p, mix = news.parameters.sell, customer_mix(firm)
    for place, market in enumerate(SEGMENTS):
        weight = appeal * firm.customers * mix[market]
        if market != "domestic":
            weight *= exp(p.certificate_weight * float(firm.certified))
        everybody = news.anchor.outside_appeal[place][firm.industry] + news.totals[f"appeal, {market}"][firm.industry]
        wanted = weight / everybody if everybody > 0 else 0.0
        share = getattr(firm, f"share_{market}")
        setattr(firm, f"share_{market}", share + p.share_adjustment * (wanted - share))


def demand(place: int, market: str, trade: int, news) -> float:
    """What a market buys (wan yuan a quarter): its path, answering to the mean price of what it is offered."""
    p, anchor = news.parameters.sell, news.anchor
    outside = anchor.outside_appeal[place][trade]
    now, then = outside + news.totals[f"appeal, {market}"][trade], outside + anchor.inside_appeal[place][trade]
    level = (now / then) ** (-1 / p.price_elasticity) if now > 0 and then > 0 else 1.0
    return anchor.demand[place][trade] * news.series[f"demand_{market}"][trade] * level ** (1 - p.market_elasticity)


def sell_from_stock(firm, news) -> None:
    """Sales (wan yuan) by market: the share of what is demanded, all cut alike where the stock falls short. What was
    ordered moves what the firm expects."""
    wanted = [
        getattr(firm, f"share_{market}") * demand(place, market, firm.industry, news)
        for place, market in enumerate(SEGMENTS)
    ]
    ordered = sum(wanted) / firm.price  # real
    firm.expected_sales += news.parameters.expectations.adjustment * (ordered - firm.expected_sales)
    in_stock = firm.inventory * firm.price
    filled = in_stock / sum(wanted) if sum(wanted) > in_stock else 1.0
    home, abroad, processing = (value * filled for value in wanted)
    firm.sales = home + abroad + processing
    firm.inventory = max(firm.inventory - firm.sales / firm.price, 0.0)
    firm.sales_outside = abroad + processing
    firm.sold_at_home = home


def build_brand(firm, news) -> None:
    """A name is built by good and well-designed products, not by micro firms, and fades (log)."""
    p = news.parameters.sell
    built = p.brand_building * max(firm.quality + firm.design, 0.0) if firm.size_class >= SMALL else 0.0
    firm.brand += p.brand_fading / 4 * (built - firm.brand)
