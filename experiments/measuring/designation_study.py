"""Designation answers to the rule, the yearly batch and the benefit; and which candidates stand near the rule."""

from __future__ import annotations

from experiments.measuring.laid import LaidPolicy, with_parameters
from experiments.specification import Specification
from experiments.starts import start_of
from model.province import Province
from scenarios.given import load_given

SMALL_BATCH = 2.0  # towns a year, below its range: does the batch act where it binds?
BENEFITS = ("name", "equipment", "guarantee", "training", "platform")


def changes(world: str) -> dict[str, dict[str, float]]:
    """Parameters of each experiment: one thing doubled."""
    usual = load_given(world).parameters
    doubled = {name: 2.0 * usual[f"designation.{name}"] for name in ("least_output", "batch")}
    benefits = {f"designation.worth_of_{name}": 2.0 * usual[f"designation.worth_of_{name}"] for name in BENEFITS}
    return {
        "threshold_doubled": {"designation.least_output": doubled["least_output"]},
        "batch_doubled": {"designation.batch": doubled["batch"]},
        "benefit_doubled": benefits,
    }


def designation(spec: Specification) -> tuple[dict[str, float], dict]:
    """Towns designated at the end of 2017, each experiment less the baseline; beside it the path of the baseline, and
    candidates near the rule by year."""
    base = arm(spec, {})
    path = designated(base)
    found = {name: designated(arm(spec, changed))[-1] - path[-1] for name, changed in changes(spec.world).items()}
    few = Province(
        LaidPolicy(spec.policy, with_parameters(load_given(spec.world), designation__batch=SMALL_BATCH)),
        rng=spec.seed,
        sample=spec.sample,
        world=spec.world,
        state=start_of(spec),
    ).run()
    return found, {
        "designated": path,
        "near_rule": near_by_year(base),
        "small_batch": designated(few)[-1] - path[-1],
    }


def arm(spec: Specification, parameters: dict[str, float]) -> Province:
    """The baseline with other parameters from 2012 on, from the same start."""
    return Province(
        spec.policy,
        rng=spec.seed,
        sample=spec.sample,
        world=spec.world,
        parameters=parameters,
        state=start_of(spec),
    ).run()


def designated(province: Province) -> list[float]:
    """Designated towns at the end of each year."""
    path = [
        v for _, name, scope, v in province.records["province"] if (name, scope) == ("towns_designated", "designated")
    ]
    return path[3::4]


def near_by_year(province: Province) -> dict[str, list[float]]:
    """Candidates that meet the rule, and those within 10 % of it on either side, at the end of each year."""
    from analysis.near_rule import margin, near

    p = province.parameters.designation
    found: dict[str, list[float]] = {"candidates": [], "meet": [], "near": []}
    for _, towns in province.records["towns"][3::4]:
        candidate = towns["designated"] == 0
        room = margin(towns["output_reported"], towns["speciality_share"], p.least_output, p.least_share)[candidate]
        found["candidates"].append(float(candidate.sum()))
        found["meet"].append(float((room >= 1.0).sum()))
        found["near"].append(float(near(room).sum()))
    return found
