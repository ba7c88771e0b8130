"""A scenario in plain sentences, with the ceiling of its cost by year and payer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from model.quarter import format_quarter
from scenarios.cards import PAYERS, PAYERS_ZH, Card
from scenarios.cards import cards as known_cards
from scenarios.errors import clean
from scenarios.money import PRIVATE, planned_public, public_parts
from scenarios.punctuation import full_width
from scenarios.registry import series

if TYPE_CHECKING:
    from scenarios.policy import PolicyScenario

PAYERS_EN = {
    "centre": "the centre",
    "province": "the province",
    "city": "cities",
    "county": "counties",
    "town": "towns",
    "firms": "firms",
    "society": "society",
}
YEARS = tuple(range(2013, 2018))
NAMED = 12  # measures without an envelope that are named once more


def quarter_in_words(quarter: int, lang: str) -> str:
    """2013Q2, or 2013 年二季度."""
    return f"{quarter // 4} 年{'一二三四'[quarter % 4]}季度" if lang == "zh" else format_quarter(quarter)


def explained(scenario: PolicyScenario, cards: Mapping[str, Card], lang: str) -> str:
    """Title, one sentence per lever, then money, shocks, parameters and what stays as before."""
    zh = lang == "zh"
    title = clean(scenario.title.get(lang) or scenario.name, 200)
    lines = [f"方案:{title}" if zh else f"Scenario: {title}"]
    set_levers = [(cards[lever], path) for lever, path in scenario.levers.items()]
    if not set_levers:
        lines.append(
            "不实施任何政策措施:2011 年的做法全部延续。"
            if zh
            else "No lever is set: policy as it stood in 2011 is carried on."
        )
    for card, path in sorted(set_levers, key=lambda item: item[0].id):
        lines.append(_lever(card, path, zh) + _bought(card, scenario.money.get(card.id), zh))
    lines += _ceiling(scenario, [card for card, _ in set_levers], zh)
    lines += _surroundings(scenario, zh)
    kept = len(cards) - len(set_levers)
    if set_levers and kept:
        lines.append(f"其余 {kept} 项政策措施维持 2011 年水平。" if zh else f"The other {kept} levers stay as in 2011.")
    return full_width("\n".join(lines)) if zh else "\n".join(lines)


def plain(value: float, signed: bool = False) -> str:
    """Six digits at most, thousands separated, never as a power of ten: 1,000,000."""
    short = float(f"{value:.6g}")
    return f"{short:+,.10g}" if signed else f"{short:,.10g}"


def _lever(card: Card, path: tuple[tuple[int, float], ...], zh: bool) -> str:
    lang = "zh" if zh else "en"
    shares = [(payer, share) for payer, share in card.paid_by.items() if share > 0]
    if zh:
        steps = ",".join(f"自 {quarter_in_words(quarter, lang)}起 {plain(value, True)}" for quarter, value in path)
        payers = "、".join(f"{payer} {share:.0%}" for payer, share in shares)
        mark = "(取值为假设)" if card.assumed else ""
        return (
            f"{card.origin('zh')} {card.label.zh}:2011 年为 {plain(card.in_force_2011)},{steps}({card.unit_zh}){mark};"
            f"出资:{payers}。"
        )
    steps = ", ".join(f"{plain(value, True)} from {quarter_in_words(quarter, lang)} on" for quarter, value in path)
    payers = ", ".join(f"{PAYERS_EN[PAYERS[payer]]} {share:.0%}" for payer, share in shares)
    mark = " (the value is an assumption)" if card.assumed else ""
    name = card.origin("en")
    name = f"{name[0].upper()}{name[1:]}, {card.label.en}"
    return f"{name}: {plain(card.in_force_2011)} in 2011, {steps} ({card.unit}){mark}; paid by {payers}."


def cost_ceiling(cards: list[Card], year: int) -> dict[str, float]:
    """Wan yuan of public money of a year, by payer, that the envelopes of these levers hold."""
    total: dict[str, float] = {}
    for card in cards:
        if card.envelope:
            _add(total, public_parts(card), card.measure().ceiling(year))
    return {payer: total[payer] for payer in PAYERS_EN if total.get(payer, 0.0) > 0}


def planned_cost(levers: Mapping[str, tuple[tuple[int, float], ...]], year: int) -> dict[str, float]:
    """Wan yuan of public money of a year, by payer, that levers are planned to cost at these paths of values."""
    total: dict[str, float] = {}
    for lever, path in levers.items():
        card = known_cards()[lever]
        values = [card.measure(path).value(year * 4 + quarter) for quarter in range(4)]
        _add(total, public_parts(card), sum(planned_public(card, value, year) for value in values) / 4)
    return {payer: total[payer] for payer in PAYERS_EN if total.get(payer, 0.0) > 0}


def private_beside(cards: list[Card], year: int) -> dict[str, float]:
    """Wan yuan that firms and society bear beside the envelopes of a year, by the cards' shares."""
    total: dict[str, float] = {}
    for card in cards:
        shares = dict(card.measure().payers)
        public = sum(share for payer, share in shares.items() if payer not in PRIVATE)
        if card.envelope and public > 0:
            beside = {payer: shares[payer] / public for payer in PRIVATE if payer in shares}
            _add(total, beside, card.measure().ceiling(year))
    return total


