"""Estimators of studies, on numbers worked out by hand and on data made with a known effect."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.estimators import (
    before_after,
    bunching,
    combined,
    contrast,
    difference_in_differences,
    event_study,
    local_linear,
    ratio,
)


def ones(values) -> np.ndarray:
    return np.ones(len(values))


def test_a_difference_of_means_has_the_error_of_the_textbook() -> None:
    outcome, arm = np.array([1.0, 3.0, 5.0, 9.0]), np.array([0, 0, 1, 1])
    found = contrast(outcome, arm, ones(outcome), np.arange(4))
    # means 2 and 7; squared deviations 1+1 and 4+4, HC1: 4/2 * (2/4 + 8/4) = 5
    assert found.effect == pytest.approx(5.0)
    assert found.error == pytest.approx(np.sqrt(5.0))
    assert (found.mean, found.spread, found.units) == (pytest.approx(2.0), pytest.approx(1.0), 4)


def test_weights_count_rows_as_so_many_firms() -> None:
    outcome, arm = np.array([0.0, 4.0, 10.0, 10.0, 10.0]), np.array([0, 0, 1, 1, 1])
    found = contrast(outcome, arm, np.array([3.0, 1.0, 1.0, 1.0, 1.0]), np.arange(5))
    assert found.effect == pytest.approx(10.0 - 1.0)


def test_errors_by_cluster_grow_when_towns_move_together() -> None:
    rng = np.random.default_rng(3)
    town = np.repeat(np.arange(40), 25)
    outcome = rng.normal(size=40)[town] + 0.1 * rng.normal(size=1000)
    arm = (town % 2).astype(int)
    alone = contrast(outcome, arm, ones(outcome), np.arange(1000))
    together = contrast(outcome, arm, ones(outcome), town)
    assert together.error > 3 * alone.error
    assert together.clusters == 40 and together.freedom == pytest.approx(39)


def test_changes_take_off_what_units_differed_in_before() -> None:
    before = np.array([1.0, 2.0, 10.0, 20.0])
    after = before + np.array([1.0, 1.0, 3.0, 3.0])
    found = difference_in_differences(after, before, np.array([0, 0, 1, 1]), ones(before), np.arange(4))
    assert found.effect == pytest.approx(2.0)


def test_an_event_study_is_nothing_in_its_base_quarter() -> None:
    values = np.array([[1.0, 2.0, 3.0, 4.0], [2.0, 3.0, 4.0, 5.0], [3.0, 4.0, 9.0, 10.0]])
    quarters = event_study(values, 1, np.array([0, 0, 1, 1]), ones(values[0]), np.arange(4))
    assert [one.effect for one in quarters] == [pytest.approx(0.0), 0.0, pytest.approx(4.0)]


def test_two_arms_are_compared_with_each_other() -> None:
    outcome, arm = np.array([0.0, 0.0, 3.0, 3.0, 5.0, 5.0]), np.array([0, 0, 1, 1, 2, 2])
    found = contrast(outcome, arm, ones(outcome), np.arange(6), {1: 1.0, 2: -1.0})
    assert found.effect == pytest.approx(-2.0)


def test_who_has_no_outcome_is_left_out() -> None:
    outcome, arm = np.array([1.0, np.nan, 1.0, 4.0, 4.0, np.nan]), np.array([0, 0, 0, 1, 1, 1])
    found = contrast(outcome, arm, ones(outcome), np.arange(6))
    assert (found.effect, found.units) == (pytest.approx(3.0), 4)


def test_a_jump_at_a_threshold_is_found_on_either_side() -> None:
    rng = np.random.default_rng(5)
    score = rng.uniform(-1, 1, 4000)
    outcome = 2.0 + 3.0 * score + 1.5 * (score >= 0) + 0.1 * rng.normal(size=4000)
    found = local_linear(outcome, score, True, ones(score), np.arange(4000), 0.5)
    assert found.effect == pytest.approx(1.5, abs=4 * found.error) and found.error < 0.02
    below = local_linear(outcome, score, False, ones(score), np.arange(4000), 0.5)
    assert below.effect == pytest.approx(-found.effect)
    smooth = local_linear(3.0 * score, score, True, ones(score), np.arange(4000))
    assert smooth.effect == pytest.approx(0.0, abs=1e-9)


def test_units_that_gather_at_a_threshold_are_counted() -> None:
    score = np.repeat(np.linspace(-0.95, 0.95, 20), 100)
    gathered = np.concatenate([score, np.full(150, 0.05)])
    even = bunching(score, ones(score), 0.1, True)
    found = bunching(gathered, ones(gathered), 0.1, True)
    assert even.effect == pytest.approx(0.0, abs=1e-9)
    assert found.effect == pytest.approx(0.75, abs=0.01)  # 150 more over two bins of 100


def test_before_and_after_take_all_change_for_the_effect() -> None:
    before = np.array([1.0, 2.0, 3.0])
    found = before_after(before + np.array([1.0, 2.0, 3.0]), before, ones(before), np.arange(3))
    assert found.effect == pytest.approx(2.0)


def test_a_ratio_of_effects_has_the_error_of_its_joint_equation() -> None:
    rng = np.random.default_rng(7)
    arm = np.repeat([0, 1], 500)
    grant = 2.0 * arm
    spent = 0.5 * grant + rng.normal(size=1000)
    above, below = (contrast(values, arm, ones(arm), np.arange(1000)) for values in (spent, grant.astype(float)))
    part = above.effect / below.effect
    joint = contrast(spent - part * grant, arm, ones(arm), np.arange(1000))
    found = ratio(above, below, joint)
    assert found.effect == pytest.approx(part) and abs(found.effect - 0.5) < 4 * found.error
    assert found.error == pytest.approx(above.error / 2.0, rel=1e-6)


def test_independent_estimates_are_averaged() -> None:
    outcome, arm = np.array([1.0, 3.0, 5.0, 9.0]), np.array([0, 0, 1, 1])
    one = contrast(outcome, arm, ones(outcome), np.arange(4))
    both = combined([one, one])
    assert both.effect == pytest.approx(one.effect)
    assert both.error == pytest.approx(one.error / np.sqrt(2.0))
    assert both.units == 8


def test_one_cluster_gives_an_effect_without_an_error_or_none_at_all() -> None:
    values = np.array([1.0, 2.0, 3.0, 6.0])
    assert np.isnan(contrast(values, np.array([0, 0, 1, 1]), ones(values), np.zeros(4, int)).effect)
    lonely = before_after(values, 0 * values, ones(values), np.zeros(4, int))
    assert lonely.effect == pytest.approx(3.0) and np.isnan(lonely.error)
