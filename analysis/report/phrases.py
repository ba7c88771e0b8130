"""Turns of phrase used all over the report: intervals, chances, names of what is measured."""

from __future__ import annotations

import math

from analysis.numbers import MISSING, scale
from analysis.report.blocks import Cell, Number, Part
from analysis.report.reading import Material, Row, largest
from analysis.report.voice import Voice
from scenarios.registry import indicators

FULL_LEVEL = 0.9
SCOPES = {
    "province": "scope_province",
    "designated": "scope_designated",
    "designated_2011": "scope_designated_2011",
    "candidate": "scope_candidate",
    "rest": "scope_rest",
}
CHANCES = ((0.90, "very_likely"), (0.66, "likely"), (0.33, "hard_to_say"), (0.10, "unlikely"), (-1.0, "very_unlikely"))


def scope_name(voice: Voice, scope: str) -> str:
    if scope == "towns":
        return voice.text("all towns, designated or not", "全部镇(含未认定)")
    return voice.word(SCOPES[scope]) if scope in SCOPES else scope


def indicator_name(voice: Voice, indicator: str) -> str:
    return voice.label(indicators()[indicator].label) if indicator in indicators() else indicator


def measured_in(voice: Voice, row: Row) -> str:
    """What an effect is of: indicator of a scope."""
    scope, name = scope_name(voice, row["scope"]), indicator_name(voice, row["indicator"])
    return f"{scope}{name}" if voice.zh else f"{name}, {scope}"


def within(voice: Voice, row: Row, n: int) -> tuple[Part, ...]:
    """nine cases in ten lie in a-b; with few cases: all n cases lie in a-b."""
    level, unit = largest(row), row["unit"]
    low, high, said = voice.ends(row["low"], row["high"], level, unit)
    ends: dict[str, Cell] = {"low": low, "high": Number(f"{high} {said}", "simulated"), "n": str(n)}
    if row.get("level", FULL_LEVEL) >= FULL_LEVEL:
        return voice.parts("nine cases in ten lie in {low} to {high}", "九成情形落在 {low} 至 {high}", **ends)
    return voice.parts("all {n} cases lie in {low} to {high}", "全部 {n} 种情形落在 {low} 至 {high}", **ends)


def interval_word(voice: Voice, material: Material) -> str:
    """What the bars of a figure are."""
    level = float(material.effects["level"].min()) if "level" in material.effects else FULL_LEVEL
    n = material.n
    if level >= FULL_LEVEL:
        return voice.text("bar: nine cases in ten", "横条:九成情形落在其中")
    return voice.text("bar: range of all {n} cases", "横条:全部 {n} 种情形的范围", n=n)


def years_and_cases(voice: Voice, material: Material, unit: str) -> str:
    """Year, unit, prices and number of cases under a figure's title."""
    return voice.text("{year}; {unit}; n = {n} cases", "{year} 年;{unit};n = {n} 种可能情形",
                      year=material.year, unit=unit, n=material.n)  # fmt: skip


def chance_word(share: float) -> str:
    """How likely, in a word of the vocabulary; only ever shown with its number."""
    return next(word for least, word in CHANCES if share >= least)


def of_cases(voice: Voice, share: float, n: int) -> Number:
    """62 of 100."""
    count = share * n
    shown = f"{count:.0f}" if abs(count - round(count)) < 1e-6 else f"{count:.1f}"
    return Number(voice.text("{k} of {n}", "{n} 种情形中 {k} 种", k=shown, n=n), "simulated")


def range_text(voice: Voice, low: float, high: float, most: float, unit: str) -> str:
    """Both ends of an interval of a difference, digits by the largest beside them."""
    return f"{voice.gain_text(low, most, unit)} … {voice.gain_text(high, most, unit)}"


def spread(low: float | None, middle: float | None, high: float | None, unit: str, joint: str = " ") -> str:
    """median (low-high) of a level, as many digits as its spread deserves."""
    from analysis.numbers import shown

    if middle is None or not math.isfinite(middle):
        return MISSING
    if low is None or high is None or not math.isfinite(low + high) or low == high:
        return shown(middle, unit)
    return f"{shown(middle, unit)}{joint}({shown(low, unit)}-{shown(high, unit)})"


def in_units(value: float, unit: str) -> float:
    """A value in the unit people use."""
    return value * scale(unit)[0]
