"""Units that gather beside a threshold."""

from __future__ import annotations

import numpy as np

from analysis.estimators.estimate import Estimate
from analysis.estimators.regressions import nothing

BINS, DEGREE = 10, 3  # on either side of the threshold; of the smooth density


def bunching(score: np.ndarray, weight: np.ndarray, width: float, above: bool, excluded: int = 2) -> Estimate:
    """Excess mass on the treated side of a threshold in the score (centred), over the smooth density there (ratio).

    Chetty, Friedman, Olsen and Pistaferri (2011): counts by bin of `width` on a polynomial and dummies for the bins
    excluded next to the threshold; the error is that of least squares on counts, heteroskedastic.
    """
    from statsmodels.regression.linear_model import OLS

    known = np.isfinite(score)
    edges = (np.arange(2 * BINS + 1) - BINS) * width
    count = np.histogram(score[known], edges, weights=weight[known])[0]
    middle = (edges[:-1] + edges[1:]) / 2 / width
    own = (middle > 0) & (middle < excluded) if above else (middle < 0) & (middle > -excluded)
    other = (np.abs(middle) < excluded) & ~own
    if count.sum() <= 0:
        return nothing(0)
    powers = np.column_stack([(middle / BINS) ** power for power in range(DEGREE + 1)])
    design = np.column_stack([powers, own.astype(float), other.astype(float)])
    result = OLS(count, design).fit(cov_type="HC1", use_t=True)
    usual = float((powers @ result.params[: DEGREE + 1])[own].mean())
    if usual <= 0:
        return nothing(int(known.sum()))
    effect, error = float(result.params[-2]) / usual, float(result.bse[-2]) / usual
    spread = float(np.std(count[~own & ~other] / usual))
    return Estimate(effect, error, float(result.df_resid), 1.0, spread, int(known.sum()), len(count))
