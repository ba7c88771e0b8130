"""docs/lever-effects.md: what each measure does by itself, as last measured."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from analysis.numbers import digits
from experiments.docs.reference import markdown
from experiments.measuring.lever_effects import DISCOVERIES, FINAL
from experiments.measuring.measured import FOLDER
from scenarios.cards import cards
from scenarios.registry import indicators

MEASURED = FOLDER / "lever_effects.json"
HEADS = ("first effects", "GDP", "R&D", "patents", "jobs", "cost a year", "cost of one more")
INTRODUCTION = """\
# What each measure does by itself

Each measure alone at its enacted value (hypothetical national law at the end of its studied range), beside the baseline
of the same seed; the last year of the run. Effects are per cent of the baseline's mean, with the 95 % interval over
seeds (Student's t, paired); first effects without a baseline are in their own unit. **Bold**: the final effect stands
out at a false discovery rate of {rate:.0%} over all final effects of all measures together (Benjamini and Hochberg
1995). GDP, R&D, patents and jobs are those of the towns designated in 2011. Costs are wan yuan a year, current prices,
public money first. The cost of one more is told only where the interval of the effect excludes zero; it is public
money a year over the yearly gain of the last year, and no price of buying it.
"""


def lever_effects_page(measured: Path = MEASURED) -> str:
    """The page as Markdown."""
    page = INTRODUCTION.format(rate=DISCOVERIES)
    if not measured.is_file():
        return page + "\nNot measured yet: `zhenxing lever-effects`.\n"
    found: dict[str, Any] = json.loads(measured.read_text(encoding="utf-8"))
    levers = {lever: row for lever, row in found["levers"].items() if lever in cards()}
    stand_out = sum(any(one["stands_out"] for one in row["final"].values()) for row in levers.values())
    whole = "" if found["sample"] == 1.0 else f", sample {found['sample']:g}"
    page += (
        f"\nMeasured {found['date']} on code `{found['code'][:12]}`: {found['world']} world{whole}, "
        f"{len(found['seeds'])} seeds. Of {len(levers)} measures {stand_out} have a final effect that stands out.\n"
    )
    for article in sorted({cards()[lever].article or 99 for lever in levers}):
        title = f"Article {article}" if article < 99 else "Hypothetical national law"
        own = {lever: row for lever, row in levers.items() if (cards()[lever].article or 99) == article}
        page += f"\n## {title}\n\n" + markdown(("measure", *HEADS), [cells(lever, row) for lever, row in own.items()])
        page += (
            "\n" + "\n".join(f"- `{lever}` can go wrong: {cards()[lever].could_go_wrong.en}" for lever in own) + "\n"
        )
    return page


def cells(lever: str, row: dict[str, Any]) -> tuple[str, ...]:
    """One measure's line."""
    card, known = cards()[lever], indicators()
    value = ", ".join(f"{quarter} {amount:+g}" for quarter, amount in row["value"].items())
    first = "; ".join(
        f"{known[name].label.en if name in known else name} {interval(one)}" for name, one in row["proximal"].items()
    )
    finals = [("**{}**" if one["stands_out"] else "{}").format(interval(one)) for one in row["final"].values()]
    cost = row["cost"]
    payers = ", ".join(f"{who} {digits(amount)}" for who, amount in cost["by_payer"].items())
    prices = [
        f"{FINAL[name][0].split(' ')[0]} {digits(one['cost_of_one'])}"
        for name, one in row["final"].items()
        if one["cost_of_one"] is not None
    ]
    return (
        f"{card.label.en} ({value})",
        first,
        *finals,
        f"{digits(cost['public'])} ({payers})",
        "; ".join(prices) or "not told",
    )


def interval(one: dict[str, Any]) -> str:
    """+1.2 % (0.3 to 2.1)"""
    if one["relative"]:
        mean, low, high = (f"{100 * one[end]:+.2g}" for end in ("effect", "low", "high"))
        return f"{mean} % ({low} to {high})"
    mean, low, high = (digits(one[end]) for end in ("effect", "low", "high"))
    return f"{mean} ({low} to {high})"
