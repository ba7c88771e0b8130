"""What a part of the province takes from the rest of it.

Totals that link towns (markets, customers, wages, knowledge) are formed by town first and pass through here. A run of
the whole province sums them, and can record them. A run of chosen towns adds its own to what the others contributed,
quarter by quarter, in a recorded baseline run: its surroundings are held fixed.
"""

from __future__ import annotations

import numpy as np

TOWN_COLUMNS = (
    "wage_production",
    "wage_technician",
    "wage_research",
    "slack_production",
    "slack_technician",
    "slack_research",
    "unfilled_production",
    "unfilled_technician",
    "unfilled_research",
    "residents",
    "housing",
    "force_production",
    "force_technician",
    "force_research",
    "designated",
    "spill_knowledge",
    "output_year",
    "output_reported",
    "score",
)


class Surroundings:
    """Sums over towns, shape (towns, ...) -> (...).

    `inside` (bool by town) are the towns chosen. `record=True` keeps what the others contribute in a run of the whole
    province; `fixed` (such a record) holds them at it. Raises KeyError when the record lacks a quarter or a name.
    """

    def __init__(self, towns: int, record: bool = False, fixed: dict | None = None, inside: np.ndarray | None = None):
        self.recorded: dict[str, np.ndarray] | None = {} if record else None
        self.fixed = fixed
        self.inside = np.ones(towns, bool) if inside is None else inside
        self.chosen = np.flatnonzero(self.inside)

    def total(self, name: str, quarter: int, by_town: np.ndarray) -> np.ndarray:
        """Sum over all towns of the province of a quantity given by town."""
        if self.recorded is not None:
            self.recorded[f"{name}@{quarter}"] = by_town[~self.inside].sum(axis=0)
        if self.fixed is None:
            return by_town.sum(axis=0)
        return self.fixed[f"{name}@{quarter}"] + by_town[self.chosen].sum(axis=0)

    def by_town(self, name: str, quarter: int, by_town: np.ndarray) -> np.ndarray:
        """The quantity itself for all towns: simulated ones as they are, the others as recorded."""
        if self.recorded is not None:
            self.recorded[f"{name}@{quarter}"] = by_town.copy()
        if self.fixed is None:
            return by_town
        everybody = self.fixed[f"{name}@{quarter}"].copy()
        everybody[self.chosen] = by_town[self.chosen]
        return everybody

    def close_quarter(self, quarter: int, town) -> None:
        """Keep the towns' observable columns, or set those of the towns outside to the record."""
        if self.recorded is not None:
            for name in TOWN_COLUMNS:
                self.recorded[f"town.{name}@{quarter}"] = getattr(town, name).copy()
        if self.fixed is not None:
            for name in TOWN_COLUMNS:
                column = getattr(town, name)
                own = column[self.chosen]
                column[:] = self.fixed[f"town.{name}@{quarter}"]
                column[self.chosen] = own
