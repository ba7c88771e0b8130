"""Stored runs as one frame: a row a scenario, point and replication, with inputs and outcomes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from experiments.packs import Store
from experiments.sweep.execution import read_error
from experiments.sweep.outcomes import Outcome, Quantity
from experiments.sweep.plan import Plan

if TYPE_CHECKING:
    import pandas as pd

WAITING, FAILED, DONE = 0, 1, 2
HEADS = ("scenario", "point", "replication", "seed", "state")


def quantities(read: Mapping[str, Quantity]) -> list[Quantity]:
    return list(dict.fromkeys(read.values()))


def values_of(content: bytes, wanted: list[Quantity]) -> np.ndarray | None:
    """What is wanted of a run's file; NaN where it has no such thing, None when it cannot be read."""
    columns = ["part", "quarter", "indicator", "scope", "value"]
    try:
        file = pq.ParquetFile(io.BytesIO(content), read_dictionary=columns[:4])
        table = file.read(columns=columns, use_threads=False)
    except (OSError, pa.ArrowException):
        return None
    named = pa.array(sorted({one.indicator for one in wanted}))
    table = table.filter(pc.and_(pc.equal(table["part"], "year"), pc.is_in(table["indicator"], named)))  # pyright: ignore
    cells = (table[name].to_pylist() for name in columns[1:])
    found = {(quarter, indicator, scope): value for quarter, indicator, scope, value in zip(*cells, strict=True)}
    return np.array([found.get((f"{one.year}Q4", one.indicator, one.scope), np.nan) for one in wanted], np.float64)


def read_runs(plan: Plan, store: Store, wanted: list[Quantity]) -> tuple[np.ndarray, np.ndarray]:
    """(state, values) by number of run. A run that cannot be read is waiting: the sweep makes it again."""
    state = np.zeros(len(plan), np.int8)
    values = np.full((len(plan), len(wanted)), np.nan)
    for number in range(len(plan)):
        key = plan.key(number)
        content = store.run(key)
        found = None if content is None else values_of(content, wanted)
        if found is not None:
            state[number], values[number] = DONE, found
        elif store.failed(key):
            state[number] = FAILED
    return state, values


def frame_of(plan: Plan, store: Store, read: Mapping[str, Quantity]) -> pd.DataFrame:
    """Every row of which all runs are finished or failed."""
    import pandas as pd

    wanted = quantities(read)
    state, values = read_runs(plan, store, wanted)
    rows = len(plan.points) * plan.replications
    point = np.repeat(np.arange(len(plan.points)), plan.replications)
    replication = np.tile(np.arange(plan.replications), len(plan.points))
    pieces = []
    for scenario in plan.scenarios:
        own = _places(plan, (scenario, bool(plan.levers)), point, replication)
        states, columns = [state[own]], {}
        for outcome in plan.outcomes:
            column = wanted.index(read[str(outcome)])
            columns[str(outcome)], seen = _outcome(
                plan, outcome, scenario, own, values[:, column], state, point, replication
            )
            states += seen
        together = np.min(states, axis=0)
        piece = pd.DataFrame(
            {
                "scenario": np.repeat(np.array(scenario, object), rows),
                "point": point,
                "replication": replication + 1,
                "seed": plan.seed + replication,
                "state": np.where(together == DONE, "done", "failed"),
                **{name: plan.points[point, at] for at, name in enumerate((*plan.levers, *plan.uncertainties))},
                **{name: np.where(together == DONE, column, np.nan) for name, column in columns.items()},
            }
        )
        pieces.append(piece[together != WAITING])
    return pd.concat(pieces, ignore_index=True)


def _outcome(
    plan: Plan, outcome: Outcome, scenario: str, own: np.ndarray, values: np.ndarray, state: np.ndarray,
    point: np.ndarray, replication: np.ndarray,
) -> tuple[np.ndarray, list[np.ndarray]]:  # fmt: skip
    """The outcome by row, and the states of the runs it is made of."""
    if not outcome.base:
        return values[own], []
    name = scenario if outcome.scenario == "scenario" else str(outcome.scenario)
    arm = _places(plan, (name, bool(plan.levers)), point, replication)
    base = _places(plan, (outcome.base, False), point, replication)
    return values[arm] - values[base], [state[arm], state[base]]


def _places(plan: Plan, arm: tuple[str, bool], point: np.ndarray, replication: np.ndarray) -> np.ndarray:
    """Numbers of an arm's runs by row."""
    start = plan.place(arm, 0, 0)
    if arm in plan.fixed:
        return start + replication * len(plan.fixed)
    return start + (point * plan.replications + replication) * len(plan.varied)


def failures(plan: Plan, store: Store) -> Iterator[dict[str, Any]]:
    """Runs that ended in a fault, with what they were and why."""
    for number in range(len(plan)):
        (arm, _), point, replication = plan.where(number)
        draw = plan.draw(number)
        key = plan.key(number)
        if store.finished(key) or not store.failed(key):
            continue
        error = read_error(store.error(key)).get("error", {})
        yield {
            "key": key,
            "scenario": arm,
            "point": point,
            "replication": replication + 1,
            "seed": draw.seed,
            **{name: str(error.get(name, "")) for name in ("type", "message", "where")},
        }
