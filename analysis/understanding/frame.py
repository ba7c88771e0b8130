"""A study's results as the methods of understanding need them: points, what was found at each, how many runs that is.

A row of the table is a run. Runs that failed or are not made yet have NaN; nothing here fills them in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

POINT, REPLICATION, SEED = "point", "replication", "seed"
SALTELLI, MORRIS = "saltelli", "morris"  # kinds of design that a method needs


def saltelli_block(inputs: int, second_order: bool) -> int:
    """Points of a block of a Saltelli design: a row of A, its mixtures with B (and B's with A), a row of B."""
    return 2 * inputs + 2 if second_order else inputs + 2


@dataclass(frozen=True)
class StudyFrame:
    """`table`: columns point, replication, seed, the inputs by id, the outcomes by text. `bounds`: (low, high) of each
    input, in the order of the design; `kind`: of the design; `points`: how many it has, also those without a run."""

    table: pd.DataFrame
    bounds: Mapping[str, tuple[float, float]]
    outcomes: tuple[str, ...]
    kind: str
    points: int
    second_order: bool = False
    units: Mapping[str, str] = field(default_factory=dict)  # of outcomes and inputs
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # of outcomes and inputs, by language
    about: Mapping[str, Any] = field(default_factory=dict)  # what was run: world, years, sample

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(self.bounds)

    @cached_property
    def places(self) -> np.ndarray:
        return self.table[POINT].to_numpy(np.int64)

    @cached_property
    def x(self) -> np.ndarray:
        """Inputs by point (points, inputs); NaN for a point without any run."""
        found = np.full((self.points, len(self.inputs)), np.nan)
        found[self.places] = self.table[list(self.inputs)].to_numpy(np.float64)
        return found

    def runs(self, outcome: str) -> np.ndarray:
        """An outcome by point and replication (points, replications); NaN where there is none."""
        place = self.table[REPLICATION].to_numpy(np.int64)
        place = place - place.min() if len(place) else place
        found = np.full((self.points, int(place.max(initial=0)) + 1), np.nan)
        values = self.table[outcome].to_numpy(np.float64)
        found[self.places, place] = np.where(np.isfinite(values), values, np.nan)
        return found

    def means(self, outcome: str) -> np.ndarray:
        """Mean of an outcome over the runs of a point (points,); NaN where every run is missing."""
        runs = self.runs(outcome)
        known = np.isfinite(runs)
        count = known.sum(axis=1)
        return np.where(count > 0, np.where(known, runs, 0.0).sum(axis=1) / np.maximum(count, 1), np.nan)

    def crossed(self) -> bool:
        """Do all points have the same seeds, replication by replication?"""
        seeds = self.table.groupby(REPLICATION)[SEED].nunique()
        return bool((seeds <= 1).all())

    @cached_property
    def independent(self) -> np.ndarray:
        """Points (mask) that were drawn by themselves: of a Saltelli design the rows of A and B, as the others repeat
        their coordinates."""
        mask = np.ones(self.points, bool)
        if self.kind == SALTELLI:
            size = saltelli_block(len(self.inputs), self.second_order)
            place = np.arange(self.points) % size
            mask = (place == 0) | (place == size - 1)
        return mask

    def drawn(self, values: np.ndarray) -> np.ndarray:
        """Values by point, NaN at points that were not drawn by themselves."""
        return np.where(self.independent.reshape(-1, *[1] * (values.ndim - 1)), values, np.nan)

    @property
    def failed(self) -> int:
        """Runs without a result of any outcome."""
        values = self.table[list(self.outcomes)].to_numpy(np.float64)
        return int((~np.isfinite(values)).all(axis=1).sum())

    def count(self, outcome: str) -> Count:
        runs = self.runs(outcome)
        known = np.isfinite(runs)
        return Count(int(known.any(axis=1).sum()), self.points, int(known.sum()), runs.size)

    def known(self, outcomes: Sequence[str]) -> np.ndarray:
        """Points (mask) at which every one of the outcomes is known."""
        return np.all([np.isfinite(self.means(outcome)) for outcome in outcomes], axis=0)


@dataclass(frozen=True)
class Count:
    """Points with a result of all points, runs with a result of all runs."""

    points: int
    of_points: int
    runs: int
    of_runs: int

    @property
    def missing(self) -> int:
        return self.of_runs - self.runs
