"""Runs of a comparison, one after the other or in parallel: finished ones are kept, and never run twice."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, wait
from pathlib import Path
from typing import Any

import numpy as np

from experiments import arm as arms
from experiments.compare.folder import SURROUNDINGS
from experiments.compare.observing import observe
from experiments.compare.plan import Job
from experiments.compare.store import error_file, run_file, whole, write_error, write_run
from experiments.keys import ROOT, canonical
from experiments.starts import ensure
from model.quarter import parse_quarter
from scenarios.errors import InputError

Progress = Callable[[str, int, int, int], None]  # what, quarter, done, total

NOT_THE_MODEL = (OSError, MemoryError, InputError)  # faults of the machine or the input end the comparison
SPARE = ".starts"  # where starts go when the cache cannot be written


def execute(
    jobs: Sequence[Job], out: Path, *, workers: int, retry: bool = False, progress: Progress | None = None
) -> int:
    """Run what is not there yet; returns how many runs were made."""
    todo = waiting(jobs, out, retry)
    if not todo:
        return 0
    try:
        starts = prepare_starts(todo, out, progress)
        prepare_surroundings(todo, out, progress)
        parallel = min(workers, len(todo))
        if parallel == 1:
            _one_by_one(todo, out, starts, progress)
        else:
            _in_parallel(todo, out, starts, parallel, progress)
    finally:
        shutil.rmtree(out / SPARE, ignore_errors=True)
    return len(todo)


def waiting(jobs: Sequence[Job], out: Path, retry: bool = False) -> list[Job]:
    """Jobs without a finished run, each key once; failed ones are left unless tried again."""
    found: dict[str, Job] = {}
    for job in jobs:
        if job.key in found or whole(run_file(out, job.key)):
            continue
        if retry or not error_file(out, job.key).exists():
            found[job.key] = job
    return list(found.values())


def prepare_starts(todo: Sequence[Job], out: Path, progress: Progress | None) -> dict[str, Path | None]:
    """Folder of the start of every job. A shared one is built once, before any run; own ones are left for later."""
    shared: dict[str, Path] = {}
    found: dict[str, Path | None] = {}
    for job in todo:
        if job.start.parameters:
            found[job.key] = None
            continue
        policy = job.start.policy.key
        if policy not in shared:
            shared[policy] = ensure(job.start, progress, out / SPARE)
        found[job.key] = shared[policy]
    return found


def own_starts(pool: Any, workers: int, todo: Sequence[Job], out: Path, progress: Progress | None) -> dict[str, Path]:
    """Folder of the start of every job at its member's own parameters: each built once, before the runs."""
    own = {canonical(job.about["start"]): job.start for job in todo if job.start.parameters}
    names, folders = list(own), {}
    calls = [(ensure, own[name], None, out / SPARE) for name in names]

    def take(place: int, folder: Path) -> None:
        folders[names[place]] = folder

    for done, _ in fed(pool, workers, calls, take):
        if progress is not None:
            progress("starts", parse_quarter(todo[0].spec.start) - 1, done, len(names))
    return {job.key: folders[canonical(job.about["start"])] for job in todo if job.start.parameters}


def prepare_surroundings(todo: Sequence[Job], out: Path, progress: Progress | None) -> None:
    """Record what the other towns do around chosen ones, case by case; nothing for a whole province."""
    for job in todo:
        if job.spec.towns is not None:
            surroundings(job, out, progress)


def surroundings(job: Job, out: Path, progress: Progress | None = None) -> dict[str, np.ndarray] | None:
    """The other towns as they do without measures, under the job's case; read when recorded before."""
    if job.spec.towns is None:
        return None
    from experiments.boundary import recorded
    from experiments.pairs import carried_on

    folder = out / SURROUNDINGS
    folder.mkdir(parents=True, exist_ok=True)
    return recorded(job.spec.of(carried_on(job.spec.policy)), folder, progress, job.start)


