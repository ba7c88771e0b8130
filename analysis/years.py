"""Quarters into calendar years: flows summed, rates averaged, levels of the last quarter, ratios of sums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from model.quarter import parse_quarter

RATIOS = {  # indicator -> (numerator, denominator, scope of the denominator or None for the same, factor)
    "gdp_share": ("gdp", "gdp", "province", 1.0),
    "rd_intensity": ("research_spending", "gdp", None, 1.0),
    "rd_staff_per_10k": ("research_staff", "residents", None, 1e4),
}
FLOWS = frozenset(
    {
        "gdp",
        "gdp_real",
        "patents_granted",
        "patents_invention",
        "output_gross",
        "value_added_firms",
        "exports",
        "research_spending",
        "research_reported",
        "guarantee_calls",
    }
)
RATES = frozenset({"defaults", "exit_rate", "entry_rate", "wage_mean"})  # mean of the year's quarters
COMPLETE = 4

Table = Mapping[str, Any]  # equally long columns by name


def quarter_codes(quarters: Any) -> np.ndarray:
    """Quarters written `2013Q1` or as whole numbers, as whole numbers."""
    values = np.asarray(quarters)
    if values.dtype.kind in "iu":
        return values.astype(np.int64)
    names, back = np.unique(values.astype(str), return_inverse=True)
    return (
        np.array([parse_quarter(str(name)) for name in names], np.int64)[back] if len(names) else np.zeros(0, np.int64)
    )


class Yearly:
    """Yearly values of a province table, None where the year is not complete; `base`: the year before the run."""

    def __init__(self, province: Table, base: Table | None = None):
        self.base: dict[tuple[str, str], float] = {}
        if base is not None:
            rows = zip(base["indicator"], base["scope"], base["value"], strict=True)
            self.base = {(str(indicator), str(scope)): float(value) for indicator, scope, value in rows}
        self.cells: dict[tuple[str, str, int], dict[int, float]] = {}
        codes = quarter_codes(province["quarter"])
        rows = zip(codes, province["indicator"], province["scope"], province["value"], strict=True)
        for quarter, indicator, scope, value in rows:
            cell = self.cells.setdefault((str(indicator), str(scope), int(quarter) // 4), {})
            cell[int(quarter) % 4] = float(value)

    def value(self, indicator: str, scope: str, year: int) -> float | None:
        if indicator in RATIOS and RATIOS[indicator][0] in FLOWS:
            found = self._ratio(indicator, scope, year)
            if found is not None:
                return found
        cell = self.cells.get((indicator, scope, year))
        if not cell:
            return None
        if indicator in FLOWS:
            return sum(cell[quarter] for quarter in sorted(cell)) if len(cell) == COMPLETE else None
        if indicator in RATES:
            return sum(cell[quarter] for quarter in sorted(cell)) / COMPLETE if len(cell) == COMPLETE else None
        return cell.get(3)

    def base_value(self, indicator: str, scope: str) -> float | None:
        """Value of the year before the run."""
        return self.base.get((indicator, scope))

    def parts(self, indicator: str, scope: str, year: int) -> tuple[float, float] | None:
        """Numerator and denominator of a ratio, over the year."""
        above, below, other, factor = RATIOS[indicator]
        numerator = self.value(above, scope, year)
        denominator = self.value(below, other or scope, year)
        if numerator is None or denominator is None:
            return None
        return numerator * factor, denominator

    def _ratio(self, indicator: str, scope: str, year: int) -> float | None:
        parts = self.parts(indicator, scope, year)
        return None if parts is None or parts[1] == 0 else parts[0] / parts[1]

    def years(self) -> list[int]:
        return sorted({year for _, _, year in self.cells})
