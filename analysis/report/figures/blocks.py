"""What progress is made of: three stacked blocks on the level of 2011, every arm on one axis from zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.report.canvas import (
    BACKGROUND,
    DESIGNATION,
    INK,
    LINE,
    PALE,
    QUIET,
    SIZE,
    UPGRADING,
    bare,
    headed,
    sheet,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HATCHES = ("", "", "///", "")


@dataclass(frozen=True)
class Stack:
    """One arm: level of 2011, background, designation, upgrading in the unit shown; `said` per block."""

    label: str
    parts: tuple[float, float, float, float]
    said: str


def draw_blocks(
    stacks: Sequence[Stack],
    names: Sequence[str],
    goal: float | None,
    goal_said: str,
    title: str,
    unit: str,
    width: float,
) -> Figure:
    """Horizontal bars; `names`: of the four parts, shown as the key under the title."""
    row = 0.36
    height = 1.2 + row * len(stacks)
    figure, axes = sheet(width, max(height, 1.95), left=1.08, right=0.12, top=0.95, bottom=0.3)
    headed(figure, title, unit)
    colours = (PALE, BACKGROUND, DESIGNATION, UPGRADING)
    for place, stack in enumerate(stacks):
        at = 0.0
        for part, colour, hatch in zip(stack.parts, colours, HATCHES, strict=True):
            axes.barh(place, part, left=at, height=0.46, color=colour, hatch=hatch, edgecolor="white", linewidth=0.5)
            at += part
        axes.annotate(stack.said, (0, place + 0.27), (1, -1), textcoords="offset points", va="top", size=SIZE - 1.6,
                      color=QUIET)  # fmt: skip
    most = max(sum(stack.parts) for stack in stacks)
    axes.set_xlim(0, 1.04 * max(most, goal or 0.0))
    axes.set_ylim(len(stacks) - 0.32, -0.6)
    axes.set_yticks(range(len(stacks)), [wrapped(stack.label, 15) for stack in stacks], size=SIZE - 0.8)
    if goal is not None:
        axes.axvline(goal, color=INK, linewidth=0.9, linestyle=(0, (4, 3)))
        axes.annotate(goal_said, (goal, 1), (-2, 1), xycoords=("data", "axes fraction"), textcoords="offset points",
                      ha="right", va="bottom", size=SIZE - 1.2)  # fmt: skip
    bare(axes)
    axes.spines["bottom"].set_color(LINE)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}" if most >= 10 else f"{value:g}")
    _key(figure, names, colours)
    return figure


def _key(figure: Figure, names: Sequence[str], colours: Sequence[str]) -> None:
    from matplotlib.patches import Rectangle

    width, height = figure.get_size_inches()
    places = ((0.05, 0.43), (0.05, 0.6), (width / 2 - 0.05, 0.43), (width / 2 - 0.05, 0.6))
    for (x, y), name, colour, hatch in zip(places, names, colours, HATCHES, strict=True):
        patch = Rectangle(((x) / width, 1 - (y + 0.1) / height), 0.11 / width, 0.1 / height,
            transform=figure.transFigure,
                          facecolor=colour, hatch=hatch, edgecolor="white", linewidth=0.3)  # fmt: skip
        figure.add_artist(patch)
        figure.text((x + 0.16) / width, 1 - (y + 0.05) / height, name, size=SIZE - 1, va="center")
