"""docs/sensitivity.md and its picture: what moves six outcomes, and what does not, as last measured."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from analysis.elementary import ALARM, DOUBT
from experiments.docs.reference import markdown
from experiments.measuring.measured import FOLDER
from experiments.measuring.sensitivity import OUTCOMES
from scenarios.given_files import Files, read_parameters

MEASURED = FOLDER / "sensitivity.json"
PICTURE = "sensitivity.svg"
SHOWN, DRAWN = 12, 8  # parameters in a table, in a panel of the picture
INTRODUCTION = """\
Elementary effects (Morris 1991; Campolongo et al. 2007) of every parameter of behaviour with a range, in the small
world. `zhenxing sensitivity --out docs/measured` measures. A trajectory starts somewhere in the space of all ranges and
changes one parameter at a time, each once, by two thirds of its range; every change has its own settled start, so that
what a parameter does to the province of 2011 counts too."""
READING = """\
- **mu\\*** is the mean absolute effect of moving a parameter through its whole range, *mu* the mean with its sign,
  *sigma* the spread over the trajectories: where it is as large as mu\\*, what a parameter does hangs on the others.
  Levels are in per cent (hundredths of a logarithm), the effect of the Decision in points of per cent.
- **Typical** is the median absolute effect. It gives the **rank**, 1 moves most: a few corners of the ranges are worlds
  apart, where output explodes or research dies out, and a mean is the effect in one of them. In brackets 90 % of
  typical effects and ranks over resampled trajectories.
- **Luck.** {dummies} steps of each trajectory change the seed and nothing else. *Chance of luck* is the chance that one
  of these would move the outcome as much, trajectory by trajectory (rank test). Below {alarm:g} a parameter *matters*
  (of {tests:,} pairs of parameter and outcome some {false:.0f} are false alarms); from {doubt:g} on it cannot be told
  from luck, which is not the same as having no effect; between the two it may matter, and a twentieth of all that do
  nothing but shift luck stand there or lower.
