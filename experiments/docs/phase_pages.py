"""docs/phases.md and its pictures, from phases.yaml: one box-and-arrow picture a phase of the quarter, as plain SVG."""

from __future__ import annotations

import textwrap
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Annotated

from pydantic import Field

from scenarios.checked import checked
from scenarios.registry import Entry
from scenarios.yaml_files import read_yaml

FILE = Path(__file__).parent / "phases.yaml"
WIDTH, HEIGHT, GAP, LINE = 180, 74, 52, 15  # of a box, between columns, of a line of text (pixels)
ROW = HEIGHT + 26
LETTERS, LINES = 24, 4  # that fit into a box
MARGIN = 12
FILLS = {  # whose box: firms in blue and so on; the word stands in the box too, colour only helps
    "firm": "#dbe9f6",
    "town": "#e2f0dc",
    "people": "#f6e3e3",
    "platform": "#d9f0ee",
    "lender": "#fdebd0",
    "public": "#eadff3",
    "law": "#eadff3",
    "market": "#fbf5cc",
    "outside": "#ececec",
    "rule": "#ffffff",
}
INTRODUCTION = """\
What happens in a quarter, in pictures, in the order in which it happens. Every box says whose it is; arrows read "leads
to". Equations and the names of the code: [ODD](ODD.md), section 7; numbers: [parameters](tables/parameters.md). Nothing
is calibrated: the pictures say what the rules are, not that they are right. What outside shocks do to all of it at
once: [shocks](shocks.md)."""


class Box(Entry):
    at: tuple[float, float]
    who: str
    text: Annotated[str, Field(min_length=3)]


class Picture(Entry):
    phase: str
    title: str
    text: str
    boxes: dict[str, Box]
    arrows: tuple[tuple[str, str] | tuple[str, str, str], ...]


@lru_cache(maxsize=1)
def pictures() -> tuple[Picture, ...]:
    """Pictures in the order of the file. Raises InputError naming the line of what is wrong."""
    located = read_yaml(FILE)
    if not isinstance(located.data, list):
        raise located.error("this file is a list of entries", zh="文件应为条目列表")
    return tuple(checked(Picture, data, located, (place,)) for place, data in enumerate(located.data))


def phase_pages() -> dict[str, str]:
    """The page and its pictures, by their place under `docs`."""
    parts = ["# The quarter in pictures\n", INTRODUCTION + "\n"]
    found = {}
    for number, picture in enumerate(pictures(), 1):
        file = f"phases/{number:02d}_{picture.phase}.svg"
        found[file] = svg(picture)
        text = "\n".join(textwrap.wrap(f"`{picture.phase}`. {picture.text}", 120, break_on_hyphens=False))
        parts.append(f"## {number}. {picture.title}\n\n{text}\n\n![{picture.title}]({file})\n")
    return {"phases.md": "\n".join(parts)} | found


def svg(picture: Picture) -> str:
    """The picture as SVG: no clock, no random ids, the same bytes every time."""
    places = {name: corner(box) for name, box in picture.boxes.items()}
    width = max(x for x, _ in places.values()) + WIDTH + MARGIN
    height = max(y for _, y in places.values()) + HEIGHT + MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" font-family="Helvetica, Arial, sans-serif" role="img">',
        f"<title>{escape(picture.title)}</title>",
        '<defs><marker id="head" markerWidth="9" markerHeight="8" refX="8" refY="4" orient="auto">'
        '<path d="M0,0 L9,4 L0,8 z" fill="#444444"/></marker></defs>',
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
    ]
    for start, end, *label in picture.arrows:
        lines += arrow(places[start], places[end], label[0] if label else "")
    for name, box in picture.boxes.items():
        lines += drawn(places[name], box)
    return "\n".join([*lines, "</svg>"]) + "\n"


def corner(box: Box) -> tuple[float, float]:
    """Upper left corner of a box (pixels)."""
    return MARGIN + box.at[0] * (WIDTH + GAP), MARGIN + box.at[1] * ROW


def wrapped(text: str) -> list[str]:
    """The text of a box in lines."""
    return textwrap.wrap(text, LETTERS, break_on_hyphens=False)


def drawn(place: tuple[float, float], box: Box) -> list[str]:
    """A box: whose it is, small, and its text."""
    x, y = place
    found = [
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{WIDTH}" height="{HEIGHT}" rx="7" fill="{FILLS[box.who]}" '
        'stroke="#666666"/>',
        f'<text x="{x + 8:.0f}" y="{y + 12:.0f}" font-size="9" fill="#555555">{escape(box.who)}</text>',
    ]
    lines = wrapped(box.text)
    first = y + 8 + (HEIGHT - 4 - LINE * (len(lines) - 1)) / 2 + 2
    for number, line in enumerate(lines):
        found.append(
            f'<text x="{x + WIDTH / 2:.0f}" y="{first + LINE * number:.1f}" font-size="12.5" text-anchor="middle" '
            f'fill="#111111">{escape(line)}</text>'
        )
    return found


def arrow(start: tuple[float, float], end: tuple[float, float], label: str) -> list[str]:
    """A curve from side to side of boxes in different columns, a straight line between boxes in one."""
    if start[0] == end[0]:
        down = start[1] < end[1]
        x = start[0] + WIDTH / 2
        first, last = (x, start[1] + (HEIGHT if down else 0)), (x, end[1] + (0 if down else HEIGHT))
        path = f"M{first[0]:.0f},{first[1]:.0f} L{last[0]:.0f},{last[1]:.0f}"
    else:
        right = start[0] < end[0]
        first = (start[0] + (WIDTH if right else 0), start[1] + HEIGHT / 2)
        last = (end[0] + (0 if right else WIDTH), end[1] + HEIGHT / 2)
        middle = (first[0] + last[0]) / 2
        path = (
            f"M{first[0]:.0f},{first[1]:.0f} C{middle:.0f},{first[1]:.0f} {middle:.0f},{last[1]:.0f} "
            f"{last[0]:.0f},{last[1]:.0f}"
        )
    found = [f'<path d="{path}" fill="none" stroke="#444444" stroke-width="1.4" marker-end="url(#head)"/>']
    if label:
        x, y = (first[0] + last[0]) / 2, (first[1] + last[1]) / 2
        wide = 5.6 * len(label) + 6
        found += [
            f'<rect x="{x - wide / 2:.0f}" y="{y - 8:.0f}" width="{wide:.0f}" height="14" fill="#ffffff"/>',
            f'<text x="{x:.0f}" y="{y + 3:.0f}" font-size="10.5" text-anchor="middle" fill="#444444">'
            f"{escape(label)}</text>",
        ]
    return found
