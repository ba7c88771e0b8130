"""What each part of a package contributes: one article left out, and Shapley values of seven groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np

from analysis.comparison import Arms, Columns, joined, stacked
from analysis.effects import SIGN, estimate, tiers
from analysis.outcomes import Outcome

GROUPS: Mapping[str, tuple[tuple[int, ...], str, str]] = {  # id -> (articles, English, Chinese)
    "clusters": ((4, 5), "one town one policy, clusters", "一镇一策与创新型集群"),
    "industries": ((6, 7, 8, 9, 10), "upgrading of industries", "产业转型升级"),
    "innovation": ((11, 12, 13, 14, 15), "firms' innovation and brands", "自主创新与品牌"),
    "parks_people": ((16, 17, 18), "parks, people, cooperation", "园区、人才与合作"),
    "platforms": ((19, 21, 22, 23, 24, 25, 26, 27), "public service platforms", "公共服务平台"),
    "finance": ((20,), "finance of technology", "科技金融"),
    "government": ((28, 29, 30, 31), "leadership, support, reform, assessment", "领导、扶持、改革与考核"),
}
CONTRIBUTIONS = (
    "scenario", "method", "part", "label_zh", "label_en", "year", "scope", "indicator", "unit", "n", "contribution",
    "low", "high", "level", "chance_better", "tier",
)  # fmt: skip
LEAVE_ONE_OUT, SHAPLEY = "leave-one-out", "shapley"


def group_of(article: int) -> str:
    """Group of an article of the Decision."""
    return next(name for name, (articles, _, _) in GROUPS.items() if article in articles)


def coalitions(players: Sequence[str]) -> list[tuple[str, ...]]:
    """Every set of players, from none to all, in a fixed order."""
    return [one for size in range(len(players) + 1) for one in combinations(players, size)]


def shapley(values: Mapping[tuple[str, ...], np.ndarray], players: Sequence[str]) -> dict[str, np.ndarray]:
    """Shapley value of every player from the value of every coalition; they add up to all less none."""
    count, found = len(players), {}
    for player in players:
        total = np.zeros_like(next(iter(values.values())))
        for one in coalitions([other for other in players if other != player]):
            joint = tuple(name for name in players if name in one or name == player)
            weight = factorial(len(one)) * factorial(count - len(one) - 1) / factorial(count)
            total = total + weight * (values[joint] - values[one])
        found[player] = total
    return found


def contributions_table(
    arms: Arms,
    scenario: str,
    method: str,
    runs: Mapping[tuple[str, ...], Sequence[Outcome | None]],
    labels: Mapping[str, tuple[str, str]],
    years: Sequence[int],
) -> Columns:
    """A row a part, year, scope and indicator. `runs`: by what is in force (Shapley) or left out (leave-one-out; the
    empty set is the whole scenario), the outcome of every case."""
    kept = np.array(
        [all(run[case] is not None for run in runs.values()) for case in range(len(arms.cases.member))], bool
    )
    kept &= arms.cases.counted
    cases = arms.cases.where(kept)
    if not cases.n:
        return joined([], CONTRIBUTIONS)
    read = {
        name: stacked([one for one, there in zip(run, kept, strict=True) if there and one is not None], "year")
        for name, run in runs.items()
    }
    axes = next(iter(read.values()))[0]
    values = {name: block for name, (_, block) in read.items()}
    if method == SHAPLEY:
        players = max(values, key=len)
        parts = shapley(values, players)
    else:
        parts = {name[0]: values[()] - block for name, block in values.items() if name}
    return _rows(arms, cases, axes, parts, scenario, method, labels, years)


def _rows(arms: Arms, cases, axes, parts: Mapping[str, np.ndarray], scenario, method, labels, years) -> Columns:
    names = list(parts)
    rows: list[dict[str, Any]] = []
    for q, quarter in enumerate(axes.quarters):
        if int(quarter[:4]) not in years:
            continue
        for i, indicator in enumerate(axes.indicators):
            for s, scope in enumerate(axes.scopes):
                cell = np.stack([parts[name][:, q, i, s] for name in names], axis=1)
                if not np.isfinite(cell).all():
                    continue
                sign = SIGN[arms.better(indicator)]
                told = estimate(cell, cases, np.full(len(names), sign))
                tier = tiers(sign * cell, cases.shares())
                rows += [
                    {
                        "scenario": scenario, "method": method, "part": name, "label_zh": labels[name][0],
                        "label_en": labels[name][1], "year": int(quarter[:4]), "scope": scope, "indicator": indicator,
                        "unit": arms.unit(indicator), "n": told.n, "contribution": float(told.effect[place]),
                        "low": float(told.low[place]), "high": float(told.high[place]), "level": told.level,
                        "chance_better": float(told.chance_better[place]), "tier": int(tier[place]),
                    }
                    for place, name in enumerate(names)
                ]  # fmt: skip
    return {name: [row[name] for row in rows] for name in CONTRIBUTIONS}
