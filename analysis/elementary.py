"""Elementary effects after Morris (1991): how far one factor at a time moves an outcome, with luck as the yardstick.

Effects are a unit of the outcome per whole range of a factor. A case that failed is NaN, and so are the two steps
that lead to it and from it.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

RESAMPLES = 2000
LEVEL = 0.90  # of the intervals
ALARM = 0.001  # chance of luck below which a factor is said to matter
DOUBT = 0.05  # and from which on it is said not to be told from luck
SEED = 1991  # of the resampling


@dataclass(frozen=True)
class Ranking:
    """Of every factor: mean effect, mean absolute effect, spread; the median absolute effect and the rank it gives (1
    moves most), these two with intervals.

    Where ranges are wide a few corners of them are worlds apart, and a mean is the effect in one of these: the median
    ranks (Menberg, Heo and Choudhary 2016, Energy and Buildings 133).
    """

    mu: np.ndarray
    mu_star: np.ndarray
    sigma: np.ndarray
    median: np.ndarray
    interval: np.ndarray  # (2, factors) of the median
    rank: np.ndarray
    ranks: np.ndarray  # (2, factors) of the rank


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
    size = np.abs(effects)
    known = np.isfinite(effects).sum(axis=0)
    with warnings.catch_warnings():  # a factor of which every step failed is NaN, and said to be so
        warnings.simplefilter("ignore", RuntimeWarning)
        mu, mu_star, median = np.nanmean(effects, axis=0), np.nanmean(size, axis=0), np.nanmedian(size, axis=0)
        sigma = np.sqrt(np.nansum((effects - mu) ** 2, axis=0) / np.maximum(known - 1, 1))
        drawn = np.random.default_rng(SEED).integers(len(effects), size=(RESAMPLES, len(effects)))
        again = np.stack([np.nanmedian(size[rows], axis=0) for rows in drawn])
    again = np.where(np.isfinite(again), again, median)
    ends = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    ranks = np.stack([ranks_of(row) for row in again])
    interval = np.quantile(again, ends, axis=0)
    return Ranking(mu, mu_star, sigma, median, interval, ranks_of(median), np.quantile(ranks, ends, axis=0))


def ranks_of(sizes: np.ndarray) -> np.ndarray:
    """Rank of each, the largest first; equals share the mean of their places."""
    from scipy.stats import rankdata

    return rankdata(-np.nan_to_num(sizes))


def luck_chance(effects: np.ndarray, lucks: np.ndarray) -> np.ndarray:
    """Chance (share, by factor) that luck alone would do as much: of effects (trajectories, factors), beside those of
    dummies (trajectories, dummies) that change nothing but the seed.

    A rank test: in each trajectory the dummies a factor moves the outcome more than are counted; a factor that is luck
    and nothing else has every count from none to all alike. So neither tails nor a trajectory full of luck decide.
    """
    size, luck = np.abs(effects), np.abs(lucks)
    with np.errstate(invalid="ignore"):
        smaller = (luck[:, None, :] < size[:, :, None]).sum(axis=2) + 0.5 * (luck[:, None, :] == size[:, :, None]).sum(
            axis=2
        )
    there = np.isfinite(luck).sum(axis=1)
    known = np.isfinite(size) & (there > 0)[:, None]
    found = np.ones(size.shape[1])
    for factor in range(size.shape[1]):
        rows = np.flatnonzero(known[:, factor])
        chance = tail(tuple(there[rows].tolist()))
        found[factor] = chance[int(np.floor(smaller[rows, factor].sum()))]
    return np.where((size == 0.0).all(axis=0, where=known), 1.0, found)


@lru_cache(maxsize=4096)
def tail(counts: tuple[int, ...]) -> np.ndarray:
    """Chance that a sum of independent whole numbers, each uniform from 0 to its count, is so much or more."""
    mass = np.ones(1)
    for count in counts:
        mass = np.convolve(mass, np.full(count + 1, 1.0 / (count + 1)))
    return np.cumsum(mass[::-1])[::-1]
