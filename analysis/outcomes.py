"""What a comparison keeps of a run, as blocks of numbers by quarter, indicator and scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from analysis.years import Yearly, quarter_codes

SCOPES = ("province", "towns", "designated", "designated_2011", "candidate", "rest")
TOWN_INDICATORS = (
    "gdp",
    "employment",
    "research_spending",
    "research_staff",
    "patents_granted",
    "residents",
    "platforms",
    "designated",
)
PARTS = ("province", "year", "town", "industry", "size", "age", "spending", "budget", "start", "start_town")


@dataclass(frozen=True)
class Block:
    """Values by quarter, indicator and scope; NaN where there is none. A yearly value stands at the fourth quarter."""

    quarters: tuple[str, ...]
    indicators: tuple[str, ...]
    scopes: tuple[str, ...]
    values: np.ndarray

    def of(self, indicator: str, quarter: str) -> np.ndarray:
        """By scope; NaN throughout for what was not kept."""
        if indicator not in self.indicators or quarter not in self.quarters:
            return np.full(len(self.scopes), np.nan)
        return self.values[self.quarters.index(quarter), self.indicators.index(indicator)]


EMPTY = Block((), (), (), np.zeros((0, 0, 0)))


@dataclass(frozen=True)
class Outcome:
    """One run's blocks by part: see PARTS. `names` are labels of towns, cities and industries by kind and id."""

    blocks: Mapping[str, Block]
    key: str = ""
    labels: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, part: str) -> Block:
        return self.blocks.get(part, EMPTY)

    @cached_property
    def years(self) -> tuple[int, ...]:
        return tuple(int(quarter[:4]) for quarter in self["year"].quarters)

    @cached_property
    def tables(self) -> dict[str, Any]:
        """The same as the tables that goals are read from; towns are yearly, and `yearly` is ready to be asked."""
        town = self["town"]
        towns: dict[str, Any] = {
            "year": np.repeat([int(quarter[:4]) for quarter in town.quarters], len(town.scopes)),
            "town": np.tile([int(scope) for scope in town.scopes], len(town.quarters)),
        }
        towns |= {name: town.values[:, place].ravel() for place, name in enumerate(town.indicators)}
        start, start_town = self["start"], self["start_town"]
        base = {name: start_town.values[0, place] for place, name in enumerate(start_town.indicators)}
        found = np.argwhere(~np.isnan(start.values[0])) if start.quarters else np.zeros((0, 2), int)
        return {
            "yearly": Kept(self["year"], start),
            "towns": towns,
            "base_towns": base,
            "base": {
                "indicator": [start.indicators[i] for i, _ in found],
                "scope": [start.scopes[s] for _, s in found],
                "value": [float(start.values[0, i, s]) for i, s in found],
            },
        }

    def spending(self) -> dict[tuple[str, str, str, str], float]:
        """(lever, payer, receiver, kind) -> wan yuan over the whole run."""
        block, found = self["spending"], {}
        for place, name in enumerate(block.indicators):
            payer, receiver, kind = name.split("|")
            amounts = np.nansum(block.values[:, place], axis=0)
            for lever, amount in zip(block.scopes, amounts.tolist(), strict=True):
                if amount != 0.0:
                    found[lever, payer, receiver, kind] = amount
        return found


class Kept(Yearly):
    """Yearly values that were computed when the run ended."""

    def __init__(self, year: Block, start: Block):
        self.year = year
        self.towns = None
        self.base = {}
        self.cells = {}
        for i, indicator in enumerate(start.indicators):
            for s, scope in enumerate(start.scopes):
                if start.quarters and not np.isnan(start.values[0, i, s]):
                    self.base[indicator, scope] = float(start.values[0, i, s])

    def value(self, indicator: str, scope: str, year: int) -> float | None:
        block, quarter = self.year, f"{year}Q4"
        if quarter not in block.quarters or indicator not in block.indicators or scope not in block.scopes:
            return None
        found = block.values[
            block.quarters.index(quarter), block.indicators.index(indicator), block.scopes.index(scope)
        ]
        return None if np.isnan(found) else float(found)

    def years(self) -> list[int]:
        return [int(quarter[:4]) for quarter in self.year.quarters]


def block_of(quarters: Any, indicators: Any, scopes: Any, values: Any) -> Block:
    """A block from rows, each axis sorted."""
    axes, places = [], []
    for names in (quarters, indicators, scopes):
        known, place = np.unique(np.asarray(names, dtype=str), return_inverse=True)
        axes.append(tuple(known.tolist()))
        places.append(place)
    filled = np.full(tuple(len(axis) for axis in axes), np.nan)
    filled[tuple(places)] = values
    return Block(axes[0], axes[1], axes[2], filled)


def yearly_rows(
    province: Mapping[str, Any], base: Mapping[str, Any], towns: Mapping[str, Any]
) -> tuple[list[str], list[str], list[str], list[float]]:
    """Every indicator of every scope in every complete year, as (quarter, indicator, scope, value) columns."""
    read = Yearly(province, base, towns)
    last = int(quarter_codes(province["quarter"]).max())
    names = sorted({str(name) for name in province["indicator"]})
    rows: tuple[list, list, list, list] = ([], [], [], [])
    for year in read.years():
        if year * 4 + 3 > last:
            continue
        for name in names:
            for scope in SCOPES:
                value = read.value(name, scope, year)
                if value is not None:
                    for column, cell in zip(rows, (f"{year}Q4", name, scope, value), strict=True):
                        column.append(cell)
    return rows
