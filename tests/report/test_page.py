"""The page: one file, nothing fetched, every number marked, nothing a mayor would misread."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest

from analysis.report.annex_contributions import contributions_table
from analysis.report.blocks import Bullets, Number, Sentence, Table, plain
from analysis.report.fonts import characters
from analysis.report.voice import Voice
from scenarios.cards import cards
from scenarios.meanings import parameter_meanings
from scenarios.punctuation import full_width
from scenarios.registry import parameter_ranges

LANGUAGES = ("zh", "en")
AMOUNT = re.compile(r"\d\s*(亿元|万元|%|个百分点|million|billion|yuan|points)")


class Outline(HTMLParser):
    """Tags, addresses and visible text of a page."""

    def __init__(self, page: bytes):
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text: list[str] = []
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [
            value or "" for name, value in attrs if name in ("src", "href", "xlink:href", "data", "action")
        ]

    def handle_data(self, data):
        if self.tags[-1:] != ["style"]:
            self.text.append(data)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_one_file_that_fetches_nothing_and_runs_nothing(files, lang):
    page = files(lang)["report.html"]
    outline = Outline(page)
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(outline.tags)
    assert all(address.startswith("#") for address in outline.addresses)
    assert not re.search(rb"url\((?!data:|#)", page) and b"@import" not in page
    assert len(page) < 3_000_000


def test_what_a_user_wrote_is_text_on_the_page(hostile_files):
    outline = Outline(hostile_files["report.html"])
    assert not {"script", "b"} & set(outline.tags)
    text = "".join(outline.text)
    assert "<script>alert(1)</script>" in text and "{{ 7*7 }}" in text
    assert "\x07" not in text and "\u202e" not in text and "\x00" not in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_font_on_the_page_has_every_character_of_it(files, lang):
    text = "".join(Outline(files(lang)["report.html"]).text)
    assert not {c for c in text if c not in characters() and not c.isspace()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_amount_carries_a_mark(report, lang):
    for block in report(lang).blocks():
        if isinstance(block, Table):
            for row in block.rows:
                for cell, column in zip(row, block.columns, strict=True):
                    if column.align == "right" and re.search(r"\d", plain(cell)):
                        assert column.badge or isinstance(cell, Number), (block.name, column.head, cell)
        for parts in (
            (block.parts,) if isinstance(block, Sentence) else block.items if isinstance(block, Bullets) else ()
        ):
            bare = [part for part in parts if isinstance(part, str)]
            assert not [part for part in bare if AMOUNT.search(part)], bare


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_marks_are_explained(files, lang):
    text = "".join(Outline(files(lang)["report.html"]).text)
    voice = Voice(lang)
    meanings = (
        ("文件或统计", "由其推算", "假设", "模型测算")
        if lang == "zh"
        else ("document", "computed from", "assumption", "model")
    )
    for badge, meaning in zip(("sourced", "derived", "assumed", "simulated"), meanings, strict=True):
        assert re.search(re.escape(meaning) + r"[^;。；]*" + re.escape(voice.badge(badge)), text)


@pytest.mark.parametrize(("lang", "banned"), [
    ("zh", ("杠杆", "显著", "必将", "预测值", "概率为")),
    ("en", ("probability of", "forecast", "significant", "leverage", "will certainly")),
])  # fmt: skip
def test_words_that_promise_too_much_do_not_occur(files, lang, banned):
    text = "".join(Outline(files(lang)["report.html"]).text)
    assert not [word for word in banned if word in text]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sheet_says_whose_conditions_it_is_about(report, files, lang):
    words = "2012 年条件，不作现时预算依据" if lang == "zh" else "conditions of 2012, no basis for a budget today"
    assert words in report(lang).foot
    assert "".join(Outline(files(lang)["report.html"]).text).count(words) >= len(report(lang).sheets)


def test_synthetic_towns_are_not_shown_as_places(material, files):
    towns = material.towns
    shown = "".join(Outline(files("zh")["report.html"]).text)
    made_up = {name for name, real in zip(towns.names["zh"], towns.named, strict=True) if not real}
    assert all(name.startswith("示例镇") for name in made_up)
    assert not [name for name in made_up if name in shown]
    assert any(name in shown for name, real in zip(towns.names["zh"], towns.named, strict=True) if real)


def test_a_package_without_any_effect_is_said_to_be_as_before(files):
    assert "“只有好名称”与不实施完全相同" in "".join(Outline(files("zh")["report.html"]).text)
    assert '"A fine name": exactly as without the measure' in "".join(Outline(files("en")["report.html"]).text)


def test_goals_that_fall_the_same_way_are_marked(material, report):
    goal = material.goal("decision-2012", "gdp", "designated", 2017)
    assert goal["share_met"] == goal["base_share_met"] == 1.0
    table = next(b for b in report("zh").blocks() if isinstance(b, Table) and b.name == "goals-2017")
    row = next(row for row in table.rows if plain(row[0]).startswith("专业镇地区生产总值"))
    assert plain(row[6]) == "12/12 ○" and any("不能说明政策作用" in note for note in table.notes)


def test_a_ratio_stands_only_where_the_comparison_has_one(material, report):
    table = next(b for b in report("en").blocks() if isinstance(b, Table) and b.name == "ratios")
    missing = material.costs[(material.costs["kind"] == "per_effect") & material.costs["amount"].isna()]
    cells = [plain(cell) for row in table.rows if "public money per unit" in plain(row[0]) for cell in row[1:]]
    assert sum(cell.startswith("—") for cell in cells) == len(missing) > 0
    assert "the interval of the effect holds zero" in table.notes[0]


def test_what_each_part_brings_is_told_in_tiers_where_it_was_asked_for(material, report):
    assert not [b for b in report("zh").blocks() if isinstance(b, Table) and b.name == "contributions"]
    row = {"scenario": "decision-2012", "method": "leave-one-out", "year": 2017, "indicator": "gdp", "unit": "wan yuan",
           "scope": "designated_2011", "n": 12, "low": -1e4, "high": 9e5, "chance_better": 0.75}  # fmt: skip
    parts = [{**row, "part": "article_07", "label_zh": "第7条", "label_en": "article 7", "contribution": 3e4,
        "tier": 2},
             {**row, "part": "article_20", "label_zh": "第20条", "label_en": "article 20", "contribution": 4e5,
             "tier": 1}]  # fmt: skip
    table = contributions_table(replace(material, contributions=pd.DataFrame(parts)), Voice("zh"))
    assert [row[:2] for row in table.rows] == [("第20条", "+40"), ("第7条", "+3.0")]
    assert "去掉该部分少多少" in table.notes[0]


MAY_STAY = {"GDP", "LED", "FTE", "Shapley", "km", "zhenxing", "prior", "central", "numba", "numpy", "scipy", "ISO"}


def test_the_chinese_page_holds_no_english_words(material, files):
    """What may stay in Latin letters: titles of studies, ids and file names that one types, hashes, a few names."""
    titles = {study.study for card in cards().values() for study in card.evidence}
    typed = {*parameter_ranges(), *material.scenarios, str(material.about["base"])}
    left = {}
    for piece in Outline(files("zh")["report.html"]).text:
        text = piece.strip()
        if text in titles | typed or re.fullmatch(r"[0-9a-f]{8,64}", text):
            continue
        for known in sorted(typed, key=len, reverse=True):
            text = text.replace(known, "")
        text = re.sub(r"\b\w+\.(csv|json|xlsx|docx|html)\b|\b[0-9a-f]{8,64}\b", "", text)
        words = set(re.findall(r"[A-Za-z]{2,}", text)) - MAY_STAY
        if words:
            left[text] = words
    assert not left


def test_the_doubts_name_an_assumption_in_the_language_of_the_page(files):
    said = parameter_meanings()
    text = "".join(Outline(files("zh")["report.html"]).text)
    named = [name for name in parameter_ranges() if f"\uff08{name}\uff09" in text]
    assert named and all(f"{full_width(said[name].zh)}\uff08{name}\uff09" in text for name in named)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_cost_per_effect_without_an_upper_end_says_why(lang):
    """Where some cases gain nothing, the price of a unit has no upper end; the report once stopped at that."""
    from analysis import costs
    from analysis.report.annex_money import REASONS, ratio_cell

    told = (costs.NO_COST, costs.HOLDS_ZERO, costs.NOT_BETTER, costs.NO_SUPPORT, costs.UNKNOWN, costs.SOME_NOTHING)
    assert set(told) == set(REASONS)
    row = {"amount": 2.4037, "low": 0.93, "high": float("nan"), "reason": costs.SOME_NOTHING}
    why: dict[str, str] = {}
    assert ratio_cell(row, why, Voice(lang)) == "2.4\n0.93 … — a"
    assert list(why) == [REASONS[costs.SOME_NOTHING] if lang == "zh" else costs.SOME_NOTHING]
    assert ratio_cell(row | {"high": 3.0}, {}, Voice(lang)) == "2.4\n0.93 … 3"
    none = row | {"amount": float("nan"), "reason": costs.HOLDS_ZERO}
    assert ratio_cell(none, why, Voice(lang)) == "— b"