- Ranges are assumptions, so are the ranks: a parameter with a wide range moves more. The small world has few firms and
  much luck; small effects are seen in a larger one only."""


def sensitivity_pages(measured: Path = MEASURED) -> dict[str, str]:
    """The page and its picture by place under `docs`; only how it is done where nothing was measured."""
    head = f"# Which parameters matter\n\n{INTRODUCTION}\n\n"
    if not measured.is_file():
        return {"sensitivity.md": head + "Not measured yet.\n"}
    found = still_there(json.loads(measured.read_text(encoding="utf-8")))
    return {"sensitivity.md": head + results(found), PICTURE: picture(found)}


def still_there(found: Mapping[str, Any]) -> dict[str, Any]:
    """What was measured without the parameters that are none any more; says how many these are."""
    names, known = found["parameters"], read_parameters(Files("small"))
    kept = [place for place, name in enumerate(names) if name in known]

    def among(values: Any) -> Any:
        whole = isinstance(values, list) and len(values) == len(names)
        return [values[place] for place in kept] if whole else values

    outcomes = {name: {key: among(value) for key, value in one.items()} for name, one in found["outcomes"].items()}
    return {**found, "parameters": among(names), "outcomes": outcomes, "gone": len(names) - len(kept)}


def results(found: Mapping[str, Any]) -> str:
    """What was measured: sentences, the picture, a table an outcome, what does not matter, all parameters."""
    entries, names = described(), found["parameters"]
    tests = len(names) * len(OUTCOMES)
    parts = [
        f"Measured on code `{found['code'][:12]}`, data `{found['data'][:12]}`: {found['trajectories']} trajectories "
        f"over {len(names)} parameters,\n{found['cases']:,} pairs of runs, {found['failed']} of them ended in a fault "
        f"and are left out; {found['gone']} parameters measured besides are none any more.\n",
        READING.format(dummies=found["dummies"], tests=tests, false=tests * ALARM, alarm=ALARM, doubt=DOUBT) + "\n",
        "\n".join(f"- {sentence(name, found, entries)}" for name in OUTCOMES) + "\n",
        f"![What moves six outcomes]({PICTURE})\n",
    ]
    for name, (what, unit) in OUTCOMES.items():
        one = found["outcomes"][name]
        parts.append(
            f"## {what[0].upper()}{what[1:]}\n\nAnother seed moves it by {one['luck']:.3g} {unit} in the median. "
            f"{sum(matters(one))} of {len(names)} parameters\nmatter, {sum(matters(one, DOUBT)) - sum(matters(one))} "
            f"may. The first of both, the former bold:\n\n"
            f"{top_table(one, names, entries)}"
        )
    return "\n".join([*parts, silent(found), everything(found)])


def described() -> dict[str, dict]:
    """Parameters as declared, by id."""
    return dict(read_parameters(Files("small")))


def matters(one: Mapping[str, Any], alarm: float = ALARM) -> list[bool]:
    """Whether each parameter moves an outcome more than luck."""
    return [chance < alarm for chance in one["luck_chance"]]


def order(one: Mapping[str, Any]) -> list[int]:
    """Places of the parameters, the one that moves most first."""
    return sorted(range(len(one["median"])), key=lambda place: -(one["median"][place] or 0.0))


def sentence(name: str, found: Mapping[str, Any], entries: Mapping[str, dict]) -> str:
    """One plain sentence on what moves an outcome most."""
    what, unit = OUTCOMES[name]
    one, names = found["outcomes"][name], found["parameters"]
    sure, may = matters(one), matters(one, DOUBT)
    told = [place for place in order(one) if sure[place]]
    chosen = (told or [place for place in order(one) if may[place]])[:3]
    if not chosen:
        return f"**{what}**: no parameter can be told from luck ({one['luck']:.2g} {unit})."
    said = "what matters most is" if told else "nothing matters for sure; what may, is"
    first, *others = (f"{entries[names[p]]['meaning']} (`{names[p]}`, {one['median'][p]:.2g} {unit})" for p in chosen)
    return f"**{what}**: {said} {first}" + (", then " + ", and ".join(others) if others else "") + "."


def top_table(one: Mapping[str, Any], names: Sequence[str], entries: Mapping[str, dict]) -> str:
    """The parameters that move an outcome most and more than luck."""
    rows = []
    sure = matters(one)
    for place in [place for place in order(one) if matters(one, DOUBT)[place]][:SHOWN]:
        entry = entries[names[place]]
        rows.append(
            (
                f"{one['rank'][place]:g} ({span(one['rank_interval'][place], 3)})",
                f"**`{names[place]}`**" if sure[place] else f"`{names[place]}`",
                f"{one['luck_chance'][place]:.2g}",
                f"{one['median'][place]:.3g} ({span(one['median_interval'][place], 2)})",
                f"{one['mu_star'][place]:.3g}",
                f"{one['mu'][place]:+.3g}",
                f"{one['sigma'][place]:.3g}",
                f"{entry['value']:g} ({entry['low']:g}-{entry['high']:g})",
                entry["meaning"],
            )
        )
    heads = ("rank", "parameter", "chance of luck", "typical", "mu*", "mu", "sigma", "value (range)", "meaning")
    return markdown(heads, rows) if rows else "None.\n"


def span(ends: Sequence[float], digits: int) -> str:
    return "-".join(f"{end:.{digits}g}" for end in ends)


def silent(found: Mapping[str, Any]) -> str:
    """What cannot be told from luck in any outcome, and what moved nothing at all."""
    names = found["parameters"]
    loud = [matters(found["outcomes"][name], DOUBT) for name in OUTCOMES]
    sizes = [found["outcomes"][name]["mu_star"] for name in OUTCOMES]
    quiet = [place for place in range(len(names)) if not any(one[place] for one in loud)]
    dead = [place for place in quiet if all(one[place] == 0.0 for one in sizes)]
    lines = [
        "## What does not matter\n",
        f"{len(quiet)} of {len(names)} parameters cannot be told from luck in any of the six outcomes. "
        f"{len(dead)} of them changed no digit of any:\n",
        listed([names[place] for place in dead]) + "\n",
        "The others:\n",
        listed([names[place] for place in quiet if place not in dead]) + "\n",
    ]
    return "\n".join(lines)


def listed(names: Sequence[str]) -> str:
    """Ids of parameters by group, a line a group."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(name.partition(".")[0], []).append(name)
    return "\n".join(f"- {', '.join(f'`{name}`' for name in group)}" for group in groups.values()) or "- none"


