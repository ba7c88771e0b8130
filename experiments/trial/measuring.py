"""The study's own estimator on a panel, and beside it what the paired twins say is true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.estimators import (
    Estimate,
    before_after,
    bunching,
    combined,
    contrast,
    difference_in_differences,
    event_study,
    local_linear,
    ratio,
)
from analysis.estimators.regressions import nothing
from analysis.facts.estimators import weighted_mean
from experiments.trial.running import Panel
from experiments.trial.spec import CONTROL, Trial

TRIAL, TWIN = 0, 1
PER_CENT = 100.0


@dataclass(frozen=True)
class Measured:
    """What is said of a trial: `study` the study's estimator, `direct`, `indirect`, `total` the truth of the twins
    (the effect on the treated, on the untreated in the treated world, on all); in the scale of the trial."""

    study: Estimate
    direct: Estimate
    indirect: Estimate
    total: Estimate
    by_quarter: tuple[Estimate, ...]
    quarters: tuple[int, ...]


def windowed(values: np.ndarray, window: int) -> np.ndarray:
    """Mean of the last quarters, shape (quarters, units) -> (units): of who is there in all of them."""
    return values[-window:].mean(axis=0)


def scaled(values: np.ndarray, scale: str) -> np.ndarray:
    """Outcomes as the estimator takes them: logs of what is positive, or as they are."""
    if scale != "log":
        return values
    return np.log(np.where(values > 0, values, np.nan))


class Sample:
    """A panel of one seed as arrays for an estimator."""

    def __init__(self, panel: Panel, trial: Trial):
        self.panel, self.trial, self.rule = panel, trial, trial.estimator
        units = panel.units
        self.arm, self.score = units.arm, units.score
        self.weight = units.weight if self.rule.weighted else np.ones(len(units.uid))
        self.cluster = {"firm": units.uid, "town": units.town, "industry": units.industry}[self.rule.cluster]
        if self.rule.of == "untreated":
            self.arm = np.where(units.arm > 0, -1, (units.saturation > 0).astype(np.int64))

    def after(self, name: str, world: int = TRIAL) -> np.ndarray:
        """Mean of the window at the horizon, scaled."""
        values = self.panel.values[name][world, self.panel.first :]
        return scaled(windowed(values, min(self.rule.window, self.trial.horizon)), self.rule.scale)

    def before(self, name: str) -> np.ndarray:
        """Mean of the quarters before the fork, scaled."""
        return scaled(self.panel.values[name][TRIAL, : self.panel.first].mean(axis=0), self.rule.scale)

    def level(self) -> float:
        """Mean of the outcome among controls at the horizon, of the twins where all are treated."""
        if (self.arm == 0).any():
            return mean_of(self.after(self.rule.outcome), self.arm == 0, self.weight)
        return mean_of(self.after(self.rule.outcome, TWIN), self.arm > 0, self.weight)

    def weights(self) -> dict[int, float]:
        """Weight of each arm's mean in the effect, by number of the arm; per yuan of cost where that is asked."""
        names = list(self.trial.arms)
        given = self.rule.arms or {names[0]: 1.0, CONTROL: -1.0}
        found = {names.index(name) + 1: value for name, value in given.items() if name != CONTROL}
        if self.rule.per_cost:
            found = {arm: value / max(self.cost_per_unit(names[arm - 1]), 1e-9) for arm, value in found.items()}
        return found

    def cost_per_unit(self, name: str) -> float:
        """What an arm cost for each of its units (wan yuan)."""
        index = list(self.trial.arms).index(name) + 1
        return self.panel.cost[name] / max(float(self.panel.units.weight[self.panel.units.arm == index].sum()), 1e-9)

    def estimate(self, after: np.ndarray, before: np.ndarray | None) -> Estimate:
        """The study's estimator on one outcome, `before` for those that use it."""
        rule, kind = self.rule, self.rule.kind
        if kind == "regression_discontinuity":
            change = after if before is None else after - before
            above = self.trial.assignment.threshold is None or self.trial.assignment.threshold.side == "above"
            return local_linear(change, self.score, above, self.weight, self.cluster, rule.bandwidth)
        if kind == "before_after":
            return before_after(after, before if before is not None else 0.0 * after, self.weight, self.cluster)
        if kind in ("difference_in_differences", "event_study") and before is not None:
            return difference_in_differences(after, before, self.arm, self.weight, self.cluster, self.weights())
        return contrast(after, self.arm, self.weight, self.cluster, self.weights())

    def study(self) -> Estimate:
        """The effect as the study would have found it, before it is put in its scale or over another effect."""
        rule = self.rule
        if rule.kind == "bunching":
            assert self.trial.assignment.threshold is not None
            width = rule.width or float(np.nanstd(self.score)) / 20
            score = self.after(rule.outcome) - (self.before(rule.outcome) - self.score)
            return bunching(score, self.weight, width, self.trial.assignment.threshold.side == "above")
        return self.of(rule.outcome)

    def of(self, outcome: str, part: float = 0.0) -> Estimate:
        """The estimator on an outcome, less a part of the one that the effect is taken over."""
        after, before = self.after(outcome), self.before(outcome)
        if part and self.rule.per is not None:
            after = after - part * self.after(self.rule.per)
            before = before - part * self.before(self.rule.per)
        return self.estimate(after, before)

    def quarters(self) -> list[Estimate]:
        """The effect quarter by quarter, as an event study has it: changes since the last quarter before."""
        name, first = self.rule.outcome, self.panel.first
        values = scaled(self.panel.values[name][TRIAL], self.rule.scale)
        arm = self.arm
        if self.rule.kind in ("before_after", "bunching"):
            return []
        return event_study(values, first - 1, np.where(arm > 1, -1, arm), self.weight, self.cluster)

    def twins(self, which: str, outcome: str) -> Estimate:
        """What treatment really did to an outcome: own value less the twin's in the untreated fork, on average."""
        units, rule = self.panel.units, self.rule
        weights = self.weights()
        treated = np.isin(units.arm, list(weights))
        chosen = {"direct": treated, "indirect": units.arm == 0, "total": np.ones(len(units.arm), bool)}[which]
        if which == "direct" and rule.kind == "regression_discontinuity":
            chosen = chosen & (np.abs(self.score) < (rule.bandwidth or np.inf))
        if not chosen.any():
            return nothing(0)
        change = self.after(outcome) - self.after(outcome, TWIN)
        if which == "direct" and (len(weights) > 1 or rule.per_cost):
            means = {arm: mean_of(change, units.arm == arm, self.weight) for arm in weights}
            effect = sum(value * means[arm] for arm, value in weights.items())
            return replace(nothing(int(chosen.sum())), effect=float(effect), error=0.0)
        return before_after(change[chosen], 0.0 * change[chosen], self.weight[chosen], self.cluster[chosen])


