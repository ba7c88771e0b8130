"""A folder's results, ready for findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis.understanding.frame import StudyFrame
from analysis.understanding.packages import Choice


@dataclass(frozen=True)
class Material:
    """`shown`: outcomes that are looked at unless others are named; `goals`: goal id -> outcomes it is held against."""

    frame: StudyFrame
    choices: tuple[Choice, ...]
    title: Mapping[str, str]
    key: str
    shown: tuple[str, ...]
    factors: Mapping[str, float] = field(default_factory=dict)  # unit of the results' table -> the unit shown
    goals: Mapping[str, Sequence[str]] = field(default_factory=dict)
    made_with: Mapping[str, str] = field(default_factory=dict)  # hash of code and data
    small: bool = False  # the small world has no targets
