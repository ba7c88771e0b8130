"""docs/packages.md: what the shipped packages cost, and whether effects are in proportion to the money."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from experiments.docs.reference import markdown
from experiments.measuring.measured import FOLDER
from scenarios.policy import load

MEASURED = FOLDER / "proportion.json"
INTRODUCTION = """\
# Packages of equal cost, and effects in proportion

Four packages and a yardstick cost the public the same: `platforms-first` (articles 19, 21-27), `finance-first` (20),
`talent-first` (17, 18), `firms-first` (6-15), and `old-rule-same-money`, which gives the money to the existing funds.
Each is the enacted values of its articles times one factor, within the studied ranges. *Planned* is the sum of what
each measure costs by itself at central parameters (`scenarios/law/planned_costs.csv`); *paid* is what all levels of
government bore net of what came back, in the mean of the cases; *unspent* is what was committed and not paid by the
end of 2017. (1e8 yuan a year of 2013-17, current prices.)

Two bounds say when an effect is out of proportion: extra GDP of the whole run above 5 yuan a public yuan, or GDP of the
towns in 2017 more than 3 per cent above the baseline. In a mean of few cases the first is broken when it is by more
than the error of the mean (one-sided 95 %).
"""
YI = 1e4


def proportion_page(measured: Path = MEASURED) -> str:
    """The page as Markdown."""
    if not measured.is_file():
        return INTRODUCTION + "\nNot measured yet: `zhenxing proportion`.\n"
    found: dict[str, Any] = json.loads(measured.read_text(encoding="utf-8"))
    page = INTRODUCTION + f"\nMeasured {found['date']} on code `{found['code'][:12]}`.\n"
    if whole := found.get("comparison"):
        page += f"\n## Guangdong, sample {whole['sample']:g}, {whole['cases']} cases\n\n"
        heads = ("scenario", "planned", "committed", "paid", "unspent", *PROPORTION)
        rows = [
            (
                title(name),
                *(f"{one[part] / YI:.2f}" for part in ("planned", "committed", "paid", "unspent")),
                *cells(one),
            )
            for name, one in whole["scenarios"].items()
        ]
        page += markdown(heads, rows)
    small = found["small"]
    page += f"\n## Small world, {len(small['seeds'])} seeds\n\n"
    page += markdown(
        ("scenario", *PROPORTION), [(title(name), *cells(one)) for name, one in small["scenarios"].items()]
    )
    return page


PROPORTION = ("extra GDP in all", "± error", "yuan a public yuan", "towns' GDP in 2017, %", "in proportion")


def title(name: str) -> str:
    return f"`{name}` ({load(name).title['en']})"


def cells(one: dict[str, Any]) -> tuple[str, ...]:
    ratio = "no public money" if one["per_yuan"] is None else f"{one['per_yuan']:.1f}"
    return (
        f"{one['extra_gdp'] / YI:.4g}",
        f"{one['error'] / YI:.4g}",
        ratio,
        f"{100 * one['above_baseline']:+.2f}",
        "yes" if one["in_proportion"] else "**no**",
    )
