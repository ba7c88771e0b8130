"""Annex: who gains and who loses, by town, city, industry, size and age of firms; what one place takes from others."""

from __future__ import annotations

from typing import Any

from analysis.report.blocks import Block, Cell, Column, Heading, Picture, Sentence, Table
from analysis.report.phrases import indicator_name, range_text
from analysis.report.reading import Material, Row, largest, sign_of, worth_telling
from analysis.report.titles import quoted
from analysis.report.voice import Voice, signed
from scenarios.errors import clean
from scenarios.punctuation import full_width

GROUPS = (
    ("city", "gdp", ("cities", "市")),
    ("industry", "value_added_firms", ("industries", "行业")),
    ("size", "value_added_firms", ("sizes of firms", "企业规模")),
    ("age", "value_added_firms", ("ages of firms", "企业年龄")),
)
WORDS = {
    "micro": ("micro", "微型"),
    "small": ("small", "小型"),
    "medium": ("medium", "中型"),
    "large": ("large", "大型"),
    "under_3": ("under 3 years", "不满 3 年"),
    "3_to_5": ("3 to 5 years", "3-5 年"),
    "6_to_9": ("6 to 9 years", "6-9 年"),
    "10_and_more": ("10 years and more", "10 年以上"),
}
MOST_GROUPS = 8  # at each end of a long list
MOST_TOWNS = 10


def people_section(material: Material, voice: Voice, drawn: set[str]) -> list[Block]:
    blocks: list[Block] = [Heading(voice.text("3. Who gains, who loses", "三、谁多谁少"), 2)]
    blocks.append(
        Sentence(
            voice.parts(
                "{name} less as before in {y}; groups of firms are those of the year. No ranking of single "
                "towns: their intervals overlap.",
                "{name}减不实施,{y} 年;企业分组按当年。不对单个镇排名:区间互相重叠。",
                name=quoted(material, material.best, voice), y=str(material.year),
            ), "small",
        )
    )  # fmt: skip
    if "displacement" in drawn:
        blocks.append(
            Picture("displacement", voice.text("Gains of towns, neighbours and province", "本镇、邻镇与全省的增减"))
        )
    if "map" in drawn:
        blocks.append(Picture("map", voice.text("Map of towns that gain or lose", "增减各镇示意图")))
    blocks.append(towns_table(material, voice))
    for kind, indicator, words in GROUPS:
        table = group_table(material, voice, kind, indicator, words[voice.zh])
        if table is not None:
            blocks.append(table)
    return blocks


def rows_of(material: Material, kind: str, indicator: str) -> list[Row]:
    rows = material.winners
    chosen = (rows["scenario"] == material.best) & (rows["group_kind"] == kind) & (rows["indicator"] == indicator)
    return rows[chosen].to_dict("records")


def group_name(row: Row, voice: Voice) -> str:
    """A group's label; sizes and ages by the words here, where the table has none."""
    if str(row["group"]) in WORDS:
        return WORDS[str(row["group"])][voice.zh]
    text = clean(row[f"label_{voice.lang}"], 60)
    return full_width(text) if voice.zh else text


