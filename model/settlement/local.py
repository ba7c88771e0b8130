"""Local producers: services, other industry and farms of a town that are not simulated firm by firm."""

from __future__ import annotations

import numpy as np

from model.fields import SKILLS
from model.programmes.facilities import note_use, used
from model.public_finance import collect
from model.settlement.goods import REST, WORLD, credit_local


def settle_local_producers(province) -> None:
    """Outside orders come in; inputs, taxes and incomes go out; value added and jobs follow (wan yuan, persons).

    What they take in a quarter they pay out, so their deposits stay as they are.
    """
    town, p, ledger, memo = province.town, province.parameters.local, province.ledger, province.memo
    path = float(province.given.at("gdp_rest", province.quarter))
    orders = {name: getattr(town, f"orders_{name}") * path for name in ("services", "other", "agriculture")}
    orders["services"] = orders["services"] + outsourced(province)
    bought = orders["services"] + orders["other"] + orders["agriculture"]
    credit_local(province, bought)
    total = float(bought.sum())
    province.outside.cash[REST] -= p.orders_from_rest * total
    province.outside.cash[WORLD] -= (1.0 - p.orders_from_rest) * total
    ledger.pay("local_orders.rest", "rest_of_province", "local_producers", p.orders_from_rest * total)
    ledger.pay("local_orders.world", "world", "local_producers", (1.0 - p.orders_from_rest) * total)

    revenue = memo.local_revenue
    other = memo.local_other + orders["other"]
    farms = memo.local_farms + orders["agriculture"]
    services = revenue - other - farms
    town.va_services = p.services_ratio * services
    town.va_other_industry = p.other_ratio * other
    town.va_agriculture = p.agriculture_ratio * farms
    value = town.va_services + town.va_other_industry + town.va_agriculture

    inputs = revenue - value
    town.local_deposits -= inputs
    province.outside.cash[REST] += 0.5 * inputs.sum()
    province.outside.cash[WORLD] += 0.5 * inputs.sum()
    ledger.pay("local_inputs.rest", "local_producers", "rest_of_province", 0.5 * inputs.sum())
    ledger.pay("local_inputs.world", "local_producers", "world", 0.5 * inputs.sum())
    taxes = p.tax_rate * value
    town.local_deposits -= taxes
    collect(province, "local_taxes", "local", "local_producers", taxes)
    incomes = value - taxes
    town.local_deposits -= incomes
    province.household.cash += incomes
    province.household.income += incomes
    ledger.pay("local_incomes", "local_producers", "households", incomes.sum())
    local_jobs(province, value)


def outsourced(province) -> np.ndarray:
    """Orders from outside for the outsourcing bases (wan yuan, by town): as many as they have seats filled.

    Seats are filled as people are trained, and stay empty in part where technicians are hardly to be had.
    """
    p = province.parameters.facilities
    if "outsourcing" in province.facilities:
        note_use(province, "outsourcing", np.clip(province.town.slack_technician / p.seat_slack, 0.0, 1.0))
    return p.seat_orders / 4 * used(province, "outsourcing")


def local_jobs(province, value: np.ndarray) -> None:
    """Jobs of the local blocks (persons): in proportion to value added at the wages of 2011."""
    town, given = province.town, province.given
    for index, skill in enumerate(SKILLS):
        wage = float(given.at(f"wage_outside_{skill}", province.quarter)) / province.anchor.wage_outside[index]
        setattr(town, f"jobs_local_{skill}", getattr(town, f"jobs_per_local_{skill}") * value / wage)
