"""Phase 9. Output within what machines, staff and technology allow; inputs; cost and price."""

from __future__ import annotations

import numpy as np

from model.phases.hire_and_train import production_efficiency


def produce(province) -> None:
    """Write output, inventory, inputs, unit_cost, price."""
    f, p = province.firm, province.parameters.produce
    able = capacity(
        production_efficiency(province), f.capital, f.staff_production, f.staff_technician, p.capital_share, p.technician_weight
    )
    goal = np.maximum(f.expected_sales * (1.0 + p.inventory_wanted) - f.inventory, 0.0)
    f.output = np.minimum(able, goal)
    f.inventory += f.output
    share = input_share(province)
    f.inputs = f.output * share
    set_prices(province, share)


def capacity(efficiency, capital, production, technicians, capital_share, technician_weight):
    """Output possible (wan yuan, real): Cobb-Douglas in capital and effective staff, technicians counting for more."""
    labour = production + technician_weight * technicians
    return efficiency * np.maximum(capital, 1e-9) ** capital_share * np.maximum(labour, 1e-9) ** (1.0 - capital_share)


def input_share(province) -> np.ndarray:
    """Intermediate inputs a unit of output (wan yuan): the industry's share at today's input prices, less by logistics."""
    f, p = province.firm, province.parameters.produce
    prices = np.asarray(province.given.at("price_inputs", province.quarter), float)
    return (province.anchor.input_share * prices)[f.industry] * (1.0 - p.delivery_saving * f.delivery)


def set_prices(province, share: np.ndarray) -> None:
    """Price moves towards the markup on variable cost at expected sales (index)."""
    f, p = province.firm, province.parameters.produce
    town = province.town
    pay = f.staff_production * town.wage_production[f.town] + f.staff_technician * town.wage_technician[f.town]
    pay = pay * f.wage_factor * (1.0 + province.parameters.settle.social_rate)
    f.unit_cost = share + pay / np.maximum(f.expected_sales, 1e-6)
    wanted = f.markup * f.unit_cost
    f.price *= np.exp(p.price_adjustment * np.log(wanted / f.price))
