"""The figure of a trial: the study's estimate quarter by quarter beside the truth of the twins, and the band."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.report.canvas import COLOURS, Drawn, bare, drawn, sheet
from experiments.trial.words import unit_of
from scenarios.errors import clean

if TYPE_CHECKING:
    from experiments.trial.study import TrialResult

WIDTH, HEIGHT = 6.4, 2.9


def figure(result: TrialResult) -> Drawn:
    """SVG and PNG of a trial."""
    return drawn(lambda: draw(result))


def draw(result: TrialResult):
    """Event study on the left where the design has one, the judged effect and the truth of the twins on the right."""
    trial, found = result.trial, result.found
    page, axes = sheet(WIDTH, HEIGHT, left=0.75, right=0.25, top=0.55, bottom=0.6)
    first = result.panels[0].first
    if found.by_quarter:
        places = [place - first for place in range(len(found.by_quarter))]
        values = [one.effect for one in found.by_quarter]
        ends = [one.interval for one in found.by_quarter]
        axes.fill_between(places, *zip(*ends, strict=True), color=COLOURS[5], alpha=0.35, linewidth=0)
        axes.plot(places, values, color=COLOURS[0], linewidth=1.4)
        axes.axvline(-0.5, color="#8a8f98", linewidth=0.7, linestyle=":")
        end = places[-1] + 1.5
    else:
        end = 1.5
    rows = [(found.study, COLOURS[0], "study / 研究"), (found.direct, COLOURS[1], "twins / 孪生")]
    for step, (one, colour, name) in enumerate(rows):
        low, high = one.interval
        where = end + 0.8 * step
        axes.plot([where, where], [low, high], color=colour, linewidth=2.2)
        axes.plot([where], [one.effect], "o", color=colour, markersize=4.5, label=name)
    band = trial.evidence
    if band is not None and band.low is not None and band.high is not None:
        axes.axhspan(band.low, band.high, color=COLOURS[4], alpha=0.18, linewidth=0, label="band / 检验带")
    axes.axhline(0.0, color="#5b626c", linewidth=0.7)
    axes.set_xlabel("quarters since treatment / 处理后季度")
    axes.set_ylabel(unit_of(trial, "en"))
    axes.legend(loc="upper left", frameon=False, fontsize=7)
    bare(axes, left=True)
    heading = f"{clean(trial.title.en, 80)} · {clean(trial.title.zh, 40)}"
    page.text(0.02, 0.94, heading, fontsize=9, parse_math=False)
    page.text(0.02, 0.885, f"{len(result.about['seeds'])} seeds, 95 %", fontsize=7, color="#5b626c")
    return page
