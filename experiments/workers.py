"""Processes that run parts of the work: spawned, one thread each, with the plugins of their parent."""

from __future__ import annotations

import queue
import warnings
from typing import Any

from experiments.plugins import active, start_worker
from experiments.threads import ONE_THREAD


def process_pool(workers: int) -> Any:
    """Executor of so many processes."""
    from joblib.externals.loky import ProcessPoolExecutor

    # a process that has grown is replaced between two runs; nobody who waits for the answer needs to know
    warnings.filterwarnings("ignore", "A worker stopped while some jobs were given", UserWarning)
    return ProcessPoolExecutor(max_workers=workers, initializer=start_worker, initargs=(active(),), env=ONE_THREAD)


def end_at_once(pool: Any) -> None:
    """Kill the processes and forget what waits for them.

    What waits is taken out first: loky (3.6) forgets the calls before their numbers, and a number of a forgotten call
    ends its thread with a traceback.
    """
    numbers = pool._work_ids
    while True:
        try:
            numbers.get_nowait()
        except queue.Empty:
            break
    pool.shutdown(wait=False, kill_workers=True)
