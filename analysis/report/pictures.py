"""The report's figures, filled from a comparison: what each shows, in which unit, under which words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from analysis.report.canvas import BASELINE, WIDTH, wrapped
from analysis.report.figures.blocks import Stack, draw_blocks
from analysis.report.figures.cases import CaseRow, CaseWords, draw_cases
from analysis.report.figures.money import Purse, draw_money
from analysis.report.figures.path import Fan, PathWords, draw_path
from analysis.report.phrases import (
    in_units,
    interval_word,
    measured_in,
    range_text,
    years_and_cases,
)
from analysis.report.purses import payer_name, spent_by_payer
from analysis.report.reading import Material, largest
from analysis.report.titles import short_title
from analysis.report.voice import Voice
from scenarios.registry import goals

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SPLIT = ("start_2011", "background", "designation", "designation_induced", "upgrading")
HALF = 0.5 * WIDTH - 0.1
Draw = Callable[[], "Figure"]


def cases_figure(material: Material, voice: Voice) -> Draw | None:
    """Figure 1: a dot a case."""
    indicator, scope = material.headline
    rows = []
    even = material.even
    order = ([even] if even else []) + [name for name in material.ranked if name != even]
    for name in order:
        gains, row = material.gains(name, indicator, scope), material.lead(name)
        if gains is None or row is None:
            return None
        scaled = gains * in_units(1.0, row["unit"])
        better = int((gains > 0).sum())
        said = voice.text("{gain}\n{k} of {n} above zero", "{gain}\n{n} 种中 {k} 种为正", k=better, n=len(gains),
                          gain=range_text(voice, row["low"], row["high"], largest(row), row["unit"]))  # fmt: skip
        if material.same_as_before(name):
            said = wrapped(voice.word("same_as_before"), 20)
        rows.append(
            CaseRow(
                short_title(material, name, voice),
                material.colour(name),
                scaled.tolist(),
                said,
                in_units(row["effect"], row["unit"]),
                in_units(row["low"], row["unit"]),
                in_units(row["high"], row["unit"]),
            )
        )
    row = material.lead(material.best)
    assert row is not None
    words = CaseWords(
        voice.text("What each package adds, case by case: {what}", "各政策组合比不实施多多少(每点一种情形):{what}",
                   what=measured_in(voice, row)),
        voice.text("{head}; dot: one case; stroke: mean; {bar}", "{head};点:一种情形;竖线:平均;{bar}",
                   head=years_and_cases(voice, material, voice.points(row["unit"])), bar=interval_word(voice,
                   material)),
        voice.text("as before", "不实施"),
        voice.text("better →", "更好 →"),
        voice.text("← worse", "← 更差"),
    )  # fmt: skip
    return lambda: draw_cases(rows, words)


def path_figure(material: Material, voice: Voice) -> Draw | None:
    """Figure 2, left: the headline outcome over the years, the first scenario beside carrying on."""
    indicator, scope = material.headline
    row = material.lead(material.best)
    fans = []
    for name in (material.base, material.best):
        base = name == material.base
        pairs = [material.arms(material.best, indicator, scope, year) for year in material.years]
        if row is None or any(pair is None for pair in pairs):
            return None
        ends = np.array([_fan(pair[0 if base else 1]) for pair in pairs])  # type: ignore[index]
        low, middle, high = in_units(1.0, row["unit"]) * ends.T
        label = voice.text("as before", "不实施") if base else short_title(material, name, voice)
        fans.append(Fan(label, _rounded(middle[-1]), BASELINE if base else material.colour(name),
                        low.tolist(), middle.tolist(), high.tolist()))  # fmt: skip
    start = material.about.get("start_2011", {}).get(f"{indicator}|{scope}")
    words = PathWords(
        voice.text("{what}", "{what}", what=measured_in(voice, row)),  # type: ignore[arg-type]
        voice.text("{unit} a year; n = {n}\nband: nine cases in ten, line: mean",
            "{unit}/年;n = {n};带:九成情形;线:平均",
                   unit=voice.unit(row["unit"]), n=material.n),  # type: ignore[index]
        "2011",
    )  # fmt: skip
    scaled = None if start is None else in_units(start, row["unit"])  # type: ignore[index]
    return lambda: draw_path(material.years, scaled, fans[0], fans[1], words, HALF)


def _fan(values: np.ndarray) -> tuple[float, float, float]:
    low, high = np.quantile(values, (0.05, 0.95))
    return float(low), float(values.mean()), float(high)


def _rounded(value: float) -> str:
    """Four digits, thousands in whole numbers."""
    from analysis.numbers import digits

    return f"{value:,.0f}" if abs(value) >= 100 else digits(float(value), 3)


def blocks_figure(material: Material, voice: Voice) -> Draw | None:
    """Figure 2, right: GDP of all designated towns in three blocks on the level of 2011."""
    goal = goals()["gdp"]
    stacks = []
    row = material.goal(material.best, "gdp", goal.scope, material.year)
    if row is None or row["background"] != row["background"]:
        return None
    start, background, designation, induced, upgrading = (in_units(float(row[part]), goal.unit) for part in SPLIT)
    told = _rounded if start < 1_000 else lambda part: f"{part:,.0f}"
    for name, parts in (
        (voice.text("as before", "不实施"), (start, background, designation - induced, 0.0)),
        (short_title(material, material.best, voice), (start, background, designation, upgrading)),
    ):
        stacks.append(Stack(name, parts, " + ".join(told(part) for part in parts)))
    names = ("2011", voice.word("background"), voice.word("designation"), voice.word("upgrading"))
    target = None if goal.target is None or material.about.get("world") == "small" else in_units(goal.target, goal.unit)
    title = voice.text("What the GDP of all designated towns is made of", "全部已认定专业镇地区生产总值的三块来源")
    unit = voice.text("{head}; mean of the cases", "{head};情形平均", head=years_and_cases(
        voice, material, voice.text("{unit}, current prices", "{unit},现价", unit=voice.unit(goal.unit))))  # fmt: skip
    said = "" if target is None else voice.text("goal {x}", "目标 {x}", x=_rounded(target))
    return lambda: draw_blocks(stacks, names, target, said, title, unit, HALF)


def money_figure(material: Material, voice: Voice) -> Draw | None:
    """Who paid for the first scenario, and what was committed and not spent."""
    from analysis.numbers import digits
    from analysis.spending import KINDS

    purses, kinds = [], {}
    found = spent_by_payer(material, material.best)
    large = any(abs(sum(amounts.values())) >= 10_000 for amounts in found.values())
    factor, unit = (1e-4, voice.word("money_large")) if large else (1.0, voice.word("money"))
    if not voice.zh and large:
        unit = "100 million yuan"
    for payer, amounts in found.items():
        spent = tuple(
            (kind, amounts[kind] * factor) for kind in ("payment", "forgone_tax", "called_loss") if amounts.get(kind)
        )
        if not spent:
            continue
        for kind, _ in spent:
            kinds[kind] = KINDS[kind][voice.zh]
        unspent = max(amounts.get("unspent", 0.0), 0.0) * factor
        total = sum(amount for _, amount in spent)
        said = digits(total, 3) + (
            voice.text("; not spent {x}", ";未支出 {x}", x=digits(unspent, 3)) if unspent else ""
        )
        purses.append(Purse(payer_name(payer, voice), spent, unspent, said))
    if not purses:
        return None
    first, last = material.about["first_year"], material.year
    title = voice.text("Who pays for “{name}”", "“{name}”由谁出钱", name=short_title(material, material.best, voice))
    head = voice.text("{first}-{last} in all; {unit}, current prices; mean of n = {n} cases",
                      "{first}-{last} 年累计;{unit},现价;n = {n} 种情形平均", first=first, last=last, unit=unit,
                      n=material.n)  # fmt: skip
    ordered = {kind: kinds[kind] for kind in ("payment", "forgone_tax", "called_loss") if kind in kinds}
    return lambda: draw_money(purses, ordered, voice.text("committed, not spent", "已承诺未支出"), title, head)
