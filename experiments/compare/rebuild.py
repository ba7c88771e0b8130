"""A comparison described by its compare.json, made into a plan again: for checking it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.compare.cases import Case
from experiments.compare.coalitions import Coalitions, coalitions_of
from experiments.compare.folder import FILE, SERIES, Comparison
from experiments.compare.plan import Plan, Settings
from experiments.keys import environment_of
from experiments.plugins import refuse_without
from scenarios.errors import InputError
from scenarios.frozen import Frozen
from scenarios.members import ensemble

if TYPE_CHECKING:
    from scenarios.policy import PolicyScenario


def plan_of(comparison: Comparison) -> Plan:
    """What was run. The keys are those of the version that ran it. Raises InputError where compare.json was changed."""
    about = comparison.about
    refuse_without(about, comparison.folder / FILE)
    try:
        policies = {one["id"]: policy_of(one, comparison.folder) for one in about["scenarios"]}
        base = policies.pop(about["base"])
        settings = Settings(
            sample=float(about["sample"]),
            towns=tuple(about["towns"]) if about["towns"] else None,
            start=about["start"],
            end=about["end"],
            population_seed=int(about["population_seed"]),
            world=about["world"],
            starts=about["starts"],
        )
        cases = tuple(Case(**one) for one in [*about["cases"], *about["repeats"]])
        return Plan(
            base,
            tuple(policies.values()),
            settings,
            ensemble(about["ensemble"]),
            cases,
            reuse=bool(about["reuse"]),
            made_with=environment_of(about),
            data=about["data"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"compare.json is damaged: {type(error).__name__} {error}",
            zh="compare.json 已损坏",
            file=comparison.folder / FILE,
        ) from error


def parts_of(comparison: Comparison, plan: Plan) -> Coalitions | None:
    method = comparison.about["contributions"]
    return coalitions_of(plan.others[0], method) if method else None


def policy_of(said: Mapping[str, Any], folder: Path) -> PolicyScenario:
    """A scenario from its description."""
    from scenarios.policy import load

    content = said["content"]
    laid = {name: content[name] for name in ("levers", "budgets", "shocks", "parameters") if content.get(name)}
    policy = load("baseline", **laid)
    series = folder / SERIES / Path(str(content["series"])).name if content.get("series") else None
    return replace(policy, name=str(said["id"]), title=Frozen(said["title"]), series=series)
