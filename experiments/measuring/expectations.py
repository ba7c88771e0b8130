"""What the economy was expected to do (behaviour.yaml), and whether what was measured agrees."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from scenarios.cards import Label
from scenarios.checked import checked
from scenarios.errors import InputError
from scenarios.frozen import Frozen
from scenarios.registry import Entry, Id, Number
from scenarios.yaml_files import read_yaml

FILE = Path(__file__).parent / "behaviour.yaml"
STUDIES = ("space", "facts", "take_up", "limits", "designation")
Text = Annotated[str, Field(strict=True, min_length=4)]
Verdict = Literal["agrees", "disagrees", "unclear"]


class Expectation(Entry):
    """One quantity of a study: a sign, a band or an exact number, written down before it was measured."""

    id: Id
    study: Literal["space", "facts", "take_up", "limits", "designation"]
    label: Label
    unit: Text
    expected: Literal["up", "down"] | tuple[Number, Number] | Number
    reason: Text
    diagnosis: Text | None = None

    def verdict(self, values: Sequence[float]) -> Verdict:
        """Of one value a seed: a sign by the whole interval, a band by the mean, a number by every value."""
        known = [value for value in values if math.isfinite(value)]
        if not known:
            return "unclear"
        mean, low, high = interval(known)
        if isinstance(self.expected, tuple):
            return "agrees" if self.expected[0] <= mean <= self.expected[1] else "disagrees"
        if isinstance(self.expected, str):
            toward = (low, high) if self.expected == "up" else (-high, -low)
            return "agrees" if toward[0] > 0 else "disagrees" if toward[1] < 0 else "unclear"
        return "agrees" if all(value == self.expected for value in known) else "disagrees"


def interval(values: Sequence[float]) -> tuple[float, float, float]:
    """Mean and 95 % interval of the mean (Student's) over seeds; of one seed the value alone."""
    from scipy.stats import t

    from analysis.signs import LEVEL

    found = np.array(values, float)
    mean = float(found.mean())
    if len(found) < 2:
        return mean, mean, mean
    half = float(t.ppf(0.5 + LEVEL / 2, len(found) - 1)) * float(found.std(ddof=1)) / len(found) ** 0.5
    return mean, mean - half, mean + half


@lru_cache(maxsize=1)
def expectations(file: Path = FILE) -> Mapping[str, Expectation]:
    """Every expectation by id, in the order of the file. Raises InputError naming the line."""
    located = read_yaml(file)
    if not isinstance(located.data, list):
        raise located.error("this file is a list of entries", zh="文件应为条目列表")
    found: dict[str, Expectation] = {}
    for place, data in enumerate(located.data):
        entry = checked(Expectation, data, located, (place,))
        if entry.id in found:
            raise InputError("this id stands twice", zh="编号重复", file=file, field="id", found=entry.id)
        found[entry.id] = entry
    return Frozen(found)


def judged(values: Mapping[str, Sequence[float]]) -> dict[str, dict[str, Any]]:
    """Mean, interval, values and verdict of every quantity measured; one that is not declared is a fault."""
    table = {}
    for name, measured in values.items():
        known = [float(value) for value in measured if math.isfinite(value)]
        mean, low, high = interval(known) if known else (None, None, None)
        table[name] = {
            "mean": mean,
            "low": low,
            "high": high,
            "values": [float(value) if math.isfinite(value) else None for value in measured],
            "verdict": expectations()[name].verdict(measured),
        }
    return table
