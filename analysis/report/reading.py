"""What the report reads out of a comparison: rows by name, gains by case, who leads, what decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from analysis.report.canvas import COLOURS
from analysis.report.places import Places, places
from scenarios.registry import goals

HEADLINES = (("gdp", "designated_2011"), ("gdp", "towns"), ("gdp", "province"))  # the first that was kept
EVEN = ("equal-split", "even-split")  # scenarios that hand the money out evenly: what every other is held against
ALL = "all"  # measures together
Row = Mapping[str, Any]
Frame = Any  # a pandas DataFrame: what its stubs know of one does not help


@dataclass(frozen=True)
class Doubt:
    """A parameter that decides: median gain in the half of the cases where it is low, and where it is high."""

    parameter: str
    correlation: float
    low: float
    high: float


@dataclass(frozen=True)
class Material:
    """The tables of a comparison and what is known about it."""

    about: Mapping[str, Any]
    effects: Frame
    goals: Frame
    costs: Frame
    winners: Frame
    displacement: Frame
    cases: Frame
    ranking: Frame
    chances: Frame
    contributions: Frame | None = None  # what each part of a package brings, where it was asked for
    members: Mapping[str, np.ndarray] = field(default_factory=dict)  # parameter -> value a case

    @property
    def towns(self) -> Places | None:
        """Where the towns of the comparison's world lie."""
        return places(self.about.get("world", "guangdong"))

    @property
    def base(self) -> str:
        return self.about["base"]

    @cached_property
    def scenarios(self) -> tuple[str, ...]:
        """Those compared with the baseline, in the order the user gave."""
        return tuple(name for name in self.about["scenarios"] if name != self.base)

    @cached_property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({int(year) for year in self.effects["year"]}))

    @property
    def year(self) -> int:
        return self.years[-1]

    @cached_property
    def n(self) -> int:
        return int(self.effects["n"].max())

    @cached_property
    def headline(self) -> tuple[str, str]:
        """Indicator and scope that the first sentence and the first figure are about."""
        kept = set(zip(self.effects["indicator"], self.effects["scope"], strict=True))
        return next((pair for pair in HEADLINES if pair in kept), sorted(kept)[0])

    @cached_property
    def _effects(self) -> dict[tuple, Row]:
        rows = self.effects.to_dict("records")
        return {(r["scenario"], r["indicator"], r["scope"], int(r["year"])): r for r in rows}

    @cached_property
    def _goals(self) -> dict[tuple, Row]:
        rows = self.goals.to_dict("records")
        return {(r["scenario"], r["goal"], r["scope"], int(r["year"])): r for r in rows}

    def effect(self, scenario: str, indicator: str, scope: str, year: int | None = None) -> Row | None:
        return self._effects.get((scenario, indicator, scope, year or self.year))

    def goal(self, scenario: str, goal: str, scope: str, year: int) -> Row | None:
        return self._goals.get((scenario, goal, scope, year))

    def goal_in_the_middle(self, scenario: str, goal: str, year: int) -> Row | None:
        """The same row with medians over the cases as values: a few wild cases move a mean far.

        Means stay where the cases kept are not what the goal is read over.
        """
        read = goals()[goal]
        row = self.goal(scenario, goal, read.scope, year)
        arms = self.arms(scenario, read.indicator, read.scope, year)
        if row is None or arms is None or not np.allclose(arms[1].mean(), row["value"], rtol=1e-6):
            return row
        before, there = (float(np.median(values)) for values in arms)
        return {**row, "base_value": before, "value": there}

    @cached_property
    def _cases(self) -> dict[tuple, Frame]:
        counted = self.cases[self.cases["counted"] == 1]
        found = counted.groupby(["scenario", "indicator", "scope", "year"], sort=False)
        return {key: rows.sort_values("case") for key, rows in found}  # type: ignore[misc]

    def arms(
        self, scenario: str, indicator: str, scope: str, year: int | None = None
    ) -> tuple[np.ndarray, np.ndarray] | None:
        """(baseline, policy) by case, None where the comparison keeps no cases of it."""
        rows = self._cases.get((scenario, indicator, scope, year or self.year))
        return None if rows is None else (rows["base_value"].to_numpy(float), rows["value"].to_numpy(float))

    def gains(self, scenario: str, indicator: str, scope: str, year: int | None = None) -> np.ndarray | None:
        """Policy less baseline, case by case."""
        arms = self.arms(scenario, indicator, scope, year)
        return None if arms is None else arms[1] - arms[0]

    def displaced(self, scenario: str, indicator: str) -> dict[str, Row]:
        """Part (towns_2011, near, elsewhere, rest, all) -> effect in the last year."""
        rows = self.displacement
        rows = rows[(rows["scenario"] == scenario) & (rows["indicator"] == indicator) & (rows["year"] == self.year)]
        return {row["part"]: row for row in rows.to_dict("records")}

    def lead(self, scenario: str) -> Row | None:
        """The effect of the headline."""
        return self.effect(scenario, *self.headline)

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """Scenarios by the headline's effect, the largest first."""
        known = [name for name in self.scenarios if self.lead(name) is not None]
        return tuple(sorted(known, key=lambda name: -self.lead(name)["effect"]))  # type: ignore[index]

    @property
    def best(self) -> str:
        return self.ranked[0]

    @cached_property
    def tiers(self) -> dict[str, int]:
        """Tier by scenario: 1 for the first and all that do not lose to it in nine cases of ten."""
        rows = self.ranking
        rows = rows[(rows["indicator"] == self.headline[0]) & (rows["scope"] == self.headline[1])]
        return {
            str(name): int(tier) for name, tier in zip(rows["scenario"], rows["tier"], strict=True) if name != self.base
        }

    @cached_property
    def even(self) -> str | None:
        """The scenario that splits the money evenly, None when it is not among those compared."""
        return next((name for name in EVEN if name in self.scenarios), None)

    def colour(self, scenario: str) -> str:
        return COLOURS[self.scenarios.index(scenario) % len(COLOURS)]

    def same_as_before(self, scenario: str) -> bool:
        """Every effect is zero in every case."""
        rows = self.effects[self.effects["scenario"] == scenario]
        return bool(len(rows)) and not (rows[["effect", "low", "high"]] != 0).to_numpy().any()

    @property
    def deciding(self) -> tuple[Doubt, ...]:
        """Parameters that go with the gain more closely than the closest of so many would by chance."""
        bound = chance_bound(self.n, len(self.members))
        return tuple(doubt for doubt in self.doubts if abs(doubt.correlation) > bound)

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """Parameters by how much the headline's gain of the first scenario goes with them over the cases."""
        gains = self.gains(self.best, *self.headline)
        if gains is None or len(gains) < 8 or not np.ptp(gains):
            return ()
        found = []
        for name, values in self.members.items():
            below = values <= np.median(values)
            if len(values) == len(gains) and below.any() and not below.all():
                found.append(
                    Doubt(
                        name,
                        rank_correlation(values, gains),
                        *(float(np.median(gains[half])) for half in (below, ~below)),
                    )
                )
        return tuple(sorted(found, key=lambda doubt: -abs(doubt.correlation)))

    @cached_property
    def _costs(self) -> dict[tuple[str, str, str, str], Row]:
        rows = self.costs[self.costs["per"].isna() & self.costs["amount"].notna()].to_dict("records")
        return {(r["scenario"], r["lever"], r["payer"], r["kind"]): r for r in rows}

    def base_tier(self) -> int | None:
        """Tier of carrying on as before among the packages."""
        rows = self.ranking
        rows = rows[
            (rows["indicator"] == self.headline[0])
            & (rows["scope"] == self.headline[1])
            & (rows["scenario"] == self.base)
        ]
        return int(rows["tier"].iloc[0]) if len(rows) else None

    def cost(self, scenario: str, lever: str, payer: str, kind: str) -> Row | None:
        return self._costs.get((scenario, lever, payer, kind))

    def money(self, scenario: str, kinds: Sequence[str], lever: str = ALL) -> float:
        """Wan yuan over the run that all payers together bore for a measure, or for all; scenario less baseline."""
        return sum(
            float(row["amount"])
            for (name, of, _, kind), row in self._costs.items()
            if name == scenario and of == lever and kind in kinds
        )

    def levers(self, scenario: str) -> tuple[str, ...]:
        """What the ledger posted something under."""
        return tuple(dict.fromkeys(of for name, of, _, _ in self._costs if name == scenario and of != ALL))


