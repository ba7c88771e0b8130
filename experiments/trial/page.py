"""docs/micro-experiments.md: published studies repeated inside the model, as last measured."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.docs.reference import markdown
from experiments.measuring.measured import FOLDER
from experiments.trial.micro import interval
from experiments.trial.remarks import remark
from experiments.trial.words import number

MEASURED = FOLDER / "micro_experiments.json"
VERDICTS = {True: "yes", False: "**no**", None: "-"}

HEAD = """# Micro-experiments

Published studies repeated inside the model. Each row is a trial file under `scenarios/trials/`: the population, the
treatment, the estimator and the horizon of the study as far as the model has them, and the band that the study sets,
written down before the trial was run. `zhenxing trial --all` measures; how a trial works and how to write one:
[trials](trials.md). Misses stay in the table and no band was widened because of one. Where a value was settled with a
row in view (`produce.practice_effect`, `produce.technician_weight`, `logistics.stock_saved`, `patents.asked_by_grants`)
the row names it under *sets*.

- **Estimate.** What the study's own estimator finds on the simulated panel, with its 95 % interval over all seeds.
- **Twins.** What treatment really did: each unit beside its twin in the untreated fork, on the same luck. For a
  spillover the effect on the untreated in treated towns, else that on the treated.
- **Band.** P1, P1r: the interval must meet the published interval or range. P2: the estimate must lie in the band.
  P3: the sign, at 95 %, and beyond a tenth of the controls' standard deviation. P0: a null, within that tenth.
- **Sets.** Parameters whose value cites the study. A row that sets one is no test of it.

A first look at one seed changed three things and no band: stocks are compared in per cent of their mean, not in logs,
as what is left in store at the end of a quarter is often next to nothing; the ratio of two effects is one of means
over seeds, not a mean of ratios; and three rows were added, their bands written before they ran (`a11-innofund`,
`a20-listing`, `a20-loan-jobs`).
"""


def micro_page(measured: Path = MEASURED) -> str:
    """The page as Markdown; without figures only what would be measured."""
    if not measured.is_file():
        return HEAD
    result = json.loads(measured.read_text(encoding="utf-8"))
    rows = result["rows"]
    return "\n".join([HEAD, counted(result), results(rows), settings(rows), details(rows)])


def counted(result: Mapping[str, Any]) -> str:
    """On what it was measured, and how many rows are what."""
    rows = result["rows"]
    passed = [row for row in rows if row["passed"]]
    free = [row for row in rows if not row["evidence"]["sets"]]
    free_passed = [row for row in free if row["passed"]]
    null = [row for row in rows if is_null_or_negative(row)]
    null_passed = [row for row in null if row["passed"]]
    articles = {row["evidence"]["article"] for row in rows}
    return (
        f"Measured on code `{result['code'][:12]}`, data `{result['data'][:12]}`: {len(result['seeds'])} seeds, a "
        f"sample of {result['sample']:g} of the small firms of {result['world'].capitalize()}; each seed has lots of "
        f"its own.\n\n{len(rows)} rows of {len(articles)} articles: {len(passed)} inside their bands, "
        f"{len(rows) - len(passed)} outside. Of the {len(free)} rows that set no\nparameter {len(free_passed)} are "
        f"inside; of the {len(null)} nulls and negative signs {len(null_passed)}. Without such rows nothing\n"
        "would show that the model can also say no.\n"
    )


def is_null_or_negative(row: Mapping[str, Any]) -> bool:
    band = row["evidence"]
    return band["rule"] == "P0" or band["sign"] == "down" or (band["high"] is not None and band["high"] < 0)


def results(rows: Sequence[Mapping[str, Any]]) -> str:
    """One line a trial."""
    heads = ("art.", "trial", "study", "unit", "estimate", "95 %", "twins", "band", "inside", "sets")
    return "## Results\n\n" + markdown(heads, [line(row) for row in rows])


def line(row: Mapping[str, Any]) -> tuple[str, ...]:
    band = row["evidence"]
    return (
        str(band["article"]), f"[{row['title']['en']}](#{row['name']})", short(band["study"]), row["unit_of_effect"],
        number(row["study"]["effect"]), interval(row["study"]), number(truth(row)["effect"]), row["band"],
        VERDICTS[row["passed"]], ", ".join(f"`{name}`" for name in band["sets"]) or "none",
    )  # fmt: skip


def truth(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The twins' effect that the study's estimator is after."""
    return row["indirect"] if row["of"] == "untreated" else row["direct"]


def short(study: str) -> str:
    """A study by its authors and year."""
    found = re.match(r".*?\b(19|20)[0-9]{2}\b", study)
    return found[0] if found else study.split(";")[0]


def settings(rows: Sequence[Mapping[str, Any]]) -> str:
    """Which row sets which parameter, with its value now."""
    from scenarios.given import load_given

    values = load_given("guangdong").parameters
    found = [
        (str(row["evidence"]["article"]), row["title"]["en"], f"`{name}`", f"{values[name]:g}")
        for row in rows
        for name in row["evidence"]["sets"]
    ]
    without = sum(not row["evidence"]["sets"] for row in rows)
    return (
        "## What a row sets\n\nA parameter is named where its source, or its meaning, cites the study. The other "
        f"{without} rows set none.\n\n" + markdown(("art.", "trial", "parameter", "value"), found)
    )


def details(rows: Sequence[Mapping[str, Any]]) -> str:
    """What each study found, how the trial differs from it, what stands out."""
    parts = ["## Row by row\n"]
    for row in rows:
        band = row["evidence"]
        treated = f"{row['treated']:,.0f}"
        parts.append(
            f"### {row['name']}\n\n{row['title']['en']} ({row['title']['zh']}). {band['study']}: {band['finding']} "
            f"(grade {band['grade']}, {band['code']}).\n\n- Trial: {row['estimator'].replace('_', ' ')} on "
            f"{row['outcome'].replace('_', ' ')}, {row['horizon']} quarters, {treated} units treated.\n- Differs from "
            f"the study in: {band['differs']}.\n- Stands out: {remark(row)}\n"
        )
    return "\n".join(parts)
