"""The figures of understanding: each takes plain values and words, and returns a Matplotlib figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.report.canvas import COLOURS, INK, LINE, PALE, QUIET, SIZE, WIDTH, bare, headed, sheet, wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHAPES = ("o", "D", "s", "^")  # beside the colours, for those who do not see them
LEFT = 2.1  # inches for labels
MISS, MEET = "#d55e00", "#56b4e9"
HIT = {"s": 15, "marker": "x", "linewidths": 0.9, "color": MISS}
CLEAR = {"s": 8, "marker": "o", "linewidths": 0, "color": MEET, "alpha": 0.7}


@dataclass(frozen=True)
class Words:
    """`under`: year, unit, number of points and runs, level of the intervals."""

    title: str
    under: str
    axis: str = ""


@dataclass(frozen=True)
class Bar:
    """One value with its interval, NaN where there is none."""

    value: float
    low: float = float("nan")
    high: float = float("nan")


def draw_ranges(
    labels: Sequence[str], series: Sequence[tuple[str, Sequence[Bar]]], words: Words, mark: tuple[float, str] | None
) -> Figure:
    """Values with intervals, a row a label, a colour and a shape a series; `mark` is a line to be read against."""
    step, labels = 0.13, [wrapped(label, 34) for label in labels]
    row = max(0.33 if len(series) > 1 else 0.24, 0.08 + 0.135 * max(label.count("\n") + 1 for label in labels))
    height = 1.15 + row * len(labels)
    figure, axes = sheet(WIDTH, height, left=LEFT, right=0.3, top=0.76, bottom=0.42)
    headed(figure, words.title, words.under)
    for place, (name, bars) in enumerate(series):
        y = np.arange(len(labels)) + (place - (len(series) - 1) / 2) * 2 * step
        colour, shape = COLOURS[place], SHAPES[place]
        for at, bar in zip(y, bars, strict=True):
            axes.plot([bar.low, bar.high], [at, at], color=colour, linewidth=2.4, alpha=0.5, solid_capstyle="butt")
        axes.plot([bar.value for bar in bars], y, shape, color=colour, markersize=4.2, linestyle="", label=name)
    for place in range(len(labels) - 1):
        axes.axhline(place + 0.5, color=LINE, linewidth=0.3, zorder=0)
    axes.axvline(0.0, color=INK, linewidth=0.7, zorder=0)
    if mark is not None:
        axes.axvline(mark[0], color=QUIET, linewidth=0.9, linestyle=(0, (3, 2)), zorder=0)
        axes.annotate(mark[1], (mark[0], 1), xycoords=("data", "axes fraction"), xytext=(2, 2), size=SIZE - 1,
                      textcoords="offset points", color=QUIET)  # fmt: skip
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_xlabel(words.axis, size=SIZE - 0.5)
    if len(series) > 1:
        _legend(axes, len(series))
    bare(axes)
    return figure


def _legend(axes: Any, columns: int) -> None:
    """What colours and shapes are, between the heading and the rows."""
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=columns, frameon=False, borderpad=0.1,
                fontsize=SIZE - 0.6, handlelength=1.5, columnspacing=1.2, handletextpad=0.4)  # fmt: skip


@dataclass(frozen=True)
class Strip:
    """Parts of one that are laid end to end; `note` is said behind them."""

    label: str
    parts: Sequence[float]
    note: str = ""
    ends: tuple[float, float] | None = None  # interval of the first part


def draw_strips(strips: Sequence[Strip], names: Sequence[str], words: Words) -> Figure:
    """Shares that add up to one, a strip a row: parts told apart by colour, hatching and the number in them."""
    lines, labels = -(-len(names) // 4), [wrapped(strip.label, 36) for strip in strips]
    row = max(0.34, 0.09 + 0.135 * max(label.count("\n") + 1 for label in labels))
    height = 1.05 + 0.17 * lines + row * len(strips)
    figure, axes = sheet(WIDTH, height, left=LEFT, right=1.0, top=0.62 + 0.17 * lines, bottom=0.38)
    headed(figure, words.title, words.under)
    hatches = ("", "////", "....", "xxxx", "\\\\\\\\", "++")
    for place, strip in enumerate(strips):
        at = 0.0
        for part, (share, hatch) in enumerate(zip(strip.parts, hatches, strict=False)):
            axes.barh(place, share, left=at, height=0.56, color=COLOURS[part % len(COLOURS)], hatch=hatch,
                      edgecolor="white", linewidth=0.6, label=names[part] if not place else None)  # fmt: skip
            if share >= 0.07:
                axes.text(at + share / 2, place, f"{share:.0%}", ha="center", va="center", size=SIZE - 0.8, color=INK,
                          bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85})  # fmt: skip
            at += share
        if strip.ends is not None:
            axes.plot(strip.ends, [place + 0.37] * 2, color=INK, linewidth=1.6, solid_capstyle="butt", clip_on=False)
        axes.annotate(strip.note, (1.015, place), xycoords=("axes fraction", "data"), va="center", size=SIZE - 0.8)
    axes.set_yticks(range(len(strips)), labels)
    axes.set_ylim(len(strips) - 0.45, -0.5)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_xlabel(words.axis, size=SIZE - 0.5)
    _legend(axes, min(len(names), 4))
    bare(axes)
    return figure


@dataclass(frozen=True)
class Limit:
    """One input that a box limits: its whole range and the part in the box."""

    label: str
    whole: tuple[float, float]
    part: tuple[float, float]


def draw_box(
    limits: Sequence[Limit], points: Any, misses: Any, words: Words, names: tuple[str, str], zh: bool
) -> Figure:
    """Left, the part of each input's range that the box takes; right, the points over the first two of them.

    `points`: (points, inputs) of the limited inputs, in their order; a single one is drawn against the others' order.
    """
    height = max(2.7, 1.3 + 0.34 * len(limits))
    figure, axes = sheet(WIDTH, height, left=1.75, right=3.15, top=0.8, bottom=0.42)
    headed(figure, words.title, words.under)
    joint = " 至 " if zh else " to "
    for place, limit in enumerate(limits):
        least, most = limit.whole
        low, high = ((end - least) / (most - least or 1.0) for end in limit.part)
        axes.barh(place, 1.0, height=0.3, color=PALE, edgecolor=LINE, linewidth=0.5)
        axes.barh(place, high - low, left=low, height=0.3, color=MISS)
        said = f"{limit.part[0]:.3g}{joint}{limit.part[1]:.3g}"
        axes.text(0.5, place + 0.36, said, ha="center", va="center", size=SIZE - 1.2)
    axes.set_yticks(range(len(limits)), [wrapped(limit.label, 27) for limit in limits])
    axes.set_ylim(max(len(limits), 3) - 0.35, -0.4)
    axes.set_xlim(0, 1)
    axes.set_xticks((0, 1), ("下限", "上限") if zh else ("lowest", "highest"))
    bare(axes)
    _cloud(figure, height, limits, points, misses, names)
    return figure


def _cloud(figure: Figure, height: float, limits: Sequence[Limit], points: Any, misses: Any, names) -> None:
    """Points that miss as crosses, the others as dots, and the box."""
    from matplotlib.patches import Rectangle

    width = WIDTH
    axes = figure.add_axes((4.75 / width, 0.42 / height, 2.35 / width, (height - 1.22) / height))
    first = limits[0]
    x = points[:, 0]
    y = points[:, 1] if len(limits) > 1 else (np.argsort(np.argsort(x * 7919.0 % 1.0)) + 0.5) / len(x)
    axes.scatter(x[~misses], y[~misses], label=names[1], zorder=2, **CLEAR)
    axes.scatter(x[misses], y[misses], label=names[0], zorder=3, **HIT)
    low, high = limits[1].part if len(limits) > 1 else (0.0, 1.0)
    axes.add_patch(Rectangle((first.part[0], low), first.part[1] - first.part[0], high - low, fill=False,
                             edgecolor=INK, linewidth=1.1, zorder=4))  # fmt: skip
    axes.set_xlabel(first.label, size=SIZE - 1)
    axes.set_ylabel(limits[1].label if len(limits) > 1 else "", size=SIZE - 1, labelpad=1)
    if len(limits) < 2:
        axes.set_yticks([])
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, frameon=False, fontsize=SIZE - 0.8,
                borderpad=0.1, handletextpad=0.2, columnspacing=0.8)  # fmt: skip
    bare(axes, left=True)
    axes.tick_params(labelsize=SIZE - 1.4)
