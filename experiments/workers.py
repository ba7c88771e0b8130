"""Processes that run parts of the work: spawned, one thread each, with the plugins of their parent."""

from __future__ import annotations

from typing import Any

from experiments.plugins import active, start_worker
from experiments.threads import ONE_THREAD


def process_pool(workers: int) -> Any:
    """Executor of so many processes."""
    from joblib.externals.loky import ProcessPoolExecutor

    return ProcessPoolExecutor(max_workers=workers, initializer=start_worker, initargs=(active(),), env=ONE_THREAD)
