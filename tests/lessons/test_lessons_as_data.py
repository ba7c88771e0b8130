"""Lesson files: every name is known, every arm and every point of a slider is a scenario; mistakes are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.lessons.arms import arm_with, policy_of
from scenarios.errors import InputError
from scenarios.lessons import FOLDER, lesson_named, lessons, read_lesson


def test_there_are_six_lessons_in_order_and_each_has_at_most_three_measures() -> None:
    assert [lesson.number for lesson in lessons().values()] == [1, 2, 3, 4, 5, 6]
    assert all(1 <= len(lesson.measures) <= 3 for lesson in lessons().values())


@pytest.mark.parametrize("name", list(lessons()))
def test_every_arm_and_every_point_of_every_slider_lies_within_its_bounds(name: str) -> None:
    lesson = lessons()[name]
    arms = list(lesson.arms)
    for slider in lesson.measures:
        arms += [arm_with(lesson.arm(lesson.measured), lesson.measures, {slider.id: at}) for at in slider.at]
    for arm in arms:
        assert policy_of(arm).given(lesson.world, arm.parameters).name == lesson.world


def test_a_lesson_is_found_by_number_and_by_name_and_a_wrong_one_is_told() -> None:
    assert lesson_named("3") is lesson_named("platforms")
    with pytest.raises(InputError, match="no such lesson"):
        lesson_named("platform")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("art21_fee_freedom: 0.1", "art21_fee_freedoms: 0.1", "arms"),
        ("indicator: platforms_own_income", "indicator: own_income", "outcomes"),
        ("measured: three_years", "measured: four_years", "measured"),
        ("world: small", "world: large", "world"),
    ],
)
def test_a_name_that_is_not_there_is_told_with_file_and_field(tmp_path: Path, old: str, new: str, field: str) -> None:
    text = (FOLDER / "3-platforms.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "lesson.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as told:
        read_lesson(path)
    assert str(path) in str(told.value) and field in str(told.value.field)
