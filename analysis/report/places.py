"""Where towns lie and what is known of them: real ones by name, synthetic ones called so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from scenarios.errors import InputError

GRADES = "ABCD"  # by what is known of a town; D is synthetic


@dataclass(frozen=True)
class Places:
    """Towns in the order of their number; places in km."""

    x: np.ndarray
    y: np.ndarray
    named: np.ndarray
    grades: np.ndarray
    names: dict[str, tuple[str, ...]]  # language -> names
    cities: dict[str, tuple[str, ...]]
    city_x: np.ndarray
    city_y: np.ndarray

    def grade(self, town: int) -> str:
        return GRADES[int(self.grades[town])]


@lru_cache(maxsize=2)
def places(world: str) -> Places | None:
    """Towns of a shipped world; None for one that is not shipped."""
    from scenarios.given import load_given

    try:
        given = load_given(world)
    except (InputError, OSError):
        return None
    towns, cities = given.towns, given.cities
    return Places(
        np.asarray(towns["x"], float),
        np.asarray(towns["y"], float),
        np.asarray(towns["named"]) > 0,
        np.asarray(towns["grade"]),
        {"zh": tuple(towns["name_zh"]), "en": tuple(towns["name_en"])},
        {"zh": tuple(cities["zh"]), "en": tuple(cities["id"])},
        np.asarray(cities["x"], float),
        np.asarray(cities["y"], float),
    )
