"""docs/understanding.md: what was understood of the studies last run, with a figure and a sentence for each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.understanding.pages import METHODS
from experiments.docs.reference import markdown
from experiments.measuring.measured import FOLDER

MEASURED = FOLDER / "understanding"
LIST = "understanding.json"
ROWS = 12  # of a table on the page; the folder has all
HEAD = """\
# Understanding a study

`zhenxing understand DIR` reads the folder of a sweep or of a comparison and says what its design allows: a sentence in
both languages, a figure (SVG, PNG) and tables for each finding, on one page, in `DIR/understanding`. Nothing is run.
"""
FILLING = "points that fill space (`latin_hypercube`, `sobol`, `saltelli`)"
QUESTIONS = (
    (
        "how much is luck",
        "random effects over points x replications, generalised intervals (Weerahandi 1993)",
        "points with several seeds",
    ),
    ("what moves an outcome", "Sobol indices: first, total, pairs; bootstrap over blocks", "a `saltelli` design"),
    (
        "the same, for many inputs",
        "elementary effects (Morris 1991), as in [sensitivity](sensitivity.md)",
        "a `morris` design",
    ),
    ("the same, for skewed outcomes", "PAWN (Pianosi and Wagener 2018), beside what chance reaches", FILLING),
    (
        "how sure an order of packages is",
        "share of points at which one beats another (Wilson), ranks, Kendall's W",
        f"several scenarios, {FILLING}",
    ),
    (
        "what decides the order",
        "Sobol indices of the lead, and of who leads",
        "several scenarios, a `saltelli` design",
    ),
    (
        "what choosing wrongly may cost",
        "regret: greatest, exceeded at one point in ten, mean (Savage 1951)",
        "several scenarios",
    ),
    ("where a package misses its goal", "PRIM, quasi-p, halves of the points", f"{FILLING}, ten an input"),
)
READING = """\
- `--goal ID` asks where a goal of the Decision is missed; `--misses 'OUTCOME < VALUE'` where an outcome falls below a
  value (or, with `>`, above), in the unit of the results' table. `--outcome` keeps to some outcomes.
- **Failed and missing runs.** A row that failed is left out and counted. A block of a Saltelli design, and a step of a
  trajectory, is used whole or not at all. Every figure says how many points it rests on.
- **Points are no probabilities.** They fill the ranges of assumptions evenly; a share of points says how much of the
  ranges, not how likely.
- **Luck.** Where points have one run each, luck is part of all that is said of inputs; where they have several, what
  luck alone would show stands beside it. In a Saltelli design only the rows of A and B count as points of their own.
- **SALib and the EMA Workbench** compute Sobol and PAWN indices and the peeling of PRIM; intervals, luck and counts
  are added here. The box is the one of the trajectory with the best harmonic mean of coverage and density; limits that
  a fair coin would have set (quasi-p over 0.05) are lifted.

Other tools drive the model themselves through `zhenxing.as_function`: see [the notebook](examples/adapters.ipynb).
Outcomes, measures and models of one's own: [plugins](plugins.md).
"""


def understanding_page(measured: Path = MEASURED) -> str:
    """The page: how it is done, then every study that was kept."""
    parts = [HEAD, markdown(("question", "method", "needs"), QUESTIONS), READING]
    for path in sorted(measured.glob(f"*/{LIST}")):
        found = json.loads(path.read_text(encoding="utf-8"))
        place = f"measured/understanding/{path.parent.name}"
        parts.append(study(found, place))
    return "\n".join(parts)


def study(found: Mapping[str, Any], place: str) -> str:
    """One study: what it is, its findings, what it cannot say. One that was stopped says how far it came."""
    lines = [
        f"## {found['title']['en']}\n",
        f"{found['title']['zh']}. Design {found['design']}: {found['points']} points, {found['runs']} runs, "
        f"{found['failed']} of them failed.\nMeasured on code `{found['code'][:12]}`, data `{found['data'][:12]}`; "
        f"the tables are in [{LIST}]({place}/{LIST}).\n",
    ]
    said = [one for one in found["findings"] if one["said"]]
    for one in said:
        lines.append(f"### {METHODS[one['method']][0]}: {one['outcome'] or 'all outcomes'}\n")
        lines.append(f"{one['sentence']['en']}\n\n{one['sentence']['zh']}\n")
        lines.append(f"![{METHODS[one['method']][0]}]({place}/figures/{one['files']}.en.png)\n")
        first = next(iter(one["tables"].values()))
        lines.append(rows(first))
    unsaid = [one for one in found["findings"] if not one["said"]]
    if unsaid:
        lines.append("### What this study cannot say\n")
        lines.append("\n".join(f"- {METHODS[one['method']][0]}: {one['why']['en']}" for one in unsaid) + "\n")
    return "\n".join(lines)


def rows(table: Sequence[Mapping[str, Any]]) -> str:
    """The head of a table."""
    heads = list(table[0]) if table else []
    return markdown(
        [head.replace("_", " ") for head in heads], [[cell(row[head]) for head in heads] for row in table[:ROWS]]
    )


def cell(value: Any) -> str:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return {True: "yes", False: "no", None: "-"}.get(value, f"`{value}`")  # type: ignore[arg-type]
    return f"{value:.3g}"