def _bought(card: Card, money: float | None, zh: bool) -> str:
    """Where a value was found from a sum of money: the sum, and what each payer pays of it."""
    if money is None:
        return ""
    parts = {payer: money * share for payer, share in public_parts(card).items()}
    if zh:
        return f"取值由每年财政资金 {money:,.0f} 万元推算({_split(parts, zh)})。"
    return f" The value follows from {money:,.0f} wan yuan of public money a year ({_split(parts, zh)})."


def _add(total: dict[str, float], shares: Mapping[str, float], amount: float) -> None:
    for payer, share in shares.items():
        total[payer] = total.get(payer, 0.0) + share * amount


def _spans(by_year: Mapping[int, dict[str, float]]) -> list[tuple[str, dict[str, float]]]:
    """Years in which the same holds, together."""
    spans = []
    for first, by_payer in by_year.items():
        if by_year.get(first - 1) == by_payer or not by_payer:
            continue  # said with the year before
        last = max(year for year in by_year if all(by_year[y] == by_payer for y in range(first, year + 1)))
        spans.append((str(first) if last == first else f"{first}-{last}", by_payer))
    return spans


def _split(by_payer: Mapping[str, float], zh: bool) -> str:
    if zh:
        return "、".join(f"{PAYERS_ZH[payer]} {amount:,.0f}" for payer, amount in by_payer.items())
    return ", ".join(f"{PAYERS_EN[payer]} {amount:,.0f}" for payer, amount in by_payer.items())


def _ceiling(scenario: PolicyScenario, cards: list[Card], zh: bool) -> list[str]:
    lines = []
    for year, by_payer in _spans({year: planned_cost(scenario.levers, year) for year in YEARS}):
        total, split = sum(by_payer.values()), _split(by_payer, zh)
        lines.append(
            f"{year} 年每年计划财政资金 {total:,.0f} 万元({split});按各项措施单独实施测算。"
            if zh
            else f"Planned public money a year, {year}: {total:,.0f} wan yuan ({split}); each measure measured alone."
        )
    for year, by_payer in _spans({year: cost_ceiling(cards, year) for year in YEARS}):
        total, split, beside = sum(by_payer.values()), _split(by_payer, zh), ""
        if private := private_beside(cards, int(year[:4])):
            beside = f";另由{_split(private, zh)}" if zh else f"; beside it {_split(private, zh)}"
        lines.append(
            f"{year} 年每年财政资金上限 {total:,.0f} 万元({split}){beside}。"
            if zh
            else f"Ceiling of public money a year, {year}: {total:,.0f} wan yuan ({split}){beside}."
        )
    if open_ended := [card for card in cards if not card.envelope]:
        names = ("、" if zh else ", ").join(card.label.get("zh" if zh else "en") for card in open_ended)
        if len(open_ended) > NAMED:  # each has a line of its own above
            names = f"{len(open_ended)} 项" if zh else f"{len(open_ended)} measures"
        lines.append(
            f"不设总额上限、支出随使用情况而定:{names}。"
            if zh
            else f"Without an envelope, the cost follows use: {names}."
        )
    for payer, years in scenario.budgets.items():
        amounts = ("、" if zh else ", ").join(f"{year}: {amount:,.0f}" for year, amount in years.items())
        lines.append(
            f"{PAYERS_ZH[payer]}级预算上限(万元):{amounts}。"
            if zh
            else f"Budget of {PAYERS_EN[payer]}, at most (wan yuan): {amounts}."
        )
    return lines


def _surroundings(scenario: PolicyScenario, zh: bool) -> list[str]:
    lines = []
    for name, steps in scenario.shocks.items():
        label = series()[name].label.get("zh" if zh else "en")
        if zh:
            parts = ",".join(f"自 {quarter_in_words(q, 'zh')}起乘以 {factor:g}" for q, factor in steps.items())
            lines.append(f"外部冲击,{label}({name}):{parts}。")
        else:
            parts = ", ".join(f"x {factor:g} from {format_quarter(q)}" for q, factor in steps.items())
            lines.append(f"Shock to {label} ({name}): {parts}.")
    if scenario.series is not None:
        name = clean(scenario.series.name)
        lines.append(f"外部序列取自 {name}。" if zh else f"Outside series are taken from {name}.")
    if scenario.parameters:
        values = ", ".join(f"{name} = {value:g}" for name, value in scenario.parameters.items())
        lines.append(f"改动的行为参数:{values}。" if zh else f"Changed parameters: {values}.")
    return lines
