"""The calls that firms can answer: every file of programmes that declares some is found by itself, in name order."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import model.programmes as programmes
from model.programmes.calls import Call

FILES = sorted(found.name for found in iter_modules(programmes.__path__) if found.name != "registry")
AREAS = tuple(import_module(f"{programmes.__name__}.{name}") for name in FILES)

CALLS: tuple[Call, ...] = tuple(call for area in AREAS for call in getattr(area, "CALLS", ()))
