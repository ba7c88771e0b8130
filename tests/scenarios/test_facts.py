"""The file of stylised facts: complete, honest about what is computed, bands as the evidence has them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from analysis.facts import IMPLEMENTED
from scenarios.facts import Fact, facts
from scenarios.given import load_given

ROWS = [f"A1.{n}" for n in range(1, 19)] + [f"A2.{n}" for n in range(1, 21)]
ROWS += [f"A3.{n}" for n in range(1, 18) if n != 5]  # the evidence has no A3.5
BANDS = {
    "A1.1.1": (0.9, 1.3),
    "A1.6": (0.6, 1.3),
    "A1.10.4": (0.075, 0.115),
    "A1.12": (8.5, 12.5),
    "A1.17": (0.3, 0.7),
    "A2.1": (0.5, 0.75),
    "A2.2": (1.35, 1.9),
    "A2.7": (0.6, 0.95),
    "A2.12.1": (0.2, 0.55),
    "A2.13": (0.5, 0.62),
    "A3.1.1": (0.11, 0.16),
    "A3.6": (0.1, 0.5),
    "A3.10.1": (0.03, 0.12),
}


def test_every_row_of_the_evidence_has_an_entry() -> None:
    assert list(dict.fromkeys(".".join(name.split(".")[:2]) for name in facts())) == ROWS


def test_every_fact_has_an_implementation_or_a_reason() -> None:
    assert {name for name, fact in facts().items() if fact.measured} == set(IMPLEMENTED)
    assert [name for name, fact in facts().items() if not fact.measured and not fact.reason] == []


@pytest.mark.parametrize("name", BANDS)
def test_no_band_is_wider_than_the_evidence(name: str) -> None:
    assert facts()[name].band == BANDS[name]


def test_fitted_facts_name_parameters_that_exist() -> None:
    known = load_given("guangdong").parameters
    assert [p for fact in facts().values() for p in fact.parameters if p not in known] == []


def entry(**changes) -> dict:
    usual = {
        "id": "A1.1", "label": {"en": "a", "zh": "甲"}, "unit": "-", "computed": "something", "band": [0.9, 1.3],
        "source": "somebody", "code": "V", "must": True, "origin": "emergent",
    }  # fmt: skip
    return usual | changes


@pytest.mark.parametrize(
    "wrong",
    [
        {"band": [1.3, 0.9]},
        {"origin": "fitted"},
        {"origin": "not_computable"},
        {"parameters": ["sell.customer_luck"]},
        {"reason": "none is needed"},
        {"band": [None, None]},
        {"must": "yes"},
        {"code": "Q"},
        {"id": "B1.1"},
    ],
)
def test_a_careless_entry_is_refused(wrong: dict) -> None:
    Fact.model_validate(entry())
    with pytest.raises(ValidationError):
        Fact.model_validate(entry(**wrong))


def test_a_value_is_inside_its_band_ends_included() -> None:
    band = Fact.model_validate(entry())
    assert [band.inside(value) for value in (0.9, 1.3, 0.89, None, float("nan"))] == [True, True, False, False, False]


def test_a_sign_of_zero_is_no_sign() -> None:
    sign = Fact.model_validate(entry(band=[0, None]))
    assert [sign.inside(value) for value in (0.0, 1e-9, -1e-9)] == [False, True, False]


def test_without_a_band_nothing_is_inside_or_outside() -> None:
    assert Fact.model_validate(entry(band=[None, None], reason="no number")).inside(1.0) is None
