"""What the report needs, out of a finished comparison: its tables, and its description in the report's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np

from analysis.report.reading import HEADLINES, Frame, Material
from scenarios.errors import InputError

TABLES = ("effects", "goals", "costs", "winners", "displacement", "cases", "ranking", "chances")
KEPT = ("key", "code", "data", "world", "sample", "ensemble", "versions", "base", "towns")


class Tables(Protocol):
    """A finished comparison: `about` is compare.json, `table` gives a table by name."""

    @property
    def about(self) -> dict[str, Any]: ...

    def table(self, name: str) -> Frame: ...


def material_of(comparison: Tables, same_version: bool = True) -> Material:
    """`same_version`: are the shipped ensembles those the comparison was made with? Else nothing is said of parameters.

    Raises InputError where a table is missing or not one case was left."""
    from zhenxing import __version__

    tables = {name: _in_yearly_units(comparison.table(name)) for name in TABLES}
    said = comparison.about
    if not len(tables["effects"]):
        raise InputError(
            "this comparison has no effects to report", zh="该比较没有可供报告的效果", field="compare.json"
        )
    about: dict[str, Any] = {name: said.get(name) for name in KEPT} | {
        "title": said.get("title"),
        "first_year": int(str(said["start"])[:4]),
        "version": __version__,
        "scenarios": _scenarios(said),
        "start_2011": _start(tables["goals"]),
    }
    about["author"] = next((s["author"] for s in about["scenarios"].values() if s["author"]), "")
    return Material(
        about,
        **tables,
        contributions=_contributions(comparison),
        members=_members(said["ensemble"], tables["cases"]) if same_version else {},
    )


def _contributions(comparison: Tables) -> Frame | None:
    """Asked for by the user, so most comparisons have none."""
    if not comparison.about.get("contributions"):
        return None
    return _in_yearly_units(comparison.table("contributions"))


def _in_yearly_units(table: Frame) -> Frame:
    """Money of a year is told in the unit of its level: every heading names the year."""
    if "unit" in table:
        table = table.assign(unit=[str(unit).replace("wan yuan a year", "wan yuan") for unit in table["unit"]])
    return table


def _scenarios(said: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """id -> title, author, levers."""
    found = {}
    for one in said["scenarios"]:
        content = one.get("content") or {}
        author = one.get("author") or content.get("author") or ""
        found[str(one["id"])] = {
            "title": one.get("title") or {},
            "author": author,
            "levers": content.get("levers") or {},
        }
    return found


def _start(goals: Frame) -> dict[str, float]:
    """Level of 2011 by indicator and scope of the headline, as far as the table of goals has it."""
    found = {}
    for indicator, scope in HEADLINES:
        rows = goals[(goals["goal"] == indicator) & (goals["scope"] == scope)]["start_2011"].dropna()
        if len(rows):
            found[f"{indicator}|{scope}"] = float(rows.iloc[0])
    return found


def _members(name: str, cases: Frame) -> dict[str, np.ndarray]:
    """Values of the parameters by counted case, in the order of the cases."""
    from scenarios.members import ensemble

    try:
        members = ensemble(name)
    except InputError:
        return {}
    if not len(members):
        return {}
    counted = cases[cases["counted"] == 1].drop_duplicates("case").sort_values("case")
    numbers = [int(number) for number in counted["member"]]
    if any(not 0 < number <= len(members) for number in numbers):
        return {}
    return {p: np.array([members.member(number)[p] for number in numbers]) for p in members.member(1)}
