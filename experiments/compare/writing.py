"""The tables of a comparison folder: rows sorted by their keys, units in their columns, the same bytes each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from analysis.comparison import (
    CASES,
    CHANCES,
    EFFECTS,
    GOALS,
    RANKING,
    SPLIT,
    Arms,
    cases_table,
    effects_table,
    goals_tables,
    ranking_tables,
)
from analysis.contributions import CONTRIBUTIONS, contributions_table
from analysis.costs import COSTS, costs_table
from analysis.gains import DISPLACEMENT, WINNERS, displacement_table, winners_table
from experiments.keys import SCHEMA
from experiments.tables import csv_bytes, parquet_bytes

KEYS: Mapping[str, tuple[str, ...]] = {
    "effects": ("scenario", "year", "scope", "indicator"),
    "goals": ("scenario", "year", "goal", "scope"),
    "split": ("scenario", "year", "goal", "scope"),
    "costs": ("scenario", "lever", "payer", "kind"),
    "winners": ("scenario", "year", "group_kind", "indicator", "group"),
    "displacement": ("scenario", "indicator", "year"),
    "ranking": ("year", "indicator", "scope", "tier"),
    "chances": ("year", "indicator", "scope", "a", "b"),
    "contributions": ("scenario", "method", "year", "scope", "indicator", "part"),
    "cases": ("scenario", "case", "year", "scope", "indicator"),
}
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "effects": EFFECTS,
    "goals": GOALS,
    "split": SPLIT,
    "costs": COSTS,
    "winners": WINNERS,
    "displacement": DISPLACEMENT,
    "ranking": RANKING,
    "chances": CHANCES,
    "contributions": CONTRIBUTIONS,
    "cases": CASES,
}
TEXT = {
    "scenario", "base", "scope", "indicator", "unit", "better", "goal", "part", "lever", "payer", "kind", "per",
    "reason", "group_kind", "group", "label_zh", "label_en", "a", "b", "method",
}  # fmt: skip
WHOLE = {"year", "n", "tier", "case", "member", "counted"}
PARQUET = ("cases",)  # too long for a spreadsheet


def file_of(table: str) -> str:
    return f"{table}.parquet" if table in PARQUET else f"{table}.csv"


def tables(
    arms: Arms,
    seeds: Sequence[int],
    years: Sequence[int],
    labels: Mapping[str, Mapping[str, tuple[str, str]]],
    contributions: Sequence[tuple[str, str, Mapping, Mapping]] = (),
) -> dict[str, bytes]:
    """Every table as the bytes of its file, by name of the file. `contributions`: (scenario, method, runs, labels)."""
    goals, split = goals_tables(arms, years)
    ranking, chances = ranking_tables(arms)
    made = {
        "effects": effects_table(arms),
        "goals": goals,
        "split": split,
        "costs": costs_table(arms),
        "winners": winners_table(arms, labels),
        "displacement": displacement_table(arms),
        "ranking": ranking,
        "chances": chances,
        "cases": cases_table(arms, seeds),
    }
    for scenario, method, runs, names in contributions:
        made["contributions"] = contributions_table(arms, scenario, method, runs, names, years)
    return {
        file_of(name): (parquet_bytes if name in PARQUET else csv_bytes)(arrow(name, columns))
        for name, columns in made.items()
    }


def arrow(name: str, columns: Mapping[str, Sequence[Any]]) -> pa.Table:
    """Typed columns, sorted."""
    kinds = {
        column: pa.string() if column in TEXT else pa.int64() if column in WHOLE else pa.float64()
        for column in COLUMNS[name]
    }
    arrays = [pa.array(_cells(columns[column], kind), kind) for column, kind in kinds.items()]
    fields = [pa.field(column, kind) for column, kind in kinds.items()]
    metadata = {"zhenxing.schema": str(SCHEMA), "zhenxing.table": name}
    table = pa.table(arrays, schema=pa.schema(fields, metadata=metadata))
    places = pa.array(range(table.num_rows), pa.int64())
    order = table.append_column("place", places).sort_by([(key, "ascending") for key in (*KEYS[name], "place")])
    return order.drop_columns(["place"]).replace_schema_metadata(metadata)


def _cells(cells: Sequence[Any], kind: pa.DataType) -> list[Any]:
    """A number that is none is an empty cell."""
    if kind == pa.float64():
        return [None if cell is None or cell != cell else float(cell) for cell in cells]
    return [None if cell is None else cell for cell in cells]
