"""Heads and names of the data sheets of effects.xlsx as a Chinese planner reads them; programs read the CSV files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.report.phrases import indicator_name, scope_name
from analysis.report.voice import Voice
from scenarios.meanings import unit_zh

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


def as_read(table: pd.DataFrame, voice: Voice) -> pd.DataFrame:
    """A data sheet with Chinese heads and names of indicators, scopes and units; in English as it is."""
    if not voice.zh:
        return table
    said = {
        "indicator": lambda name: indicator_name(voice, name),
        "scope": lambda name: scope_name(voice, name),
        "unit": unit_zh,
        "better": lambda way: BETTER.get(way, way),
    }
    named = table.assign(
        **{
            column: [say(value) if isinstance(value, str) else value for value in table[column]]
            for column, say in said.items()
            if column in table
        }
    )
    named = named.drop(columns=["label_en"], errors="ignore")
    return named.rename(columns=HEADS)
