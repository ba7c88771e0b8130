"""What surrounds a few towns run at 1:1: a recorded baseline run of the whole province, kept and used again."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from experiments.folders import write_bytes
from experiments.keys import environment, sha256
from experiments.specification import Specification
from experiments.threads import one_thread


def recorded(
    baseline: Specification,
    cache: Path,
    progress: Callable[[str, int, int, int], None] | None,
    start: Specification | None = None,
) -> dict[str, np.ndarray]:
    """What the other towns contribute, quarter by quarter, in the baseline; read when recorded before.

    `start`: whose settled start the run begins from, where it is not its own.
    """
    spec = replace(baseline, firms=(), uids=None)
    content = spec.content() | environment()
    key = sha256(content if start is None else content | {"start": start.content()})
    path = cache / f"surroundings-{key[:16]}.npz"
    if path.is_file():
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    found = record(spec, progress, start)
    content = io.BytesIO()
    np.savez(content, **found)  # type: ignore[arg-type]
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    write_bytes(temporary, content.getvalue())
    os.replace(temporary, path)
    return found


@one_thread()
def record(
    spec: Specification,
    progress: Callable[[str, int, int, int], None] | None,
    start: Specification | None = None,
) -> dict[str, np.ndarray]:
    from experiments.starts import start_of
    from model.province import Province

    province = Province(
        spec.policy,
        rng=spec.seed,
        sample=spec.sample,
        towns=spec.towns,  # these at 1:1 among the others by sample
        start=spec.start,
        end=spec.end,
        population_seed=spec.population_seed,
        parameters=dict(spec.parameters) or None,
        world=spec.world,
        record_surroundings=True,
        state=start_of(start or spec, progress),
    )
    report = None if progress is None else lambda quarter, done, total: progress("surroundings", quarter, done, total)
    province.run(report)
    assert province.surroundings.recorded is not None
    return province.surroundings.recorded
