"""Whatever stands beside the start of Guangdong is said in Chinese, with its unit."""

from __future__ import annotations

import math
import re

import pytest

from analysis.start_check import compare
from scenarios.given import load_given
from scenarios.meanings import unit_zh
from scenarios.registry import indicators
from scenarios.start_words import rule_zh, start_words, town_fact_zh

CHINESE = re.compile("[\u4e00-\u9fff]")
SIGNS = ("-", "%")


class NothingBuilt(dict):
    """Measures of no population: what is known is listed all the same."""

    def __missing__(self, name: str) -> float:
        return math.nan


@pytest.fixture(scope="module")
def rows():
    return compare(NothingBuilt(), load_given("guangdong"))


def test_every_label_of_the_start_is_chinese_without_english_words(rows):
    said = {row["id"]: row["label"]["zh"] for row in rows}
    assert len(said) > 500
    assert not {name: text for name, text in said.items() if not CHINESE.search(text)}
    assert not {name: text for name, text in said.items() if re.search(r"[a-z]{2,}|_", text)}


def test_every_unit_of_the_start_and_of_an_indicator_is_chinese(rows):
    measured = {card.unit for card in indicators().values()}
    yearly = {unit.replace("a quarter", "a year") for unit in measured if unit.endswith("a quarter")}
    said = {unit: unit_zh(unit) for unit in {row["unit"] for row in rows} | measured | yearly}
    assert not {unit: text for unit, text in said.items() if text not in SIGNS and not CHINESE.search(text)}
    assert not {unit: text for unit, text in said.items() if re.search("[A-Za-z]{2,}", text)}


def test_a_rider_is_said_after_the_unit():
    assert unit_zh("firms (over)") == "家(以上)"
    assert unit_zh("1e8 yuan (over)") == "亿元(以上)"
    assert unit_zh("wan yuan a unit (patents)") == "万元/单位(件)"
    assert unit_zh("% of GDP") == "占生产总值 %"
    assert unit_zh("firms (unheard of)") == "firms (unheard of)"


def test_a_figure_of_a_town_is_composed_of_town_measure_trade_and_year():
    assert town_fact_zh("小榄", "speciality_sales", "五金", 2004) == "小榄:特色产业销售额(五金),2004年"
    assert town_fact_zh("东升", "gdp", "", 2008) == "东升:地区生产总值,2008年"
    assert rule_zh("tax_cit", 2012) == "企业所得税税率(2012年)"


def test_no_word_is_left_of_a_figure_that_is_gone():
    notes = load_given("guangdong").notes
    assert set(start_words()["variables"]) == {fact["variable"] for fact in notes["town_facts"]}
    assert set(start_words()["rules"]) == {fact["id"] for fact in notes["rules"]}
