"""What rules count as it happens, by town, for the indicators that measures move first: flows of a quarter.

A tally costs nothing where nothing happens. Stocks are not tallied; they are read from the columns.
"""

from __future__ import annotations

import numpy as np

TALLIES: tuple[str, ...] = (
    "applications",  # of firms for public support
    "defaults",  # firms that closed without paying all their lenders
    "fees_waived",  # wan yuan
    "links_founded",  # firms begun in missing links of a chain
    "partnered",  # firms that have a research partner
    "partnerships",  # begun between firms that do research
    "search_losses",  # wan yuan of sales: what findings that disappoint cost
    "support_leaked",  # wan yuan lost on the way to firms
    "support_on_constraint",  # wan yuan of the old funds, counted by what the town lacks in technology (0-1)
    "support_paid",  # wan yuan that firms received
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
