"""`sweep`: from a study file to a folder of runs and one frame."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from experiments.compare.folder import as_text
from experiments.compare.store import put
from experiments.exporting import csv_content
from experiments.interruption import terminable
from experiments.keys import plain
from experiments.pools import Cluster, Here, Pool, Processes
from experiments.sweep.execution import Tally, execute
from experiments.sweep.folder import ABOUT, FRAME, FRAME_CSV, driving, take
from experiments.sweep.models import Model, Progress
from experiments.sweep.plan import plan_of
from experiments.sweep.province_model import ProvinceModel
from experiments.sweep.results import Sweep, frame_bytes
from experiments.sweep.study import Study, described, study_of
from scenarios.errors import InputError

TURN = 0.618034  # where the second process in a folder begins, in parts of the plan
MOST_CSV_ROWS = 100_000


@dataclass(frozen=True)
class Report:
    """What a sweep did: runs by what became of them, other processes in the folder, was the folder there before."""

    tally: Tally
    others: int
    joined: bool
    runs: int
    whole: bool  # is every run of the study there, done or failed?


def sweep(
    study: str | os.PathLike[str] | Study,
    *,
    out: str | Path | None = None,
    workers: int | None = None,
    dask: str | None = None,
    shard: str | None = None,
    retry_failed: bool = False,
    force: bool = False,
    model: Model | None = None,
    progress: Progress | None = None,
    taken: Callable[[Path], object] | None = None,
    reported: Callable[[Report], object] | None = None,
) -> Sweep:
    """Run a study (a shipped one by name, or a file) and read it back; finished runs are used again.

    `workers`: processes here (all cores); `dask`: a scheduler file or address instead; `shard`: `i/n`, every n-th run
    only. `out` defaults to results/sweep-<name>-<key>. `model` stands in for the province. Stored runs are the same
    bytes whoever makes them. Raises InputError for bad input, Stopped where the machine ended it.
    """
    found = study if isinstance(study, Study) else study_of(study, model)
    part = shard_of(shard)
    folder = Path(out) if out is not None else Path("results") / f"sweep-{found.name}-{found.key[:8]}"
    about = described(found)
    plan = plan_of(about, found.points, found.outcomes)
    joined = take(folder, about, found.points, force, found.source)
    if taken is not None:
        taken(folder)
    with terminable(), driving(folder) as (others, beat):
        pool = pool_of(workers, dask, len(plan))
        model = in_folder(found.model) if dask or part else found.model

        def tell(done: int, total: int) -> None:
            beat()
            if progress is not None:
                progress("runs", found_end(found), done, total)

        try:
            starts = model.prepare(folder, progress)
            numbers = Turned(plan.shard(part), others)
            tally = execute(plan, model, folder, pool, starts=starts, retry=retry_failed, numbers=numbers, tell=tell)
        except BaseException:
            pool.stop(kill=True)
            raise
        pool.stop()
        result = Sweep(folder, about)
        whole = finish(result, part, folder)
    if reported is not None:
        reported(Report(tally, others, joined, len(plan), whole))
    return result


class Turned(Sequence[int]):
    """The same numbers begun elsewhere, every second process backwards: two that share the work meet head on, and then
    find what is left done."""

    def __init__(self, numbers: range, others: int):
        self.numbers = numbers
        self.first = int(others * TURN % 1.0 * len(numbers))
        self.step = -1 if others % 2 else 1

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, place: Any) -> Any:
        if not 0 <= place < len(self.numbers):
            raise IndexError(place)
        return self.numbers[(self.first + self.step * place) % len(self.numbers)]


def in_folder(model: Model) -> Model:
    """Workers of a cluster may not share the user's cache: the starts go beside the runs."""
    return replace(model, starts_in_folder=True) if isinstance(model, ProvinceModel) else model


def found_end(study: Study) -> int:
    """Quarter a progress bar shows: runs are told whole."""
    from model.quarter import parse_quarter

    horizon = study.model.common.get("horizon")
    return parse_quarter(horizon[1]) if horizon else 0


def finish(result: Sweep, part: tuple[int, int] | None, folder: Path) -> bool:
    """Write the frame when every row is there. A shard reads the runs only when the others have left theirs."""
    if part is not None and sum(1 for _ in result.store.names()) < len(result.plan):
        return False
    frame = result.fresh_frame()
    counts = frame.attrs
    if counts["done"] + counts["failed"] < counts["planned"]:
        (folder / FRAME).unlink(missing_ok=True)
        return False
    put(folder / FRAME, frame_bytes(frame, result.study))
    if len(frame) <= MOST_CSV_ROWS:
        put(folder / FRAME_CSV, csv_content(frame, {}))
    put(folder / ABOUT, as_text(plain(result.study)))  # type: ignore[arg-type]
    result.__dict__["frame"] = frame
    return True


def pool_of(workers: int | None, dask: str | None, runs: int) -> Pool:
    if dask is not None:
        return Cluster(dask)
    width = min(workers or os.cpu_count() or 1, max(runs, 1))
    return Here() if width == 1 else Processes(width)


def shard_of(text: str | None) -> tuple[int, int] | None:
    """`3/100` as (3, 100)."""
    if text is None:
        return None
    first, slash, count = text.strip().partition("/")
    whole = all(part.isascii() and part.isdigit() and len(part) < 8 for part in (first, count))
    if not slash or not whole or not 1 <= int(first) <= int(count):
        raise InputError(
            "a shard is i/n, from 1 to n", zh="分片应写作 i/n", field="--shard", found=text, allowed="such as 3/100"
        )
    return int(first), int(count)
