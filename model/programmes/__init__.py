"""Public money on its way: yearly calls with application and selection, awards, payment with a lag, carry-over.

`CALLS` are the calls that firms can answer; every file of calls declares its own.
"""

from __future__ import annotations

from model.programmes import machines
from model.programmes.calls import Call

AREAS = (machines,)

CALLS: tuple[Call, ...] = tuple(call for area in AREAS for call in area.CALLS)
