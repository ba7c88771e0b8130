"""The ways in which measures act: each a short function that adds to terms, with no law in it.

A mechanism receives the terms, the lever's id, the value, the mask of cells it reaches, shape (towns, size classes),
and the word that says what it is about where one mechanism serves several (a kind of platform, of lender, of post).
Every file here declares the terms its mechanisms add to, and is found by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

import numpy as np

from model.terms import Term, Terms

Mechanism = Callable[[Terms, str, float, np.ndarray, str], None]

FILES = sorted(found.name for found in iter_modules(__path__))
AREAS = tuple(import_module(f"{__name__}.{name}") for name in FILES)

TERMS: Mapping[str, Term] = MappingProxyType({term.name: term for area in AREAS for term in area.TERMS})
_KNOWN: dict[str, Mechanism] = {mechanism.__name__: mechanism for area in AREAS for mechanism in area.MECHANISMS}
MECHANISMS: Mapping[str, Mechanism] = MappingProxyType(_KNOWN)


def add_mechanism(mechanism: Mechanism) -> None:
    """A mechanism of a user's own beside those of the project; it adds to the terms there are."""
    _KNOWN[mechanism.__name__] = mechanism


def remove_mechanism(name: str) -> None:
    """Take back what was added."""
    _KNOWN.pop(name, None)
