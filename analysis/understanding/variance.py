"""How much of an outcome's variance is luck (seeds) and how much the inputs: random effects over points x replications.

Where every point has the same seeds the layout is crossed and has three parts: inputs, luck that all points share, and
luck that acts otherwise at other points. Where seeds differ it has two. Components are those of the analysis of
variance (Searle, Casella and McCulloch 1992, ch. 3 and 4), intervals are generalised ones (Weerahandi 1993): mean
squares are drawn from their scaled chi-squares, and the components computed from each draw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LEVEL = 0.90
DRAWS = 20_000
SEED = 1993
FEWEST = 5  # points with two runs


@dataclass(frozen=True)
class Share:
    """Share of the variance of a single run; `low` and `high` at LEVEL."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class VarianceSplit:
    """`common` is None where points have seeds of their own. `noise`: variance of a run at its point that is not shared
    by all points; `mean_luck`: share of the variance of the points' means that luck makes."""

    inputs: Share
    luck: Share  # all of it
    common: Share | None  # the part that all points share
    noise: float
    mean_luck: float
    heaviest: float  # share of the luck found that a single point makes
    points: int
    runs: int


def variance_split(runs: np.ndarray, crossed: bool) -> VarianceSplit | None:
    """Split from an outcome by point and replication (points, replications); None where too few points have two runs,
    or where nothing varies."""
    known = np.isfinite(runs)
    runs = runs[known.all(axis=1)] if crossed else runs[known.any(axis=1)]
    known = np.isfinite(runs)
    several = int((known.sum(axis=1) > 1).sum())
    if several < FEWEST or runs.shape[1] < 2 or not np.nanmax(runs) > np.nanmin(runs):
        return None
    return _crossed(runs) if crossed else _nested(runs, known)


def _nested(runs: np.ndarray, known: np.ndarray) -> VarianceSplit:
    """One way: runs within points, however many each has."""
    times = known.sum(axis=1)
    total, points = int(times.sum()), len(times)
    means = np.nansum(runs, axis=1) / times
    centre = np.nansum(runs) / total
    between = float(times @ (means - centre) ** 2) / (points - 1)
    within = float(np.nansum((runs - means[:, None]) ** 2)) / (total - points)
    usual = (total - float(times @ times) / total) / (points - 1)  # runs a point, as the mean square counts them
    squares = _drawn((between, points - 1), (within, total - points))
    parts = [_nested_parts(one[0], one[1], usual) for one in (np.array([between, within]), squares)]
    inputs, luck = (_share(parts, place) for place in (0, 1))
    noise = within
    spread = float(np.var(means, ddof=1))
    heaviest = _heaviest(np.nansum((runs - means[:, None]) ** 2, axis=1))
    return VarianceSplit(inputs, luck, None, noise, _capped(noise / usual, spread), heaviest, points, total)


def _nested_parts(between, within, usual: float):
    return np.stack([np.maximum((between - within) / usual, 0.0), within * np.ones_like(between)])


def _crossed(runs: np.ndarray) -> VarianceSplit:
    """Two ways, a run in each cell."""
    points, times = runs.shape
    by_point, by_seed, centre = runs.mean(axis=1), runs.mean(axis=0), runs.mean()
    rest = runs - by_point[:, None] - by_seed + centre
    square = (
        times * float(((by_point - centre) ** 2).sum()) / (points - 1),
        points * float(((by_seed - centre) ** 2).sum()) / (times - 1),
        float((rest**2).sum()) / ((points - 1) * (times - 1)),
    )
    degrees = (points - 1, times - 1, (points - 1) * (times - 1))
    squares = _drawn(*zip(square, degrees, strict=True))
    parts = [_crossed_parts(one, points, times) for one in (np.array(square), squares)]
    inputs, common = (_share(parts, place) for place in (0, 1))
    both = [np.stack([one[0], one[1] + one[2]]) for one in parts]
    spread = float(np.var(by_point, ddof=1))
    mean_luck, heaviest = _capped(square[2] / times, spread), _heaviest((rest**2).sum(axis=1))
    return VarianceSplit(inputs, _share(both, 1), common, square[2], mean_luck, heaviest, points, runs.size)


def _crossed_parts(squares, points: int, times: int):
    of_points, of_seeds, rest = squares
    return np.stack(
        [
            np.maximum((of_points - rest) / times, 0.0),
            np.maximum((of_seeds - rest) / points, 0.0),
            rest * np.ones_like(of_points),
        ]
    )


def _heaviest(squares: np.ndarray) -> float:
    """Largest part of a sum of squares, by point."""
    total = float(squares.sum())
    return float(squares.max()) / total if total > 0 else 0.0


def _drawn(*squares: tuple[float, int]) -> np.ndarray:
    """Mean squares that the true ones may be, given those found: (squares, draws)."""
    rng = np.random.default_rng(SEED)
    return np.stack([value * degrees / rng.chisquare(degrees, DRAWS) for value, degrees in squares])


def _share(parts: list[np.ndarray], place: int) -> Share:
    """One component over all: as found, and the interval over the draws."""
    found, drawn = (np.divide(one[place], one.sum(axis=0)) for one in parts)
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Share(float(found), float(low), float(high))


def _capped(luck: float, spread: float) -> float:
    return min(luck / spread, 1.0) if spread > 0 else 0.0
