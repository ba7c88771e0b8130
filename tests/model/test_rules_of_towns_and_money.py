"""Rules of wages, moves, taxes, dividends, budgets, credit, births and designation, on cases worked out by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csr_matrix

from model.demography.opening import birth_rate
from model.phases.assess_and_designate import inflation, near_rule, percentile
from model.phases.hire_and_train import moved, wage
from model.programmes.judging import select
from model.settlement.budgets import budget
from model.settlement.debts import trade_credit_wanted
from model.settlement.results import dividends_due
from model.settlement.taxes import taxable_income, value_added_tax
from model.settlement.wages import wages_due

# ---- wages and moves


def test_a_slack_ten_per_cent_higher_lowers_the_wage_by_one_per_cent() -> None:
    normal = wage(1.2, 0.9, 0.05, 0.05, -0.1, 0.0)
    assert normal == pytest.approx(1.08)
    assert wage(1.2, 0.9, 0.055, 0.05, -0.1, 0.0) / normal - 1.0 == pytest.approx(-0.0095, abs=5e-5)


def test_the_wage_follows_the_outside_one_for_one_and_never_falls_below_the_minimum() -> None:
    assert wage(2.4, 0.9, 0.05, 0.05, -0.1, 0.0) == pytest.approx(2 * 1.08)
    assert wage(1.2, 0.5, 0.05, 0.05, -0.1, 0.7) == 0.7


def test_full_employment_does_not_make_the_wage_infinite() -> None:
    assert wage(1.0, 1.0, 0.0, 0.05, -0.1, 0.0) == pytest.approx(10**0.1)


def test_the_wage_bill_is_staff_by_skill_at_the_towns_wages_times_what_the_firm_adds() -> None:
    staff = [np.array([10.0]), np.array([2.0]), np.array([1.0])]
    wages = [np.array([1.0]), np.array([1.5]), np.array([3.0])]
    np.testing.assert_allclose(wages_due(staff, wages, np.array([1.1])), [17.6])


def test_among_like_towns_as_many_leave_as_arrive() -> None:
    near = csr_matrix(np.ones((3, 3)))
    np.testing.assert_allclose(moved(np.full(3, 100.0), np.zeros(3), near, 0.1), 100.0)


def test_the_better_of_two_towns_gains_what_the_other_loses() -> None:
    near = csr_matrix(np.ones((2, 2)))
    after = moved(np.array([100.0, 100.0]), np.array([np.log(3.0), 0.0]), near, 0.1)
    # twenty leave, three in four of them choose the better town
    np.testing.assert_allclose(after, [90.0 + 15.0, 90.0 + 5.0])


def test_a_town_out_of_everybodys_reach_keeps_its_people() -> None:
    near = csr_matrix(np.diag([1.0, 1.0, 1.0]))
    np.testing.assert_allclose(moved(np.array([50.0, 20.0, 7.0]), np.array([1.0, 0.0, -1.0]), near, 0.1), [50, 20, 7])


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(
    force=arrays(float, 6, elements=st.just(0.0) | st.floats(0.1, 1e6)),
    value=arrays(float, 6, elements=st.floats(-3, 3)),
    distance=arrays(float, (6, 6), elements=st.just(0.0) | st.floats(0.01, 1)),  # half-distances up to a limit
    share=st.floats(0, 0.5),
)
def test_nobody_is_lost_or_made_on_the_way(force, value, distance, share) -> None:
    after = moved(force, value, csr_matrix(distance), share)
    assert after.sum() == pytest.approx(force.sum(), rel=1e-9, abs=1e-6)
    assert np.all(after >= -1e-9)


# ---- taxes and profit


def test_value_added_tax_falls_on_value_added_in_domestic_sales() -> None:
    # 100 of 200 sold at home, with 60 of 120 inputs: 17 % of 40
    assert value_added_tax(100.0, 120.0, 200.0, 0.17, 1.0) == pytest.approx(6.8)
    assert value_added_tax(100.0, 120.0, 200.0, 0.17, 0.8) == pytest.approx(5.44)


def test_exports_bear_no_value_added_tax_and_losses_are_not_paid_out() -> None:
    assert value_added_tax(0.0, 120.0, 200.0, 0.17, 1.0) == 0.0
    assert value_added_tax(100.0, 300.0, 100.0, 0.17, 1.0) == 0.0
    assert value_added_tax(0.0, 0.0, 0.0, 0.17, 1.0) == 0.0


def test_extra_deductions_and_old_losses_reduce_the_taxed_income_but_not_below_nothing() -> None:
    assert taxable_income(100.0, 20.0, 30.0) == 50.0
    assert taxable_income(100.0, 80.0, 30.0) == 0.0
    assert taxable_income(-40.0, 0.0, 0.0) == 0.0


def test_half_of_profit_is_paid_out_at_the_usual_cash_and_part_of_what_lies_above() -> None:
    # profit 100 less tax 20; cash 60 is the target of half a quarter's sales of 120
    assert dividends_due(100.0, 20.0, 60.0, 120.0, 0.5, 0.5, 0.3) == pytest.approx(40.0)
    # cash 160: 40 of profit, then 0.3 of the 60 above what is wanted
    assert dividends_due(100.0, 20.0, 160.0, 120.0, 0.5, 0.5, 0.3) == pytest.approx(40.0 + 0.3 * 60.0)
    assert dividends_due(100.0, 20.0, 30.0, 120.0, 0.5, 0.5, 0.3) == pytest.approx(20.0)  # half the target, half of it


def test_nothing_is_paid_out_of_losses_or_of_an_overdraft() -> None:
    assert dividends_due(-50.0, 0.0, 60.0, 120.0, 0.5, 0.5, 0.3) == 0.0
    assert dividends_due(100.0, 20.0, -5.0, 120.0, 0.5, 0.5, 0.3) == 0.0
    assert dividends_due(1e6, 0.0, 30.0, 60.0, 0.9, 0.5, 0.3) == 30.0  # no more than there is


def test_a_government_spends_its_usual_revenue_less_programmes_and_works_off_surplus_and_gap() -> None:
    assert budget(100.0, 50.0, 10.0, 0.5, 0.2) == pytest.approx(90.0)  # reserve as wanted
    assert budget(100.0, 100.0, 10.0, 0.5, 0.2) == pytest.approx(100.0)
    assert budget(100.0, 0.0, 10.0, 0.5, 0.2) == pytest.approx(80.0)
    assert budget(100.0, -5000.0, 10.0, 0.5, 0.2) == 0.0


def test_a_yuan_more_for_programmes_is_a_yuan_less_for_general_spending() -> None:
    assert budget(100.0, 50.0, 11.0, 0.5, 0.2) == pytest.approx(budget(100.0, 50.0, 10.0, 0.5, 0.2) - 1.0)


def test_a_firm_short_of_cash_pays_its_suppliers_later() -> None:
    np.testing.assert_allclose(trade_credit_wanted(100.0, 0.4, np.array([5.0, -5.0]), 0.5), [40.0, 60.0])


# ---- births


BIRTHS = SimpleNamespace(births=0.12, births_profit=5.0, births_room=0.5)


def test_at_normal_profit_and_the_customers_of_2011_births_are_the_usual_rate() -> None:
    assert birth_rate(0.05, 0.05, 1.0, BIRTHS) == pytest.approx(0.03)


def test_births_rise_with_profit_and_with_the_room_for_newcomers() -> None:
    assert birth_rate(0.15, 0.05, 1.0, BIRTHS) == pytest.approx(0.03 * np.exp(0.5))
    assert birth_rate(0.05, 0.05, 1.44, BIRTHS) == pytest.approx(0.036)
    assert birth_rate(0.05, 0.05, 400.0, BIRTHS) == birth_rate(0.05, 0.05, 2.0, BIRTHS)  # founders are few
    assert birth_rate(9.0, 0.05, 1.0, BIRTHS) == pytest.approx(0.03 * np.exp(1.0))  # beyond 20 points no more


# ---- designation, assessment, selection


def test_a_town_of_two_billion_with_thirty_per_cent_in_its_speciality_meets_the_rule() -> None:
    output, share = np.array([200_000.0, 199_999.0, 5e6, 200_000.0]), np.array([0.3, 0.9, 0.29, 0.8])
    assert near_rule(output, share, 200_000.0, 0.3).tolist() == [True, False, False, True]


def test_towns_inflate_only_where_reward_times_its_chance_exceeds_what_detection_costs() -> None:
    assert inflation(100.0, 0.2, 0.5, 40.0, 0.1) == 0.0  # 20 against 20
    assert inflation(100.0, 0.2, 0.5, 60.0, 0.1) == 0.0
    assert inflation(100.0, 0.5, 0.5, 60.0, 0.1) == pytest.approx(0.1 * 0.2)
    assert inflation(0.0, 1.0, 0.0, 0.0, 0.1) == 0.0
    assert inflation(100.0, 9.0, 0.0, 0.0, 0.1) == pytest.approx(0.1)  # never more than the most


def test_the_best_of_four_stands_at_seven_eighths_and_ties_keep_their_order() -> None:
    assert percentile(np.array([3.0, 1.0, 2.0, 9.0])).tolist() == [0.625, 0.125, 0.375, 0.875]
    assert percentile(np.array([5.0, 5.0])).tolist() == [0.25, 0.75]


def test_support_goes_to_the_best_scored_until_the_envelope_is_spent() -> None:
    score, cost = np.array([1.0, 9.0, 5.0, 7.0]), np.array([10.0, 40.0, 30.0, 30.0])
    assert select(score, cost, 100.0).tolist() == [False, True, True, True]
    assert select(score, cost, 99.0).tolist() == [True, True, False, True]  # whom it does not reach is passed over
    assert select(score, cost, 39.0).tolist() == [False, False, False, True]
    assert select(score, cost, 0.0).tolist() == [False, False, False, False]


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(
    score=arrays(float, 9, elements=st.floats(-5, 5)),
    cost=arrays(float, 9, elements=st.floats(0.1, 100)),
    envelope=st.floats(0, 500),
)
def test_the_envelope_is_never_passed_and_who_is_passed_over_for_a_lower_score_asked_for_more_than_was_left(
    score, cost, envelope
) -> None:
    chosen = select(score, cost, envelope)
    assert cost[chosen].sum() <= envelope + 1e-9
    for row in np.flatnonzero(~chosen):
        ahead = chosen & (score >= score[row])
        if np.any(chosen & (score < score[row])):
            assert cost[ahead].sum() + cost[row] > envelope - 1e-9
