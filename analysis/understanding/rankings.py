"""How sure the order of packages is: chance that one beats another over the points, ranks, and how they agree.

A share of points is no probability: points fill ranges of assumptions evenly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.effects import beats, tiers

if TYPE_CHECKING:
    import pandas as pd

LEVEL = 0.90


@dataclass(frozen=True)
class Rankings:
    """`table`: scenario, mean, tier, mean_rank, rank_low, rank_high, first (share of points at which it ranks first).
    `pairs`: scenario, other, beats, low, high. `agreement`: Kendall's W over the points, 1 the same order at all."""

    table: pd.DataFrame
    pairs: pd.DataFrame
    agreement: float
    points: int


def rankings(scenarios: Sequence[str], values: np.ndarray, better: int = 1) -> Rankings | None:
    """Order of scenarios from values (points, scenarios); points at which one is missing are left out."""
    import pandas as pd
    from scipy.stats import rankdata

    values = better * values[np.isfinite(values).all(axis=1)]
    if not len(values) or len(scenarios) < 2:
        return None
    equal = np.full(len(values), 1.0 / len(values))
    ranks = rankdata(-values, axis=1)
    low, high = np.quantile(ranks, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    first = ranks <= ranks.min(axis=1, keepdims=True)
    table = pd.DataFrame(
        {
            "scenario": list(scenarios),
            "mean": better * values.mean(axis=0),
            "tier": tiers(values, equal),
            "mean_rank": ranks.mean(axis=0),
            "rank_low": low,
            "rank_high": high,
            "first": (first / first.sum(axis=1, keepdims=True)).mean(axis=0),
        }
    )
    order = np.argsort(ranks.mean(axis=0), kind="stable")
    pairs = _pairs([scenarios[int(k)] for k in order], beats(values, equal)[np.ix_(order, order)], len(values))
    return Rankings(table.iloc[order].reset_index(drop=True), pairs, kendall(ranks), len(values))


def _pairs(scenarios: Sequence[str], chances: np.ndarray, points: int) -> pd.DataFrame:
    """Every pair, the better one first, with Wilson's interval of the share of points."""
    import pandas as pd
    from statsmodels.stats.proportion import proportion_confint

    rows = []
    for a, one in enumerate(scenarios):
        for b in range(a + 1, len(scenarios)):
            ends: Any = proportion_confint(chances[a, b] * points, points, alpha=1 - LEVEL, method="wilson")
            low, high = ends
            rows.append((one, scenarios[b], float(chances[a, b]), float(low), float(high)))
    return pd.DataFrame(rows, columns=["scenario", "other", "beats", "low", "high"])


def kendall(ranks: np.ndarray) -> float:
    """Kendall's coefficient of concordance of ranks (points, scenarios): 1 the same order at every point, 0 none."""
    points, count = ranks.shape
    spread = float(((ranks.sum(axis=0) - points * (count + 1) / 2) ** 2).sum())
    ties = sum(float((times**3 - times).sum()) for row in ranks for _, times in [np.unique(row, return_counts=True)])
    most = points**2 * (count**3 - count) - points * ties
    return 12.0 * spread / most if most > 0 else float("nan")


def leads(values: np.ndarray, places: tuple[int, int], better: int) -> tuple[np.ndarray, np.ndarray]:
    """By point, how far the first of two scenarios leads the second, and whether it does (1, 0, half when equal): what
    Sobol indices of a ranking are taken of."""
    gap = better * (values[:, places[0]] - values[:, places[1]])
    return gap, np.where(np.isfinite(gap), (gap > 0) + 0.5 * (gap == 0), np.nan)
