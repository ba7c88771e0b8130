"""What each measure does by itself: first effects, final ones with their false discovery rate, what it costs.

Paired over seeds: a measure at its enacted values (hypothetical law at the end of its studied range) against the
baseline of the same seed. An interval is Student's t at 95 % on the differences.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from experiments.measuring.lever_runs import LeverRun, Progress, Settings, lever_runs, starting_values
from experiments.measuring.planned_costs import BORNE, public_cost
from scenarios.cards import Card, cards

FINAL = {  # indicator scope -> (what, unit, how many quarters make the year's figure)
    "gdp designated_2011": ("GDP of the towns of 2011", "wan yuan", 4.0),
    "research_spending designated_2011": ("R&D of these towns", "wan yuan", 4.0),
    "patents_granted designated_2011": ("patents granted in these towns", "patents", 4.0),
    "employment designated_2011": ("employment in these towns", "persons", 1.0),
}
SCOPES = {"designated": "designated_2011", "candidate": "candidate", "all": "province"}
LEVEL = 0.95
DISCOVERIES = 0.1  # false ones among those that are marked, at most


def study(settings: Settings, levers: Sequence[str] | None = None, progress: Progress | None = None) -> dict[str, Any]:
    """Effects and costs of every measure, as plain data."""
    found: dict[str, Any] = {}
    for lever, arms, base in lever_runs(settings, levers or tuple(cards()), progress=progress):
        found[lever] = one_lever(cards()[lever], arms, base)
    mark_discoveries(found)
    return {"world": settings.world, "sample": settings.sample, "seeds": list(settings.seeds), "levers": found}


def one_lever(card: Card, arms: Sequence[LeverRun], base: Sequence[LeverRun]) -> dict[str, Any]:
    """First and final effects, costs."""
    scope = SCOPES[card.reaches.where]
    proximal = {
        indicator: paired(f"{indicator} {scope}", arms, base, absolute=card.proximal_as == "absolute")
        for indicator in card.proximal
    }
    final = {name: paired(name, arms, base) for name in FINAL}
    cost = float(np.mean([public_cost(run) for run in arms]))
    for name, (_, _, quarters) in FINAL.items():
        gain = final[name]["difference"] * quarters
        told = excludes_zero(final[name]) and gain > 0 and cost > 0
        final[name]["cost_of_one"] = cost / gain if told else None
    return {
        "value": starting_values(card),
        "proximal": proximal,
        "final": final,
        "cost": {"public": cost, "by_payer": by_payer(arms)},
    }


def paired(name: str, arms: Sequence[LeverRun], base: Sequence[LeverRun], absolute: bool = False) -> dict[str, Any]:
    """Mean effect with its interval, over the baseline's mean or in its own unit, and the chance of so much by luck."""
    from scipy import stats

    before = np.array([run.levels.get(name, 0.0) for run in base])
    gains = np.array([run.levels.get(name, 0.0) for run in arms]) - before
    scale = 1.0 if absolute or not before.mean() else abs(float(before.mean()))
    mean, n = float(gains.mean()), len(gains)
    error = float(gains.std(ddof=1)) / n**0.5 if n > 1 else float("nan")
    half = float(stats.t.ppf(0.5 + LEVEL / 2, n - 1)) * error if n > 1 else float("nan")
    chance = float(2.0 * stats.t.sf(abs(mean) / error, n - 1)) if error > 0 else float(mean == 0.0)
    return {
        "effect": mean / scale,
        "low": (mean - half) / scale,
        "high": (mean + half) / scale,
        "difference": mean,
        "relative": scale != 1.0,
        "p": chance,
    }


def excludes_zero(row: dict[str, Any]) -> bool:
    """Does the interval leave out zero?"""
    return row["low"] > 0.0 or row["high"] < 0.0


def by_payer(arms: Sequence[LeverRun]) -> dict[str, float]:
    """Wan yuan a year that each payer bore, in the mean of the seeds."""
    total: dict[str, float] = {}
    for run in arms:
        for name, amount in run.costs.items():
            who, kind = name.split(" ", 1)
            if BORNE.get(kind):
                total[who] = total.get(who, 0.0) + BORNE[kind] * amount / len(arms)
    return {who: amount for who, amount in sorted(total.items()) if amount}


def mark_discoveries(found: dict[str, Any]) -> None:
    """Benjamini and Hochberg over all final effects of all measures: which ones stand out from luck."""
    from scipy.stats import false_discovery_control

    places = [(lever, name) for lever in found for name in FINAL]
    if not places:
        return
    adjusted = false_discovery_control([found[lever]["final"][name]["p"] for lever, name in places])
    for (lever, name), value in zip(places, adjusted, strict=True):
        row = found[lever]["final"][name]
        row["q"], row["stands_out"] = float(value), bool(value <= DISCOVERIES)
