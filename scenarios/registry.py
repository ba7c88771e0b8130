"""Registries: indicators, goals, words, outside series, parameters, renamed ids. Small data files read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from scenarios.additions import ADDED
from scenarios.cards import Label
from scenarios.checked import checked
from scenarios.errors import InputError
from scenarios.frozen import Frozen
from scenarios.table_files import ColumnRule, read_table
from scenarios.yaml_files import read_yaml

HERE = Path(__file__).parent
SCOPES = ("province", "designated", "designated_2011", "candidate", "rest")
Scope = Literal["province", "designated", "designated_2011", "candidate", "rest"]
Id = Annotated[str, Field(strict=True, pattern=r"^[a-z][a-z0-9_]*$")]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Indicator(Entry):
    """What a run observes."""

    id: Id
    label: Label
    unit: Annotated[str, Field(strict=True, min_length=1)]
    scope: tuple[Scope, ...]
    formula: Annotated[str, Field(strict=True, min_length=10)]
    better: Literal["up", "down", "none"]
    goal: Id | None = None


class Goal(Entry):
    """A goal of article 3. Without a target it is a direction: the text sets no number."""

    id: Id
    label: Label
    indicator: Id
    target: Number | None = None
    direction: Literal["up", "down"]
    unit: Annotated[str, Field(strict=True, min_length=1)]
    scope: Scope
    reading: Label
    quote: Annotated[str, Field(strict=True, min_length=4)]


class Word(Entry):
    """A word in both languages, as officials write it."""

    id: Id
    en: str
    zh: str


class Series(Entry):
    """An outside series a scenario may multiply by factors."""

    id: Id
    label: Label
    unit: str


class Renamed(Entry):
    old: str
    new: str
    date: str


def _entries(name: str, model: type[Entry]) -> tuple:
    located = read_yaml(HERE / name)
    if not isinstance(located.data, list):
        raise located.error("this file is a list of entries", zh="文件应为条目列表")
    return tuple(checked(model, data, located, (place,)) for place, data in enumerate(located.data))


def by_id(name: str, model: type[Entry]) -> Mapping[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in _entries(name, model):
        key = entry.id  # type: ignore[attr-defined]
        if key in found:
            raise InputError("this id stands twice", zh="编号重复", file=HERE / name, field="id", found=key)
        found[key] = entry
    return Frozen(found)


def indicators() -> Mapping[str, Indicator]:
    """What runs observe, by id, in the order of the file; then what a plugin adds."""
    return Frozen({**_indicators(), **ADDED.indicators}) if ADDED.indicators else _indicators()


@lru_cache(maxsize=1)
def _indicators() -> Mapping[str, Indicator]:
    return by_id("indicators.yaml", Indicator)  # type: ignore[return-value]


@lru_cache(maxsize=1)
def goals() -> Mapping[str, Goal]:
    """Goals of article 3, by id, in the order of the text."""
    return by_id("goals.yaml", Goal)  # type: ignore[return-value]


@lru_cache(maxsize=1)
def words() -> Mapping[str, Word]:
    """The vocabulary of both languages, by id."""
    return by_id("words.yaml", Word)  # type: ignore[return-value]


@lru_cache(maxsize=1)
def series() -> Mapping[str, Series]:
    """Outside series, by id."""
    return by_id("series.yaml", Series)  # type: ignore[return-value]


def series_names() -> tuple[str, ...]:
    return tuple(series())


@lru_cache(maxsize=1)
def renamed() -> Mapping[str, str]:
    """Old id -> new id."""
    entries = _entries("law/renamed.yaml", Renamed)
    return Frozen({entry.old: entry.new for entry in entries})


def labels() -> dict[str, dict[str, str]]:
    """Unit and labels of every indicator, for the heads of tables."""
    return {i.id: {"unit": i.unit, "en": i.label.en, "zh": i.label.zh} for i in indicators().values()}


@lru_cache(maxsize=1)
def parameter_ranges() -> Mapping[str, tuple[float, float]]:
    """(low, high) of every number a scenario may change: parameters of behaviour and assumptions of the worlds."""
    ranges = _assumption_ranges()
    for path in sorted((HERE / "parameters").glob("*.yaml")):
        located = read_yaml(path)
        for name, entry in located.mapping().items():
            if not isinstance(entry, dict) or not all(
                isinstance(entry.get(end), (int, float)) for end in ("low", "high")
            ):
                raise located.error(
                    "a parameter has value, unit, low and high", name, zh="参数须有 value、unit、low、high"
                )
            ranges[name] = (float(entry["low"]), float(entry["high"]))
    return Frozen(dict(sorted(ranges.items())))


def _assumption_ranges() -> dict[str, tuple[float, float]]:
    """Widest range of each assumption over the worlds; one without a range may not be changed."""
    number = ColumnRule("number", required=False, empty=True)
    rules = {"id": ColumnRule("text"), "low": number, "high": number}
    ranges: dict[str, tuple[float, float]] = {}
    for path in sorted(HERE.glob("*/assumptions.csv")):
        table = read_table(path, rules, unknown="ignore")
        for name, low, high in zip(table["id"], table["low"].tolist(), table["high"].tolist(), strict=True):
            if low <= high:
                known = ranges.get(name, (low, high))
                ranges[name] = (min(low, known[0]), max(high, known[1]))
    return ranges
