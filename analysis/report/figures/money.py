"""Money by payer: bars from zero on one axis, what was set aside and not spent hatched beside what was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.report.canvas import COLOURS, INK, QUIET, SIZE, WIDTH, bare, headed, sheet, wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KIND_COLOURS = {"payment": COLOURS[0], "forgone_tax": COLOURS[5], "called_loss": COLOURS[1]}


@dataclass(frozen=True)
class Purse:
    """One payer of one package: amounts by kind in the unit shown, and what was committed and not spent."""

    label: str
    spent: tuple[tuple[str, float], ...]  # kind, amount
    unspent: float
    said: str


def draw_money(purses: Sequence[Purse], kinds: dict[str, str], unspent: str, title: str, unit: str) -> Figure:
    """`kinds`: the words of the kinds that occur."""
    from matplotlib.patches import Patch

    figure, axes = sheet(WIDTH, 0.74 + 0.19 * len(purses), left=1.15, right=1.6, top=0.46, bottom=0.3)
    headed(figure, title, unit)
    for place, purse in enumerate(purses):
        at = 0.0
        for kind, amount in purse.spent:
            axes.barh(place, amount, left=at, height=0.62, color=KIND_COLOURS[kind], edgecolor="white", linewidth=0.4)
            at += amount
        if purse.unspent > 0:
            axes.barh(place, purse.unspent, left=at, height=0.62, facecolor="white", edgecolor=QUIET, hatch="////",
                      linewidth=0.5)  # fmt: skip
            at += purse.unspent
        axes.annotate(purse.said, (at, place), (4, 0), textcoords="offset points", va="center", size=SIZE - 0.7)
    axes.set_yticks(range(len(purses)), [wrapped(purse.label, 18) for purse in purses])
    axes.set_ylim(len(purses) - 0.4, -0.6)
    axes.set_xlim(left=min(0.0, axes.get_xlim()[0]))
    axes.axvline(0, color=INK, linewidth=0.8)
    bare(axes)
    handles = [Patch(facecolor=KIND_COLOURS[kind], label=word) for kind, word in kinds.items()]
    if any(purse.unspent > 0 for purse in purses):
        handles.append(Patch(facecolor="white", edgecolor=QUIET, hatch="////", label=unspent))
    figure.legend(handles=handles, loc="upper right", frameon=False, fontsize=SIZE - 0.7, ncols=1, handlelength=1.1,
                  labelspacing=0.3, borderaxespad=0.2, labelcolor=INK)  # fmt: skip
    axes.xaxis.set_major_formatter(
        lambda value, _: f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:g}"
    )
    return figure
