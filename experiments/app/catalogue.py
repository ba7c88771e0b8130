"""What can be set, where and from which scenario: told once to a browser that opens the laboratory."""

from __future__ import annotations

import functools
import json
import os
from typing import Any

from experiments.app.answer import GAUGES
from experiments.app.lesson import told
from experiments.app.wish import SMALL
from model.quarter import format_quarter
from scenarios.cards import Card, cards
from scenarios.lessons import lessons
from scenarios.money import planned_curve

SCALE_FREE = ("rd_intensity", "rd_staff_per_10k")  # goals whose target does not grow with the place


def language() -> str:
    """The language of a visitor whose link says none: the one the server was started in."""
    from experiments.cli.language import language as spoken

    return spoken((), os.environ)


@functools.cache
def whole() -> str:
    """The catalogue as JSON."""
    content = {
        "lessons": [told(one) for one in lessons().values()],
        "levers": [lever(card) for card in cards().values()],
        "scenarios": scenarios(),
        "places": places(),
        "gauges": gauges(),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


@functools.cache
def lessons_only() -> str:
    """What the lesson view needs, as JSON."""
    return json.dumps({"lessons": [told(one) for one in lessons().values()]}, ensure_ascii=False, separators=(",", ":"))


def lever(card: Card) -> dict[str, Any]:
    """A measure as its slider needs it; values are added to what was in force in 2011, money is wan yuan a year."""
    low, high = card.bounds.studied
    return {
        "id": card.id,
        "article": card.article,
        "zh": card.label.zh,
        "en": card.label.en,
        "quote": list(card.quote),
        "unit": {"zh": card.unit_zh, "en": card.unit},
        "in_force": card.in_force_2011,
        "neutral": card.neutral,
        "low": low,
        "high": high,
        "legal": list(card.bounds.legal),
        "enacted": {format_quarter(quarter): value for quarter, value in card.enacted.items()},
        "assumed": card.assumed,
        "planned": [list(point) for point in planned_curve(card)],
        "ceiling": max(card.envelope.values(), default=None),
        "paid_by": {payer: share for payer, share in card.paid_by.items() if share},
        "wrong": {"zh": card.could_go_wrong.zh, "en": card.could_go_wrong.en},
    }


def gauges() -> list[dict[str, Any]]:
    """What stands on the gauges: goals of article 3 that a small place can move. Targets are of the whole province, so
    only those that are rates are shown."""
    from scenarios.registry import goals, indicators

    targets = {goal.indicator: goal.target for goal in goals().values() if goal.indicator in SCALE_FREE}
    names = {goal.indicator: goal.label for goal in goals().values()}
    known = indicators()
    return [
        {
            "id": name,
            "zh": names.get(name, known[name].label).zh,
            "en": names.get(name, known[name].label).en,
            "unit": known[name].unit,
            "target": targets.get(name),
        }
        for name in GAUGES
    ]


def scenarios() -> list[dict[str, Any]]:
    """Shipped scenarios: titles, and what each sets."""
    from scenarios.policy import load
    from scenarios.scenario_files import shipped

    found = []
    for name in shipped():
        policy = load(name)
        levers = {lever: {format_quarter(q): v for q, v in path} for lever, path in policy.levers.items()}
        found.append({"name": name, "zh": policy.title["zh"], "en": policy.title["en"], "levers": levers})
    return found


def places() -> list[dict[str, Any]]:
    """The small world, its towns, and the towns of Guangdong with their names in characters and pinyin."""
    from scenarios.given import load_given

    found = [{"place": SMALL, "zh": "示例小省(五镇)", "en": "A small province (five towns)", "pinyin": "", "grade": 3}]
    small = load_given(SMALL).towns
    found += [_town(small, row, f"{SMALL}:{row}") for row in range(len(small["id"]))]
    towns = load_given("guangdong").towns
    return found + [_town(towns, row, str(towns["name_zh"][row])) for row in range(len(towns["id"]))]


def _town(towns, row: int, place: str) -> dict[str, Any]:
    return {
        "place": place,
        "zh": str(towns["name_zh"][row]),
        "en": str(towns["name_en"][row]),
        "pinyin": str(towns["pinyin"][row]),
        "grade": int(towns["grade"][row]),
        "real": int(towns["named"][row]),
    }
