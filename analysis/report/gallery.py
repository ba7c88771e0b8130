"""All figures of the report, by name."""

from __future__ import annotations

from analysis.report.canvas import Drawn, drawn
from analysis.report.pictures import blocks_figure, cases_figure, money_figure, path_figure
from analysis.report.pictures_annex import displacement_figure, map_figure, outcomes_figure
from analysis.report.reading import Material
from analysis.report.voice import Voice

FIGURES = {
    "cases": cases_figure,
    "path": path_figure,
    "blocks": blocks_figure,
    "money": money_figure,
    "outcomes": outcomes_figure,
    "displacement": displacement_figure,
    "map": map_figure,
}


def figures(material: Material, voice: Voice) -> dict[str, Drawn]:
    """Every figure there is something for, drawn."""
    found = {name: prepare(material, voice) for name, prepare in FIGURES.items()}
    return {name: drawn(draw) for name, draw in found.items() if draw is not None}
