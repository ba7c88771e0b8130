"""A trial in plain sentences, in both languages."""

from __future__ import annotations

import math
from typing import Any

from analysis.estimators import Estimate
from experiments.trial.measuring import Measured
from experiments.trial.outcomes import OUTCOMES
from experiments.trial.spec import Trial
from scenarios.errors import clean


def number(value: float) -> str:
    return "-" if value is None or not math.isfinite(value) else f"{value:+.3g}" if value else "0"


def unit_of(trial: Trial, lang: str) -> str:
    """Unit of the effect in words."""
    rule, zh = trial.estimator, lang == "zh"
    if rule.per is not None:
        a, b = (OUTCOMES[name] for name in (rule.outcome, rule.per))
        return f"{a.label[1]}/{b.label[1]}" if zh else f"{a.label[0]} per {b.label[0]}"
    tail = (" / 万元" if zh else " per wan yuan") if rule.per_cost else ""
    names = {"log": "%", "log_points": "%", "percent": "%", "sd": "个标准差" if zh else "standard deviations"}
    return names.get(rule.scale, OUTCOMES[rule.outcome].unit) + tail


def told(one: Estimate, unit: str) -> str:
    low, high = one.interval
    return f"{number(one.effect)} {unit} ({number(low)} to {number(high)})"


def sentences(trial: Trial, found: Measured, passed: bool | None, about: dict[str, Any], lang: str) -> list[str]:
    """What the trial found, what the twins say, what it cost, what it is held against."""
    zh = lang == "zh"
    unit, outcome = unit_of(trial, lang), OUTCOMES[trial.estimator.outcome].label[1 if zh else 0]
    low, high = found.study.interval
    seeds = len(about["seeds"])
    treated = sum(about["treated"].values())
    title = clean(trial.title.zh if zh else trial.title.en, 600)
    lines = [
        f"{title}:对{outcome}的效应为 {number(found.study.effect)} {unit}"
        f"(95% 区间 {number(low)} 至 {number(high)};{seeds} 个随机种子,处理 {treated:,.0f} 个单位)。"
        if zh
        else f"{title}: effect on {outcome} {number(found.study.effect)} {unit} "
        f"(95 % interval {number(low)} to {number(high)}; {seeds} seeds, {treated:,.0f} units treated)."
    ]
    true = {name: number(getattr(found, name).effect) for name in ("direct", "indirect", "total")}
    lines.append(
        "与未处理的孪生世界相比,真实效应:处理者 {direct},未处理者 {indirect},全体 {total}。".format(**true)
        if zh
        else "True effect, beside each unit's twin in the untreated fork: on the treated {direct}, on the untreated "
        "in the treated world {indirect}, on all {total}.".format(**true)
    )
    cost = about["cost_per_unit"]
    priced = ", ".join(f"{name} {value:.3g}" for name, value in cost.items() if value)
    if priced:
        lines.append(f"每单位费用(万元):{priced}。" if zh else f"Cost a unit (wan yuan): {priced}.")
    if trial.evidence is not None:
        lines.append(held_against(trial, passed, zh))
    return lines


def held_against(trial: Trial, passed: bool | None, zh: bool) -> str:
    band = trial.evidence
    assert band is not None
    study, finding = clean(band.study, 600), clean(band.finding, 600)
    words = {True: ("inside", "在内"), False: ("OUTSIDE", "不在内"), None: ("cannot be said", "无法判断")}[passed]
    if zh:
        return f"文献:{study};{finding}。检验带 {band_of(trial)}:{words[1]}。"
    return f"Study: {study}: {finding}. Band {band_of(trial)}: {words[0]}."


def band_of(trial: Trial) -> str:
    """A band in signs, with the rule it comes from."""
    band = trial.evidence
    if band is None:
        return "-"
    if band.rule == "P0":
        return "P0: below 0.1 sd"
    if band.rule == "P3":
        return f"P3: {'> 0' if band.sign == 'up' else '< 0'}, beyond 0.1 sd"
    return f"{band.rule}: {band.low:g} to {band.high:g} {band.unit}"
