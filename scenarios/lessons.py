"""Lessons for a class as data (`lessons/*.yaml`): the question, a guess, the arms, what must come out, the worksheet.

An arm is a scenario in pieces. Sliders (at most three) change levers, parameters or what one town does; a grid over
their points is what the static page stores. Expected signs are written down before they are measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.cards import Label, Part, cards, known, problem
from scenarios.checked import checked
from scenarios.errors import InputError, nearest
from scenarios.frozen import Frozen
from scenarios.given_files import WORLDS
from scenarios.quarters import read_quarter
from scenarios.registry import Scope, indicators, parameter_ranges, renamed, series_names
from scenarios.yaml_files import Located, read_yaml

FOLDER = Path(__file__).parent / "lessons"
MOST_MEASURES = 3

Id = Annotated[str, Field(strict=True, pattern=r"^[a-z][a-z0-9_]*$")]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Year = Annotated[int, Field(strict=True, ge=2012, le=2030)]
QuarterName = Annotated[str, Field(strict=True, pattern=r"^\d{4}Q[1-4]$")]
Sizes = tuple[Literal["micro", "small", "medium", "large"], ...]


class Reach(Part):
    """Whom a measure of an arm reaches instead of whom its card names, and numbers of it that the arm sets; `envelope`
    is wan yuan a year for the whole province."""

    sizes: Sizes | None = None
    where: Literal["designated", "candidate", "all"] | None = None
    options: dict[Id, Number] = Field(default_factory=dict)
    envelope: Annotated[float, Field(strict=True, ge=0)] | None = None


class InTowns(Part):
    """Values of levers in towns of their own (ids of the world)."""

    towns: Annotated[tuple[str, ...], Field(min_length=1)]
    levers: dict[str, Number]
    since: QuarterName = "2013Q1"


class Arm(Part):
    """One of the worlds that are compared: the same firms and the same luck, under these pieces.

    `parameters` lie inside their ranges; `without` are parameters switched off for the sake of the argument, at values
    no scenario may set. `spread` is a factor on the distances between the towns of the same start: at 0 all lie in one
    place. `luck: other` gives the arm draws of its own instead of the same luck as the others.
    """

    id: Id
    label: Label
    scenario: str = "baseline"
    levers: dict[str, Number | dict[QuarterName, Number]] = Field(default_factory=dict)
    parameters: dict[str, Number] = Field(default_factory=dict)
    without: dict[str, Number] = Field(default_factory=dict)
    shocks: dict[str, dict[QuarterName, Number]] = Field(default_factory=dict)
    reach: dict[str, Reach] = Field(default_factory=dict)
    in_towns: tuple[InTowns, ...] = ()
    spread: Annotated[float, Field(strict=True, ge=0, le=10)] = 1.0
    luck: Literal["same", "other"] = "same"


class Slider(Part):
    """A measure the class may set: one lever, an option of it, one parameter, or the distances between the towns
    (`sets: spread`), or nothing at all (`sets: nothing`, a placebo). `towns` sets the lever in these alone.

    `at` are the points of the stored grid, from low to high; `usual` is the value of the lesson itself.
    """

    id: Id
    label: Label
    lever: str | None = None
    option: Id | None = None
    parameter: str | None = None
    sets: Literal["spread", "nothing"] | None = None
    towns: tuple[str, ...] = ()
    unit: Label
    at: Annotated[tuple[Number, ...], Field(min_length=2, max_length=9)]
    usual: Number
    step: Annotated[float, Field(strict=True, gt=0)]

    @property
    def low(self) -> float:
        return self.at[0]

    @property
    def high(self) -> float:
        return self.at[-1]

    @model_validator(mode="after")
    def _one_thing(self) -> Slider:
        if sum(thing is not None for thing in (self.lever, self.parameter, self.sets)) != 1:
            raise problem(
                "a measure sets one lever, one parameter or `sets`", "一项措施只设一个政策措施、一个参数或 sets"
            )
        if list(self.at) != sorted(set(self.at)):
            raise problem("the points of a measure rise", "取值点应由低到高")
        if self.usual not in self.at:
            raise problem("the usual value is one of the points", "常用值应为取值点之一")
        return self


class Quantity(Part):
    """A number of one arm, read from what runs observe.

    An indicator of the registry by `scope`, or of the table of towns for `towns` together, or `spent`: public money
    of the measures, wan yuan. `how`: the year's sum of a flow, the mean of its quarters, or the value at its end.
    """

    indicator: str
    scope: Scope = "designated_2011"
    towns: tuple[str, ...] = ()
    year: Year = 2017
    since: Year | None = None  # years since..year together; none: that year alone
    how: Literal["sum", "mean", "end"] = "sum"


class Guess(Part):
    """What the class guesses before anything runs: a difference between two arms, told in one number."""

    label: Label
    unit: Label
    quantity: Quantity
    arms: tuple[Id, Id]  # (with, without)
    kind: Literal["percent", "difference", "per_100_yuan"]
    low: Number
    high: Number
    step: Annotated[float, Field(strict=True, gt=0)]


class Link(Part):
    """A link of the chain of cause, lit as its indicator parts from the other arm's."""

    label: Label
    indicator: str
    scope: Scope = "designated_2011"


