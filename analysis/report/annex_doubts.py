"""Annex: how sure one can be, what was assumed, where it all comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.report.blocks import Block, Bullets, Cell, Column, Heading, Table
from analysis.report.doubts import parameter_name
from analysis.report.marks import legend
from analysis.report.phrases import indicator_name, scope_name
from analysis.report.reading import Material, largest
from analysis.report.risks import levers_of
from analysis.report.titles import short_title, title_of
from analysis.report.voice import Voice
from scenarios.errors import clean
from scenarios.meanings import evidence_said
from scenarios.members import CENTRAL

SURE = (
    ("gdp", "designated_2011"),
    ("gdp", "province"),
    ("employment", "designated_2011"),
    ("rd_intensity", "designated_2011"),
    ("patents_invention", "designated_2011"),
)
MOST_PARAMETERS = 8


def doubts_section(material: Material, voice: Voice) -> list[Block]:
    blocks: list[Block] = [Heading(voice.text("6. How sure one can be", "六、有多大把握"), 2)]
    blocks.append(
        Bullets(
            (
                voice.parts(
                    "Parameters of behaviour are assumptions within ranges; nothing was estimated, so a share "
                    "of cases is no probability.",
                    "行为参数是区间内的假设,未经估计,因此情形占比不是概率。",
                ),
                voice.parts(
                    "Each case takes one set of parameters and one luck; every package meets the same. An "
                    "interval over cases does not shrink with more cases.",
                    "每种情形取一组参数和一次运气,各组合相同;情形区间不会因为模拟次数增加而变窄。",
                ),
                voice.parts(
                    "Conditions are those of 2012; what followed outside is given, not foreseen.",
                    "取 2012 年条件;外部走势为给定,不是预测。",
                ),
            )
        )
    )
    blocks.append(seeds_table(material, voice))
    if material.doubts:
        blocks.append(parameters_table(material, voice))
    return blocks


def seeds_table(material: Material, voice: Voice) -> Table:
    """How much of the spread is luck, and how well the mean is known."""
    rows: list[tuple[Cell, ...]] = []
    for indicator, scope in SURE:
        row = material.effect(material.best, indicator, scope)
        if row is None:
            continue
        share = row["seed_share"]
        unit, level = row["unit"], largest(row)
        ends = [voice.gain_text(row[name], level, unit) for name in ("low", "high", "mean_low", "mean_high")]
        rows.append(
            (
                voice.text(
                    "{i}, {u} ({s})",
                    "{i},{u}({s})",
                    i=indicator_name(voice, indicator),
                    u=voice.points(unit),
                    s=scope_name(voice, scope),
                ),
                voice.gain_text(row["effect"], level, unit),
                f"{ends[0]} … {ends[1]}",
                f"{ends[2]} … {ends[3]}",
                "—" if share is None or share != share else f"{round(100 * share)}%",
            )
        )
    columns = (
        Column(voice.text("Outcome, unit", "指标,单位"), width=0.36),
        Column(voice.text("mean", "平均"), "right", "simulated"),
        Column(voice.text("one more case", "再来一种情形"), "right", "simulated"),
        Column(voice.text("the mean, 95%", "平均值 95%区间"), "right", "simulated"),
        Column(voice.text("of the spread, luck", "其中运气占"), "right", "simulated"),
    )
    caption = voice.text("“{name}” in {y}, n = {n}: where one more case would lie, and how well the mean is known",
                         "“{name}”{y} 年,n = {n}:再来一种情形落在何处,平均值有多准", y=material.year, n=material.n,
                         name=short_title(material, material.best, voice))  # fmt: skip
    notes = (voice.text("Luck: part of the spread that more seeds would remove; the rest is doubt about "
                        "parameters. — not known: no set of parameters was run twice.",
                        "运气:增加模拟次数可以消除的部分,其余来自参数。— 表示未知:没有重复模拟同一组参数。"
                        ""),)  # fmt: skip
    return Table("seeds", caption, columns, tuple(rows), notes, "tight")


def parameters_table(material: Material, voice: Voice) -> Table:
    """Assumptions by how far the first package's gain goes with them."""
    row = material.lead(material.best)
    assert row is not None
    rows = []
    for doubt in material.doubts[:MOST_PARAMETERS]:
        low, high = (voice.gain_text(end, largest(row), row["unit"]) for end in (doubt.low, doubt.high))
        rows.append((parameter_name(doubt.parameter, voice), f"{doubt.correlation:+.2f}", low, high))
    columns = (
        Column(voice.text("Assumption", "假设"), badge="assumed", width=0.52),
        Column(voice.text("rank correlation", "秩相关"), "right", "simulated"),
        Column(voice.text("gain where low, {u}", "偏低时净增\n{u}", u=voice.points(row["unit"])), "right", "simulated"),
        Column(
            voice.text("gain where high, {u}", "偏高时净增\n{u}", u=voice.points(row["unit"])), "right", "simulated"
        ),
    )
    caption = voice.text("{w}: assumptions the gain goes with, medians of each half of n = {n} cases",
        "{w}:与净增最相关的假设,{n} 种情形各半的中位",
                         w=voice.word("sensitivity"), n=material.n)  # fmt: skip
    chance = 1.0 / max(material.n - 1, 1) ** 0.5
    notes = (voice.text("With {k} assumptions varied at once and n = {n} cases, correlations up to some {c} "
                        "come by chance alone.",
                        "同时变动 {k} 项假设、n = {n} 时,约 {c} 以内的相关可能只是偶然。", k=len(material.members),
                        n=material.n,
                        c=f"{2.5 * chance:.2f}"),)  # fmt: skip
    return Table("parameters", caption, columns, tuple(rows), notes, "tight")


