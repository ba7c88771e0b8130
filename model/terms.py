"""Terms: what agents face because of measures in force. Rules read terms and never ask whether a policy is on.

A term has a neutral value; a mechanism adds to it, each contribution kept under the id of its lever and by cell
(town x size class), so that the share of every lever in what follows is known and its cost can be booked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np

from model.fields import SIZE_CLASSES
from model.sums import of_cell

Result = TypeVar("Result")

IN_FORCE = "in_force_2011"  # prefix of contributions the baseline carries on


@dataclass(frozen=True)
class Measure:
    """One lever as the economy sees it: numbers and dates, no law. `path` holds (quarter, value added to 2011's)."""

    id: str
    mechanism: str
    in_force_2011: float
    neutral: float
    path: tuple[tuple[int, float], ...]
    announced: int | None
    payers: tuple[tuple[str, float], ...]  # (centre | province | city | county | town | firms | society, share)
    envelope: tuple[tuple[int, float], ...] = ()  # (year, wan yuan), empty: no ceiling
    sizes: tuple[str, ...] = SIZE_CLASSES
    where: str = "designated"  # designated | candidate | all
    target: str = ""  # what a mechanism that serves several is about: a kind of platform, of body, of post
    options: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def value(self, quarter: int) -> float:
        """Value added to what was in force in 2011, in a quarter; neutral before the first date."""
        now = self.neutral
        for start, value in self.path:
            if quarter >= start:
                now = value
        return now

    def expected(self, quarter: int, horizon: int) -> float:
        """Value `horizon` quarters ahead as announced so far: before the announcement nothing new is known."""
        if self.announced is None or quarter < self.announced:
            return self.value(quarter)
        return self.value(quarter + horizon)

    def ceiling(self, year: int) -> float:
        """Envelope of a year in wan yuan, the last one carried on; infinite without one."""
        amount = np.inf if not self.envelope else 0.0
        for first, value in self.envelope:
            if year >= first:
                amount = value
        return amount


@dataclass(frozen=True)
class Term:
    """One thing agents face: unit, what it means, and the mediator through which alone it acts on the economy.

    Every term is zero where nothing is in force. The mediator names the place in a rule (`province.through`) at which
    the term has become something that firms, lenders or governments do.
    """

    name: str
    unit: str
    meaning: str
    mediator: str


class Terms:
    """Values of every term by cell (town, size class), as the sum of named contributions.

    `contributions[term]` is a list of (lever id, values by cell); `value(term)` sums them. `declared` are the terms
    there are, by name.
    """

    def __init__(self, towns: int, declared: Mapping[str, Term]):
        self.shape = (towns, len(SIZE_CLASSES))
        self.declared = declared
        self.contributions: dict[str, list[tuple[str, np.ndarray]]] = {name: [] for name in declared}
        self._worked_out: dict[tuple[str, str], Any] = {}  # what follows from the contributions alone

    def copy(self) -> Terms:
        """The same contributions in lists of their own; their arrays, and what was worked out from them, are shared
        and never written to."""
        twin = Terms(self.shape[0], self.declared)
        twin.contributions = {term: list(parts) for term, parts in self.contributions.items()}
        twin._worked_out = self._worked_out
        return twin

    def __deepcopy__(self, memo: dict) -> Terms:
        return self.copy()

    def add(self, term: str, lever: str, values: np.ndarray) -> None:
        """Add a lever's contribution, broadcast to (towns, size classes). A contribution of zero leaves no trace."""
        values = np.broadcast_to(np.asarray(values, float), self.shape)
        if np.any(values != 0.0):
            self.contributions[term].append((lever, values))
            self._worked_out = {}  # of its own: copies keep theirs

    def acts(self, term: str) -> bool:
        """Whether anything at all is in force under a term: rules that need not look further ask this first."""
        return bool(self.contributions[term])

    def value(self, term: str) -> np.ndarray:
        """Value by cell, shape (towns, size classes)."""
        return self.worked_out(
            "value", term, lambda: sum((v for _, v in self.contributions[term]), np.zeros(self.shape))
        )

    def firms(self, term: str, town: np.ndarray, size_class: np.ndarray) -> np.ndarray:
        """Value faced by each firm."""
        return of_cell(self.value(term), town, size_class)

    def split(self, term: str) -> list[tuple[str, np.ndarray]]:
        """Share of each lever in the value by cell: [(lever, shares)], zero where the value is neutral."""
        return self.worked_out("split", term, lambda: _shares(self.contributions[term], self.shape))

    def worked_out(self, what: str, term: str, work_out: Callable[[], Result]) -> Result:
        """What follows from the contributions alone is worked out once, not every quarter; not to be written to."""
        if (what, term) not in self._worked_out:
            self._worked_out[what, term] = work_out()
        return self._worked_out[what, term]


def _shares(contributions: list[tuple[str, np.ndarray]], shape: tuple[int, int]) -> list[tuple[str, np.ndarray]]:
    total = sum((np.abs(values) for _, values in contributions), np.zeros(shape))
    safe = np.where(total > 0, total, 1.0)
    return [(lever, np.abs(values) / safe) for lever, values in contributions]
