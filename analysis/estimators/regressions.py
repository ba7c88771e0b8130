"""Least squares of the studies: differences between arms, changes, discontinuities, ratios of two effects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from analysis.estimators.estimate import Estimate
from analysis.facts.estimators import weighted_deviation, weighted_mean

Values = np.ndarray


def fitted(outcome: Values, design: Values, weight: Values, cluster: Values):
    """Weighted least squares with errors by cluster and a t of as many degrees of freedom as clusters less one; with
    a cluster a unit, errors robust to heteroskedasticity (HC1)."""
    from statsmodels.regression.linear_model import WLS

    model = WLS(outcome, design, weights=weight)  # type: ignore[arg-type]
    _, group = np.unique(cluster, return_inverse=True)
    if group.max(initial=0) + 1 == len(outcome):
        return model.fit(cov_type="HC1", use_t=True)
    return model.fit(cov_type="cluster", cov_kwds={"groups": group, "df_correction": True}, use_t=True)


def contrast(
    outcome: Values, arm: Values, weight: Values, cluster: Values, weights: Mapping[int, float] | None = None
) -> Estimate:
    """Means of arms weighted into one number: by default the first arm less the control (arm 0).

    `weights` are by arm and leave out the control, whose mean takes what makes them sum to nothing.
    """
    weights = weights or {1: 1.0}
    known = np.isfinite(outcome)
    outcome, arm, weight, cluster = outcome[known], arm[known], weight[known], cluster[known]
    arms = sorted(weights)
    inside = np.isin(arm, [0, *arms])
    outcome, arm, weight, cluster = outcome[inside], arm[inside], weight[inside], cluster[inside]
    if any(np.count_nonzero(arm == one) < 2 for one in (0, *arms)):
        return nothing(len(outcome))
    if len(np.unique(cluster)) <= len(arms) + 1:  # errors by cluster cannot be known
        return nothing(len(outcome))
    design = np.column_stack([np.ones(len(arm)), *((arm == one).astype(float) for one in arms)])
    result = fitted(outcome, design, weight, cluster)
    wanted = np.array([0.0, *(weights[one] for one in arms)])
    effect, error = float(wanted @ result.params), float(np.sqrt(max(wanted @ result.cov_params() @ wanted, 0.0)))
    return told(effect, error, result, outcome[arm == 0], weight[arm == 0], cluster)


def difference_in_differences(
    after: Values, before: Values, arm: Values, weight: Values, cluster: Values, weights=None
) -> Estimate:
    """The same on changes: two periods, each the mean of its quarters (Bertrand, Duflo and Mullainathan 2004)."""
    return contrast(after - before, arm, weight, cluster, weights)


def event_study(values: Values, base: int, arm: Values, weight: Values, cluster: Values) -> list[Estimate]:
    """By quarter, shape (quarters, units): differences of changes since the quarter `base` (row)."""
    return [contrast(row - values[base], arm, weight, cluster) for row in values]


def before_after(after: Values, before: Values, weight: Values, cluster: Values) -> Estimate:
    """Mean change of all, errors by cluster. Whatever else changes with time is in it."""
    known = np.isfinite(after - before)
    change, weight, cluster = (after - before)[known], weight[known], cluster[known]
    if len(np.unique(cluster)) < 2:
        mean = weighted_mean(change, weight)
        return replace(nothing(len(change)), effect=mean) if len(change) else nothing(0)
    result = fitted(change, np.ones((len(change), 1)), weight, cluster)
    return told(float(result.params[0]), float(result.bse[0]), result, before[known], weight, cluster)


def local_linear(
    outcome: Values, score: Values, above: bool, weight: Values, cluster: Values, bandwidth: float | None = None
) -> Estimate:
    """Jump of the outcome where the score (centred) is nothing; treated are those above, or below.

    Lines of their own on both sides, triangular kernel (Hahn, Todd and van der Klaauw 2001). Without a bandwidth one
    by the rule of thumb 1.84 sd n^(-1/5).
    """
    known = np.isfinite(outcome) & np.isfinite(score)
    outcome, score, weight, cluster = outcome[known], score[known], weight[known], cluster[known]
    width = bandwidth or rule_of_thumb(score)
    kernel = np.maximum(1.0 - np.abs(score) / max(width, 1e-12), 0.0)
    near = kernel > 0
    outcome, score, cluster = outcome[near], score[near], cluster[near]
    weight = weight[near] * kernel[near]
    side = (score >= 0) if above else (score < 0)
    if min(np.count_nonzero(side), np.count_nonzero(~side)) < 4 or len(np.unique(cluster)) < 6:
        return nothing(len(outcome))
    design = np.column_stack([np.ones(len(score)), side, score, side * score])
    result = fitted(outcome, design, weight, cluster)
    return told(float(result.params[1]), float(result.bse[1]), result, outcome[~side], weight[~side], cluster)


def rule_of_thumb(score: Values) -> float:
    """Bandwidth in the unit of the score, of a triangular kernel (Silverman)."""
    return float(1.84 * 1.576 * np.std(score) * max(len(score), 1) ** -0.2)


def ratio(above: Estimate, below: Estimate, joint: Estimate) -> Estimate:
    """Effect on one outcome over that on another. `joint` is the effect on the first less the ratio times the second,
    whose error over the second effect is that of the ratio (delta method)."""
    if not (np.isfinite(below.effect) and below.effect != 0):
        return nothing(above.units)
    return Estimate(
        above.effect / below.effect, joint.error / abs(below.effect), joint.freedom, above.mean,
        above.spread / abs(below.effect), above.units, above.clusters,
    )  # fmt: skip


def told(effect: float, error: float, result, control: Values, weight: Values, cluster: Values) -> Estimate:
    """An estimate with what is known of the controls."""
    freedom = getattr(result, "df_resid_inference", None) or result.df_resid
    return Estimate(
        effect, error, float(freedom), weighted_mean(control, weight), weighted_deviation(control, weight),
        int(result.nobs), len(np.unique(cluster)),
    )  # fmt: skip


def nothing(units: int) -> Estimate:
    """What cannot be estimated."""
    nan = float("nan")
    return Estimate(nan, nan, 1.0, nan, nan, units, 0)
