"""A policy scenario: which levers stand where and when, with what money, in what surroundings. Data, no model."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from model.quarter import format_quarter
from model.terms import Measure
from scenarios.cards import cards
from scenarios.frozen import Frozen
from scenarios.scenario_files import read_scenario, with_overrides
from scenarios.sentences import explained

if TYPE_CHECKING:
    from model.given import Given

LeverPath = tuple[tuple[int, float], ...]  # (quarter it starts, value added to what was in force in 2011)


@dataclass(frozen=True)
class PolicyScenario:
    """A resolved scenario: nothing inherited or shorthand is left in it. Money in wan yuan, quarters as year*4+q-1."""

    name: str
    title: Mapping[str, str]
    levers: Mapping[str, LeverPath]
    budgets: Mapping[str, Mapping[int, float]]  # payer (centre, province, ...) -> year -> ceiling
    shocks: Mapping[str, Mapping[int, float]]  # series -> quarter it starts -> factor
    parameters: Mapping[str, float]
    series: Path | None = None
    author: str = ""
    # what levers that were set in money were to spend
    money: Mapping[str, float] = field(default_factory=lambda: Frozen({}), compare=False)
    file: str | None = field(default=None, compare=False)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every known lever, sorted by id; those the scenario does not set are at neutral."""
        return tuple(card.measure(self.levers.get(lever, ())) for lever, card in cards().items())

    @cached_property
    def key(self) -> str:
        """sha256 of what the scenario does: not of its name, title or author."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    def canonical(self) -> str:
        """What the scenario does, as JSON that is the same on every machine."""
        content = {
            "measures": [_measure_data(measure) for measure in self.measures],
            "budgets": {payer: {str(y): float(v) for y, v in years.items()} for payer, years in self.budgets.items()},
            "shocks": {
                name: {format_quarter(q): float(v) for q, v in steps.items()} for name, steps in self.shocks.items()
            },
            "parameters": {name: float(value) for name, value in self.parameters.items()},
            "series": None if self.series is None else _content_hash(self.series),
        }
        return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)

    def explain(self, lang: str = "en") -> str:
        """Plain sentences: what is done from when, who pays, and the ceiling of the cost."""
        return explained(self, cards(), lang)

    def given(self, name: str = "guangdong", parameters: Mapping[str, float] | None = None) -> Given:
        """The surroundings of a world (guangdong or small) with this scenario's shocks, series and parameters.

        `parameters` are laid over the scenario's own, as a run's case does.
        """
        from scenarios.given import load_given

        values = {**self.parameters, **(parameters or {})}
        return load_given(name, parameters=values, shocks=self.shocks, series=self.series)


def load(name_or_path: str | os.PathLike[str], **overrides: object) -> PolicyScenario:
    """A scenario by name (of those shipped) or file, with levers=, budgets=, shocks=, parameters= laid over it."""
    fields = with_overrides(read_scenario(name_or_path), overrides)
    return PolicyScenario(
        name=fields.name,
        title=Frozen(fields.title),
        levers=Frozen(dict(sorted(fields.levers.items()))),
        budgets=Frozen({payer: Frozen(dict(sorted(v.items()))) for payer, v in sorted(fields.budgets.items())}),
        shocks=Frozen({name: Frozen(dict(sorted(v.items()))) for name, v in sorted(fields.shocks.items())}),
        parameters=Frozen(dict(sorted(fields.parameters.items()))),
        series=fields.series,
        author=fields.author,
        money=Frozen(dict(sorted(fields.money.items()))),
        file=fields.file,
    )


def _measure_data(measure: Measure) -> dict[str, object]:
    """Numbers of a measure; its announcement counts only where there is something to announce."""
    return {
        "id": measure.id,
        "mechanism": measure.mechanism,
        "target": measure.target,
        "in_force_2011": float(measure.in_force_2011),
        "neutral": float(measure.neutral),
        "path": [[format_quarter(quarter), float(value)] for quarter, value in measure.path],
        "announced": None if measure.announced is None else format_quarter(measure.announced),
        "payers": {payer: float(share) for payer, share in measure.payers},
        "envelope": {str(year): float(amount) for year, amount in measure.envelope},
        "sizes": list(measure.sizes),
        "where": measure.where,
        "options": {name: float(value) for name, value in measure.options.items()},
    }


def _content_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
