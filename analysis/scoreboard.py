"""The goals as a page: headings, rows and notes in Chinese or English, ready for any table maker.

Badges: 实 sourced, 推 derived, 设 assumed, 算 simulated. Each heading names the year and the price basis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis.goals import discriminates
from analysis.numbers import MISSING, shown, unit_name

SPLIT_PARTS = ("background", "designation", "upgrading")
QUALITATIVE = {"en": "direction only", "zh": "原文无定量标准"}
SCOPES = {
    "designated_2011": {"en": "the towns of 2011 alone", "zh": "2011 年存量镇"},
    "province": {"en": "the whole province", "zh": "全省"},
}


@dataclass(frozen=True)
class Page:
    """One table: title, (heading, justify) columns, rows of text, notes below."""

    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = field(default=())


def scoreboard(rows: Sequence[Mapping], goals: Mapping, lang: str, paired: bool) -> list[Page]:
    """One page a year."""
    zh = lang == "zh"
    pages = []
    for year in sorted({int(row["year"]) for row in rows}):
        title = f"{year} 年目标对照(现价)" if zh else f"Goals in {year} (current prices)"
        pages.append(
            Page(
                title,
                _columns(year, zh, paired),
                tuple(_row(row, goals, lang, paired) for row in _ordered(rows, goals, year)),
            )
        )
    return pages


def _columns(year: int, zh: bool, paired: bool) -> tuple[tuple[str, str], ...]:
    left, right = "left", "right"
    columns = [
        ("目标" if zh else "Goal", left),
        ("单位(现价)" if zh else "Unit (current prices)", left),
        ("2011 推" if zh else "2011 [derived]", right),
        ("目标值 实" if zh else "Target [sourced]", right),
    ]
    if paired:
        columns.append((f"{year} 不实施 算" if zh else f"{year} as before [sim]", right))
    columns.append((f"{year} 方案 算" if zh else f"{year} policy [sim]", right))
    if paired:
        columns.append((f"{year} 比不实施多" if zh else f"{year} policy adds", right))
    columns.append(("达标与差距" if zh else "Met or short by", left))
    return tuple(columns)


def _ordered(rows: Sequence[Mapping], goals: Mapping, year: int) -> list[Mapping]:
    """Goals in the order of the text, each followed by its other scopes."""
    place = {name: index for index, name in enumerate(goals)}
    chosen = [row for row in rows if int(row["year"]) == year and row["goal"] in place]
    return sorted(chosen, key=lambda row: (place[row["goal"]], row["scope"] != goals[row["goal"]].scope))


def _row(row: Mapping, goals: Mapping, lang: str, paired: bool) -> tuple[str, ...]:
    goal = goals[row["goal"]]
    beside = row["scope"] != goal.scope
    unit = row["unit"]
    label = goal.label.zh if lang == "zh" else goal.label.en
    name = f"  {SCOPES.get(row['scope'], {}).get(lang, row['scope'])}" if beside else label
    value, before = number(row.get("value")), number(row.get("baseline"))
    cells = [name, unit_name(unit, lang), shown(number(row.get("start_2011")), unit), _target(goal, beside, unit, lang)]
    if paired:
        cells.append(shown(before, unit))
    cells.append(shown(value, unit))
    if paired:
        gain = None if value is None or before is None else value - before
        cells.append(shown(gain, unit, 2, signed=True))
    cells.append("" if beside else verdict(goal, value, before, lang))
    return tuple(cells)


def _target(goal, beside: bool, unit: str, lang: str) -> str:
    if beside:
        return ""
    if goal.target is None:
        arrow = "↑" if goal.direction == "up" else "↓"
        return f"{arrow} {QUALITATIVE[lang]}"
    return shown(goal.target, unit)


def verdict(goal, value: float | None, before: float | None, lang: str) -> str:
    """Met, or short by how much; and whether the goal says anything about the policy."""
    zh = lang == "zh"
    if value is None:
        return MISSING
    if goal.target is None:
        return _direction(goal, value, before, zh)
    gap = goal.target - value if goal.direction == "up" else value - goal.target
    unit = unit_name(goal.unit, lang)
    text = ("达标" if zh else "met") if gap <= 0 else f"{'差 ' if zh else 'short by '}{shown(gap, goal.unit)} {unit}"
    told = discriminates(value, before, goal.target, goal.direction)
    if told is False:
        same = (
            ("不实施也达标" if zh else "also as before")
            if gap <= 0
            else ("不实施也未达标" if zh else "also missed as before")
        )
        text += f" ○ {same}"
    return text


def _direction(goal, value: float, before: float | None, zh: bool) -> str:
    if before is None:
        return ""
    gain = (value - before) * (1 if goal.direction == "up" else -1)
    if gain == 0:
        return "与不实施完全相同" if zh else "exactly as before"
    return ("方向一致" if zh else "the way meant") if gain > 0 else ("方向相反" if zh else "the other way")


def progress_page(rows: Sequence[Mapping], goals: Mapping, lang: str, year: int) -> Page | None:
    """Where progress since 2011 comes from, for the goals that can be split; None when none can."""
    zh = lang == "zh"
    chosen = [row for row in _ordered(rows, goals, year) if number(row.get("background")) is not None]
    if not chosen:
        return None
    heads = (
        ("趋势性增长", "新认定带来的增量", "其中:方案促成", "存量镇提质增效")
        if zh
        else ("background", "newly designated", "of it induced", "upgrading")
    )
    left, right = ("left", "right")
    columns = (
        ("目标" if zh else "Goal", left),
        ("单位(现价)" if zh else "Unit (current prices)", left),
        (f"2011-{year} 变化 算" if zh else f"Change 2011-{year} [sim]", right),
        *((f"{head} 算" if zh else f"{head} [sim]", right) for head in heads),
    )
    body = []
    for row in chosen:
        goal, unit = goals[row["goal"]], row["unit"]
        parts = [number(row[name]) or 0.0 for name in SPLIT_PARTS]
        cells = [shown(sum(parts), unit, signed=True)]
        order = (parts[0], parts[1], number(row.get("designation_induced")), parts[2])
        cells += [shown(part, unit, 2, signed=True) for part in order]
        body.append((goal.label.zh if zh else goal.label.en, unit_name(unit, lang), *cells))
    title = f"进展从何而来,2011-{year}(现价)" if zh else f"Where progress comes from, 2011-{year} (current prices)"
    return Page(title, columns, tuple(body))


def notes(lang: str, *, paired: bool, is_baseline: bool, sample: float, towns: bool, seed: int) -> tuple[str, ...]:
    """What must be read with the numbers."""
    said = [
        (
            f"Single run (luck {seed}): one case, not a probability; not calibrated.",
            f"单次测算(第 {seed} 次模拟):只是一种情形,不代表可能性;未校准。",
        ),
        ("Conditions of 2012: no basis for a budget of today.", "2012 年条件,不作现时预算依据。"),
        ("Firms and unnamed towns are synthetic.", "企业为虚拟企业,未列名的镇为示例镇。"),
    ]
    if is_baseline:
        said.append(
            (
                "This is policy as before, carried on: there is nothing to compare it with.",
                "这是不实施(延续原有政策)的测算,没有可比的方案。",
            )
        )
    elif not paired:
        said.append(
            (
                "Run alone, without its baseline: no effect of the policy can be read from it.",
                "单独测算,没有对照(不实施):不能由此得出政策效果。",
            )
        )
    elif not towns:
        said.append(
            (
                "○ the goal falls the same way without the policy: it says nothing about it.",
                "○ 不实施时结果相同:该目标不能说明政策作用。",
            )
        )
    if sample < 1:
        said.append((f"A sample of {sample:.0%} of small firms, weighted.", f"小企业按 {sample:.0%} 抽样加权。"))
    if towns:
        said.append(("Surroundings held fixed; no provincial goals.", "周边条件固定;不列全省目标。"))
    return tuple(zh if lang == "zh" else en for en, zh in said)


def number(value: object) -> float | None:
    """A float, None for what is missing."""
    if value is None or value == "" or value != value:
        return None
    return float(value)  # type: ignore[arg-type]
