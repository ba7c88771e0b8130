"""The annex: effects, goals of every package, people, money, what could go wrong, doubts, assumptions, provenance."""

from __future__ import annotations

from analysis.report.annex_contributions import contributions_table
from analysis.report.annex_doubts import doubts_section, sources_section
from analysis.report.annex_money import money_section
from analysis.report.annex_people import people_section
from analysis.report.blocks import Block, Cell, Column, Heading, Picture, Sentence, Table
from analysis.report.goal_table import goals_table, voice_titled
from analysis.report.measures import measures_table
from analysis.report.phrases import chance_word, indicator_name, measured_in, range_text, scope_name
from analysis.report.plan import MOST_MEASURES
from analysis.report.reading import Material, Row, largest, worth_telling
from analysis.report.risks import known_risks
from analysis.report.titles import quoted, short_title
from analysis.report.voice import Voice
from analysis.scoreboard import number
from scenarios.registry import goals

MOST_RISKS = 9  # in sentences; the table of measures has every warning
TOLD = (  # effects of the annex's table, where the comparison keeps them
    ("gdp", "designated_2011"),
    ("gdp", "province"),
    ("gdp_real", "designated_2011"),
    ("employment", "designated_2011"),
    ("wage_mean", "designated_2011"),
    ("research_spending", "designated_2011"),
    ("rd_intensity", "designated_2011"),
    ("patents_granted", "designated_2011"),
    ("patents_invention", "designated_2011"),
    ("platforms", "designated_2011"),
    ("platforms_self_financing", "designated_2011"),
    ("loans_small_firms", "designated_2011"),
)


def annex(material: Material, voice: Voice, drawn: set[str]) -> tuple[Block, ...]:
    blocks: list[Block] = [Heading(voice.text("Annex", "附件"), 2)]
    blocks += effects_section(material, voice, drawn)
    if len(material.goals):
        blocks += goals_section(material, voice)
    blocks += people_section(material, voice, drawn)
    blocks += money_section(material, voice, drawn)
    blocks += risks_section(material, voice)
    blocks += doubts_section(material, voice)
    blocks += sources_section(material, voice)
    return tuple(blocks)


def effects_section(material: Material, voice: Voice, drawn: set[str]) -> list[Block]:
    blocks: list[Block] = [Heading(voice.text("1. Effects: more than as before", "一、效果:比不实施多多少"), 2)]
    blocks.append(
        Sentence(
            voice.parts(
                "Every package and carrying on as before live through the same n = {n} cases; an effect is the "
                "difference in {y}, not a rate of growth.",
                "各政策组合与不实施经历相同的 {n} 种情形;效果为 {y} 年两者之差,不是年增长率。",
                n=str(material.n),
                y=str(material.year),
            ),
            "small",
        )
    )
    if "outcomes" in drawn:
        blocks.append(Picture("outcomes", voice.text("Effects on all outcomes", "各项结果的净增")))
    blocks.append(effects_table(material, voice))
    tiers = ranking_table(material, voice)
    if tiers is not None:
        blocks.append(tiers)
    parts = contributions_table(material, voice)
    if parts is not None:
        blocks.append(parts)
    return blocks


def effects_table(material: Material, voice: Voice) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for indicator, scope in TOLD:
        found = [material.effect(name, indicator, scope) for name in material.ranked]
        if not any(found):
            continue
        first = next(row for row in found if row is not None)
        name = f"{indicator_name(voice, indicator)}, {voice.points(first['unit'])}"
        if scope != "designated_2011":
            name += f" ({scope_name(voice, scope)})"
        rows.append((name, *(effect_cell(row, voice) for row in found)))
    columns = (
        Column(voice.text("Outcome, unit ({scope} unless said)", "指标,单位(未注明的为{scope})",
            scope=scope_name(voice, "designated_2011")),
               width=0.3),
        *(Column(short_title(material, name, voice), "right", "simulated") for name in material.ranked),
    )  # fmt: skip
    caption = voice.text("Effect in {y}, mean over n = {n} cases and, below, the interval",
        "{y} 年净增,n = {n} 种情形平均,下为区间",
                         y=material.year, n=material.n)  # fmt: skip
    notes = (voice.text("* the interval excludes zero. {bar}. Money at current prices unless said.",
        "* 区间不含零。{bar}。金额未注明的为现价。",
                        bar=level_word(material, voice)),)  # fmt: skip
    return Table("effects", caption, columns, tuple(rows), notes, "tight stacked")


def level_word(material: Material, voice: Voice) -> str:
    level = float(material.effects["level"].min())
    if level >= 0.9:
        return voice.text("Interval: nine cases in ten", "区间:九成情形落在其中")
    return voice.text("Interval: range of all {n} cases", "区间:全部 {n} 种情形的范围", n=material.n)


def effect_cell(row: Row | None, voice: Voice) -> str:
    if row is None:
        return ""
    if row["effect"] == row["low"] == row["high"] == 0:
        return voice.text("exactly 0", "0(完全相同)")
    star = " *" if worth_telling(row) else ""
    mean = voice.gain_text(row["effect"], largest(row), row["unit"])
    return f"{mean}{star}\n{range_text(voice, row['low'], row['high'], largest(row), row['unit'])}"


