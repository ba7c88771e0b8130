"""A lesson on the page: what a visitor may set in it, the pair of arms they see, and what the browser is told of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from experiments.app.wish import Number, Text, nowhere, number_in, read_json, said_in
from experiments.keys import sha256
from experiments.specification import LARGEST_SEED
from scenarios.checked import checked
from scenarios.errors import InputError, nearest
from scenarios.lessons import SPENT, Lesson, Quantity, Slider, lesson_named, lessons

if TYPE_CHECKING:
    from model.province import Province


class LessonWish(BaseModel):
    """A lesson, values of its measures (by id), the two arms beside each other (none: the lesson's own) and a luck."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lesson: Text
    values: Annotated[dict[Text, Number], Field(max_length=8)] = {}
    left: Text | None = None
    right: Text | None = None
    seed: Annotated[int, Field(strict=True, ge=0, le=LARGEST_SEED)] = 1

    kind: ClassVar[str] = "lesson_picture"  # the worker's function that answers it
    story: ClassVar[str] = "lesson_life"

    @property
    def key(self) -> str:
        return sha256(self.model_dump())

    @property
    def of(self) -> Lesson:
        return lesson_named(self.lesson)

    @property
    def arms(self) -> dict[str, str]:
        """Names of the arms by half."""
        with_it, without = self.of.guess.arms
        return {"left": self.left or without, "right": self.right or with_it}

    @property
    def slow(self) -> bool:
        """Does it need more than the worlds that are always at hand?"""
        return False

    def halves(self, lang: str) -> tuple[str, str]:
        """What the halves are called."""
        left, right = (self.of.arm(self.arms[half]).label.get(lang) for half in ("left", "right"))
        return left, right

    def query(self) -> str:
        said = self.model_dump(exclude_defaults=True)
        if "values" in said:
            said["values"] = json.dumps(said["values"], separators=(",", ":"))
        return urlencode(said)


def read(data: object) -> LessonWish:
    """A lesson's wish from data of a visitor: known names, values on the steps of its sliders. Raises InputError."""
    wish = checked(LessonWish, data, nowhere(data))
    lesson = wish.of
    sliders = {slider.id: slider for slider in lesson.measures}
    for name, value in wish.values.items():
        if name not in sliders:
            raise InputError(
                "there is no such measure",
                zh="没有这项措施",
                field="values",
                found=name,
                allowed=tuple(sliders),
                nearest=nearest(name, sliders),
            )
        check(sliders[name], value)
    known = tuple(arm.id for arm in lesson.arms)
    for half in (wish.left, wish.right):
        if half is not None and half not in known:
            raise InputError("there is no such arm", zh="没有这个情形", field="arms", found=half, allowed=known)
    return wish


def check(slider: Slider, value: float) -> None:
    """A class shares a grid of values: what lies between its steps is refused as what lies beyond its ends."""
    steps = (value - slider.low) / slider.step
    on_a_step = value in slider.at or abs(steps - round(steps)) < 1e-6
    if not (slider.low <= value <= slider.high and on_a_step):
        allowed = f"{slider.low:g} to {slider.high:g} in steps of {slider.step:g}"
        raise InputError(
            "the value is not on the slider", zh="取值不在滑块上", field=slider.id, found=value, allowed=allowed
        )


def read_query(query: str) -> LessonWish:
    """A lesson from the query of a link; the first lesson where none is named. Raises InputError."""
    said = said_in(query)
    data: dict[str, object] = {name: said[name] for name in LessonWish.model_fields if name in said}
    data.setdefault("lesson", next(iter(lessons())))
    if "seed" in data:
        data["seed"] = number_in(str(data["seed"]))
    if "values" in data:
        data["values"] = read_json(str(data["values"]), "values")
    return read(data)


def grid(lesson: Lesson) -> list[LessonWish]:
    """What a class will ask for: each slider at each of its steps, the others as usual; the stored points first."""
    found = [LessonWish(lesson=lesson.id)]
    steps = [(slider, value) for slider in lesson.measures for value in slider.at]
    for slider in lesson.measures:
        count = round((slider.high - slider.low) / slider.step)
        steps += [(slider, round(slider.low + n * slider.step, 9)) for n in range(count + 1)]
    for slider, value in steps:
        wish = LessonWish(lesson=lesson.id, values={slider.id: value} if value != slider.usual else {})
        if wish not in found:
            found.append(wish)
    return found


def province(wish: LessonWish, half: str, start) -> Province:
    """One half of the lesson's pair, from the start both share."""
    from experiments.lessons.arms import arm_with, province_of

    lesson = wish.of
    arm = lesson.arm(wish.arms[half])
    return province_of(lesson, arm_with(arm, lesson.measures, moved(wish, half)), wish.seed, start=start)


def moved(wish: LessonWish, half: str) -> dict[str, float]:
    """What the sliders change in one half: everything in the arm they belong to; in the other what nobody knows, too,
    as a world in which firms behave otherwise is otherwise in both halves."""
    lesson = wish.of
    measured = wish.arms[half] == lesson.measured
    known = {slider.id: slider for slider in lesson.measures}
    return {name: value for name, value in sorted(wish.values.items()) if measured or known[name].parameter is not None}


# ---- what the browser is told


def told(lesson: Lesson) -> dict[str, Any]:
    """A lesson as the page shows it."""
    from scenarios.registry import indicators

    known = indicators()
    guess = lesson.guess
    return {
        "id": lesson.id,
        "number": lesson.number,
        **{name: both(getattr(lesson, name)) for name in ("title", "question", "setting", "lesson_learnt")},
        "guess": {
            **{name: both(getattr(guess, name)) for name in ("label", "unit")},
            **{name: getattr(guess, name) for name in ("kind", "low", "high", "step")},
            "ends_in_levels": guess.kind == "percent" or (guess.kind == "difference" and guess.quantity.how != "sum"),
        },
        "outcome": {"key": key_of(guess.quantity), "label": _named(guess.quantity.indicator, known)},
        "arms": [{"id": arm.id, "label": both(arm.label)} for arm in lesson.arms],
        "usual": {"left": guess.arms[1], "right": guess.arms[0]},
        "measured": lesson.measured,
        "measures": [
            {
                "id": one.id,
                "lever": one.lever if one.option is None else None,
                "label": both(one.label),
                "unit": both(one.unit),
                **{name: getattr(one, name) for name in ("low", "high", "step", "usual")},
            }
            for one in lesson.measures
        ],
        "chain": [{"key": f"{one.indicator}@{one.scope}", "label": both(one.label)} for one in lesson.chain],
        "twist": {
            "label": both(lesson.twist.label),
            "text": both(lesson.twist.text),
            "right": lesson.twist.arms[0],
            "left": lesson.twist.arms[1],
        },
    }


def both(label: Any) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}


def key_of(quantity: Quantity) -> str:
    """Name of its path: the indicator, and over whom."""
    return f"{quantity.indicator}@{where_of(quantity)}"


def where_of(quantity: Quantity) -> str:
    return "+".join(quantity.towns) or quantity.scope


def _named(indicator: str, known: Mapping[str, Any]) -> dict[str, str]:
    if indicator == SPENT:
        return {"zh": "财政支出", "en": "public money spent", "unit": "wan yuan"}
    return {**both(known[indicator].label), "unit": known[indicator].unit}
