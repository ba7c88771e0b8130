"""Annex: what each part of a package brings, in the model, where the comparison was asked for it."""

from __future__ import annotations

from analysis.report.blocks import Column, Table
from analysis.report.phrases import measured_in, range_text
from analysis.report.reading import Material, Row
from analysis.report.titles import quoted
from analysis.report.voice import Voice
from scenarios.errors import clean
from scenarios.punctuation import full_width


def contributions_table(material: Material, voice: Voice) -> Table | None:
    """Parts by tier and contribution to the headline; None where none were computed."""
    table = material.contributions
    if table is None or not len(table):
        return None
    indicator, scope = material.headline
    chosen = (table["indicator"] == indicator) & (table["scope"] == scope) & (table["year"] == table["year"].max())
    rows = sorted(table[chosen].to_dict("records"), key=lambda row: (row["tier"], -row["contribution"]))
    if not rows:
        return None
    first = rows[0]
    body = tuple(
        (
            part_name(row, voice),
            voice.gain_text(row["contribution"], _largest(row), row["unit"]),
            range_text(voice, row["low"], row["high"], _largest(row), row["unit"]),
            f"{round(100 * row['chance_better'])}%",
            f"{int(row['tier'])}",
        )
        for row in rows
    )
    columns = (
        Column(voice.text("Part", "组成部分"), width=0.45),
        Column(voice.text("it brings, {u}", "贡献,{u}", u=voice.points(first["unit"])), "right", "simulated"),
        Column(voice.text("interval", "区间"), "right", "simulated"),
        Column(voice.text("cases above zero", "为正的情形"), "right", "simulated"),
        Column(voice.text("tier", "梯队"), "right", "simulated"),
    )
    alone = first["method"] == "leave-one-out"
    caption = voice.text(
        "What each part of {name} brings, in the model: {what}, {y}, n = {n}",
        "{name}各部分在模型里的贡献:{what},{y} 年,n = {n}",
        name=quoted(material, str(first["scenario"]), voice) if first["scenario"] in material.scenarios else "",
        what=measured_in(voice, first),
        y=int(first["year"]),
        n=int(first["n"]),
    )
    how = (
        (
            "Less without it: the package with and without this part, all else in force. ",
            "去掉该部分少多少:其余部分都实施。",
        )
        if alone
        else (
            "Shapley value: its mean gain over every order of joining; they add up. ",
            "Shapley 值:按各种加入顺序的平均增量,可加总。",
        )
    )
    notes = (voice.text(how[0] + "Parts of one tier are hard to tell apart.", how[1] + "同一梯队彼此难分。"),)
    return Table("contributions", caption, columns, body, notes, "tight")


def part_name(row: Row, voice: Voice) -> str:
    text = clean(row[f"label_{voice.lang}"], 80)
    return full_width(text) if voice.zh else text


def _largest(row: Row) -> float:
    return max(abs(row["contribution"]), abs(row["low"]), abs(row["high"]))
