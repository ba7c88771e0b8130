"""Shocks measured against their declared signs: the same seeds with and without the shock, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from experiments.specification import Specification, specify
from scenarios.shock_signs import quantities, shock_signs

SCOPE = "designated_2011"  # the same towns in both arms, whoever is designated later
OF_THE_PROVINCE = ("defaults",)  # observed for all towns together only

Paths = dict[str, dict[int, float]]  # quantity -> value by quarter (year * 4 + quarter - 1)


def paths(spec: Specification) -> Paths:
    """Run one arm and read every declared quantity, quarter by quarter, of the towns of 2011."""
    from experiments.arm import province_of
    from experiments.starts import start_of
    from experiments.threads import one_thread

    wanted = tuple(quantities())
    found: Paths = {name: {} for name in wanted}
    with one_thread():
        province = province_of(spec, start_of(spec))
        while province.running:
            quarter = province.quarter
            province.step()
            firm = province.firm
            there = province.town.designated_2011[firm.town] == 1
            found["capital"][quarter] = float(np.sum((firm.weight * firm.capital)[there]))
    for quarter, indicator, scope, value in province.records["province"]:
        if indicator in found and scope == ("province" if indicator in OF_THE_PROVINCE else SCOPE):
            found[indicator][quarter] = float(value)
    return found


def arms(names: Iterable[str], seeds: Iterable[int], *, sample: float, world: str) -> dict[str, list[Paths]]:
    """Paths by scenario, one a seed. The baseline is added: it is what every shock is compared with."""
    from scenarios.policy import load

    seeds = tuple(seeds)
    return {
        name: [paths(specify(load(name), seed=seed, sample=sample, world=world)) for seed in seeds]
        for name in dict.fromkeys(["baseline", *names])
    }


def measured(runs: Mapping[str, list[Paths]]) -> dict[str, dict[str, dict[str, Any]]]:
    """shock -> quantity -> effect when it is read and late, with intervals, verdict on the sign and on fading."""
    from analysis.signs import effect, has_faded, verdict

    table: dict[str, dict[str, dict[str, Any]]] = {}
    for name, shock in shock_signs().items():
        if name not in runs:
            continue
        table[name] = {}
        for quantity, sign in shock.signs.items():
            with_shock, without = ([one[quantity] for one in runs[arm]] for arm in (name, "baseline"))
            unit = quantities()[quantity].unit
            at = effect(with_shock, without, shock.window(quantity), unit)
            late = effect(with_shock, without, shock.late, unit)
            table[name][quantity] = {
                "at": [at.mean, at.low, at.high],
                "late": [late.mean, late.low, late.high],
                "sign": verdict(at, sign.sign),
                "faded": has_faded(at, late) if sign.faded else None,
            }
    return table


def missed(row: Mapping[str, Any]) -> bool:
    """Does the model do otherwise than was written down?"""
    return row["sign"] in ("disagrees", "unclear") or row["faded"] is False
