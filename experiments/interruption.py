"""Being stopped: Ctrl-C and SIGTERM end a run cleanly, with the exit codes the shell expects."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


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
    """In a worker: the parent process decides; the terminal sends Ctrl-C to both."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
