"""One picture of a run beside its baseline: the towns of 2011, what progress is made of, how far each goal is.

Every panel names its year, unit and prices; the picture says that it is a single run.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.goals import town_values
from analysis.numbers import digits, shown, unit_name
from analysis.scoreboard import number

GREY, DARK, PALE = "#8a8f98", "#2b2f36", "#e3e5e8"
POLICY, INDUCED, ANYWAY = "#c8553d", "#e0a458", "#f1d3a1"  # one colour for the policy, a family for designation
UNIT = 1e-4  # wan yuan -> 1e8 yuan
WORDS = ((0.0, 0.93), (0.25, 0.93), (0.0, 0.73), (0.52, 0.73), (0.62, 0.93))  # where the blocks are named

Row = Mapping[str, Any]


def draw(
    rows: Sequence[Row], policy: Mapping, baseline: Mapping, goals: Mapping, year: int, under: str, size: float = 150
) -> bytes:
    """PNG of a paired run. `policy`, `baseline`: towns tables by column with `base_towns`; `under`: the line below."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"font.size": 9.5, "font.family": "DejaVu Sans", "text.color": DARK, "axes.edgecolor": GREY}):
        figure = Figure(figsize=(12, 6.4), dpi=size, facecolor="white")
        grid = figure.add_gridspec(
            2, 2, width_ratios=(1, 1.12), height_ratios=(1.75, 1), left=0.06, right=0.975, top=0.86, bottom=0.12,
            wspace=0.42, hspace=0.6,
        )  # fmt: skip
        path(figure.add_subplot(grid[0, 0]), policy, baseline, year)
        blocks(figure.add_subplot(grid[1, 0]), _gdp(rows, year), goals["gdp"].target)
        distances(figure.add_subplot(grid[:, 1]), rows, goals, year)
        figure.text(0.06, 0.945, "The 2012 Decision beside carrying on as before", size=15, weight="bold")
        figure.text(0.06, 0.025, under, size=8.5, color=GREY)
        out = io.BytesIO()
        figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _gdp(rows: Sequence[Row], year: int) -> Row:
    return next(r for r in rows if int(r["year"]) == year and r["goal"] == "gdp" and r["scope"] == "designated")


