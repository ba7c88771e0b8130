"""Where a package misses its goal: the finding of scenario discovery."""

from __future__ import annotations

import numpy as np

from analysis.understanding.discovery import FEWEST_OF_INTEREST, Discovery, discover, points_needed
from analysis.understanding.figures import Limit, Words, draw_box
from analysis.understanding.frame import StudyFrame
from analysis.understanding.telling import Finding, Miss, Unsaid, both, listed, name, number, percent, rows, under

LONGEST_TITLE = 85  # characters of a figure's title; a longer goal stands in the sentence alone


def discovery_finding(study: StudyFrame, miss: Miss) -> Finding | Unsaid:
    """The box of inputs in which the outcome misses, in a sentence that begins with what is missed."""
    missed = miss.missed(study.drawn(study.means(miss.outcome)))
    found = discover(study.inputs, study.x, missed, study.bounds)
    if found is None:
        known = np.isfinite(missed)
        return Unsaid("prim", miss.outcome, both(
            "“{goal}” is missed at {k} of {n} points: discovery needs {least} points, and {few} of either kind",
            "“{goal}”在 {n} 个点中有 {k} 个未达到:情景发现至少需要 {least} 个点,且两类各不少于 {few} 个",
            goal=miss.goal, k=int(np.nansum(missed)), n=int(known.sum()), few=FEWEST_OF_INTEREST,
            least=points_needed(len(study.inputs)),
        ))  # fmt: skip
    if found.box.empty:
        return Unsaid("prim", miss.outcome, both(
            "“{goal}” is missed at {base} of {n} points, and no range of any input holds more misses than chance would",
            "“{goal}”在 {n} 个点中有 {base} 未达到,但没有任何参数范围内的未达标多于偶然",
            goal=miss.goal, base=percent(found.base), n=found.points,
        ))  # fmt: skip

    def draw(lang: str):
        limits = [
            Limit(name(study, row.input)[lang], study.bounds[row.input], (row.low, row.high)) for row in rows(found.box)
        ]
        columns = [study.inputs.index(one) for one in found.box["input"]]
        title = both("Where “{goal}” is missed", "“{goal}”在何处未达到", goal=miss.goal)
        if len(title["en"]) > LONGEST_TITLE:
            title = both("Where the goal is missed", "目标在何处未达到")
        line = under(study, "left: the box in each input's range; coverage {c}, density {d} (all points {b})",
                     "左:各参数范围内的区域;覆盖率 {c},密度 {d}(全部点 {b})", found.points, None,
                     c=percent(found.coverage), d=percent(found.density), b=percent(found.base))  # fmt: skip
        names = both("missed", "未达到")[lang], both("met", "达到")[lang]
        return draw_box(limits, found.x[:, columns], found.misses, Words(title[lang], line[lang]), names, lang == "zh")

    tables = {"prim": found.box, "prim-trajectory": found.trajectory}
    numbers = {"coverage": found.coverage, "density": found.density, "base": found.base, "limit": miss.limit}
    return Finding("prim", miss.outcome, sentence(study, miss, found), tables, draw, found.points, numbers)


def sentence(study: StudyFrame, miss: Miss, found: Discovery) -> dict[str, str]:
    """ "... is missed when price_elasticity is above 5.1 and ...", with how much of it that explains."""
    parts = [_condition(study, row) for row in rows(found.box)]
    shaky = [name(study, row.input) for row in rows(found.box) if row.reproduced < 0.5]
    tail = both("", "") if not shaky else both(
        " {inputs}: fewer than half of the random halves of the points limit this too.",
        "其中{inputs}在不到一半的随机半样本中重现。", inputs=listed(shaky),
    )  # fmt: skip
    head = both(
        "“{goal}” is missed when {parts}: {inside} of the points there miss it, against {base} of all {n} points; "
        "{coverage} of all misses lie there.",
        "当{parts}时,“{goal}”未达到:该范围内 {inside} 的点未达到,而全部 {n} 个点中为 {base};"
        "全部未达到的点有 {coverage} 在此范围内。",
        goal=miss.goal, parts=listed(parts), inside=percent(found.density), base=percent(found.base), n=found.points,
        coverage=percent(found.coverage),
    )  # fmt: skip
    return both("{head}{tail}", "{head}{tail}", head=head, tail=tail)


def _condition(study: StudyFrame, row) -> dict[str, str]:
    ends = {"input": name(study, row.input), "low": number(row.low), "high": number(row.high)}
    if row.limited_below and row.limited_above:
        return both("{input} is between {low} and {high}", "{input}在 {low} 至 {high} 之间", **ends)
    if row.limited_below:
        return both("{input} is above {low}", "{input}高于 {low}", **ends)
    return both("{input} is below {high}", "{input}低于 {high}", **ends)
