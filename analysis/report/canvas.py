"""How every figure of the report looks and is saved: one font, colours that the colour-blind tell apart, no "
"clock inside."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.report.fonts import drawable, register

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, QUIET, LINE, PALE = "#22262c", "#5b626c", "#cfd3d9", "#eceef1"
BASELINE = "#8a8f98"  # not carrying it out: always grey
BACKGROUND, DESIGNATION, UPGRADING = "#b9bec6", "#e69f00", "#0072b2"  # the three blocks, everywhere the same
# Okabe and Ito (2008); the same scenario keeps its colour through the report
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
GAIN, LOSS = "#0072b2", "#d55e00"
WIDTH = 7.25  # inches between the margins of A4
DOTS_PER_INCH = 200
SIZE = 8.2  # points of the usual text


@dataclass(frozen=True)
class Drawn:
    """One figure three ways: text as text for the page, text as paths for any reader of SVG, and PNG."""

    page: str
    svg: bytes
    png: bytes


def style(fonttype: str) -> Any:
    return {
        "font.family": [register()],
        "font.size": SIZE,
        "text.color": INK,
        "axes.edgecolor": QUIET,
        "axes.labelcolor": INK,
        "axes.linewidth": 0.6,
        "axes.unicode_minus": True,
        "xtick.color": INK,
        "ytick.color": INK,
        "xtick.labelsize": SIZE - 0.7,
        "ytick.labelsize": SIZE - 0.2,
        "hatch.linewidth": 0.5,
        "svg.fonttype": fonttype,
        "svg.hashsalt": "zhenxing",
        "path.simplify": True,
    }


def drawn(draw: Callable[[], Figure]) -> Drawn:
    """Draw a figure and save it all three ways."""
    from matplotlib import rc_context

    with rc_context(style("none")):
        figure = draw()
        page = _saved(figure, "svg").decode("utf-8")
    with rc_context(style("path")):
        svg = _saved(figure, "svg")
        png = _saved(figure, "png")
    return Drawn(page, svg, png)


def _saved(figure: Figure, kind: str) -> bytes:
    out = io.BytesIO()
    metadata = {"Date": None, "Creator": "zhenxing"} if kind == "svg" else {"Software": None}
    figure.savefig(out, format=kind, dpi=DOTS_PER_INCH if kind == "png" else 72, metadata=metadata, facecolor="white")
    return out.getvalue()


def sheet(width: float, height: float, **margins: float) -> tuple[Figure, Any]:
    """A figure in inches with one pair of axes; margins in inches from each side."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height))
    left, right = margins.get("left", 0.1), margins.get("right", 0.1)
    top, bottom = margins.get("top", 0.1), margins.get("bottom", 0.3)
    axes = figure.add_axes(
        (left / width, bottom / height, (width - left - right) / width, (height - top - bottom) / height)
    )
    return figure, axes


def bare(axes: Any, left: bool = False) -> None:
    """Only the lines that carry numbers."""
    for side in ("top", "right", *(() if left else ("left",))):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=2.5, width=0.6)
    if not left:
        axes.tick_params(axis="y", length=0)


def headed(figure: Figure, title: str, unit: str) -> None:
    """Title and, under it, year, unit, prices, number of cases and interval."""
    width, height = figure.get_size_inches()
    figure.text(0.05 / width, 1 - 0.03 / height, drawable(title), size=SIZE + 1.8, va="top")
    figure.text(0.05 / width, 1 - 0.215 / height, drawable(unit), size=SIZE - 0.7, va="top", color=QUIET)


def wrapped(text: str, longest: int) -> str:
    """A label in lines of at most so many half-width places; Latin words stay whole."""
    import re

    lines, line, room = [], "", longest
    for piece in re.findall(r"[^\W\u2e80-\uffff]+[,.;:)%]*|\s+|.", drawable(text)):
        size = sum(2 if ord(c) > 0x2E7F else 1 for c in piece)
        if size > room and line.strip() and piece not in ",。、;:)”,":
            lines.append(line.rstrip())
            line, room = "", longest
            piece = piece.lstrip()
        line += piece
        room -= size
    return "\n".join([*lines, line.rstrip()])
