"""How public money is judged, matched, paid and steered: cases worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from model.demography.inviting import belongs_elsewhere, weak_links
from model.mediators import ActsBefore, Mediators
from model.phases.assess_and_designate import move_speed, title_chance, very_large
from model.programmes import funds, judging
from model.programmes.awards import award_due, earn, grant_awards, pay_awards, rate_awarded
from model.programmes.judging import select
from model.programmes.pace import pace
from model.province import Province
from scenarios.policy import load


@pytest.fixture
def small() -> Province:
    """The small world at the start of 2012, terms set, a quarter opened."""
    from model.phases.set_terms import set_terms
    from model.tallies import Tallies

    province = Province(load("baseline"), world="small")
    set_terms(province)
    province.memo.tallies = Tallies(len(province.town))
    province.memo.provincial_support = np.zeros(len(province.firm))
    province.ledger.open(province.quarter, province.positions())
    return province


# ---- choosing


def test_who_asks_for_more_than_is_left_is_passed_over_and_the_next_served() -> None:
    chosen = select(np.array([3.0, 2.0, 1.0]), np.array([8.0, 5.0, 2.0]), 10.0)
    assert chosen.tolist() == [True, False, True]
    assert select(np.array([3.0, 2.0]), np.array([20.0, 5.0]), 10.0).tolist() == [False, True]


def test_never_more_is_given_than_there_is() -> None:
    cost = np.array([4.0, 3.0, 3.0, 2.0, 1.0])
    for envelope in (0.0, 0.5, 6.0, 12.9, 13.0):
        assert cost[select(np.arange(5.0), cost, envelope)].sum() <= envelope


def test_priority_puts_projects_ahead_by_its_standard_deviations(small) -> None:
    towns = np.array([0, 3])
    small.terms.add("priority", "lever", np.array([[2.0], [0.0], [0.0], [0.0], [0.0]]))
    assert judging.priority(small, towns, "anything").tolist() == [2.0, 0.0]


def test_money_is_steered_to_towns_that_lack_what_it_brings_and_away_from_the_others(small) -> None:
    small.town.lacks_technology = np.array([1.0, 0.5, 0.0, 0.2, 0.3])
    small.parameters.programmes.diagnosis_error = 0.0
    small.terms.add("steered_by_diagnosis", "lever", 2.0)
    assert judging.fit(small, np.array([0, 1, 2]), "research").tolist() == [2.0, 0.0, -2.0]


def test_a_wrong_diagnosis_knows_nothing_of_the_town(small) -> None:
    small.town.lacks_technology = np.ones(5)
    small.parameters.programmes.diagnosis_error = 1.0
    found = judging.diagnosed(small, "technology")
    assert np.all(found < 1.0) and len(np.unique(found)) == 5


# ---- awards


def test_an_award_pays_its_share_of_an_outlay_over_some_quarters_and_a_part_leaks(small) -> None:
    p, f = small.parameters.programmes, small.firm
    grant_awards(small, "equipment_support", "art07_equipment_support", np.array([5]), np.array([0.2]), 4)
    assert rate_awarded(small, "equipment_support")[5] == pytest.approx(0.2)
    assert np.count_nonzero(rate_awarded(small, "equipment_support")) == 1
    outlay = np.zeros(len(f))
    outlay[5] = 100.0
    earn(small, "equipment_support", outlay)
    cash, w = f.cash[5], f.weight[5]
    pay_awards(small)
    paid = p.payment_speed * 20.0
    assert f.cash[5] - cash == pytest.approx(paid * (1.0 - p.leakage))
    rows = [row for row in small.ledger.spending if row[1] == "art07_equipment_support"]
    assert sum(row[5] for row in rows) == pytest.approx(paid * w)
    assert sum(row[5] for row in rows if row[3] == "households") == pytest.approx(paid * p.leakage * w)


def test_an_award_pays_no_more_than_was_set_aside_and_then_spurs_nobody(small) -> None:
    grant_awards(small, "equipment_support", "art07_equipment_support", np.array([5]), np.array([0.2]), 4, 15.0)
    outlay = np.zeros(len(small.firm))
    outlay[5] = 60.0
    earn(small, "equipment_support", outlay)  # 12 of 15
    assert rate_awarded(small, "equipment_support")[5] == pytest.approx(0.2)
    earn(small, "equipment_support", outlay)  # 3 are left
    assert small.awards["equipment_support"].due[0] == pytest.approx(15.0)
    assert rate_awarded(small, "equipment_support")[5] == 0.0


def test_no_call_pays_out_more_than_it_committed() -> None:
    levers = {"art07_equipment_support": 0.3, "art06_software_support": 0.4, "art11_pilot_firms": 0.25}
    province = Province(load("baseline", levers=levers), world="small").run()
    for lever in levers:
        sums = dict.fromkeys(("commitment", "payment"), 0.0)
        for _, name, _, _, kind, amount in province.ledger.spending:
            if name == lever:
                sums[kind] += amount
        assert 0.0 < sums["payment"] <= sums["commitment"]


def test_two_awards_never_pay_for_more_than_the_outlay(small) -> None:
    for _ in range(2):
        grant_awards(small, "equipment_support", "art07_equipment_support", np.array([5]), np.array([0.8]), 4)
    assert rate_awarded(small, "equipment_support")[5] == 1.0
    outlay = np.full(len(small.firm), 10.0)
    earn(small, "equipment_support", outlay)
    assert small.awards["equipment_support"].due.sum() == pytest.approx(10.0)


def test_what_is_due_to_a_firm_that_has_closed_lapses(small) -> None:
    award_due(small, "new_fund", "art29_new_fund", np.array([5]), np.array([50.0]))
    kept = np.ones(len(small.firm), bool)
    kept[5] = False
    small.firm.keep(kept)
    small.memo.provincial_support = np.zeros(len(small.firm))
    pay_awards(small)
    assert len(small.awards["new_fund"]) == 0
    assert not [row for row in small.ledger.spending if row[1] == "art29_new_fund"]


def test_where_departments_decide_together_money_comes_sooner_and_less_is_lost(small) -> None:
    p = small.parameters.programmes
    town = np.array([0, 4])
    assert pace(small, town, "x") == (p.payment_speed, p.leakage)
    small.terms.add("coordination", "lever", np.array([[1.0], [0.0], [0.0], [0.0], [0.0]]))
    speed, leakage = pace(small, town, "x")
    np.testing.assert_allclose(speed, [p.payment_speed + p.coordination_speed * (1 - p.payment_speed), p.payment_speed])
    np.testing.assert_allclose(leakage, [p.leakage * (1 - p.coordination_control), p.leakage])


# ---- whose money


def test_what_is_pooled_is_missed_by_the_rest_of_the_province(small) -> None:
    province, rest = small.government.cash[1], small.outside.cash[0]
    funds.withdraw(small, funds.Round("art29_pooled_funds", np.array([0]), np.array([7.0]), 7.0, 7.0))
    assert small.government.cash[1] - province == pytest.approx(7.0)
    assert small.outside.cash[0] - rest == pytest.approx(-7.0)
    assert small.carried[funds.WITHDRAWN] == 7.0


def test_a_poor_city_matches_only_what_its_revenue_allows(small) -> None:
    small.parameters.programmes.matching_capacity = 0.1
    small.government.revenue_normal[:] = 1e6
    poor = small.town.government_city[2]
    small.government.revenue_normal[poor] = 30.0
    wanted = np.array([10.0, 10.0, 12.0, 0.0, 0.0])
    share = funds.matchable(small, wanted, (("city", 0.5), ("province", 0.5)))
    np.testing.assert_allclose(share[:3], [1.0, 1.0, 3.0 / 6.0])


# ---- towns


def test_only_towns_large_in_people_and_in_output_have_the_powers_of_a_county(small) -> None:
    p = small.parameters.designation
    small.town.residents[:3] = p.powers_residents * np.array([1.0, 1.1, 0.9])
    small.town.output_year[:3] = p.powers_output * np.array([1.0, 0.9, 2.0])
    assert very_large(small)[:3].tolist() == [True, False, False]
    small.terms.add("county_powers", "lever", 1.0)
    small.town.speed[:] = 1.0
    move_speed(small)
    expected = 1.0 + p.effort_adjustment * p.powers_speed
    np.testing.assert_allclose(small.town.speed[:3], [expected, 1.0, 1.0])


def test_only_towns_near_a_title_work_for_it_and_the_more_places_the_harder(small) -> None:
    small.town.score[:3] = [0.9, 0.6, 0.2]
    small.anchor.sample_of_province = 1.0
    small.terms.add("title_places", "lever", np.array([[0.5], [0.5], [0.5], [0.0], [0.0]]))
    np.testing.assert_allclose(title_chance(small), [0.5, 0.5, 0.0, 0.0, 0.0])


def test_a_missing_link_is_an_industry_a_town_has_too_little_of(small) -> None:
    sales = small.by_cell(small.firm.sales)
    part = sales / sales.sum(axis=1, keepdims=True)
    links, line = weak_links(small), small.parameters.demography.link_share
    assert links.any()
    assert np.all((part[links] > 0) & (part[links] < line))
    assert not links[np.arange(5), small.town.speciality].any()


def test_no_town_is_barred_from_its_own_speciality_and_none_outside_the_delta_from_anything(small) -> None:
    barred = belongs_elsewhere(small)
    assert barred.any()
    assert not barred[np.arange(5), small.town.speciality].any()
    assert not barred[small.town.region != 0].any()


# ---- mediators


def test_a_clamped_place_gives_back_what_the_control_path_had() -> None:
    control = Mediators(record=True)
    control.through(1, "credit: a", np.array([1.0, 2.0]))
    arm = Mediators(clamped=("credit",), to=control)
    assert arm.through(1, "credit: a", np.array([5.0, 6.0])).tolist() == [1.0, 2.0]
    assert arm.through(1, "skills: a", 7.0) == 7.0
    assert arm.through(1, "credit: b", 3.0, 0.0) == 0.0  # the control path never came there


def test_a_lever_that_has_already_changed_who_comes_to_its_mediator_is_found_out() -> None:
    control = Mediators(record=True)
    control.through(1, "credit: a", np.zeros(2))
    arm = Mediators(clamped=("credit",), to=control)
    with pytest.raises(ActsBefore, match="credit: a in quarter 1"):
        arm.through(1, "credit: a", np.zeros(3))
    with pytest.raises(ActsBefore, match="never came"):
        arm.through(2, "credit: a", np.zeros(3))
