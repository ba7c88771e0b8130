"""Elementary effects on hand-computed cases, and luck as the line above which a factor counts."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.elementary import elementary_effects, luck_floor, ranking, ranks_of

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


def test_mu_star_is_the_mean_of_sizes_and_mu_of_signed_effects() -> None:
    found = ranking(np.array([[4.0, 1.0, 0.0], [-4.0, 3.0, 0.0]]))
    np.testing.assert_allclose(found.mu_star, [4.0, 2.0, 0.0])
    np.testing.assert_allclose(found.mu, [0.0, 2.0, 0.0])
    np.testing.assert_allclose(found.sigma, [np.sqrt(32.0), np.sqrt(2.0), 0.0])
    assert found.rank.tolist() == [1.0, 2.0, 3.0]
    np.testing.assert_allclose(found.interval[:, 1], [1.0, 3.0])  # of two trajectories, either alone may be drawn


def test_equal_sizes_share_the_mean_of_their_ranks() -> None:
    assert ranks_of(np.array([1.0, 5.0, 1.0, 0.0])).tolist() == [2.5, 1.0, 2.5, 4.0]


def test_a_factor_that_only_changes_the_luck_stays_below_the_line_in_999_of_1000_cases() -> None:
    generator = np.random.default_rng(7)
    floor = luck_floor(generator.standard_normal((10, 400)))
    means = np.abs(generator.standard_normal((20_000, 10))).mean(axis=1)
    # 20 are expected above; a Poisson count of 20 exceeds 36 or falls below 7 in less than 1 of 1,000 cases
    assert 7 <= np.count_nonzero(means > floor) <= 36


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
