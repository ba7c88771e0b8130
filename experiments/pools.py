"""Where work is done: in this process, in processes of this machine, or on a Dask cluster. One shape for all three."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from pathlib import Path
from typing import Any, Protocol

from scenarios.errors import InputError

LOOK_EVERY = 0.2  # seconds
ASK_EVERY = 5.0  # seconds between questions to a scheduler
SCHEDULER_PATIENCE = 20.0  # seconds a client may try to reach its scheduler again


class WorkerLost(Exception):
    """The process that had the work was killed (out of memory, a node that went away)."""


class PoolGone(Exception):
    """The cluster is not there any more."""


class Pool(Protocol):
    @property
    def width(self) -> int:
        """Workers there are."""
        ...

    def submit(self, function: Callable[..., Any], *given: Any) -> Future: ...
    def lost(self, error: BaseException) -> bool:
        """Does this error mean that a worker was killed?"""
        ...

    def renew(self) -> None:
        """After a worker was killed: ready for more."""
        ...

    def check(self) -> None:
        """Raises PoolGone when there is nobody to wait for."""
        ...

    def stop(self, kill: bool = False) -> None: ...


class Here:
    """This process."""

    width = 1

    def submit(self, function: Callable[..., Any], *given: Any) -> Future:
        future: Future = Future()
        try:
            future.set_result(function(*given))
        except Exception as error:
            future.set_exception(error)
        return future

    def lost(self, error: BaseException) -> bool:
        return False

    def renew(self) -> None: ...
    def check(self) -> None: ...
    def stop(self, kill: bool = False) -> None: ...


class Processes:
    """Processes of this machine, one thread each."""

    def __init__(self, width: int):
        self.width = width
        self.pool = self._made()

    def _made(self) -> Any:
        from experiments.workers import process_pool

        return process_pool(self.width)

    def submit(self, function: Callable[..., Any], *given: Any) -> Future:
        from concurrent.futures.process import BrokenProcessPool

        try:
            return self.pool.submit(function, *given)
        except BrokenProcessPool as error:
            future: Future = Future()
            future.set_exception(error)
            return future

    def lost(self, error: BaseException) -> bool:
        from concurrent.futures.process import BrokenProcessPool

        return isinstance(error, BrokenProcessPool)  # loky's own errors are of this kind

    def renew(self) -> None:
        from experiments.workers import end_at_once

        end_at_once(self.pool)
        self.pool = self._made()

    def check(self) -> None: ...

    def stop(self, kill: bool = False) -> None:
        from experiments.workers import end_at_once

        if kill:
            end_at_once(self.pool)
        else:
            self.pool.shutdown(wait=True)


class Cluster:
    """A Dask cluster, by the file its scheduler writes or by its address. Its workers have one thread each."""

    def __init__(self, place: str):
        from distributed import Client

        try:
            given: dict[str, Any] = {"scheduler_file": place} if Path(place).is_file() else {"address": place}
            self.client = Client(**given, timeout=SCHEDULER_PATIENCE, set_as_default=False)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise InputError(
                f"no Dask scheduler answers here ({type(error).__name__})",
                zh="此处没有 Dask 调度器",
                field="--dask",
                found=place,
                allowed="a scheduler file, or an address such as tcp://host:8786",
            ) from error
        self.futures: Any = self.client.get_executor(pure=False, retries=0)
        self.away: float | None = None
        self.known, self.asked = 0, -ASK_EVERY
        workers = self.client.scheduler_info(n_workers=-1)["workers"]
        if any(one["nthreads"] != 1 for one in workers.values()):
            self.client.close()
            raise InputError(
                "a worker of this cluster has several threads: a run uses one, and two in a process disturb each other",
                zh="该集群的工作进程有多个线程",
                field="--dask",
                allowed="dask worker --nthreads 1",
            )

    @property
    def width(self) -> int:
        """Workers there are now: they may come and go."""
        if time.monotonic() > self.asked + ASK_EVERY:
            threads: Any = self.client.ncores()
            self.known, self.asked = len(threads), time.monotonic()
        return max(1, self.known)

    def submit(self, function: Callable[..., Any], *given: Any) -> Future:
        return self.futures.submit(function, *given)

    def lost(self, error: BaseException) -> bool:
        from distributed import KilledWorker

        return isinstance(error, KilledWorker)

    def renew(self) -> None: ...

    def check(self) -> None:
        if self.client.status == "running":
            self.away = None
            return
        self.away = self.away or time.monotonic()
        if self.client.status == "closed" or time.monotonic() - self.away > SCHEDULER_PATIENCE:
            raise PoolGone("the Dask scheduler has gone")

    def stop(self, kill: bool = False) -> None:
        self.client.close(timeout=5)  # work that waits is given up with its client


def fed(pool: Pool, calls: Iterator[tuple]) -> Iterator[tuple[tuple, Any, BaseException | None]]:
    """Make calls as workers become free, never laying out more than are wanted soon.

    Yields (call, result, error) as they end; an error of a killed worker is WorkerLost. Faults are not raised.
    """
    running: dict[Future, tuple] = {}
    broken = False
    while True:
        room = pool.width + (pool.width + 1) // 2 - len(running) if pool.width > 1 else 1 - len(running)
        for call in itertools.islice(calls, 0 if broken else max(room, 0)):
            running[pool.submit(*call)] = call
        if not running:
            if not broken:
                return
            pool.renew()
            broken = False
            continue
        ended, _ = wait(running, timeout=LOOK_EVERY, return_when=FIRST_COMPLETED)
        pool.check()
        for future in ended:
            call = running.pop(future)
            try:
                yield call, future.result(), None
            except CancelledError:
                raise PoolGone("the work was cancelled: its scheduler has gone") from None
            except Exception as error:
                if pool.lost(error):
                    broken = True
                    yield call, None, WorkerLost(str(error)[:300])
                else:
                    yield call, None, error
