"""The first sentences: hand-made effects, and what they must say."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from analysis.report.answer import answer
from analysis.report.blocks import plain
from analysis.report.measures import calendar
from analysis.report.reading import Material, chance_bound
from analysis.report.voice import Voice, signed
from tests.report.synthetic import comparison


@pytest.fixture(scope="module")
def one() -> Material:
    return comparison(("decision-2012",), 12, world="small")


def first(material: Material, lang: str = "zh", **changed: float) -> str:
    """The first sentence when the headline's effect has these values."""
    effects = material.effects.copy()
    rows = (effects["indicator"] == "gdp") & (effects["scope"] == "designated_2011")
    for name, value in changed.items():
        effects.loc[rows, name] = value
    box = answer(replace(material, effects=effects), Voice(lang))
    return plain(box.blocks[0].parts)  # type: ignore[union-attr]


CLEAR = {"effect": 780_000.0, "low": 2_600.0, "high": 1_570_000.0, "base_mean": 211_000_000.0, "level": 0.9}


def test_a_gain_whose_interval_excludes_zero_is_told_with_its_range(one):
    text = first(one, **CLEAR)
    assert "比不实施多 78 亿元（0.37%；九成情形落在 +0.3 至 +160 亿元）" in text and "可靠" not in text


def test_english_sentences_count_in_billions(one):
    assert "7.8 billion yuan more" in first(one, "en", **CLEAR)
    assert "nine cases in ten lie in +0.03 to +16 billion yuan" in first(one, "en", **CLEAR)


def test_an_interval_that_holds_zero_is_no_advice(one):
    assert first(one, **{**CLEAR, "low": -2_600.0}).startswith("没有一个政策组合可靠地好于不实施")


def test_a_loss_is_said_without_a_minus_sign(one):
    text = first(one, **{**CLEAR, "effect": -50_000.0, "low": -90_000.0, "high": -10_000.0})
    assert text.startswith("没有一个政策组合好于不实施") and "少 5.0 亿元" in text


def test_too_few_cases_are_said_to_be_too_few(one):
    assert first(one, **{**CLEAR, "level": 0.5}).startswith("只有 12 种情形，还不能下结论")


def test_with_few_cases_the_interval_is_the_range_of_all_of_them(one):
    assert "全部 12 种情形落在" in first(one, **{**CLEAR, "level": 0.85})


def test_an_assumption_decides_only_beyond_what_chance_gives_the_closest_of_so_many(one):
    rng = np.random.default_rng(5)
    gains = one.gains("decision-2012", "gdp", "designated_2011")
    noise = {f"finance.noise_{k}": rng.random(12) for k in range(300)}
    assert not replace(one, members=noise).deciding
    told = replace(one, members={**noise, "finance.real": gains}).deciding
    assert [doubt.parameter for doubt in told] == ["finance.real"]
    assert told[0].low < told[0].high
    assert chance_bound(30, 1) == pytest.approx(0.361, abs=1e-3)  # the usual 5 % bound of one correlation


@pytest.mark.parametrize(("value", "largest", "shown"), [
    (78.4, 157.0, "+78"), (0.26, 157.0, "+0.3"), (157.0, 157.0, "+160"), (-0.00004, 157.0, "≈0"), (0.0, 5.0, "0"),
    (-12_345.0, 12_345.0, "-12,000"), (0.0031, 0.0031, "+0.0031"),
])  # fmt: skip
def test_a_difference_has_two_digits_none_finer_than_a_thousandth_of_its_neighbours(value, largest, shown):
    assert signed(value, largest) == shown


@pytest.mark.parametrize(("lang", "amount", "shown"), [
    ("zh", 9_876.0, "9,880 万元"), ("zh", 123_456.0, "12.3 亿元"), ("en", 9_876.0, "98.8 million yuan"),
    ("en", 123_456.0, "1.23 billion yuan"),
])  # fmt: skip
def test_money_in_a_sentence_has_the_unit_people_use(lang, amount, shown):
    assert Voice(lang).money(amount).text == shown


def test_a_users_braces_are_never_filled_in():
    voice = Voice("en")
    assert voice.text("{name} costs {amount}", "", name="{amount}", amount="5") == "{amount} costs 5"


def test_the_calendar_tells_what_starts_what_changes_and_what_ends() -> None:
    steps = {
        "art21_platform_grants": {"2013Q1": 35.0, "2016Q1": 0.0},
        "art29_small_firm_takeup": {"2013Q1": 0.1, "2014Q3": 0.2},
    }
    material = SimpleNamespace(about={"scenarios": {"mine": {"levers": steps}}})
    told = [item[0] for item in calendar(material, Voice("en"), "mine").items]
    assert [line.split(" — ")[0] for line in told] == [
        "2012, second half",
        "2013, first half",
        "2014, second half",
        "2016, first half",
    ]
    assert "starts: Grants for public innovation platforms" in told[1]
    assert told[2].endswith("changes: Take-up of small-firm tax rules")
    assert told[3].endswith("ends: Grants for public innovation platforms")
