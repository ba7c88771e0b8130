"""Public money on its way: yearly calls with application and selection, awards, payment with a lag, carry-over.

`CALLS` are the calls that firms can answer; every file that declares some is found by itself, in the order of names.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from model.programmes.calls import Call

AREAS = tuple(
    import_module(f"{__name__}.{found.name}") for found in sorted(iter_modules(__path__), key=lambda m: m.name)
)

CALLS: tuple[Call, ...] = tuple(call for area in AREAS for call in getattr(area, "CALLS", ()))