def path(axes: Any, policy: Mapping, baseline: Mapping, year: int) -> None:
    """Yearly GDP of the towns designated in 2011, both arms."""
    base = policy["base_towns"]
    chosen = base["designated_2011"] > 0.5
    start = float(base["gdp"][chosen].sum()) * UNIT
    years = list(range(2012, year + 1))
    arms = {}
    for name, arm in (("as before", baseline), ("policy", policy)):
        found = [town_values(arm["towns"], "gdp", y) for y in years]
        arms[name] = [start, *(float(values[chosen].sum()) * UNIT for values in found if values is not None)]
    shown_years = [2011, *years]
    axes.plot(shown_years, arms["as before"], color=GREY, linewidth=5, alpha=0.55, solid_capstyle="round")
    axes.plot(shown_years, arms["policy"], color=POLICY, linewidth=1.8, marker="o", markersize=4)
    last_before, last = arms["as before"][-1], arms["policy"][-1]
    axes.annotate("as before (grey)\nand with the Decision (red)", (2014, arms["policy"][3]), (2011.15, last * 0.965),
                  color=DARK, va="top", arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.8})  # fmt: skip
    gain = last - last_before
    axes.annotate(
        digits(last), (year, last), (0, 7), textcoords="offset points", ha="center", color=POLICY, weight="bold"
    )
    axes.annotate(digits(start), (2011, start), (0, -15), textcoords="offset points", ha="center", color=GREY)
    told = f"the Decision adds {signed(gain)} in {year}\n({100 * gain / last_before:+.2f} % of the level)"
    axes.text(0.985, 0.05, told, transform=axes.transAxes, ha="right", va="bottom")
    low = min(start, *arms["policy"])
    axes.set_ylim(low - 0.18 * (last - low), last + 0.12 * (last - low))
    axes.set_xlim(2010.45, year + 0.45)
    axes.set_xticks(shown_years)
    title(axes, "GDP of the towns designated in 2011", "1e8 yuan a year, current prices")
    bare(axes)
    axes.grid(axis="y", color=PALE, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")


def blocks(axes: Any, row: Row, target: float) -> None:
    """GDP of all designated towns: its level of 2011 and what it changed by, block upon block."""
    induced = float(row["designation_induced"])
    parts = (
        ("2011", float(row["start_2011"]), PALE),
        ("background", float(row["background"]), GREY),
        ("newly designated anyway", float(row["designation"]) - induced, ANYWAY),
        ("newly, by the Decision", induced, INDUCED),
        ("upgrading", float(row["upgrading"]), POLICY),
    )
    at, whole = 0.0, sum(value for _, value, _ in parts) * UNIT
    for (name, value, colour), (x, y) in zip(parts, WORDS, strict=True):
        axes.barh(0, value * UNIT, left=at, color=colour, height=0.5, edgecolor="white", linewidth=0.6)
        at += value * UNIT
        told = digits(value * UNIT) if name == "2011" else signed(value * UNIT)
        axes.text(x, y, "\u25a0", transform=axes.transAxes, color=colour, size=11, va="center")
        axes.text(x + 0.033, y, f"{name} {told}", transform=axes.transAxes, size=8.3, va="center")
    axes.axvline(target * UNIT, ymax=0.5, color=DARK, linewidth=1.2, linestyle=(0, (3, 2)))
    axes.text(target * UNIT, 0.36, f"goal {digits(target * UNIT)}", ha="center", va="bottom", size=8.5)
    axes.set_ylim(-0.3, 1.0)
    axes.set_xlim(0, max(whole, target * UNIT) * 1.08)
    axes.set_yticks([])
    title(axes, f"GDP of all designated towns in {int(row['year'])}", "1e8 yuan, current prices")
    bare(axes)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")


def distances(axes: Any, rows: Sequence[Row], goals: Mapping, year: int) -> None:
    """Every goal with a number: both arms and 2011 as a share of the target."""
    from matplotlib.patheffects import withStroke

    listed = [r for r in rows if int(r["year"]) == year and r["scope"] == goals[r["goal"]].scope]
    listed = [r for r in listed if r["target"] == r["target"] and r["target"]]
    order = {name: place for place, name in enumerate(goals)}
    listed.sort(key=lambda row: -order[row["goal"]])
    names = []
    for place, row in enumerate(listed):
        goal, target = goals[row["goal"]], float(row["target"])
        share, before = 100 * float(row["value"]) / target, 100 * float(row["baseline"]) / target
        axes.barh(place + 0.19, before, height=0.34, color=GREY, alpha=0.75)
        axes.barh(place - 0.19, share, height=0.34, color=POLICY)
        known = number(row["start_2011"])
        start = None if known is None else 100 * known / target
        if start is not None:
            axes.plot([start, start], [place - 0.42, place + 0.42], color=DARK, linewidth=1.6)
        for at, height, value, colour in ((before, 0.19, "baseline", GREY), (share, -0.19, "value", POLICY)):
            beside = at if start is None or not at - 2 < start < at + 9 else start  # not over the tick of 2011
            words = axes.text(
                beside + 1.2,
                place + height,
                shown(float(row[value]), goal.unit),
                va="center",
                size=8.4,
            )
            words.set(color=colour, weight="bold", path_effects=[withStroke(linewidth=3, foreground="white")], zorder=5)
        unit = unit_name(goal.unit, "en")
        unit = "" if unit.lower() in goal.label.en.lower() else f", {unit}"
        names.append(f"{wrapped(goal.label.en + unit)}\ngoal {shown(target, goal.unit)}")
    axes.axvline(100, color=DARK, linewidth=1.2, linestyle=(0, (3, 2)))
    axes.set_yticks(range(len(listed)), names, size=8.2, linespacing=1.15)
    axes.set_ylim(-0.65, len(listed) - 0.35)
    axes.set_xlim(0, max(130, *(115 * float(row["value"]) / float(row["target"]) for row in listed)))
    axes.set_xticks([0, 25, 50, 75, 100])
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f} %")
    title(axes, f"How far is each goal in {year}?", "share of the goal's number")
    axes.text(1, 1.022, "\u25a0 as before", transform=axes.transAxes, ha="right", color=GREY, size=9.5)
    axes.text(0.82, 1.022, "\u25a0 Decision", transform=axes.transAxes, ha="right", color=POLICY, size=9.5)
    axes.text(0.645, 1.022, "\u2503 2011", transform=axes.transAxes, ha="right", color=DARK, size=9.5)
    bare(axes)
    axes.tick_params(axis="y", length=0)


def signed(value: float) -> str:
    """A change in whole units, two digits or more."""
    return ("+" if value > 0 else "") + digits(round(value))


def wrapped(text: str, width: int = 30) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, width))


def title(axes: Any, words: str, unit: str) -> None:
    axes.set_title(f"{words}\n", loc="left", size=11, weight="bold", pad=3)
    axes.text(0, 1.022 if axes.get_subplotspec().rowspan.stop - axes.get_subplotspec().rowspan.start > 1 else 1.04,
              unit, transform=axes.transAxes, size=8.8, color=GREY)  # fmt: skip


def bare(axes: Any) -> None:
    """Only the lines that carry numbers."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(colors=DARK, length=3)
