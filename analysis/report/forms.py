"""Two forms as Chinese planners know them: 规划目标表 and 绩效目标表. What nobody knows stays blank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.numbers import scale
from analysis.report.front import question, strap
from analysis.report.goal_table import voice_titled
from analysis.report.marks import MEANINGS
from analysis.report.measures import quarter_words
from analysis.report.phrases import indicator_name, range_text, scope_name
from analysis.report.purses import ORDER, PUBLIC, public_cost, spent, spent_by_payer
from analysis.report.reading import Material, largest
from analysis.report.risks import levers_of
from analysis.report.titles import title_of
from analysis.report.voice import Voice
from analysis.scoreboard import number
from scenarios.registry import goals


@dataclass(frozen=True)
class Form:
    """Rows of cells, the first `heads` of them headings; `merged`: first row, left, last row, right (rows from 0)."""

    name: str
    title: str
    under: str
    columns: int
    rows: tuple[tuple[Any, ...], ...]
    heads: int
    widths: tuple[float, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    notes: tuple[str, ...] = field(default=())


def targets_form(material: Material, voice: Voice) -> Form:
    """规划目标表: base year, target, yearly growth; beside them what the model computes."""
    year, scenario = material.year, material.best
    say = voice.text
    heads = (
        say("No.", "序号"), say("Indicator", "指标"), say("Unit", "单位"), say("2011 (derived)", "2011 年基期(推)"),
        say("Target (sourced)", "规划目标值(实)"), say("Yearly change needed, %", "年均增速,%(推)"),
        say("Kind: expected or binding", "属性(预期性/约束性)"), say("Responsible", "责任单位"),
        say("{y} as before, median (sim)", "{y} 年不实施,中位(算)", y=year), say("{y} with the package, median (sim)",
            "{y} 年实施,中位(算)", y=year),
        say("low (sim)", "九成情形,低(算)"), say("high (sim)", "九成情形,高(算)"),
        say("cases that reach it, as before (sim)", "不实施达标情形(算)"), say("cases that reach it (sim)",
            "实施达标情形(算)"),
    )  # fmt: skip
    rows: list[tuple] = [heads]
    small = material.about.get("world") == "small"
    for name, goal in goals().items():
        row = material.goal_in_the_middle(scenario, name, year)
        if row is None:
            continue
        start, target = number(row["start_2011"]), None if small else goal.target
        factor = scale(goal.unit)[0]
        shown = [None if value is None else value * factor for value in
                 (start, target, *(number(row[c]) for c in ("base_value", "value", "low", "high")))]  # fmt: skip
        met = [
            None if number(row[c]) is None else f"{number(row[c]) * row['n']:.0f}/{row['n']}"
            for c in ("base_share_met", "share_met")
        ]  # type: ignore[operator]
        rows.append(
            (len(rows), _plain_title(goal, voice), voice.unit(goal.unit), shown[0],
            shown[1] if target is not None else None,
             _yearly(start, target), None, None, *shown[2:], *(met if target is not None else (None, None)))
        )  # fmt: skip
    notes = (
        say("Blank: not set by the Decision, or nobody has said. Five years from 2011 to 2016. Current prices. "
            "{s}: n = {n}.",
            "空白:《决定》未规定或无人填报。年均增速按 2011-2016 年五年计。现价。{s},n = {n}。",
            s=voice.word("share_of_cases"), n=material.n),
        voice.word("conditions_2012"),
    )  # fmt: skip
    title = say("Planning targets", "规划目标表")
    under = say(
        "{name}; n = {n} cases", "{name};{n} 种可能情形", name=title_of(material, scenario, voice), n=material.n
    )
    widths = (6, 40, 14, 12, 12, 12, 12, 14, 14, 14, 12, 12, 13, 13)
    return Form(say("planning targets", "规划目标表"), title, under, len(heads), tuple(rows), 1, widths, (), notes)


def _plain_title(goal: Any, voice: Voice) -> str:
    """A goal's name without its unit, which has a column of its own."""
    unit = voice.unit(goal.unit)
    text = voice_titled(goal, voice)
    for joint in (f"，{unit}", f", {unit}"):
        text = text.removesuffix(joint)
    return text


