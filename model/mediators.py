"""Where a measure meets behaviour: the places a lever's whole effect must pass, which can be recorded and clamped.

A rule that has turned a term into something agents do (places taken up, awards decided, a share of risk) hands it
through the term's mediator. Usually nothing happens there. A run may record what passed, and another may be clamped to
that record: then a lever that acts through its mediator and through nothing else changes nothing at all downstream
(controlled direct effect, Pearl 2001, "Direct and Indirect Effects", UAI 17).
"""

from __future__ import annotations

import copy
from collections.abc import Iterable

import numpy as np

Key = tuple[int, str, int]  # quarter, place, turn


class Mediators:
    """What passes every mediator: let through, recorded by quarter and place, or clamped to a record.

    A place is written "mediator" or "mediator: which place". Raises ActsBefore when what arrives at a clamped place has
    another shape than what was recorded there: the lever has already changed something before its mediator.
    """

    def __init__(self, *, record: bool = False, clamped: Iterable[str] = (), to: Mediators | None = None):
        self.record = record
        self.clamped = frozenset(clamped)
        self.passed: dict[Key, object] = {}
        self.past = to.passed if to is not None else {}
        self.turns: dict[tuple[int, str], int] = {}

    def through(self, quarter: int, place: str, value, neutral=None):
        """The value, or the one recorded at this place, quarter and turn; `neutral` where nothing was recorded."""
        clamped = place.split(":", 1)[0] in self.clamped
        if not (self.record or clamped):
            return value
        turn = self.turns[quarter, place] = self.turns.get((quarter, place), -1) + 1
        if clamped:
            if (quarter, place, turn) not in self.past:
                if neutral is None:
                    raise ActsBefore(f"{place} is reached in quarter {quarter}, where the control path never came")
                return neutral
            held = copy.deepcopy(self.past[quarter, place, turn])
            if isinstance(held, np.ndarray) and held.shape != np.shape(value):
                raise ActsBefore(f"{place} in quarter {quarter}: shape {np.shape(value)}, control {held.shape}")
            return held
        self.passed[quarter, place, turn] = copy.deepcopy(value)
        return value


class ActsBefore(AssertionError):
    """A lever changed something before its mediator: names the place and the quarter."""
