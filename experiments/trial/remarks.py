"""What stands out in a micro-experiment: first what its figures say, then what a reader of the model adds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from experiments.trial.words import number
from scenarios.yaml_files import read_yaml

FILE = Path(__file__).with_name("remarks.yaml")


@lru_cache(maxsize=1)
def written() -> Mapping[str, str]:
    """Remarks by hand, by trial."""
    return {name: str(text) for name, text in read_yaml(FILE).mapping().items()}


def remark(row: Mapping[str, Any]) -> str:
    """Both kinds of remark as sentences."""
    said = [by_figures(row), written().get(row["name"], "")]
    return " ".join(part for part in said if part)


def by_figures(row: Mapping[str, Any]) -> str:
    """What the estimate and the twins say together."""
    study, true = row["study"], row["indirect"] if row["of"] == "untreated" else row["direct"]
    if study["effect"] is None:
        return "the panel has too few units for the estimator."
    words = noise(study, true)
    if row["evidence"]["rule"] == "P0":
        tenth = 0.1 * study["spread"]
        inside = -tenth < study["low"] and study["high"] < tenth
        shown = "is shown: the interval lies within" if inside else "is not shown: the interval leaves"
        words.append(f"the null {shown} a tenth of a standard deviation ({number(tenth)}).")
    return " ".join(words)


def noise(study: Mapping[str, Any], true: Mapping[str, Any]) -> list[str]:
    """Whether the study's estimator finds what is true, and whether it could have found it."""
    if true["effect"] is None:
        return []
    if not study["low"] <= true["effect"] <= study["high"]:
        return [f"the interval misses what is true ({number(true['effect'])})."]
    if study["low"] <= 0 <= study["high"] and abs(true["effect"]) < (study["high"] - study["low"]) / 2:
        return [f"the true effect ({number(true['effect'])}) is too small for this estimator on these units."]
    return []
