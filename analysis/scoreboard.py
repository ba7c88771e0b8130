"""The goals as a page: headings, rows and notes in Chinese or English, ready for any table maker.

Badges: 实 sourced, 推 derived, 设 assumed, 算 simulated. Each heading names the year and the price basis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis.goals import discriminates
from analysis.numbers import MISSING, difference, shown, unit_name

SPLIT_PARTS = ("background", "designation", "upgrading")
ADMINISTRATIVE = {"en": "(an administrative result)", "zh": "(行政结果,不代表效益)"}
SCOPES = {
    "designated_2011": {"en": "the towns of 2011 alone", "zh": "仅 2011 年存量镇"},
    "towns": {"en": "all towns, designated or not", "zh": "全部镇(含未认定)"},
}


@dataclass(frozen=True)
class Page:
    """One table: title, (heading, justify) columns, rows of text, notes below."""

    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = field(default=())


def scoreboard(rows: Sequence[Mapping], goals: Mapping, lang: str, paired: bool, small: bool = False) -> list[Page]:
    """One page a year. The small world is no province: its values stand without the goals' targets."""
    zh = lang == "zh"
    pages = []
    for year in sorted({int(row["year"]) for row in rows}):
        if small:
            title = (
                f"{year} 年,小世界(非全省,不对照目标值;现价)"
                if zh
                else f"The small world in {year} (no province: no targets; current prices)"
            )
        else:
            title = f"{year} 年目标对照(现价)" if zh else f"Goals in {year} (current prices)"
        columns = _columns(year, zh, paired, small)
        pages.append(
            Page(title, columns, tuple(_row(row, goals, lang, paired, small) for row in _ordered(rows, goals, year)))
        )
    return pages


def _columns(year: int, zh: bool, paired: bool, small: bool) -> tuple[tuple[str, str], ...]:
    left, right = "left", "right"
    columns = [("目标,单位" if zh else "Goal, unit", left), ("2011 年\n推" if zh else "2011\n[derived]", right)]
    if not small:
        columns.append(("目标值\n实" if zh else "target\n[sourced]", right))
    if paired:
        columns.append((f"{year} 年\n不实施 算" if zh else f"{year} as\nbefore\n[sim]", right))
    columns.append((f"{year} 年\n方案 算" if zh else f"{year}\npolicy\n[sim]", right))
    if paired:
        columns.append((f"{year} 年比\n不实施多" if zh else "policy\nadds", right))
    if not small:
        columns.append((f"{year} 年\n达标与差距" if zh else f"{year}: met,\nor short by", left))
    return tuple(columns)


def _ordered(rows: Sequence[Mapping], goals: Mapping, year: int) -> list[Mapping]:
    """Goals in the order of the text, each followed by its other scopes."""
    place = {name: index for index, name in enumerate(goals)}
    chosen = [row for row in rows if int(row["year"]) == year and row["goal"] in place]
    return sorted(chosen, key=lambda row: (place[row["goal"]], row["scope"] != goals[row["goal"]].scope))


def _row(row: Mapping, goals: Mapping, lang: str, paired: bool, small: bool) -> tuple[str, ...]:
    goal = goals[row["goal"]]
    beside = row["scope"] != goal.scope
    unit = row["unit"]
    name = f"  {SCOPES.get(row['scope'], {}).get(lang, row['scope'])}" if beside else titled(goal, lang)
    value, before = number(row.get("value")), number(row.get("baseline"))
    cells = [name, shown(number(row.get("start_2011")), unit)]
    if not small:
        cells.append(_target(goal, beside, unit))
    if paired:
        cells.append(shown(before, unit))
    cells.append(shown(value, unit))
    if paired:
        cells.append(difference(value, before, unit))
    if not small:
        cells.append("" if beside else verdict(goal, value, before, lang))
    return tuple(cells)


def titled(goal, lang: str) -> str:
    """A goal's name with its unit."""
    zh = lang == "zh"
    label, unit = (goal.label.zh if zh else goal.label.en), unit_name(goal.unit, lang)
    said = f" {ADMINISTRATIVE[lang]}" if goal.indicator == "towns_designated" else ""
    if unit.lower() in label.lower():
        return f"{label}{said}"
    return f"{label}{said},{unit}" if zh else f"{label}{said}, {unit}"


def _target(goal, beside: bool, unit: str) -> str:
    if beside:
        return ""
    if goal.target is None:
        return "↑" if goal.direction == "up" else "↓"
    return shown(goal.target, unit)


def verdict(goal, value: float | None, before: float | None, lang: str) -> str:
    """Met or short by how much; ○ where the goal falls the same way without the policy."""
    zh = lang == "zh"
    if value is None:
        return MISSING
    if goal.target is None:
        return _direction(value, before, zh)
    gap = goal.target - value if goal.direction == "up" else value - goal.target
    points = ("个百分点" if zh else " points") if goal.unit == "share" else ""
    amount = f"{shown(abs(gap), goal.unit, 2 if points else 3)}{points}"
    if gap <= 0:
        text = f"达标,超 {amount}" if zh else f"met, {amount} over"
    else:
        text = f"差 {amount}" if zh else f"short by {amount}"
    return text + (" ○" if discriminates(value, before, goal.target, goal.direction) is False else "")


