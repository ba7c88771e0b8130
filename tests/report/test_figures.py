"""Figures: no missing glyph, the same bytes each time, numbers from the tables, axes that do not lie."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import numpy as np
import pytest

from analysis.report import fonts
from analysis.report.canvas import Drawn, wrapped
from analysis.report.figures.cases import stacked
from analysis.report.gallery import FIGURES, figures
from analysis.report.pictures import blocks_figure, path_figure
from analysis.report.voice import Voice
from scenarios.registry import goals, indicators, words

ROOT = Path(__file__).resolve().parents[2]
NAMES = {"cases", "path", "blocks", "money", "outcomes", "displacement", "map"}


@pytest.fixture(scope="module")
def drawn(material) -> dict[str, dict[str, Drawn]]:
    """By language; a missing glyph is an error here."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return {lang: figures(material, Voice(lang)) for lang in ("zh", "en")}


def test_every_figure_is_drawn_in_both_languages_without_a_missing_glyph(drawn):
    assert set(FIGURES) == NAMES
    for lang in ("zh", "en"):
        assert set(drawn[lang]) == NAMES
        for name, one in drawn[lang].items():
            assert one.png.startswith(b"\x89PNG"), name
            assert b"<path" in one.svg and b"<text" not in one.svg, name  # read without the font
            assert "<text" in one.page, name  # searched and copied


def test_the_font_holds_every_character_of_the_projects_words():
    texts = [text for word in words().values() for text in (word.zh, word.en)]
    texts += [
        label.get(lang)
        for entry in (*indicators().values(), *goals().values())
        for label in [entry.label]
        for lang in ("zh", "en")
    ]
    patterns = ("scenarios/**/*.yaml", "scenarios/**/*.csv", "analysis/report/**/*.py", "analysis/*.py")
    texts += [path.read_text(encoding="utf-8") for pattern in patterns for path in ROOT.glob(pattern)]
    assert not {c for text in texts for c in text if c not in fonts.characters() and not c.isspace()}


def test_the_font_is_small_and_its_licence_lies_beside_it():
    assert fonts.FILE.stat().st_size < 3_500_000
    assert "SIL OPEN FONT LICENSE" in (fonts.FILE.parent / "OFL.txt").read_text(encoding="utf-8")


def test_a_character_without_type_is_set_as_a_geta():
    assert fonts.drawable("示例龘镇\n\u202e") == "示例〓镇\n〓"


def test_figures_are_the_same_bytes_each_time_and_hold_no_clock(material, drawn):
    again = figures(material, Voice("zh"))
    for name, one in again.items():
        assert one == drawn["zh"][name]
        assert not re.search(rb"<dc:date>|20[2-9]\d-\d\d-\d\d", one.svg)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_says_year_unit_and_number_of_cases(drawn, lang):
    for name, one in drawn[lang].items():
        text = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", one.page))
        assert re.search(r"20\d\d", text), name
        assert re.search(r"n = 12", text), name
        assert re.search("亿元|万元|%" if lang == "zh" else "yuan|%", text), name


def test_lines_and_bars_start_at_zero(material):
    for prepare in (path_figure, blocks_figure):
        figure = prepare(material, Voice("zh"))()  # type: ignore[misc]
        axes = figure.axes[0]
        low = axes.get_ylim()[0] if prepare is path_figure else axes.get_xlim()[0]
        assert low == 0


def test_the_blocks_of_a_bar_add_up_to_the_level_of_the_goal(material):
    figure = blocks_figure(material, Voice("zh"))()  # type: ignore[misc]
    widths = [patch.get_width() for patch in figure.axes[0].patches]
    row = material.goal(material.best, "gdp", "designated", 2017)
    assert sum(widths[:4]) == pytest.approx(row["base_value"] / 1e4)
    assert sum(widths[4:]) == pytest.approx(row["value"] / 1e4)


def test_dots_stand_where_their_cases_are_and_none_is_lost():
    x, level = stacked([0.0, 0.001, 5.0, 10.0], 0.0, 10.0, bins=10)
    assert x.tolist() == [0.5, 0.5, 5.5, 10.5] and level.tolist() == [0, 1, 0, 0]
    many = stacked(np.full(100, 3.0), 0.0, 10.0)[1]
    assert len(many) == 100 and many.max() < 6


def test_labels_break_between_words_and_before_no_comma():
    assert wrapped("public innovation platforms", 12) == "public\ninnovation\nplatforms"
    assert wrapped("专业镇地区生产总值", 8) == "专业镇地\n区生产总\n值"
    assert "\n," not in wrapped("aaaa bbbb, cccc", 9)
