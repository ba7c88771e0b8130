"""What all visitors of one server share: the desk that computes, and the classroom."""

from __future__ import annotations

import functools
import os

from experiments.app.desk import Desk


@functools.cache
def desk() -> Desk:
    """The one desk of this process."""
    return Desk(workers=min(2, os.cpu_count() or 1))
