"""What a lesson reads from a run: quantities by year, paths by quarter, and the effects between two arms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from analysis.spending import by_lever, paid_by
from experiments.arm import RECORDED, columns_of
from model.quarter import parse_quarter
from scenarios.lessons import SPENT, Quantity

if TYPE_CHECKING:
    from model.province import Province

TOWN_COLUMNS = ("skilled_force",)  # read of the towns while a run goes on, beside the table of towns
PUBLIC = ("centre", "province", "cities", "counties", "towns")
PART = 1e-9  # wan yuan below which no money was spent

Paths = dict[tuple[str, str, tuple[int, ...]], np.ndarray]  # indicator, scope, towns (rows) -> value by quarter


def run_reading(province: Province, after: Callable[[Province], None] | None = None) -> list[dict[str, np.ndarray]]:
    """Run to the end; by quarter what the table of towns does not keep. `after` is called with every quarter's end."""
    kept = []

    def at_end(*_: int) -> None:
        town = province.town
        kept.append({"skilled_force": town.force_technician + town.force_research})
        if after is not None:
            after(province)

    province.run(at_end)
    return kept


class Reading:
    """Quantities of one finished run."""

    def __init__(self, province: Province, kept: list[dict[str, np.ndarray]]):
        self.first = province.first_quarter
        self.quarters = len(kept)
        self.ids = list(province.given.towns["id"])
        self.kept = kept
        self.towns = [table for _, table in province.records["towns"]]
        self.cells: dict[tuple[str, str], np.ndarray] = {}
        for quarter, indicator, scope, value in province.records["province"]:
            row = self.cells.setdefault((indicator, scope), np.full(self.quarters, np.nan))
            row[quarter - self.first] = value
        self.spending = columns_of(province.ledger.spending, RECORDED["spending"])

    def path(self, indicator: str, scope: str = "designated_2011", towns: tuple[str, ...] = ()) -> np.ndarray:
        """Value by quarter."""
        if indicator == SPENT:
            return self._spent_path()
        if not towns:
            return self.cells.get((indicator, scope), np.full(self.quarters, np.nan))
        rows = [self.ids.index(town) for town in towns]
        tables = self.kept if indicator in TOWN_COLUMNS else self.towns
        return np.array([table[indicator][rows].sum() for table in tables])

    def value(self, quantity: Quantity) -> float:
        """One number: a year's, or of several years together."""
        since = quantity.since or quantity.year
        if quantity.indicator == SPENT:
            return self.spent(since, quantity.year)
        path = self.path(quantity.indicator, quantity.scope, quantity.towns)
        first, last = 4 * since - self.first, 4 * quantity.year + 3 - self.first
        part = path[max(first, 0) : last + 1]
        if quantity.how == "end":
            return float(part[-1])
        return float(part.sum() if quantity.how == "sum" else part.mean())

    def spent(self, since: int, until: int) -> float:
        """Public money of the measures over the years (wan yuan), without what the baseline carries on."""
        return sum(self.paid(since, until).values())

    def paid(self, since: int | None = None, until: int | None = None) -> dict[str, float]:
        """Wan yuan by public payer over the years."""
        if not len(self.spending["quarter"]):
            return {}
        totals = by_lever(self.spending, since, until)
        pairs = sorted({key[:2] for key in totals})
        found: dict[str, float] = dict.fromkeys(PUBLIC, 0.0)
        for lever, payer in pairs:
            if payer in found:
                found[payer] += paid_by(totals, lever, payer)
        return found

    def _spent_path(self) -> np.ndarray:
        return np.array([self.spent(y, y) for y in range(self.first // 4, self.first // 4 + self.quarters // 4)])


def effect(kind: str, one: float, other: float, cost_one: float = 0.0, cost_other: float = 0.0) -> float:
    """What one arm has over another: in per cent, as a difference, or per 100 yuan of public money (nan: no money)."""
    if kind == "percent":
        return 100.0 * (one / other - 1.0) if other else float("nan")
    if kind == "difference":
        return one - other
    money = cost_one - cost_other
    return 100.0 * (one - other) / money if abs(money) > PART else float("nan")


def effect_of(kind: str, quantity: Quantity, one: Mapping[Quantity, float], other: Mapping[Quantity, float]) -> float:
    """The effect between two arms whose quantities are known."""
    spent = quantity.model_copy(update={"indicator": SPENT, "how": "sum"})
    costs = (one.get(spent, 0.0), other.get(spent, 0.0))
    return effect(kind, one[quantity], other[quantity], *costs)


def years_of(start: str, end: str) -> range:
    """Calendar years of a lesson."""
    return range(parse_quarter(start) // 4, parse_quarter(end) // 4 + 1)