def _yearly(start: float | None, target: float | None) -> float | None:
    """Per cent a year that leads from the start to the target in five years."""
    if not start or target is None or start <= 0 or target <= 0:
        return None
    return 100 * ((target / start) ** 0.2 - 1)


def performance_form(material: Material, voice: Voice) -> Form:
    """绩效目标表: money, overall goal, and indicators of cost, output, benefit and satisfaction."""
    say, scenario = voice.text, material.best
    found = spent_by_payer(material, scenario)
    public = public_cost(material, scenario)
    others = sum(spent(kinds) for payer, kinds in found.items() if payer not in PUBLIC)
    name = title_of(material, scenario, voice)
    span = f"{material.about['first_year']}-{material.year}"
    top: list[tuple] = [
        (say("Project", "项目名称"), name, None, None, None),
        (say("Responsible department", "主管部门"), None, say("Implementing unit", "实施单位"), None, None),
        (say("Money, {s} in all, wan yuan", "项目资金({s} 年累计,万元)", s=span), say("total (sim)", "资金总额(算)"),
            None, public + others, None),
        (None, say("of it public budgets", "其中:财政资金"), None, public, None),
        (None, say("other money", "其他资金"), None, others, None),
        (say("Overall goal", "总体目标"), question(material, voice), None, None, None),
        (say("Level 1", "一级指标"), say("Level 2", "二级指标"), say("Level 3", "三级指标"), say("Value", "指标值"),
            say("Where from", "依据")),
    ]  # fmt: skip
    body = _indicators(material, voice)
    merged = [(0, 2, 0, 5), (1, 4, 1, 5), (2, 1, 4, 1), (5, 2, 5, 5)]
    merged += [(row, 2, row, 3) for row in (2, 3, 4)] + [(row, 4, row, 5) for row in (2, 3, 4)]
    merged += _runs_of(body, len(top))
    notes = (
        say("Values are effects: more than as before, nine cases in ten. Blank: nobody knows, or the model does "
            "not say.",
            "指标值为净增(比不实施多),九成情形落在其间。空白:无人掌握,或模型不涉及。其余各表为最近两年,全部见 CSV。"),
        say("Badges: {a} simulated, {b} assumed.", "标记:算为模型测算,设为假设。", a=voice.badge("simulated"),
            b=voice.badge("assumed")),
        voice.word("conditions_2012"),
    )  # fmt: skip
    title = say("Budget performance targets", "绩效目标表")
    under = say("{name}; n = {n} cases; current prices", "{name};{n} 种可能情形;现价", name=name, n=material.n)
    return Form(
        say("budget performance", "绩效目标表"),
        title,
        under,
        5,
        (*top, *body),
        0,
        (20, 22, 46, 34, 26),
        tuple(merged),
        notes,
    )


