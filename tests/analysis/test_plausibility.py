"""Bounds on the effect of a policy, on tables small enough to compute by hand. Money in wan yuan."""

from __future__ import annotations

import pytest

from analysis.plausibility import explanation, implausible, public_money
from scenarios.meanings import parameter_name


def province(towns: float, rest: float = 0.0, years: tuple[int, ...] = (2016, 2017)) -> dict:
    """GDP of a quarter: towns (three quarters of them designated) and the rest, the same in every quarter."""
    rows = []
    for year in years:
        for quarter in (1, 2, 3, 4):
            for scope, value in (
                ("designated", 0.75 * towns),
                ("candidate", 0.25 * towns),
                ("rest", rest),
                ("province", towns + rest),
            ):
                rows.append((f"{year}Q{quarter}", "gdp", scope, value))
            rows.append((f"{year}Q{quarter}", "employment", "province", 1e9))  # what is not GDP is not counted
    return dict(zip(("quarter", "indicator", "scope", "value"), zip(*rows, strict=True), strict=True))


def spending(*rows: tuple[str, str, str, float]) -> dict:
    """(lever, payer, kind, amount) in 2016Q1."""
    columns = zip(
        *(("2016Q1", lever, payer, "firms", kind, amount) for lever, payer, kind, amount in rows), strict=True
    )
    names = ("quarter", "lever", "payer", "receiver", "kind", "amount")
    return dict(zip(names, columns, strict=True)) if rows else {name: [] for name in names}


def pair(with_it: dict, without: dict, spent: dict) -> tuple:
    return implausible({"province": with_it, "spending": spent}, {"province": without})


PAID = spending(("art20", "province", "payment", 100.0))


def test_four_yuan_a_yuan_is_in_proportion_and_six_is_not() -> None:
    # eight quarters: +50 a quarter is 400 of extra GDP on 100 of public money, +75 is 600
    assert pair(province(10050.0), province(10000.0), PAID) == ()
    (found,) = pair(province(10075.0), province(10000.0), PAID)
    assert found.bound == "gdp_per_public_yuan"
    assert (found.found, found.allowed, found.above, found.below) == pytest.approx((6.0, 5.0, 600.0, 100.0))
    assert found.period == "2016Q1-2017Q4"


def test_what_towns_take_from_the_rest_of_the_province_is_no_extra_gdp() -> None:
    assert pair(province(10075.0, 9925.0), province(10000.0, 10000.0), PAID) == ()


def test_three_per_cent_above_the_baseline_is_in_proportion_and_more_is_not() -> None:
    plenty = spending(("art20", "province", "payment", 1e6))
    assert pair(province(10300.0), province(10000.0), plenty) == ()
    (found,) = pair(province(10310.0), province(10000.0), plenty)
    assert found.bound == "gdp_above_baseline" and found.period == "2017"
    assert (found.found, found.above, found.below) == pytest.approx((0.031, 41240.0, 40000.0))


def test_the_year_is_2017_or_the_last_complete_one() -> None:
    plenty = spending(("art20", "province", "payment", 1e6))
    (found,) = pair(province(11000.0, years=(2013, 2014)), province(10000.0, years=(2013, 2014)), plenty)
    assert found.period == "2014"
    later = pair(province(11000.0, years=(2017, 2018)), province(10000.0, years=(2017, 2018)), plenty)
    assert [finding.period for finding in later] == ["2017"]


def test_an_effect_can_break_both_bounds() -> None:
    assert [f.bound for f in pair(province(11000.0), province(10000.0), PAID)] == [
        "gdp_per_public_yuan",
        "gdp_above_baseline",
    ]


@pytest.mark.parametrize(
    "spent",
    [
        spending(),
        spending(("art20", "firms", "payment", 100.0)),  # private money is not public
        spending(("in_force_2011.art20", "province", "payment", 100.0)),  # carried on in the baseline too
        spending(("art20", "province", "commitment", 100.0), ("art20", "province", "contingent_loss", 9.0)),
        spending(("art20", "province", "payment", 100.0), ("art20", "province", "return", 130.0)),
    ],
)
def test_without_public_money_there_is_no_ratio_and_three_per_cent_still_count(spent) -> None:
    assert pair(province(10200.0), province(10000.0), spent) == ()
    assert [f.bound for f in pair(province(10400.0), province(10000.0), spent)] == ["gdp_above_baseline"]


def test_public_money_is_what_governments_bore_less_what_came_back() -> None:
    spent = spending(
        ("art20", "province", "payment", 100.0),
        ("art20", "city", "called_loss", 40.0),
        ("art31", "centre", "forgone_tax", 20.0),
        ("art31", "town", "return", 15.0),
        ("art31", "society", "payment", 1000.0),
        ("existing_funds", "province", "payment", 1000.0),
    )
    assert public_money(spent) == pytest.approx(145.0)


def test_policies_can_fail_as_badly_as_they_like() -> None:
    assert pair(province(5000.0), province(10000.0), PAID) == ()


def test_luck_over_a_few_yuan_is_no_ratio() -> None:
    # 0.04 % of GDP on one wan yuan: 32 a yuan, and nothing that a single run could tell from luck
    cheap = spending(("art20", "province", "payment", 1.0))
    assert pair(province(10004.0), province(10000.0), cheap) == ()
    assert [f.found for f in pair(province(10006.0), province(10000.0), cheap)] == pytest.approx([48.0])


def test_the_explanation_names_bound_finding_computation_and_what_to_check_in_both_languages() -> None:
    found = pair(province(11000.0), province(10000.0), PAID)
    english = explanation(found, "en", {"finance.quota_bank": 0.3})
    for words in (
        "at most 5 yuan",
        "80",
        "not discounted",
        "at most 3%",
        "+10.0 %",
        "2017",
        "(finance.quota_bank) = 0.3",
    ):
        assert words in english
    chinese = explanation(found, "zh", {"finance.quota_bank": 0.3})
    for words in (
        parameter_name("finance.quota_bank", "zh"),
        "不超过 5 元",
        "80",
        "不贴现",
        "不超过 3%",
        "+10.0 %",
        "请检查",
    ):
        assert words in chinese
    assert "parameters changed" not in explanation(found, "en")


def test_names_in_the_explanation_are_shown_without_their_signs() -> None:
    text = explanation(pair(province(11000.0), province(10000.0), PAID), "en", {"\x1b[31mred": 1.0})
    assert "\x1b" not in text
