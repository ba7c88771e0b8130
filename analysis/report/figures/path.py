"""The path of the headline outcome: both arms as fans over the cases, from zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.report.canvas import BASELINE, INK, QUIET, SIZE, bare, headed, sheet, wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Fan:
    """Mean and nine cases in ten by year; `said` stands at the end of the line."""

    label: str
    said: str
    colour: str
    low: Sequence[float]
    mean: Sequence[float]
    high: Sequence[float]


@dataclass(frozen=True)
class PathWords:
    title: str
    unit: str
    start: str  # the label of the year before the run


def draw_path(years: Sequence[int], start: float | None, base: Fan, arm: Fan, words: PathWords, width: float) -> Figure:
    """Baseline in grey, the arm in its colour, the start as a black dot."""
    figure, axes = sheet(width, 1.95, left=0.5, right=1.12, top=0.62, bottom=0.3)
    headed(figure, words.title, words.unit)
    first = [years[0] - 1, *years] if start is not None else list(years)
    for fan, order, line in ((base, 2, 2.6), (arm, 3, 1.3)):
        low, middle, high = ([start, *part] if start is not None else list(part) for part in
                             (fan.low, fan.mean, fan.high))  # fmt: skip
        axes.fill_between(first, low, high, color=fan.colour, alpha=0.22, linewidth=0, zorder=order)
        axes.plot(first, middle, color=fan.colour, linewidth=line, zorder=order + 2, solid_capstyle="round")
    top = max(*base.high, *arm.high)
    axes.set_ylim(0, 1.08 * top)
    axes.set_xlim(first[0] - 0.25, first[-1] + 0.1)
    axes.set_xticks(first, [f"{year}" if year % 2 else "" for year in first])
    if start is not None:
        axes.plot([first[0]], [start], "o", color=INK, markersize=4, zorder=6)
        axes.annotate(words.start, (first[0], start), (2, -9), textcoords="offset points", size=SIZE - 1.2, va="top")
    upper, lower = (arm, base) if arm.mean[-1] >= base.mean[-1] else (base, arm)
    for fan, place, side in ((upper, (upper.mean[-1]), "bottom"), (lower, lower.mean[-1], "top")):
        colour = QUIET if fan.colour == BASELINE else fan.colour
        axes.annotate(f"{wrapped(fan.label, 18)}\n{fan.said}", (first[-1], place), (6, 2 if side == "bottom" else -2),
                      textcoords="offset points", va=side, size=SIZE - 1.1, color=colour, linespacing=1.2,
                      annotation_clip=False)  # fmt: skip
    bare(axes, left=True)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}" if top >= 10 else f"{value:g}")
    return figure
