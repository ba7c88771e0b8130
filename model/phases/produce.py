"""Phase 9. Output within what machines, staff and technology allow; inputs; cost and price."""

from __future__ import annotations

import numpy as np

from model.production_function import capacity, output_planned, production_efficiency
from model.rules import for_all
from model.sums import of_group


def produce(province) -> None:
    """Write output, inventory, inputs, unit_cost, price."""
    f, p = province.firm, province.parameters.produce
    f.efficiency = production_efficiency(f, province.anchor.common_technology, p)
    able = capacity(
        f.efficiency, f.capital, f.staff_production, f.staff_technician, p.capital_share, p.technician_weight
    )
    f.output = np.minimum(able, output_planned(f.expected_sales, f.inventory, p.inventory_wanted, p.inventory_speed))
    f.inventory += f.output
    share = input_share(province)
    f.inputs = f.output * share
    set_prices(province, share)


def input_share(province) -> np.ndarray:
    """Intermediate inputs a unit of output (wan yuan): the industry's share at today's input prices, less by
    logistics."""
    f, p = province.firm, province.parameters.produce
    prices = np.asarray(province.given.at("price_inputs", province.quarter), float)
    return of_group(province.anchor.input_share * prices, f.industry) * (1.0 - p.delivery_saving * f.delivery)


def set_prices(province, share: np.ndarray) -> None:
    """Price moves towards the markup on variable cost at expected sales (index)."""
    f, p = province.firm, province.parameters.produce
    town = province.town
    pay = f.staff_production * of_group(town.wage_production, f.town)
    pay += f.staff_technician * of_group(town.wage_technician, f.town)
    settle = province.parameters.settle
    pay = pay * f.wage_factor * (1.0 + settle.social_rate * np.where(f.ownership == 0, settle.social_small, 1.0))
    f.unit_cost = share + pay / np.maximum(f.expected_sales, 1e-6)
    f.price = price_set(f.price, f.markup * f.unit_cost, p.price_adjustment)


@for_all
def price_set(price, wanted, adjustment):
    """Price of the quarter (index): part of the way, in logs, to the price wanted."""
    return price * np.exp(adjustment * np.log(wanted / price))
