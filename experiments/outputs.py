"""The files of a run folder: tables of each arm, and the goals with where progress comes from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.arm import Arm
from experiments.tables import arrow_table, write_csv, write_parquet
from model.quarter import parse_quarter

if TYPE_CHECKING:
    from experiments.specification import Specification

GOAL_COLUMNS = (
    "year",
    "goal",
    "scope",
    "value",
    "target",
    "unit",
    "met",
    "shortfall",
    "start_2011",
    "baseline",
    "background",
    "designation",
    "designation_induced",
    "upgrading",
)


def write_arm(folder: Path, arm: Arm) -> None:
    known = labels()
    folder.mkdir(exist_ok=True)
    province = dict(arm.tables["province"])
    units = {name: label.get("unit", "") for name, label in known.items()}
    province["unit"] = [units.get(str(indicator), "") for indicator in province["indicator"]]
    write_parquet(folder / "province.parquet", arrow_table("province", province, known))
    write_parquet(folder / "towns.parquet", arrow_table("towns", named_towns(arm), known))
    write_parquet(folder / "start.parquet", arrow_table("start", arm.tables["base_towns"], known))
    write_parquet(folder / "spending.parquet", arrow_table("spending", arm.tables["spending"], SPENDING_LABELS))


def labels() -> dict[str, dict[str, str]]:
    """Unit and both labels of every indicator."""
    from scenarios.registry import indicators

    return {name: {"unit": one.unit, "en": one.label.en, "zh": one.label.zh} for name, one in indicators().items()}


SPENDING_LABELS = {"amount": {"unit": "wan yuan", "en": "Amount", "zh": "金额(万元)"}}


def named_towns(arm: Arm) -> dict[str, Any]:
    """The towns' table with their names beside their numbers."""
    towns = dict(arm.tables["towns"])
    rows = [int(town) for town in towns["town"]]
    for lang in ("zh", "en"):
        names = arm.town_names.get(lang, ())
        if len(names):
            towns[f"name_{lang}"] = [names[row] for row in rows]
    return towns


def years_of(spec: Specification) -> tuple[int, ...]:
    """Years the goals are read in: 2016 and 2017, or the last two of a run that does not reach them."""
    return years_between(spec.start, spec.end)


def years_between(start: str, end: str) -> tuple[int, ...]:
    """The same from the two quarters."""
    from analysis.goals import YEARS

    last = (parse_quarter(end) + 1) // 4 - 1  # the last year that is complete
    first = -(-parse_quarter(start) // 4)
    if first <= YEARS[0] and YEARS[-1] <= last:
        return YEARS
    return tuple(range(max(first, last - 1), last + 1))


def write_goals(folder: Path, done: Mapping[str, Arm], spec: Specification) -> None:
    """goals.csv; a run of chosen towns has no provincial goals and gets the heading only."""
    from analysis.goals import goal_rows
    from experiments.run import BASELINE
    from scenarios.registry import goals

    rows: list[dict] = []
    if spec.towns is None:
        baseline = done.get(BASELINE)
        rows = goal_rows(done["policy"].tables, baseline.tables if baseline else None, goals(), years_of(spec))
    columns = {name: [row.get(name) for row in rows] for name in GOAL_COLUMNS}
    write_csv(folder / "goals.csv", arrow_table("goals", columns))
