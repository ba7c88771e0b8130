"""The effect of a shock against the sign expected of it: paired differences over seeds, with their interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import t

LEVEL = 0.95  # of the intervals
FADED = 1.0 / 3.0  # part of an effect that may be left where it should have faded

Path = Mapping[int, float]  # value by quarter (year * 4 + quarter - 1)
Verdict = Literal["agrees", "disagrees", "unclear", "open"]


@dataclass(frozen=True)
class Effect:
    """Mean effect over seeds with its interval, in per cent of the baseline or in points."""

    mean: float
    low: float
    high: float


def effect(
    shock: Sequence[Path], baseline: Sequence[Path], window: tuple[int, int], unit: Literal["percent", "points"]
) -> Effect:
    """Shock less baseline in the mean of a window's quarters, one pair of paths a seed.

    `percent`: over the baseline's mean, times 100; `points`: the difference of two shares, times 100. The interval is
    Student's over seeds.
    """
    pairs = [(_mean(one, window), _mean(other, window)) for one, other in zip(shock, baseline, strict=True)]
    found = np.array([100.0 * (a - b) / (b if unit == "percent" else 1.0) for a, b in pairs])
    if len(found) < 2:
        raise ValueError("an interval needs two seeds at least")
    half = float(t.ppf(0.5 + LEVEL / 2, len(found) - 1)) * float(found.std(ddof=1)) / len(found) ** 0.5
    mean = float(found.mean())
    return Effect(mean, mean - half, mean + half)


def _mean(path: Path, window: tuple[int, int]) -> float:
    first, last = window
    return sum(path[quarter] for quarter in range(first, last + 1)) / (last - first + 1)


def verdict(found: Effect, expected: Literal["up", "down", "open"]) -> Verdict:
    """Does the whole interval lie on the expected side, the whole on the other, or neither?"""
    if expected == "open":
        return "open"
    low, high = (found.low, found.high) if expected == "up" else (-found.high, -found.low)
    return "agrees" if low > 0 else "disagrees" if high < 0 else "unclear"


def has_faded(at: Effect, late: Effect) -> bool | None:
    """Is what is left below a third of the effect, give or take the interval? None where there was no effect."""
    if at.low <= 0.0 <= at.high:
        return None
    bound = FADED * abs(at.mean)
    return late.low <= bound and late.high >= -bound
