"""What an estimator says, and several independent ones taken together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import t

LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """An effect with its standard error. `freedom`: degrees of freedom of its t; `mean`, `spread`: of the outcome
    among controls (its own unit); `units`, `clusters`: how many."""

    effect: float
    error: float
    freedom: float
    mean: float
    spread: float
    units: int
    clusters: int

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the effect."""
        wide = float(t.ppf(0.5 + LEVEL / 2, max(self.freedom, 1.0))) * self.error
        return self.effect - wide, self.effect + wide

    @property
    def chance(self) -> float:
        """Two-sided p value of no effect."""
        if not self.error > 0:
            return float("nan")
        return float(2 * t.sf(abs(self.effect / self.error), max(self.freedom, 1.0)))


def combined(several: Sequence[Estimate]) -> Estimate:
    """The mean of estimates from independent runs: each had an assignment and luck of its own."""
    known = [one for one in several if np.isfinite(one.effect)]
    if not known:
        nan = float("nan")
        return Estimate(nan, nan, 1.0, nan, nan, 0, 0)
    number = len(known)
    return Estimate(
        effect=float(np.mean([one.effect for one in known])),
        error=float(np.sqrt(np.sum([one.error**2 for one in known])) / number),
        freedom=float(np.sum([one.freedom for one in known])),
        mean=float(np.mean([one.mean for one in known])),
        spread=float(np.sqrt(np.mean([one.spread**2 for one in known]))),
        units=sum(one.units for one in known),
        clusters=sum(one.clusters for one in known),
    )
