"""The answer box: what adds how much, when that turns, what not to count on."""

from __future__ import annotations

import numpy as np

from analysis.report.blocks import Box, Cell, Number, Part, Sentence
from analysis.report.doubts import parameter_name
from analysis.report.phrases import measured_in, of_cases, within
from analysis.report.purses import public_cost
from analysis.report.reading import Material, Row, enough, largest, worth_telling
from analysis.report.titles import quoted, several
from analysis.report.voice import Voice
from scenarios.registry import goals


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
    said: dict[str, Cell] = {
        "name": quoted(material, best, voice),
        "year": str(material.year),
        "what": measured_in(voice, row),
        "more": _more(row, voice),
        "percent": Number(_percent(abs(row["effect"]), row["base_mean"]), "simulated"),
        "within": within(voice, row, material.n),
        "cases": of_cases(voice, share, material.n),
        "cost": voice.money(public_cost(material, best)),
        "peers": _peers(material, voice),
        "n": str(material.n),
    }
    return voice.parts(*FIRST[_verdict(row, len(material.scenarios))], **said)


FIRST = {  # English, Chinese
    "few": (
        "Only {n} cases, too few to judge: by {year} {name} has {more} of {what} on average ({within}); "
        "public money {cost} in all.",
        "只有 {n} 种情形,还不能下结论:到 {year} 年{name}使{what}平均{more}({within});各级财政累计 {cost}。",
    ),
    "alone": (
        "{name}: by {year}, {more} of {what} than as before ({percent}; {within}); above zero in {cases} cases; "
        "public money {cost} in all.",
        "{name}:到 {year} 年,{what}比不实施{more}({percent};{within}),{cases}为正;各级财政累计 {cost}。",
    ),
    "best": (
        "{name} adds most{peers}: by {year}, {more} of {what} than as before ({percent}; {within}); "
        "above zero in {cases} cases; public money {cost} in all.",
        "{name}增加最多{peers}:到 {year} 年,{what}比不实施{more}({percent};{within}),{cases}为正;各级财政累计 {cost}。",
    ),
    "none": (
        "No package beats carrying on as before: even the best, {name}, has {more} of {what} in {year} ({within}); "
        "public money {cost} in all.",
        "没有一个政策组合好于不实施:其中最好的{name},{year} 年{what}也{more}({within});各级财政累计 {cost}。",
    ),
    "unclear": (
        "No package reliably beats carrying on as before: the best, {name}{peers}, has {more} of {what} by {year}, "
        "but {within}, zero included; above zero in {cases} cases; public money {cost} in all.",
        "没有一个政策组合可靠地好于不实施:其中最好的{name}{peers}到 {year} 年使{what}平均{more},但{within},含零;"
        "{cases}为正;各级财政累计 {cost}。",
    ),
}


def _verdict(row: Row, compared: int) -> str:
    """Which of the first sentences is true."""
    if not enough(row):
        return "few"
    if not worth_telling(row):
        return "unclear"
    if row["high"] < 0:
        return "none"
    return "alone" if compared == 1 else "best"


def _more(row: Row, voice: Voice) -> tuple[Part, ...]:
    """The mean gain as more or less, without a sign."""
    amount = voice.added(abs(row["effect"]), largest(row), row["unit"])
    if row["effect"] >= 0:
        return voice.parts("{x} more", "多 {x}", x=amount)
    return voice.parts("{x} less", "少 {x}", x=amount)


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
    if material.n == 1:
        return voice.parts(
            "One case is one luck: the difference may be nothing else.", "一种情形只是一次运气,差别可能全来自运气。"
        )
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
