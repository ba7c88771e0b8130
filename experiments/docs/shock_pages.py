"""The page of shocks: what was expected, what was measured, where the model does otherwise and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from experiments.docs.reference import markdown
from experiments.measuring.shock_study import missed
from model.quarter import format_quarter
from scenarios.shock_signs import ShockSigns, quantities, shock_signs

MEASURED = Path(__file__).parents[2] / "docs" / "measured" / "shock_signs.json"
ARROWS = {"up": "↑", "down": "↓", "open": "open"}
WORDS = {"agrees": "agrees", "disagrees": "**disagrees**", "unclear": "**not told from zero**", "open": "-"}
FADES = {True: "yes", False: "**no**", None: "-"}
INTRODUCTION = """\
Three temporary shocks to the outside of the province, each against the same seeds without it. What theory and history
expect was written into `scenarios/shocks.yaml` before anything was measured; what the model does otherwise stays in the
table as a miss, with the reason as far as it has been traced. These are tests of the model, not of a policy.

`zhenxing run export-slump` runs one like any scenario: its baseline is the same province without the shock. A scenario
that sets measures *and* shocks is compared with a baseline under the same shocks, so that only the measures differ."""
READING = """\
Effects are shock less baseline, in per cent of the baseline or in points, with the 95 % interval over seeds (Student's
t of paired differences). A sign *agrees* or *disagrees* when the whole interval lies on one side of zero. An effect has
*faded* when what is left in the late year may be below a third of it; there is nothing to fade where no effect was told
from zero. Quantities are those of the towns designated in 2011, in both arms; defaults are those of the province."""


def shocks_page() -> str:
    """The page as Markdown; says so where nothing has been measured."""
    found: dict[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.is_file() else {}
    parts = ["# Shocks\n", INTRODUCTION + "\n", READING + "\n"]
    if found:
        parts.append(
            f"Measured with {found['seeds']} seeds on a sample of {found['sample']:.0%} of small firms, code "
            f"`{found['code'][:12]}`; renewed by `pytest -m slow tests/studies/test_shock_signs.py`.\n"
        )
        parts.append(_summary(found["shocks"]) + "\n")
    else:
        parts.append("Not measured yet: `pytest -m slow tests/studies/test_shock_signs.py` does.\n")
    for name, shock in shock_signs().items():
        parts.append(_section(name, shock, found.get("shocks", {}).get(name, {})))
    return "\n".join(parts)


def _summary(table: dict[str, Any]) -> str:
    rows = [row for one in table.values() for row in one.values()]
    judged = [row for row in rows if row["sign"] != "open"]
    agree = sum(row["sign"] == "agrees" for row in judged)
    stay = sum(row["faded"] is False for row in rows)
    return (
        f"{agree} of {len(judged)} signs agree, {sum(row['sign'] == 'disagrees' for row in judged)} disagree, "
        f"{sum(row['sign'] == 'unclear' for row in judged)} cannot be told from zero; {stay} effects that should have "
        "faded have not."
    )


def _section(name: str, shock: ShockSigns, table: dict[str, Any]) -> str:
    from scenarios.policy import load

    policy = load(name)
    steps = [
        f"- `{series}`: " + ", ".join(f"x {factor:g} from {format_quarter(q)}" for q, factor in path.items())
        for series, path in policy.shocks.items()
    ]
    rows, misses = [], []
    for quantity, sign in shock.signs.items():
        label, found = quantities()[quantity].en, table.get(quantity)
        window = "-".join(format_quarter(quarter) for quarter in shock.window(quantity))
        cells = ("not measured", "", "", "")
        if found is not None:
            unit = quantities()[quantity].unit
            cells = (_effect(found["at"], unit), _effect(found["late"], unit), WORDS[found["sign"]])
            cells += (FADES[found["faded"]],)
            if missed(found) or sign.diagnosis:
                misses.append(f"- **{label}**: {sign.diagnosis or 'not diagnosed yet'}.")
        rows.append((label, ARROWS[sign.sign], window, *cells, sign.reason))
    heads = ("quantity", "expected", "read in", "effect", f"{'-'.join(shock.faded)}", "sign", "faded", "why expected")
    text = f"## {policy.title['en']} (`{name}`)\n\n" + "\n".join(steps) + "\n\n" + markdown(heads, rows)
    return text + ("\nMisses:\n\n" + "\n".join(misses) + "\n" if misses else "")


def _effect(values: list[float], unit: str) -> str:
    mean, low, high = values
    sign = " %" if unit == "percent" else " points"
    return f"{mean:+.2f}{sign} [{low:+.2f}, {high:+.2f}]"
