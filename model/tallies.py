"""What rules count as it happens, by town, for the indicators that measures move first: flows of a quarter.

A tally costs nothing where nothing happens. Stocks are not tallied; they are read from the columns.
"""

from __future__ import annotations

import numpy as np

TALLIES: tuple[str, ...] = (
    "defaults",  # firms that closed without paying all their lenders
)


class Tallies:
    """Sums of the quarter by name and town, shape (towns,)."""

    def __init__(self, towns: int):
        self.towns = towns
        self.sums: dict[str, np.ndarray] = {}

    def add(self, name: str, by_town: np.ndarray) -> None:
        """Add to a declared tally, by town."""
        if name not in TALLIES:
            raise KeyError(f"no tally {name!r} is declared")
        self.sums[name] = self.sums.get(name, np.zeros(self.towns)) + by_town

    def add_rows(self, name: str, town: np.ndarray, values: np.ndarray) -> None:
        """Add values that stand at towns (index), weighted by the caller."""
        self.add(name, np.bincount(town, weights=values, minlength=self.towns))

    def by_town(self) -> dict[str, np.ndarray]:
        """Every declared tally, zero where nothing was counted."""
        return {name: self.sums.get(name, np.zeros(self.towns)) for name in TALLIES}
