"""The population at the end of 2011: towns, firms, institutions, governments, built from what is given.

    start = build_start(given, population_seed=0, sample=1.0)
    start.tables["firm"].sales

It draws from a generator of its own (the population seed); the economy that follows never does. `anchor.py` closes the
balance sheets afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.columns import Columns
from model.given import Given
from model.start.authorities import build_governments, build_households, build_outside
from model.start.equal import make_equal
from model.start.firms import build_firms
from model.start.institutions import build_bodies, build_platforms, build_universities
from model.start.places import build_towns
from model.start.sampling import sampled
from model.start.towns import town_figures

__all__ = ["Start", "build_start"]


@dataclass
class Start:
    """Tables by name (firm, town, platform, body, university, government, household, outside) and names of places."""

    tables: dict[str, Columns]
    town_names: tuple[tuple[str, str, str], ...]  # Chinese, English, pinyin
    county_names: tuple[str, ...]


def build_start(
    given: Given,
    *,
    population_seed: int = 0,
    sample: float = 1.0,
    whole: Sequence[int] | None = None,
    equal: bool = False,
) -> Start:
    """The population of a seed. `sample` keeps a share of the small firms, weighted; the towns in `whole` (indices)
    keep
    all of theirs. A firm's uid is the same in every sample. `equal`: all firms of an industry alike."""
    draw = [np.random.Generator(np.random.PCG64(s)) for s in np.random.SeedSequence(population_seed).spawn(6)]
    figures = town_figures(given, draw[0])
    firm = build_firms(given, figures, draw[1])
    if equal:
        make_equal(firm, len(given.industries["id"]))
    town = build_towns(given, figures, firm, draw[2])
    university = build_universities(given, draw[3])
    platform = build_platforms(given, town, firm, university, draw[3])
    firm.bank = 0
    body = build_bodies(given, town, firm, draw[4])
    government = build_governments(given, town)
    household = build_households(given, town, firm)
    outside = build_outside(given, town, firm)
    firm = sampled(
        firm, given, sample, draw[5], tuple(whole or ())
    ).copy()  # a copy, so that the whole table's room is freed
    names = tuple(zip(given.towns["name_zh"], given.towns["name_en"], given.towns["pinyin"], strict=True))
    tables = {
        "firm": firm,
        "town": town,
        "platform": platform,
        "body": body,
        "university": university,
        "government": government,
        "household": household,
        "outside": outside,
    }
    return Start(tables, names, given.notes["county_names"])
