"""Regret: how much worse a package is than the best one at the same point, over all points.

The package whose greatest regret is least is the minimax one (Savage 1951); the least mean regret is the best on
average. Points stand for themselves: no chance is attached to any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

HIGH = 0.90  # quantile beside the maximum: a maximum hangs on one point


@dataclass(frozen=True)
class Regret:
    """`table`: scenario, maximum, high, mean, best (share of the points where it is the best, shared by equals).
    `minimax` and `mean`: the scenarios that regret least."""

    table: pd.DataFrame
    minimax: str
    mean: str
    worst_point: int  # where the minimax scenario's regret is greatest, as a row of the values
    points: int


def regrets(values: np.ndarray, better: int) -> np.ndarray:
    """Regret by point and scenario, at least 0, from values (points, scenarios); better: +1 more is better, else -1."""
    signed = better * values
    return signed.max(axis=1, keepdims=True) - signed


def regret(scenarios: Sequence[str], values: np.ndarray, better: int = 1) -> Regret | None:
    """Regret from values (points, scenarios); points at which a scenario is missing are left out. None without any."""
    import pandas as pd

    whole = np.isfinite(values).all(axis=1)
    if not whole.any() or len(scenarios) < 2:
        return None
    lost = regrets(values[whole], better)
    best = lost == 0.0
    table = pd.DataFrame(
        {
            "scenario": list(scenarios),
            "maximum": lost.max(axis=0),
            "high": np.quantile(lost, HIGH, axis=0),
            "mean": lost.mean(axis=0),
            "best": (best / best.sum(axis=1, keepdims=True)).mean(axis=0),
        }
    )
    least = int(np.argmin(table["maximum"]))
    worst = int(np.flatnonzero(whole)[np.argmax(lost[:, least])])
    table = table.sort_values(["maximum", "mean"], kind="stable", ignore_index=True)
    return Regret(
        table, list(scenarios)[least], str(table["scenario"][table["mean"].argmin()]), worst, int(whole.sum())
    )
