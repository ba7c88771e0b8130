"""Numbers as people read them: two or three digits, one unit a table, signs where a difference is meant."""

from __future__ import annotations

import math

MISSING = "—"


def digits(value: float, significant: int = 3) -> str:
    """Rounded to significant digits, thousands separated; whole numbers below 1,000 stay whole."""
    if value == 0:
        return "0"
    if value == int(value) and abs(value) < 1000:
        return f"{value:.0f}"
    power = significant - 1 - math.floor(math.log10(abs(value)))
    rounded = round(float(value), power)
    return f"{rounded:,.{max(0, power)}f}"


def shown(value: float | None, unit: str, significant: int = 3, signed: bool = False) -> str:
    """A value in the unit people use: shares in percent, money in 1e8 yuan."""
    if value is None or not math.isfinite(value):
        return MISSING
    scaled = value * scale(unit)[0]
    if unit in COUNTED:
        text = f"{scaled:,.0f}" if abs(scaled) < 1000 else digits(scaled, significant)
    else:
        text = digits(scaled, significant)
    return f"+{text}" if signed and scaled > 0 and text.strip("0.,") else text


def difference(value: float | None, before: float | None, unit: str, significant: int = 2) -> str:
    """Value less before in the unit people use, signed; two digits finer than the level at most."""
    if value is None or before is None or not math.isfinite(value - before):
        return MISSING
    gain, level = (value - before) * scale(unit)[0], max(abs(value), abs(before)) * scale(unit)[0]
    if gain == 0:
        return "0"
    power = min(significant - 1 - math.floor(math.log10(abs(gain))), 4 - math.floor(math.log10(level)))
    rounded = round(gain, power)
    if rounded == 0:
        return "≈0"
    if unit in COUNTED and abs(rounded) < 1000:
        return f"{gain:+,.0f}"
    return f"{rounded:+,.{max(0, power)}f}"


COUNTED = ("towns", "platforms")
UNITS = {  # unit -> (factor, English, Chinese)
    "wan yuan": (1e-4, "1e8 yuan", "亿元"),
    "wan yuan, prices of 2011": (1e-4, "1e8 yuan, prices of 2011", "亿元,2011 年价"),
    "share": (100.0, "%", "%"),
    "share a year": (100.0, "% a year", "%/年"),
    "towns": (1.0, "towns", "个"),
    "platforms": (1.0, "platforms", "个"),
    "persons": (1.0, "persons", "人"),
    "thousand persons": (1.0, "thousand persons", "千人"),
    "patents a year": (1.0, "patents", "件"),
    "firms": (1.0, "firms", "家"),
    "wan yuan a quarter": (1.0, "wan yuan a quarter", "万元/季"),
    "person-years per 10,000 residents": (1.0, "per 10,000 residents", "人年/万人"),
    "index, 2011 = 1": (1.0, "2011 = 1", "2011 年 = 1"),
}

POINTS = {"share": ("points", "个百分点"), "share a year": ("points a year", "个百分点/年")}


def scale(unit: str) -> tuple[float, str, str]:
    """Factor to the unit people use, and its name in English and Chinese."""
    return UNITS.get(unit, (1.0, unit, unit))


def unit_name(unit: str, lang: str) -> str:
    _, english, chinese = scale(unit)
    return chinese if lang == "zh" else english


def difference_unit(unit: str, lang: str) -> str:
    """The unit of a difference: one of shares is in points."""
    english, chinese = POINTS.get(unit, scale(unit)[1:])
    return chinese if lang == "zh" else english