def everything(found: Mapping[str, Any]) -> str:
    """mu*, typical effect and rank of every parameter on every outcome; bold above luck."""
    names, rows = found["parameters"], []
    sure = {outcome: matters(found["outcomes"][outcome]) for outcome in OUTCOMES}
    for place, name in enumerate(names):
        cells = []
        for outcome in OUTCOMES:
            one = found["outcomes"][outcome]
            text = f"{one['mu_star'][place]:.2g} / {one['median'][place]:.2g} ({one['rank'][place]:g})"
            cells.append(f"**{text}**" if sure[outcome][place] else text)
        rows.append((f"`{name}`", *cells))
    return "## All parameters\n\nmu\\*, typical effect and rank; bold where it is more than luck.\n\n" + markdown(
        ("parameter", *(f"`{outcome}`" for outcome in OUTCOMES)), rows
    )


# ---- the picture

PANEL, BAR, LEFT, GAP = (430, 212), 18, 210, 14  # pixels: a panel, a row, room for names, between panels


def picture(found: Mapping[str, Any]) -> str:
    """Six panels of bars with their intervals and the line of luck, as SVG: the same bytes every time."""
    width, height = 2 * PANEL[0] + 3 * GAP, 3 * PANEL[1] + 4 * GAP
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="Helvetica, Arial, sans-serif" role="img">',
        "<title>What moves six outcomes</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for number, (name, (what, unit)) in enumerate(OUTCOMES.items()):
        x, y = GAP + (number % 2) * (PANEL[0] + GAP), GAP + (number // 2) * (PANEL[1] + GAP)
        lines.append(f'<g transform="translate({x},{y})">')
        lines += panel(found["outcomes"][name], found["parameters"], what, unit)
        lines.append("</g>")
    return "\n".join([*lines, "</svg>"]) + "\n"


def panel(one: Mapping[str, Any], names: Sequence[str], what: str, unit: str) -> list[str]:
    """The bars of one outcome: dark what matters, lighter what may, grey what cannot be told from luck."""
    chosen, sure = order(one)[:DRAWN], matters(one)
    most = max([one["median_interval"][place][1] for place in chosen] + [one["luck"]]) or 1.0
    scale = (PANEL[0] - LEFT - 12) / most
    found = [f'<text x="0" y="12" font-size="12.5" font-weight="bold" fill="#111111">{escape(what)}</text>']
    for row, place in enumerate(chosen):
        y = 24 + row * BAR
        low, high = (LEFT + end * scale for end in one["median_interval"][place])
        fill = "#2f6f9f" if sure[place] else "#8fb3cc" if one["luck_chance"][place] < DOUBT else "#d9dee2"
        found += [
            f'<text x="{LEFT - 6}" y="{y + 11}" font-size="11" text-anchor="end" fill="#333333">{names[place]}</text>',
            f'<rect x="{LEFT}" y="{y + 2}" width="{one["median"][place] * scale:.1f}" height="{BAR - 6}" '
            f'fill="{fill}"/>',
            f'<path d="M{low:.1f},{y + 8} H{high:.1f}" stroke="#111111" stroke-width="1.2"/>',
        ]
    bottom, line = 24 + DRAWN * BAR, LEFT + one["luck"] * scale
    found += [
        f'<path d="M{line:.1f},20 V{bottom}" stroke="#b03a2e" stroke-width="1.4" stroke-dasharray="4 3"/>',
        f'<text x="{line:.1f}" y="{bottom + 12}" font-size="10" text-anchor="middle" fill="#b03a2e">luck '
        f"{one['luck']:.2g}</text>",
        f'<text x="{PANEL[0]}" y="{bottom + 26}" font-size="10" text-anchor="end" fill="#555555">typical effect, '
        f"{unit} over the range, to {most:.3g}</text>",
    ]
    return found
