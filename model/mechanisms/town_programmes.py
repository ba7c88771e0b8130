"""Programmes that take towns in: parks and stations for farming, marks, licensing bases, patent alliances."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

NAMES = (
    "farm_park",
    "cooperative",
    "rural_station",
    "origin_mark",
    "collective_mark",
    "operation_base",
    "patent_alliance",
    "patent_warning",
)
TERMS = tuple(
    Term(
        f"town_programme.{name}",
        "towns a year",
        f"towns taken into the programme {name!r} a year, in the whole province",
        "town_programme",
    )
    for name in NAMES
)


def town_programme(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Towns of the whole province taken into a programme a year, chosen among those reached."""
    terms.add(f"town_programme.{target}", lever, value * reach)


MECHANISMS = (town_programme,)
