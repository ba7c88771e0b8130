"""Land that measures service: reserves ahead of need, a fast lane, private parks where the price covers the cost."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from model.programmes.costs import affordable_part
from model.programmes.facilities import note_use
from model.programmes.offers import buy_locally
from model.public_finance import measure_of


def release_land(province) -> None:
    """Land serviced under measures this quarter joins the towns' (hectares); how full science parks are is noted."""
    town = province.town
    added = serviced(province, "land_reserve", reserve) + serviced(province, "land_fast_lane", faster)
    town.land += added + serviced(province, "private_parks", private)
    note_use(province, "science_park", np.minimum(town.land_used / np.maximum(town.land, 1e-9), 1.0))


def serviced(province, term: str, rule: Callable[..., np.ndarray]) -> np.ndarray:
    """Hectares by town that the levers under a term service within their money, which is paid; `rule(province, value,
    measure)` says how many are wanted a quarter."""
    none = np.zeros(len(province.town))
    if not province.terms.acts(term):
        return none
    mediator = province.terms.declared[term].mediator
    total, bills = province.through(f"{mediator}: serviced", plots(province, term, rule), (none, []))
    for lever, cost in bills:
        buy_locally(province, lever, cost)
    return total


def plots(province, term: str, rule) -> tuple[np.ndarray, list[tuple[str, np.ndarray]]]:
    """Hectares by town wanted and affordable, and what each lever pays for them by town (wan yuan)."""
    total, bills = np.zeros(len(province.town)), []
    value = province.terms.value(term)[:, 0] * province.inside
    for lever, part in province.terms.split(term):
        measure = measure_of(province, lever)
        hectares = rule(province, value, measure) * part[:, 0]
        cost = hectares * measure.options["cost_per_hectare"] + measure.options["staff_cost"] / 4 * (part[:, 0] > 0)
        factor = affordable_part(province, lever, float(cost.sum()))
        total += hectares * factor
        bills.append((lever, cost * factor))
    return total, bills


def reserve(province, value: np.ndarray, measure) -> np.ndarray:
    """Hectares a quarter that bring serviced land up to the reserve wanted beyond what is in use."""
    town = province.town
    lacking = np.maximum(town.land_used * (1.0 + value) - town.land, 0.0)
    return province.parameters.land.reserve_pace / 4 * lacking


def faster(province, value: np.ndarray, measure) -> np.ndarray:
    """Hectares a quarter by which a shortage is made good faster than usual."""
    return value * usual_release(province)


def usual_release(province) -> np.ndarray:
    """Hectares a quarter that towns service as land runs short, by the rule of 2011."""
    town, p = province.town, province.parameters.demography
    return p.land_release / 4 * np.maximum(town.land_used - 0.95 * town.land, 0.0)


def private(province, value: np.ndarray, measure) -> np.ndarray:
    """Hectares a quarter that private developers service: none where the price does not cover their part of the cost,
    at most what the plan leaves them."""
    town, p = province.town, province.parameters.land
    own = dict(measure.payers)["society"] * measure.options["cost_per_hectare"]
    worth = np.maximum(np.log(np.maximum(town.land_price, 1e-9) / own), 0.0)
    return np.minimum(value, p.private_pace * worth) / 4 * town.land
