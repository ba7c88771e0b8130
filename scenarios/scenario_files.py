"""Scenario files to resolved fields: inheritance, shorthand, dates, bounds. A refusal names file, line and field."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from scenarios import scenario_fields
from scenarios.errors import InputError, nearest
from scenarios.scenario_fields import Source
from scenarios.scenario_sheets import ENDINGS, is_sheet, read_sheet
from scenarios.yaml_files import Located, read_yaml

FILES = Path(__file__).parent / "files"
FIELDS = ("title", "author", "inherits", "levers", "budgets", "shocks", "series", "parameters")
OVERRIDES = ("levers", "budgets", "shocks", "parameters")
MOST_INHERITED = 10
_NAME = re.compile(r"[\w一-鿿][\w一-鿿.-]*")


@dataclass(frozen=True)
class Fields:
    """A scenario while it is read."""

    name: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    author: str = ""
    levers: Mapping[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    money: Mapping[str, float] = field(default_factory=dict)  # levers set in wan yuan of public money a year
    budgets: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    shocks: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    parameters: Mapping[str, float] = field(default_factory=dict)
    series: Path | None = None
    file: str | None = None


EMPTY = Fields()


def shipped() -> tuple[str, ...]:
    """Names of the scenarios that come with the project."""
    return tuple(sorted(path.stem for path in FILES.glob("*.yaml")))


def read_scenario(name_or_path: str | os.PathLike[str], _seen: tuple[str, ...] = ()) -> Fields:
    """Resolved fields of a shipped scenario or a file."""
    path = _place(name_or_path)
    return _resolve(path, _seen)


def _place(name_or_path: str | os.PathLike[str]) -> Path:
    text = os.fspath(name_or_path)
    if not isinstance(text, str) or not text.strip():
        raise InputError("the scenario has no name", zh="缺少方案名称", field="scenario", allowed=shipped())
    looks_like_path = (
        not isinstance(name_or_path, str)
        or text.lower().endswith((".yaml", ".yml", *ENDINGS))
        or "/" in text
        or "\\" in text
    )
    if looks_like_path:
        return Path(text)
    if text in shipped():
        return FILES / f"{text}.yaml"
    raise InputError(
        "there is no such scenario",
        zh="没有这个方案",
        field="scenario",
        found=text,
        allowed=(*shipped(), "or a file that ends in .yaml or .xlsx"),
        allowed_zh="、".join((*shipped(), "或以 .yaml、.xlsx 结尾的文件")),
        nearest=nearest(text, shipped()),
    )


def _resolve(path: Path, seen: tuple[str, ...]) -> Fields:
    located = read_sheet(path) if is_sheet(path) else read_yaml(path)
    data = located.mapping(FIELDS)
    try:
        identity = os.path.normcase(path.resolve())
    except (OSError, RuntimeError):
        identity = os.path.normcase(path.absolute())
    parent = EMPTY
    if data.get("inherits") is not None:
        parent = _inherited(located, path, data["inherits"], (*seen, identity))
    return _laid_over(parent, data, Source(located), name=path.stem, file=str(path), folder=path.parent)


def _inherited(located: Located, path: Path, name: object, seen: tuple[str, ...]) -> Fields:
    """The scenario that this one starts from: a shipped one, or a file in the same folder."""
    beside = {p.stem: p for p in sorted(path.parent.glob("*.y*ml"))} if path.parent.is_dir() else {}
    choices = {**{stem: FILES / f"{stem}.yaml" for stem in shipped()}, **beside}
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise located.error("this is not a scenario's name", "inherits", zh="不是方案名称", found=name, allowed=choices)
    stem = name.removesuffix(".yaml").removesuffix(".yml")
    if stem == path.stem and stem in shipped():  # a file may be called as the shipped one it starts from
        choices[stem] = FILES / f"{stem}.yaml"
    if stem not in choices:
        raise located.error(
            "there is no such scenario to inherit from",
            "inherits",
            zh="没有可继承的方案",
            found=name,
            allowed=choices,
            nearest=nearest(stem, choices),
        )
    target = choices[stem]
    if os.path.normcase(target.resolve()) in seen:
        raise located.error(
            "scenarios inherit from each other in a circle", "inherits", zh="方案之间循环继承", found=name
        )
    if len(seen) > MOST_INHERITED:
        raise located.error(
            "too many scenarios inherit from each other",
            "inherits",
            zh="继承层次过多",
            found=name,
            allowed=f"at most {MOST_INHERITED}",
        )
    return _resolve(target, seen)


def with_overrides(fields: Fields, overrides: Mapping[str, object]) -> Fields:
    """Fields with a caller's levers, budgets, shocks and parameters laid over them."""
    for name in overrides:
        if name not in OVERRIDES:
            raise InputError(
                "this cannot be overridden",
                zh="此项不可覆盖",
                field=name,
                found=name,
                allowed=OVERRIDES,
                nearest=nearest(name, OVERRIDES),
            )
    given = {name: value for name, value in overrides.items() if value is not None}
    return _laid_over(fields, given, Source(None), fields.name, fields.file, None) if given else fields


def _laid_over(
    parent: Fields, data: Mapping[str, object], source: Source, name: str, file: str | None, folder: Path | None
) -> Fields:
    return replace(
        parent,
        name=name,
        file=file,
        title=scenario_fields.title(parent.title or {"en": name, "zh": name}, data.get("title"), source),
        author=scenario_fields.author(parent.author, data.get("author"), source),
        levers=scenario_fields.levers(parent.levers, data.get("levers"), source),
        money=scenario_fields.money(parent.money, data.get("levers"), source),
        budgets=scenario_fields.budgets(parent.budgets, data.get("budgets"), source),
        shocks=scenario_fields.shocks(parent.shocks, data.get("shocks"), source),
        parameters=scenario_fields.parameters(parent.parameters, data.get("parameters"), source),
        series=scenario_fields.series(parent.series, data.get("series"), source, folder),
    )
