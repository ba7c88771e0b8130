"""The mayor's first page: the answer in three sentences, every case as a dot, the path and its parts, money, risks."""

from __future__ import annotations

import numpy as np

from analysis.report.blocks import Beside, Block, Box, Bullets, Heading, Number, Part, Picture, Sentence
from analysis.report.doubts import parameter_name
from analysis.report.phrases import measured_in, of_cases, within
from analysis.report.purses import PUBLIC, payer_name, public_cost
from analysis.report.reading import ALL, Material, largest, worth_telling
from analysis.report.titles import fitted, quoted, several, short_title
from analysis.report.voice import Voice
from scenarios.registry import goals

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
        "Simulated · {world} · {first}-{last} · n = {n} possible cases, the same for every package · "
        "{sample}not calibrated · {conditions}",
        "测算 · {world} · {first}-{last} 年 · {n} 种可能情形,各组合相同 · {sample}未校准 · {conditions}",
        world=world,
        first=about["first_year"],
        last=material.year,
        n=material.n,
        sample=voice.text("small firms sampled at {s} · ", "小企业按 {s} 抽样 · ", s=f"{sample:.0%}")
        if sample < 1
        else "",
        conditions=voice.word("conditions_2012"),
    )


def answer(material: Material, voice: Voice) -> Box:
    """Three sentences: what adds how much, when that turns, what not to count on."""
    sentences = [Sentence(_first(material, voice), "answer"), Sentence(_turns(material, voice), "answer"),
                 Sentence(_not_to_buy(material, voice), "answer")]  # fmt: skip
    return Box("answer", tuple(sentences))


def _first(material: Material, voice: Voice) -> tuple[Part, ...]:
    best, row = material.best, material.lead(material.best)
    assert row is not None
    if all(material.same_as_before(name) for name in material.scenarios):
        names = several(material, list(material.scenarios), voice)
        return voice.parts("{names}: {same}.", "{names}:{same}。", names=names, same=voice.word("same_as_before"))
    gains = material.gains(best, *material.headline)
    share = row["chance_better"] if gains is None else float((gains > 0).mean())
    said = {
        "name": quoted(material, best, voice),
        "year": str(material.year),
        "what": measured_in(voice, row),
        "gain": voice.added(row["effect"], largest(row), row["unit"]),
        "percent": Number(_percent(row["effect"], row["base_mean"]), "simulated"),
        "within": within(voice, row, material.n),
        "cases": of_cases(voice, share, material.n),
        "cost": voice.money(public_cost(material, best)),
        "peers": _peers(material, voice),
    }
    if worth_telling(row) and row["low"] > 0:
        return voice.parts(
            "{name} adds most{peers}: by {year}, {gain} more than as before ({percent}; {within}) of {what}; "
            "above zero in {cases} cases; public money {cost} in all.",
            "{name}增加最多{peers}:到 {year} 年,{what}比不实施多 {gain}({percent};{within}),{cases}为正;"
            "各级财政累计 {cost}。",
            **said,
        )
    if row["high"] < 0:
        return voice.parts(
            "No package does better than carrying on as before: even {name} ends below it ({what}, {year}: {within}).",
            "没有一个政策组合好于不实施:增加最多的{name},{year} 年{what}也低于不实施({within})。",
            **said,
        )
    return voice.parts(
        "No package reliably beats carrying on as before: the largest gain, {name}{peers}, is {gain} of {what} "
        "by {year}, but {within}, zero included; above zero in {cases} cases; public money {cost} in all.",
        "没有一个政策组合可靠地好于不实施:增加最多的{name}{peers}到 {year} 年使{what}多 {gain},但{within},含零;"
        "{cases}为正;各级财政累计 {cost}。",
        **said,
    )


def _percent(gain: float, level: float) -> str:
    from analysis.numbers import digits

    return f"{digits(100 * gain / level, 2)}%" if level else "—"


