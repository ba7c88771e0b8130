"""A lesson in a notebook: run its arms, see when they part, what the effect is year by year, what had to come out."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from experiments.lessons.arms import arm_with, start_for
from experiments.lessons.reading import effect
from experiments.lessons.stored import Run, all_parted, run_arm, yearly
from model.quarter import format_quarter
from scenarios.errors import InputError, nearest
from scenarios.lessons import Lesson, lesson_named


@dataclass
class Classroom:
    """A lesson with its start; `run` an arm, with sliders by name where a class moves them."""

    lesson: Lesson
    start: SimpleNamespace

    @property
    def arms(self) -> dict[str, str]:
        """Names of the arms and what they are."""
        return {arm.id: f"{arm.label.en} / {arm.label.zh}" for arm in self.lesson.arms}

    @property
    def sliders(self) -> dict[str, str]:
        """Names of the sliders, their ends and units."""
        return {
            one.id: f"{one.label.en} / {one.label.zh}: {one.low:g} … {one.high:g} {one.unit.en}"
            for one in self.lesson.measures
        }

    def run(self, arm: str, **sliders: float) -> Run:
        """One arm with the luck of the lesson."""
        if arm not in self.arms:
            raise InputError("there is no such arm", zh="没有这个世界", found=arm, allowed=tuple(self.arms),
                             nearest=nearest(arm, self.arms))  # fmt: skip
        for name in sliders:
            if name not in self.sliders:
                raise InputError("there is no such slider", zh="没有这个滑块", found=name, allowed=tuple(self.sliders),
                                 nearest=nearest(name, self.sliders))  # fmt: skip
        return run_arm(self.lesson, arm_with(self.lesson.arm(arm), self.lesson.measures, sliders), self.start)

    def parted(self, left: Run, right: Run) -> str | None:
        """The first quarter in which any firm differs in any bit; None if none ever does."""
        found = next((place for place, count in enumerate(all_parted(right, left)) if count), None)
        return None if found is None else format_quarter(left.reading.first + found)

    def effects(self, left: Run, right: Run) -> tuple[list[int], list[float]]:
        """Years, and what the right has over the left in each, in the unit of the guess."""
        guess, first = self.lesson.guess, left.reading.first // 4
        years = list(range(first, first + left.reading.quarters // 4))
        found = []
        for year in years:
            money = [run.reading.spent(first, year) for run in (right, left)]
            values = [yearly(run.reading, guess.quantity, year) for run in (right, left)]
            found.append(effect(guess.kind, *values, *money))
        return years, found

    def signs(self) -> list[str]:
        """What had to come out, and in what share of cases it did."""
        from experiments.lessons.explore import measured_of

        measured, said = measured_of(self.lesson), []
        for one in self.lesson.expected:
            rate = "not measured" if measured is None else f"{measured['expected'][one.id]['rate']:.0%}"
            said.append(f"{rate} (wanted {one.share:.0%}): {one.label.en} / {one.label.zh}")
        return said


def lesson(name: str | int) -> Classroom:
    """A lesson by its number or name, ready to run."""
    found = lesson_named(name)
    return Classroom(found, start_for(found, {}))
