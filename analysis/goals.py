"""The goals of the Decision by year: value, target, distance, the baseline beside the policy, the split of progress."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from analysis.split import Split, split_ratio, split_total, whole_of
from analysis.years import RATIOS, Yearly, town_values

YEARS = (2016, 2017)  # five years from July 2012 end in the middle of 2017: both are shown
BESIDE = (("gdp", "designated_2011"), ("gdp_share", "designated_2011"), ("rd_intensity", "towns"))
AGREES = 1e-6  # a split that does not add up to the value it explains is not shown

Columns = Mapping[str, Any]  # equally long columns by name
Tables = Mapping[str, Columns]


def goal_rows(
    policy: Tables, baseline: Tables | None, goals: Mapping[str, Any], years: Iterable[int] = YEARS
) -> list[dict]:
    """Rows of goals.csv, one a goal, year and scope, in the goals' own units. Without a baseline nothing is split.

    Beside some goals the same is read over another scope: those rows have no target.
    """
    arms = {"policy": _yearly(policy)}
    if baseline is not None:
        arms["baseline"] = _yearly(baseline)
    rows = []
    for year in years:
        for name, goal in goals.items():
            row = _row(name, goal, year, arms, policy, baseline)
            rows.append(row | _around(year, policy, baseline) if goal.indicator == "spillover_jobs" else row)
        for name, scope in BESIDE:
            if name in goals:
                rows.append(_beside(name, goals[name], scope, year, arms))
    return rows


def _yearly(arm: Tables) -> Yearly:
    """Yearly values of an arm; a comparison keeps them ready made."""
    ready = arm.get("yearly")
    return ready if isinstance(ready, Yearly) else Yearly(arm["province"], arm.get("base"), arm.get("towns"))


def _read(arms: Mapping[str, Yearly], arm: str, goal, scope: str, year: int) -> float | None:
    return arms[arm].value(goal.indicator, scope, year) if arm in arms else None


def _row(name: str, goal, year: int, arms: Mapping[str, Yearly], policy: Tables, baseline: Tables | None) -> dict:
    value, before = _read(arms, "policy", goal, goal.scope, year), _read(arms, "baseline", goal, goal.scope, year)
    row: dict[str, object] = {
        "year": year,
        "goal": name,
        "scope": goal.scope,
        "value": value,
        "target": goal.target,
        "unit": goal.unit,
        "met": met(value, goal.target, goal.direction),
        "shortfall": shortfall(value, goal.target, goal.direction),
        "start_2011": arms["policy"].base_value(goal.indicator, goal.scope),
        "baseline": before,
    }
    parts = None if baseline is None or value is None else _split(goal, year, arms, policy, baseline)
    if parts is not None and abs(parts.start + parts.progress - value) <= AGREES * abs(value):  # type: ignore[operator]
        row |= {
            "start_2011": parts.start,
            "background": parts.background,
            "designation": parts.designation,
            "designation_induced": parts.designation_induced,
            "upgrading": parts.upgrading,
        }
    return row


def _beside(name: str, goal, scope: str, year: int, arms: Mapping[str, Yearly]) -> dict:
    return {
        "year": year,
        "goal": name,
        "scope": scope,
        "value": _read(arms, "policy", goal, scope, year),
        "unit": goal.unit,
        "start_2011": arms["policy"].base_value(goal.indicator, scope),
        "baseline": _read(arms, "baseline", goal, scope, year),
    }


def _around(year: int, policy: Tables, baseline: Tables | None) -> dict:
    """Jobs near the towns of 2011, over towns designated in neither arm: the same towns in both arms and in 2011.

    Counted over whoever is not designated, each designation would look like a loss of jobs.
    """
    arms = [policy] + ([baseline] if baseline is not None else [])
    start = policy.get("base_towns", {})
    jobs = [town_values(arm["towns"], "employment", year) for arm in arms]
    designated = [town_values(arm["towns"], "designated", year) for arm in arms]
    if "near_2011" not in start or any(found is None for found in (*jobs, *designated)):
        return {}
    chosen = np.asarray(start["near_2011"]) > 0.5
    for found in designated:
        chosen &= found < 0.5  # type: ignore[operator]
    value, *before = (float(found[chosen].sum()) for found in jobs)  # type: ignore[index]
    start_2011 = float(np.asarray(start["employment"])[chosen].sum())
    return {"value": value, "baseline": before[0] if before else None, "start_2011": start_2011}


def met(value: float | None, target: float | None, direction: str = "up") -> float | None:
    """1 reached, 0 not, None when there is no number to hold it against."""
    if value is None or target is None:
        return None
    return float(value >= target if direction == "up" else value <= target)


def shortfall(value: float | None, target: float | None, direction: str = "up") -> float | None:
    """How far from the target, 0 when reached, in the target's unit."""
    if value is None or target is None:
        return None
    return max(0.0, target - value if direction == "up" else value - target)


def discriminates(
    policy: float | None, baseline: float | None, target: float | None, direction: str = "up"
) -> bool | None:
    """False when the target falls the same way with and without the policy: then it says nothing about the policy."""
    with_it, without = met(policy, target, direction), met(baseline, target, direction)
    return None if with_it is None or without is None else with_it != without


def _split(goal, year: int, arms: Mapping[str, Yearly], policy: Tables, baseline: Tables) -> Split | None:
    """Split of a goal read over the designated towns; None where the towns' tables do not carry it."""
    if goal.scope != "designated":
        return None
    if goal.indicator not in RATIOS:
        return _split_towns(goal.indicator, year, policy, baseline)
    above, below, other, factor = RATIOS[goal.indicator]
    numerator = _split_towns(above, year, policy, baseline)
    if other is None:
        denominator = _split_towns(below, year, policy, baseline)
    else:
        totals = [
            arms["policy"].base_value(below, other),
            *(arms[a].value(below, other, year) for a in ("baseline", "policy")),
        ]
        denominator = None if None in totals else whole_of(*totals)  # type: ignore[arg-type]
    if numerator is None or denominator is None or denominator.start == 0:
        return None
    return split_ratio(numerator.scaled(factor), denominator)


def _split_towns(indicator: str, year: int, policy: Tables, baseline: Tables) -> Split | None:
    base = policy.get("base_towns", {})
    start = base.get(indicator)
    now = town_values(policy["towns"], indicator, year)
    before = town_values(baseline["towns"], indicator, year)
    masks = [
        base.get("designated_2011"),
        town_values(baseline["towns"], "designated", year),
        town_values(policy["towns"], "designated", year),
    ]
    if start is None or now is None or before is None or any(mask is None for mask in masks):
        return None
    return split_total(start, before, now, *(mask > 0.5 for mask in masks))  # type: ignore[operator]
