"""Quarters into calendar years: flows summed, rates averaged, levels of the last quarter, ratios of sums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from model.fields import SERVICES
from model.quarter import parse_quarter
from scenarios.additions import ADDED

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
        "accidents_avoided",
        "applications",
        "courses_attended",
        "posts_filled",
        "pupils_ordered",
        "defaults",
        *SERVICES,
        "licences",
        "design_jobs",
        "farm_sales",
        "exports_small",
        "findings",
        "research_grants",
        "help_used",
        "help_in_vain",
        "arrivals",
        "departures",
        "suppliers_learning",
        "partners_beyond",
        "facilities_founded",
        "fair_stands",
        "fair_stands_new",
        "design_projects",
        "design_projects_new",
        "machines_developed",
        "software_matches",
        "software_rent",
        "retrofit_outlay",
        "online_sales",
        "outlet_sales",
        "market_sales",
        "services_used",
        "moved_in",
        "moved_out",
        "fees_waived",
        "housing_deducted",
        "links_founded",
        "partnerships",
        "support_leaked",
        "support_on_constraint",
        "support_paid",
        "farm_value_added",
        "farm_techniques",
        "farm_visits",
        "farm_projects",
        "licence_seekers",
        "machines_supported",
        "copies",
        "research_losses",
        "quality_penalties",
        "closed_by_standards",
        "bank_applications",
        "bank_approvals",
        "discouraged",
        "short_of_money",
        "guarantee_fees",
        "circle_calls",
        "firms_rated",
        "income_tax",
        "duty_saved",
        "investment",
    }
)
RATES = frozenset({"exit_rate", "entry_rate", "wage_mean"})  # mean of the year's quarters
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
    """Yearly values of a province table, None where the year is not complete; `base`: the year before the run.

    A flow of the designated towns is that of the towns designated at the end of the year over all its quarters, summed
    from `towns`: else a town designated in the last quarter would count with one quarter only. Scope `towns` is all
    towns, designated or not, without the rest of the province.
    """

    def __init__(self, province: Table, base: Table | None = None, towns: Table | None = None):
        self.towns = towns
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
        if scope == "towns" and indicator not in RATIOS:
            parts = [self.value(indicator, part, year) for part in ("designated", "candidate")]
            return None if None in parts else sum(parts)  # type: ignore[arg-type]
        if scope in ("designated", "candidate") and indicator in FLOWS and self.towns is not None:
            found = self._of_towns(indicator, scope == "designated", year)
            if found is not None:
                return found
        if indicator in RATIOS and RATIOS[indicator][0] in FLOWS:
            found = self._ratio(indicator, scope, year)
            if found is not None:
                return found
        cell = self.cells.get((indicator, scope, year))
        if not cell:
            return None
        added = ADDED.over_year.get(indicator)
        if indicator in FLOWS or added == "sum":
            return sum(cell[quarter] for quarter in sorted(cell)) if len(cell) == COMPLETE else None
        if indicator in RATES or added == "mean":
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

    def _of_towns(self, indicator: str, designated: bool, year: int) -> float | None:
        assert self.towns is not None
        values = town_values(self.towns, indicator, year)
        marks = town_values(self.towns, "designated", year)
        return None if values is None or marks is None else float(values[(marks > 0.5) == designated].sum())

    def _ratio(self, indicator: str, scope: str, year: int) -> float | None:
        parts = self.parts(indicator, scope, year)
        return None if parts is None or parts[1] == 0 else parts[0] / parts[1]

    def years(self) -> list[int]:
        return sorted({year for _, _, year in self.cells})


def town_values(towns: Table, indicator: str, year: int) -> np.ndarray | None:
    """Value of a year by town, ordered by town; None when the column is missing or the year incomplete."""
    if indicator not in towns:
        return None
    if "year" in towns:  # yearly already
        rows = np.flatnonzero(np.asarray(towns["year"]) == year)
        return np.asarray(towns[indicator], np.float64)[rows] if len(rows) else None
    codes = quarter_codes(towns["quarter"])
    rows = np.flatnonzero(codes // 4 == year)
    quarters = np.unique(codes[rows])
    if 3 not in quarters % 4 or (indicator in FLOWS and len(quarters) != 4):
        return None
    if indicator not in FLOWS:
        rows = rows[codes[rows] % 4 == 3]
    town, values = np.asarray(towns["town"])[rows].astype(np.int64), np.asarray(towns[indicator], np.float64)[rows]
    return np.bincount(town, weights=values)
