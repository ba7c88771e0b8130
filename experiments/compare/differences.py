"""What changed between two comparisons: their inputs, and whether the answers did."""

from __future__ import annotations

from typing import Any

from analysis.comparison import MAIN
from experiments.compare.folder import Comparison

INPUTS = (
    "base", "ensemble", "starts", "start", "end", "sample", "towns", "world", "population_seed", "contributions",
    "data", "code", "versions", "cpu",
)  # fmt: skip

Row = dict[str, Any]


def inputs_changed(first: Comparison, second: Comparison) -> list[Row]:
    """Inputs that differ: (what, before, after)."""
    rows = [_row(name, first.about.get(name), second.about.get(name)) for name in INPUTS]
    for name in ("cases", "repeats", "failed"):
        rows.append(_row(name, _told(first.about[name]), _told(second.about[name])))
    before, after = ({one["id"]: one for one in side.about["scenarios"]} for side in (first, second))
    for name in dict.fromkeys([*before, *after]):
        if name not in before or name not in after:
            rows.append(_row(f"scenario {name}", *("there" if name in side else None for side in (before, after))))
        elif before[name]["key"] != after[name]["key"]:
            rows += _contents(name, before[name]["content"], after[name]["content"])
    return [row for row in rows if row["before"] != row["after"]]


def _row(what: str, before: Any, after: Any) -> Row:
    return {"what": what, "before": before, "after": after}


def _told(cases: list[dict]) -> str:
    """Cases as a number and the seeds they have."""
    seeds = [int(one["seed"]) for one in cases]
    return f"{len(seeds)}: {min(seeds)}-{max(seeds)}" if seeds else "0"


def _contents(name: str, before: dict[str, Any], after: dict[str, Any]) -> list[Row]:
    """Levers, budgets, shocks and parameters that differ; where none does, a lever's card or data has changed."""
    rows = []
    for part in ("levers", "budgets", "shocks", "parameters"):
        for item in sorted({*before[part], *after[part]}):
            rows.append(_row(f"{name}: {item}", before[part].get(item), after[part].get(item)))
    changed = [row for row in rows if row["before"] != row["after"]]
    return changed or [_row(f"{name}: cards or series", "earlier", "later")]


ANSWERS = ("turned", "now clear", "no longer clear", "moved", "within the doubt", "same")


def answers_changed(first: Comparison, second: Comparison) -> list[Row]:
    """Main effects of scenarios that are in both, in the last year of both: before, after, and what that means."""
    tables: list[Any] = [first.effects, second.effects]
    last = min(int(one["year"].max()) for one in tables)
    sides = []
    for one in tables:
        effects = one[one["year"] == last]
        keys = zip(effects["scenario"], effects["indicator"], effects["scope"], strict=True)
        sides.append(dict(zip(keys, effects.to_dict("records"), strict=True)))
    rows = []
    for key in sides[0]:
        if key in sides[1] and key[1:] in MAIN:
            before, after = sides[0][key], sides[1][key]
            rows.append(
                {
                    "scenario": key[0], "year": last, "indicator": key[1], "scope": key[2], "unit": before["unit"],
                    **{f"{name}_{when}": side[name] for when, side in (("before", before), ("after", after))
                       for name in ("effect", "low", "high")},
                    "answer": answer(before, after),
                }
            )  # fmt: skip
    return rows


def answer(before: Row, after: Row) -> str:
    """What became of an effect, from the worst to nothing."""
    if all(before[name] == after[name] for name in ("effect", "low", "high")):
        return "same"
    clear = [side["low"] > 0 or side["high"] < 0 for side in (before, after)]
    if before["effect"] * after["effect"] < 0 and any(clear):
        return "turned"
    if clear[0] != clear[1]:
        return "now clear" if clear[1] else "no longer clear"
    apart = before["mean_high"] < after["mean_low"] or after["mean_high"] < before["mean_low"]
    return "moved" if apart else "within the doubt"


def goals_changed(first: Comparison, second: Comparison) -> list[Row]:
    """Goals whose share of cases is another: (scenario, year, goal, before, after)."""
    sides = []
    for one in (first, second):
        goals = one.goals.dropna(subset=["share_met"])
        keys = zip(goals["scenario"], goals["year"], goals["goal"], goals["scope"], strict=True)
        sides.append(dict(zip(keys, goals["share_met"].tolist(), strict=True)))
    return [
        {"scenario": key[0], "year": int(key[1]), "goal": key[2], "before": sides[0][key], "after": sides[1][key]}
        for key in sides[0]
        if key in sides[1] and sides[0][key] != sides[1][key]
    ]
