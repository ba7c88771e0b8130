"""Chinese of the ids of a data sheet that no registry names: kinds of money, payers, groups, parts, reasons."""

from __future__ import annotations

from analysis.gains import NO_GAIN
from analysis.report.annex_money import REASONS
from analysis.report.annex_people import GROUPS
from analysis.report.phrases import indicator_name, scope_name
from analysis.report.pictures_annex import PARTS
from analysis.report.purses import lever_name, payer_name
from analysis.report.reading import ALL
from analysis.report.voice import Voice
from analysis.spending import KINDS

PUBLIC_MONEY = "public"
MONEY = {name: said for name, (_, said) in KINDS.items()} | {
    "net": "净支出(扣除收回)",
    "own_revenue": "本级收入",
    "own_programmes": "本级项目支出",
    "own_budget": "本级财政净变化",
    "per_effect": "每多一单位效果的财政资金",
    "deadweight": "不补也会做的部分",
    "leverage_nominal": "名义撬动",
    "leverage_additional": "净撬动社会投入",
}
BESIDES = {  # measured, and no indicator of the registry
    "designated": ("towns designated", "已认定专业镇数"),
    "output_real": ("output of firms, prices of 2011", "企业产出(2011 年价)"),
    "support": ("support to firms", "企业获得的扶持"),
}
GROUPED = {name: said for name, _, (_, said) in GROUPS} | {"town": "镇"}


def measured_name(indicator: str, voice: Voice) -> str:
    """An indicator of the registry, or what is measured without being one."""
    return voice.text(*BESIDES[indicator]) if indicator in BESIDES else indicator_name(voice, indicator)


def goal_name(goal: str, voice: Voice) -> str:
    from scenarios.registry import goals

    return voice.label(goals()[goal].label) if goal in goals() else goal


def measure_name(lever: str, voice: Voice) -> str:
    return voice.text("all measures", "全部措施") if lever == ALL else lever_name(lever, voice)


def payer_said(payer: str, voice: Voice) -> str:
    return voice.text("public money", "各级财政合计") if payer == PUBLIC_MONEY else payer_name(payer, voice)


def per_said(per: str, voice: Voice) -> str:
    """What money is set against: an indicator of a scope."""
    indicator, _, scope = per.partition("@")
    return f"{scope_name(voice, scope)}{measured_name(indicator, voice)}"


def reason_said(reason: str) -> str:
    return "各镇净增区间含零" if reason == NO_GAIN else REASONS.get(reason, reason)


def part_said(part: str) -> str:
    return PARTS[part][1] if part in PARTS else part
