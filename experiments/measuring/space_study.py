"""Does distance matter, and only where it should? Density and productivity; coordinates permuted; facts forgotten."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from experiments.measuring.laid import LaidPolicy, with_coordinates, with_parameters
from experiments.recording import RECORDED, observe_run
from experiments.specification import Specification
from experiments.starts import start_of
from model.province import Province
from model.start.towns import town_figures
from scenarios.given import load_given

END = "2013Q4"  # of the runs with permuted coordinates: two years
NO_DISTANCE = {"spill__half_distance": float("inf"), "spill__furthest": float("inf")}


def space(spec: Specification) -> tuple[dict[str, float], dict]:
    """Elasticities to density, and what a permutation of all towns' coordinates changes."""
    return on_density(spec) | permuted(spec), {}


def on_density(spec: Specification) -> dict[str, float]:
    """Elasticities of productivity and pay to the density of jobs over the last two years of a run.

    The population is the seed's own: which firms there are, and which are in the sample, is a part of the doubt.
    """
    from analysis.facts.space import on_density as elasticity

    province = Province(
        spec.policy,
        rng=spec.seed,
        population_seed=spec.seed,
        sample=spec.sample,
        world=spec.world,
        keep_firms=RECORDED,
        state=start_of(replace(spec, population_seed=spec.seed)),
    )
    seen = observe_run(province)
    return {
        "agglomeration_productivity": elasticity("tfp")(seen),
        "agglomeration_wages": elasticity("wages")(seen),
    }


def permuted(spec: Specification) -> dict[str, float]:
    """Partners, imitation and knowledge in reach with the towns' coordinates permuted, beside the same without.

    With distance as usual the permutation comes after the start has settled, so that nothing else differs. With
    distance at no cost it comes before anything is built: then no coordinate may be read anywhere.
    """
    order = np.random.default_rng(spec.seed).permutation(len(load_given(spec.world).towns["x"]))
    usual = compared(*(moved_run(spec, given_order) for given_order in (None, order)))
    free = with_parameters(load_given(spec.world), **NO_DISTANCE)
    built = [
        Province(LaidPolicy(spec.policy, given), rng=spec.seed, sample=spec.sample, world=spec.world, end=END).run()
        for given in (free, with_coordinates(free, order))
    ]
    return usual | {f"{name}_no_distance": value for name, value in compared(*built).items()}


def moved_run(spec: Specification, order: np.ndarray | None) -> Province:
    """Two years from the settled start, with the towns' coordinates permuted or as they are."""
    from model.start.anchor import nearness

    state = start_of(spec)
    if order is not None:
        town, given = state.tables["town"], spec.policy.given(spec.world, {})
        town.x, town.y = town.x[order], town.y[order]
        reach = (given.parameters[f"spill.{name}"] for name in ("half_distance", "furthest"))
        state.anchor.near = nearness(town.x, town.y, *reach)
    return Province(spec.policy, rng=spec.seed, sample=spec.sample, world=spec.world, end=END, state=state).run()


def compared(one: Province, other: Province) -> dict[str, float]:
    """Shares of partnerships that are in both, of firms whose process differs, and of cells with other knowledge."""
    pairs = [partnerships(province) for province in (one, other)]
    both, here, there = np.intersect1d(one.firm.uid, other.firm.uid, return_indices=True)
    process = one.firm.process[here] != other.firm.process[there]
    weight = one.firm.weight[here]
    cells = one.anchor.firms_of_trade > 0
    spill = (one.anchor.spill != other.anchor.spill)[cells]
    return {
        "partners_kept": len(pairs[0] & pairs[1]) / len(pairs[0]) if pairs[0] else float("nan"),
        "imitation_changed": float(weight[process].sum() / weight.sum()) if len(both) else float("nan"),
        "spillovers_changed": float(spill.mean()),
    }


def partnerships(province: Province) -> set[tuple[int, int]]:
    """Pairs of uids that are research partners."""
    firm = province.firm
    rows = np.flatnonzero(firm.partner > firm.uid)
    return set(zip(firm.uid[rows].tolist(), firm.partner[rows].tolist(), strict=True))


def forgotten(spec: Specification) -> tuple[dict[str, float], dict]:
    """What deleting facts of towns changes: in the start of the best known town, and in a run from the same start."""
    given = load_given(spec.world)
    towns = [row["town"] for row in given.notes["town_facts"]]
    sized = {town for town, gdp in zip(given.towns["id"], given.towns["gdp_2011"], strict=True) if np.isfinite(gdp)}
    best = max(sorted(sized.intersection(towns)), key=towns.count)
    output = [output_at_start(spec, best, forget) for forget in ((), (best,))]
    runs = [
        Province(
            LaidPolicy(spec.policy, load_given(spec.world, forget=forget)),
            rng=spec.seed,
            sample=spec.sample,
            world=spec.world,
            state=start_of(spec),
        ).run()
        for forget in ((), tuple(sorted(set(towns))))
    ]
    found = {
        "facts_forgotten_start": 100.0 * abs(output[1] / output[0] - 1.0),
        "facts_forgotten_paths": float(differing(*runs)),
    }
    row = list(given.towns["id"]).index(best)
    name = {"zh": given.towns["name_zh"][row], "en": given.towns["name_en"][row]}
    return found, {"town": name, "facts": towns.count(best), "output": output}


def output_at_start(spec: Specification, town: str, forget: tuple[str, ...]) -> float:
    """Gross output (wan yuan a year) a town is built with; the seed is that of the population."""
    given = load_given(spec.world, forget=forget)
    figures = town_figures(given, np.random.default_rng(spec.seed))
    return float(figures.output[list(given.towns["id"]).index(town)])


def differing(one: Province, other: Province) -> int:
    """Numbers of the towns' and the province's records that are not the same in both runs."""
    count = sum(a != b for a, b in zip(one.records["province"], other.records["province"], strict=True))
    for (_, here), (_, there) in zip(one.records["towns"], other.records["towns"], strict=True):
        count += sum(int((here[name] != there[name]).sum()) for name in here)
    return count
