"""A sweep as a study: what docs/sweep-results.md promises of its frame, in the units people use.

Several scenarios become columns side by side: `effect(scenario, BASE, Q)` that of each by name, a value `Q` of scenario
A the column `A: Q`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.comparison import yearly_unit
from analysis.numbers import UNITS, scale
from analysis.understanding.frame import StudyFrame
from analysis.understanding.packages import Choice
from analysis.understanding.telling import LANGUAGES, both, place
from analysis.years import FLOWS
from experiments.sweep.outcomes import OWN, Outcome, Quantity, parsed
from experiments.sweep.results import Sweep
from experiments.understand.material import Material
from scenarios.registry import goals, indicators

KEYS = ["point", "replication", "seed"]


def of_sweep(sweep: Sweep) -> Material:
    """A sweep's folder, finished or not."""
    years = sorted({one.year for one in sweep.read.values() if one.year is not None})
    when = "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
    common = sweep.study["common"]
    made_with = {name: str(common.get(name, "")) for name in ("code", "data")}
    return of_frame(sweep.frame, when, made_with, common.get("world") == "small")


def of_frame(frame: Any, when: str = "", made_with: Mapping[str, str] | None = None, small: bool = False) -> Material:
    """From `Sweep.frame`; `when` is the year that outcomes without one are of."""
    attrs = frame.attrs
    inputs: Mapping[str, Mapping[str, Any]] = attrs["inputs"]
    made = Columns(frame, attrs)
    bounds = {name: (float(one["low"]), float(one["high"])) for name, one in inputs.items()}
    labels = {name: {"en": str(one.get("en") or name), "zh": chinese(name, one)} for name, one in inputs.items()}
    planned = max(int(attrs["planned"]) // max(len(attrs["scenarios"]) * int(attrs["replications"]), 1), 1)
    design = attrs["design"]
    study = StudyFrame(
        made.table, bounds, tuple(made.outcomes), design["kind"], planned, bool(design.get("second_order")),
        made.units, labels | titles(made.arms) | made.labels, {"when": when},
    )  # fmt: skip
    title = {lang: str(attrs["title"].get(lang) or "") for lang in LANGUAGES}
    return Material(
        study,
        made.choices(),
        title,
        attrs["key"],
        tuple(made.outcomes),
        made.factors,
        made.goals(),
        made_with or {},
        small,
    )


def chinese(name: str, one: Mapping[str, Any]) -> str:
    """The Chinese label of an input; its id where it has an English one only."""
    return str(one["zh"]) if one.get("zh") and one["zh"] != one.get("en") else name


class Columns:
    """The outcomes of every scenario side by side, a row a point and replication."""

    def __init__(self, frame: Any, attrs: Mapping[str, Any]):
        import pandas as pd

        self.scenarios: list[str] = list(attrs["scenarios"])
        self.outcomes: dict[str, tuple[Outcome, str]] = {}  # column -> what it is, of which scenario's rows
        self.about: dict[str, Mapping[str, Any]] = {}
        self.units: dict[str, str] = {}
        self.factors: dict[str, float] = {}
        self.labels: dict[str, dict[str, str]] = {}
        inputs = list(attrs["inputs"])
        first = frame.drop_duplicates(KEYS)[[*KEYS, *inputs]].reset_index(drop=True)
        parts = [first]
        for text, about in attrs["outcomes"].items():
            for scenario in self.scenarios:
                column = self.add(text, about, scenario)
                if column is None:
                    continue
                own = frame[frame["scenario"] == scenario].set_index(KEYS)[text]
                place = pd.MultiIndex.from_frame(first[KEYS])
                values = own.reindex(place).to_numpy(float) * self.factors[column]
                parts.append(pd.DataFrame({column: values}))
        self.table = pd.concat(parts, axis=1)

    def add(self, text: str, about: Mapping[str, Any], scenario: str) -> str | None:
        """Name an outcome of a scenario's rows; None for an effect that every scenario repeats."""
        what = parsed(text)
        several = len(self.scenarios) > 1
        if what is None:
            what = Outcome(Quantity(text))
        if what.base and what.scenario == OWN:
            what = Outcome(what.quantity, scenario, what.base)
        column = str(what) if what.base or not several else f"{scenario}: {text}"
        if column in self.outcomes:
            return None
        self.outcomes[column] = what, scenario
        self.about[column] = about
        factor, unit = shown_unit(str(about.get("unit", "-")), what.quantity.indicator)
        self.units[column], self.factors[column] = unit, factor
        label = {lang: str(about.get(lang) or text) for lang in LANGUAGES}
        if several and (not what.base or OWN in text):
            label = both("{what}, {scenario}", "{what}({scenario})", what=label, scenario=scenario)
        self.labels[column] = label
        return column

    @property
    def arms(self) -> list[str]:
        """Every scenario that is named."""
        named = {part for what, _ in self.outcomes.values() for part in (what.scenario, what.base) if part}
        return sorted({*self.scenarios, *named})

    def choices(self) -> tuple[Choice, ...]:
        """Scenarios that can be held against each other: effects on one quantity beside the base, else values."""
        groups: dict[tuple[str, str], dict[str, str | None]] = {}
        for column, (what, scenario) in self.outcomes.items():
            if what.base:
                groups.setdefault((what.base, str(what.quantity)), {what.base: None})[str(what.scenario)] = column
            elif len(self.scenarios) > 1:
                groups.setdefault(("", str(what.quantity)), {})[scenario] = column
        return tuple(self.choice(quantity, columns) for (_, quantity), columns in groups.items()
                     if self.better(columns) and len(columns) > 1)  # fmt: skip

    def better(self, columns: Mapping[str, str | None]) -> int:
        """+1 where more is better, -1 where less is, 0 where neither."""
        column = next(one for one in columns.values() if one is not None)
        return {"up": 1, "down": -1}.get(str(self.about[column].get("better")), 0)

    def choice(self, quantity: str, columns: Mapping[str, str | None]) -> Choice:
        column = next(one for one in columns.values() if one is not None)
        indicator, *rest = quantity.split("@")
        known = indicators().get(indicator)
        what = {"en": known.label.en, "zh": known.label.zh} if known is not None else both(quantity, quantity)
        for part in rest:
            what = both("{what}, {part}", "{part}{what}", what=what, part=place(part))
        return Choice(quantity, columns, self.better(columns), what, self.units[column])

    def goals(self) -> dict[str, list[str]]:
        """Values that each goal is held against."""
        found: dict[str, list[str]] = {}
        for column, (what, _) in self.outcomes.items():
            known = indicators().get(what.quantity.indicator)
            if what.base or known is None:
                continue
            scope = what.quantity.scope or known.scope[0]
            for name, goal in goals().items():
                if (goal.indicator, goal.scope) == (known.id, scope):
                    found.setdefault(name, []).append(column)
        return found


def shown_unit(unit: str, indicator: str) -> tuple[float, str]:
    """Factor to the unit people use, and the registry's unit: a flow is told for the year."""
    if indicator in FLOWS:
        unit = yearly_unit(unit)
    whole = unit.removesuffix(" a year")
    return (scale(unit)[0], unit) if unit in UNITS else (scale(whole)[0], whole)


def titles(names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Titles of the scenarios that come with the project."""
    from scenarios.policy import load
    from scenarios.scenario_files import shipped

    found = {name: load(name).title for name in names if name in shipped()}
    return {name: {lang: str(title.get(lang) or name) for lang in LANGUAGES} for name, title in found.items()}
