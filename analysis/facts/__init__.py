"""Stylised facts of industry, measured on a run with the statistic of the study that found them.

    measure(observed)      # {"A1.6": 0.93, ...}: numbers by the ids of scenarios/facts.yaml

Rooms: sizes, demography, productivity, finance, innovation, space; `estimators` are theirs in common.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping

from analysis.facts import demography, finance, innovation, productivity, sizes, space
from analysis.facts.observed import Observed

__all__ = ["IMPLEMENTED", "Observed", "measure"]

IMPLEMENTED: Mapping[str, Callable[[Observed], float]] = {
    name: function
    for room in (sizes, demography, productivity, finance, innovation, space)
    for name, function in room.FACTS.items()
}


def measure(observed: Observed, ids: Iterable[str] | None = None) -> dict[str, float]:
    """Number by id of fact; NaN where this run cannot say (too few firms, nothing that varies)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # empty groups of a small world end as NaN
        return {name: float(IMPLEMENTED[name](observed)) for name in (IMPLEMENTED if ids is None else ids)}
