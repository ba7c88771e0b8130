"""Estimators of the stylised facts on samples whose answer is known, and on cases counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from analysis.facts.estimators import (
    demeaned,
    fixed_effects_poisson,
    gini,
    hill,
    kaplan_meier_median,
    life_table,
    lognormal_over_pareto,
    skewness,
    slope,
    stable_over_normal,
    subbotin,
    survival,
    weighted_quantile,
)

EVEN = (np.arange(20_000) + 0.5) / 20_000  # probabilities: a sample without luck
ONES = np.ones(20_000)


@pytest.mark.parametrize("exponent", [0.8, 1.06, 2.5])
def test_hill_returns_the_exponent_of_a_pareto_sample(exponent: float) -> None:
    assert hill((1 - EVEN) ** (-1 / exponent), ONES, 0.1) == pytest.approx(exponent, rel=0.01)


def test_hill_of_rows_that_stand_for_many_is_that_of_the_many() -> None:
    sizes = (1 - EVEN) ** -1.0
    weight = np.where(np.arange(20_000) % 2, 3.0, 1.0)
    many = np.repeat(sizes, weight.astype(int))
    assert hill(sizes, weight, 0.05) == pytest.approx(hill(many, np.ones(len(many)), 0.05), rel=1e-3)


@pytest.mark.parametrize(("law", "shape"), [(stats.laplace, 1.0), (stats.norm, 2.0)])
def test_subbotin_tells_laplace_growth_from_normal_growth(law, shape: float) -> None:
    assert subbotin(law.ppf(EVEN), ONES) == pytest.approx(shape, abs=0.02)


def test_subbotin_of_a_law_between_the_two_lies_between_them() -> None:
    assert 1.4 < subbotin(stats.gennorm.ppf(EVEN, 1.5), ONES) < 1.6


def test_cauchy_data_prefer_a_stable_law_and_normal_data_do_not() -> None:
    assert stable_over_normal(stats.cauchy.ppf(EVEN), ONES) > 0.5
    assert stable_over_normal(stats.norm.ppf(EVEN), ONES) == pytest.approx(0.0, abs=0.02)


def test_a_lognormal_body_is_told_from_a_pareto_one() -> None:
    assert lognormal_over_pareto(np.exp(stats.norm.ppf(EVEN)), ONES, 0.8) > 0.05
    assert lognormal_over_pareto((1 - EVEN) ** -1.0, ONES, 0.8) < 0.0


def test_the_gini_of_equals_is_zero_and_of_one_who_has_all_nearly_one() -> None:
    assert gini(np.full(100, 7.0), np.ones(100)) == pytest.approx(0.0)
    assert gini(np.r_[np.zeros(99), 1.0], np.ones(100)) == pytest.approx(0.99)
    assert gini(np.array([1.0, 3.0]), np.ones(2)) == pytest.approx(0.25)


def test_a_quantile_counts_what_rows_stand_for() -> None:
    assert weighted_quantile(np.array([1.0, 2.0, 10.0]), np.array([1.0, 1.0, 8.0]), 0.5) > 8.0


def test_a_symmetric_sample_has_no_skew() -> None:
    assert skewness(stats.norm.ppf(EVEN), ONES) == pytest.approx(0.0, abs=1e-6)


# ---- lives


def test_a_life_table_of_three_firms_counted_by_hand() -> None:
    # two live through their first year; one of them dies half a year into the second; a third is seen in its third
    age = np.array([0.0, 0.5, 0.0, 0.5, 1.0, 1.0, 1.5, 2.0])
    ended = np.array([0, 0, 0, 0, 1, 0, 0, 0])
    hazards = life_table(age, ended, np.full(8, 0.5), np.ones(8), 4)
    assert hazards[0] == 0.0
    assert hazards[1] == pytest.approx(1 - np.exp(-1 / 1.5))  # one death in a year and a half lived
    assert hazards[2] == 0.0
    assert np.isnan(hazards[3])


def test_survival_is_the_product_of_getting_through_each_year() -> None:
    assert survival(np.array([0.5, 0.2, 0.0])) == pytest.approx([0.5, 0.4, 0.4])


def test_the_median_life_is_the_first_age_half_do_not_reach() -> None:
    # of four, one dies in each quarter of the year: half are gone after the second
    age = np.array([0.0] * 4 + [0.25] * 3 + [0.5] * 2 + [0.75])
    ended = np.array([1, 0, 0, 0, 1, 0, 0, 1, 0, 1])
    assert kaplan_meier_median(age, ended, np.ones(10), 0.25) == 0.5


def test_nobody_dying_has_no_median_life() -> None:
    assert kaplan_meier_median(np.array([0.0, 0.25]), np.zeros(2), np.ones(2), 0.25) == float("inf")


def test_firms_that_come_late_do_not_count_as_survivors_of_the_years_before() -> None:
    # two firms seen from birth, one of which dies at once; ten older ones are first seen at their second quarter
    age, ended = np.r_[0.0, 0.0, np.full(10, 0.25)], np.r_[1, 0, np.zeros(10)]
    assert kaplan_meier_median(age, ended, np.ones(12), 0.25) == 0.25


# ---- regressions


def test_group_means_are_taken_out_for_two_groupings_at_once() -> None:
    one, two = np.repeat([0, 1, 2], 4), np.tile([0, 1, 2, 3], 3)
    values = 3.0 * one - 2.0 * two
    assert demeaned(values, np.ones(12), one, two) == pytest.approx(np.zeros(12), abs=1e-8)


def test_the_slope_is_found_behind_effects_of_groups() -> None:
    draw = np.random.default_rng(1)
    group, cause = np.repeat(np.arange(50), 20), draw.normal(size=1000)
    outcome = 0.7 * cause + 5.0 * group
    assert slope(outcome, cause + group, np.ones(1000), group) == pytest.approx(0.7)
    assert slope(outcome, cause + group, np.ones(1000)) > 3.0  # without the effects it would be another number


def test_an_autoregression_recovers_its_coefficient() -> None:
    draw = np.random.default_rng(2)
    before = draw.normal(size=5000)
    after = 0.8 * before + 0.6 * draw.normal(size=5000)
    # standard error 0.6 / sqrt(5000) = 0.0085: wrong once in a thousand beyond 3.3 of them
    assert slope(after, before, np.ones(5000)) == pytest.approx(0.8, abs=0.028)


def test_a_second_regressor_is_held_constant() -> None:
    draw = np.random.default_rng(3)
    size = draw.normal(size=500)
    research = size + draw.normal(size=500)
    assert slope(0.1 * research + 2.0 * size, (research, size), np.ones(500)) == pytest.approx(0.1)


def test_the_elasticity_of_counts_within_firms_ignores_who_files_much_anyway() -> None:
    draw = np.random.default_rng(4)
    firm = np.repeat(np.arange(800), 3)
    research = draw.normal(size=2400)
    level = np.repeat(3.0 * draw.random(800), 3)
    counts = draw.poisson(np.exp(level + 0.4 * research)).astype(float)
    found = fixed_effects_poisson(counts, research[:, None], np.ones(2400), firm)
    assert found == pytest.approx(0.4, abs=0.05)


def test_firms_that_never_file_say_nothing() -> None:
    assert np.isnan(fixed_effects_poisson(np.zeros(90), np.ones((90, 1)), np.ones(90), np.repeat(np.arange(30), 3)))


def test_too_few_rows_give_no_number() -> None:
    few = np.arange(5.0)
    assert np.isnan(slope(few, few, np.ones(5)))
    assert np.isnan(hill(few + 1, np.ones(5), 0.1))
    assert np.isnan(subbotin(few, np.ones(5)))
