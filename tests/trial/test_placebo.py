"""Placebo trials: treatment given out again on a panel without any must not be found more often than it says."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.trial.placebo import placebo_chances, rejected, untreated
from experiments.trial.running import Panel
from experiments.trial.spec import Trial
from tests.trial.small_trials import run, trial_in, with_field

RULE = "{kind: difference_in_differences, outcome: sales, scale: log}"
PLACEBO = with_field("horizon", "4", with_field("estimator", RULE))


def panel_and_trial() -> tuple[Panel, Trial]:
    return run(PLACEBO).panels[0], trial_in(PLACEBO)


def test_placebo_trials_reject_about_as_often_as_they_should() -> None:
    # 400 lots: with a true rate of 5 % fewer than 7 or more than 38 come in less than 1 of 1,000 sets of lots
    panel, trial = panel_and_trial()
    found = rejected(placebo_chances(panel, trial, 400))
    assert 7 <= round(400 * found) <= 38


def test_a_built_in_effect_makes_the_same_code_reject() -> None:
    panel, trial = panel_and_trial()
    moved = untreated(panel)
    moved.values["sales"] = moved.values["sales"].copy()
    moved.values["sales"][0, moved.first :, moved.units.arm == 1] *= 1.2
    from experiments.trial.measuring import Sample

    one = Sample(moved, trial).study()
    assert one.chance < 1e-6 and one.effect == pytest.approx(np.log(1.2), abs=4 * one.error)


def test_errors_that_are_too_small_are_found_out() -> None:
    panel, trial = panel_and_trial()
    chances = placebo_chances(panel, trial, 200)
    from scipy.stats import norm

    halved = 2 * norm.sf(2 * norm.isf(chances / 2))  # as if every standard error were half as large
    assert rejected(halved) > 0.2


@pytest.mark.slow
def test_two_thousand_placebo_trials_reject_in_four_to_six_per_cent() -> None:
    # the lots are those of a fixed seed: no luck is left in this test
    panel, trial = panel_and_trial()
    assert 0.04 <= rejected(placebo_chances(panel, trial, 2000)) <= 0.06
