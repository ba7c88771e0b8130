"""Effects with their intervals on one axis: thick for doubt about parameters, thin for luck alone; zero is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.report.canvas import GAIN, INK, LINE, LOSS, QUIET, SIZE, bare, headed, sheet, wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Whisker:
    """One effect; `inner` is the half-width of luck alone, None when it is not known."""

    label: str
    effect: float
    low: float
    high: float
    said: str
    sign: int = 0  # 1 gain, -1 loss, 0 not clear
    inner: float | None = None
    head: bool = False  # a line of its own above what follows


def draw_whiskers(
    rows: Sequence[Whisker], title: str, unit: str, zero: str, width: float, left: float = 1.9, right: float = 1.35
) -> Figure:
    """Blue above zero, rust below, grey where it is not clear."""
    figure, axes = sheet(width, 0.98 + 0.212 * len(rows), left=left, right=right, top=0.6, bottom=0.3)
    headed(figure, title, unit)
    axes.axvline(0, color=INK, linewidth=0.9, zorder=1)
    for place, row in enumerate(rows):
        colour = (QUIET, GAIN, LOSS)[row.sign]
        axes.axhline(place + 0.5, color=LINE, linewidth=0.3, zorder=0)
        if row.head:
            continue
        axes.plot([row.low, row.high], [place] * 2, color=colour, linewidth=3.4, alpha=0.45, solid_capstyle="butt")
        if row.inner is not None:
            axes.plot([row.effect - row.inner, row.effect + row.inner], [place] * 2, color=colour, linewidth=1.1)
        axes.plot([row.effect], [place], "o", color=colour, markersize=3.6, zorder=3)
        axes.annotate(row.said, (1.015, place), xycoords=("axes fraction", "data"), va="center", size=SIZE - 0.8)
    axes.set_yticks(range(len(rows)), [wrapped(row.label, int(16.5 * left)) for row in rows])
    axes.set_ylim(len(rows) - 0.5, -0.6)
    span = [v for row in rows if not row.head for v in (row.low, row.high)] + [0.0]
    low, high = min(span), max(span)
    room = 0.05 * ((high - low) or 1.0)
    axes.set_xlim(low - room, high + room)
    bare(axes)
    axes.annotate(zero, (0, 1), xycoords=("data", "axes fraction"), xytext=(0, 2), textcoords="offset points",
                  ha="center", size=SIZE - 1)  # fmt: skip
    return figure
