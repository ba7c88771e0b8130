"""Cards: what each lever must say, and that a card which says it wrongly is refused."""

from __future__ import annotations

import copy
import itertools
from pathlib import Path

import pytest
import yaml

from model.mechanisms import MECHANISMS
from scenarios.cards import DECISION, PAYERS, cards, read_cards
from scenarios.errors import InputError
from scenarios.registry import indicators

LAW = (DECISION / "decision-2012.zh.txt").read_text(encoding="utf-8")
EVERY = pytest.mark.parametrize("card", list(cards().values()), ids=list(cards()))
OF_THE_DECISION = pytest.mark.parametrize("card", list(cards(DECISION).values()), ids=list(cards(DECISION)))


def test_the_six_levers_of_the_first_version_are_there() -> None:
    assert {
        "art07_equipment_support": "equipment_support",
        "art17_dual_training": "training_places",
        "art20_guarantee_share": "guarantee",
        "art21_platform_grants": "platform_grants",
        "art29_deduction_takeup": "deduction_takeup",
        "art31_yearly_assessment": "yearly_assessment",
    }.items() <= {lever: card.mechanism for lever, card in cards().items()}.items()


@OF_THE_DECISION
def test_the_quote_stands_in_the_decision_word_for_word(card) -> None:
    for quote in card.quote:
        assert quote in LAW


