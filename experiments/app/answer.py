"""The answer to a wish as the page reads it: dots, paths, money, goals, one dictionary of plain values."""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.years import Yearly
from experiments.app import frames
from experiments.app.recording import Recording
from experiments.app.wish import Wish
from scenarios.given import load_given

GAUGES = (  # what stands on the gauges of the laboratory: indicators of goals that a small place can move
    "gdp", "rd_intensity", "rd_staff_per_10k", "patents_granted", "platforms", "hightech_share", "modern_services_share",
    "knowledge_intensive_share", "leading_industry",
)  # fmt: skip
WATCHED = (
    "gdp_real", "employment", "firms", "wage_mean", "exports", "exit_rate", "entry_rate", "defaults", "loans_small_firms",
    "loans_circle", "guarantee_calls", "circle_calls", "research_spending", "research_reported", "research_staff",
    "research_grants", "platforms_self_financing", "platforms_own_income", "platform_experts", "served_innovation",
    "services_used", "support_paid", "support_leaked", "labour_productivity", "knowledge", "technicians", "findings",
    "patents_invention", "output_gross", "unemployment", "investment", "income_tax", "value_added_firms", "concentration",
    "residents", "served_testing", "served_productivity", "served_training", "partnerships", "copies",
)  # fmt: skip


def scope_of(wish: Wish) -> str:
    """All towns of a place: a single town is the whole of its province."""
    return "designated" if wish.town() is None else "province"


def answer_of(wish: Wish, left: Recording, right: Recording) -> dict[str, Any]:
    """Everything the page draws; money in wan yuan, flows a quarter's."""
    given = load_given(wish.world)
    towns = given.towns
    xy = _coordinates(given)
    scope = scope_of(wish)
    present = sorted({town for town, _, _ in [*left.firsts.values(), *right.firsts.values()]})
    return {
        "key": wish.key,
        "quarters": frames.quarters_of(right),
        "parted_in": frames.first_difference(left, right),
        "dots": frames.dots(left, right, xy),
        "paths": _rounded(frames.paths(left, right, [(name, scope) for name in (*GAUGES, *WATCHED)])),
        "scope": scope,
        **yearly(left, right, scope),
        "money": frames.money(right),
        "towns": frames.towns(left, right, present, {lang: towns[f"name_{lang}"] for lang in ("zh", "en")}, xy),
    }


def yearly(left: Recording, right: Recording, scope: str) -> dict[str, Any]:
    """Values of calendar years in both halves, read as goals are: flows summed, ratios over the year, stocks at its end."""
    arms = {}
    for name, arm in (("left", left), ("right", right)):
        rows = [row for row in arm.province if row[2] in (scope, "province")]
        columns = dict(zip(("quarter", "indicator", "scope", "value"), map(list, zip(*rows, strict=True)), strict=True))
        arms[name] = Yearly(columns)
    years = arms["right"].years()
    found = {
        f"{indicator}@{scope}": {name: [arm.value(indicator, scope, year) for year in years] for name, arm in arms.items()}
        for indicator in (*GAUGES, *WATCHED)
    }
    return {"year_names": years, "years": _rounded(found)}


def _coordinates(given) -> np.ndarray:
    return np.stack([np.asarray(given.towns["x"], float), np.asarray(given.towns["y"], float)], axis=1)


def _rounded(paths: dict[str, dict[str, list]]) -> dict[str, dict[str, list]]:
    """Six digits are more than a screen shows."""
    return {
        name: {arm: [None if v is None else float(f"{v:.6g}") for v in values] for arm, values in arms.items()}
        for name, arms in paths.items()
    }
