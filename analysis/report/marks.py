"""The badges explained."""

from __future__ import annotations

from analysis.report.blocks import Number, Part, Sentence
from analysis.report.voice import Voice

MEANINGS = {
    "sourced": ("from a document or statistics", "文件或统计"),
    "derived": ("computed from such", "由其推算"),
    "assumed": ("an assumption, never published", "假设,未见公布"),
    "simulated": ("computed by the model", "模型测算"),
}


def legend(voice: Voice) -> Sentence:
    """What the marks mean."""
    parts: list[Part] = [voice.text("Marks: ", "标记:")]
    for place, (badge, (en, zh)) in enumerate(MEANINGS.items()):
        parts.append(Number(voice.text(en, zh), badge))  # type: ignore[arg-type]
        parts.append("" if place == 3 else voice.text("; ", ";"))
    parts.append(voice.text(". Firms and unnamed towns are synthetic.", "。企业均为虚拟企业,未列名的镇为示例镇。"))
    return Sentence(tuple(part for part in parts if part != ""))