def _one_by_one(todo, out: Path, starts: Mapping, progress: Progress | None) -> None:
    for place, job in enumerate(todo):

        def report(quarter: int, done: int, quarters: int, place: int = place) -> None:
            if progress is not None:
                progress("runs", quarter, place * quarters + done, len(todo) * quarters)

        work(job, out, starts[job.key], report)


def _in_parallel(todo, out: Path, starts: Mapping, workers: int, progress: Progress | None) -> None:
    """Hand out jobs as processes become free: what waits in a pool cannot be stopped cleanly."""
    from experiments.workers import end_at_once, process_pool

    pool = process_pool(workers)
    watched = Path(tempfile.mkdtemp(prefix="zhenxing-"))
    try:
        places = {**starts, **own_starts(pool, workers, todo, out, progress)}
        calls = [(work, job, out, places[job.key], watched / str(place)) for place, job in enumerate(todo)]
        for done, running in fed(pool, workers, calls):
            if progress is not None:
                _tell(done, running, watched, todo, progress)
    except BaseException:
        end_at_once(pool)
        raise
    finally:
        shutil.rmtree(watched, ignore_errors=True)
    pool.shutdown(wait=True)


def fed(
    pool: Any, workers: int, calls: Sequence[tuple], take: Callable[[int, Any], object] | None = None
) -> Iterator[tuple[int, list[int]]]:
    """Make the calls; yields now and then how many are done, and the places of those that run. What the call of a place
    gives goes to `take`; faults are raised."""
    running: dict[Any, int] = {}
    done = 0
    waiting = iter(enumerate(calls))
    while done < len(calls):
        for place, (function, *given) in itertools.islice(waiting, workers + 1 - len(running)):
            running[pool.submit(function, *given)] = place
        ended, _ = wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
        for future in ended:
            place = running.pop(future)
            done += 1
            made = future.result()
            if take is not None:
                take(place, made)
        yield done, list(running.values())


def _tell(ended: int, running: Sequence[int], watched: Path, todo: Sequence[Job], progress: Progress) -> None:
    """Quarters done by all processes together."""
    first, last = parse_quarter(todo[0].spec.start), parse_quarter(todo[0].spec.end)
    quarters, quarter = last - first + 1, last
    done = quarters * ended
    for place in running:
        if seen := arms.read_progress(watched / str(place)):
            quarter, done = seen[0], done + seen[1]
    progress("runs", quarter, done, quarters * len(todo))


def work(job: Job, out: Path, starts: Path | None, report: Any = None) -> None:
    """One run to its file; a fault of the model leaves an error file."""
    if isinstance(report, Path):
        report = arms.progress_file(report)
    try:
        parts, residual = observe(job.spec, job.start, starts, surroundings(job, out), report)
        check_finite(parts)
    except NOT_THE_MODEL:
        raise
    except Exception as error:  # whatever breaks under a member's parameters is a result of that case
        reason = {"type": type(error).__name__, "message": str(error)[:500], "where": where(error)}
        write_error(error_file(out, job.key), {"key": job.key, "run": job.about, "error": reason})
        return
    write_run(run_file(out, job.key), parts, {**job.about, "key": job.key, "worst_residual": residual})
    error_file(out, job.key).unlink(missing_ok=True)


def where(error: BaseException) -> str:
    """The innermost place in the project's own code that a fault came from: file and line."""
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    own = [(path, line) for path, line in frames if path.is_relative_to(ROOT) and ".venv" not in path.parts]
    return f"{own[-1][0].relative_to(ROOT).as_posix()}:{own[-1][1]}" if own else ""


def check_finite(parts: Mapping[str, Any]) -> None:
    """Every recorded number is one."""
    quarter, indicator, scope, value = parts["province"]
    bad = np.flatnonzero(~np.isfinite(np.asarray(value, np.float64)))
    if len(bad):
        place = int(bad[0])
        raise FloatingPointError(f"{indicator[place]} of {scope[place]} is not finite in {quarter[place]}")
