"""What a sweep runs: the province, or a function of its own inputs. The sweep itself knows neither.

A model says what may be varied and read, what decides a run (as plain data, so that keys can be made again from a
folder alone), and lives through one run. It is small and travels to workers.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from experiments.compare.store import Rows
from experiments.keys import SCHEMA, environment
from experiments.sweep.outcomes import Quantity
from scenarios.errors import InputError, nearest

Info = dict[str, Any]  # low, high, legal, unit, en, zh of an input; unit, en, zh, better, scopes of an indicator
Progress = Callable[[str, int, int, int], None]


@dataclass(frozen=True)
class Draw:
    """One run of a study: an arm with a point's values. `levers` is empty for an arm that is left as it is."""

    arm: str
    levers: Mapping[str, float]
    uncertainties: Mapping[str, float]
    seed: int


class Model(Protocol):
    """`common` and `arms` decide the key beside the draw; both are JSON."""

    common: Mapping[str, Any]
    arms: Mapping[str, Mapping[str, Any]]
    neutral: Mapping[str, float]

    def levers(self) -> Mapping[str, Info]: ...
    def uncertainties(self) -> Mapping[str, Info]: ...
    def indicators(self) -> Mapping[str, Info]: ...
    def years(self) -> tuple[int, ...]: ...
    def with_arms(self, names: Mapping[str, str], folder: Path) -> Model: ...
    def prepare(self, out: Path, progress: Progress | None) -> str | None: ...
    def live(self, draw: Draw, out: Path, starts: str | None) -> tuple[Mapping[str, Rows], float]: ...


def about(
    common: Mapping[str, Any], arm: Mapping[str, Any], neutral: Mapping[str, float], draw: Draw
) -> dict[str, Any]:
    """All that decides a run; its key is the hash of this. A lever at neutral is as good as not set."""
    levers = dict(arm["levers"])
    for lever, value in draw.levers.items():
        levers.pop(lever, None)
        if value != neutral.get(lever):
            levers[lever] = {common["levers_from"]: value} if common.get("levers_from") else value
    parameters = {**arm["parameters"], **draw.uncertainties}
    return {**common, **arm, "levers": levers, "parameters": parameters, "seed": draw.seed}


def check_quantity(model: Model, quantity: Quantity) -> tuple[Quantity, InputError | None]:
    """The quantity with its scope and year filled in; an error without a place where the model has no such thing."""
    known = model.indicators()
    if quantity.indicator not in known:
        return quantity, InputError(
            "there is no such indicator", zh="没有这个指标", found=quantity.indicator, allowed=tuple(known),
            nearest=nearest(quantity.indicator, known),
        )  # fmt: skip
    scopes, years = known[quantity.indicator]["scopes"], model.years()
    scope = quantity.scope or scopes[0]
    year = years[-1] if quantity.year is None else quantity.year
    if scope not in scopes:
        return quantity, InputError(
            "the indicator has no such scope", zh="该指标没有这个范围", found=scope, allowed=scopes,
            nearest=nearest(scope, scopes),
        )  # fmt: skip
    if year not in years:
        return quantity, InputError(
            "the horizon does not hold this whole year", zh="区间内没有这个完整年份", found=year,
            allowed=f"{years[0]} to {years[-1]}",
        )  # fmt: skip
    return Quantity(quantity.indicator, scope, year), None


@dataclass(frozen=True)
class FunctionModel:
    """A function of named inputs and a seed that returns numbers by name: for checking the path with known answers.

    `function(seed=..., **inputs)` must be importable by name, so that it can travel. `ranges`: (low, high) by input.
    """

    function: Callable[..., Mapping[str, float]]
    ranges: Mapping[str, tuple[float, float]]
    outputs: tuple[str, ...]
    common: Mapping[str, Any] = field(default_factory=dict)
    arms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    neutral: Mapping[str, float] = field(default_factory=dict)

    def levers(self) -> Mapping[str, Info]:
        return self.uncertainties()

    def uncertainties(self) -> Mapping[str, Info]:
        return {
            name: {"low": low, "high": high, "legal": (low, high), "unit": "-", "en": name, "zh": name}
            for name, (low, high) in self.ranges.items()
        }

    def indicators(self) -> Mapping[str, Info]:
        return {
            name: {"unit": "-", "en": name, "zh": name, "better": "none", "scopes": ("province",)}
            for name in self.outputs
        }

    def years(self) -> tuple[int, ...]:
        return (2000,)

    def with_arms(self, names: Mapping[str, str], folder: Path) -> FunctionModel:
        code = hashlib.sha256(inspect.getsource(self.function).encode()).hexdigest()
        common = {
            "schema": SCHEMA, "kept": 1, "model": self.function.__qualname__, "function": code, **environment(),
        }  # fmt: skip
        arms = {name: {"scenario": name, "levers": {}, "parameters": {}} for name in names}
        return FunctionModel(self.function, self.ranges, self.outputs, common, arms)

    def prepare(self, out: Path, progress: Progress | None) -> str | None:
        return None

    def live(self, draw: Draw, out: Path, starts: str | None) -> tuple[Mapping[str, Rows], float]:
        found = self.function(seed=draw.seed, **draw.levers, **draw.uncertainties)
        names = sorted(found)
        rows = (["2000Q4"] * len(names), names, ["province"] * len(names), [float(found[name]) for name in names])
        return {"year": rows}, 0.0
