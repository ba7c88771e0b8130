"""Measures of a package: value, cost, who pays, what they act on first, what could go wrong; and their calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.numbers import digits
from analysis.report.blocks import Bullets, Column, Part, Table
from analysis.report.phrases import indicator_name
from analysis.report.purses import SPENT
from analysis.report.reading import Material
from analysis.report.risks import levers_of
from analysis.report.titles import short_title
from analysis.report.voice import Voice
from analysis.spending import PAYERS
from scenarios.punctuation import full_width

MOST_NAMES = 3  # in a line of the calendar


def measures_table(material: Material, voice: Voice, scenario: str, most: int | None) -> Table | None:
    """Measure, money a year, payers, path of effect, cost so far, what could go wrong."""
    from scenarios.cards import cards as read_all

    cards = read_all()
    levers = sorted(levers_of(material, scenario), key=lambda lever: -material.money(scenario, SPENT, lever=lever))
    if not levers:
        return None
    years = material.year - material.about["first_year"] + 1
    rows = []
    for lever in levers[:most]:
        card = cards[lever]
        cost = material.money(scenario, SPENT, lever=lever)
        rows.append(
            (
                voice.text("Art. {a}: {name}", "第{a}条 {name}", a=card.article, name=voice.label(card.label)),
                steps(material.about["scenarios"][scenario]["levers"][lever], voice, card),
                digits(cost / years, 2),
                voice.listed(
                    [f"{payer_short(payer, voice)} {share:.0%}" for payer, share in card.paid_by.items() if share > 0]
                ),
                voice.listed([indicator_name(voice, name) for name in card.proximal]),
                voice.label(card.could_go_wrong),
            )
        )
    columns = (
        Column(voice.text("Measure", "措施"), width=0.19),
        Column(voice.text("Value", "力度"), badge="assumed", width=0.18),
        Column(voice.text("wan yuan\na year", "年均\n万元"), "right", "simulated", width=0.08),
        Column(voice.text("Who pays", "谁出"), badge="assumed", width=0.13),
        Column(voice.text("Acts first on", "先作用于"), width=0.13),
        Column(voice.text("What could go wrong: a reason to stop", "可能出错之处(停止条件)")),
    )
    left = len(levers) - len(rows)
    notes = (voice.text("{n} more in the annex, section 5.", "其余 {n} 项见附件五。", n=left),) if left else ()
    caption = voice.text("Measures of “{name}”, the costliest first; cost a year at current prices",
        "“{name}”的措施(按费用排列;费用为现价年均)",
                         name=short_title(material, scenario, voice))  # fmt: skip
    return Table("measures", caption, columns, tuple(rows), notes, "tight")


def payer_short(payer: str, voice: Voice) -> str:
    from scenarios.cards import PAYERS as KNOWN

    english = PAYERS[KNOWN[payer]][0]
    return payer if voice.zh else english


def steps(path: Any, voice: Voice, card: Any) -> tuple[Part, ...] | str:
    """Values by quarter as set."""
    unit = full_width(card.unit_zh) if voice.zh else card.unit
    pairs = path.items() if isinstance(path, Mapping) else [(next(iter(card.enacted)), path)]
    told = voice.text("; ", ";").join(
        voice.text("{v} from {q}", "{q}起 {v}", v=f"{value:+g}", q=quarter_words(str(quarter), voice))
        for quarter, value in pairs
    )
    return f"{told} ({unit})" if not voice.zh else full_width(f"{told}({unit})")


def quarter_words(quarter: str, voice: Voice) -> str:
    """2013Q2, or 2013 年二季度."""
    if not voice.zh:
        return quarter
    return f"{quarter[:4]} 年{'一二三四'[int(quarter[5]) - 1]}季度"


KINDS_OF_EVENT = (
    ("announced:", "announced: {x}", "公布:{x}"),
    ("starts:", "starts: {x}", "实施:{x}"),
    ("changes:", "changes: {x}", "调整:{x}"),
    ("ends:", "ends: {x}", "停止:{x}"),
)


def calendar(material: Material, voice: Voice, scenario: str) -> Bullets | None:
    """What is announced, what starts, what changes and what ends, by half-year."""
    from model.quarter import format_quarter
    from scenarios.cards import cards as read_all

    cards = read_all()
    events: dict[tuple[int, int], list[str]] = {}
    for lever in levers_of(material, scenario):
        label = voice.label(cards[lever].label)
        announced = format_quarter(cards[lever].announced)
        path = material.about["scenarios"][scenario]["levers"][lever]
        events.setdefault(half(announced), []).append("announced:" + label)
        for turn, (when, value) in enumerate(sorted(path.items()) if isinstance(path, Mapping) else ()):
            kind = "ends:" if value == cards[lever].neutral else "changes:" if turn else "starts:"
            events.setdefault(half(str(when)), []).append(kind + label)
    if not events:
        return None
    items = []
    count = len(levers_of(material, scenario))
    for (year, part), told in sorted(events.items()):
        when = voice.text(
            "{y}, {h} half", "{y} 年{h}半年", y=year, h=(("first", "second"), ("上", "下"))[voice.zh][part]
        )
        kinds = []
        for kind, en, zh in KINDS_OF_EVENT:
            named = [text.removeprefix(kind) for text in told if text.startswith(kind)]
            if named:
                all_of_them = voice.text("all {n} measures", "全部 {n} 项措施", n=count)
                kinds.append(voice.text(en, zh, x=all_of_them if len(named) == count > 2 else few(named, voice)))
        items.append((f"{when} — {voice.text('; ', ';').join(kinds)}",))
    return Bullets(tuple(items))


def few(names: list[str], voice: Voice) -> str:
    """The first names of a list, the others counted."""
    if len(names) <= MOST_NAMES:
        return voice.listed(names)
    return voice.text("{x} and {k} more", "{x}等 {k} 项", x=voice.listed(names[:MOST_NAMES]),
                      k=len(names) - (0 if voice.zh else MOST_NAMES))  # fmt: skip


def half(quarter: str) -> tuple[int, int]:
    return int(quarter[:4]), int(int(quarter[5]) > 2)
