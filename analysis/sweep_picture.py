"""A sweep's outcomes over its inputs: a row an outcome, a panel an input, a mark a point (mean of its replications)."""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

COLOURS = ("#c8553d", "#3d6fa5", "#5b8c5a", "#8a6bab", "#b08b2e", "#4a9ba1")
GREY = "#8a8f98"
MOST_PANELS = 8  # inputs a row has room for
HEIGHT, WIDTH = 2.4, 2.9  # inches of a panel


def sweep_picture(frame: pd.DataFrame) -> bytes:
    """SVG of a result frame with its attributes (docs/sweep-results.md); equal frames, equal bytes."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    told = frame.attrs
    inputs = list(told["inputs"])[:MOST_PANELS]
    outcomes = list(told["outcomes"])
    points = frame[frame["state"] == "done"].groupby(["scenario", "point"], sort=False)[[*inputs, *outcomes]].mean()
    settings = {"svg.hashsalt": "zhenxing", "svg.fonttype": "path", "font.size": 8, "font.family": "DejaVu Sans"}
    with rc_context(settings):  # type: ignore[arg-type]
        columns = max(len(inputs), 1)
        figure = Figure(figsize=(1.2 + WIDTH * columns, 0.9 + HEIGHT * len(outcomes)), layout="constrained")
        axes = figure.subplots(len(outcomes), columns, squeeze=False)
        for row, outcome in enumerate(outcomes):
            for column in range(columns):
                _panel(axes[row][column], points, inputs[column] if inputs else None, outcome, told)
            axes[row][0].set_ylabel("\n".join(textwrap.wrap(f"{outcome} [{told['outcomes'][outcome]['unit']}]", 32)))
        if len(told["scenarios"]) > 1:
            axes[0][0].legend(frameon=False)
        figure.suptitle(told["title"]["en"].encode("latin-1", "replace").decode("latin-1"), x=0.01, ha="left")
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()


def _panel(axes: Any, points: pd.DataFrame, name: str | None, outcome: str, told: dict[str, Any]) -> None:
    for place, scenario in enumerate(told["scenarios"]):
        if scenario not in points.index.get_level_values("scenario"):
            continue
        part = points.loc[scenario]
        across = part[name] if name else part.index
        axes.plot(across, part[outcome], "o", ms=3, alpha=0.7, color=COLOURS[place % len(COLOURS)], label=scenario)
    if outcome.startswith("effect("):
        axes.axhline(0.0, lw=0.6, color=GREY)
    axes.set_xlabel(f"{name} [{told['inputs'][name]['unit']}]" if name else "point")
    axes.spines[["top", "right"]].set_visible(False)