def ranking_table(material: Material, voice: Voice) -> Table | None:
    """Tiers, and the chance that one beats another."""
    indicator, scope = material.headline
    rows = material.ranking
    rows = rows[(rows["indicator"] == indicator) & (rows["scope"] == scope)].to_dict("records")
    if len(rows) < 3:
        return None
    order = sorted(rows, key=lambda row: (row["tier"], -row["effect"]))
    names = [row["scenario"] for row in order]
    chances = material.chances
    chances = chances[(chances["indicator"] == indicator) & (chances["scope"] == scope)]
    known = {(a, b): chance for a, b, chance in zip(chances["a"], chances["b"], chances["chance"], strict=True)}
    body = []
    for row in order:
        name = row["scenario"]
        told = voice.word("baseline") if name == material.base else short_title(material, name, voice)
        cells = [f"{round(100 * known[name, other])}%" if (name, other) in known else "" for other in names]
        body.append((told, tier_word(int(row["tier"]), voice), *cells))
    columns = (
        Column(voice.text("Package", "政策组合")),
        Column(voice.text("Tier", "梯队"), "right", "simulated"),
        *(Column(voice.text("beats as before", "好于\n不实施") if name == material.base else voice.text("beats {x}",
        "好于\n{x}",
                 x=short_title(material, name, voice)), "right", "simulated") for name in names),
    )  # fmt: skip
    caption = voice.text("Tiers by {what} in {y}; share of cases in which the row beats the column, n = {n}",
                         "按{what}({y} 年)分梯队;行好于列的情形占比,n = {n}", y=material.year, n=material.n,
                         what=measured_in(voice, {"scope": scope, "indicator": indicator}))  # fmt: skip
    notes = (voice.text("One tier: none loses to the first of it in nine cases of ten. Equal cases count half.",
                        "同一梯队:对梯队首位没有在九成情形中落败。相同情形各计一半。"),)  # fmt: skip
    return Table("tiers", caption, columns, tuple(body), notes, "tight")


def tier_word(tier: int, voice: Voice) -> str:
    if tier == 1:
        return voice.text("first", "第一梯队")
    return voice.text("tier {t}", "第{t}梯队", t=tier if not voice.zh else "一二三四五六七八九十"[min(tier, 10) - 1])


def goals_section(material: Material, voice: Voice) -> list[Block]:
    blocks: list[Block] = [Heading(voice.text("2. Goals of the Decision", "二、《决定》目标"), 2)]
    small = material.about.get("world") == "small"
    years = sorted({int(year) for year in material.goals["year"]})
    if not small and len(material.ranked) > 1:
        for year in years:
            blocks.append(shares_table(material, voice, year))
    blocks += [
        goals_table(material, voice, material.best, year, brief=False) for year in years if year != material.year
    ]
    blocks.append(readings_table(voice))
    return blocks


def shares_table(material: Material, voice: Voice, year: int) -> Table:
    """Share of cases that reach each goal, every package beside carrying on."""
    rows = []
    for name, goal in goals().items():
        found = [material.goal(scenario, name, goal.scope, year) for scenario in material.ranked]
        if goal.target is None or not all(found):
            continue
        cells = [met_cell(found[0], "base_share_met", voice), *(met_cell(row, "share_met", voice) for row in found)]
        rows.append((voice_titled(goal, voice), *cells))
    columns = (
        Column(voice.text("Goal, unit", "指标,单位"), width=0.3),
        Column(voice.text("as before", "不实施"), "right", "simulated"),
        *(Column(short_title(material, name, voice), "right", "simulated") for name in material.ranked),
    )
    caption = voice.text("Goals reached in {y}: {share}, n = {n}", "{y} 年达标:{share},n = {n}", y=year, n=material.n,
                         share=voice.word("share_of_cases"))  # fmt: skip
    notes = (voice.text("○ falls the same way as before in every case: says nothing about the package.",
                        "○ 每种情形中都与不实施相同:不能说明政策作用。"),)  # fmt: skip
    return Table(f"reached-{year}", caption, columns, tuple(rows), notes, "tight stacked")


def met_cell(row: Row | None, column: str, voice: Voice) -> str:
    share = None if row is None else number(row[column])
    if row is None or share is None:
        return "—"
    same = column == "share_met" and row["discriminates"] == 0
    return f"{share * int(row['n']):.0f}/{int(row['n'])}{' ○' if same else ''}\n{voice.word(chance_word(share))}"


def readings_table(voice: Voice) -> Table:
    """The sentence of the law and how each goal is read."""
    rows = tuple(
        (f"“{goal.quote}”" if voice.zh else goal.quote, voice.label(goal.reading)) for goal in goals().values()
    )
    columns = (
        Column(voice.text("Article 3", "第三条原文"), badge="sourced", width=0.42),
        Column(voice.text("How it is read", "统计口径")),
    )
    return Table("readings", voice.text("How the goals are read", "目标的统计口径"), columns, rows, (), "tight")


def risks_section(material: Material, voice: Voice) -> list[Block]:
    from analysis.report.blocks import Bullets

    blocks: list[Block] = [Heading(voice.text("5. What could go wrong", "五、可能出错之处"), 2)]
    blocks.append(
        Sentence(
            voice.parts(
                "For {name}, most telling first; warnings come from the measures' cards.",
                "以{name}为例,重要的在前;提示来自各措施的卡片。",
                name=quoted(material, material.best, voice),
            ),
            "small",
        )
    )
    blocks.append(Bullets(tuple(known_risks(material, voice)[:MOST_RISKS])))
    measures = measures_table(material, voice, material.best, None)
    if measures is not None and len(measures.rows) > MOST_MEASURES[voice.lang]:
        from dataclasses import replace

        blocks.append(replace(measures, name="measures-all"))
    return blocks
