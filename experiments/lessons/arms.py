"""An arm of a lesson as a province that can be run: its scenario, whom its measures reach, what is switched off."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np

from experiments.measuring.laid import with_parameters
from experiments.specification import Specification, specify
from model.quarter import parse_quarter
from scenarios.frozen import Frozen
from scenarios.policy import PolicyScenario, load

if TYPE_CHECKING:
    from model.given import Given
    from model.province import Province
    from model.terms import Measure
    from scenarios.lessons import Arm, Lesson, Reach, Slider

OTHER_LUCK = 1_000_003  # added to the seed of an arm that does not share the luck of the others
FROM = "2013Q1"  # quarter from which a slider's value stands
FOREVER = parse_quarter("2060Q4")


@dataclass(frozen=True)
class ArmPolicy:
    """The scenario of an arm with measures that reach others than their cards say, and parameters switched off."""

    policy: PolicyScenario
    reach: Mapping[str, Reach]
    without: Mapping[str, float]

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(
            reaching(measure, self.reach[measure.id]) if measure.id in self.reach else measure
            for measure in self.policy.measures
        )

    def given(self, world: str, parameters: Mapping[str, float]) -> Given:
        given = self.policy.given(world, parameters)
        if not self.without:
            return given
        return with_parameters(given, **{name.replace(".", "__"): value for name, value in self.without.items()})


def reaching(measure: Measure, reach: Reach) -> Measure:
    """A measure that reaches others, with options and a ceiling of its own."""
    changed: dict = {"options": Frozen({**measure.options, **reach.options})}
    if reach.sizes is not None:
        changed["sizes"] = tuple(reach.sizes)
    if reach.where is not None:
        changed["where"] = reach.where
    if reach.envelope is not None:
        changed["envelope"] = ((2012, reach.envelope),)
    return replace(measure, **changed)


def arm_with(arm: Arm, sliders: tuple[Slider, ...], values: Mapping[str, float]) -> Arm:
    """The arm with its sliders (by id) at these values; a slider that is not named leaves the arm as it is."""
    from scenarios.lessons import InTowns, Reach

    levers, parameters, reach = dict(arm.levers), dict(arm.parameters), dict(arm.reach)
    in_towns, spread = list(arm.in_towns), arm.spread
    for slider in sliders:
        if slider.id not in values:
            continue
        value = float(values[slider.id])
        if slider.sets is not None:
            spread = value if slider.sets == "spread" else spread
        elif slider.parameter is not None:
            parameters[slider.parameter] = value
        elif slider.option is not None:
            before = reach.get(str(slider.lever), Reach())
            reach[str(slider.lever)] = before.model_copy(update={"options": {**before.options, slider.option: value}})
        elif slider.towns:
            in_towns = [one for one in in_towns if not (one.towns == slider.towns and slider.lever in one.levers)]
            in_towns.append(InTowns(towns=slider.towns, levers={str(slider.lever): value}, since=FROM))
        else:
            levers[str(slider.lever)] = value
    changed = {
        "levers": levers,
        "parameters": parameters,
        "reach": reach,
        "in_towns": tuple(in_towns),
        "spread": spread,
    }
    return arm.model_copy(update=changed)


def policy_of(arm: Arm) -> ArmPolicy:
    """What an arm does, apart from its single towns and their places."""
    policy = load(arm.scenario, levers=dict(arm.levers), shocks=_plain(arm.shocks))
    return ArmPolicy(policy, dict(arm.reach), dict(arm.without))


def _plain(shocks: Mapping) -> dict:
    return {name: dict(steps) for name, steps in shocks.items()}


def specification_of(lesson: Lesson, seed: int, parameters: Mapping[str, float]) -> Specification:
    """The run of the lesson without any arm: it names the start that all arms share."""
    return specify(
        load("baseline"), seed=seed, parameters=parameters, world=lesson.world, start=lesson.start, end=lesson.end
    )


def start_for(lesson: Lesson, parameters: Mapping[str, float]) -> SimpleNamespace:
    """The settled start that all arms of a case share: it depends on the member's parameters, not on luck."""
    from experiments.starts import start_of

    return start_of(specification_of(lesson, 1, parameters))


def province_of(
    lesson: Lesson,
    arm: Arm,
    seed: int,
    parameters: Mapping[str, float] | None = None,
    start: SimpleNamespace | None = None,
) -> Province:
    """A province under an arm, from the start all arms of the case share."""
    from model.province import Province

    state = copy.deepcopy(start) if start is not None else start_for(lesson, parameters or {})
    policy, parameters = policy_of(arm), {**(parameters or {}), **arm.parameters}
    if arm.spread != 1.0:
        place(state, arm.spread, policy.given(lesson.world, parameters))
    province = Province(
        policy,
        rng=seed + (OTHER_LUCK if arm.luck == "other" else 0),
        start=lesson.start,
        end=lesson.end,
        parameters=parameters or None,
        world=lesson.world,
        state=state,
    )
    province.treatments = treatments(arm, province)
    return province


def place(state: SimpleNamespace, spread: float, given: Given) -> None:
    """The towns nearer to one another or further off, by a factor on their distances (0: all in one place)."""
    from model.start.anchor import nearness

    town = state.tables["town"]
    middle = town.x.mean(), town.y.mean()
    town.x[:], town.y[:] = (m + spread * (at - m) for m, at in zip(middle, (town.x, town.y), strict=True))
    reach = (given.parameters[f"spill.{name}"] for name in ("half_distance", "furthest"))
    state.anchor.near = nearness(town.x, town.y, *reach)


def treatments(arm: Arm, province: Province) -> tuple:
    """Levers that towns of their own set, as the terms of the model know them."""
    from model.interventions.declared import Treatment

    ids = list(province.given.towns["id"])
    return tuple(
        Treatment(
            arm=arm.id,
            since=parse_quarter(one.since),
            until=FOREVER,
            levers=tuple(sorted(one.levers.items())),
            towns=np.array(sorted(ids.index(town) for town in one.towns), np.int64),
        )
        for one in arm.in_towns
    )