def mean_of(values: np.ndarray, chosen: np.ndarray, weight: np.ndarray) -> float:
    known = chosen & np.isfinite(values)
    return weighted_mean(values[known], weight[known])


def unit_of(study: Estimate, level: float, trial: Trial) -> float:
    """One unit of the scale in that of the outcome: per cent of the controls' `level`, a standard deviation."""
    return {"percent": level / PER_CENT, "sd": study.spread}.get(trial.estimator.scale, 1.0)


def in_scale(one: Estimate, unit: float, trial: Trial) -> Estimate:
    """An estimate in the scale of the trial: per cent of logs, or in units of it."""
    scale = trial.estimator.scale
    if trial.estimator.per is not None:
        return one
    if scale in ("log", "log_points"):
        rise = float(np.exp(one.effect))
        error, spread = PER_CENT * rise * one.error, PER_CENT * one.spread
        return replace(one, effect=PER_CENT * (rise - 1.0), error=error, spread=spread)
    if not unit:
        return nothing(one.units)
    return replace(one, effect=one.effect / unit, error=one.error / abs(unit), spread=one.spread / abs(unit))


def over_another(samples: Sequence[Sample], first: Estimate, outcome: str, per: str) -> Estimate:
    """One effect over another (Wald), both over all seeds: a seed alone would divide by little."""
    second = combined([one.of(per) for one in samples])
    part = first.effect / second.effect if second.effect else 0.0
    return ratio(first, second, combined([one.of(outcome, part) for one in samples]))


def true_effect(samples: Sequence[Sample], which: str) -> Estimate:
    """What the twins say over all seeds, over the other effect where the trial has it so."""
    rule = samples[0].rule
    first = combined([one.twins(which, rule.outcome) for one in samples])
    if rule.per is None:
        return first
    if which == "indirect" and rule.of == "treated":  # over next to nothing
        return nothing(first.units)
    second = combined([one.twins(which, rule.per) for one in samples]).effect
    if not (np.isfinite(second) and abs(second) > 1e-12):
        return nothing(0)
    return replace(first, effect=first.effect / second, error=first.error / abs(second))


def measured(panels: Sequence[Panel], trial: Trial) -> Measured:
    """All seeds together: estimates of independent assignments, averaged."""
    samples = [Sample(panel, trial) for panel in panels]
    study = combined([one.study() for one in samples])
    if trial.estimator.per is not None:
        study = over_another(samples, study, trial.estimator.outcome, trial.estimator.per)
    twins = {which: true_effect(samples, which) for which in ("direct", "indirect", "total")}
    by_quarter = [combined(list(some)) for some in zip(*(one.quarters() for one in samples), strict=True)]
    unit = unit_of(study, float(np.mean([one.level() for one in samples])), trial)
    return Measured(
        study=in_scale(study, unit, trial),
        **{which: in_scale(one, unit, trial) for which, one in twins.items()},
        by_quarter=tuple(in_scale(one, unit, trial) for one in by_quarter),
        quarters=tuple(panels[0].quarters),
    )


def verdict(found: Measured, trial: Trial) -> bool | None:
    """Whether the estimate lies in the band that the evidence sets; None without evidence or estimate."""
    band, one = trial.evidence, found.study
    if band is None or not np.isfinite(one.effect):
        return None
    low, high = one.interval
    tenth = 0.1 * one.spread
    if band.rule == "P0":
        return bool(abs(one.effect) < tenth)
    if band.rule == "P3":
        positive = band.sign == "up"
        beyond = low > 0 if positive else high < 0
        return bool(beyond and abs(one.effect) > tenth)
    assert band.low is not None and band.high is not None
    if band.rule in ("P1", "P1r"):
        return bool(high >= band.low and low <= band.high)
    return bool(band.low <= one.effect <= band.high)
