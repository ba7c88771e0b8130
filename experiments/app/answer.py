"""The answer to a wish as the page reads it: dots, paths, money, goals, one dictionary of plain values."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from analysis.years import Yearly
from experiments.app import frames
from experiments.app.lesson import LessonWish, both, where_of
from experiments.app.recording import Recording
from experiments.app.wish import Wish
from experiments.lessons.reading import effect
from scenarios.given import load_given
from scenarios.lessons import SPENT, Guess, Quantity
from scenarios.registry import indicators

# what stands on the gauges of the laboratory: indicators of goals that a small place can move
GAUGES = (
    "gdp",
    "rd_intensity",
    "rd_staff_per_10k",
    "patents_granted",
    "platforms",
    "hightech_share",
    "modern_services_share",
    "knowledge_intensive_share",
    "leading_industry",
)
# what its other panels show, and its download holds
WATCHED = (
    "gdp_real",
    "employment",
    "firms",
    "wage_mean",
    "exports",
    "exit_rate",
    "entry_rate",
    "defaults",
    "loans_small_firms",
    "loans_circle",
    "guarantee_calls",
    "circle_calls",
    "research_spending",
    "research_reported",
    "research_staff",
    "research_grants",
    "platforms_self_financing",
    "platforms_own_income",
    "platform_experts",
    "served_innovation",
    "services_used",
    "support_paid",
    "support_leaked",
    "labour_productivity",
    "knowledge",
    "technicians",
    "findings",
    "patents_invention",
    "output_gross",
    "unemployment",
    "investment",
    "income_tax",
    "value_added_firms",
    "concentration",
    "residents",
    "served_testing",
    "served_productivity",
    "served_training",
    "partnerships",
    "copies",
)


def scope_of(wish: Wish) -> str:
    """All towns of a place: a single town is the whole of its province."""
    return "designated" if wish.town() is None else "province"


def answer_of(wish: Wish, left: Recording, right: Recording) -> dict[str, Any]:
    """Everything the page draws; money in wan yuan, flows a quarter's."""
    scope = scope_of(wish)
    wanted = [(name, scope) for name in (*GAUGES, *WATCHED)]
    return (
        picture(left, right, load_given(wish.world), wanted)
        | {"key": wish.key, "scope": scope}
        | yearly(left, right, scope)
    )


def lesson_answer(wish: LessonWish, left: Recording, right: Recording) -> dict[str, Any]:
    """The same for a lesson, with its guess and its outcomes read from both halves."""
    lesson = wish.of
    given = load_given(lesson.world)
    ids = [str(one) for one in given.towns["id"]]
    wanted = dict.fromkeys((q.indicator, where_of(q)) for q in lesson.quantities if q.indicator != SPENT)
    drawn = picture(left, right, given, list(wanted), ids)
    known = indicators()
    outcomes = [
        {
            **(
                both(known[q.indicator].label)
                if q.indicator != SPENT
                else {"zh": "财政支出", "en": "public money spent"}
            ),
            "unit": known[q.indicator].unit if q.indicator != SPENT else "wan yuan",
            "year": q.year,
            "left": at_end(q, left, ids),
            "right": at_end(q, right, ids),
        }
        for q in lesson.outcomes
    ]
    effects = effects_of(lesson.guess, left, right, ids)
    last = min(lesson.guess.quantity.year * 4 + 3 - right.first_quarter, right.quarters - 1)
    return drawn | {"key": wish.key, "scope": "", "effects": effects, "effect": effects[last], "outcomes": outcomes}


def picture(
    left: Recording, right: Recording, given, wanted: list[tuple[str, str]], ids: list[str] | None = None
) -> dict[str, Any]:
    """Dots, paths, money and towns of a pair."""
    towns = given.towns
    xy = np.stack([np.asarray(towns["x"], float), np.asarray(towns["y"], float)], axis=1)
    present = sorted({town for town, _, _ in [*left.firsts.values(), *right.firsts.values()]})
    return {
        "quarters": frames.quarters_of(right),
        "parted_in": frames.first_difference(left, right),
        "dots": frames.dots(left, right, xy),
        "paths": _rounded(frames.paths(left, right, wanted, ids or [])),
        "money": frames.money(right),
        "towns": frames.towns(left, right, present, {lang: towns[f"name_{lang}"] for lang in ("zh", "en")}, xy),
    }


def values_of(quantity: Quantity, arm: Recording, ids: list[str]) -> list[float]:
    """A quantity of one arm by quarter, over the years it names or, before they are complete, over as long a time."""
    values = (
        frames.spent(arm)
        if quantity.indicator == SPENT
        else frames.path(arm, quantity.indicator, where_of(quantity), ids)
    )
    known = [0.0 if v is None else v for v in values]
    first = None if quantity.since is None else max(quantity.since * 4 - arm.first_quarter, 0)
    found = []
    for index in range(arm.quarters):
        inside = known[max(index - 3, 0) if first is None else min(first, index) : index + 1]
        found.append({"sum": sum(inside), "mean": sum(inside) / len(inside), "end": inside[-1]}[quantity.how])
    return found


def at_end(quantity: Quantity, arm: Recording, ids: list[str]) -> float:
    """The quantity in the last quarter of its year, or of the run."""
    return values_of(quantity, arm, ids)[min(quantity.year * 4 + 3 - arm.first_quarter, arm.quarters - 1)]


def effects_of(guess: Guess, left: Recording, right: Recording, ids: list[str]) -> list[float]:
    """What the class guessed, the right half against the left, as it would stand after each quarter."""
    money = guess.quantity.model_copy(update={"indicator": SPENT, "how": "sum"})
    read = [values_of(what, arm, ids) for what in (guess.quantity, money) for arm in (right, left)]
    found = [effect(guess.kind, *numbers) for numbers in zip(*read, strict=True)]
    return [0.0 if math.isnan(one) else one for one in found]


def yearly(left: Recording, right: Recording, scope: str) -> dict[str, Any]:
    """Values of calendar years in both halves, read as goals are (flows summed, ratios over the year, stocks last)."""
    arms = {}
    for name, arm in (("left", left), ("right", right)):
        rows = [row for row in arm.province if row[2] in (scope, "province")]
        columns: dict[str, list] = dict(
            zip(("quarter", "indicator", "scope", "value"), map(list, zip(*rows, strict=True)), strict=True)
        )
        arms[name] = Yearly(columns)
    years = arms["right"].years()
    found = {
        f"{indicator}@{scope}": {
            name: [arm.value(indicator, scope, year) for year in years] for name, arm in arms.items()
        }
        for indicator in (*GAUGES, *WATCHED)
    }
    return {"year_names": years, "years": _rounded(found)}


def _rounded(paths: dict[str, dict[str, list]]) -> dict[str, dict[str, list]]:
    """Six digits are more than a screen shows."""
    return {
        name: {arm: [None if v is None else float(f"{v:.6g}") for v in values] for arm, values in arms.items()}
        for name, arms in paths.items()
    }
