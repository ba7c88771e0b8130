"""Every simulated case as a dot: the net effect of each package, zero is carrying on as before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.report.canvas import INK, LINE, QUIET, SIZE, WIDTH, bare, headed, sheet, wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW, TALLEST = 0.36, 1.5  # inches


@dataclass(frozen=True)
class CaseRow:
    """One package: gains in the unit shown, one a case."""

    label: str
    colour: str
    gains: Sequence[float]
    said: str  # at the end of the row
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class CaseWords:
    title: str
    unit: str
    zero: str  # what the zero line is
    better: str
    worse: str


def draw_cases(rows: Sequence[CaseRow], words: CaseWords) -> Figure:
    """Rows of dots, stacked where cases agree, mean as a stroke, nine in ten as a bar under them."""
    height = 0.95 + min(ROW * max(len(rows), 2), TALLEST)
    figure, axes = sheet(WIDTH, height, left=1.9, right=1.5, top=0.58, bottom=0.34)
    headed(figure, words.title, words.unit)
    values = [g for row in rows for g in row.gains] + [0.0]
    low, high = min(values), max(values)
    room = 0.06 * ((high - low) or 1.0)
    axes.set_xlim(low - room, high + room)
    axes.set_ylim(len(rows) - 0.45, -0.55)
    axes.axvline(0, color=INK, linewidth=1.1, zorder=1)
    for place, row in enumerate(rows):
        axes.axhline(place + 0.32, color=LINE, linewidth=0.4, zorder=0)
        x, y = stacked(row.gains, low - room, high + room)
        axes.scatter(x, place + 0.12 - 0.085 * y, s=9, color=row.colour, linewidths=0, alpha=0.85, zorder=3)
        axes.plot([row.low, row.high], [place + 0.26] * 2, color=row.colour, linewidth=2.6, solid_capstyle="butt")
        axes.plot([row.mean] * 2, [place + 0.19, place + 0.33], color=INK, linewidth=1.4, zorder=4)
        axes.annotate(row.said, (1.012, place + 0.02), xycoords=("axes fraction", "data"), va="center", size=SIZE - 0.7,
                      linespacing=1.25)  # fmt: skip
    axes.set_yticks(range(len(rows)), [wrapped(row.label, 28) for row in rows])
    bare(axes)
    axes.annotate(words.zero, (0, 1), xycoords=("data", "axes fraction"), xytext=(0, 3), textcoords="offset points",
                  ha="center", size=SIZE - 0.7, color=INK)  # fmt: skip
    side = 0.5 * (high - low)
    for text, share, align in ((words.worse, 0.0, "left"), (words.better, 1.0, "right")):
        if (high > 0.3 * side) if align == "right" else (low < -0.3 * side):
            axes.annotate(text, (share, 1), xycoords="axes fraction", xytext=(0, 3), textcoords="offset points",
                          ha=align, size=SIZE - 1, color=QUIET)  # fmt: skip
    return figure


def stacked(gains: Sequence[float], low: float, high: float, bins: int = 76) -> tuple[np.ndarray, np.ndarray]:
    """Where dots stand: nearly equal values on top of one another, each column centred on its bin."""
    values = np.sort(np.asarray(gains, float))
    width = (high - low) / bins
    column = np.floor((values - low) / width).astype(int)
    _, first, counts = np.unique(column, return_index=True, return_counts=True)
    level = np.arange(len(values)) - np.repeat(first, counts)
    tallest = max(int(counts.max(initial=1)), 1)
    return low + (column + 0.5) * width, level * min(1.0, 5.0 / tallest)
