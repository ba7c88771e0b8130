"""A start that has settled: built, anchored, run for a while in a constant environment, brought back to its totals."""

from __future__ import annotations

import copy
from collections.abc import Callable
from types import SimpleNamespace

from model.parameters import grouped
from model.quarter import format_quarter
from model.start import build_start
from model.start.anchor import anchor_start
from model.start.reanchor import reanchor

BURN_IN = 64  # quarters
LEG = 16  # quarters after which towns are brought back to their totals, so that none wanders far while firms settle

LARGEST_KEPT = 100_000  # firms: larger starts are not kept twice in memory

_settled: dict[tuple, SimpleNamespace] = {}


def start_key(policy, given, population_seed: int, sample: float, towns, start: int) -> tuple:
    """What a settled start depends on: data, what was in force in 2011, population, sample, towns, date."""
    in_force = tuple((m.id, m.in_force_2011, m.where, m.sizes, m.target) for m in policy.measures if m.in_force_2011)
    chosen = None if towns is None else tuple(int(t) for t in towns)
    return given.key, in_force, int(population_seed), float(sample), chosen, int(start)


def settled_start(
    policy,
    given,
    *,
    population_seed: int,
    sample: float,
    towns=None,
    start: int,
    progress: Callable[[str, int, int], None] | None = None,
) -> SimpleNamespace:
    """State at the end of the quarter before `start`, the caller's own; small ones are kept in the process by their
    key."""
    key = start_key(policy, given, population_seed, sample, towns, start)
    if key in _settled:
        return copy.deepcopy(_settled[key])
    state = _build(policy, given, population_seed, sample, towns, start, progress)
    if len(state.tables["firm"]) <= LARGEST_KEPT:
        if len(_settled) >= 4:
            _settled.pop(next(iter(_settled)))
        _settled[key] = copy.deepcopy(state)
    return state


def keep_settled(key: tuple, state: SimpleNamespace) -> None:
    """Put a state that was stored elsewhere (a file) where `settled_start` finds it."""
    _settled[key] = state


def _build(policy, given, population_seed, sample, towns, start, progress) -> SimpleNamespace:
    from model.province import Province  # the burn-in is a run of the model itself

    whole = tuple(towns or ())
    raw = build_start(given, population_seed=population_seed, sample=sample, whole=whole)
    parameters = grouped(given.parameters)
    state = anchor_start(raw, given, parameters, sample, start, whole)
    firm = state.tables["firm"]
    firm.cohort -= BURN_IN  # so that firms have the age of 2011 when the burn-in begins
    state.anchor.residents = state.tables["town"].residents.copy()
    state.anchor.housing = state.tables["town"].housing.copy()
    province = Province(
        BeforeThe(policy, given),
        rng=population_seed,
        sample=sample,
        start=format_quarter(start - BURN_IN),
        end=format_quarter(start - 1),
        environment="constant",
        state=state,
        settled=False,
    )
    done = 0
    while province.quarter <= province.last_quarter:
        province.step()
        done += 1
        if progress is not None:
            progress("burn-in", done, BURN_IN)
        if done % LEG == 0 or done == BURN_IN:
            reanchor(province, last=done == BURN_IN)
    return SimpleNamespace(
        tables=province.tables_by_name(),
        anchor=province.anchor,
        town_names=state.town_names,
        county_names=state.county_names,
        carried=province.carried,
    )


class BeforeThe:
    """The policy as it stood before: what was in force in 2011, nothing announced."""

    def __init__(self, policy, given):
        self.measures = tuple(_in_force_only(measure) for measure in policy.measures)
        self._given = given

    def given(self, world, parameters):
        return self._given


def _in_force_only(measure):
    measure = copy.copy(measure)
    object.__setattr__(measure, "path", ())
    object.__setattr__(measure, "announced", None)
    return measure
