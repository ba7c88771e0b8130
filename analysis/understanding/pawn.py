"""PAWN indices (Pianosi and Wagener 2018): how far an input shifts the whole distribution of an outcome, by SALib.

Fit for skewed outcomes, whose variance is a few extreme points. The index is a distance between distributions and is
above zero for an input that does nothing; what such an input reaches is told beside it.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

LEVEL = 0.90  # of the intervals
ALARM = 0.95  # share of inputs that do nothing which stay below `chance`
RESAMPLES = 100
SEED = 2018
FEWEST = 60  # points
PER_INPUT = 2  # points an input needs: among more inputs than that the first is first by chance
PER_SLIDE = 20  # points a slide needs
SLIDES = (10, 8, 5, 4, 3)  # SALib's steps of a sixth, a seventh and a ninth add up to more than one


@dataclass(frozen=True)
class PawnIndices:
    """`table`: input, median (over the slides), low, high, maximum. `chance`: what one input in twenty that does
    nothing would exceed."""

    table: pd.DataFrame
    chance: float
    slides: int
    points: int


def points_needed(inputs: int) -> int:
    """Points below which an index is not told."""
    return max(FEWEST, PER_INPUT * inputs)


def pawn_indices(names: Sequence[str], x: np.ndarray, values: np.ndarray) -> PawnIndices | None:
    """Indices from points (points, inputs) and the outcome there; None with too few points, or where nothing varies."""
    import pandas as pd

    known = np.isfinite(values) & np.isfinite(x).all(axis=1)
    x, values = x[known], values[known]
    if len(values) < points_needed(len(names)) or not np.ptp(values) > 0.0:
        return None
    slides = next(count for count in SLIDES if len(values) >= PER_SLIDE * count)
    rng = np.random.default_rng(SEED)
    median, maximum = _analyzed(x, values, slides)
    drawn = rng.integers(len(values), size=(RESAMPLES, len(values)))
    again = [np.nanmedian(distances(x[rows], values[rows], slides), axis=0) for rows in drawn]
    # basic intervals: a resample repeats points, and that alone puts distributions further apart
    high, low = 2 * median - np.nanquantile(np.stack(again), [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    nothing = rng.permuted(np.tile(np.arange(len(values), dtype=float)[:, None], RESAMPLES), axis=0)
    chance = float(np.quantile(np.nanmedian(distances(nothing, values, slides), axis=0), ALARM))
    table = pd.DataFrame(
        {"input": list(names), "median": median, "low": low.clip(0.0), "high": high, "maximum": maximum}
    )
    table = table.sort_values("median", ascending=False, kind="stable", ignore_index=True)
    return PawnIndices(table, chance, slides, len(values))


def _analyzed(x: np.ndarray, values: np.ndarray, slides: int) -> tuple[np.ndarray, np.ndarray]:
    """Median and maximum over the slides, by input."""
    from SALib.analyze import pawn

    count = x.shape[1]
    problem = {"num_vars": count, "names": [f"x{k}" for k in range(count)], "bounds": [[0.0, 1.0]] * count}
    with warnings.catch_warnings():  # an input with few values leaves slides empty
        warnings.simplefilter("ignore")
        found = pawn.analyze(problem, x, values, S=slides)
    return np.asarray(found["median"]), np.asarray(found["maximum"])


def distances(x: np.ndarray, values: np.ndarray, slides: int) -> np.ndarray:
    """Kolmogorov-Smirnov distance of an outcome within each slide of an input from the outcome as a whole, shape
    (slides, inputs); NaN for an empty slide. As SALib has it, but for all slides in one pass: resampling asks often."""
    order = np.argsort(values, kind="stable")
    last = np.append(np.diff(values[order]) > 0, True)  # equal outcomes are one step
    whole = np.arange(1, len(values) + 1)[last] / len(values)
    found = np.full((slides, x.shape[1]), np.nan)
    for place, column in enumerate(x[order].T):
        edges = np.quantile(column, np.arange(0, 1 + 1 / slides, 1 / slides)[: slides + 1])
        inside = (column[:, None] >= edges[:-1]) & (column[:, None] < edges[1:])
        count = inside.sum(axis=0)
        steps = np.cumsum(inside, axis=0)[last] / np.maximum(count, 1)
        found[:, place] = np.where(count > 0, np.abs(steps - whole[:, None]).max(axis=0), np.nan)
    return found


def skewness(values: np.ndarray) -> float:
    """Skewness of the known values; 0 where there are fewer than three."""
    from scipy.stats import skew

    known = values[np.isfinite(values)]
    return float(skew(known)) if len(known) > 2 and np.ptp(known) > 0 else 0.0
