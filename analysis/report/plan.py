"""The mayor's second page: goals beside the baseline, measures with who pays, the calendar, what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.numbers import MISSING, difference, digits, shown
from analysis.report.blocks import Block, Box, Bullets, Cell, Column, Heading, Number, Part, Sentence, Table
from analysis.report.doubts import parameter_name
from analysis.report.phrases import spread
from analysis.report.purses import SPENT
from analysis.report.reading import Material, largest
from analysis.report.risks import levers_of
from analysis.report.titles import quoted, short_title
from analysis.report.voice import Voice
from analysis.scoreboard import number, titled
from analysis.spending import PAYERS
from scenarios.punctuation import full_width
from scenarios.registry import goals

MOST_MEASURES = {"zh": 6, "en": 4}  # of the second page; the annex has all
MOST_NAMES = 3  # in a line of the calendar
Row = Mapping[str, Any]


def goals_table(material: Material, voice: Voice, scenario: str, year: int, brief: bool) -> Table:
    """Every goal: target, 2011, both arms, share of cases; `brief` leaves out what only the annex has room for."""
    small = material.about.get("world") == "small"
    rows, marked = [], False
    for name, goal in goals().items():
        row = material.goal_in_the_middle(scenario, name, year)
        if row is None:
            continue
        same = goal.target is not None and discriminating(row) is False
        marked |= same
        goal, row = in_thousands(goal, row)
        cells: list[Cell] = [voice_titled(goal, voice)]
        cells.append(shown(number(row.get("start_2011")), goal.unit))
        if not small:
            cells.append(shown(goal.target, goal.unit) if goal.target is not None else "↑")
        cells += [reading(row, goal, "base_", brief), reading(row, goal, "", False)]
        if not small:
            cells += [share_met(row, goal, voice, "base_"), share_met(row, goal, voice) + (" ○" if same else "")]
            cells.append(distance(row, goal, voice))
        else:
            cells.append(difference(number(row["value"]), number(row["base_value"]), goal.unit))
        rows.append(tuple(cells))
    head_name = short_title(material, scenario, voice)
    columns = [
        Column(voice.text("Goal, unit", "指标,单位"), width=0.33),
        Column(voice.text("2011", "2011 年基期"), "right", "derived"),
    ]
    if not small:
        columns.append(Column(voice.text("target", "目标值"), "right", "sourced"))
    columns += [
        Column(voice.text("{y}\nas before", "{y} 年\n不实施", y=year), "right", "simulated"),
        Column(voice.text("{y}\n{name}", "{y} 年\n{name}", y=year, name=head_name), "right", "simulated"),
    ]
    if not small:
        columns += [
            Column(voice.text("reached\nas before", "不实施\n达标"), "right", "simulated"),
            Column(voice.text("reached", "达标"), "right", "simulated"),
            Column(voice.text("median:\nover, short", "中位:\n超、差"), "right", "simulated"),
        ]
    else:
        columns.append(Column(voice.text("adds", "多"), "right", "simulated"))
    share = voice.word("share_of_cases")
    notes = []
    if not small:
        notes.append(voice.text("Reached: {share}, of n = {n}. ↑ {none}. Current prices; median (nine cases in ten).",
                                "达标:{share},n = {n}。↑ {none}。现价;中位(九成情形)。",
                                share=share, n=material.n, none=voice.word("no_target")))  # fmt: skip
        if marked:
            notes.append(voice.text("○ falls the same way as before: this goal says nothing about the policy.",
                                    "○ 不实施时结果相同:该目标不能说明政策作用。"))  # fmt: skip
    else:
        notes.append(voice.text("The small world is no province: no targets. Current prices; median (nine cases in ten), n = {n}.",
                                "小世界非全省,不对照目标值。现价;中位(九成情形),n = {n}。", n=material.n))  # fmt: skip
    caption = voice.text("Goals in {y}: as before beside “{name}”", "{y} 年目标对照:不实施与“{name}”", y=year, name=head_name)
    return Table(f"goals-{year}", caption, tuple(columns), tuple(rows), tuple(notes) if brief else tuple(notes), "tight")


def in_thousands(goal: Any, row: Row) -> tuple[Any, Row]:
    """Persons of a province by the thousand: the goal and its row in that unit."""
    if goal.unit != "persons" or not (number(row["value"]) or 0) > 100_000:
        return goal, row
    columns = ("value", "low", "high", "base_value", "base_low", "base_high", "start_2011")
    scaled = {name: None if number(row[name]) is None else number(row[name]) / 1000 for name in columns}  # type: ignore[operator]
    return goal.model_copy(update={"unit": "thousand persons"}), {**row, **scaled}


def voice_titled(goal: Any, voice: Voice) -> str:
    text = titled(goal, voice.lang)
    return full_width(text) if voice.zh else text.replace("1e8 yuan", "100 million yuan")


def reading(row: Row, goal: Any, arm: str, brief: bool) -> str:
    """median (low-high), or the median alone where there is no room."""
    low, middle, high = (number(row[f"{arm}{column}"]) for column in ("low", "value", "high"))
    return shown(middle, goal.unit) if brief else spread(low, middle, high, goal.unit)


def share_met(row: Row, goal: Any, voice: Voice, arm: str = "") -> str:
    if goal.target is None:
        return ""
    share, n = number(row[f"{arm}share_met"]), int(row["n"])
    return MISSING if share is None else f"{share * n:.0f}/{n}"


def distance(row: Row, goal: Any, voice: Voice) -> str:
    """How far the median of the cases is from the target."""
    value = number(row["value"])
    if goal.target is None or value is None:
        return ""
    gap = goal.target - value if goal.direction == "up" else value - goal.target
    points = voice.points(goal.unit) if goal.unit == "share" else ""
    amount = f"{shown(abs(gap), goal.unit, 2 if points else 3)}{'' if voice.zh or not points else ' '}{points}"
    return voice.text("{x} over", "超 {x}", x=amount) if gap <= 0 else voice.text("short {x}", "差 {x}", x=amount)


def discriminating(row: Row) -> bool | None:
    """False when the goal falls the same way in every case with and without the policy."""
    value = row.get("discriminates")
    return None if value is None or value != value else bool(value)


def measures_table(material: Material, voice: Voice, scenario: str, most: int | None) -> Table | None:
    """Measure, money a year, payers, path of effect, cost so far, what could go wrong."""
    from scenarios.cards import cards as read_all

    cards = read_all()
    levers = sorted(
        levers_of(material, scenario), key=lambda lever: -material.money(scenario, SPENT, lever=lever)
    )
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
                voice.listed([f"{payer_short(payer, voice)} {share:.0%}" for payer, share in card.paid_by.items() if share > 0]),
                voice.listed([indicator_short(name, voice) for name in card.proximal]),
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
    caption = voice.text("Measures of “{name}”, the costliest first; cost a year at current prices", "“{name}”的措施(按费用排列;费用为现价年均)",
                         name=short_title(material, scenario, voice))  # fmt: skip
    return Table("measures", caption, columns, tuple(rows), notes, "tight")


def payer_short(payer: str, voice: Voice) -> str:
    from scenarios.cards import PAYERS as KNOWN

    english = PAYERS[KNOWN[payer]][0]
    return payer if voice.zh else english


def indicator_short(name: str, voice: Voice) -> str:
    from analysis.report.phrases import indicator_name

    return indicator_name(voice, name)


def steps(path: Any, voice: Voice, card: Any) -> tuple[Part, ...] | str:
    """Values by quarter as set."""
    unit = full_width(card.unit_zh) if voice.zh else card.unit
    pairs = path.items() if isinstance(path, Mapping) else [(next(iter(card.enacted)), path)]
    told = voice.text("; ", ";").join(
        voice.text("{v} from {q}", "{q}起 {v}", v=f"{value:+g}", q=quarter_words(str(quarter), voice)) for quarter, value in pairs
    )
    return f"{told} ({unit})" if not voice.zh else full_width(f"{told}({unit})")


def quarter_words(quarter: str, voice: Voice) -> str:
    """2013Q2, or 2013 年二季度."""
    if not voice.zh:
        return quarter
    return f"{quarter[:4]} 年{'一二三四'[int(quarter[5]) - 1]}季度"


def calendar(material: Material, voice: Voice, scenario: str) -> Bullets | None:
    """What is announced, what starts, by half-year."""
    from model.quarter import format_quarter
    from scenarios.cards import cards as read_all

    cards = read_all()
    events: dict[tuple[int, int], list[str]] = {}
    for lever in levers_of(material, scenario):
        label = voice.label(cards[lever].label)
        announced = format_quarter(cards[lever].announced)
        path = material.about["scenarios"][scenario]["levers"][lever]
        starts = list(path) if isinstance(path, Mapping) else []
        events.setdefault(half(announced), []).append("announced:" + label)
        for start in starts:
            events.setdefault(half(str(start)), []).append("starts:" + label)
    if not events:
        return None
    items = []
    count = len(levers_of(material, scenario))
    for (year, part), told in sorted(events.items()):
        when = voice.text("{y}, {h} half", "{y} 年{h}半年", y=year, h=(("first", "second"), ("上", "下"))[voice.zh][part])
        kinds = []
        for kind, en, zh in (("announced:", "announced: {x}", "公布:{x}"), ("starts:", "starts: {x}", "实施:{x}")):
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


def unknowns(material: Material, voice: Voice) -> Block:
    """Three things not known yet: what, who has it, how far the answer would move."""
    row = material.lead(material.best)
    assert row is not None
    items: list[tuple[Part, ...]] = []
    for doubt in material.deciding[:2]:
        items.append(
            voice.parts(
                "{name}: assumed, not estimated; a survey of firms would tell. Where it is low the median gain is {low}, where high {high}.",
                "{name}:目前为假设,可由企业调查得到;偏低的一半情形净增中位 {low},偏高的一半 {high}。",
                name=parameter_name(doubt.parameter, voice),
                low=voice.added(doubt.low, largest(row), row["unit"]),
                high=voice.added(doubt.high, largest(row), row["unit"]),
            )
        )
    if not items:
        items.append(
            voice.parts(
                "Which behaviour decides: {k} assumptions vary at once and {n} cases do not tell them apart; more cases, and surveys of firms, would.",
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
                "How far “{name}” really goes ({unit}): assumed {value}, could be {low} to {high}; the payer ({payer}) knows. Cost here: {cost}.",
                "“{name}”的实际力度({unit}):假设 {value},可能 {low} 至 {high};出资方({payer})掌握。本次测算费用 {cost}。",
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


def second_page(material: Material, voice: Voice) -> tuple[Block, ...]:
    blocks: list[Block] = [goals_table(material, voice, material.best, material.year, brief=True)]
    measures = measures_table(material, voice, material.best, MOST_MEASURES[voice.lang])
    if measures is not None:
        blocks.append(measures)
    plan = calendar(material, voice, material.best)
    if plan is not None:
        blocks += [Heading(voice.text("Calendar of {name}", "{name}半年进度", name=quoted(material, material.best, voice)), 3), plan]
    blocks += [Heading(voice.text("Three things not known yet", "还不知道的三件事"), 3), unknowns(material, voice)]
    blocks.append(provenance(material, voice))
    return tuple(blocks)

