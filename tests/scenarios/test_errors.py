"""The one error type: what it says, in which order, and that nothing hostile goes out with it."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.errors import InputError, clean, nearest
from scenarios.punctuation import full_width


def test_the_parts_stand_in_one_order() -> None:
    parts = {"file": "a.yaml", "line": 3, "field": "x.y", "found": "q", "allowed": ("r", "s"), "nearest": "r"}
    error = InputError("wrong", zh="有误", **parts)
    assert str(error) == "a.yaml, line 3, x.y: wrong. Found 'q'. Allowed: r, s. Did you mean r?"
    assert error.message("zh") == "a.yaml\uff0c第 3 行\uff0cx.y\uff1a有误。实际为 'q'。允许\uff1ar、s。是否指 r\uff1f"


def test_parts_that_are_not_known_are_left_out() -> None:
    assert str(InputError("wrong")) == "wrong."
    assert str(InputError("wrong", found=0)) == "wrong. Found 0."
    assert str(InputError("wrong", found="")) == "wrong. Found ''."


def test_a_set_of_choices_is_sorted_and_a_long_list_counted() -> None:
    assert InputError("x", allowed={"b", "a"}).allowed == ("a", "b")
    assert "(40 in all)" in str(InputError("x", allowed=[f"c{i}" for i in range(40)]))


def test_an_error_travels_to_another_process() -> None:
    parts = {"file": "a", "line": 1, "field": "f", "found": 0.5, "allowed": ("x",), "nearest": "x"}
    error = InputError("wrong", zh="有误", allowed_zh="某", **parts)
    copy = pickle.loads(pickle.dumps(error))
    assert copy.as_dict() == error.as_dict()
    assert copy.message("zh") == error.message("zh")


@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=300))
def test_whatever_a_user_wrote_the_message_is_one_short_printable_paragraph(found: str, field: str, file: str) -> None:
    error = InputError("wrong", file=file, field=field, found=found, allowed=(found, field), nearest=found, zh="有误")
    for text in (str(error), error.message("zh"), *map(str, error.as_dict().values())):
        assert all(character.isprintable() or character == " " or character.isspace() for character in text)
        assert not set(text) & set("\n\r\x1b\u2028\u202e\x00")
        assert len(text) < 3000


@pytest.mark.parametrize(
    ("wanted", "choices", "found"),
    [
        ("gpd", ("gdp", "firms"), "gdp"),
        ("GDP", ("gdp", "firms"), "gdp"),
        ("gdp-share", ("gdp", "gdp_share"), "gdp_share"),
        ("ｇｄｐ", ("gdp", "firms"), "gdp"),
        ("zzz", ("gdp", "firms"), None),
        ("", ("gdp",), None),
        ("x", (), None),
        ("ab", ("abc", "abd"), "abc"),
        (5, ("5a", "b"), "5a"),
    ],
)
def test_the_nearest_choice(wanted, choices, found) -> None:
    assert nearest(wanted, choices) == found
    assert nearest(wanted, tuple(reversed(choices))) == found


def test_long_and_hidden_text_is_cut_and_escaped() -> None:
    assert clean("a\tb\u202e\U000e0001") == "a\\x09b\\u202e\\U000e0001"
    assert clean("x" * 100) == "x" * 80 + "…"
    assert InputError("x", found=10**5000).found.startswith("a whole number of")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("甲,乙", "甲\uff0c乙"),
        ("85,000 万元(省 1)", "85,000 万元\uff08省 1\uff09"),
        ("第 3 行:有误", "第 3 行\uff1a有误"),
        ("{2013Q1: 数字}", "{2013Q1: 数字}"),
        (".csv, .xlsx", ".csv, .xlsx"),
        ("甲;乙?", "甲\uff1b乙\uff1f"),
    ],
)
def test_chinese_sentences_have_chinese_signs(typed: str, shown: str) -> None:
    assert full_width(typed) == shown
    assert full_width(shown) == shown
