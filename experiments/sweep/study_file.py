"""study.yaml: what is varied, over which scenarios, and what is read from the runs. Checked here for form alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from scenarios.checked import checked
from scenarios.errors import InputError, nearest
from scenarios.yaml_files import Located, read_yaml

SHIPPED = Path(__file__).resolve().parent.parent.parent / "scenarios" / "studies"
KINDS = ("grid", "list", "latin_hypercube", "sobol", "saltelli", "morris")
MOST_BYTES = 5_000_000
MOST_REPLICATIONS = 10_000

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Whole = Annotated[int, Field(strict=True)]
Seed = Annotated[int, Field(strict=True, ge=0, le=2**32 - 1)]
Name = Annotated[str, Field(strict=True, min_length=1, max_length=200)]
Names = Annotated[list[Name], Field(min_length=1, max_length=500)]
Span = Annotated[list[Number], Field(min_length=2, max_length=2)]
Inputs = Names | dict[Name, Span]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DesignFile(Part):
    """`points` is what the kind makes of it: levels an axis (grid), points (latin_hypercube, sobol), base sample
    (saltelli), trajectories (morris). `levels`: of an axis of the grid, or of all of Morris' design."""

    kind: Literal["grid", "list", "latin_hypercube", "sobol", "saltelli", "morris"]
    points: Annotated[Whole, Field(ge=1)] | None = None
    levels: Annotated[Whole, Field(ge=2)] | dict[Name, Annotated[list[Number], Field(min_length=1)]] | None = None
    second_order: Annotated[bool, Field(strict=True)] = False
    seed: Seed | None = None
    rows: Annotated[list[dict[Name, Number]], Field(min_length=1)] | None = None
    file: Name | None = None


class StudyFile(Part):
    title: Name | dict[Literal["en", "zh"], Name] | None = None
    author: Annotated[str, Field(strict=True, max_length=200)] = ""
    model: Name | None = None  # a toy model of a plugin that is in use; none: the province
    scenario: Name | None = None
    scenarios: Names | None = None
    levers: Any = None  # the names and ranges are checked one by one, for an error at their own line
    uncertainties: Any = None
    outcomes: Names
    design: DesignFile
    replications: Annotated[Whole, Field(ge=1, le=MOST_REPLICATIONS)] = 1
    seed: Seed = 1
    sample: Number | None = None
    world: Name = "guangdong"
    towns: Names | None = None
    start: Name = "2012Q1"
    end: Name = "2017Q4"
    starts: Literal["shared", "own"] = "shared"


def shipped() -> tuple[str, ...]:
    """Names of the studies that come with the project."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.yaml")))


def read_study(name_or_path: str | os.PathLike[str]) -> tuple[StudyFile, Located, Path]:
    """A shipped study by name, or a file: its content, its lines, its place."""
    path = _place(name_or_path)
    located = read_yaml(path, MOST_BYTES)
    data = located.mapping(tuple(StudyFile.model_fields))
    design = data.get("design")
    if isinstance(design, dict) and isinstance(kind := design.get("kind"), str) and kind not in KINDS:
        raise located.error(
            "there is no such design", "design", "kind", zh="没有这种设计", found=kind, allowed=KINDS,
            nearest=nearest(kind, KINDS),
        )  # fmt: skip
    return checked(StudyFile, data, located), located, path


def _place(name_or_path: str | os.PathLike[str]) -> Path:
    text = os.fspath(name_or_path)
    if not isinstance(name_or_path, str) or text.endswith((".yaml", ".yml")) or "/" in text or "\\" in text:
        return Path(text)
    if text in shipped():
        return SHIPPED / f"{text}.yaml"
    raise InputError(
        "there is no such study",
        zh="没有这个研究",
        field="STUDY",
        found=text,
        allowed=(*shipped(), "or a file that ends in .yaml"),
        allowed_zh="、".join((*shipped(), "或以 .yaml 结尾的文件")),
        nearest=nearest(text, shipped()),
    )
