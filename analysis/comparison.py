"""A comparison as tables: effects, goals, the split of progress, who pays, who gains, what is displaced.

`Arms` holds the outcomes of every scenario by case, in the same order; a case in which either run of a pair broke is
left out of that pair. Tables are dicts of equally long columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.effects import SIGN, Cases, beats, chance, estimate, over_cases, tiers
from analysis.goals import goal_rows, met
from analysis.outcomes import Block, Outcome
from analysis.years import FLOWS

Columns = dict[str, list]

MAIN = (  # what a comparison is first asked; read in its last year
    ("gdp", "designated_2011"),
    ("gdp", "province"),
    ("employment", "designated_2011"),
    ("research_spending", "designated_2011"),
    ("patents_invention", "designated_2011"),
    ("rd_intensity", "designated_2011"),
)


@dataclass(frozen=True)
class Arms:
    """Outcomes by scenario and case, None where a run broke. `indicators`, `goals`: the registries."""

    base: str
    outcomes: Mapping[str, Sequence[Outcome | None]]
    cases: Cases
    indicators: Mapping[str, Any]
    goals: Mapping[str, Any]

    @property
    def others(self) -> tuple[str, ...]:
        return tuple(name for name in self.outcomes if name != self.base)

    def pairs(self, other: str) -> Pairs:
        """Both arms of every case that has both."""
        base, policy = self.outcomes[self.base], self.outcomes[other]
        kept = np.array([a is not None and b is not None for a, b in zip(base, policy, strict=True)], bool)
        return Pairs(
            other,
            self.base,
            [one for one, there in zip(base, kept, strict=True) if there],  # type: ignore[misc]
            [one for one, there in zip(policy, kept, strict=True) if there],  # type: ignore[misc]
            self.cases.where(kept),
        )

    def unit(self, indicator: str) -> str:
        """Unit of a yearly value."""
        known = self.indicators.get(indicator)
        unit = known.unit if known is not None else EXTRA_UNITS.get(indicator, "")
        return yearly_unit(unit) if indicator in FLOWS else unit

    def better(self, indicator: str) -> str:
        known = self.indicators.get(indicator)
        return known.better if known is not None else "up"


@dataclass(frozen=True)
class Pairs:
    scenario: str
    base_name: str
    base: Sequence[Outcome]
    policy: Sequence[Outcome]
    cases: Cases

    @property
    def years(self) -> tuple[int, ...]:
        return self.base[0].years


EXTRA_UNITS = {"support": "wan yuan a year", "output_real": "wan yuan, prices of 2011"}


def yearly_unit(unit: str) -> str:
    """A flow of quarters is told for the year."""
    if unit.startswith("wan yuan"):
        return unit.replace("wan yuan", "wan yuan a year", 1).replace(" a quarter", "")
    return unit.replace("a quarter", "a year")


def stacked(outcomes: Sequence[Outcome], part: str) -> tuple[Block, np.ndarray]:
    """A part of all outcomes as one array (cases, quarters, indicators, scopes), on axes that hold all of them."""
    blocks = [outcome[part] for outcome in outcomes]
    first = blocks[0]
    same = all((b.quarters, b.indicators, b.scopes) == (first.quarters, first.indicators, first.scopes) for b in blocks)
    if same:
        return first, np.stack([block.values for block in blocks])
    axes = [
        tuple(sorted({name for block in blocks for name in getattr(block, axis)}))
        for axis in ("quarters", "indicators", "scopes")
    ]
    found = np.full((len(blocks), *(len(axis) for axis in axes)), np.nan)
    for case, block in enumerate(blocks):
        places = [
            np.searchsorted(axis, names).astype(int) if names else np.zeros(0, int)
            for axis, names in zip(axes, (block.quarters, block.indicators, block.scopes), strict=True)
        ]
        found[case][np.ix_(*places)] = block.values
    return Block(axes[0], axes[1], axes[2], found[0]), found


def both(pairs: Pairs, part: str) -> tuple[Block, np.ndarray, np.ndarray]:
    """A part of both arms on the same axes: (axes, base, policy), cases first."""
    axes, values = stacked([*pairs.base, *pairs.policy], part)
    count = len(pairs.base)
    return axes, values[:count], values[count:]


def joined(tables: Sequence[Columns], names: Sequence[str]) -> Columns:
    """Tables below one another, with these columns."""
    return {name: [cell for table in tables for cell in table.get(name, [])] for name in names}


# ---- effects

EFFECTS = (
    "scenario", "base", "year", "scope", "indicator", "unit", "better", "n", "effect", "low", "high", "level",
    "chance_better", "base_mean", "seed_share", "mean_low", "mean_high", "seed_low", "seed_high",
)  # fmt: skip


def effects_table(arms: Arms) -> Columns:
    """Effect of every scenario on every indicator, scope and year."""
    return joined([_effects(arms, arms.pairs(other)) for other in arms.others], EFFECTS)


def _effects(arms: Arms, pairs: Pairs) -> Columns:
    if not pairs.cases.n:
        return {}
    axes, base, policy = both(pairs, "year")
    known = np.isfinite(base).all(axis=0) & np.isfinite(policy).all(axis=0)
    cells = np.argwhere(known)
    difference = (policy - base)[:, known]
    names = [axes.indicators[i] for _, i, _ in cells]
    better = [arms.better(name) for name in names]
    found = estimate(difference, pairs.cases, np.array([SIGN[way] for way in better]))
    count = len(cells)
    return {
        "scenario": [pairs.scenario] * count,
        "base": [pairs.base_name] * count,
        "year": [int(axes.quarters[q][:4]) for q, _, _ in cells],
        "scope": [axes.scopes[s] for _, _, s in cells],
        "indicator": names,
        "unit": [arms.unit(name) for name in names],
        "better": better,
        "n": [found.n] * count,
        "effect": found.effect.tolist(),
        "low": found.low.tolist(),
        "high": found.high.tolist(),
        "level": [found.level] * count,
        "chance_better": found.chance_better.tolist(),
        "base_mean": (pairs.cases.shares() @ base[pairs.cases.counted][:, known]).tolist(),
        "seed_share": found.seed_share.tolist(),
        "mean_low": found.mean_low.tolist(),
        "mean_high": found.mean_high.tolist(),
        "seed_low": found.seed_low.tolist(),
        "seed_high": found.seed_high.tolist(),
    }


CASES = ("scenario", "case", "member", "counted", "year", "scope", "indicator", "value", "base_value")


def cases_table(arms: Arms, seeds: Sequence[int]) -> Columns:
    """Value of every main quantity in every case and year: what dots and paths are drawn from. `case` is the seed."""
    rows = []
    seed = np.asarray(seeds)
    for other in arms.others:
        kept = [
            a is not None and b is not None for a, b in zip(arms.outcomes[arms.base], arms.outcomes[other], strict=True)
        ]
        pairs = arms.pairs(other)
        if not len(pairs.base):
            continue
        axes, base, policy = both(pairs, "year")
        known = np.isfinite(base) & np.isfinite(policy)
        c, q, i, s = np.nonzero(known)
        own = seed[np.array(kept)]
        rows.append(
            {
                "scenario": [other] * len(c),
                "case": own[c].tolist(),
                "member": pairs.cases.member[c].tolist(),
                "counted": pairs.cases.counted[c].astype(int).tolist(),
                "year": [int(axes.quarters[at][:4]) for at in q],
                "scope": [axes.scopes[at] for at in s],
                "indicator": [axes.indicators[at] for at in i],
                "value": policy[known].tolist(),
                "base_value": base[known].tolist(),
            }
        )
    return joined(rows, CASES)


# ---- goals and the split of progress

GOALS = (
    "scenario", "base", "year", "goal", "scope", "unit", "target", "n", "value", "low", "high", "level", "share_met",
    "base_value", "base_low", "base_high", "base_share_met", "discriminates", "shortfall", "start_2011", "background",
    "designation", "designation_induced", "upgrading",
)  # fmt: skip
SPLIT = ("scenario", "base", "year", "goal", "scope", "part", "unit", "n", "value", "low", "high", "level")
PARTS = ("start_2011", "background", "designation_anyway", "designation_induced", "upgrading", "value")


def goals_tables(arms: Arms, years: Sequence[int]) -> tuple[Columns, Columns]:
    """(goals, split): share of cases meeting each goal, base beside policy, and where progress comes from."""
    goals, split = [], []
    for other in arms.others:
        pairs = arms.pairs(other)
        if not pairs.cases.n:
            continue
        by_case = [
            goal_rows(policy.tables, base.tables, arms.goals, years)
            for base, policy, counted in zip(pairs.base, pairs.policy, pairs.cases.counted, strict=True)
            if counted
        ]
        shares = pairs.cases.shares()
        for rows in zip(*by_case, strict=True):
            goals.append(_goal(arms, pairs, rows, shares))
            split += _split(pairs, rows, shares)
    return joined([_row(one) for one in goals], GOALS), joined([_row(one) for one in split], SPLIT)


def _row(cells: Mapping[str, Any]) -> Columns:
    return {name: [cell] for name, cell in cells.items()}


def _numbers(rows: Sequence[Mapping], name: str) -> np.ndarray | None:
    """A column over cases, None where any case lacks it."""
    cells = [row.get(name) for row in rows]
    return None if any(cell is None for cell in cells) else np.array(cells, float)


def _goal(arms: Arms, pairs: Pairs, rows: Sequence[Mapping], shares: np.ndarray) -> dict[str, Any]:
    first = rows[0]
    goal = arms.goals[first["goal"]]
    target = first.get("target")
    found: dict[str, Any] = {name: first.get(name) for name in ("year", "goal", "scope", "unit", "target")}
    found |= {"scenario": pairs.scenario, "base": pairs.base_name, "n": pairs.cases.n}
    flags = {}
    for name, prefix in (("value", ""), ("baseline", "base_")):
        cells = _numbers(rows, name)
        if cells is None:
            found |= {f"{prefix}{column}": None for column in ("value", "low", "high", "share_met")}
            continue
        low, high, level = over_cases(cells[:, None], shares)
        found |= {f"{prefix}value": float(shares @ cells), f"{prefix}low": low[0], f"{prefix}high": high[0]}
        found["level"] = level
        flags[name] = np.array([met(cell, target, goal.direction) for cell in cells.tolist()], object)
        reached = None if target is None else float(shares @ flags[name].astype(float))
        found[f"{prefix}share_met"] = reached
    if target is not None and len(flags) == 2:
        found["discriminates"] = float(bool((flags["value"] != flags["baseline"]).any()))
    for name in ("shortfall", "start_2011", "background", "designation", "designation_induced", "upgrading"):
        cells = _numbers(rows, name)
        found[name] = None if cells is None else float(shares @ cells)
    return {name: found.get(name) for name in GOALS}


def _split(pairs: Pairs, rows: Sequence[Mapping], shares: np.ndarray) -> list[dict[str, Any]]:
    """A row a part; the parts add up to the value. Nothing where a case could not be split."""
    parts = {name: _numbers(rows, name) for name in (*PARTS, "designation")}
    if parts["background"] is None or parts["designation"] is None:
        return []
    parts["designation_anyway"] = parts["designation"] - parts["designation_induced"]  # type: ignore[operator]
    found = []
    for name in PARTS:
        cells = parts[name]
        assert cells is not None
        low, high, level = over_cases(cells[:, None], shares)
        found.append(
            {
                **{column: rows[0].get(column) for column in ("year", "goal", "scope", "unit")},
                "scenario": pairs.scenario,
                "base": pairs.base_name,
                "part": name,
                "n": pairs.cases.n,
                "value": float(shares @ cells),
                "low": low[0],
                "high": high[0],
                "level": level,
            }
        )
    return found


# ---- scenarios against each other

RANKING = (
    "year",
    "scope",
    "indicator",
    "unit",
    "scenario",
    "tier",
    "n",
    "effect",
    "low",
    "high",
    "level",
    "chance_best",
)
CHANCES = ("year", "scope", "indicator", "a", "b", "n", "chance")


def ranking_tables(arms: Arms) -> tuple[Columns, Columns]:
    """(ranking, chances) of all scenarios, the base among them, on the main quantities in the last year."""
    names = list(arms.outcomes)
    kept = np.array(
        [all(arms.outcomes[name][case] is not None for name in names) for case in range(len(arms.cases.member))]
    )
    cases = arms.cases.where(kept)
    if not cases.n:
        return joined([], RANKING), joined([], CHANCES)
    chosen = np.flatnonzero(kept)[cases.counted]
    shares = cases.shares()
    ranking, chances = [], []
    values = {
        name: stacked([arms.outcomes[name][case] for case in chosen], "year")  # type: ignore[misc]
        for name in names
    }
    axes = values[arms.base][0]
    year = int(axes.quarters[-1][:4])
    for indicator, scope in MAIN:
        if indicator not in axes.indicators or scope not in axes.scopes:
            continue
        i, s = axes.indicators.index(indicator), axes.scopes.index(scope)
        levels = np.stack([values[name][1][:, -1, i, s] for name in names], axis=1)
        if not np.isfinite(levels).all():
            continue
        signed = (levels - levels[:, [names.index(arms.base)]]) * SIGN[arms.better(indicator)]
        tier, against = tiers(signed, shares), beats(signed, shares)
        best = signed >= signed.max(axis=1, keepdims=True)
        low, high, level = over_cases(signed, shares)
        for place, name in enumerate(names):
            sign = SIGN[arms.better(indicator)]
            ends = sorted((sign * low[place], sign * high[place]))
            ranking.append(
                {
                    "year": year, "scope": scope, "indicator": indicator, "scenario": name,
                    "unit": arms.unit(indicator),
                    "tier": int(tier[place]), "n": cases.n, "effect": float(sign * (shares @ signed[:, place])),
                    "low": ends[0], "high": ends[1], "level": level,
                    "chance_best": float(shares @ (best[:, place] / best.sum(axis=1))),
                }
            )  # fmt: skip
            chances += [
                {
                    "year": year, "scope": scope, "indicator": indicator, "a": name, "b": other, "n": cases.n,
                    "chance": float(against[place, at]),
                }
                for at, other in enumerate(names)
                if at != place
            ]  # fmt: skip
    return joined([_row(one) for one in ranking], RANKING), joined([_row(one) for one in chances], CHANCES)


def share_better(values: np.ndarray, shares: np.ndarray) -> float:
    """Share of cases above zero, equal ones half."""
    return float(chance(values[:, None], shares)[0])
