"""What files may hold, as pydantic models that a JSON schema is written from: scenarios, cards, and others' kinds.

The reader of scenarios checks more than a schema can say (ids, dates, bounds of each measure); a test keeps both alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from scenarios.errors import InputError, nearest

QUARTER = r"^[0-9]{4}Q[1-4]$"
Quarter = Annotated[str, Field(pattern=QUARTER)]
Year = Annotated[str, Field(pattern=r"^[0-9]{4}$")]
Payer = Literal[
    "中央", "省", "市", "县", "镇", "企业", "社会", "centre", "province", "city", "county", "town", "firms", "society"
]
Money = Annotated[float, Field(ge=0, le=1e9)]

KINDS: dict[str, str] = {  # kind of file -> module and model; a kind joins by a line here
    "scenario": "scenarios.schemas:ScenarioFile",
    "card": "scenarios.cards:Card",
    "study": "experiments.sweep.study_file:StudyFile",
    "trial": "experiments.trial.spec:Trial",
}


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class MoneyIn(Part):
    """A measure set in money: the value that spends it is found from the planned cost."""

    money: Money | dict[Payer, Money] = Field(description="wan yuan of public money a year, in all or by payer")
    start: Quarter | None = Field(default=None, alias="from", description="first quarter; that of the card without it")


Value = float | Literal["enacted", "neutral"] | dict[Quarter, float] | MoneyIn | None


class ScenarioFile(Part):
    """A policy scenario. Money is wan yuan, quarters are written 2013Q1."""

    title: str | dict[Literal["en", "zh"], str] | None = Field(default=None, description="in one language or both")
    author: str | None = Field(default=None, description="who wrote it")
    inherits: str | None = Field(default=None, description="a shipped scenario, or a file in the same folder")
    levers: Literal["enacted"] | dict[str, Value] | None = Field(
        default=None, description="id -> value added to what was in force in 2011, values by quarter, or money"
    )
    budgets: dict[Payer, dict[Year, Money] | None] | None = Field(
        default=None, description="payer -> year -> the most it puts into new measures (wan yuan)"
    )
    shocks: dict[str, dict[Quarter, Annotated[float, Field(ge=0.01, le=100)]] | None] | None = Field(
        default=None, description="outside series -> quarter -> factor from then on"
    )
    series: str | None = Field(default=None, description="a table of outside series, .csv or .xlsx, beside the file")
    parameters: dict[str, float] | None = Field(default=None, description="behavioural parameter -> value in its range")


def model_of(kind: str) -> type[BaseModel]:
    """The model of a kind of file."""
    if kind not in KINDS:
        raise InputError(
            "there is no such kind of file",
            zh="没有这种文件",
            field="schema",
            found=kind,
            allowed=tuple(KINDS),
            nearest=nearest(kind, KINDS),
        )
    module, name = KINDS[kind].split(":")
    if not known(module):
        raise InputError(
            "this kind of file is not part of the installation",
            zh="当前安装不含这种文件",
            field="schema",
            found=kind,
            allowed=tuple(one for one in KINDS if known(KINDS[one].split(":")[0])),
        )
    return getattr(import_module(module), name)


def known(module: str) -> bool:
    """Is there such a module?"""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def json_schema(kind: str) -> dict[str, Any]:
    """JSON schema of a kind of file."""
    schema = model_of(kind).model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def rows(schema: Mapping[str, Any]) -> list[tuple[str, str, bool, str]]:
    """(field, what it may be, must it be there, meaning) of a schema, one level below its parts."""
    parts, found = schema.get("$defs", {}), []
    _rows(schema, "", parts, (), found)
    return found


def _rows(schema, before: str, parts, seen: tuple[str, ...], found: list) -> None:
    for name, field in schema.get("properties", {}).items():
        place = f"{before}{name}"
        found.append((place, _words(field), name in schema.get("required", ()), field.get("description", "")))
        for part in _parts_in(field):
            if part not in seen and "properties" in parts.get(part, {}):
                _rows(parts[part], f"{place}.", parts, (*seen, part), found)


def _parts_in(field: Mapping[str, Any]) -> list[str]:
    """Names of the parts a field is made of."""
    names = [field["$ref"].rsplit("/", 1)[-1]] if "$ref" in field else []
    for inner in (
        *field.get("anyOf", ()),
        *(field[k] for k in ("items", "additionalProperties") if isinstance(field.get(k), dict)),
    ):
        names += _parts_in(inner)
    return list(dict.fromkeys(names))


def _words(field: Mapping[str, Any]) -> str:
    """What a field may be, in few words."""
    if "anyOf" in field:
        return " | ".join(dict.fromkeys(_words(one) for one in field["anyOf"]))
    if "$ref" in field:
        return field["$ref"].rsplit("/", 1)[-1]
    if "enum" in field or "const" in field:
        return " | ".join(str(one) for one in field.get("enum", [field.get("const")]))
    if isinstance(field.get("additionalProperties"), dict):
        return f"name: {_words(field['additionalProperties'])}"
    if field.get("patternProperties"):
        (inner,) = list(field["patternProperties"].values())[:1]
        return f"name: {_words(inner)}"
    if field.get("type") == "array":
        return f"list of {_words(field.get('items', {}))}" if field.get("items") else "list"
    limits = [f"{sign} {field[key]:g}" for key, sign in (("minimum", ">="), ("maximum", "<=")) if key in field]
    return " ".join([field.get("type", "anything"), *limits])
