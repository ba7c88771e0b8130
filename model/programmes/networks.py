"""Places in the programme of innovative clusters: the label, and for some years a network office that is paid for."""

from __future__ import annotations

import numpy as np

from model.programmes.judging import judged
from model.public_finance import budget_left, measure_of, spend, use_budget

YEARS = 3  # that a network office is paid for


def choose_clusters(province) -> None:
    """Towns apply with the number of their research firms; the best judged get a place."""
    places = new_places(province) if province.terms.acts("cluster_places") else []
    for lever, towns in province.through("network: places", places, []):
        province.town.network_until[towns] = province.quarter + 4 * YEARS
        province.network_levers[lever] = np.union1d(province.network_levers.get(lever, towns), towns)


def new_places(province) -> list[tuple[str, np.ndarray]]:
    """Places of the year by lever: to which towns (rows)."""
    town, quarter, value = province.town, province.quarter, province.terms.value("cluster_places")[:, 0]
    wanted = np.array([float(value.max()) * province.anchor.sample_of_province])
    number = int(province.draws.whole("number of cluster places", quarter, np.zeros(1, np.int64), wanted)[0])
    rows = np.flatnonzero((value > 0) & (town.network_until <= quarter) & province.inside)
    merit = np.log1p(province.by_town((province.firm.research > 0).astype(float))[rows])
    score = judged(province, "cluster places", town.uid[rows], merit, rows)
    order, places, first = rows[np.argsort(-score, kind="stable")], [], 0
    for lever, part in province.terms.split("cluster_places"):
        count = round(number * float(part.max()))
        places.append((lever, np.sort(order[first : first + count])))
        first += count
    return places


def pay_networks(province) -> None:
    """The offices are paid: people of the town who bring firms together (wan yuan)."""
    for lever, towns in sorted(province.network_levers.items()):
        measure = measure_of(province, lever)
        cost = np.zeros(len(province.town))
        cost[towns] = measure.options["network_grant"] / 4 * (province.town.network_until[towns] > province.quarter)
        cost = cost * min(1.0, budget_left(province, lever) / max(float(cost.sum()), 1e-12))
        use_budget(province, lever, float(cost.sum()))
        province.household.cash += cost
        province.household.income += cost
        spend(province, "network_offices", lever, measure.payers, "households", cost, whole=True)
