"""Elementary effects of a study with a Morris design: as `zhenxing sensitivity` has them, with replications as the
yardstick of luck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.elementary import elementary_effects, ranking
from analysis.understanding.frame import StudyFrame
from analysis.understanding.variance import variance_split

if TYPE_CHECKING:
    import pandas as pd

MEDIAN_OF_NORMAL = 0.6745  # median absolute value of a standard normal


@dataclass(frozen=True)
class MorrisEffects:
    """`table`: input, median, low, high, mu, mu_star, sigma, rank, rank_low, rank_high. `luck`: median size of the
    effect that other seeds make; None where points have one run each."""

    table: pd.DataFrame
    luck: float | None
    trajectories: int
    steps: int
    failed: int
    points: int


def morris_effects(study: StudyFrame, outcome: str) -> MorrisEffects | None:
    """Effects of moving an input through its whole range, in the outcome's unit; None where no step has both ends."""
    import pandas as pd

    count = len(study.inputs)
    low, high = (np.array([study.bounds[name][end] for name in study.inputs]) for end in (0, 1))
    x = ((study.x - low) / np.where(high > low, high - low, 1.0)).reshape(-1, count + 1, count)
    values = study.means(outcome).reshape(-1, count + 1)
    usable = np.isfinite(x).all(axis=(1, 2))
    if not usable.any():
        return None
    effects = elementary_effects(x[usable], values[usable])
    if not np.isfinite(effects).any():
        return None
    found = ranking(effects)
    table = pd.DataFrame(
        {
            "input": list(study.inputs),
            "median": found.median,
            "low": found.interval[0],
            "high": found.interval[1],
            "mu": found.mu,
            "mu_star": found.mu_star,
            "sigma": found.sigma,
            "rank": found.rank,
            "rank_low": found.ranks[0],
            "rank_high": found.ranks[1],
        }
    ).sort_values("median", ascending=False, kind="stable", ignore_index=True)
    steps = len(x) * count
    return MorrisEffects(
        table,
        _luck(study, outcome, x[usable]),
        int(usable.sum()),
        steps,
        steps - int(np.isfinite(effects).sum()),
        int(np.isfinite(values).sum()),
    )


def _luck(study: StudyFrame, outcome: str, x: np.ndarray) -> float | None:
    """Median size of the difference between two points' means that luck makes, over the usual step."""
    runs = study.runs(outcome)
    split = variance_split(runs, study.crossed())
    if split is None:
        return None
    step = float(np.median(np.abs(np.diff(x, axis=1)).max(axis=2)))
    times = float(np.isfinite(runs).sum(axis=1).mean())
    return MEDIAN_OF_NORMAL * float(np.sqrt(2.0 * split.noise / times)) / step
