"""A plugin's toy model in place of the province: a function of its inputs whose answers are known."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from experiments.compare.store import Rows
from experiments.keys import SCHEMA, environment
from experiments.plugin_parts import ToyModelPart
from experiments.plugins import broken, owner, toy_models
from experiments.sweep.models import Draw, Info, Progress

YEAR = 2000  # that its outcomes stand under: it has no time


class ToyModelFailed(Exception):
    """A toy model that breaks at a point: a result of that run, told with file and line."""


@dataclass(frozen=True)
class ToyModel:
    """By name: its function is looked up in the plugins that are in use, here and in a worker."""

    name: str
    common: Mapping[str, Any] = field(default_factory=dict)
    arms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    neutral: Mapping[str, float] = field(default_factory=dict)

    @property
    def part(self) -> ToyModelPart:
        return toy_models()[self.name]

    def levers(self) -> Mapping[str, Info]:
        return self.uncertainties()

    def uncertainties(self) -> Mapping[str, Info]:
        return {
            name: {"low": low, "high": high, "legal": (low, high), "unit": "-", "en": name, "zh": name}
            for name, (low, high) in self.part.inputs.items()
        }

    def indicators(self) -> Mapping[str, Info]:
        return {
            name: {"unit": unit, "en": name, "zh": name, "better": "none", "scopes": ("province",)}
            for name, unit in self.part.outcomes.items()
        }

    def years(self) -> tuple[int, ...]:
        return (YEAR,)

    def with_arms(self, names: Mapping[str, str], folder: Path) -> ToyModel:
        common = {"schema": SCHEMA, "kept": 1, "model": self.name, **environment()}
        arms = {name: {"scenario": name, "levers": {}, "parameters": {}} for name in names}
        return replace(self, common=common, arms=arms)

    def prepare(self, out: Path, progress: Progress | None) -> str | None:
        return None

    def live(self, draw: Draw, out: Path, starts: str | None) -> tuple[Mapping[str, Rows], float]:
        """One call; `seed` where the function takes one."""
        part = self.part
        given: dict[str, Any] = {**draw.levers, **draw.uncertainties}
        try:
            if "seed" in inspect.signature(part.function).parameters:
                given["seed"] = draw.seed
            found = part.function(**given)
            values = [float(found[name]) for name in part.outcomes]
        except Exception as error:
            raise ToyModelFailed(broken(owner(part), error, part.id).message("en")) from None
        names = list(part.outcomes)
        rows = ([f"{YEAR}Q4"] * len(names), names, ["province"] * len(names), values)
        return {"year": rows}, 0.0
