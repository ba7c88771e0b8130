"""How precisely the main effects are known, what more cases would bring, and what no number of them removes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.comparison import MAIN

NEAR_ZERO = 0.01  # of the base's mean: below it, precision is asked as a share of this much of the base


def precision_rows(effects: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """The main effects in the last year: half-width of the interval of the mean, over what it is measured in."""
    last = max(effects["year"], default=0)
    rows = []
    for place, (year, scope, indicator) in enumerate(
        zip(effects["year"], effects["scope"], effects["indicator"], strict=True)
    ):
        if year != last or (indicator, scope) not in MAIN:
            continue
        cell = {
            name: effects[name][place]
            for name in ("scenario", "effect", "base_mean", "mean_low", "mean_high", "seed_share")
        }
        half = (cell["mean_high"] - cell["mean_low"]) / 2
        scale = max(abs(cell["effect"]), NEAR_ZERO * abs(cell["base_mean"]))
        luck = cell["seed_share"]
        rows.append(
            {
                "scenario": cell["scenario"],
                "year": year,
                "scope": scope,
                "indicator": indicator,
                "effect": _number(cell["effect"]),
                "half_width": _number(half),
                "share": _number(half / scale if scale > 0 else 0.0),
                "seeds_remove": _number(luck),
                "seeds_cannot_remove": _number(1.0 - luck),
            }
        )
    return rows


def precise(rows: Sequence[Mapping[str, Any]], share: float) -> bool:
    return bool(rows) and all(row["share"] is not None and row["share"] <= share for row in rows)


def cases_wanted(rows: Sequence[Mapping[str, Any]], share: float, now: int, most: int) -> int:
    """Cases of the next round: what the widest interval asks for, at most twice as many as now."""
    worst = max((row["share"] if row["share"] is not None else math.inf for row in rows), default=math.inf)
    wanted = now * (worst / share) ** 2 if math.isfinite(worst) else math.inf
    return int(min(max(math.ceil(min(wanted, 2 * now)), now + 1), most))


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