def _peers(material: Material, voice: Voice) -> str:
    """Others of the first tier, and the even split, said beside the first."""
    peers = [name for name, tier in material.tiers.items() if tier == 1 and name != material.best]
    said = []
    if peers and material.base_tier() == 1:
        said.append(
            voice.text(
                "in one tier with {k} others and with carrying on", "与其余 {k} 个及不实施彼此难分", k=len(peers)
            )
        )
    elif peers:
        names = several(material, peers, voice)
        said.append(
            voice.text(
                "in the first tier with {names}, hard to tell apart", "与{names}同属第一梯队,彼此难分", names=names
            )
        )
    even = material.even
    if even and even != material.best:
        a, b = (material.gains(name, *material.headline) for name in (material.best, even))
        if a is not None and b is not None:
            said.append(voice.text("ahead of the equal split in {k} of {n} cases", "{n} 种情形中 {k} 种好于平均分配",
                                   k=int((a > b).sum()), n=len(a)))  # fmt: skip
    if not said:
        return ""
    joined = voice.text("; ", ";").join(said)
    return voice.text(" ({said})", "({said})", said=joined)


def _turns(material: Material, voice: Voice) -> tuple[Part, ...]:
    gains = material.gains(material.best, *material.headline)
    row = material.lead(material.best)
    if gains is None or row is None or not np.ptp(gains):
        return voice.parts("The same in every case.", "各种情形结果相同。")
    share = float((gains <= 0).mean())
    worse = voice.parts("In {k} cases it adds nothing and the advice turns", "{k}并不比不实施好,结论要变",
                        k=of_cases(voice, share, material.n)) if share else voice.parts(
        "In none of the cases does it add nothing", "没有一种情形不如不实施")  # fmt: skip
    if not material.deciding:
        tried = len(material.members)
        if not tried:
            return (*worse, voice.text(".", "。"))
        return (
            *worse,
            *voice.parts("; which of {k} assumptions decides cannot be told from {n} cases.",
            ";{k} 项假设中哪一项起决定作用,{n} 种情形还分不清。",
                         k=str(tried), n=str(material.n)),
        )  # fmt: skip
    doubt = material.deciding[0]
    level, unit = largest(row), row["unit"]
    return (
        *worse,
        *voice.parts(
            "; most depends on “{name}”: half of the cases where it is low add {low}, the other half {high} (medians).",
            ";影响最大的是“{name}”:它偏低的一半情形中位多 {low},偏高的一半多 {high}。",
            name=parameter_name(doubt.parameter, voice),
            low=voice.added(doubt.low, level, unit),
            high=voice.added(doubt.high, level, unit),
        ),
    )


def _not_to_buy(material: Material, voice: Voice) -> tuple[Part, ...]:
    """What looks like a gain and is none: designations, and packages whose effect may as well be zero."""
    unclear = [
        name for name in material.ranked if not worth_telling(material.lead(name)) and not material.same_as_before(name)
    ]
    same = [name for name in material.scenarios if material.same_as_before(name)]
    row = material.goal(material.best, "gdp", goals()["gdp"].scope, material.year)
    said: list[Part] = []
    if row is not None and row.get("designation") == row.get("designation") and row.get("designation"):
        said += voice.parts(
            "Do not count on designation: {amount} of the GDP of designated towns come with towns newly "
            "designated and were there before",
            "不要指望认定数量:已认定镇的地区生产总值中 {amount} 由新认定的镇带来,此前已经存在",
            amount=voice.measured(row["designation"], goals()["gdp"].unit),
        )
    if unclear and unclear != [material.best]:
        names = several(material, [name for name in unclear if name != material.best], voice)
        said += voice.parts("{join}whether {names} add anything cannot be told", "{join}{names}有没有增加,分不清",
            names=names,
                            join=voice.text("; ", ";") if said else "")  # fmt: skip
    if same:
        names = several(material, same, voice)
        said += voice.parts("{join}{names}: {same}", "{join}{names}{same}", names=names,
            same=voice.word("same_as_before"),
                            join=voice.text("; ", ";") if said else "")  # fmt: skip
    if not said:
        said += voice.parts(
            "Do not buy designations: their number is an administrative result and no benefit",
            "不要为认定数量花钱:{result}",
            result=voice.word("administrative_result"),
        )
    return (*said, voice.text(".", "。"))


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
    blocks.append(Heading(voice.text("Three risks", "三个风险"), 3))
    blocks.append(risks(material, voice))
    return tuple(blocks)
