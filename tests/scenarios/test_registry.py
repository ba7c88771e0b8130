"""Goals, indicators, words and series: complete, consistent, in both languages."""

from __future__ import annotations

import pytest

from scenarios.cards import DECISION
from scenarios.given import load_given
from scenarios.registry import goals, indicators, labels, parameter_ranges, series, series_names, words

LAW = (DECISION / "decision-2012.zh.txt").read_text(encoding="utf-8")
GOALS = [
    "gdp",
    "gdp_share",
    "towns_designated",
    "towns_innovative_cluster",
    "towns_over_100bn",
    "towns_over_10bn",
    "platforms",
    "rd_staff_per_10k",
    "patents_granted",
    "rd_intensity",
    "hightech_share",
    "modern_services_share",
    "knowledge_intensive_share",
    "leading_industry",
    "spillover",
]


def test_the_fifteen_goals_stand_in_their_order() -> None:
    assert list(goals()) == GOALS


def test_the_targets_are_those_of_the_text() -> None:
    targets = {name: goal.target for name, goal in goals().items() if goal.target is not None}
    assert targets == pytest.approx(
        {
            "gdp": 2.5e8,  # 2.5 trillion yuan in wan yuan
            "gdp_share": 1 / 3,
            "towns_designated": 500,
            "towns_innovative_cluster": 150,
            "towns_over_100bn": 10,
            "towns_over_10bn": 120,
            "platforms": 300,
            "rd_staff_per_10k": 60,
            "patents_granted": 35000,
            "rd_intensity": 0.025,
        }
    )


@pytest.mark.parametrize("goal", list(goals().values()), ids=list(goals()))
def test_a_goal_quotes_article_three_and_reads_an_indicator(goal) -> None:
    article = LAW[LAW.index("三)发展目标") : LAW.index("二、加快专业镇")]
    assert goal.quote in article
    indicator = indicators()[goal.indicator]
    assert goal.scope in indicator.scope
    assert indicator.goal == goal.id


@pytest.mark.parametrize("goal", list(goals().values()), ids=list(goals()))
def test_a_goal_without_a_number_says_so(goal) -> None:
    assert (goal.target is None) == goal.reading.zh.startswith("仅有方向")
    assert (goal.target is None) == goal.reading.en.startswith("Direction only")


def test_every_indicator_has_both_languages_and_known_goals() -> None:
    for indicator in indicators().values():
        assert indicator.label.en != indicator.label.zh
        assert indicator.scope
        assert indicator.goal is None or indicator.goal in goals()
    assert labels()["gdp"] == {"unit": "wan yuan", "en": "GDP, current prices", "zh": "地区生产总值(现价)"}


def test_words_never_call_a_measure_a_lever_of_finance() -> None:
    assert words()["lever"].zh == "政策措施"
    assert all("杠杆" not in word.zh for word in words().values())


@pytest.mark.parametrize("world", ["guangdong", "small"])
def test_every_series_a_scenario_may_shake_is_in_the_world(world: str) -> None:
    assert set(series_names()) <= set(load_given(world).series)
    assert all(entry.label.zh for entry in series().values())


@pytest.mark.parametrize("world", ["guangdong", "small"])
def test_every_parameter_that_may_be_changed_is_known_to_the_world_or_another(world: str) -> None:
    given = load_given(world)
    ranges = parameter_ranges()
    assert set(given.parameters) <= set(ranges)
    for name, value in given.parameters.items():
        assert ranges[name][0] <= value <= ranges[name][1]