def sources_section(material: Material, voice: Voice) -> list[Block]:
    about = material.about
    blocks: list[Block] = [Heading(voice.text("7. Assumptions, evidence, provenance", "七、假设、依据与来源"), 2)]
    blocks.append(evidence_table(material, voice))
    blocks.append(scenarios_table(material, voice))
    facts = (
        (voice.text("Comparison", "对比"), str(about.get("key", ""))),
        (voice.text("Code", "代码"), str(about.get("code", ""))),
        (voice.text("Data", "数据"), str(about.get("data", ""))),
        (voice.text("Ensemble, cases", "参数集合、情形"), f"{ensemble_name(about, voice)}, n = {material.n}"),
        (voice.text("Versions", "版本"), ", ".join(f"{k} {v}" for k, v in sorted(about.get("versions", {}).items()))),
    )
    columns = (Column(voice.text("What", "项目"), width=0.2), Column(voice.text("Value", "内容"), badge="sourced"))
    rows = tuple((name, clean(value, 200)) for name, value in facts if value)
    blocks.append(Table("provenance", voice.text("Provenance", "来源"), columns, rows, (), "tight mono"))
    blocks.append(legend(voice))
    return blocks


def ensemble_name(about: Mapping[str, Any], voice: Voice) -> str:
    """What the assumptions of the cases were taken from, and its id."""
    name = str(about.get("ensemble") or "")
    said = {"prior": "先验抽样(prior)", CENTRAL: "中心值(central)"}.get(name)
    return voice.text(name, said) if said else name


def evidence_table(material: Material, voice: Voice) -> Table:
    """The nearest study of every measure, beside what was assumed of it."""
    from scenarios.cards import cards

    rows = []
    for lever in levers_of(material, material.best):
        card = cards()[lever]
        study = card.evidence[0]
        rows.append((voice.label(card.label), *evidence_said(study, voice.lang), study.confidence))
    columns = (
        Column(voice.text("Measure", "政策措施"), width=0.2),
        Column(voice.text("Nearest study", "最接近的研究"), badge="sourced", width=0.33),
        Column(voice.text("What it found", "结论"), badge="sourced"),
        Column(voice.text("grade", "等级")),
    )
    notes = (voice.text("Grade: design A-D, a stroke, how the number was checked. The model's effects are its own.",
                        "等级:研究设计 A-D / 数字核对方式。模型结果不等于这些研究的估计。研究题名为原文。"
                        ""),)  # fmt: skip
    return Table(
        "evidence", voice.text("Evidence beside the measures", "措施与实证研究"), columns, tuple(rows), notes, "tight"
    )


def scenarios_table(material: Material, voice: Voice) -> Table:
    """Every scenario compared, with its id and author."""
    rows = []
    for name, given in material.about["scenarios"].items():
        author = clean(given.get("author") or "", 60)
        rows.append((title_of(material, name, voice), clean(name, 60), author, str(len(given.get("levers", {})))))
    columns = (
        Column(voice.word("scenario"), width=0.5),
        Column(voice.text("name", "名称")),
        Column(voice.text("author", "作者")),
        Column(voice.text("measures", "措施数"), "right", "sourced"),
    )
    return Table("scenarios", voice.text("Scenarios compared", "参与对比的方案"), columns, tuple(rows), (), "tight")
