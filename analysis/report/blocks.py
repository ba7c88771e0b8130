"""What a report is made of, whatever it is written to: sentences with badged numbers, tables, figures, pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Badge = Literal["sourced", "derived", "assumed", "simulated"]
BADGES: tuple[Badge, ...] = ("sourced", "derived", "assumed", "simulated")
Align = Literal["left", "right"]


@dataclass(frozen=True)
class Number:
    """A number as it is shown, and where it comes from."""

    text: str
    badge: Badge


Part = str | Number
Cell = str | Number | tuple[Part, ...]


@dataclass(frozen=True)
class Sentence:
    """Text with its numbers; `style` says how loud: answer, plain, note, warning."""

    parts: tuple[Part, ...]
    style: str = "plain"

    @property
    def text(self) -> str:
        return plain(self.parts)


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True)
class Bullets:
    items: tuple[tuple[Part, ...], ...]
    numbered: bool = False


@dataclass(frozen=True)
class Column:
    """Heading, side, and the badge of every number below it that carries none of its own."""

    head: str
    align: Align = "left"
    badge: Badge | None = None
    width: float | None = None  # share of the table


@dataclass(frozen=True)
class Table:
    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    style: str = ""


@dataclass(frozen=True)
class Picture:
    """A figure by name, with what it says for who cannot see it."""

    name: str
    alt: str
    note: str = ""


@dataclass(frozen=True)
class Beside:
    """Two columns on a wide page, one below the other on a narrow one; `left` is the share of the left."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    share: float = 0.5


@dataclass(frozen=True)
class Box:
    """Blocks with a line around them: the answer, a warning, the legend."""

    style: str
    blocks: tuple[Block, ...]


Block = Sentence | Heading | Bullets | Table | Picture | Beside | Box


@dataclass(frozen=True)
class Sheet:
    """A printed page of its own (the mayor's), or a run of pages (the annex)."""

    kind: Literal["mayor", "annex"]
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    lang: str
    title: str
    strap: str
    foot: str  # stands on every page
    author: str
    sheets: tuple[Sheet, ...]

    def blocks(self) -> list[Block]:
        """All blocks, those inside others too, in the order of reading."""
        found: list[Block] = []
        for sheet in self.sheets:
            for block in sheet.blocks:
                found += unfolded(block)
        return found


def unfolded(block: Block) -> list[Block]:
    inside = (
        (*block.left, *block.right) if isinstance(block, Beside) else block.blocks if isinstance(block, Box) else ()
    )
    return [block, *(inner for child in inside for inner in unfolded(child))]


def plain(cell: Cell) -> str:
    """A cell or a sentence without its badges."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Number):
        return cell.text
    return "".join(part if isinstance(part, str) else part.text for part in cell)


_HOLE = re.compile(r"\{(\w+)\}")


def filled(template: str, parts: dict[str, Cell]) -> tuple[Part, ...]:
    """A template's text with its {holes} filled; what is put in is never read as a template again."""
    found: list[Part] = []
    at = 0
    for hole in _HOLE.finditer(template):
        found.append(template[at : hole.start()])
        part = parts[hole[1]]
        found += list(part) if isinstance(part, tuple) else [part]
        at = hole.end()
    found.append(template[at:])
    return tuple(part for part in found if part != "")
