"""Phase 9. Output within what machines, staff and technology allow; inputs; cost and price."""

from __future__ import annotations

import numpy as np

from model.fields import OWNERSHIPS
from model.production import Pay, Trade, Works, make_and_price, technique


def produce(province) -> None:
    """Write efficiency, output, inventory, inputs, unit_cost, price."""
    anchor, town = province.anchor, province.town
    prices = np.asarray(province.given.at("price_inputs", province.quarter), float)
    trade = Trade(anchor.common_technology, anchor.input_share * prices, anchor.technician_mix, going_price(province))
    pay = Pay(town.wage_production, town.wage_technician, contributions(province.parameters.settle))
    make_and_price(province.firm.columns(Works), technique(province.parameters), trade, pay, province.memo.stock_saved)


def going_price(province) -> np.ndarray:
    """Price asked in an industry (index): by the province's sellers last quarter, value over volume, and by the
    outside, each by its part of the markets in 2011."""
    f = province.firm
    sold = province.many_by_cell(f.sales, f.sales / f.price).transpose(1, 0, 2)  # by town first
    value, volume = province.surroundings.total("going price", province.quarter, sold)
    outside = np.asarray(province.given.at("price_outside", province.quarter), float)
    here = np.where(volume > 0, value / np.maximum(volume, 1e-12), outside)
    return outside * (here / outside) ** province.parameters.sell.inside_share


def contributions(p) -> np.ndarray:
    """Social contributions over pay by ownership (share): individual businesses register only a part."""
    return p.social_rate * np.where(np.arange(len(OWNERSHIPS)) == 0, p.social_small, 1.0)