def rank_correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Spearman's; 0 where one does not vary."""
    from scipy.stats import rankdata

    a, b = rankdata(one), rankdata(other)
    if not np.ptp(a) or not np.ptp(b):
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def chance_bound(cases: int, tried: int, alarm: float = 0.05) -> float:
    """Rank correlation that one of so many parameters without any effect exceeds in one comparison of twenty."""
    from scipy.stats import t

    if cases < 4 or not tried:
        return 1.0
    quantile = float(t.ppf(1 - alarm / (2 * tried), cases - 2))
    return quantile / (cases - 2 + quantile**2) ** 0.5


ENOUGH = 0.8  # level that an interval over the cases must have: nine cases


def enough(row: Row) -> bool:
    """Are there cases enough to say which way an effect goes?"""
    return row.get("level", 1.0) >= ENOUGH


def sign_of(row: Row) -> int:
    """1 gain, -1 loss, 0 where the interval holds zero or the cases are too few to tell."""
    return (int(row["low"] > 0) - int(row["high"] < 0)) if enough(row) else 0


def worth_telling(row: Row | None) -> bool:
    """Does the interval over the cases exclude zero?"""
    return row is not None and sign_of(row) != 0


def largest(row: Row) -> float:
    """What the digits of an effect and of its interval follow."""
    return max(abs(row["effect"]), abs(row["low"]), abs(row["high"]))
