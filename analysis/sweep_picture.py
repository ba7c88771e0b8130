"""A sweep's outcomes over its inputs: a row an outcome, a panel an input, a mark a point (mean of its replications)."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from analysis.report.canvas import BASELINE, COLOURS, drawn
from analysis.report.fonts import drawable

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST_PANELS = 8  # inputs a row has room for
HEIGHT, WIDTH = 2.4, 2.9  # inches of a panel


def sweep_picture(frame: pd.DataFrame) -> bytes:
    """SVG of a result frame with its attributes (docs/sweep-results.md); equal frames, equal bytes."""
    return drawn(lambda: _figure(frame)).svg


def _figure(frame: pd.DataFrame) -> Figure:
    from matplotlib.figure import Figure

    told: dict[str, Any] = dict(frame.attrs)  # type: ignore[arg-type]
    inputs = list(told["inputs"])[:MOST_PANELS]
    outcomes = list(told["outcomes"])
    points: Any = (
        frame[frame["state"] == "done"].groupby(["scenario", "point"], sort=False)[[*inputs, *outcomes]].mean()
    )
    columns = max(len(inputs), 1)
    figure = Figure(figsize=(1.2 + WIDTH * columns, 0.9 + HEIGHT * len(outcomes)), layout="constrained")
    axes = figure.subplots(len(outcomes), columns, squeeze=False)
    for row, outcome in enumerate(outcomes):
        for column in range(columns):
            _panel(axes[row][column], points, inputs[column] if inputs else None, outcome, told)
        words = f"{outcome} [{told['outcomes'][outcome]['unit']}]"
        axes[row][0].set_ylabel("\n".join(textwrap.wrap(drawable(words), 32)))
    if len(told["scenarios"]) > 1:
        axes[0][0].legend(frameon=False)
    figure.suptitle(drawable(told["title"]["en"]), x=0.01, ha="left")
    return figure


def _panel(axes: Any, points: pd.DataFrame, name: str | None, outcome: str, told: dict[str, Any]) -> None:
    for place, scenario in enumerate(told["scenarios"]):
        if scenario not in points.index.get_level_values("scenario"):
            continue
        part = points.loc[scenario]
        across = part[name] if name else part.index
        axes.plot(
            across, part[outcome], "o", ms=3, alpha=0.7, color=COLOURS[place % len(COLOURS)], label=drawable(scenario)
        )
    if outcome.startswith("effect("):
        axes.axhline(0.0, lw=0.6, color=BASELINE)
    axes.set_xlabel(drawable(f"{name} [{told['inputs'][name]['unit']}]") if name else "point")
    axes.spines[["top", "right"]].set_visible(False)