class Expected(Part):
    """Something that must come out, in so many cases of a hundred: written down before it was measured.

    The effect is (first arm - second arm), or with `than` that less (third - fourth). `over`: cases that differ in luck
    and parameters, or in luck alone; `tail` compares the worst five in a hundred cases (highest values) with the mean:
    there the sign is that of (mean of the worst over the mean of all - `band`), once and for all cases.
    """

    id: Id
    label: Label
    quantity: Quantity
    arms: Annotated[tuple[Id, ...], Field(min_length=2, max_length=2)]
    than: tuple[Id, Id] | None = None
    kind: Literal["percent", "difference", "per_100_yuan"] = "percent"
    over: Literal["cases", "luck", "tail"] = "cases"
    sign: Literal["up", "down", "none", "some"]  # `some`: not zero, on either side
    band: Annotated[float, Field(strict=True, ge=0)] = 0.0  # `none`: not further from zero than this
    share: Annotated[float, Field(strict=True, gt=0, le=1)]  # of cases in which it should hold
    reason: Label
    diagnosis: Label | None = None  # why the model does otherwise; only where the expectation is missed


class Twist(Part):
    """What turns the lesson round: told after the first answer, with arms of its own."""

    label: Label
    text: Label
    arms: tuple[Id, Id]


class Question(Part):
    """One of the worksheet, with its key."""

    ask: Label
    key: Label


class Lesson(Part):
    """One lesson. The first arm is the one all others stand beside."""

    id: Id
    number: Annotated[int, Field(strict=True, ge=1, le=99)]
    title: Label
    question: Label
    setting: Label
    world: str = "small"
    start: QuarterName = "2012Q1"
    end: QuarterName = "2017Q4"
    guess: Guess
    arms: Annotated[tuple[Arm, ...], Field(min_length=2, max_length=12)]
    measured: Id  # the arm whose sliders are moved
    measures: Annotated[tuple[Slider, ...], Field(min_length=1, max_length=MOST_MEASURES)]
    outcomes: Annotated[tuple[Quantity, ...], Field(min_length=1, max_length=4)]
    chain: Annotated[tuple[Link, ...], Field(min_length=2, max_length=7)]
    steps: Annotated[tuple[Label, ...], Field(min_length=2)]
    expected: Annotated[tuple[Expected, ...], Field(min_length=1)]
    twist: Twist
    worksheet: Annotated[tuple[Question, ...], Field(min_length=3)]
    lesson_learnt: Label

    @property
    def base(self) -> Arm:
        return self.arms[0]

    def arm(self, name: str) -> Arm:
        return next(arm for arm in self.arms if arm.id == name)

    @property
    def quantities(self) -> tuple[Quantity, ...]:  # those of a price are read with the money of the same years
        """Everything that is read from a run for this lesson, each once."""
        chain = (Quantity(indicator=link.indicator, scope=link.scope) for link in self.chain)
        named = [self.guess.quantity, *self.outcomes, *(one.quantity for one in self.expected), *chain]
        if "per_100_yuan" in (self.guess.kind, *(one.kind for one in self.expected)):
            named += [one.model_copy(update={"indicator": SPENT, "how": "sum"}) for one in named]
        return tuple(dict.fromkeys(named))


