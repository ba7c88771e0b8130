"""A schematic map: towns as dots on a blank frame, real ones with their names, no boundaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.report.canvas import GAIN, INK, LINE, LOSS, QUIET, SIZE, WIDTH, headed, sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_NAMES = 26


@dataclass(frozen=True)
class Dots:
    """Towns: place in km, sign of the effect (1, 0, -1; 0 where the interval holds zero), size 0-1, name or ''."""

    x: np.ndarray
    y: np.ndarray
    sign: np.ndarray
    size: np.ndarray
    names: Sequence[str]
    cities: Sequence[tuple[str, float, float]]


def draw_map(dots: Dots, title: str, unit: str, key: Sequence[str], note: str) -> Figure:
    """`key`: words for gain, loss and not clear."""
    figure, axes = sheet(WIDTH, 4.6, left=0.1, right=0.1, top=0.5, bottom=0.22)
    headed(figure, title, unit)
    for sign, colour, shape, order in ((0, LINE, "o", 1), (-1, LOSS, "v", 2), (1, GAIN, "^", 3)):
        chosen = dots.sign == sign
        axes.scatter(dots.x[chosen], dots.y[chosen], s=7 + 70 * dots.size[chosen], c=colour, marker=shape,
            linewidths=0.3,
                     edgecolors="white" if sign else QUIET, zorder=order, alpha=0.9)  # fmt: skip
    low, high = _frame(dots)
    _same_scale(axes, low, high)
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_color(LINE)
    taken: list[tuple[float, float, float, float]] = []
    for name, x, y in dots.cities:
        _place(axes, name, x, y, taken, QUIET, SIZE + 0.5, True)
    order = np.argsort(-dots.size, kind="stable")
    for row in [int(r) for r in order if dots.names[r]][:MOST_NAMES]:
        _place(axes, dots.names[row], float(dots.x[row]), float(dots.y[row]), taken, INK, SIZE - 2.2, False)
    _key(axes, key)
    axes.annotate(note, (0.99, 0.012), xycoords="axes fraction", ha="right", size=SIZE - 1.4, color=QUIET)
    _scale(axes)
    return figure


def _same_scale(axes: Any, low: np.ndarray, high: np.ndarray) -> None:
    """A km is as long across as up: the narrower side gets more room."""
    box = axes.get_window_extent()
    across, up = (high - low)[0] / box.width, (high - low)[1] / box.height
    scale, middle = max(across, up), (low + high) / 2
    axes.set_xlim(middle[0] - scale * box.width / 2, middle[0] + scale * box.width / 2)
    axes.set_ylim(middle[1] - scale * box.height / 2, middle[1] + scale * box.height / 2)


def _frame(dots: Dots) -> tuple[np.ndarray, np.ndarray]:
    points = np.column_stack((dots.x, dots.y))
    low, high = points.min(axis=0), points.max(axis=0)
    room = 0.05 * np.maximum(high - low, 1.0)
    return low - room, high + room


def _place(axes: Any, name: str, x: float, y: float, taken: list, colour: str, size: float, city: bool) -> None:
    """Write a name where no other stands; leave it out when there is no room."""
    left, right = axes.get_xlim()
    per_inch = (right - left) / (WIDTH - 0.2)
    width = sum(1.0 if ord(c) > 0x2E7F else 0.55 for c in name) * size / 72 * per_inch
    height = 1.15 * size / 72 * per_inch
    gap = 0.05 * per_inch
    for dx, dy in ((gap, -height / 2), (-width - gap, -height / 2), (-width / 2, gap), (-width / 2, -height - gap)):
        box = (x + dx, y + dy, x + dx + width, y + dy + height)
        if all(box[2] < t[0] or box[0] > t[2] or box[3] < t[1] or box[1] > t[3] for t in taken):
            taken.append(box)
            axes.text(box[0], box[1], name, size=size, color=colour, va="bottom", zorder=4 if city else 5,
                      bbox={"facecolor": "white", "alpha": 0.72, "edgecolor": "none", "pad": 0.3})  # fmt: skip
            return


def _key(axes: Any, key: Sequence[str]) -> None:
    for place, (word, shape, colour) in enumerate(zip(key, ("^", "v", "o"), (GAIN, LOSS, LINE), strict=True)):
        y = 0.965 - 0.05 * place
        axes.plot([0.022], [y], shape, transform=axes.transAxes, color=colour, markersize=5, markeredgecolor=QUIET,
                  markeredgewidth=0.3)  # fmt: skip
        axes.text(0.04, y, word, transform=axes.transAxes, va="center", size=SIZE - 0.7)


def _scale(axes: Any) -> None:
    """A line of 50 km."""
    left, right = axes.get_xlim()
    bottom, top = axes.get_ylim()
    x, y = left + 0.02 * (right - left), bottom + 0.04 * (top - bottom)
    axes.plot([x, x + 50], [y, y], color=QUIET, linewidth=1.2)
    axes.text(x + 25, y, "50 km", ha="center", va="bottom", size=SIZE - 1.4, color=QUIET)
