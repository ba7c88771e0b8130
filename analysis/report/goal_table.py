"""The table of goals: target, 2011, as before beside the package, share of simulated cases that reach it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.numbers import MISSING, difference, shown
from analysis.report.blocks import Cell, Column, Table
from analysis.report.phrases import spread
from analysis.report.reading import Material
from analysis.report.titles import short_title
from analysis.report.voice import Voice
from analysis.scoreboard import number, titled
from scenarios.punctuation import full_width
from scenarios.registry import goals

Row = Mapping[str, Any]


def goals_table(material: Material, voice: Voice, scenario: str, year: int, brief: bool) -> Table:
    """Every goal: target, 2011, both arms, share of cases; `brief` leaves out what only the annex has room for."""
    small = material.about.get("world") == "small"
    rows, marked = [], False
    for name, goal in goals().items():
        row = material.goal_in_the_middle(scenario, name, year)
        if row is None:
            continue
        same = goal.target is not None and discriminating(row) is False
        marked |= same
        goal, row = in_thousands(goal, row)
        cells: list[Cell] = [voice_titled(goal, voice)]
        cells.append(shown(number(row.get("start_2011")), goal.unit))
        if not small:
            cells.append(shown(goal.target, goal.unit) if goal.target is not None else "↑")
        cells += [reading(row, goal, "base_", brief, "\n"), reading(row, goal, "", False, " " if brief else "\n")]
        if not small:
            cells += [share_met(row, goal, voice, "base_"), share_met(row, goal, voice) + (" ○" if same else "")]
            cells.append(distance(row, goal, voice))
        else:
            cells.append(difference(number(row["value"]), number(row["base_value"]), goal.unit))
        rows.append(tuple(cells))
    head_name = short_title(material, scenario, voice)
    columns = [
        Column(voice.text("Goal, unit", "指标,单位"), width=0.33),
        Column(voice.text("2011", "2011 年基期"), "right", "derived"),
    ]
    if not small:
        columns.append(Column(voice.text("target", "目标值"), "right", "sourced"))
    columns += [
        Column(voice.text("{y}\nas before", "{y} 年\n不实施", y=year), "right", "simulated"),
        Column(voice.text("{y}\n{name}", "{y} 年\n{name}", y=year, name=head_name), "right", "simulated"),
    ]
    if not small:
        columns += [
            Column(voice.text("reached\nas before", "不实施\n达标"), "right", "simulated"),
            Column(voice.text("reached", "达标"), "right", "simulated"),
            Column(voice.text("median:\nover, short", "中位:\n超、差"), "right", "simulated"),
        ]
    else:
        columns.append(Column(voice.text("adds", "多"), "right", "simulated"))
    share = voice.word("share_of_cases")
    notes = []
    if not small:
        notes.append(voice.text("Reached: {share}, of n = {n}. ↑ {none}. Current prices; median (nine cases in ten).",
                                "达标:{share},n = {n}。↑ {none}。现价;中位(九成情形)。",
                                share=share, n=material.n, none=voice.word("no_target")))  # fmt: skip
        if marked:
            notes.append(voice.text("○ falls the same way as before: this goal says nothing about the policy.",
                                    "○ 不实施时结果相同:该目标不能说明政策作用。"))  # fmt: skip
    else:
        notes.append(voice.text("The small world is no province: no targets. Current prices; median (nine cases "
                                "in ten), n = {n}.",
                                "小世界非全省,不对照目标值。现价;中位(九成情形),n = {n}。", n=material.n))  # fmt: skip
    caption = voice.text(
        "Goals in {y}: as before beside “{name}”", "{y} 年目标对照:不实施与“{name}”", y=year, name=head_name
    )
    return Table(f"goals-{year}", caption, tuple(columns), tuple(rows), tuple(notes), "tight stacked")


def in_thousands(goal: Any, row: Row) -> tuple[Any, Row]:
    """Persons of a province by the thousand: the goal and its row in that unit."""
    if goal.unit != "persons" or not (number(row["value"]) or 0) > 100_000:
        return goal, row
    columns = ("value", "low", "high", "base_value", "base_low", "base_high", "start_2011")
    scaled = {name: None if number(row[name]) is None else number(row[name]) / 1000 for name in columns}  # type: ignore[operator]
    return goal.model_copy(update={"unit": "thousand persons"}), {**row, **scaled}


def voice_titled(goal: Any, voice: Voice) -> str:
    text = titled(goal, voice.lang)
    return full_width(text) if voice.zh else text.replace("1e8 yuan", "100 million yuan")


def reading(row: Row, goal: Any, arm: str, brief: bool, joint: str) -> str:
    """median (low-high), or the median alone where there is no room."""
    low, middle, high = (number(row[f"{arm}{column}"]) for column in ("low", "value", "high"))
    return shown(middle, goal.unit) if brief else spread(low, middle, high, goal.unit, joint)


def share_met(row: Row, goal: Any, voice: Voice, arm: str = "") -> str:
    if goal.target is None:
        return ""
    share, n = number(row[f"{arm}share_met"]), int(row["n"])
    return MISSING if share is None else f"{share * n:.0f}/{n}"


def distance(row: Row, goal: Any, voice: Voice) -> str:
    """How far the median of the cases is from the target."""
    value = number(row["value"])
    if goal.target is None or value is None:
        return ""
    gap = goal.target - value if goal.direction == "up" else value - goal.target
    points = voice.points(goal.unit) if goal.unit == "share" else ""
    amount = f"{shown(abs(gap), goal.unit, 2 if points else 3)}{'' if voice.zh or not points else ' '}{points}"
    return voice.text("{x} over", "超 {x}", x=amount) if gap <= 0 else voice.text("short {x}", "差 {x}", x=amount)


def discriminating(row: Row) -> bool | None:
    """False when the goal falls the same way in every case with and without the policy."""
    value = row.get("discriminates")
    return None if value is None or value != value else bool(value)
