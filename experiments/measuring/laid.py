"""A policy on surroundings that are laid out by hand: what an experiment needs that no user may set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scenarios.frozen import Frozen

if TYPE_CHECKING:
    from model.given import Given
    from scenarios.policy import PolicyScenario


@dataclass(frozen=True)
class LaidPolicy:
    """The measures of a policy, and one set of surroundings whatever is asked for."""

    policy: PolicyScenario
    surroundings: Given

    @property
    def measures(self):
        return self.policy.measures

    def given(self, world, parameters):
        return self.surroundings


def with_parameters(given: Given, **values: float) -> Given:
    """The surroundings with parameters (`group__name`) beyond what their ranges allow."""
    laid = {name.replace("__", "."): value for name, value in values.items()}
    return replace(given, parameters=Frozen({**given.parameters, **laid}), key=f"{given.key}|{sorted(laid.items())}")


def with_coordinates(given: Given, order: np.ndarray) -> Given:
    """The surroundings in which every town has the coordinates of the one that `order` (indices) names."""
    moved = {axis: np.asarray(given.towns[axis])[order] for axis in ("x", "y")}
    return replace(given, towns=Frozen({**given.towns, **moved}), key=f"{given.key}|moved {order.tolist()}")
