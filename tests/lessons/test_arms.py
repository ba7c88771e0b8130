"""Arms as provinces: identical until the first difference, a placebo never parts, a measure of one town stays there."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.lessons.arms import arm_with, province_of, start_for
from experiments.lessons.reading import effect
from experiments.lessons.stored import all_parted, parted, run_arm
from scenarios.lessons import lessons


@pytest.fixture(scope="module")
def ten():
    lesson = lessons()["neighbours"]
    return lesson, start_for(lesson, {})


def test_arms_are_identical_to_the_last_bit_until_the_measure_starts_and_differ_after(ten) -> None:
    lesson, start = ten
    base, one = (run_arm(lesson, lesson.arm(name), start) for name in ("baseline", "one"))
    counts = all_parted(one, base)
    assert counts[:4] == [0, 0, 0, 0] and max(counts[4:]) > 0
    first = parted(one, base, base.uids[0])
    assert first.min() >= 4
    assert [int((first <= quarter).sum()) > 0 for quarter in range(4)] == [False] * 4


def test_a_placebo_with_a_fine_name_changes_nothing_at_any_dose(ten) -> None:
    lesson = lessons()["sure"]
    seal = arm_with(lesson.arm("seal"), lesson.measures, {"seal": 10.0})
    assert seal == lesson.arm("seal")
    assert (seal.levers, seal.parameters, seal.reach, seal.in_towns) == ({}, {}, {}, ())


def test_the_value_of_one_town_is_faced_there_and_nowhere_else(ten) -> None:
    lesson, start = ten
    province = province_of(lesson, lesson.arm("one"), 1, {}, start)
    for _ in range(5):
        province.step()
    value = province.terms.value("residence_points")[:, 0]
    assert value[0] == pytest.approx(0.8) and not value[1:].any()


def test_at_no_distance_every_town_sees_every_other_fully(ten) -> None:
    lesson, start = ten
    together = lesson.base.model_copy(update={"spread": 0.0})
    near = province_of(lesson, together, 1, {}, start).anchor.near.todense()
    assert np.all(np.asarray(near) == 1.0)
    assert np.asarray(province_of(lesson, lesson.base, 1, {}, start).anchor.near.todense()).min() < 0.2


def test_a_slider_for_nine_towns_leaves_the_tenth_as_it_was(ten) -> None:
    lesson, _ = ten
    arm = arm_with(lesson.arm("one"), lesson.measures, {"theirs": 0.5})
    assert {towns.towns: dict(towns.levers) for towns in arm.in_towns} == {
        ("C-hardware-01",): {"art17_residence_points": 0.8},
        lesson.measures[1].towns: {"art17_residence_points": 0.5},
    }


@pytest.mark.parametrize(
    ("kind", "money", "expected"),
    [("percent", 0.0, 25.0), ("difference", 0.0, 10.0), ("per_100_yuan", 20.0, 50.0)],
)
def test_effects_by_hand(kind: str, money: float, expected: float) -> None:
    assert effect(kind, 50.0, 40.0, money, 0.0) == pytest.approx(expected)


def test_without_money_spent_there_is_no_price() -> None:
    assert np.isnan(effect("per_100_yuan", 50.0, 40.0, 0.0, 0.0))
