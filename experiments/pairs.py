"""What a scenario is compared with: one thing differs between the arms of a pair, measures or shocks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from experiments.keys import plain
from experiments.results import BASELINE
from experiments.specification import Specification
from scenarios.frozen import Frozen

if TYPE_CHECKING:
    from scenarios.policy import PolicyScenario


def carried_on(policy: PolicyScenario) -> PolicyScenario:
    """The policy as it stood in 2011, carried on, under the shocks, series and parameters of `policy`."""
    from scenarios.policy import load

    return replace(policy, name=BASELINE, title=load(BASELINE).title, levers=Frozen(), budgets=Frozen())


def baseline_of(policy: PolicyScenario) -> PolicyScenario:
    """What a scenario is compared with, so that one thing differs.

    Measures: the policy of 2011 in the same surroundings, shocks included. Shocks alone: the same without them.
    """
    carried = carried_on(policy)
    return carried if sets_measures(policy) else replace(carried, shocks=Frozen())


def sets_measures(policy: PolicyScenario) -> bool:
    """Does anything but the surroundings differ from 2011 in it?"""
    return bool(policy.budgets) or plain(policy.measures) != plain(carried_on(policy).measures)


def pair_of(spec: Specification, alone: bool) -> dict[str, Specification]:
    """The arms to run: the policy, and its baseline unless it is one."""
    if alone or is_baseline(spec.policy):
        return {"policy": spec}
    return {"policy": spec, BASELINE: spec.of(baseline_of(spec.policy))}


def is_baseline(policy: PolicyScenario) -> bool:
    """Is there nothing in it to compare: no measure, no shock?"""
    return not sets_measures(policy) and not policy.shocks
