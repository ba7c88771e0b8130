"""Lessons made small: few points on the sliders, and a page of one of them."""

from __future__ import annotations

import pytest

from experiments.lessons import explore, stored
from scenarios.lessons import Lesson, lessons


def coarse(lesson: Lesson, points: int = 2) -> Lesson:
    """The lesson with the first and last points of its first slider, and the usual ones of the others."""
    first, *others = lesson.measures
    ends = tuple(sorted({first.at[0], first.usual, first.at[-1]}))[:points]
    usual = ends[-1] if first.usual not in ends else first.usual
    kept = [first.model_copy(update={"at": ends, "usual": usual})]
    for slider in others:
        near = next(at for at in slider.at if at != slider.usual)
        kept.append(
            slider.model_copy(
                update={"at": tuple(sorted((slider.usual, near)))}
                if slider.sets
                else {"at": (slider.usual, slider.usual)}
            )
        )
    return lesson.model_copy(update={"measures": tuple(kept)})


@pytest.fixture(scope="session")
def sure() -> Lesson:
    return coarse(lessons()["sure"], 3)


@pytest.fixture(scope="session")
def sure_stored(sure: Lesson) -> dict:
    return stored.stored(sure)


@pytest.fixture(scope="session")
def page(sure: Lesson, sure_stored: dict) -> str:
    """The static page of the lesson, from the few runs there are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(explore, "stored_of", lambda lesson, progress=None: sure_stored)
        return explore.page([sure], "en")