@OF_THE_DECISION
def test_the_quote_stands_in_its_own_article(card) -> None:
    numerals = "一二三四五六七八九十"
    number = card.article
    tens = {0: "", 1: "十", 2: "二十", 3: "三十"}[number // 10]
    name = tens + (numerals[number % 10 - 1] if number % 10 else "")
    paragraph = next(line for line in LAW.splitlines() if line.strip().lstrip("(").startswith(f"{name})"))
    for quote in card.quote:
        assert quote in paragraph


@EVERY
def test_bounds_are_nested_and_hold_every_value(card) -> None:
    legal, studied = card.bounds.legal, card.bounds.studied
    assert legal[0] <= studied[0] < studied[1] <= legal[1]
    assert studied[0] <= card.neutral <= studied[1]
    assert all(studied[0] <= value <= studied[1] for value in card.enacted.values())
    assert all(quarter >= card.announced for quarter in card.enacted)


@EVERY
def test_payers_are_named_and_pay_all_of_it(card) -> None:
    assert sum(card.paid_by.values()) == pytest.approx(1, abs=1e-12)
    assert set(card.paid_by) <= set(PAYERS)
    assert {payer for payer, _ in card.measure().payers} <= set(PAYERS.values())


@EVERY
def test_the_mechanism_is_one_of_the_models(card) -> None:
    assert card.mechanism in MECHANISMS


@EVERY
def test_outcomes_and_nulls_are_observed_and_apart(card) -> None:
    assert set(card.proximal) <= set(indicators())
    assert set(card.nulls) <= set(indicators())
    assert not set(card.proximal) & set(card.nulls)
    assert card.proximal
    assert all(low <= high for low, high in card.proximal.values())


@OF_THE_DECISION
def test_neutral_adds_nothing_and_enacted_starts_on_its_date(card) -> None:
    neutral, enacted = card.measure(), card.measure(card.enacted_path())
    first, value = card.enacted_path()[0]
    assert neutral.path == ()
    assert neutral.announced is None
    assert neutral.value(first) == card.neutral
    assert enacted.value(first - 1) == card.neutral
    assert enacted.value(first) == value
    assert enacted.announced == card.announced


@EVERY
def test_an_unpublished_value_is_marked_as_assumed(card) -> None:
    assert card.assumed
    assert card.evidence
    assert card.could_go_wrong.zh != card.could_go_wrong.en


def test_ids_name_their_article_and_are_sorted() -> None:
    assert list(cards()) == sorted(cards())
    for card in cards(DECISION).values():
        assert card.id.startswith(f"art{card.article:02d}_")


def good() -> dict:
    return copy.deepcopy(yaml.safe_load((DECISION / "article_20.yaml").read_text(encoding="utf-8"))[0])


def write(tmp_path: Path, card: dict) -> Path:
    path = tmp_path / "article_20.yaml"
    path.write_text(yaml.safe_dump([card], allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def without(field: str):
    return lambda card: card.pop(field)


def with_value(field: str, value: object):
    def change(card: dict) -> None:
        *parents, last = field.split(".")
        for parent in parents:
            card = card[parent]
        card[last] = value

    return change


BAD = {
    "no label": (without("label"), "cards.label", "field is missing"),
    "no Chinese label": (with_value("label", {"en": "x"}), "label.zh", "field is missing"),
    "no quote": (without("quote"), "", "the quote is missing"),
    "empty quote": (with_value("quote", ""), "quote[0]", "text is empty"),
    "invented quote": (with_value("quote", "加大对企业的补贴"), "quote", "does not stand in the text of the law"),
    "unknown field": (with_value("payed_by", {}), "payed_by", "no such field"),
    "unknown field inside": (with_value("bounds.legl", [0, 1]), "bounds.legl", "no such field"),
    "unknown payer": (with_value("paid_by", {"乡": 1.0}), "paid_by.乡", "not one of the choices"),
    "shares below one": (with_value("paid_by", {"省": 0.5, "市": 0.4}), "", "do not add up to 1"),
    "a share above one": (with_value("paid_by", {"省": 1.5}), "paid_by.省", ""),
    "bounds upside down": (with_value("bounds.studied", [0.6, 0.0]), "bounds.studied", "lower bound is above"),
    "studied beyond legal": (with_value("bounds.studied", [0.0, 0.9]), "", "leaves the legal bounds"),
    "three bounds": (with_value("bounds.studied", [0.0, 0.1, 0.2]), "bounds.studied", "list is too long"),
    "enacted beyond studied": (with_value("enacted", {"2013Q1": 0.65}), "", "outside the studied range"),
    "enacted too early": (with_value("enacted", {"2012Q2": 0.2}), "", "before the announcement"),
    "nothing enacted": (with_value("enacted", {}), "", "no enacted value"),
    "a year for a quarter": (with_value("enacted", {"2013": 0.2}), "enacted.2013", "not a quarter"),
    "a quarter for a year": (with_value("envelope", {"2013Q1": 5.0}), "envelope.2013Q1", "not a year"),
    "text for a number": (with_value("neutral", "none"), "neutral", "must be a number"),
    "number for text": (with_value("unit", 5), "unit", "must be text"),
    "text for a yes": (with_value("assumed", "yes"), "assumed", "true or false"),
    "article of another id": (with_value("article", 21), "", "does not name article 21"),
    "id with capitals": (with_value("id", "art20_Guarantee"), "id", "not written as it must be"),
    "reaches nobody known": (with_value("reaches.who", "citizens"), "reaches.who", "not one of the choices"),
    "size unknown": (with_value("reaches.sizes", ["tiny"]), "reaches.sizes[0]", "not one of the choices"),
    "null and proximal": (with_value("nulls", ["loans_small_firms"]), "", "both a proximal outcome and a null"),
    "confidence in prose": (with_value("evidence", [{"study": "x", "estimate": "1", "unit": "-",
                                                     "confidence": "good"}]),
                            "evidence[0].confidence", "not written as it must be"),
    "no evidence": (with_value("evidence", []), "evidence", "too short"),
    "option outside its range": (with_value("options", {"fee": {"value": 5.0, "unit": "x", "low": 0.0, "high": 1.0,
                                                               "meaning": "y"}}), "options.fee", "its own range"),
    "option without a unit": (with_value("options", {"fee": {"value": 5.0, "low": 0.0, "high": 9.0, "meaning": "y"}}),
                              "options.fee.unit", "field is missing"),
}  # fmt: skip


def test_the_unchanged_card_is_accepted(tmp_path) -> None:
    assert read_cards(write(tmp_path, good()), LAW)[0] == cards()["art20_guarantee_share"]


@pytest.mark.parametrize("name", BAD, ids=list(BAD))
def test_a_bad_card_is_refused_naming_its_article(name: str, tmp_path) -> None:
    change, field, says = BAD[name]
    card = good()
    change(card)
    path = write(tmp_path, card)
    with pytest.raises(InputError) as caught:
        read_cards(path, LAW)
    error = caught.value
    assert error.file == str(path)
    assert error.line is not None
    assert error.line >= 1
    assert (error.field or "").endswith(field.removeprefix("cards."))
    assert f"article {card['article']}: " in error.text["en"]
    assert says in error.text["en"]
    assert error.message("zh").isprintable()


def test_the_line_of_a_bad_card_is_the_line_of_the_field(tmp_path) -> None:
    card = good()
    card["unit"] = 5
    path = write(tmp_path, card)
    lines = path.read_text(encoding="utf-8").splitlines()
    with pytest.raises(InputError) as caught:
        read_cards(path)
    assert lines[caught.value.line - 1].strip() == "unit: 5"


def test_a_misspelt_field_names_the_nearest(tmp_path) -> None:
    card = good()
    card["paidby"] = card.pop("paid_by")
    with pytest.raises(InputError) as caught:
        read_cards(write(tmp_path, card))
    assert caught.value.nearest == "paid_by"


def test_one_id_stands_on_one_card(tmp_path) -> None:
    (tmp_path / "decision.zh.txt").write_text(LAW, encoding="utf-8")
    for name in ("article_20.yaml", "article_20b.yaml"):
        (tmp_path / name).write_bytes((DECISION / "article_20.yaml").read_bytes())
    with pytest.raises(InputError, match="this id stands on two cards"):
        cards(tmp_path)


def test_no_two_cards_say_the_same() -> None:
    for first, second in itertools.combinations(cards().values(), 2):
        assert first.label != second.label
        assert first.article is None or first.quote != second.quote
