"""Rules of what firms plan, make, sell, search and pay, on cases worked out by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from model.fields import SERVICES
from model.innovation.findings import finding_chance, worth
from model.innovation.imitation import absorptive_capacity
from model.innovation.knowledge import knowledge_inflow
from model.luck import lumps
from model.phases.choose_services import EFFECTS, expected_gain
from model.phases.enter_exit_move import closing_hazard, largest_hazard
from model.phases.form_expectations import (
    desired_capital,
    investment_hazard,
    research_user_cost,
    size_class,
)
from model.phases.invest_and_adopt import automation_worth, mean_vintage
from model.phases.sell import learnt_from_orders, wanted_share
from model.production import capacity, labour_wanted, output_financed, price_set
from model.province import Province
from scenarios.policy import load

# ---- expectations and plans


def test_nineteen_staff_are_micro_twenty_small_three_hundred_medium_a_thousand_large() -> None:
    staff = np.array([0.0, 1.0, 19.9, 20.0, 299.0, 300.0, 999.0, 1000.0, 80_000.0])
    assert size_class(staff).tolist() == [0, 0, 0, 1, 1, 2, 2, 3, 3]


def test_expected_sales_move_by_the_adjustment_towards_what_was_ordered() -> None:
    assert learnt_from_orders(100.0, 140.0, 0.25) == pytest.approx(110.0)
    assert learnt_from_orders(80.0, 80.0, 0.25) == 80.0


def test_however_slowly_stocks_are_filled_firms_grow_with_their_market() -> None:
    """Firms that took what their small stock let them sell for what was wanted would stay small for ever."""

    def growth(speed: float) -> float:
        province = Province(load("baseline"), world="small", parameters={"produce.inventory_speed": speed}).run()
        told = province.records["province"]
        output = [v for _, name, scope, v in told if (name, scope) == ("gdp", "designated_2011")]
        return sum(output[-4:]) / sum(output[:4])

    assert growth(0.1) == pytest.approx(growth(1.0), rel=0.05)


def test_capital_wanted_is_the_ratio_of_sales_and_falls_by_the_elasticity_when_capital_costs_more() -> None:
    assert desired_capital(3.0, 200.0, 1.0, 0.5) == 600.0
    assert desired_capital(3.0, 200.0, 4.0, 0.5) == pytest.approx(300.0)  # four to the minus a half


def test_a_firm_with_no_gap_does_not_replace_machines_and_twice_the_gap_is_four_times_as_likely() -> None:
    hazard = investment_hazard(np.array([-0.5, 0.0, 0.1, 0.2, 9.0]), 0.5, 0.6)
    np.testing.assert_allclose(hazard, [0.0, 0.0, 0.04, 0.16, 0.6])


def test_a_super_deduction_of_a_half_takes_a_sixth_off_the_user_cost_at_a_rate_of_a_quarter() -> None:
    assert research_user_cost(0.25, 0.5, 1.0) == pytest.approx(0.625 / 0.75)
    assert research_user_cost(0.25, 0.5, 0.0) == 1.0


def test_from_fifty_to_seventy_five_per_cent_the_user_cost_falls_by_ten_per_cent_at_the_ordinary_rate() -> None:
    change = research_user_cost(0.25, 0.75, 1.0) / research_user_cost(0.25, 0.5, 1.0) - 1.0
    assert change == pytest.approx(-0.100, abs=5e-4)


def test_from_fifty_to_seventy_five_per_cent_the_user_cost_falls_by_4_8_per_cent_for_high_tech_firms() -> None:
    change = research_user_cost(0.15, 0.75, 1.0) / research_user_cost(0.15, 0.5, 1.0) - 1.0
    assert change == pytest.approx(-0.048, abs=5e-4)


def test_without_income_tax_the_deduction_is_worth_nothing() -> None:
    assert research_user_cost(0.0, 0.75, 1.0) == 1.0


# ---- machines


def test_new_machines_lift_the_mean_vintage_by_their_share_of_the_capital() -> None:
    assert mean_vintage(75.0, 0.0, 25.0, 0.2) == pytest.approx(0.05)
    assert mean_vintage(0.0, 0.1, 40.0, 0.2) == pytest.approx(0.2)  # all new
    assert mean_vintage(60.0, 0.1, 0.0, 0.2) == pytest.approx(0.1)  # nothing bought
    assert mean_vintage(0.0, 0.1, 0.0, 0.2) == pytest.approx(0.1)  # nothing there


def test_half_of_what_an_industry_allows_is_worth_automating_where_pay_equals_the_machines_cost() -> None:
    assert automation_worth(2.0, 2.0, 0.4, 3.0) == pytest.approx(0.2)
    assert automation_worth(4.0, 2.0, 0.4, 1.0) == pytest.approx(0.4 * 2.0 / 3.0)  # odds equal the ratio of costs
    assert automation_worth(1e9, 1.0, 0.4, 3.0) == pytest.approx(0.4)
    assert automation_worth(4.0, 2.0, 0.0, 3.0) == 0.0


# ---- production


def test_output_is_efficiency_times_the_bundle_of_capital_and_staff() -> None:
    # a third to capital: 8^(1/3) * 27^(2/3) = 2 * 9
    assert capacity(1.0, 8.0, 27.0, 0.0, 1 / 3, 1.5) == pytest.approx(18.0)
    assert capacity(2.0, 8.0, 24.0, 2.0, 1 / 3, 1.5) == pytest.approx(36.0)  # two technicians for three others


def test_who_gets_a_fifth_cheaper_keeps_what_it_does_not_pass_on() -> None:
    # full cost falls from 1 to 0.8, competitors stay at 1: a quarter passed on at once is 0.8 to the power a quarter
    assert price_set(1.0, 0.8, 1.0, 0.25, 1.0) == pytest.approx(0.8**0.25)
    assert price_set(1.0, 0.8, 1.0, 1.0, 1.0) == pytest.approx(0.8)  # all of it, and the markup is as before
    assert price_set(1.0, 0.8, 0.8, 0.25, 1.0) == pytest.approx(0.8)  # competitors got cheaper by as much
    assert price_set(1.0, 0.8, 1.0, 0.25, 0.5) == pytest.approx(0.8**0.125)  # half of the way in a quarter


def test_the_staff_wanted_for_an_output_is_the_staff_that_can_just_make_it() -> None:
    for expected, efficiency, capital, mix in ((500.0, 1.3, 900.0, 0.1), (2.0, 0.4, 5.0, 0.0), (8e4, 2.0, 3e5, 0.6)):
        staff = labour_wanted(expected, efficiency, capital, 0.35, 1.6, mix)
        assert capacity(efficiency, capital, staff, staff * mix, 0.35, 1.6) == pytest.approx(expected, rel=1e-12)


def test_better_machines_save_staff() -> None:
    assert labour_wanted(100.0, 1.1, 50.0, 0.3, 1.5, 0.1) < labour_wanted(100.0, 1.0, 50.0, 0.3, 1.5, 0.1)


# ---- markets


def test_shares_of_equal_sellers_and_the_outside_follow_their_customers() -> None:
    share = wanted_share(np.array([1.0, 1.0]), np.array([10.0, 30.0]), 0.5, 60.0, 20.0)
    np.testing.assert_allclose(share, [0.0625, 0.1875])
    assert share.sum() == pytest.approx(20.0 / 80.0)  # the rest is the outside's


def test_what_one_seller_gains_the_others_and_the_outside_lose() -> None:
    def shares(appeal):
        pull = appeal * np.array([10.0, 30.0])
        return wanted_share(appeal, np.array([10.0, 30.0]), 1.0, 60.0, pull.sum())

    before, after = shares(np.array([1.0, 1.0])), shares(np.array([2.0, 1.0]))
    outside = (1.0 - after.sum()) - (1.0 - before.sum())
    assert after[0] > before[0]
    assert after[1] < before[1]
    assert outside < 0.0
    assert after[0] - before[0] == pytest.approx(-(after[1] - before[1]) - outside)


def test_luck_strikes_one_in_five_and_is_then_double_exponential_and_symmetric() -> None:
    even = (np.arange(100_000) + 0.5) / 100_000
    luck = lumps(even, 0.2)
    assert np.mean(luck != 0.0) == pytest.approx(0.2, abs=1e-4)
    assert np.mean(np.abs(luck[luck != 0.0])) == pytest.approx(1.0, abs=0.02)
    assert lumps(0.9 + 0.05, 0.2) == pytest.approx(np.log(2.0))  # one in forty grows by more than log 2
    np.testing.assert_allclose(lumps(np.array([0.01, 0.05]), 0.2), -lumps(np.array([0.99, 0.95]), 0.2))
    assert abs(lumps(1e-12, 0.2)) == 6.0  # cut


# ---- search


def test_four_times_the_research_makes_twice_the_effort_and_no_research_finds_nothing() -> None:
    assert finding_chance(0.0, 1.0, 0.0, 0.3, 0.5) == 0.0
    effort = -np.log(1.0 - finding_chance(1.0, 1.0, 0.0, 0.3, 0.5))
    assert effort == pytest.approx(0.3)
    assert -np.log(1.0 - finding_chance(4.0, 1.0, 0.0, 0.3, 0.5)) == pytest.approx(0.6)
    assert -np.log(1.0 - finding_chance(1.0, 4.0, 0.0, 0.3, 0.5)) == pytest.approx(0.6)
    assert -np.log(1.0 - finding_chance(1.0, 1.0, 1.0, 0.3, 0.5)) == pytest.approx(0.45)


def test_a_finding_may_be_worth_less_than_nothing() -> None:
    assert worth(0.0, 0.02, 0.1) == pytest.approx(0.02)
    assert worth(-1.0, 0.02, 0.1) == pytest.approx(-0.08)


def test_absorptive_capacity_rises_with_own_knowledge_research_and_scanning_and_stays_a_share() -> None:
    usual = absorptive_capacity(1.0, 0.0, 0.0)
    assert usual == pytest.approx(1.0 / (1.0 + np.e))
    assert absorptive_capacity(np.exp(0.5), 0.0, 0.0) == pytest.approx(0.5)  # twice a half makes up the one it lacked
    assert absorptive_capacity(1.0, 2.0, 0.0) == pytest.approx(0.5)
    assert absorptive_capacity(1.0, 0.0, 1.0) == pytest.approx(0.5)
    assert absorptive_capacity(1.0, 300.0, 0.0) == absorptive_capacity(1.0, 3.0, 0.0)
    assert 0.0 < absorptive_capacity(1e-3, 0.0, 0.0) < usual < absorptive_capacity(50.0, 3.0, 1.0) < 1.0


def test_knowledge_flows_in_from_every_source_with_a_root_on_research() -> None:
    p = SimpleNamespace(
        from_practice=0.1, from_research=0.4, from_spill=0.3, from_assistance=0.2, from_partner=0.05, from_scan=0.07
    )
    assert knowledge_inflow(4.0, 1.0, 0.5, 1.0, 0.0, p) == pytest.approx(0.1 + 0.8 + 0.3 + 0.1 + 0.05)
    assert knowledge_inflow(0.0, 0.0, 0.0, 0.0, 1.0, p) == pytest.approx(0.17)


# ---- working capital, services and closing


def test_a_firm_makes_what_it_can_advance_the_cost_of_and_suppliers_wait_for_a_part() -> None:
    money = np.array([20.0, 10.0, 1.0, -5.0])
    made = output_financed(100.0, 0.5, money, 0.25, 0.3)  # a quarter of 0.5 a unit falls due before sales come in
    assert made.tolist() == [100.0, 80.0, 30.0, 30.0]


def test_the_gain_expected_of_a_service_falls_as_a_firm_has_it_already() -> None:
    assert expected_gain(50.0, 0.0, 0.01) == pytest.approx(2.0)  # a hundredth of a year's sales of 200
    assert expected_gain(50.0, 0.75, 0.01) == pytest.approx(0.5)
    assert expected_gain(50.0, 1.5, 0.01) == 0.0


def test_nine_kinds_of_platform_leave_nine_different_things() -> None:
    assert len(EFFECTS) == len(set(EFFECTS)) == len(SERVICES) == 9


HAZARD = SimpleNamespace(
    hazard_first=0.016,
    hazard_late=0.05,
    hazard_peak=0.095,
    peak_year=3.0,
    peak_width=1.5,
    hazard_by_size=0.5,
    hazard_profit=2.0,
    normal_margin=0.05,
)


def test_firms_give_up_most_often_in_their_third_year() -> None:
    ages = np.arange(0, 80)
    hazard = closing_hazard(ages, np.zeros(80, int), np.full(80, 0.05), HAZARD)
    assert ages[hazard.argmax()] == 12
    assert hazard[12] == pytest.approx(0.095 / 4)
    np.testing.assert_allclose(hazard[:4], 0.016 / 4)  # in the first year hardly any
    assert hazard[79] == pytest.approx(0.05 / 4, rel=1e-6)


def test_a_class_larger_gives_up_half_as_often_and_a_loss_makes_it_likelier() -> None:
    by_size = closing_hazard(np.full(4, 12), np.arange(4), np.full(4, 0.05), HAZARD)
    np.testing.assert_allclose(by_size[1:] / by_size[:-1], 0.5)
    loss = closing_hazard(np.array([12]), np.array([0]), np.array([-0.05]), HAZARD)[0]
    assert loss == pytest.approx(0.095 / 4 * np.exp(0.2))
    ruin = closing_hazard(np.array([12, 12]), np.array([0, 0]), np.array([-0.15, -5.0]), HAZARD)
    assert ruin[0] == pytest.approx(ruin[1])  # beyond 20 points it makes no more difference


def test_no_firm_is_likelier_to_give_up_than_the_largest_chance_says():
    other_way_round = SimpleNamespace(**vars(HAZARD) | {"hazard_by_size": 1.5, "hazard_profit": -2.0})
    for p in (HAZARD, other_way_round):
        age, size, profit = np.meshgrid(np.arange(500), np.arange(4), np.linspace(-1, 1, 41))
        found = closing_hazard(age.ravel(), size.ravel(), profit.ravel(), p).max()
        assert found < largest_hazard(p) < found * 1.00001


def test_a_firm_older_than_a_century_is_as_likely_to_give_up_as_one_that_old() -> None:
    old = closing_hazard(np.array([400, 4000]), np.array([0, 0]), np.array([0.05, 0.05]), HAZARD)
    assert old[0] == old[1]
