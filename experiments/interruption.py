"""Being stopped: Ctrl-C and SIGTERM end a run cleanly, with the exit codes the shell expects."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

LOOK_EVERY = 1.0  # seconds


class Terminated(BaseException):
    """SIGTERM arrived: clean up as for Ctrl-C, exit 143."""


@contextmanager
def terminable() -> Iterator[None]:
    """SIGTERM becomes an exception while the block runs (main thread only)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(signum: int, frame: object) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def ignore_interrupt() -> None:
    """In a worker: the parent process decides; the terminal sends Ctrl-C to both. A killed parent ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _end_with(parent: int) -> None:
    """Watch the parent: a worker whose parent was killed would wait for work for ever."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os._exit(1)
