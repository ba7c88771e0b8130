"""Paired differences: intervals that hold what they say, luck apart from doubt, tiers; by hand and by repetition."""

import numpy as np
import pytest

from analysis.effects import Cases, beats, estimate, of_the_mean, over_cases, tiers

EQUAL = np.full(10, 0.1)


def test_the_effect_is_the_mean_of_the_differences_and_ties_count_half():
    found = estimate(np.array([[1.0], [3.0], [0.0], [-2.0]]), Cases.equal(4))
    assert found.n == 4 and found.effect[0] == 0.5
    assert found.chance_better[0] == (2 + 0.5) / 4


def test_where_less_is_better_the_chance_turns_round():
    found = estimate(np.array([[1.0], [3.0], [-2.0], [5.0]]), Cases.equal(4), np.array([-1.0]))
    assert found.chance_better[0] == 0.25 and found.effect[0] == 1.75


def test_nineteen_cases_reach_nine_in_ten_and_the_interval_is_their_range():
    low, high, level = over_cases(np.arange(19.0)[:, None], np.full(19, 1 / 19))
    assert (low[0], high[0], level) == (0.0, 18.0, 0.9)


def test_four_cases_say_that_their_range_holds_three_in_five():
    low, high, level = over_cases(np.array([[4.0], [1.0], [2.0], [3.0]]), np.full(4, 0.25))
    assert (low[0], high[0], level) == (1.0, 4.0, 0.6)


def test_one_case_has_no_interval_of_the_mean_and_no_level():
    found = estimate(np.array([[2.0]]), Cases.equal(1))
    assert found.level == 0.0 and np.isnan(found.mean_low[0]) and np.isnan(found.seed_share[0])


def test_a_heavy_case_moves_the_interval_towards_itself():
    weights = np.array([1.0] * 9 + [9.0])
    low, high, _ = over_cases(np.arange(10.0)[:, None], weights / weights.sum())
    even_low, even_high, _ = over_cases(np.arange(10.0)[:, None], EQUAL)
    assert low[0] >= even_low[0] and high[0] == even_high[0] == 9.0


def test_the_interval_of_the_mean_is_students():
    low, high = of_the_mean(np.array([[1.0], [2.0], [3.0]]), Cases.equal(3))
    half = 4.302653 * 1.0 / np.sqrt(3)
    assert low[0] == pytest.approx(2 - half, rel=1e-6) and high[0] == pytest.approx(2 + half, rel=1e-6)


def test_two_cases_of_one_member_count_as_one_for_the_mean():
    alone = of_the_mean(np.array([[1.0], [3.0]]), Cases.equal(2))
    member = np.array([0, 0, 1, 1])
    twice = of_the_mean(np.array([[0.5], [1.5], [2.5], [3.5]]), Cases(member, np.ones(4), np.ones(4, bool)))
    assert np.allclose(alone, twice)


def test_repeated_members_tell_luck_apart_and_do_not_move_the_effect():
    counted = np.array([True] * 4 + [False] * 2)
    cases = Cases(np.array([1, 2, 3, 4, 1, 2]), np.ones(6), counted)
    found = estimate(np.array([[1.0], [2.0], [3.0], [4.0], [3.0], [2.0]]), cases)
    assert found.n == 4 and found.effect[0] == 2.5
    luck = ((1 - 3) ** 2 / 2 + 0.0) / 2  # pooled over two members with one degree of freedom each
    assert found.seed_share[0] == pytest.approx(luck / np.var([1, 2, 3, 4], ddof=1))


def test_luck_is_unknown_where_no_member_was_run_twice():
    assert np.isnan(estimate(np.array([[1.0], [2.0]]), Cases.equal(2)).seed_share[0])


@pytest.mark.parametrize(("luck", "doubt"), [(1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 3.0)])
def test_the_share_of_luck_is_found_again(luck, doubt):
    """Mean over 400 studies of 30 cases and 6 repeats; cut at one, luck alone reads a little less."""
    draw = np.random.default_rng(7)
    found = []
    for _ in range(400):
        effect = doubt * draw.normal(size=30)
        member = np.concatenate([np.arange(30), np.arange(6)])
        values = effect[member] + luck * draw.normal(size=36)
        counted = np.arange(36) < 30
        found.append(estimate(values[:, None], Cases(member, np.ones(36), counted)).seed_share[0])
    true = luck**2 / (luck**2 + doubt**2)
    assert abs(np.mean(found) - true) < (0.2 if true == 1.0 else 0.06)


@pytest.mark.parametrize("tail", ["normal", "heavy", "heavier", "mixed", "skewed"])
def test_the_interval_of_the_mean_covers_95_in_100(tail):
    """2,000 repetitions of 30 cases. A true 95 % strays beyond 93.5-96.5 % by chance in 1 of 400 studies."""
    draw = np.random.default_rng(11)
    shape = (30, 2000)
    values = {
        "normal": lambda: draw.normal(size=shape),
        "heavy": lambda: draw.standard_t(5, size=shape),
        "heavier": lambda: draw.standard_t(3, size=shape),
        "mixed": lambda: draw.normal(size=shape) * np.where(draw.random(shape) < 0.1, 5.0, 1.0),
        "skewed": lambda: draw.gamma(4.0, size=shape) - 4.0,
    }[tail]()
    low, high = of_the_mean(values, Cases.equal(30))
    covered = np.mean((low <= 0) & (high >= 0))
    assert 0.935 <= covered <= 0.965, covered


def test_the_interval_over_cases_holds_one_more_case_at_its_level():
    """The next case of 4,000 studies lies in the interval as often as the level says, with many cases and with few."""
    draw = np.random.default_rng(13)
    for count in (6, 19, 40):
        values = draw.standard_t(3, size=(count + 1, 4000))
        low, high, level = over_cases(values[:-1], np.full(count, 1 / count))
        assert abs(np.mean((values[-1] >= low) & (values[-1] <= high)) - level) < 0.018


def test_who_loses_to_the_best_in_nine_cases_of_ten_is_in_the_next_tier():
    case = np.arange(10.0)
    values = np.stack([case, case - 0.1 * (case < 5) + 0.1 * (case >= 5) - 0.05, case - 3.0], axis=1)
    assert tiers(values, EQUAL).tolist() == [1, 1, 2]


def test_the_chance_to_beat_is_by_case_and_adds_up_to_one():
    values = np.array([[1.0, 2.0], [3.0, 2.0], [2.0, 2.0], [5.0, 2.0]])
    chances = beats(values, np.full(4, 0.25))
    assert chances[0, 1] == (2 + 0.5) / 4 and chances[0, 1] + chances[1, 0] == 1.0
