"""docs/sensitivity.md and its picture: what moves six outcomes, and what does not, as last measured."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from experiments.measured import FOLDER
from experiments.reference import markdown
from experiments.sensitivity import OUTCOMES
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
- **Luck.** {dummies} steps of each trajectory change the seed and nothing else. A parameter *matters* for an outcome
  when its mu\\* is above what luck alone exceeds in one of a thousand cases. Below that line it cannot be told from
  luck, which is not the same as having no effect.
- **Rank** is by mu\\*, 1 moves most; in brackets 90 % of the ranks and of mu\\* over resampled trajectories.
- Ranges are assumptions, so are the ranks: a parameter with a wide range moves more. The small world has few firms and
  much luck; small effects are seen in a larger one only."""


def sensitivity_pages(measured: Path = MEASURED) -> dict[str, str]:
    """The page and its picture by place under `docs`; only how it is done where nothing was measured."""
    head = f"# Which parameters matter\n\n{INTRODUCTION}\n\n"
    if not measured.is_file():
        return {"sensitivity.md": head + "Not measured yet.\n"}
    found = json.loads(measured.read_text(encoding="utf-8"))
    return {"sensitivity.md": head + results(found), PICTURE: picture(found)}


def results(found: Mapping[str, Any]) -> str:
    """What was measured: sentences, the picture, a table an outcome, what does not matter, all parameters."""
    entries, names = described(), found["parameters"]
    parts = [
        f"Measured on code `{found['code'][:12]}`, data `{found['data'][:12]}`: {found['trajectories']} trajectories "
        f"over {len(names)} parameters,\n{found['cases']:,} pairs of runs, {found['failed']} of them ended in a fault "
        "and are left out.\n",
        READING.format(dummies=found["dummies"]) + "\n",
        "\n".join(f"- {sentence(name, found, entries)}" for name in OUTCOMES) + "\n",
        f"![What moves six outcomes]({PICTURE})\n",
    ]
    for name, (what, unit) in OUTCOMES.items():
        one = found["outcomes"][name]
        parts.append(
            f"## {what[0].upper()}{what[1:]}\n\nLuck moves it by {one['luck']:.3g} {unit} in the mean; the line is "
            f"{one['floor']:.3g}. Above it: {sum(matters(one))} of {len(names)}.\n\n{top_table(one, names, entries)}"
        )
    return "\n".join([*parts, silent(found), everything(found)])


def described() -> dict[str, dict]:
    """Parameters as declared, by id."""
    return read_parameters(Files("small"))


def matters(one: Mapping[str, Any]) -> list[bool]:
    """Whether each parameter moves an outcome more than luck."""
    return [size > one["floor"] for size in one["mu_star"]]


def order(one: Mapping[str, Any]) -> list[int]:
    """Places of the parameters, the one that moves most first."""
    return sorted(range(len(one["mu_star"])), key=lambda place: -one["mu_star"][place])


def sentence(name: str, found: Mapping[str, Any], entries: Mapping[str, dict]) -> str:
    """One plain sentence on what moves an outcome most."""
    what, unit = OUTCOMES[name]
    one, names = found["outcomes"][name], found["parameters"]
    above = [place for place in order(one) if matters(one)[place]]
    if not above:
        return f"**{what}**: no parameter can be told from luck ({one['luck']:.2g} {unit})."
    first, others = above[0], above[1:3]
    told = (
        f"**{what}**: most by {entries[names[first]]['meaning']} (`{names[first]}`, {one['mu_star'][first]:.2g} {unit} "
        "over its range)"
    )
    if others:
        told += ", then by " + " and ".join(f"{entries[names[p]]['meaning']} (`{names[p]}`)" for p in others)
    return f"{told}; {len(above)} of {len(names)} parameters move it more than luck."


def top_table(one: Mapping[str, Any], names: Sequence[str], entries: Mapping[str, dict]) -> str:
    """The parameters that move an outcome most and more than luck."""
    rows = []
    for place in order(one)[:SHOWN]:
        if not matters(one)[place]:
            break
        entry = entries[names[place]]
        rows.append(
            (
                f"{one['rank'][place]:g} ({span(one['rank_interval'][place], 3)})",
                f"`{names[place]}`",
                f"{one['mu_star'][place]:.3g} ({span(one['mu_star_interval'][place], 2)})",
                f"{one['mu'][place]:+.3g}",
                f"{one['sigma'][place]:.3g}",
                f"{entry['value']:g} ({entry['low']:g}-{entry['high']:g})",
                entry["meaning"],
            )
        )
    heads = ("rank", "parameter", "mu*", "mu", "sigma", "value (range)", "meaning")
    return markdown(heads, rows) if rows else "None.\n"


def span(ends: Sequence[float], digits: int) -> str:
    return "-".join(f"{end:.{digits}g}" for end in ends)


def silent(found: Mapping[str, Any]) -> str:
    """What cannot be told from luck in any outcome, and what moved nothing at all."""
    names = found["parameters"]
    loud = [matters(found["outcomes"][name]) for name in OUTCOMES]
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
    """mu* and rank of every parameter on every outcome; bold above luck."""
    names = found["parameters"]
    rows = []
    for place, name in enumerate(names):
        cells = []
        for outcome in OUTCOMES:
            one = found["outcomes"][outcome]
            text = f"{one['mu_star'][place]:.2g} ({one['rank'][place]:g})"
            cells.append(f"**{text}**" if matters(one)[place] else text)
        rows.append((f"`{name}`", *cells))
    return "## All parameters\n\nmu\\* and rank; bold where it is more than luck.\n\n" + markdown(
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
    """The bars of one outcome: dark above luck, light below."""
    chosen = order(one)[:DRAWN]
    most = max([one["mu_star_interval"][place][1] for place in chosen] + [one["floor"]]) or 1.0
    scale = (PANEL[0] - LEFT - 12) / most
    found = [f'<text x="0" y="12" font-size="12.5" font-weight="bold" fill="#111111">{escape(what)}</text>']
    for row, place in enumerate(chosen):
        y = 24 + row * BAR
        low, high = (LEFT + end * scale for end in one["mu_star_interval"][place])
        fill = "#2f6f9f" if matters(one)[place] else "#c8d6e0"
        found += [
            f'<text x="{LEFT - 6}" y="{y + 11}" font-size="11" text-anchor="end" fill="#333333">{names[place]}</text>',
            f'<rect x="{LEFT}" y="{y + 2}" width="{one["mu_star"][place] * scale:.1f}" height="{BAR - 6}" '
            f'fill="{fill}"/>',
            f'<path d="M{low:.1f},{y + 8} H{high:.1f}" stroke="#111111" stroke-width="1.2"/>',
        ]
    bottom, line = 24 + DRAWN * BAR, LEFT + one["floor"] * scale
    found += [
        f'<path d="M{line:.1f},20 V{bottom}" stroke="#b03a2e" stroke-width="1.4" stroke-dasharray="4 3"/>',
        f'<text x="{line:.1f}" y="{bottom + 12}" font-size="10" text-anchor="middle" fill="#b03a2e">luck '
        f"{one['floor']:.2g}</text>",
        f'<text x="{PANEL[0]}" y="{bottom + 26}" font-size="10" text-anchor="end" fill="#555555">mu*, {unit} over the '
        f"range, longest {most:.3g}</text>",
    ]
    return found
