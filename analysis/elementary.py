"""Elementary effects after Morris (1991): how far one factor at a time moves an outcome, with luck as the yardstick.

Effects are a unit of the outcome per whole range of a factor. A case that failed is NaN, and so are the two steps
that lead to it and from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

RESAMPLES = 2000
LEVEL = 0.90  # of the intervals
ALARM = 0.001  # chance that a factor which only changes the luck comes out above the floor
SEED = 1991  # of the resampling


@dataclass(frozen=True)
class Ranking:
    """Of every factor: mean effect, mean absolute effect, spread, rank (1 moves most), the last two with intervals."""

    mu: np.ndarray
    mu_star: np.ndarray
    sigma: np.ndarray
    interval: np.ndarray  # (2, factors) of mu_star
    rank: np.ndarray
    ranks: np.ndarray  # (2, factors) of rank


def elementary_effects(points: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Effects (trajectories, factors) from points in the unit cube (trajectories, steps + 1, factors) and the outcome
    there (trajectories, steps + 1); one factor changes in each step, each in one step."""
    steps = np.diff(points, axis=1)
    changed = np.abs(steps).argmax(axis=2)  # (trajectories, steps)
    rows = np.arange(len(points))[:, None]
    size = np.take_along_axis(steps, changed[:, :, None], axis=2)[:, :, 0]
    effects = np.full((len(points), points.shape[2]), np.nan)
    effects[rows, changed] = np.diff(values, axis=1) / size
    return effects


def ranking(effects: np.ndarray) -> Ranking:
    """Statistics of effects (trajectories, factors); intervals by resampling whole trajectories."""
    known = np.isfinite(effects)
    filled, size = np.where(known, effects, 0.0), np.abs(np.where(known, effects, 0.0))
    mu = _mean(filled, known)
    drawn = np.random.default_rng(SEED).integers(len(effects), size=(RESAMPLES, len(effects)))
    times = np.stack([(drawn == row).sum(axis=1) for row in range(len(effects))], axis=1)  # (resamples, trajectories)
    with np.errstate(invalid="ignore"):
        again = (times @ size) / (times @ known.astype(float))
        spread = np.sqrt((np.where(known, filled - mu, 0.0) ** 2).sum(axis=0) / np.maximum(known.sum(axis=0) - 1, 1))
    again = np.where(np.isfinite(again), again, _mean(size, known))
    ends = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    ranks = np.stack([ranks_of(row) for row in again])
    star = _mean(size, known)
    return Ranking(mu, star, spread, np.quantile(again, ends, axis=0), ranks_of(star), np.quantile(ranks, ends, axis=0))


def ranks_of(sizes: np.ndarray) -> np.ndarray:
    """Rank of each, the largest first; equals share the mean of their places."""
    from scipy.stats import rankdata

    return rankdata(-sizes)


def luck_floor(lucks: np.ndarray) -> float:
    """Mean absolute effect that luck alone exceeds with the chance ALARM, from the effects (trajectories, dummies) of
    factors that change nothing but the seed: one dummy is drawn in each trajectory, many times."""
    size = np.abs(lucks)
    generator = np.random.default_rng(SEED)
    means = []
    for _ in range(20):  # in pieces, so that memory stays small
        chosen = generator.integers(size.shape[1], size=(RESAMPLES, size.shape[0]))
        means.append(np.nanmean(size[np.arange(size.shape[0]), chosen], axis=1))
    return float(np.nanquantile(np.concatenate(means), 1 - ALARM))


def _mean(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    return values.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
