"""Density and distance (rows A3.10, A3.11)."""

from __future__ import annotations

import numpy as np

from analysis.facts.estimators import slope
from analysis.facts.observed import Observed, columns


def density(observed: Observed) -> np.ndarray:
    """Log of persons employed per km2 by town, mean of the last two years."""
    towns = observed.towns[observed.towns["quarter"] >= 4 * (observed.last_year - 1)]
    size = int(towns["town"].max()) + 1
    people = np.bincount(towns["town"], towns["employment"], size) / np.maximum(np.bincount(towns["town"]), 1)
    return np.log(np.maximum(people, 1e-9) / observed.area_of_town())


def on_density(outcome: str):
    """Elasticity of TFP or pay a head of firms above scale to employment density; industry and year effects."""

    def elasticity(observed: Observed) -> float:
        table = observed.surveyed()
        town, weight, industry, year = columns(table, "town", "weight", "industry", "year")
        values = table["tfp"].to_numpy() if outcome == "tfp" else np.log(table["wages"] / table["staff"]).to_numpy()
        return slope(values, density(observed)[town], weight, year * 1000 + industry)

    return elasticity


def half_distance(observed: Observed) -> float:
    """Distance (km) at which reach halves: read from the parameter, since nothing else makes it."""
    return float(observed.parameters["spill.half_distance"])


FACTS = {
    "A3.10.1": on_density("tfp"),
    "A3.10.2": on_density("wage"),
    "A3.11": half_distance,
}
