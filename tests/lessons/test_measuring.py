"""Rates of expected signs by hand; the error of the page's lines; what stands in the repository is of these lessons."""

from __future__ import annotations

import json

import numpy as np
import pytest

from experiments.lessons.measuring import holds, judged, key_of
from experiments.lessons.stored import errors
from experiments.measuring.measured import FOLDER
from scenarios.lessons import lessons


@pytest.mark.parametrize(
    ("sign", "band", "rate"),
    [("up", 0.0, 0.5), ("down", 0.0, 0.25), ("none", 1.0, 0.75), ("some", 0.0, 0.75), ("up", 1.0, 0.25)],
)
def test_in_what_share_of_four_cases_a_sign_holds(sign: str, band: float, rate: float) -> None:
    assert holds(sign, band, np.array([2.0, 0.5, -1.0, 0.0])).mean() == rate


def test_a_case_without_an_answer_counts_against_a_direction() -> None:
    assert holds("up", 0.0, np.array([1.0, np.nan])).mean() == 0.5


def test_the_worst_five_in_a_hundred_are_held_against_the_mean() -> None:
    lesson = lessons()["credit"]
    tail = next(one for one in lesson.expected if one.over == "tail")
    cases = [{arm: {tail.quantity: float(v)} for arm in tail.arms} for v in [0.0] * 19 + [20.0]]
    found = judged(tail, cases)
    assert (found["mean"], found["worst"], found["met"]) == (1.0, 20.0, True)
    level = judged(tail, [{arm: {tail.quantity: 5.0} for arm in tail.arms}] * 20)
    assert level["rate"] == 0.0 and not level["met"]


def test_the_error_of_straight_lines_is_what_leaving_a_point_out_gives() -> None:
    lesson = lessons()["sure"]
    first = lesson.measures[0].model_copy(update={"at": (0.0, 1.0, 3.0), "usual": 0.0})
    lesson = lesson.model_copy(update={"measures": (first,)})
    runs = [{"guess": [100.0 * (1 + v)], "spent": [[0.0]]} for v in (0.0, 0.5, 0.6)]
    assert errors(lesson, runs, [0, 1, 2]) == {"rms": 30.0, "largest": 30.0, "n": 1}  # 20 told, 50 run
    straight = [{"guess": [100.0 * (1 + v)], "spent": [[0.0]]} for v in (0.0, 0.1, 0.3)]
    assert errors(lesson, straight, [0, 1, 2])["largest"] == pytest.approx(0.0, abs=1e-9)


def test_the_key_of_a_lesson_follows_what_it_measures_and_not_its_words() -> None:
    lesson = lessons()["subsidy"]
    other = lesson.expected[0].model_copy(update={"label": lesson.title, "reason": lesson.title})
    same = lesson.model_copy(update={"title": lesson.question, "expected": (other, *lesson.expected[1:])})
    stricter = lesson.expected[0].model_copy(update={"share": 1.0})
    changed = lesson.model_copy(update={"expected": (stricter, *lesson.expected[1:])})
    assert key_of(same) == key_of(lesson) != key_of(changed)


def test_what_is_shown_was_measured_of_the_lessons_as_they_stand() -> None:
    kept = json.loads((FOLDER / "lessons.json").read_text(encoding="utf-8"))["lessons"]
    assert {name: found["key"] for name, found in kept.items()} == {n: key_of(one) for n, one in lessons().items()}
