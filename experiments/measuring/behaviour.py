"""How the economy behaves when one thing is changed, held against what was expected (behaviour.yaml)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from experiments.measuring.expectations import STUDIES, judged
from experiments.specification import Specification, specify
from experiments.threads import one_thread
from model.quarter import parse_quarter
from scenarios.given import load_given
from scenarios.policy import load

SEEDS = (1, 2, 3, 4, 5)
SAMPLE = 0.02
LAST = parse_quarter("2017Q4")

Progress = Callable[[str, int, int, int], None]


def studies() -> dict[str, Callable[[Specification], tuple[dict[str, float], dict]]]:
    """Each study by its name: from the baseline of a seed to a value by expectation, and tables beside them."""
    from experiments.measuring.designation_study import designation
    from experiments.measuring.limits_study import limits
    from experiments.measuring.space_study import forgotten, space
    from experiments.measuring.take_up_study import take_up

    return {"space": space, "facts": forgotten, "take_up": take_up, "limits": limits, "designation": designation}


@one_thread()
def study(
    names: Sequence[str] = STUDIES,
    seeds: Sequence[int] = SEEDS,
    *,
    sample: float = SAMPLE,
    world: str = "guangdong",
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The studies named, as plain data: each quantity with its interval and verdict, and the tables beside them."""
    found: dict[str, Any] = {
        "seeds": list(seeds),
        "sample": sample,
        "world": world,
        "data": load_given(world).key,
        "quantities": {},
        "tables": {},
    }
    for name in names:
        values: dict[str, list[float]] = {}
        tables = []
        for place, seed in enumerate(seeds):
            got, table = studies()[name](specify(load("baseline"), seed=seed, sample=sample, world=world))
            tables.append(table)
            for quantity, measured in got.items():
                values.setdefault(quantity, []).append(measured)
            if progress is not None:
                progress(name, LAST, place + 1, len(seeds))
        found["quantities"] |= judged(values)
        found["tables"][name] = mean_of(tables)
    return found


def mean_of(tables: Sequence[Any]) -> Any:
    """The mean of tables of the same shape, number by number; what is no number is the first one's."""
    import numpy as np

    first = tables[0]
    if isinstance(first, dict):
        return {name: mean_of([table[name] for table in tables]) for name in first}
    if isinstance(first, list):
        return [mean_of(values) for values in zip(*tables, strict=True)]
    if isinstance(first, (int, float)):
        known = [value for value in tables if np.isfinite(value)]
        return float(np.mean(known)) if known else None
    return first
