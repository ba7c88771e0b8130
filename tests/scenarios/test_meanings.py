"""Every parameter has a Chinese name a planner can read, and every unit of one has its Chinese."""

from __future__ import annotations

import re
from collections import Counter

from scenarios.cards import cards
from scenarios.given_files import Files, read_parameters
from scenarios.meanings import UNITS_ZH, evidence_said, evidence_words, parameter_meanings, parameter_name, unit_zh
from scenarios.registry import parameter_ranges

CHINESE = re.compile("[\u4e00-\u9fff]")
LONGEST = 30
NAMES = ("Bloom",)  # authors


def test_whatever_a_scenario_may_change_is_said_in_chinese():
    meanings = parameter_meanings()
    assert set(parameter_ranges()) <= set(meanings)
    assert not [name for name, said in meanings.items() if not CHINESE.search(said.zh)]


def test_the_chinese_of_a_parameter_is_short_and_holds_no_english_words():
    said = {name: entry["zh"] for name, entry in read_parameters(Files("guangdong")).items()}
    assert not {name: text for name, text in said.items() if len(text) > LONGEST}
    english = {name: re.findall(r"[A-Za-z]{2,}", text) for name, text in said.items()}
    assert not {name: words for name, words in english.items() if set(words) - set(NAMES)}
    assert not [name for name, text in said.items() if re.search("杠杆|显著|必将", text)]


def test_no_two_parameters_of_a_file_are_called_the_same():
    said = Counter((name.split(".")[0], e["zh"]) for name, e in read_parameters(Files("guangdong")).items())
    assert not [both for both, times in said.items() if times > 1]


def test_every_unit_of_a_parameter_has_its_chinese():
    units = {entry["unit"] for entry in read_parameters(Files("guangdong")).values()}
    assert units == set(UNITS_ZH)
    assert not {unit: said for unit, said in UNITS_ZH.items() if unit != "-" and not CHINESE.search(said)}
    assert unit_zh("wan yuan a year") == "万元/年"


def test_a_parameter_is_named_in_words_with_the_id_one_types():
    assert parameter_name("spill.half_distance", "zh") == "辐射作用减半的距离\uff08spill.half_distance\uff09"
    assert parameter_name("spill.half_distance", "en") == "distance at which reach halves (spill.half_distance)"
    assert parameter_name("gone.for_good", "zh") == "gone.for_good"


def test_what_studies_found_is_said_in_chinese_and_their_own_titles_stay():
    studies = [study for card in cards().values() for study in card.evidence]
    used = {text for study in studies for text in (study.study, study.estimate)}
    assert set(evidence_words()) <= used  # none is left of a finding that was reworded
    for study in studies:
        title, found = evidence_said(study, "zh")
        assert study.estimate == "-" or CHINESE.search(found), study
        assert title != study.study or re.search(r"\b(19|20)\d\d\b|et al\.", title), (
            study
        )  # a study has authors and a year
