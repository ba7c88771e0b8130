"""docs/facts.md: the stylised facts as last measured (docs/measured/facts.json), and how each is computed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from experiments.cli.facts import band, number
from experiments.docs.reference import markdown
from experiments.measuring.facts import EQUAL_QUARTERS, UNINFORMATIVE, summary
from experiments.measuring.measured import FOLDER
from scenarios.facts import Fact, facts

PARTS = {
    "A1": "Sizes, growth, births and deaths",
    "A2": "Productivity, markups, pay, investment, finance",
    "A3": "Innovation, adoption, space",
}
MEASURED = FOLDER / "facts.json"


def facts_page(measured: Path = MEASURED) -> str:
    """The page as Markdown; only how facts are computed where nothing has been measured yet."""
    head = (
        "# Stylised facts\n\nWhat an industrial economy like that of the specialised towns should show, each number "
        "with the statistic of the study it\ncomes from, on runs of the baseline. `zhenxing facts` measures; bands and "
        "labels stand in `scenarios/facts.yaml`.\n"
    )
    parts = [head]
    if measured.is_file():
        parts.append(results(json.loads(measured.read_text(encoding="utf-8"))))
    parts.append(definitions())
    return "\n".join(parts)


def results(result: Mapping) -> str:
    """What was measured: counts, then a table a part."""
    seeds, counts = result["seeds"], summary(result)
    lines = [
        f"Measured on code `{result['code'][:12]}`, data `{result['data'][:12]}`: {len(seeds)} seeds, a sample of "
        f"{result['sample']:g} of the small firms, statistics of\nthe last two years of 2012-2017 unless dated. "
        f"Value: mean over seeds, their standard deviation in brackets.\n",
        "- **Label.** *imposed*: set at the start; *fitted*: by the parameters named; *emergent*: out of the rules.",
    ]
    if result["equal_start"]:
        lines.append(
            f"- **Equal start.** The value after {EQUAL_QUARTERS} quarters in a constant environment from firms alike "
            "within an industry.\n  What is then outside its band does not come about by itself and is called "
            "imposed, not emergent."
        )
    if result["ensemble"]:
        lines.append(
            f"- **Cases inside.** Share of {result['ensemble']} cases, drawn over the ranges of all parameters, inside "
            f"the band; above {UNINFORMATIVE:.0%} (~)\n  being inside says little. {result['ensemble_failed']} of them "
            "ended in a fault and are left out."
        )
    lines.append("- **Must** (*) is a gate of calibration, the others are reported.\n")
    lines.append(
        f"Must: {counts['must_inside']} inside, {counts['must_outside']} outside. Should: {counts['should_inside']} "
        f"inside, {counts['should_outside']} outside. Without a band: {counts['no_band']}.\nNot computable: "
        f"{counts['not_computable']}.\n"
    )
    heads = ["id", "fact", "unit", "value", "band", "label", "inside"]
    heads += ["equal start"] if result["equal_start"] else []
    heads += ["cases inside"] if result["ensemble"] else []
    for part, title in PARTS.items():
        rows = [cells(fact, result) for fact in facts().values() if fact.measured and fact.id.startswith(part)]
        lines.append(f"## {part} {title}\n\n{markdown(heads, rows)}")
    return "\n".join(lines)


def cells(fact: Fact, result: Mapping) -> list[str]:
    """One row of the results."""
    found = result["facts"][fact.id]
    spread = "" if found.get("spread") is None else f" ({number(found['spread'])})"
    made = [
        f"{fact.id}{'*' if fact.must else ''}",
        fact.label.en,
        fact.unit,
        number(found.get("mean")) + spread,
        band(fact.band),
        found["origin"],
        {True: "yes", False: "**no**"}.get(found.get("inside"), "-"),
    ]
    if result["equal_start"]:
        made.append(number(found.get("equal_value")))
    if result["ensemble"]:
        share = found.get("ensemble_share")
        made.append("-" if share is None else f"{share:.0%}{' ~' if found['uninformative'] else ''}")
    return made


def definitions() -> str:
    """What cannot be computed and why; how each fact is computed, its source, the parameters that make it."""
    silent = [(fact.id, fact.label.en, fact.reason) for fact in facts().values() if not fact.measured]
    rows = [
        (fact.id, fact.label.zh, fact.computed, fact.source, fact.code, ", ".join(f"`{p}`" for p in fact.parameters))
        for fact in facts().values()
        if fact.measured
    ]
    return (
        "## What cannot be computed\n\n"
        + markdown(("id", "fact", "why"), silent)
        + "\n## How they are computed\n\nCodes: V read in the source, VS only its sign, D derived, M from memory, M? "
        "from memory and doubtful, X no source.\n\n"
        + markdown(("id", "事实", "what is computed", "source", "code", "fitted by"), rows)
    )
