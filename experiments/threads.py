"""One thread a process: the same bytes on any number of cores, and no threads that wait for each other.

A long sum split over threads is rounded otherwise than one made by a single thread, and the matrices here are small:
threads cost more than they save. Two arms use two cores as two processes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

ONE_THREAD: dict[str, str] = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)


def use_one_thread() -> None:
    """For a process that has not imported NumPy yet; whatever the user has set."""
    os.environ.update(ONE_THREAD)


@contextmanager
def one_thread() -> Iterator[None]:
    """For a process that has: the linear algebra of NumPy and SciPy keeps to one thread while the block runs."""
    from threadpoolctl import threadpool_limits

    import model.province  # loads the libraries that are to be kept to it

    assert model.province
    with threadpool_limits(limits=1, user_api="blas"):
        yield
