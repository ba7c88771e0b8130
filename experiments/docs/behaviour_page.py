"""docs/behaviour.md: what the economy does when one thing is changed, as last measured, against what was expected."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.cli.behaviour import expected
from experiments.cli.facts import number
from experiments.docs.reference import markdown
from experiments.measuring.expectations import Expectation, expectations
from experiments.measuring.measured import FOLDER
from model.fields import KINDS_OF_BODY, SIZE_CLASSES

MEASURED = FOLDER / "behaviour.json"
WORDS = {"agrees": "agrees", "disagrees": "**disagrees**", "unclear": "**unclear**"}
INTRODUCTION = """\
One thing is changed or looked at, everything else and all luck stays. What was expected stands in
`experiments/measuring/behaviour.yaml` and was written down before anything was measured; what the model does
otherwise stays in the tables as a miss, with the reason as far as it has been traced. `zhenxing behaviour` measures."""
READING = """\
A sign agrees when the whole 95 % interval over seeds (Student's t) lies on its side, a band when the mean lies in it,
an exact number when every seed has it. Unless said otherwise an experiment starts from the same settled start as the
baseline, so that nothing but the change differs."""
SECTIONS = {
    "space": (
        "Does distance matter, and only where it should?",
        "Elasticities are measured on firms above scale as in [facts](facts.md), A3.10; each seed has a population of "
        "its own. Coordinates of all towns are permuted at random: with distance as usual after the start has settled, "
        "then two years; with distance at no cost before anything is built, so that nothing at all may read one.",
    ),
    "facts": (
        "Facts of named towns",
        "What is known of a named town is left out (`load_given(..., forget=...)`): it is then drawn like any other.",
    ),
    "take_up": (
        "Who takes up services and support",
        "Baseline of 2012-2017. A service is counted when what it leaves in the firm rises, support when it is "
        "awarded. The information-only change is a chance to hear of a platform of 0.1 a quarter in place of 0.02.",
    ),
    "limits": (
        "Limits of financing bodies, and what comes back after a crunch",
        "Share of body-quarters of 2012-2017 in which the limit binds; the crunch is the scenario `credit-crunch`.",
    ),
    "designation": (
        "Designation answers to the rule, the batch and the benefit",
        "Each is doubled in the baseline from 2012 on. `zhenxing candidates` prints the candidates near the rule.",
    ),
}


def behaviour_page(measured: Path = MEASURED) -> str:
    """The page as Markdown; only what is expected where nothing was measured."""
    found: dict[str, Any] = json.loads(measured.read_text(encoding="utf-8")) if measured.is_file() else {}
    quantities, tables = found.get("quantities", {}), found.get("tables", {})
    parts = [f"# How the economy behaves\n\n{INTRODUCTION}\n\n{READING}\n"]
    if found:
        counts = {verdict: sum(one["verdict"] == verdict for one in quantities.values()) for verdict in WORDS}
        parts.append(
            f"Measured on code `{found['code'][:12]}`, data `{found['data'][:12]}`: {len(found['seeds'])} seeds, a "
            f"sample of {found['sample']:g} of the small firms.\n{counts['agrees']} of {len(quantities)} expectations "
            f"agree, {counts['disagrees']} do not, {counts['unclear']} cannot be told.\n"
        )
    else:
        parts.append("Not measured yet.\n")
    for name, (title, text) in SECTIONS.items():
        declared = [one for one in expectations().values() if one.study == name]
        parts.append(f"## {title}\n\n{text}\n\n{table(declared, quantities)}")
        if tables.get(name):
            parts.append(BESIDE[name](tables[name]))
        parts.append(misses(declared, quantities))
    return "\n".join(part for part in parts if part)


def table(declared: list[Expectation], quantities: Mapping[str, Any]) -> str:
    """Expected and measured, a row a quantity."""
    rows = []
    for one in declared:
        found = quantities.get(one.id)
        cells = ("not measured", "")
        if found is not None:
            spread = "" if found["mean"] is None else f" [{number(found['low'])}, {number(found['high'])}]"
            cells = (number(found["mean"]) + spread, WORDS[found["verdict"]])
        rows.append((one.label.en, one.unit, expected(one.expected), *cells, one.reason))
    return markdown(("quantity", "unit", "expected", "measured", "verdict", "why expected"), rows)


def misses(declared: list[Expectation], quantities: Mapping[str, Any]) -> str:
    """Why the model does otherwise, where it does."""
    lines = [
        f"- **{one.label.en}**: {one.diagnosis or 'not diagnosed yet'}."
        for one in declared
        if one.id in quantities and quantities[one.id]["verdict"] != "agrees"
    ]
    return "Misses:\n\n" + "\n".join(lines) + "\n" if lines else ""


# ---- tables beside the expectations


def forgotten_facts(found: Mapping[str, Any]) -> str:
    before, after = found["output"]
    return (
        f"The town whose size is known with most facts is {found['town']['en']} ({found['town']['zh']}): "
        f"{found['facts']:g} of them. Its output\nof 2011 is {before / 1e4:.0f} (1e8 yuan) with them and "
        f"{after / 1e4:.0f} without.\n"
    )


def take_up_rates(found: Mapping[str, Any]) -> str:
    from experiments.measuring.take_up_study import AGES, DISTANCES

    names = {"size": SIZE_CLASSES, "age": AGES, "distance": DISTANCES}
    rows = [
        (group, name, f"{one['firms'][place]:,.0f}", rate(one["services"][place]), rate(one["awards"][place], 3))
        for group, one in found.items()
        for place, name in enumerate(names[group])
    ]
    return markdown(("by", "group", "firms", "services a year, %", "awards a year, %"), rows)


def rate(value: float | None, digits: int = 1) -> str:
    return "-" if value is None else f"{100 * value:.{digits}f}"


def limits_by_kind(found: Mapping[str, Any]) -> str:
    base, crunch = found["binding"]
    rows = [
        (
            kind,
            f"{found['bodies'][kind]:g}",
            rate(base[kind]),
            rate(crunch[kind]),
            *("-" if value is None else f"{value:+.1f}" for value in found["new_business"][kind]),
        )
        for kind in KINDS_OF_BODY
    ]
    years = (f"{year}" for year in range(2012, 2018))
    return "New business in the crunch over that of the baseline, per cent, by year:\n\n" + markdown(
        ("kind", "bodies", "binds, %", "in the crunch, %", *years), rows
    )


def designations(found: Mapping[str, Any]) -> str:
    near = found["near_rule"]
    heads = ("end of", "designated", "candidates", "of them meet the rule", "within 10 % of it")
    rows = [
        (year, *(f"{values[place]:.1f}" for values in (found["designated"], *near.values())))
        for place, year in enumerate(range(2012, 2018))
    ]
    text = "Baseline, mean over seeds:\n\n" + markdown(heads, rows)
    if "small_batch" in found:
        text += (
            "\nNot declared beforehand, added when the doubled batch changed nothing: with a batch of two towns a year "
            f"{found['small_batch']:+.1f} towns.\n"
        )
    return text


BESIDE = {
    "facts": forgotten_facts,
    "take_up": take_up_rates,
    "limits": limits_by_kind,
    "designation": designations,
}
