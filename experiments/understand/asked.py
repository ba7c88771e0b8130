"""What a user asks for, checked against what a study has: outcomes, limits, goals."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from analysis.numbers import scale
from analysis.understanding.frame import StudyFrame
from analysis.understanding.telling import Miss, both, measured, name
from experiments.understand.material import Material
from scenarios.errors import InputError, nearest

LIMIT = re.compile(r"(.+?)\s*(<|>)\s*([^<>]+)\Z")


def known(frame: StudyFrame, outcome: str, field: str) -> str:
    """The outcome, where there is such a one."""
    if outcome not in frame.outcomes:
        raise InputError(
            "there is no such outcome",
            zh="没有这项结果",
            field=field,
            found=outcome,
            allowed=frame.outcomes,
            nearest=nearest(outcome, frame.outcomes),
        )
    return outcome


def limits(material: Material, given: Sequence[str]) -> list[Miss]:
    """Limits as written: OUTCOME < VALUE is missed below it, OUTCOME > VALUE above it; in the unit of the results."""
    return [_limit(material, text) for text in given]


def _limit(material: Material, text: str) -> Miss:
    parts = LIMIT.match(text.strip())
    try:
        value = float(parts[3]) if parts else math.nan
    except ValueError:
        value = math.nan
    if parts is None or not math.isfinite(value):
        raise InputError(
            "this is no limit", zh="不是界限", field="--misses", found=text, allowed="such as 'OUTCOME < 3'"
        )
    frame = material.frame
    outcome = known(frame, parts[1].strip(), "--misses")
    value *= material.factors.get(outcome, 1.0)
    what = name(frame, outcome)
    said = measured(value, frame.units.get(outcome, ""))
    if parts[2] == "<":
        return Miss(
            outcome, value, 1, both("{what} of {value} at least", "{what}不低于 {value}", what=what, value=said)
        )
    return Miss(outcome, value, -1, both("{what} of {value} at most", "{what}不高于 {value}", what=what, value=said))


def of_goals(material: Material, wanted: Sequence[str]) -> list[Miss]:
    """Goals of the Decision, for every scenario whose level the study keeps."""
    return [miss for one in wanted for miss in _of_goal(material, one)]


def _of_goal(material: Material, one: str) -> list[Miss]:
    from scenarios.registry import goals

    if one not in goals():
        raise InputError(
            "there is no such goal",
            zh="没有这个目标",
            field="--goal",
            found=one,
            allowed=tuple(goals()),
            nearest=nearest(one, goals()),
        )
    goal, columns = goals()[one], material.goals.get(one, ())
    if goal.target is None:
        raise _no_goal(one, material, "the text sets no number for this goal", "原文对该目标没有定量标准")
    if material.small:
        text = "the small world has no targets of its own: use --misses"
        raise _no_goal(one, material, text, "小世界没有目标值,请用 --misses")
    if not columns:
        text = "this study does not keep what the goal is about"
        raise _no_goal(one, material, text, "本研究未保留该目标所涉的结果")
    label, better = {"en": goal.label.en, "zh": goal.label.zh}, 1 if goal.direction == "up" else -1
    return [Miss(column, goal.target * scale(goal.unit)[0], better, label) for column in columns]


def _no_goal(one: str, material: Material, en: str, zh: str) -> InputError:
    return InputError(en, zh=zh, field="--goal", found=one, allowed=tuple(material.goals) or material.frame.outcomes)
