"""Runs of a sweep made anywhere: work travels as a few numbers a run, what is finished is never made again."""

from __future__ import annotations

import errno
import json
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from experiments.compare.execution import where
from experiments.compare.store import error_file, run_file, write_error, write_run
from experiments.keys import environment, plain, sha256
from experiments.packs import Store
from experiments.plugins import Plugin, PluginError, activate, active
from experiments.pools import Pool, PoolGone, WorkerLost, fed
from experiments.sweep.models import Draw, Model, about
from experiments.sweep.plan import Plan

log = logging.getLogger("zhenxing")

WORTH = 2.0  # seconds of work that travel together
MOST_TOGETHER = 200
NOT_THE_MODEL = (OSError, MemoryError, PluginError)  # these stop the sweep; all else is a result of that run

Tell = Callable[[int, int], None]  # runs done, runs in all


@dataclass(frozen=True)
class Batch:
    """Runs that travel together, with all that a worker needs to make and to name them."""

    model: Model
    out: str
    starts: str | None
    retry: bool
    numbers: tuple[int, ...]
    draws: tuple[Draw, ...]
    plugins: tuple[Plugin, ...] = ()


@dataclass
class Tally:
    """What became of the runs: made now, found, failed (now or before). `seconds` of CPU in the model and beside it."""

    made: int = 0
    found: int = 0
    failed: list[str] = field(default_factory=list)
    lost: int = 0
    model_seconds: float = 0.0
    other_seconds: float = 0.0

    @property
    def done(self) -> int:
        return self.made + self.found + len(self.failed)

    def add(self, other: Tally) -> None:
        for name in ("made", "found", "lost", "model_seconds", "other_seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.failed += other.failed


class Stopped(Exception):
    """The machine, not a run, ended the sweep; what is finished is kept."""

    def __init__(self, en: str, zh: str):  # the arguments of its base too: it travels between processes
        self.text = {"en": en, "zh": zh}
        super().__init__(en, zh)


def execute(
    plan: Plan,
    model: Model,
    out: Path,
    pool: Pool,
    *,
    starts: str | None,
    retry: bool = False,
    numbers: Sequence[int] | None = None,
    tell: Tell | None = None,
) -> Tally:
    """Make every run of the plan, or those of `numbers`, that is not there."""
    numbers = range(len(plan)) if numbers is None else numbers
    tally, total = Tally(), len(numbers)
    lost: list[Batch] = []
    pace = Pace()
    batches = _batches(plan, model, out, starts, retry, iter(numbers), pace)
    try:
        for (_, batch), result, error in fed(pool, ((live, batch) for batch in batches)):
            if isinstance(error, WorkerLost):
                lost.append(batch)
            else:
                _take(tally, result, error, pace)
            if tell is not None:
                tell(tally.done, total)
        for batch in lost:
            tally.lost += 1
            for number in batch.numbers:
                _alone(pool, plan, batch, number, tally, pace)
                if tell is not None:
                    tell(tally.done, total)
    except PoolGone as error:
        raise Stopped(f"{error}", "Dask 调度器已退出") from error
    return tally


class Pace:
    """How long a run takes, to let the right number of them travel together."""

    def __init__(self) -> None:
        self.runs, self.seconds = 0, 0.0

    def together(self) -> int:
        if not self.runs or not self.seconds:
            return 1
        return max(1, min(MOST_TOGETHER, int(WORTH * self.runs / self.seconds)))


def _batches(
    plan: Plan, model: Model, out: Path, starts: str | None, retry: bool, numbers: Iterator[int], pace: Pace
) -> Iterator[Batch]:
    chunk: list[int] = []
    for number in numbers:
        chunk.append(number)
        if len(chunk) >= pace.together():
            yield _batch(plan, model, out, starts, retry, chunk)
            chunk = []
    if chunk:
        yield _batch(plan, model, out, starts, retry, chunk)


def _batch(plan: Plan, model: Model, out: Path, starts: str | None, retry: bool, numbers: Sequence[int]) -> Batch:
    draws = tuple(plan.draw(number) for number in numbers)
    return Batch(model, str(out.absolute()), starts, retry, tuple(numbers), draws, active())


def _take(tally: Tally, result: tuple[Tally, float] | None, error: BaseException | None, pace: Pace) -> None:
    if error is not None:
        raise stopped_by(error) from error
    assert result is not None
    one, seconds = result
    tally.add(one)
    pace.runs, pace.seconds = pace.runs + one.done, pace.seconds + seconds


def stopped_by(error: BaseException) -> BaseException:
    """A fault of the machine, told to whoever waits for the sweep."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Stopped("the disk is full", "磁盘已满")
    if isinstance(error, OSError):
        return Stopped(f"runs cannot be written ({error.strerror or type(error).__name__})", "无法写入测算结果")
    if isinstance(error, MemoryError):
        return Stopped("a worker has no memory left; use fewer workers", "内存不足,请减少进程数")
    return error


def _alone(pool: Pool, plan: Plan, batch: Batch, number: int, tally: Tally, pace: Pace) -> None:
    """A run whose worker was killed, once more by itself: when that is killed too, the run is at fault."""
    one = _batch(plan, batch.model, Path(batch.out), batch.starts, batch.retry, [number])
    for _, result, error in fed(pool, iter([(live, one)])):
        if isinstance(error, WorkerLost):
            content = plain(about_of(one.model, one.draws[0]))
            reason = {"type": "WorkerLost", "message": "the worker was killed twice (out of memory?)", "where": ""}
            key = sha256(content)
            write_error(error_file(Path(batch.out), key), {"key": key, "run": content, "error": reason})
            tally.failed.append(key)
        else:
            _take(tally, result, error, pace)


def about_of(model: Model, draw: Draw) -> dict[str, Any]:
    return about(model.common, model.arms[draw.arm], model.neutral, draw)


# ---- in the worker


def live(batch: Batch) -> tuple[Tally, float]:
    """Make the runs of a batch; what became of them, and the seconds it took."""
    began = time.monotonic()
    tally, out = Tally(), Path(batch.out)
    for plugin in batch.plugins:
        activate(plugin)
    _check_same(batch.model)
    store = _store(out)
    for draw in batch.draws:
        _live(batch, draw, out, store, tally)
    return tally, time.monotonic() - began


_stores: dict[str, Store] = {}


def _store(out: Path) -> Store:
    """The folder's packs, listed once a process: what is packed later is found by looking again."""
    return _stores.setdefault(str(out), Store(out))


def _check_same(model: Model) -> None:
    """Another version, library or processor level would write other bytes under the same key."""
    now = plain(environment())
    for name, value in now.items():  # type: ignore[union-attr]
        if plain(model.common[name]) != value:
            raise Stopped(
                f"a worker has another {name} than this process; use the same installation everywhere",
                "工作进程与主进程的版本或处理器级别不同",
            )


def _live(batch: Batch, draw: Draw, out: Path, store: Store, tally: Tally) -> None:
    began = time.process_time()
    content = plain(about_of(batch.model, draw))
    key = sha256(content)
    if store.finished(key):
        tally.found += 1
    elif not batch.retry and store.failed(key):
        tally.failed.append(key)
    else:
        spent = _make(batch, draw, out, key, content, tally)
        tally.model_seconds += spent
        began += spent
    tally.other_seconds += time.process_time() - began


def _make(batch: Batch, draw: Draw, out: Path, key: str, content: Any, tally: Tally) -> float:
    """One run to its file; a fault of the model leaves an error file. Returns seconds of CPU in the model."""
    began = time.process_time()
    try:
        parts, residual = batch.model.live(draw, out, batch.starts)
        spent = time.process_time() - began
    except NOT_THE_MODEL:
        raise
    except Exception as error:
        spent = time.process_time() - began
        reason = {"type": type(error).__name__, "message": str(error)[:500], "where": where(error)}
        write_error(error_file(out, key), {"key": key, "run": content, "error": reason})
        tally.failed.append(key)
        return spent
    write_run(run_file(out, key), parts, {**content, "key": key, "worst_residual": residual})
    error_file(out, key).unlink(missing_ok=True)
    tally.made += 1
    return spent


def read_error(content: bytes | None) -> dict[str, Any]:
    try:
        found = json.loads(content or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
