"""A run described by its run.json, made runnable again: for checking it, and for looking closer at one firm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.plugins import refuse_without
from experiments.results import RunResult
from experiments.specification import Specification
from model.quarter import format_quarter
from scenarios.errors import InputError

if TYPE_CHECKING:
    from scenarios.policy import PolicyScenario


def scenario_file(policy: PolicyScenario) -> dict[str, object]:
    """The policy as a scenario file says it, with nothing inherited."""
    return {
        "name": policy.name,
        "title": dict(policy.title),
        "levers": {lever: {format_quarter(q): v for q, v in path} for lever, path in policy.levers.items()},
        "budgets": {payer: {str(y): v for y, v in years.items()} for payer, years in policy.budgets.items()},
        "shocks": {name: {format_quarter(q): v for q, v in steps.items()} for name, steps in policy.shocks.items()},
        "parameters": dict(policy.parameters),
        "series": None if policy.series is None else f"series{Path(policy.series).suffix.lower()}",
    }


def policy_of(result: RunResult) -> PolicyScenario:
    """The policy a run was made with. Raises InputError when run.json was changed by hand."""
    from scenarios.frozen import Frozen
    from scenarios.policy import load

    said = result.about["scenario"]
    laid = {name: said[name] for name in ("levers", "budgets", "shocks", "parameters") if said.get(name)}
    policy = load("baseline", **laid)
    series = result.folder / Path(str(said["series"])).name if said.get("series") else None
    return replace(policy, name=str(said["name"]), title=Frozen(said["title"]), series=series)


def specification_of(result: RunResult) -> Specification:
    """What was run, from run.json."""
    about = result.about
    refuse_without(about, result.folder / "run.json")
    try:
        return Specification(
            policy=policy_of(result),
            seed=int(about["seed"]),
            sample=float(about["sample"]),
            towns=tuple(about["towns"]) if about["towns"] else None,
            start=about["start"],
            end=about["end"],
            population_seed=int(about["population_seed"]),
            parameters=dict(about["parameters"]),
            world=about["world"],
            firms=tuple(about["firms"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"run.json is damaged: {type(error).__name__} {error}",
            zh="run.json 已损坏",
            file=result.folder / "run.json",
        ) from error
