"""Heads and names of the data sheets of effects.xlsx as a Chinese planner reads them; programs read the CSV files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from analysis.report.data_words import (
    GROUPED,
    MONEY,
    goal_name,
    measure_name,
    measured_name,
    part_said,
    payer_said,
    per_said,
    reason_said,
)
from analysis.report.phrases import scope_name
from analysis.report.reading import Material
from analysis.report.titles import title_of
from analysis.report.voice import Voice
from scenarios.meanings import unit_zh
from scenarios.punctuation import full_width

if TYPE_CHECKING:
    import pandas as pd

HEADS = {
    "scenario": "方案", "base": "对照", "year": "年份", "scope": "范围", "indicator": "指标", "unit": "单位",
    "better": "向好方向", "n": "情形数", "effect": "净增", "low": "区间下限", "high": "区间上限", "level": "区间水平",
    "chance_better": "变好的情形占比", "base_mean": "不实施时平均", "seed_share": "其中运气占比",
    "mean_low": "平均值下限", "mean_high": "平均值上限", "seed_low": "仅运气下限", "seed_high": "仅运气上限",
    "goal": "目标", "target": "目标值", "value": "中位", "share_met": "模型内达标比例", "base_value": "不实施中位",
    "base_low": "不实施下限", "base_high": "不实施上限", "base_share_met": "不实施达标比例",
    "discriminates": "能否区分", "shortfall": "差距", "start_2011": "2011 年基期", "background": "趋势性增长",
    "designation": "新认定带来的增量", "designation_induced": "其中方案促成", "upgrading": "存量镇提质增效",
    "lever": "政策措施", "payer": "出资方", "kind": "项目", "per": "每", "amount": "数额", "reason": "不列原因",
    "group_kind": "分组方式", "group": "分组编号", "label_zh": "分组", "label_en": "分组(英文)", "tier": "梯队",
    "part": "部分", "of_gain": "占净增比例", "chance_best": "居首的情形占比", "a": "方案甲", "b": "方案乙",
    "chance": "甲优于乙的情形占比",
}  # fmt: skip
BETTER = {"up": "升", "down": "降", "none": "—"}


NAMES = {  # an id that one types -> head of the column of its name
    "scenario": "方案名称", "base": "对照名称", "a": "方案甲名称", "b": "方案乙名称", "goal": "目标名称",
    "lever": "政策措施名称",
}  # fmt: skip


def as_read(table: pd.DataFrame, material: Material, voice: Voice) -> pd.DataFrame:
    """A data sheet with a name beside every id; with Chinese heads, words and units in Chinese."""
    named = _with_names(table, _namers(material, voice), voice)
    if not voice.zh:
        return named
    for column, say in _words(voice).items():
        if column in named:
            named[column] = _said(named[column], say)
    return named.drop(columns=["label_en"], errors="ignore").rename(columns=HEADS)


def _with_names(table: pd.DataFrame, namers: dict[str, Callable[[str], str]], voice: Voice) -> pd.DataFrame:
    named = table.copy()
    for column, name in namers.items():
        if column in named:
            head = NAMES[column] if voice.zh else f"{column}_name"
            named.insert(int(list(named.columns).index(column)) + 1, head, _said(named[column], name))
    return named


def _said(values: Iterable[object], say: Callable[[str], str]) -> list[object]:
    known: dict[str, str] = {}
    for value in values:
        if isinstance(value, str) and value not in known:
            known[value] = say(value)
    return [known[value] if isinstance(value, str) else value for value in values]


def _namers(material: Material, voice: Voice) -> dict[str, Callable[[str], str]]:
    def title(scenario: str) -> str:
        return title_of(material, scenario, voice) if scenario in material.about["scenarios"] else scenario

    namers: dict[str, Callable[[str], str]] = dict.fromkeys(("scenario", "base", "a", "b"), title)
    namers |= {"goal": partial(goal_name, voice=voice), "lever": partial(measure_name, voice=voice)}
    if not voice.zh:
        namers |= {"indicator": partial(measured_name, voice=voice), "scope": partial(scope_name, voice)}
    return namers


def _words(voice: Voice) -> dict[str, Callable[[str], str]]:
    """Column -> Chinese of what stands in it."""
    return {
        "indicator": partial(measured_name, voice=voice),
        "scope": partial(scope_name, voice),
        "unit": lambda unit: full_width(unit_zh(unit)),
        "better": lambda way: BETTER.get(way, way),
        "payer": partial(payer_said, voice=voice),
        "kind": lambda kind: full_width(MONEY.get(kind, kind)),
        "per": partial(per_said, voice=voice),
        "part": part_said,
        "group_kind": lambda kind: GROUPED.get(kind, kind),
        "reason": lambda reason: full_width(reason_said(reason)),
    }
