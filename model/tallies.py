"""What rules count as it happens, by town, for the indicators that measures move first: flows of a quarter.

A tally costs nothing where nothing happens. Stocks are not tallied; they are read from the columns.
"""

from __future__ import annotations

import numpy as np

TALLIES: tuple[str, ...] = (
    "defaults",  # firms that closed without paying all their lenders
    "guarantee_fees",  # wan yuan that firms pay for guarantees, less what is paid for them
    "circle_calls",  # wan yuan that members of circles pay for one that failed
    "loans_equity_pledge",  # wan yuan outstanding on pledged shares
    "loans_rights_pledge",  # wan yuan outstanding on pledged patents
    "loans_unsecured",  # wan yuan outstanding on lines without collateral
    "firms_rated",  # technology firms rated
    "firms_in_database",  # firms that stand in the finance database
    "firms_listed",  # firms whose shares are listed
    "income_tax",  # wan yuan of income tax that firms pay
    "tax_by_small_rules",  # individual businesses taxed on half the base
    "duty_saved",  # wan yuan that platforms save on instruments free of duty
    "investment",  # wan yuan that firms pay for machines and software, without tax that nobody gets back
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
