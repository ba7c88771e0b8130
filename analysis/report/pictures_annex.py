"""The annex's figures: effects on all outcomes, who gains and who loses, the schematic map."""

from __future__ import annotations

import numpy as np

from analysis.report.canvas import WIDTH
from analysis.report.figures.map import Dots, draw_map
from analysis.report.figures.whiskers import Whisker, draw_whiskers
from analysis.report.phrases import (
    in_units,
    indicator_name,
    interval_word,
    range_text,
    scope_name,
    years_and_cases,
)
from analysis.report.pictures import Draw
from analysis.report.reading import Material, largest, sign_of
from analysis.report.titles import short_title
from analysis.report.voice import Voice


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
                            + f" {_short_unit(voice, row['unit'])}", sign_of(row), inner))  # fmt: skip
    if not rows:
        return None
    order = [_outcome(voice, {"indicator": i, "scope": s}) for i, s in SHOWN]
    rows.sort(key=lambda row: order.index(row.label))
    title = voice.text("What “{name}” adds to each outcome of the towns of 2011",
        "“{name}”:2011 年存量专业镇各项结果比不实施多多少",
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
                                    range_text(voice, row["low"], row["high"], largest(row), unit),
                                    sign_of(row)))  # fmt: skip
    title = voice.text("Towns, neighbours, province: who gains, who loses; {what}",
        "谁多谁少:本镇、邻镇与全省,{what}",
                       what=indicator_name(voice, indicator))  # fmt: skip
    head = years_and_cases(voice, material, voice.points(unit))
    words = voice.text(
        "{head}; {bar}; dot: mean", "{head};{bar};点:平均", bar=interval_word(voice, material), head=head
    )
    return lambda: draw_whiskers(rows, title, words, voice.text("as before", "不实施"), WIDTH, 2.1)


def map_figure(material: Material, voice: Voice) -> Draw | None:
    """Annex: towns whose gain or loss excludes zero, on a blank frame."""
    towns = material.towns
    rows = material.winners
    rows = rows[(rows["scenario"] == material.best) & (rows["group_kind"] == "town") & (rows["indicator"] == "gdp")]
    if towns is None or not len(rows):
        return None
    at = rows["group"].astype(int).to_numpy()
    sign = np.array([sign_of(row) for row in rows.to_dict("records")])
    percent = 100 * np.abs(rows["effect"].to_numpy()) / np.maximum(rows["base_mean"].to_numpy(), 1e-9)
    most = max(float(np.quantile(percent, 0.98)), 1e-9)
    size = np.where(sign != 0, np.clip(percent / most, 0, 1), 0.0)
    names = [towns.names[voice.lang][town] if towns.named[town] else "" for town in at]
    cities = list(zip(towns.cities[voice.lang], towns.city_x.tolist(), towns.city_y.tolist(), strict=True))
    dots = Dots(towns.x[at], towns.y[at], sign, size, names, cities)
    unit = voice.text("{y}; sign where the interval excludes zero, size by % of GDP as before (largest {m}%); n "
                      "= {n} cases",
                      "{y} 年;区间不含零的标出正负,大小为占不实施地区生产总值的%(最大 {m}%);n = {n} 种情形",
                      y=material.year, n=material.n, m=f"{most:.2g}")  # fmt: skip
    title = voice.text("Where GDP gains and loses: “{name}”", "哪些镇增、哪些镇减(地区生产总值):“{name}”",
                       name=short_title(material, material.best, voice))  # fmt: skip
    key = tuple(voice.text("{w}: {k} towns", "{w}:{k} 个镇", w=w, k=int((sign == s).sum())) for w, s in
                ((voice.text("gain", "增"), 1), (voice.text("loss", "减"), -1), (voice.text("not clear", "分不清"),
                0)))  # fmt: skip
    note = voice.text("Schematic, no basis for boundaries. Named towns are real, all others synthetic.",
                      "示意图,不作为划界依据。有名称的镇为真实镇,其余为示例镇。")  # fmt: skip
    return lambda: draw_map(dots, title, unit, key, note)
