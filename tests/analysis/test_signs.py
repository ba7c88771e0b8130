"""Effects and verdicts on signs, by hand."""

from __future__ import annotations

import pytest

from analysis.signs import Effect, effect, has_faded, verdict


def test_an_effect_in_per_cent_is_the_difference_of_means_over_the_baselines_mean() -> None:
    shock = [{0: 80.0, 1: 100.0}, {0: 90.0, 1: 90.0}]  # means 90 and 90 against 100 and 90: -10 % and 0 %
    calm = [{0: 100.0, 1: 100.0}, {0: 80.0, 1: 100.0}]
    found = effect(shock, calm, (0, 1), "percent")
    assert found.mean == pytest.approx(-5.0)
    assert found.high - found.mean == pytest.approx(12.7062 * 5.0, rel=1e-4)  # t(0.975, 1) times sd 7.07 over root 2
    assert found.mean - found.low == pytest.approx(found.high - found.mean)


def test_an_effect_in_points_is_a_difference_of_shares_times_a_hundred() -> None:
    found = effect([{5: 0.07}, {5: 0.07}], [{5: 0.05}, {5: 0.05}], (5, 5), "points")
    assert (found.mean, found.low, found.high) == pytest.approx((2.0, 2.0, 2.0))


def test_one_seed_gives_no_interval() -> None:
    with pytest.raises(ValueError, match="two seeds"):
        effect([{0: 1.0}], [{0: 1.0}], (0, 0), "percent")


@pytest.mark.parametrize(
    ("low", "high", "expected", "said"),
    [
        (-3.0, -1.0, "down", "agrees"),
        (-3.0, -1.0, "up", "disagrees"),
        (1.0, 3.0, "up", "agrees"),
        (1.0, 3.0, "down", "disagrees"),
        (-1.0, 3.0, "up", "unclear"),
        (-1.0, 3.0, "down", "unclear"),
        (0.0, 0.0, "up", "unclear"),
        (1.0, 3.0, "open", "open"),
    ],
)
def test_a_sign_agrees_only_when_the_whole_interval_does(low, high, expected, said) -> None:
    assert verdict(Effect((low + high) / 2, low, high), expected) == said


@pytest.mark.parametrize(
    ("late", "faded"),
    [((-0.9, -1.1, -0.7), True), ((-3.0, -4.0, -2.0), False), ((2.0, 1.2, 2.8), False), ((-2.0, -3.5, -0.5), True)],
)
def test_an_effect_of_minus_three_has_faded_when_what_is_left_may_be_below_one(late, faded) -> None:
    assert has_faded(Effect(-3.0, -3.5, -2.5), Effect(*late)) is faded


def test_there_is_nothing_to_fade_where_there_was_no_effect() -> None:
    assert has_faded(Effect(-3.0, -7.0, 1.0), Effect(0.0, -1.0, 1.0)) is None