def _indicators(material: Material, voice: Voice) -> list[tuple]:
    """(level 1, level 2, level 3, value, where from), the order of the form."""
    say, scenario = voice.text, material.best
    cost, output = say("Cost", "成本指标"), say("Output", "产出指标")
    benefit, content = say("Benefit", "效益指标"), say("Satisfaction", "满意度指标")
    found = spent_by_payer(material, scenario)
    rows: list[tuple] = []
    for payer in ORDER:
        if payer in found and spent(found[payer]):
            from analysis.report.purses import payer_name

            rows.append((cost, say("economic cost", "经济成本"), say("borne by {p}, wan yuan", "{p}负担,万元",
            p=payer_name(payer, voice)),
                         spent(found[payer]), voice.badge("simulated")))  # fmt: skip
    rows.append((cost, say("social cost", "社会成本"), None, None, None))
    rows.append((cost, say("ecological cost", "生态环境成本"), None, None, None))
    levers = levers_of(material, scenario)
    rows.append(
        (
            output,
            say("number", "数量指标"),
            say("measures carried out", "实施的政策措施"),
            len(levers),
            voice.badge("assumed"),
        )
    )
    rows.append((output, say("number", "数量指标"), *_effect(material, voice, "platforms")))
    rows.append(
        (output, say("quality", "质量指标"), *_effect(material, voice, "towns_innovative_cluster", "designated_2011"))
    )
    starts = sorted({str(q) for lever in levers for q in _path(material, scenario, lever)})
    when = quarter_words(starts[0], voice) if starts else None
    rows.append((output, say("timeliness", "时效指标"), say("first measure starts", "首项措施开始") if when else None,
        when,
                 voice.badge("assumed") if when else None))  # fmt: skip
    for name in ("gdp", "patents_granted", "rd_intensity"):
        rows.append((benefit, say("economic benefit", "经济效益指标"), *_effect(material, voice, name)))
    rows.append((benefit, say("social benefit", "社会效益指标"), *_effect(material, voice, "employment")))
    rows.append((benefit, say("ecological benefit", "生态效益指标"), None, None, None))
    rows.append(
        (benefit, say("lasting effect", "可持续影响指标"), *_effect(material, voice, "platforms_self_financing"))
    )
    rows.append((content, say("those served", "服务对象满意度指标"), None, None, None))
    return rows


def _path(material: Material, scenario: str, lever: str) -> list[str]:
    path = material.about["scenarios"][scenario]["levers"][lever]
    return list(path) if isinstance(path, Mapping) else []


def _effect(material: Material, voice: Voice, indicator: str, scope: str = "designated_2011") -> tuple:
    """(name with unit, interval, mark), blank where the comparison has no such effect."""
    row = material.effect(material.best, indicator, scope)
    if row is None:
        return (None, None, None)
    name = voice.text("{y} {scope}: {i}, {u}", "{y} 年,{scope}{i},{u}", y=material.year, scope=scope_name(voice, scope),
                      i=indicator_name(voice, indicator), u=voice.points(row["unit"]))  # fmt: skip
    ends = range_text(voice, row["low"], row["high"], largest(row), row["unit"])
    return name, voice.text("more: {ends}", "净增 {ends}", ends=ends), voice.badge("simulated")


def _runs_of(rows: list[tuple], first: int) -> list[tuple[int, int, int, int]]:
    """Equal cells of the first two columns, one below the other, become one."""
    merged = []
    for column in (0, 1):
        start = 0
        for at in range(1, len(rows) + 1):
            if at == len(rows) or rows[at][: column + 1] != rows[start][: column + 1]:
                if at - start > 1:
                    merged.append((first + start, column + 1, first + at - 1, column + 1))
                start = at
    return merged


def about_form(material: Material, voice: Voice) -> Form:
    """What the file is, what the marks mean, with which code and data."""
    about, say = material.about, voice.text
    rows = [
        (say("Question", "问题"), question(material, voice)),
        (say("What this is", "说明"), strap(material, voice)),
        (say("Author", "编制"), about.get("author") or None),
        *((voice.badge(badge), say(en, zh)) for badge, (en, zh) in MEANINGS.items()),  # type: ignore[arg-type]
        (
            say("Synthetic", "示例"),
            say("Firms and unnamed towns are synthetic.", "企业均为虚拟企业,未列名的镇为示例镇。"),
        ),
        (say("Comparison", "对比"), about.get("key")),
        (say("Code", "代码"), about.get("code")),
        (say("Data", "数据"), about.get("data")),
    ]
    return Form(
        say("about", "说明"),
        say("About this file", "文件说明"),
        voice.word("conditions_2012"),
        2,
        tuple(rows),
        0,
        (18, 90),
    )
