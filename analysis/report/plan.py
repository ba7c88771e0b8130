"""The mayor's second page: goals beside the baseline, measures with who pays, the calendar, what is not known."""

from __future__ import annotations

from analysis.report.blocks import Block, Box, Bullets, Heading, Number, Part, Sentence
from analysis.report.doubts import parameter_name
from analysis.report.goal_table import goals_table
from analysis.report.marks import legend
from analysis.report.measures import calendar, measures_table, payer_short
from analysis.report.purses import SPENT
from analysis.report.reading import Material, largest
from analysis.report.risks import levers_of
from analysis.report.titles import quoted
from analysis.report.voice import Voice
from scenarios.members import CENTRAL
from scenarios.punctuation import full_width

MOST_MEASURES = {"zh": 6, "en": 3}  # of the second page; the annex has all


def unknowns(material: Material, voice: Voice) -> Block:
    """Three things not known yet: what, who has it, how far the answer would move."""
    row = material.lead(material.best)
    assert row is not None
    items: list[tuple[Part, ...]] = []
    for doubt in material.deciding[:2]:
        items.append(
            voice.parts(
                "{name}: assumed, not estimated; a survey of firms would tell. Where it is low the median gain "
                "is {low}, where high {high}.",
                "{name}:目前为假设,可由企业调查得到;偏低的一半情形净增中位 {low},偏高的一半 {high}。",
                name=parameter_name(doubt.parameter, voice),
                low=voice.added(doubt.low, largest(row), row["unit"]),
                high=voice.added(doubt.high, largest(row), row["unit"]),
            )
        )
    if not material.members and material.about.get("ensemble") != CENTRAL:
        items.append(
            voice.parts(
                "How firms behave: another version made this, and its assumptions by case are not at hand.",
                "企业行为:由另一版本的程序测算,各情形的假设取值不在手边,无法说明哪项起决定作用。",
            )
        )
    elif not material.members:
        items.append(
            voice.parts(
                "How firms behave: every case has the same assumptions, so their doubt is not in any interval here.",
                "企业行为:各种情形采用同一组假设,本报告的区间不含假设本身的不确定。",
            )
        )
    elif not items:
        items.append(
            voice.parts(
                "Which behaviour decides: {k} assumptions vary at once and {n} cases do not tell them apart; "
                "more cases, and surveys of firms, would.",
                "企业行为:{k} 项假设同时变动,{n} 种情形分不清哪一项起决定作用;增加情形并做企业调查可以回答。",
                k=Number(str(len(material.members)), "assumed"), n=str(material.n),
            )
        )  # fmt: skip
    return Bullets((*items, *_values_not_published(material, voice, 3 - len(items))), numbered=True)


def _values_not_published(material: Material, voice: Voice, most: int) -> list[tuple[Part, ...]]:
    """Measures whose value is an assumption, the costliest first: who pays them knows it."""
    from scenarios.cards import cards as read_all

    cards = read_all()
    levers = [lever for lever in levers_of(material, material.best) if cards[lever].assumed]
    levers.sort(key=lambda lever: -material.money(material.best, SPENT, lever=lever))
    found = []
    for lever in levers[:most]:
        card = cards[lever]
        low, high = card.bounds.studied
        payer = max(card.paid_by, key=lambda name: card.paid_by[name])
        unit = full_width(card.unit_zh) if voice.zh else card.unit
        found.append(
            voice.parts(
                "How far “{name}” really goes ({unit}): assumed {value}, could be {low} to {high}; the payer "
                "({payer}) knows. Cost here: {cost}.",
                "“{name}”的实际力度({unit}):假设 {value},可能 {low} 至 {high};出资方({payer})掌握。本次测算费用 "
                "{cost}。",
                name=voice.label(card.label), unit=unit,
                value=Number(f"{next(iter(card.enacted.values())):g}", "assumed"),
                low=Number(f"{low:g}", "assumed"), high=Number(f"{high:g}", "assumed"),
                payer=payer_short(payer, voice),
                cost=voice.money(material.money(material.best, SPENT, lever=lever)),
            )
        )  # fmt: skip
    return found


def provenance(material: Material, voice: Voice) -> Box:
    """Who, with which code and data; the badges explained."""
    about = material.about
    author = about.get("author") or voice.text("not given", "未填写")
    lines: list[Block] = [
        Sentence(
            voice.parts(
                "Author: {author}. Comparison {key}; code {code}; data {data}; zhenxing {version}.",
                "编制:{author}。对比 {key};代码 {code};数据 {data};zhenxing {version}。",
                author=voice_clean(author),
                key=str(about.get("key", ""))[:12],
                code=str(about.get("code", ""))[:12],
                data=str(about.get("data", ""))[:12],
                version=str(about.get("version", "")),
            )
        ),
        legend(voice),
    ]
    return Box("legend", tuple(lines))


def voice_clean(text: object) -> str:
    from scenarios.errors import clean

    return clean(text, 80)


def second_page(material: Material, voice: Voice) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if len(material.goals):
        blocks.append(goals_table(material, voice, material.best, material.year, brief=True))
    measures = measures_table(material, voice, material.best, MOST_MEASURES[voice.lang])
    if measures is not None:
        blocks.append(measures)
    plan = calendar(material, voice, material.best)
    if plan is not None:
        blocks += [
            Heading(voice.text("Calendar of {name}", "{name}半年进度", name=quoted(material, material.best, voice)), 3),
            plan,
        ]
    blocks += [Heading(voice.text("Three things not known yet", "还不知道的三件事"), 3), unknowns(material, voice)]
    blocks.append(provenance(material, voice))
    return tuple(blocks)
