"""The data files of a world: where they lie, how they are read, and the key that names their content.

A world is a folder under `scenarios`. The small world keeps only the files that differ; the others are Guangdong's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np

from scenarios.errors import InputError, nearest
from scenarios.table_files import ColumnRule, Table, read_table
from scenarios.yaml_files import Located, read_yaml

HOME = Path(__file__).parent
WORLDS = ("guangdong", "small", "ten_towns")
PARAMETERS = HOME / "parameters"


def _text(*names: str) -> dict[str, ColumnRule]:
    return {name: ColumnRule("text", empty=True) for name in names}


def _number(*names: str) -> dict[str, ColumnRule]:
    return {name: ColumnRule("number", empty=True) for name in names}


RULES: Mapping[str, Mapping[str, ColumnRule]] = {
    "assumptions": _text("id", "label", "label_zh", "unit", "source") | _number("value", "year", "low", "high"),
    "cities": _text("id", "zh", "pinyin", "region", "gdp_source")
    | _number("x", "y", "gdp_2011", "gdp_low", "gdp_high", "designated", "designated_structure_percent")
    | _number("designated_agricultural", "designated_service", "candidates", "candidate_gdp", "designated_gdp_share")
    | _number("counties", "minimum_wage_class", "growth_before_2011"),
    "city_industries": _text("city", "industry", "source") | _number("weight"),
    "counties": _text("city", "id", "zh"),
    "industries": _text("id", "zh", "short_zh", "en")
    | _number("output_share", "value_added_ratio", "export_share", "processing_share", "research_over_sales")
    | _number("patents_weight", "knowledge_depreciation", "capital_over_sales", "energy_per_output", "traditional")
    | _number("knowledge_intensive", "high_tech", "demand_growth_2012_14", "demand_growth_2015_16")
    | _number("demand_growth_2017_18", "demand_range", "robot_suitability", "firm_size", "revenue_per_worker"),
    "input_output": _text("id", "label", "unit", "source") | _number("value", "year", "low", "high"),
    "law": _text("id", "label", "unit", "source") | {"quarter": ColumnRule("quarter")} | _number("value"),
    "producer_prices": _text("id", "label", "label_zh", "unit", "source") | _number("year", "value", "low", "high"),
    "rules": _text("id", "label", "unit", "source", "confidence") | _number("year", "value"),
    "series": _text("id", "label", "label_zh", "unit", "source", "confidence") | _number("year", "value"),
    "town_facts": _text("town", "variable", "industry", "unit", "source", "confidence") | _number("year", "value"),
    "towns": _text("id", "zh", "pinyin", "city", "county", "industry", "second_industry", "unit")
    | _number("x", "y", "named", "designated"),
    "universities": _text("id", "zh", "city", "industry", "source") | _number("academy", "experts"),
}


class Files:
    """The tables of a world, read once; `digest` grows with every byte read."""

    def __init__(self, world: str):
        if world not in WORLDS:
            raise InputError(
                "there is no such world",
                field="world",
                found=world,
                allowed=WORLDS,
                nearest=nearest(world, WORLDS),
                zh="没有这个世界",
            )
        self.world = world
        self.described: dict[str, dict] = {}  # assumptions as they stand in the files, by id
        self._digest = hashlib.sha256(world.encode())

    def path(self, name: str) -> Path:
        own = HOME / self.world / name
        return own if own.exists() else HOME / "guangdong" / name

    def table(self, name: str) -> Table:
        """A table of the world, columns by name."""
        path = self.path(f"{name}.csv")
        self.note(path)
        return read_table(path, RULES[name])

    def assumptions(self) -> dict[str, float]:
        """Number by id: Guangdong's, replaced by the world's own."""
        found: dict[str, float] = {}
        for folder in dict.fromkeys((HOME / "guangdong", HOME / self.world)):
            path = folder / "assumptions.csv"
            self.note(path)
            table = read_table(path, RULES["assumptions"])
            found |= zip_table(table)
            self.described |= {row["id"]: row for row in rows_of(table)}
        return found

    def note(self, path: Path) -> None:
        """Count a file's name and bytes (with LF line ends) into the key."""
        self._digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))

    def digest(self, extra: bytes) -> str:
        final = self._digest.copy()
        final.update(extra)
        return final.hexdigest()


def rows_of(table: Table) -> list[dict]:
    """The rows of a table as dicts."""
    names = list(table)
    return [dict(zip(names, values, strict=True)) for values in zip(*(table[name] for name in names), strict=True)]


def zip_table(table: Table) -> dict[str, float]:
    """Value by id; refuses an id that stands twice and a value outside its own range."""
    found: dict[str, float] = {}
    for row, (name, value) in enumerate(zip(table["id"], table["value"], strict=True)):
        if name in found:
            raise table.error("this id stands twice", row, "id", found=name)
        low, high = table["low"][row], table["high"][row]
        if not (np.isnan(low) or low <= value) or not (np.isnan(high) or value <= high):
            raise table.error("the value is outside its own range", row, "value", found=value, allowed=f"{low}-{high}")
        found[name] = float(value)
    return found


def read_parameters(files: Files, folder: Path = PARAMETERS) -> dict[str, dict]:
    """Parameters of behaviour by id, from all files of the folder: value, unit, low, high, source, meaning."""
    found: dict[str, dict] = {}
    wanted = ("value", "unit", "low", "high", "source", "assumed", "meaning")
    for path in sorted(folder.glob("*.yaml")):
        files.note(path)
        document = _document(path, path.read_bytes())
        for name, entry in document.mapping().items():
            if name in found:
                raise document.error("this parameter stands in two files", name, found=name)
            if not isinstance(entry, dict):
                raise document.error("a parameter needs value, unit, low, high and source", name, found=entry)
            for key in entry:
                if key not in wanted:
                    raise document.error(
                        "there is no such field", name, key, found=key, allowed=wanted, nearest=nearest(key, wanted)
                    )
            for key in ("value", "low", "high"):
                number = entry.get(key)
                if isinstance(number, bool) or not isinstance(number, (int, float)):
                    raise document.error("a number is missing", name, key, found=number)
            if not entry["low"] <= entry["value"] <= entry["high"]:
                raise document.error(
                    "the value is outside its own range",
                    name,
                    "value",
                    found=entry["value"],
                    allowed=f"{entry['low']} to {entry['high']}",
                )
            if "source" not in entry and not entry.get("assumed"):
                raise document.error("say where the value comes from: source, or assumed: true", name)
            found[name] = entry
    return found


@lru_cache(maxsize=64)
def _document(path: Path, content: bytes) -> Located:
    """A parameter file, parsed once while its content stays: a study asks for it with every case."""
    return read_yaml(path)
