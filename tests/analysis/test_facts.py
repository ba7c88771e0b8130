"""Stylised facts on panels of a few firms whose numbers can be counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.facts import Observed, demography, finance, innovation, productivity, sizes
from analysis.facts.observed import ABOVE_SCALE

FIRST = 2012 * 4
YEARS = (2012, 2014, 2015, 2016, 2017)
USUAL = {
    "town": 0, "industry": 0, "ownership": 1, "cohort": FIRST - 40, "size_class": 1, "weight": 1.0, "staff": 100.0,
    "wages": 150.0, "investment": 0.0, "filed_invention": 0.0, "debt": 0.0, "payables": 0.0, "receivables": 0.0,
    "stock": 0.0, "patents": 0.0, "markup": 1.2, "log_price": 0.0, "gross_output": 1000.0, "capital": 1000.0,
    "automated": 0.1, "sales": 1000.0, "sales_outside": 0.0, "inputs": 700.0, "value_added": 300.0, "profit": 60.0,
    "cash": 0.0, "debt_bank": 0.0, "debt_guaranteed": 0.0, "finance_gap": 0.0, "stress": 0, "research": 0.0,
    "pending_invention": 0.0, "pending_utility": 0.0, "pending_design": 0.0, "grants_invention": 0.0,
    "grants_other": 0.0,
}  # fmt: skip


def observed(*firms: dict) -> Observed:
    """A run of these firms. A number is the same in all quarters; a function is of (year, quarter of the year);
    `years` and `until` (last quarter) say when a firm is there."""
    rows = []
    for uid, firm in enumerate(firms):
        for year in firm.get("years", YEARS):
            for part in range(4):
                if year * 4 + part > firm.get("until", 9999):
                    continue
                values = {name: firm.get(name, usual) for name, usual in USUAL.items()}
                values = {name: value(year, part) if callable(value) else value for name, value in values.items()}
                rows.append({"quarter": year * 4 + part, "uid": firm.get("uid", uid), **values})
    table = pd.DataFrame(rows)
    quarters = np.arange(FIRST, FIRST + 24)
    towns = pd.DataFrame({"quarter": FIRST, "town": [0, 1], "area": [10.0, 20.0], "designated": 1, "employment": 1e3})
    path = {"gdp_real": 100.0, "guarantee_calls": 1.0, "automated_share": 0.1, "automatable": 0.5, "guaranteed": 100.0}
    path |= {"bank_applications": 10.0, "bank_approvals": 8.0, "short_of_money": 50.0, "discouraged": 45.0}
    return Observed(
        firms=table,
        towns=towns,
        province=pd.DataFrame(path, index=quarters),
        industrial=np.array([True, True, False]),
        input_prices=pd.DataFrame(1.0, index=quarters, columns=range(3)),
        parameters={"produce.capital_share": 0.5, "patents.lag_invention": 2.5},
        industry_ids=("textiles", "garments", "services"),
    )


# ---- years


def test_a_year_sums_its_quarters_and_needs_all_four() -> None:
    run = observed({"sales": lambda year, part: 100.0 * (part + 1)}, {"until": 2017 * 4 + 2})
    last = run.years[run.years["year"] == 2017]
    assert last["uid"].tolist() == [0]
    assert last["sales"].tolist() == [1000.0]


def test_capital_at_the_beginning_is_that_of_the_end_of_the_year_before() -> None:
    run = observed({"capital": lambda year, part: year + part / 10})
    held = run.years.set_index("year")["capital_before"]
    assert held[2016] == 2015.3
    assert np.isnan(held[2012])
    assert np.isnan(held[2014])


def test_firms_below_twenty_million_and_services_are_not_in_the_survey() -> None:
    run = observed({"sales": ABOVE_SCALE / 4}, {"sales": ABOVE_SCALE / 4 - 0.1}, {"sales": ABOVE_SCALE, "industry": 2})
    assert set(run.surveyed()["uid"]) == {0}


# ---- sizes and growth


def test_a_firm_is_large_only_with_the_staff_and_the_sales() -> None:
    large = {"staff": 1000.0, "sales": 10_000.0}
    run = observed(large, large | {"sales": 9_999.0}, large | {"staff": 500.0}, large | {"staff": 500.0})
    assert sizes.small_share_of_all(run) == pytest.approx(2000 / 3000)


def test_the_tail_counts_what_a_row_stands_for() -> None:
    table = [{"staff": 10.0 / (1 - (k + 0.5) / 400), "weight": 1.0} for k in range(400)]
    assert sizes.tail_of_employment(observed(*table)) == pytest.approx(1.0, rel=0.15)


# ---- lives


def test_one_of_four_firms_gone_in_two_years_is_an_eighth_a_year_or_so() -> None:
    run = observed({}, {}, {}, {"until": 2016 * 4 + 3})
    # nine quarters make eight steps; of 4 x 4 + 1 + 3 x 4 firm-quarters at risk one ends
    spells = len(run.spells["ended"])
    assert spells == 3 * 8 + 5
    assert demography.exit_rate(run) == pytest.approx(4 / spells)


def test_overseas_firms_are_not_among_the_domestic() -> None:
    run = observed({}, {"ownership": 2, "until": 2016 * 4 + 3})
    assert demography.exit_rate(run) == 0.0


def test_a_birth_is_counted_in_its_quarter() -> None:
    run = observed({}, {"years": (2017,), "cohort": 2017 * 4})
    assert demography.entry_rate(run) == pytest.approx(4 * 1 / (8 + 4))


def test_ages_are_those_of_the_end_of_the_first_year() -> None:
    run = observed({"cohort": FIRST - 15}, {"cohort": FIRST - 16}, {"cohort": FIRST - 36})
    shares = [demography.FACTS[f"A1.14.{k}"](run) for k in (1, 2, 3)]
    assert shares == pytest.approx([1 / 3, 1 / 3, 1 / 3])


def test_the_hazard_rises_with_size_when_only_the_large_close() -> None:
    falls = [{"size_class": k} for k in range(4)] + [{"size_class": 0, "until": 2016 * 4 + 3}]
    rises = [{"size_class": k} for k in range(4)] + [{"size_class": 3, "until": 2016 * 4 + 3}]
    assert demography.rise_with_size(observed(*falls)) == 0.0
    assert demography.rise_with_size(observed(*rises)) > 0.05


# ---- productivity


def test_the_spread_of_tfpr_is_within_industries() -> None:
    firms = [
        {"industry": kind, "value_added": 300.0 * (1 + 9 * kind) * factor} for kind in (0, 1) for factor in (0.5, 2.0)
    ]
    # two firms a factor of four apart in each industry: log 2 on either side of the mean, ten times between industries
    assert productivity.spread_of_tfpr(observed(*firms)) == pytest.approx(np.log(2.0))
    assert productivity.gap_of_tfpr(0.1, 0.9)(observed(*firms)) == pytest.approx(np.log(4.0))


def test_quantity_productivity_spreads_wider_by_half_at_an_elasticity_of_three() -> None:
    run = observed({"value_added": 150.0}, {"value_added": 600.0})
    assert productivity.spread_of_tfpq(run) == pytest.approx(1.5 * productivity.spread_of_tfpr(run))


def test_equal_tfpr_leaves_nothing_to_gain() -> None:
    run = observed({}, {"value_added": 600.0, "capital": 2000.0, "wages": 300.0})
    assert productivity.gain_from_equal_tfpr(run.surveyed(), 0.5) == pytest.approx(0.0, abs=1e-12)


def test_the_gain_from_equal_tfpr_worked_out_by_hand() -> None:
    # same inputs, value added 1 and 4 (times 1200): A ~ PY^(3/2) = 1 and 8, and with s - 1 = 2 efficient output is
    # sqrt(1 + 64); actual output is sqrt(sum (A mean / TFPR)^2), TFPR = 1 and 4, mean = 5 / 2: sqrt(6.25 + 25)
    run = observed({}, {"value_added": 1200.0})
    assert productivity.gain_from_equal_tfpr(run.surveyed(), 0.5) == pytest.approx(np.sqrt(65 / 31.25) - 1)


def test_persistence_of_firms_that_keep_their_place_is_one_and_of_those_that_change_it_less() -> None:
    draw = np.random.default_rng(5)
    levels = draw.normal(size=60)
    fixed = [{"value_added": 300.0 * np.exp(level)} for level in levels]
    assert productivity.persistence(observed(*fixed)) == pytest.approx(1.0)
    anew = [{"value_added": lambda year, part, k=k: 300.0 * np.exp(levels[(k + 7 * year) % 60])} for k in range(60)]
    assert abs(productivity.persistence(observed(*anew))) < 0.5


def test_growth_of_productivity_is_split_among_who_stays_comes_and_goes() -> None:
    base = {"gross_output": 1000.0}
    better = {"gross_output": lambda year, part: 1000.0 * (1.2 if year > 2012 else 1.0)}
    stays = productivity.contributions(observed(better, better))
    assert stays["total"] == pytest.approx(np.log(1.2))
    assert stays["enter"] == stays["exit"] == 0.0
    comes = productivity.contributions(
        observed(base, {"years": (2012,), "gross_output": 500.0}, {"years": (2016, 2017), "gross_output": 2000.0})
    )
    assert comes["enter"] > 0 < comes["exit"]
    assert comes["stay"] + comes["enter"] + comes["exit"] == pytest.approx(comes["total"])


def test_more_output_at_a_higher_price_of_the_industry_is_no_productivity() -> None:
    dear = {
        "gross_output": lambda year, part: 1000.0 * (1.5 if year > 2012 else 1.0),
        "log_price": lambda year, part: np.log(1.5) if year > 2012 else 0.0,
    }
    assert productivity.growth_of_incumbents(observed(dear, dear)) == pytest.approx(0.0)


def test_pay_that_follows_profit_at_a_twentieth_has_that_elasticity_though_pay_eats_profit() -> None:
    draw = np.random.default_rng(6)
    sold, asked = draw.normal(size=(200, 3)), 0.05 * draw.normal(size=(200, 3))

    def firm(k: int) -> dict:
        def profit(year: int, part: int) -> float:  # good sales bring profit, staff who ask for more take it
            return float(np.exp(sold[k, year % 3] - 20.0 * asked[k, year % 3]))

        def wages(year: int, part: int) -> float:
            return 150.0 * float(np.exp(0.05 * sold[k, year % 3] + asked[k, year % 3]))

        def sales(year: int, part: int) -> float:
            return 3000.0 * float(np.exp(0.1 * sold[k, year % 3]))

        return {"profit": profit, "wages": wages, "sales": sales}

    run = observed(*(firm(k) for k in range(200)))
    # standard error 0.05 / sqrt(400) = 0.0025; plain least squares finds about zero
    assert productivity.wage_to_profit(run) == pytest.approx(0.05, abs=0.009)


# ---- investment and finance


def test_years_of_no_investment_and_spikes_are_counted_over_the_capital_before() -> None:
    firms = [{"investment": rate * 1000.0 / 4} for rate in (0.0, 0.009, 0.1, 0.21)]
    run = observed(*firms)
    assert finance.inaction(run) == pytest.approx(0.5)
    assert finance.spikes(run) == pytest.approx(0.25)


def test_leverage_is_what_is_owed_over_what_is_had() -> None:
    run = observed({"debt": 300.0, "payables": 200.0, "cash": -100.0, "receivables": 150.0, "stock": 50.0})
    assert finance.leverage(run) == pytest.approx(600 / 1200)


def test_a_loan_is_bad_while_its_debtor_is_in_stress() -> None:
    run = observed({"debt_bank": 99.0}, {"debt_bank": 1.0, "stress": 2})
    assert finance.bad_loans_of_all(run) == pytest.approx(0.01)


def test_guarantees_called_are_a_years_over_the_mean_outstanding() -> None:
    assert finance.rate_of_guarantee_calls(observed({})) == pytest.approx(0.04)


def test_who_is_approved_is_counted_among_applicants_and_who_is_discouraged_among_those_short_of_money() -> None:
    assert finance.approved(observed({})) == pytest.approx(0.8)
    assert finance.discouraged(observed({})) == pytest.approx(0.9)


def test_a_firm_short_of_money_in_one_quarter_was_short_in_the_year() -> None:
    run = observed({}, {"finance_gap": lambda year, part: 5.0 if part == 2 else 0.0})
    assert finance.share_constrained(run) == pytest.approx(0.5)


def test_what_is_left_of_a_loan_is_no_loan() -> None:
    assert finance.coverage(observed({"debt_bank": 0.4}, {"debt_bank": 10.0})) == pytest.approx(0.5)


# ---- innovation


def test_research_over_sales_is_of_one_industry_and_one_year() -> None:
    run = observed({"research": lambda year, part: 10.0 if year == 2012 else 99.0}, {"industry": 1})
    assert innovation.intensity(("textiles",))(run) == pytest.approx(1.0)
    assert innovation.intensity(None)(run) == pytest.approx(0.5)
    assert innovation.doers(run) == 0.5


def test_the_top_hundredth_may_be_a_part_of_a_row() -> None:
    run = observed({"patents": 10.0, "weight": 2.0}, {"patents": 1.0, "weight": 98.0})
    assert innovation.top_share(run) == pytest.approx(10 / 118)
    assert innovation.without_patents(observed({"patents": 0.4}, {"patents": 0.6})) == 0.5


def test_growth_of_patents_by_newcomers_only_is_all_from_newcomers() -> None:
    steady = {"grants_other": 1.0}
    new = {"grants_other": lambda year, part: 1.0 if year == 2017 else 0.0}
    assert innovation.new_patentees(observed(steady, new)) == pytest.approx(1.0)
    more = {"grants_other": lambda year, part: 2.0 if year == 2017 else 1.0}
    assert innovation.new_patentees(observed(steady, more)) == pytest.approx(0.0)
    assert np.isnan(innovation.new_patentees(observed(steady)))
