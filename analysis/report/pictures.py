"""The report's figures, filled from a comparison: what each shows, in which unit, under which words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from analysis.report.canvas import BASELINE, WIDTH, Drawn, drawn
from analysis.report.figures.blocks import Stack, draw_blocks
from analysis.report.figures.cases import CaseRow, CaseWords, draw_cases
from analysis.report.figures.map import Dots, draw_map
from analysis.report.figures.money import Purse, draw_money
from analysis.report.figures.path import Fan, PathWords, draw_path
from analysis.report.figures.whiskers import Whisker, draw_whiskers
from analysis.report.phrases import (
    in_units,
    indicator_name,
    interval_word,
    measured_in,
    range_text,
    scope_name,
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
SIX_TENTHS = 0.5 * WIDTH - 0.1
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
            said = voice.word("same_as_before")
        rows.append(
            CaseRow(short_title(material, name, voice), material.colour(name), scaled.tolist(), said, in_units(row["effect"], row["unit"]),
                    in_units(row["low"], row["unit"]), in_units(row["high"], row["unit"]))  # fmt: skip
        )
    row = material.lead(material.best)
    assert row is not None
    words = CaseWords(
        voice.text("What each package adds, case by case: {what}", "各政策组合比不实施多多少(每点一种情形):{what}",
                   what=measured_in(voice, row)),
        voice.text("{head}; dot: one case; stroke: mean; {bar}", "{head};点:一种情形;竖线:平均;{bar}",
                   head=years_and_cases(voice, material, voice.points(row["unit"])), bar=interval_word(voice, material)),
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
        voice.text("{unit} a year; n = {n}\nband: nine cases in ten, line: mean", "{unit}/年;n = {n};带:九成情形;线:平均",
                   unit=voice.unit(row["unit"]), n=material.n),  # type: ignore[index]
        "2011",
        "",
    )  # fmt: skip
    scaled = None if start is None else in_units(start, row["unit"])  # type: ignore[index]
    return lambda: draw_path(material.years, scaled, fans[0], fans[1], None, words, SIX_TENTHS)


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
    return lambda: draw_blocks(stacks, names, target, said, title, unit, SIX_TENTHS)


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
        spent = tuple((kind, amounts[kind] * factor) for kind in ("payment", "forgone_tax", "called_loss") if amounts.get(kind))
        if not spent:
            continue
        for kind, _ in spent:
            kinds[kind] = KINDS[kind][voice.zh]
        unspent = max(amounts.get("unspent", 0.0), 0.0) * factor
        total = sum(amount for _, amount in spent)
        said = digits(total, 3) + (voice.text("; not spent {x}", ";未支出 {x}", x=digits(unspent, 3)) if unspent else "")
        purses.append(Purse(payer_name(payer, voice), spent, unspent, said))
    if not purses:
        return None
    first, last = material.about["first_year"], material.year
    title = voice.text("Who pays for “{name}”", "“{name}”由谁出钱", name=short_title(material, material.best, voice))
    head = voice.text("{first}-{last} in all; {unit}, current prices; mean of n = {n} cases",
                      "{first}-{last} 年累计;{unit},现价;n = {n} 种情形平均", first=first, last=last, unit=unit, n=material.n)  # fmt: skip
    ordered = {kind: kinds[kind] for kind in ("payment", "forgone_tax", "called_loss") if kind in kinds}
    return lambda: draw_money(purses, ordered, voice.text("committed, not spent", "已承诺未支出"), title, head)


def outcomes_figure(material: Material, voice: Voice) -> Draw | None:
    """Annex: effects of the first scenario in per cent of the baseline, so that all stand on one axis."""
    rows = []
    for row in material.effects.to_dict("records"):
        if row["scenario"] != material.best or int(row["year"]) != material.year or not row["base_mean"]:
            continue
        if (row["indicator"], row["scope"]) not in SHOWN:
            continue
        percent = 100.0 / row["base_mean"]
        inner = None
        if row.get("seed_high") == row.get("seed_high") and row.get("seed_high") is not None:
            inner = abs(row["seed_high"] - row["effect"]) * abs(percent)
        effect, low, high = (row[name] * percent for name in ("effect", "low", "high"))
        rows.append(Whisker(_outcome(voice, row), effect, low, high,
                            range_text(voice, row["low"], row["high"], largest(row), row["unit"])
                            + f" {_short_unit(voice, row['unit'])}", inner))  # fmt: skip
    if not rows:
        return None
    order = [_outcome(voice, {"indicator": i, "scope": s}) for i, s in SHOWN]
    rows.sort(key=lambda row: order.index(row.label))
    title = voice.text("What “{name}” adds to each outcome of the towns of 2011", "“{name}”:2011 年存量专业镇各项结果比不实施多多少",
                       name=short_title(material, material.best, voice))  # fmt: skip
    thin = voice.text("; thin line: luck alone", ";细线:仅运气") if any(w.inner is not None for w in rows) else ""
    unit = voice.text("{year}; % of the level as before; n = {n} cases; {bar}{thin}; at the right in own units",
                      "{year} 年;占不实施水平的%;n = {n} 种情形;{bar}{thin};右侧为原单位",
                      year=material.year, n=material.n, bar=interval_word(voice, material), thin=thin)  # fmt: skip
    return lambda: draw_whiskers(rows, title, unit, voice.text("as before", "不实施"), WIDTH, 2.6, 1.75)


def _outcome(voice: Voice, row: dict) -> str:
    """An indicator, its scope where that is not the towns of 2011."""
    name = indicator_name(voice, row["indicator"])
    if row["scope"] == "designated_2011":
        return name
    return voice.text("{name}: {scope}", "{name}:{scope}", name=name, scope=scope_name(voice, row["scope"]))


def _short_unit(voice: Voice, unit: str) -> str:
    return voice.points(unit).replace("100 million", "100m").replace("a quarter", "a qtr").replace(" residents", "")


SHOWN = (
    ("gdp", "designated_2011"),
    ("gdp", "rest"),
    ("gdp", "province"),
    ("employment", "designated_2011"),
    ("patents_granted", "designated_2011"),
    ("patents_invention", "designated_2011"),
    ("rd_intensity", "designated_2011"),
    ("rd_staff_per_10k", "designated_2011"),
    ("hightech_share", "designated_2011"),
    ("firms_above_scale", "designated_2011"),
    ("wage_mean", "designated_2011"),
    ("loans_small_firms", "designated_2011"),
    ("exports", "designated_2011"),
)
PARTS = {
    "towns_2011": ("towns of 2011", "2011 年存量专业镇"),
    "near": ("other towns within 20 km", "周边 20 公里其他镇"),
    "elsewhere": ("other towns elsewhere", "其余镇"),
    "rest": ("rest of the province", "省内其余地区"),
    "all": ("whole province", "全省合计"),
}


def displacement_figure(material: Material, voice: Voice) -> Draw | None:
    """Annex: the same gain seen from the towns, their neighbours, the rest and the whole province."""
    indicator = material.headline[0]
    rows, unit = [], ""
    for name in material.ranked:
        found = material.displaced(name, indicator)
        if not found:
            return None
        rows.append(Whisker(short_title(material, name, voice), 0, 0, 0, "", head=True))
        for part, label in PARTS.items():
            if part in found:
                row, unit = found[part], found[part]["unit"]
                effect, low, high = (in_units(row[key], unit) for key in ("effect", "low", "high"))
                rows.append(Whisker(label[voice.zh], effect, low, high,
                                    range_text(voice, row["low"], row["high"], largest(row), unit)))  # fmt: skip
    title = voice.text("Towns, neighbours, province: who gains and who loses ({what})", "谁多谁少:本镇、邻镇与全省({what})",
                       what=indicator_name(voice, indicator))  # fmt: skip
    head = years_and_cases(voice, material, voice.points(unit))
    words = voice.text("{head}; {bar}; dot: mean", "{head};{bar};点:平均", bar=interval_word(voice, material), head=head)
    return lambda: draw_whiskers(rows, title, words, voice.text("as before", "不实施"), WIDTH, 2.1)


def map_figure(material: Material, voice: Voice) -> Draw | None:
    """Annex: towns whose gain or loss excludes zero, on a blank frame."""
    towns = material.towns
    rows = material.winners
    rows = rows[(rows["scenario"] == material.best) & (rows["group_kind"] == "town") & (rows["indicator"] == "gdp")]
    if towns is None or not len(rows):
        return None
    at = rows["group"].astype(int).to_numpy()
    sign = (rows["low"].to_numpy() > 0).astype(int) - (rows["high"].to_numpy() < 0).astype(int)
    percent = 100 * np.abs(rows["effect"].to_numpy()) / np.maximum(rows["base_mean"].to_numpy(), 1e-9)
    most = max(float(np.quantile(percent, 0.98)), 1e-9)
    size = np.where(sign != 0, np.clip(percent / most, 0, 1), 0.0)
    names = [towns.names[voice.lang][town] if towns.named[town] else "" for town in at]
    cities = list(zip(towns.cities[voice.lang], towns.city_x.tolist(), towns.city_y.tolist(), strict=True))
    dots = Dots(towns.x[at], towns.y[at], sign, size, names, cities)
    unit = voice.text("{y}; sign where the interval excludes zero, size by % of GDP as before (largest {m}%); n = {n} cases",
                      "{y} 年;区间不含零的标出正负,大小为占不实施地区生产总值的%(最大 {m}%);n = {n} 种情形",
                      y=material.year, n=material.n, m=f"{most:.2g}")  # fmt: skip
    title = voice.text("Where GDP gains and loses: “{name}”", "哪些镇增、哪些镇减(地区生产总值):“{name}”",
                       name=short_title(material, material.best, voice))  # fmt: skip
    key = tuple(voice.text("{w}: {k} towns", "{w}:{k} 个镇", w=w, k=int((sign == s).sum())) for w, s in
                ((voice.text("gain", "增"), 1), (voice.text("loss", "减"), -1), (voice.text("not clear", "分不清"), 0)))  # fmt: skip
    note = voice.text("Schematic, no basis for boundaries. Named towns are real, all others synthetic.",
                      "示意图,不作为划界依据。有名称的镇为真实镇,其余为示例镇。")  # fmt: skip
    return lambda: draw_map(dots, title, unit, key, note)


FIGURES = {
    "cases": cases_figure,
    "path": path_figure,
    "blocks": blocks_figure,
    "money": money_figure,
    "outcomes": outcomes_figure,
    "displacement": displacement_figure,
    "map": map_figure,
}


def figures(material: Material, voice: Voice) -> dict[str, Drawn]:
    """Every figure there is something for, drawn."""
    found = {name: prepare(material, voice) for name, prepare in FIGURES.items()}
    return {name: drawn(draw) for name, draw in found.items() if draw is not None}