def group_table(material: Material, voice: Voice, kind: str, indicator: str, name: str) -> Table | None:
    """Gainers and losers of a kind, those whose interval excludes zero marked."""
    rows = sorted(rows_of(material, kind, indicator), key=lambda row: -row["effect"])
    if not rows:
        return None
    left = 0
    if len(rows) > 2 * MOST_GROUPS:
        left = len(rows) - 2 * MOST_GROUPS
        rows = rows[:MOST_GROUPS] + rows[-MOST_GROUPS:]
    unit = rows[0]["unit"]
    body: list[tuple[Cell, ...]] = []
    for row in rows:
        clear = worth_telling(row)
        percent = 100 * row["effect"] / row["base_mean"] if row["base_mean"] else 0.0
        body.append(
            (
                group_name(row, voice),
                voice.gain_text(row["effect"], largest(row), unit) + (" *" if clear else ""),
                range_text(voice, row["low"], row["high"], largest(row), unit),
                f"{signed(percent, abs(percent))}%" if percent else "0",
                f"{round(100 * row['chance_better'])}%",
                tier_text(row.get("tier"), voice),
            )
        )
    columns = (
        Column(voice.text("Group", "分组"), width=0.34),
        Column(voice.text("effect", "净增"), "right", "simulated"),
        Column(voice.text("interval", "区间"), "right", "simulated"),
        Column(voice.text("% of as before", "占不实施%"), "right", "simulated"),
        Column(voice.text("cases above zero", "为正的情形"), "right", "simulated"),
        Column(voice.text("tier", "梯队"), "right", "simulated"),
    )
    caption = voice.text("By {kind}: {what}, {unit}, {y}, n = {n}", "按{kind}:{what},{unit},{y} 年,n = {n}", kind=name,
                         what=indicator_name(voice, indicator), unit=voice.points(unit), y=material.year,
                         n=material.n)  # fmt: skip
    notes = (voice.text("The {k} in between are in winners.csv. * the interval excludes zero.",
        "中间 {k} 组见 winners.csv。* 区间不含零。", k=left),) if left else (
        voice.text("* the interval excludes zero.", "* 区间不含零。"),
    )  # fmt: skip
    return Table(f"winners-{kind}", caption, columns, tuple(body), notes, "tight")


def tier_text(tier: Any, voice: Voice) -> str:
    return "" if tier is None or tier != tier else f"{int(tier)}"


def towns_table(material: Material, voice: Voice) -> Table:
    """Real towns with their grade; synthetic ones only counted."""
    rows = rows_of(material, "town", "gdp")
    towns = material.towns
    real = [row for row in rows if towns is not None and towns.named[int(row["group"])]]
    real.sort(key=lambda row: -row["base_mean"])
    unit = rows[0]["unit"] if rows else "wan yuan"
    body: list[tuple[Cell, ...]] = []
    for row in real[:MOST_TOWNS]:
        at = int(row["group"])
        assert towns is not None
        body.append(
            (
                group_name(row, voice),
                towns.grade(at),
                voice.gain_text(row["effect"], largest(row), unit) if towns.grade(at) != "D" else "",
                range_text(voice, row["low"], row["high"], largest(row), unit),
            )
        )
    made_up = [row for row in rows if row not in real]
    for sign, en, zh in (
        (1, "example towns that gain", "示例镇:增加"),
        (-1, "example towns that lose", "示例镇:减少"),
        (0, "example towns, not clear", "示例镇:分不清"),
    ):
        chosen = [row for row in made_up if sign_of(row) == sign]
        if chosen:
            total = sum(row["effect"] for row in chosen)
            body.append(
                (
                    voice.text("{k} {what}", "{what}({k} 个)", k=len(chosen), what=zh if voice.zh else en),
                    "D",
                    voice.gain_text(total, abs(total), unit),
                    "",
                )
            )
    columns = (
        Column(voice.text("Town", "镇"), width=0.4),
        Column(voice.text("grade", "数据等级"), "right", "derived"),
        Column(voice.text("GDP, {u}", "地区生产总值,{u}", u=voice.points(unit)), "right", "simulated"),
        Column(voice.text("interval", "区间"), "right", "simulated"),
    )
    caption = voice.text(
        "Towns by size, {y}, current prices, n = {n}",
        "各镇(按规模列),{y} 年,现价,n = {n}",
        y=material.year,
        n=material.n,
    )
    notes = (
        voice.text(
            "Grade: A GDP and output known, B some figure known, C a real town without figures, D synthetic. "
            "A town's path is no prediction for it.",
            "数据等级:A 产值与地区生产总值均有;B 部分有;C 真实镇但无数据;D 示例镇。结果不是对某一镇的预测。",
        ),
    )
    return Table("towns", caption, columns, tuple(body), notes, "tight")
