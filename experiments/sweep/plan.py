"""Which runs a study needs, by number: nothing is laid out before it is asked for.

Runs that no input touches (an arm left as it is, in a study of levers only) come first, once a replication; then the
runs of every point, replication by replication, so that a stopped sweep has whole points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from experiments.keys import sha256
from experiments.sweep.models import Draw, about
from experiments.sweep.outcomes import OWN, Outcome

Arm = tuple[str, bool]  # scenario, with the point's lever values?


@dataclass(frozen=True)
class Plan:
    """`common`, `arms` and `neutral` as the model gave them; they decide the keys."""

    scenarios: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    levers: tuple[str, ...]
    uncertainties: tuple[str, ...]
    points: np.ndarray  # columns: levers, then uncertainties
    replications: int
    seed: int
    common: Mapping[str, Any]
    arms: Mapping[str, Mapping[str, Any]]
    neutral: Mapping[str, float]
    fixed: tuple[Arm, ...] = field(init=False)
    varied: tuple[Arm, ...] = field(init=False)

    def __post_init__(self) -> None:
        every = self._arms()
        fixed = tuple(arm for arm in every if not arm[1] and not self.uncertainties)
        object.__setattr__(self, "fixed", fixed)
        object.__setattr__(self, "varied", tuple(arm for arm in every if arm not in fixed))

    def _arms(self) -> tuple[Arm, ...]:
        levered = bool(self.levers)
        found = dict.fromkeys((name, levered) for name in self.scenarios)
        for outcome in self.outcomes:
            if outcome.base:
                found |= dict.fromkeys([(name, levered) for name in self.own(outcome)] + [(outcome.base, False)])
        return tuple(found)

    def own(self, outcome: Outcome) -> tuple[str, ...]:
        """Scenarios that stand for A in an effect."""
        return self.scenarios if outcome.scenario == OWN else (str(outcome.scenario),)

    def __len__(self) -> int:
        """Runs, each once."""
        per_point = len(self.points) * self.replications
        return self.replications * len(self.fixed) + per_point * len(self.varied)

    def place(self, arm: Arm, point: int, replication: int) -> int:
        """Number of a run; replications from 0."""
        if arm in self.fixed:
            return replication * len(self.fixed) + self.fixed.index(arm)
        before = self.replications * len(self.fixed)
        return before + (point * self.replications + replication) * len(self.varied) + self.varied.index(arm)

    def where(self, number: int) -> tuple[Arm, int, int]:
        """(arm, point, replication) of a run; point -1 for a run of all points."""
        before = self.replications * len(self.fixed)
        if number < before:
            replication, arm = divmod(number, len(self.fixed))
            return self.fixed[arm], -1, replication
        row, arm = divmod(number - before, len(self.varied))
        point, replication = divmod(row, self.replications)
        return self.varied[arm], point, replication

    def draw(self, number: int) -> Draw:
        """What the run of a number is made with."""
        (arm, levered), point, replication = self.where(number)
        values = self.points[point].tolist() if point >= 0 else []
        levers = dict(zip(self.levers, values, strict=False)) if levered else {}
        uncertainties = dict(zip(self.uncertainties, values[len(self.levers) :], strict=True)) if values else {}
        return Draw(arm, levers, uncertainties, self.seed + replication)

    def about(self, draw: Draw) -> dict[str, Any]:
        return about(self.common, self.arms[draw.arm], self.neutral, draw)

    def key(self, number: int) -> str:
        return sha256(self.about(self.draw(number)))

    def shard(self, part: tuple[int, int] | None) -> range:
        """Numbers of every n-th run from the i-th on; of all without a part."""
        return range(part[0] - 1, len(self), part[1]) if part else range(len(self))


def plan_of(about: Mapping[str, Any], points: np.ndarray, outcomes: Sequence[Outcome]) -> Plan:
    """The plan of a study as its folder describes it."""
    kinds = {name: one["kind"] for name, one in about["inputs"]}
    return Plan(
        scenarios=tuple(about["scenarios"]),
        outcomes=tuple(outcomes),
        levers=tuple(name for name, kind in kinds.items() if kind == "lever"),
        uncertainties=tuple(name for name, kind in kinds.items() if kind != "lever"),
        points=points,
        replications=int(about["replications"]),
        seed=int(about["seed"]),
        common=about["common"],
        arms=about["arms"],
        neutral=about["neutral"],
    )
