"""The stylised facts as a study: over seeds, over the ranges of the parameters, and from a start of equal firms.

result = study(seeds=range(1, 11), sample=0.05)
result["facts"]["A1.6"]        # {"mean": ..., "inside": False, "origin": "fitted", ...}
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from analysis.facts import measure
from experiments.recording import RECORDED, observe_run
from experiments.threads import one_thread
from model.quarter import format_quarter, parse_quarter
from scenarios.facts import Fact, facts
from scenarios.given import load_given
from scenarios.policy import load
from scenarios.registry import parameter_ranges

FIRST, LAST = "2012Q1", "2017Q4"
EQUAL_QUARTERS = 80
DESIGN_SEED = 2012  # of the Latin hypercube: the same cases on every machine
UNINFORMATIVE = 0.8  # share of cases inside a band above which being inside it says little

PARTS_OF_A_WHOLE = (  # what is left of the whole goes elsewhere: together at most one, which no single range can say
    ("households.local_part", "households.rest_part", "households.world_part"),
)

Progress = Callable[[str, int, int, int], None]  # what, quarter, done, total
Values = dict[str, float]

log = logging.getLogger("zhenxing")


@one_thread()
def study(
    seeds: Sequence[int] = tuple(range(1, 11)),
    *,
    sample: float = 0.05,
    world: str = "guangdong",
    ensemble: int = 0,
    equal_start: bool = False,
    progress: Progress | None = None,
) -> dict:
    """Every fact of scenarios/facts.yaml over the baseline of each seed; plain data, missing numbers as None.

    `ensemble`: so many cases of a Latin hypercube over the ranges of all parameters, a seed each. `equal_start`: 80
    quarters in a constant environment from firms that are alike within an industry.
    """
    settings = {"sample": sample, "world": world}
    by_seed = over_seeds(seeds, **settings, progress=progress)
    equal = from_equal(seeds[0], **settings, progress=progress) if equal_start else None
    cases = over_ranges(ensemble, **settings, progress=progress) if ensemble else None
    return {
        "seeds": list(seeds),
        "sample": sample,
        "world": world,
        "data": load_given(world).key,
        "ensemble": ensemble,
        "ensemble_failed": sum(one is None for one in cases or ()),
        "equal_start": equal_start,
        "facts": {fact.id: row(fact, by_seed, equal, cases) for fact in facts().values()},
    }


# ---- runs


def over_seeds(seeds: Sequence[int], *, sample: float, world: str, progress: Progress | None = None) -> list[Values]:
    """Facts measured on the baseline of each seed, from the same settled start."""
    from experiments.specification import specify
    from experiments.starts import start_of
    from model.province import Province

    policy, found = load("baseline"), []
    spec = specify(policy, sample=sample, world=world)
    for place, seed in enumerate(seeds):
        province = Province(
            policy, rng=seed, sample=sample, world=world, keep_firms=RECORDED, state=start_of(spec, progress)
        )
        found.append(measure(observe_run(province, _part("seeds", place, len(seeds), progress))))
    return found


def from_equal(seed: int, *, sample: float, world: str, progress: Progress | None = None) -> Values:
    """Facts after 80 quarters in a constant environment from firms that are alike within an industry."""
    from model.parameters import grouped
    from model.province import Province
    from model.start import build_start
    from model.start.anchor import anchor_start

    policy, given, first = load("baseline"), load_given(world), parse_quarter(FIRST)
    start = build_start(given, sample=sample, equal=True)
    state = anchor_start(start, given, grouped(given.parameters), sample, first)
    province = Province(
        policy,
        rng=seed,
        sample=sample,
        world=world,
        start=FIRST,
        end=format_quarter(first + EQUAL_QUARTERS - 1),
        environment="constant",
        keep_firms=RECORDED,
        state=state,
        settled=False,  # as in the burn-in: platforms and designations stay as they are
    )
    return measure(observe_run(province, _part("equal start", 0, 1, progress)))


def over_ranges(count: int, *, sample: float, world: str, progress: Progress | None = None) -> list[Values | None]:
    """Facts of each case of the prior ensemble, None where the economy does not survive its parameters."""
    from model.province import Province

    policy, found = load("baseline"), []
    for place, parameters in enumerate(hypercube(count, world)):
        try:
            province = Province(
                policy, rng=place + 1, sample=sample, world=world, parameters=parameters, keep_firms=RECORDED
            )
            found.append(measure(observe_run(province, _part("ensemble", place, count, progress))))
        except Exception as error:  # a case outside what the economy can bear is a result, not an end of the study
            log.info("case %d of the ensemble failed (%s: %s)", place + 1, type(error).__name__, error)
            found.append(None)
    return found


def hypercube(count: int, world: str) -> list[dict[str, float]]:
    """Cases of a Latin hypercube over the ranges of all parameters of behaviour (number by id)."""
    from scipy.stats import qmc

    ranges = {name: parameter_ranges()[name] for name in sorted(load_given(world).parameters)}
    names = [name for name, (low, high) in ranges.items() if low < high]
    low, high = (np.array([ranges[name][end] for name in names]) for end in (0, 1))
    points = low + (high - low) * qmc.LatinHypercube(len(names), rng=DESIGN_SEED).random(count)
    points = within_wholes(points, names, low)
    points = np.clip(points, low, high)
    return [dict(zip(names, point.tolist(), strict=True)) for point in points]


def within_wholes(points: np.ndarray, names: Sequence[str], low: np.ndarray) -> np.ndarray:
    """Points (cases, parameters) in which parts that come to more than their whole are drawn back towards their lower
    ends until they are one."""
    points = points.copy()
    for parts in PARTS_OF_A_WHOLE:
        rows = [names.index(name) for name in parts]
        least = low[rows]
        above = points[:, rows] - least
        room = (1.0 - least.sum()) / np.maximum(above.sum(axis=1), 1e-12)
        points[:, rows] = least + above * np.minimum(room, 1.0)[:, None]
    return points


def _part(name: str, place: int, count: int, progress: Progress | None):
    """Progress of one run as a part of several under one name."""
    if progress is None:
        return None
    return lambda quarter, done, total: progress(name, quarter, place * total + done, count * total)


# ---- results


def row(fact: Fact, by_seed: Sequence[Values], equal: Values | None, cases: Sequence[Values | None] | None) -> dict:
    """What is known of one fact: mean and spread over seeds, inside its band or not, and how it comes about."""
    found: dict = {"origin": fact.origin}
    if not fact.measured:
        return found
    values = [one[fact.id] for one in by_seed]
    known = np.array([value for value in values if math.isfinite(value)])
    # a mean over a minority of the seeds would be one of the lucky ones
    mean = float(known.mean()) if 2 * len(known) > len(values) else None
    found |= {
        "mean": mean,
        "spread": float(known.std(ddof=1)) if len(known) > 1 else None,
        "values": [_finite(value) for value in values],
        "inside": fact.inside(mean),
    }
    if equal is not None and fact.equal_start:
        inside = fact.inside(equal[fact.id])
        found |= {"equal_value": _finite(equal[fact.id]), "equal_inside": inside}
        if fact.origin == "emergent" and not inside:
            found["origin"] = "imposed"  # it does not come about by itself: the start put it there
    if cases is not None and fact.inside(0.0) is not None:
        # a case that ended in a fault is one of the program, not of the prior: it says nothing about the band
        hits = [fact.inside(one[fact.id]) is True for one in cases if one is not None]
        share = sum(hits) / len(hits) if hits else None
        found |= {"ensemble_share": share, "uninformative": share is not None and share > UNINFORMATIVE}
    return found


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def summary(result: Mapping) -> dict[str, int]:
    """How many facts are inside and outside, must and should, and how many say nothing."""
    names = ("must_inside", "must_outside", "should_inside", "should_outside", "no_band", "not_computable")
    counts: dict[str, int] = dict.fromkeys(names, 0)
    for fact in facts().values():
        found = result["facts"][fact.id]
        if not fact.measured:
            counts["not_computable"] += 1
        elif found["inside"] is None:
            counts["no_band"] += 1
        else:
            counts[f"{'must' if fact.must else 'should'}_{'inside' if found['inside'] else 'outside'}"] += 1
    return counts
