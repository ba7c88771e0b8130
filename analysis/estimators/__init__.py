"""Estimators of field studies on a panel of units, through statsmodels; none knows what the numbers mean.

Arrays are one value a unit: `outcome`, `arm` (0 control, 1, 2, ... the arms), `weight` and `cluster` (whole numbers).
A unit whose outcome is not a number is left out, as a study loses who has closed.
"""

from __future__ import annotations

from analysis.estimators.counts import bunching
from analysis.estimators.estimate import Estimate, combined
from analysis.estimators.regressions import (
    before_after,
    contrast,
    difference_in_differences,
    event_study,
    local_linear,
    ratio,
)

KINDS = {
    "difference": "difference of means after treatment, errors by cluster",
    "difference_in_differences": "difference of changes since before treatment, errors by cluster",
    "event_study": "difference of changes since the last quarter before, quarter by quarter; the last window is judged",
    "regression_discontinuity": "local linear on both sides of a threshold in the score, triangular kernel",
    "bunching": "units just beside a threshold over what a smooth density has there",
    "before_after": "change since before treatment of all who are treated",
}

__all__ = [
    "KINDS",
    "Estimate",
    "before_after",
    "bunching",
    "combined",
    "contrast",
    "difference_in_differences",
    "event_study",
    "local_linear",
    "ratio",
]
