"""What a plugin may add: outcomes, mechanisms with their cards, interventions of trials, toy models for sweeps.

A plugin is one Python file that begins with `from zhenxing import outcome, mechanism, intervention, toy_model` and
marks its functions with them. Marking changes nothing by itself: `--plugin FILE` reads the marks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from scenarios.errors import InputError, nearest
from scenarios.registry import SCOPES

MARK = "__zhenxing__"
OverYear = Literal["last", "mean", "sum"]
OVER_YEAR = ("last", "mean", "sum")
BETTER = ("up", "down", "none")
Function = Callable[..., Any]


@dataclass(frozen=True)
class OutcomePart:
    """A number a quarter, by scope: `function(view)` returns it for the province, or a mapping of scopes to it."""

    id: str
    function: Function
    unit: str
    label: Mapping[str, str]
    formula: str
    scopes: tuple[str, ...]
    better: str
    over_year: OverYear


@dataclass(frozen=True)
class MechanismPart:
    """`function(terms, lever, value, reach, target)` adds to terms; `cards`: YAML of the levers that act by it."""

    id: str
    function: Function
    cards: str


@dataclass(frozen=True)
class InterventionPart:
    """`function(province, rows, treatment)` is what a trial does to the treated firms (rows), after the phase named."""

    id: str
    function: Function
    label: tuple[str, str]  # English, Chinese
    what: str
    after: str
    once: bool
    settings: Mapping[str, tuple[str, float, float, float, str]]  # unit, usual, low, high, meaning


@dataclass(frozen=True)
class ToyModelPart:
    """A whole model for a sweep: `function(**inputs)`, with `seed` where it takes one, returns outcomes by name."""

    id: str
    function: Function
    inputs: Mapping[str, tuple[float, float]]
    outcomes: Mapping[str, str]  # name -> unit


Part = OutcomePart | MechanismPart | InterventionPart | ToyModelPart


def outcome(
    *,
    unit: str,
    en: str,
    zh: str,
    formula: str = "",
    scopes: Sequence[str] = ("province",),
    better: str = "none",
    over_year: OverYear = "last",
) -> Callable[[Function], Function]:
    """Mark `function(view)` as an outcome named as the function is; see `experiments.plugin_view.View`."""
    _one_of("over_year", over_year, OVER_YEAR)
    _one_of("better", better, BETTER)
    for scope in scopes:
        _one_of("scopes", scope, SCOPES)
    for field, text in (("unit", unit), ("en", en), ("zh", zh)):
        _text(field, text)

    def mark(function: Function) -> Function:
        said = formula or (function.__doc__ or "").strip() or f"{en}, as the plugin's function says"
        part = OutcomePart(
            function.__name__, function, unit, {"en": en, "zh": zh}, said, tuple(scopes), better, over_year
        )
        return _marked(function, part)

    return mark


def mechanism(*, cards: str) -> Callable[[Function], Function]:
    """Mark a function as a mechanism, with the cards (YAML, as in scenarios/law) of the levers that act by it."""
    _text("cards", cards)
    return lambda function: _marked(function, MechanismPart(function.__name__, function, cards))


def intervention(
    *,
    en: str,
    zh: str,
    after: str,
    what: str = "",
    once: bool = False,
    settings: Mapping[str, tuple[str, float, float, float, str]] | None = None,
) -> Callable[[Function], Function]:
    """Mark `function(province, rows, treatment)` as something a trial may do to the treated, after a phase of the
    quarter; `once` in the first quarter alone. `settings`: what a trial file may set, as (unit, usual, low, high,
    meaning); `treatment.number(name)` reads it, `pay_for` of model.interventions.declared pays for it."""
    for field, text in (("en", en), ("zh", zh)):
        _text(field, text)

    def mark(function: Function) -> Function:
        said = what or (function.__doc__ or "").strip() or en
        part = InterventionPart(function.__name__, function, (en, zh), said, after, once, dict(settings or {}))
        return _marked(function, part)

    return mark


def toy_model(
    *, inputs: Mapping[str, tuple[float, float]], outcomes: Mapping[str, str] | Sequence[str]
) -> Callable[[Function], Function]:
    """Mark a function of numbers as a model that a sweep may run in place of the province."""
    spans = {str(name): (float(low), float(high)) for name, (low, high) in inputs.items()}
    for name, (low, high) in spans.items():
        if not low < high:
            raise InputError("the range of an input is empty", zh="参数范围为空", field=name, found=f"{low} to {high}")
    units = dict(outcomes) if isinstance(outcomes, Mapping) else dict.fromkeys(outcomes, "-")
    return lambda function: _marked(function, ToyModelPart(function.__name__, function, spans, units))


def _marked(function: Function, part: Part) -> Function:
    setattr(function, MARK, part)
    return function


def _one_of(field: str, found: object, allowed: Sequence[str]) -> None:
    if found not in allowed:
        raise InputError(
            "this is not one of the choices",
            zh="不在可选之列",
            field=field,
            found=found,
            allowed=allowed,
            nearest=nearest(found, allowed),
        )


def _text(field: str, found: object) -> None:
    if not isinstance(found, str) or not found.strip():
        raise InputError("this must be text", zh="应为文字", field=field, found=found)