SPENT = "spent"  # public money of the measures of an arm, wan yuan


@lru_cache(maxsize=1)
def lessons() -> Mapping[str, Lesson]:
    """Lessons by id, in the order of their numbers."""
    found = [read_lesson(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return Frozen({lesson.id: lesson for lesson in sorted(found, key=lambda lesson: lesson.number)})


def lesson_named(name: str | int) -> Lesson:
    """A lesson by id or number; raises InputError with the nearest."""
    among = lessons()
    for lesson in among.values():
        if str(name) in (lesson.id, str(lesson.number)):
            return lesson
    choices = tuple(f"{lesson.number} ({lesson.id})" for lesson in among.values())
    raise InputError(
        "there is no such lesson",
        zh="没有这一课",
        field="--lesson",
        found=name,
        allowed=choices,
        nearest=nearest(str(name), among),
    )


def read_lesson(path: Path) -> Lesson:
    """One lesson from its file; every name in it must be known."""
    located = read_yaml(path)
    lesson = checked(Lesson, located.data, located)
    _known(lesson.world, WORLDS, located, "world")
    arms = [arm.id for arm in lesson.arms]
    for place, arm in enumerate(lesson.arms):
        _check_arm(arm, located, place)
    for path_, names in (
        (("guess", "arms"), lesson.guess.arms),
        (("twist", "arms"), lesson.twist.arms),
        (("measured",), (lesson.measured,)),
    ):
        for name in names:
            _known(name, arms, located, *path_)
    for place, one in enumerate(lesson.expected):
        for name in (*one.arms, *(one.than or ())):
            _known(name, arms, located, "expected", place, "arms")
    for place, slider in enumerate(lesson.measures):
        if slider.lever is not None:
            _lever(slider.lever, located, "measures", place, "lever")
        elif slider.parameter is not None:
            _known(slider.parameter, parameter_ranges(), located, "measures", place, "parameter")
    for quantity in lesson.quantities:
        if quantity.indicator != SPENT:
            _known(quantity.indicator, indicators(), located, "outcomes")
    return lesson


def _check_arm(arm: Arm, located: Located, place: int) -> None:
    for lever in (*arm.levers, *arm.reach, *(name for towns in arm.in_towns for name in towns.levers)):
        _lever(lever, located, "arms", place, "levers")
    for name in (*arm.parameters, *arm.without):
        _known(name, parameter_ranges(), located, "arms", place, "parameters")
    for name, steps in arm.shocks.items():
        _known(name, series_names(), located, "arms", place, "shocks")
        for quarter in steps:
            read_quarter(quarter)


def _lever(name: str, located: Located, *path: str | int) -> None:
    if (unknown := known(name, cards(), renamed())) is not None:
        raise located.error(
            unknown.text["en"],
            *path,
            zh=unknown.text["zh"],
            found=name,
            allowed=unknown.allowed,
            nearest=unknown.nearest,
        )


def _known(name: str, among, located: Located, *path: str | int) -> None:
    if name not in among:
        raise located.error(
            "there is no such name",
            *path,
            zh="没有这个名称",
            found=name,
            allowed=tuple(among),
            nearest=nearest(name, among),
        )
