"""Elementary effects on hand-computed cases, and luck as what a factor has to beat."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.elementary import ALARM, elementary_effects, luck_chance, ranking, ranks_of

POINTS = (
    np.array(  # two trajectories over two factors: the second factor first, then the first; and the other way round
        [
            [[0.0, 1.0], [0.0, 1 / 3], [2 / 3, 1 / 3]],
            [[1.0, 0.0], [1 / 3, 0.0], [1 / 3, 2 / 3]],
        ]
    )
)


def outcome(points: np.ndarray) -> np.ndarray:
    """Three times the first factor less twice the second."""
    return 3.0 * points[..., 0] - 2.0 * points[..., 1]


def test_an_effect_is_the_slope_over_the_whole_range_whatever_the_order_and_direction_of_the_steps() -> None:
    np.testing.assert_allclose(elementary_effects(POINTS, outcome(POINTS)), [[3.0, -2.0], [3.0, -2.0]])


def test_a_case_that_failed_takes_away_the_two_steps_at_it_and_no_other() -> None:
    values = outcome(POINTS)
    values[0, 2] = np.nan
    effects = elementary_effects(POINTS, values)
    assert np.isnan(effects).tolist() == [[True, False], [False, False]]
    found = ranking(effects)
    np.testing.assert_allclose(found.mu_star, [3.0, 2.0])
    assert np.isfinite(found.interval).all()


def test_mu_star_is_the_mean_of_sizes_mu_of_signed_effects_and_the_median_of_sizes_ranks() -> None:
    found = ranking(np.array([[3.0, 1.0, 0.0], [-3.0, 60.0, 0.0], [3.0, 2.0, 0.0]]))
    np.testing.assert_allclose(found.mu_star, [3.0, 21.0, 0.0])
    np.testing.assert_allclose(found.mu, [1.0, 21.0, 0.0])
    np.testing.assert_allclose(found.sigma, [np.sqrt(12.0), np.sqrt(1141.0), 0.0])
    np.testing.assert_allclose(found.median, [3.0, 2.0, 0.0])
    assert found.rank.tolist() == [1.0, 2.0, 3.0]
    np.testing.assert_allclose(found.interval[:, 0], [3.0, 3.0])  # whichever trajectories are drawn


def test_equal_sizes_share_the_mean_of_their_ranks() -> None:
    assert ranks_of(np.array([1.0, 5.0, 1.0, 0.0])).tolist() == [2.5, 1.0, 2.5, 4.0]


def test_the_chance_of_luck_counts_the_dummies_a_factor_beats_in_every_trajectory() -> None:
    lucks = np.array([[1.0, -2.0], [10.0, -20.0]])  # a calm trajectory and a stormy one
    effects = np.array([[3.0, 1.5, 0.0, 3.0], [30.0, 15.0, 0.0, np.nan]])
    # counts 2 + 2, 1 + 1, none, 2 alone; of sums of two counts from 0 to 2, one in nine is four, six are two or more
    np.testing.assert_allclose(luck_chance(effects, lucks), [1 / 9, 6 / 9, 1.0, 1 / 3])


def test_a_factor_that_only_changes_the_luck_is_called_one_that_matters_in_1_of_1000_cases() -> None:
    generator = np.random.default_rng(7)
    storms = np.exp(3.0 * generator.standard_normal((10, 1)))  # luck of very different size by trajectory
    chance = luck_chance(
        storms * generator.standard_t(2, (10, 20_000)), storms * generator.standard_t(2, (10, 20_000))[:, :8]
    )
    # at most 20 are expected; given the dummies counts differ less than by chance, more than 60 are out of the question
    assert np.count_nonzero(chance < ALARM) <= 60


def test_statistics_are_those_of_salib() -> None:
    sampling, analysing = pytest.importorskip("SALib.sample.morris"), pytest.importorskip("SALib.analyze.morris")
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0.0, 1.0]] * 3}
    points = sampling.sample(problem, 12, num_levels=4, seed=3)
    values = np.exp(points[:, 0]) + points[:, 1] * points[:, 2]
    theirs = analysing.analyze(problem, points, values, num_levels=4, seed=1)
    ours = ranking(elementary_effects(points.reshape(12, 4, 3), values.reshape(12, 4)))
    np.testing.assert_allclose(ours.mu_star, np.asarray(theirs["mu_star"], float), rtol=1e-9)
    np.testing.assert_allclose(ours.mu, np.asarray(theirs["mu"], float), rtol=1e-9)
    np.testing.assert_allclose(ours.sigma, np.asarray(theirs["sigma"], float), rtol=1e-9)
