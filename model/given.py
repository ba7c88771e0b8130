"""What the economy is given from outside: facts of the start, assumptions, series by date. Plain arrays, no reading.

The readers in `scenarios` fill it; the model never opens a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Given:
    """Everything exogenous. Arrays are read-only by convention and shared between runs.

    `industries`, `towns`, `cities`, `universities`, `platforms`: tables as dicts of equally long arrays
    (strings as tuples). `assumptions`: number by id. `parameters`: number by id (behaviour). `series`: values by
    quarter from `first_quarter` on (year * 4 + quarter - 1), shape (quarters,) or (quarters, industries).
    """

    name: str
    key: str  # sha256 of the data read
    industries: Mapping[str, Any]
    cities: Mapping[str, Any]
    towns: Mapping[str, Any]
    universities: Mapping[str, Any]
    assumptions: Mapping[str, float]
    parameters: Mapping[str, float]
    first_quarter: int
    series: Mapping[str, np.ndarray]
    small: bool = False  # the small world: no provincial totals to rake to
    notes: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def at(self, name: str, quarter: int):
        """Value of a series in a quarter; beyond its ends the nearest value. Raises KeyError for an unknown series."""
        values = self.series[name]
        return values[min(max(quarter - self.first_quarter, 0), len(values) - 1)]

    def constant(self, quarter: int) -> Given:
        """The same with every series frozen at `quarter`: the constant environment of the steady-state tests."""
        frozen = {name: np.asarray(self.at(name, quarter))[None] for name in self.series}
        return replace(self, key=self.key + f"|constant@{quarter}", series=frozen, first_quarter=quarter)