def _direction(value: float, before: float | None, zh: bool) -> str:
    """Where the text sets no number: more or less than as before, without a judgement on one run."""
    if before is None:
        return ""
    if value == before:
        return "与不实施完全相同" if zh else "exactly as before"
    return (
        ("高于不实施" if zh else "above as before") if value > before else ("低于不实施" if zh else "below as before")
    )


def progress_page(rows: Sequence[Mapping], goals: Mapping, lang: str, year: int) -> Page | None:
    """Where progress since 2011 comes from, for the goals that can be split; None when none can."""
    zh = lang == "zh"
    chosen = [row for row in _ordered(rows, goals, year) if number(row.get("background")) is not None]
    if not chosen:
        return None
    heads = (
        ("趋势性\n增长", "新认定\n带来的增量", "其中:\n方案促成", "存量镇\n提质增效")
        if zh
        else ("back-\nground", "newly\ndesignated", "of it\ninduced", "upgrading")
    )
    columns = (
        ("目标,单位" if zh else "Goal, unit", "left"),
        ("2011 年\n推" if zh else "2011\n[derived]", "right"),
        (f"至 {year} 年\n变化 算" if zh else f"to {year}\n[sim]", "right"),
        *((head, "right") for head in heads),
    )
    body = []
    for row in chosen:
        unit, start = row["unit"], number(row.get("start_2011"))
        parts = [number(row[name]) or 0.0 for name in SPLIT_PARTS]
        order = (sum(parts), parts[0], parts[1], number(row.get("designation_induced")), parts[2])
        level = number(row.get("value"))
        cells = [difference(None if part is None else (level or 0.0) + part, level, unit, 3) for part in order]
        body.append((titled(goals[row["goal"]], lang), shown(start, unit), *cells))
    title = f"进展从何而来,2011-{year}(现价)" if zh else f"Where progress comes from, 2011-{year} (current prices)"
    return Page(title, columns, tuple(body))


def notes(
    lang: str,
    *,
    paired: bool,
    is_baseline: bool,
    sample: float,
    towns: bool,
    seed: int,
    small: bool = False,
    shocks: str | None = None,
) -> tuple[str, ...]:
    """What must be read with the numbers. `shocks`: what they are to the pair, "compared" or in "both" arms."""
    goals = not towns and not small
    said = [
        (
            f"Single run (luck {seed}): one case, not a probability; not calibrated.",
            f"单次测算(第 {seed} 次模拟):只是一种情形,不代表可能性;未校准。",
            True,
        ),
        ("Conditions of 2012: no basis for a budget of today.", "2012 年条件,不作现时预算依据。", True),
        ("Firms and unnamed towns are synthetic.", "企业为虚拟企业,未列名的镇为示例镇。", True),
        (
            "2011 is the built start: its flows are those of the last quarter before the run, times four.",
            "2011 年为构建的基期:流量取测算开始前最后一季的四倍。",
            not towns,
        ),
        (
            "Adds: policy less as before in the goal's unit (points for %), not a rate of growth.",
            "“比不实施多”为方案减不实施,按该目标单位计(%为百分点),不是增长率。",
            paired and not towns,
        ),
        (
            "Newly designated: what towns bring along that were there before without the designation.",
            "“新认定带来的增量”来自此前已存在、后获认定的镇,不是新创造的。",
            paired and goals,
        ),
        (
            "Jobs around the towns: within 20 km of a town of 2011, in towns designated in neither arm.",
            "辐射带动:2011 年专业镇周边 20 公里内、两种情形下均未认定的镇。",
            paired and goals,
        ),
        (
            "↑ the text of the goal sets no number: direction only.",
            "↑ 原文无定量标准,只看方向。",
            goals,
        ),
        (
            "○ the goal falls the same way without the policy: it says nothing about it.",
            "○ 不实施时结果相同:该目标不能说明政策作用。",
            paired and goals,
        ),
        (
            "This is policy as before, carried on: there is nothing to compare it with.",
            "这是不实施(延续原有政策)的测算,没有可比的方案。",
            is_baseline,
        ),
        (
            "Run alone, without its baseline: no effect of the policy can be read from it.",
            "单独测算,没有对照(不实施):不能由此得出政策效果。",
            not paired and not is_baseline,
        ),
        (
            "No measure is set: what differs from the baseline is the effect of the shock alone.",
            "未设置任何政策措施:与不实施的差别只是外部冲击的影响。",
            paired and shocks == "compared",
        ),
        (
            "Both arms live through the same shocks: what differs is the effect of the measures.",
            "两种情形经历相同的外部冲击:差别只是政策措施的影响。",
            paired and shocks == "both",
        ),
        (f"A sample of {sample:.0%} of small firms, weighted.", f"小企业按 {sample:.0%} 抽样加权。", sample < 1),
        ("Surroundings held fixed; no provincial goals.", "周边条件固定;不列全省目标。", towns),
    ]
    return tuple(zh if lang == "zh" else en for en, zh, wanted in said if wanted)


def number(value: object) -> float | None:
    """A float, None for what is missing."""
    if value is None or value == "" or value != value:
        return None
    return float(value)  # type: ignore[arg-type]
