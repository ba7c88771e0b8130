"""Runs of the small world that the battery compares: the baseline by seed, a lever alone, clamped to the baseline."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

import numpy as np

from model.mediators import Mediators
from model.province import Province
from scenarios.cards import Card
from scenarios.policy import load

LAST_YEAR = slice(-4, None)
END, ALL_BEGUN = "2017Q4", "2014Q4"  # every measure begins before


class Told(NamedTuple):
    """What is kept of a run: all it recorded, what was spent under which lever, the state it ended in."""

    province: list  # (quarter, indicator, scope, value)
    towns: list
    spending: list
    state: dict[str, bytes]

    @property
    def outcomes(self) -> list:
        """All that was recorded but the names under which money was spent."""
        return [self.province, self.towns]


def told(province: Province) -> Told:
    """A finished run's record, without its firms."""
    towns = [
        (quarter, {name: v.tobytes() for name, v in table.items()}) for quarter, table in province.records["towns"]
    ]
    tables = province.tables_by_name()
    state = {f"{t}.{name}": getattr(table, name).tobytes() for t, table in tables.items() for name in table.fields}
    return Told(
        province.records["province"],
        towns,
        province.ledger.spending,
        {name: sha256(v).digest() for name, v in state.items()},
    )


@lru_cache(maxsize=8)
def control(seed: int, end: str = END) -> Province:
    """The baseline on a seed, with all that passed its mediators."""
    province = Province(load("baseline"), world="small", rng=seed, end=end)
    province.mediators = Mediators(record=True)
    return province.run()


def treated(card: Card, value: float, seed: int, clamped: bool = False, policy=None, end: str = END) -> Province:
    """The lever alone at a value from its first date on; `clamped`: its mediator follows the baseline's path."""
    policy = policy or load("baseline", levers={card.id: {quarter_name(card.starts): value}})
    province = Province(policy, world="small", rng=seed, end=end)
    if clamped:
        province.mediators = Mediators(clamped=(card.mediator,), to=control(seed).mediators)
    return province.run()


def quarter_name(quarter: int) -> str:
    return f"{quarter // 4}Q{quarter % 4 + 1}"


def series(run: Told | Province, indicator: str, scope: str) -> np.ndarray:
    """Values of an indicator by quarter."""
    rows = run.province if isinstance(run, Told) else run.records["province"]
    return np.array([v for _, name, where, v in rows if (name, where) == (indicator, scope)])


def scope_of(card: Card) -> str:
    """Where a card says its effect is to be seen: the towns it reaches."""
    return {"designated": "designated_2011", "candidate": "candidate", "all": "province"}[card.reaches.where]


def effect(card: Card, indicator: str, arms: Mapping[int, Told | Province]) -> float:
    """Effect on an indicator's last year in the mean of the seeds: relative to the baseline's, or in its own unit."""
    scope = scope_of(card)
    after = np.mean([series(arm, indicator, scope)[LAST_YEAR].mean() for arm in arms.values()])
    before = np.mean([series(control(seed), indicator, scope)[LAST_YEAR].mean() for seed in arms])
    if card.proximal_as == "absolute" and indicator in card.proximal:
        return float(after - before)
    return float(after / before - 1.0) if before else float(after != 0.0) * np.inf
