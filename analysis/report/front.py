"""The mayor's first page: the answer in three sentences, every case as a dot, the path and its parts, money, risks."""

from __future__ import annotations

from analysis.report.answer import answer
from analysis.report.blocks import Beside, Block, Bullets, Heading, Number, Part, Picture, Sentence
from analysis.report.purses import PUBLIC, payer_name
from analysis.report.reading import ALL, Material
from analysis.report.titles import fitted, short_title
from analysis.report.voice import Voice

LONGEST_QUESTION = 96  # half-width places: two lines


def question(material: Material, voice: Voice) -> str:
    """The title: the comparison's own, else the question it asks."""
    from scenarios.errors import clean

    given = material.about.get("title")
    text = given.get(voice.lang) if isinstance(given, dict) else given
    if text:
        return fitted(clean(text, 160), LONGEST_QUESTION)
    count = len(material.scenarios)
    if count == 1:
        name = short_title(material, material.scenarios[0], voice)
        return voice.text("What would “{name}” add by {year}, and at whose cost?",
            "“{name}”到 {year} 年能多做到什么,钱由谁出?",
                          name=name, year=material.year)  # fmt: skip
    return voice.text("Which of {n} packages adds most by {year}, and at whose cost?",
                      "{n} 个政策组合,到 {year} 年哪个增加最多,钱由谁出?", n=count, year=material.year)  # fmt: skip


def strap(material: Material, voice: Voice) -> str:
    """What kind of thing this is: simulated, years, grade of the data, number of cases."""
    about = material.about
    world = (
        voice.text("a small example world, not Guangdong", "示例小世界,非广东")
        if about.get("world") == "small"
        else voice.text("Guangdong", "广东")
    )
    sample = about.get("sample", 1.0)
    return voice.text(
        "For the decision · simulated · {world} · {first}-{last} · n = {n} possible cases, the same for every "
        "package · "
        "{sample}not calibrated · {conditions}",
        "决策参考 · 测算 · {world} · {first}-{last} 年 · {n} 种可能情形,各组合相同 · {sample}未校准 · {conditions}",
        world=world,
        first=about["first_year"],
        last=material.year,
        n=material.n,
        sample=voice.text("small firms sampled at {s} · ", "小企业按 {s} 抽样 · ", s=f"{sample:.0%}")
        if sample < 1
        else "",
        conditions=voice.word("conditions_2012"),
    )


def budgets(material: Material, voice: Voice) -> Sentence | None:
    """Every level's own budget: revenue less what it spends on programmes, scenario less baseline."""
    parts: list[Part] = []
    for level in PUBLIC:
        row = material.cost(material.best, ALL, level, "own_budget")
        if row is not None and row["amount"]:
            parts += voice.parts("{join}{name} {amount}", "{join}{name} {amount}", name=payer_name(level, voice),
                                 amount=signed_money(row["amount"], voice), join=voice.text(", ",
                                 "、") if parts else "")  # fmt: skip
    if not parts:
        return None
    head = voice.text("Net effect on own budgets, revenue less programmes, {a}-{b}: ",
        "本级财政净影响(收入减专项支出,{a}-{b} 年):",
                      a=material.about["first_year"], b=material.year)  # fmt: skip
    return Sentence((head, *parts, voice.text(".", "。")), "small")


def signed_money(amount: float, voice: Voice) -> Number:
    number = voice.money(amount)
    return Number(f"+{number.text}" if amount > 0 else number.text, number.badge)


def risks(material: Material, voice: Voice) -> Bullets:
    """Three lines, each with its number: what could go wrong."""
    from analysis.report.risks import known_risks

    return Bullets(tuple(known_risks(material, voice)[:3]), numbered=True)


def first_page(material: Material, voice: Voice, drawn: set[str]) -> tuple[Block, ...]:
    """`drawn`: names of the figures there are."""
    blocks: list[Block] = [answer(material, voice)]
    if "cases" in drawn:
        blocks.append(
            Picture("cases", voice.text("Net effect of each package in every case", "各政策组合在每种情形下的净增"))
        )
    left = (Picture("path", voice.text("Path of the headline outcome", "主要结果的走势")),) if "path" in drawn else ()
    right = (Picture("blocks", voice.text("Where progress comes from", "进展从何而来")),) if "blocks" in drawn else ()
    if left or right:
        blocks.append(Beside(left, right))
    if "money" in drawn:
        blocks.append(Picture("money", voice.text("Money by payer", "各出资方金额")))
    own = budgets(material, voice)
    if own is not None:
        blocks.append(own)
    told = risks(material, voice)
    if told.items:
        blocks += [Heading(voice.text("Three risks", "三个风险"), 3), told]
    return tuple(blocks)
