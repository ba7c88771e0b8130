"""Platforms under measures: what they charge, whom they reach, what keeps them, and how it fails."""

from __future__ import annotations

import numpy as np
import pytest

from model.fields import SERVICES
from model.phases.choose_services import capacity, close_platforms
from model.programmes.platform_support import (
    branches,
    falling,
    first_grant_over,
    joined_quality,
    promise,
    promised,
)
from model.programmes.platforms import foundings
from model.programmes.sharing import affordable, everywhere
from model.province import Province
from model.services.design import design_gained
from model.services.fees import direction, income_at
from model.services.levy import joins
from model.services.queues import admitted
from model.services.reach import platforms_in_reach, sought_out
from model.services.results import equipped
from scenarios.policy import load
from tests.levers.worlds import series


def world(levers: dict[str, float], seed: int = 1, end: str = "2017Q4") -> Province:
    policy = load("baseline", levers={lever: {"2013Q1": value} for lever, value in levers.items()})
    return Province(policy, world="small", rng=seed, end=end)


# ---- rules


def test_a_grant_of_sixty_over_three_years_pays_sixty_forty_and_twenty() -> None:
    parts = falling(np.array([0, 1, 2, 3, 9]), 3.0)
    np.testing.assert_allclose(60.0 * parts, [60.0, 40.0, 20.0, 0.0, 0.0])
    assert promised(60.0, np.array([3.0]))[0] == pytest.approx(120.0)


def test_a_contract_that_lasts_longer_costs_more_in_all() -> None:
    total = promised(60.0, np.array([1.0, 2.0, 4.0, 6.0]))
    np.testing.assert_allclose(total, [60.0, 90.0, 150.0, 210.0])


def test_six_better_experts_beside_eight_usual_ones_raise_quality_to_the_mean_of_all() -> None:
    assert joined_quality(1.0, 8.0, 1.8, 6.0) == pytest.approx((8.0 + 10.8) / 14.0)


def test_a_centre_paid_twice_its_fee_for_a_client_is_heard_of_three_times_as_often() -> None:
    chance = sought_out(np.array([0.0, 1.0, 1000.0]), 0.5, 0.02, 1.0)
    np.testing.assert_allclose(chance, [0.02, 0.06, 1.0])


def test_equipment_makes_a_service_better_by_the_log_of_what_each_expert_has() -> None:
    assert equipped(0.0, 10.0, 0.25) == 1.0
    assert equipped(170.0, 10.0, 0.25) == pytest.approx(1.0 + 0.25 * np.log(18.0))


def test_a_platform_raises_its_fee_when_those_who_stay_pay_more_than_those_who_leave() -> None:
    enquiries = np.array([0, 0, 0, 1, 1]), np.array([5.0, 5.0, 1.05, 1.05, 1.05]), np.ones(5)
    np.testing.assert_allclose(income_at(np.array([1.0, 1.0]), *enquiries), [3.0, 2.0])
    # a tenth more: the first platform keeps two at 1.1, the second loses both
    np.testing.assert_allclose(income_at(np.array([1.1, 1.1]), *enquiries), [2.2, 0.0])
    # with two who would pay five and a step of 1.6, the first gains by it
    np.testing.assert_array_equal(direction(np.array([1.0, 1.0]), np.array([1.6, 1.6]), enquiries), [1.0, 0.0])


def test_a_platform_lowers_its_fee_when_that_brings_it_clients_enough() -> None:
    enquiries = np.zeros(3, int), np.array([1.05, 0.95, 0.95]), np.ones(3)
    np.testing.assert_array_equal(direction(np.array([1.0]), np.array([0.1]), enquiries), [-1.0])


def test_nobody_joins_for_a_levy_above_the_gain_and_nobody_without_a_levy() -> None:
    valuation = np.array([0.2, 0.6, 1.0])
    np.testing.assert_array_equal(joins(valuation, 0.002, 0.001), [False, True, True])
    assert not joins(valuation, 0.002, 0.002).any()
    assert not joins(valuation, 0.002, 0.0).any()


def test_a_higher_levy_has_fewer_members_and_none_that_a_lower_one_has_not() -> None:
    valuation = np.linspace(0.0, 1.0, 101)
    low, high = (joins(valuation, 0.002, levy) for levy in (0.0005, 0.0015))
    assert high.sum() < low.sum()
    assert not (high & ~low).any()


def test_a_design_job_adds_less_to_a_product_that_looks_well_already() -> None:
    np.testing.assert_allclose(design_gained(np.array([0.0, 0.25, 0.6]), 0.12, 0.5), [0.12, 0.06, 0.0])


def test_a_place_for_two_goes_to_who_waited_and_then_to_the_luckiest() -> None:
    luck, waited = np.array([0.9, 0.2, 0.1, 0.5]), np.array([True, False, False, False])
    served = admitted(np.zeros(4, int), luck, np.ones(4), np.array([2.0]), first=waited)
    np.testing.assert_array_equal(served, [True, False, True, False])
    assert len(admitted(np.zeros(0, int), np.zeros(0), np.zeros(0), np.array([2.0]))) == 0


def test_an_envelope_cuts_what_is_used_to_the_public_money_there_is() -> None:
    province = world({"art22_hotline": 0.4})
    for _ in range(5):
        province.step()
    yearly = 40000.0 * province.anchor.part_of_province
    cost = everywhere(np.where(province.town.designated == 1, yearly / 4, 0.0))  # of three towns: three times too much
    assert affordable(province, "hotline_calls", cost)[0, 0] == pytest.approx(1.0 / 3.0)
    assert affordable(province, "hotline_calls", cost / 4)[0, 0] == pytest.approx(1.0)


# ---- what goes wrong


def test_a_centre_by_results_is_paid_for_clients_it_would_have_had_anyway() -> None:
    plain, paid = world({}).run(), world({"art19_results_support": 0.6}).run()
    rows = [row for row in paid.ledger.spending if row[1] == "art19_results_support"]
    pay = sum(row[5] for row in rows)
    # clients of neighbouring towns are paid for too
    before, after = (series(p, "served_productivity", "province")[4:].sum() for p in (plain, paid))
    assert pay == pytest.approx(0.6 * after)
    assert 0.4 * after < before < after  # deadweight: a good part of the clients came without it


def test_owners_withdraw_what_a_levy_brings_their_platform() -> None:
    plain, levied = (world(levers, end="2014Q4").run() for levers in ({}, {"art21_membership_levy": 0.001}))
    account = ("platform_running.town", "towns", "platforms")
    assert levied.ledger.turnover.get(account, 0.0) < plain.ledger.turnover[account]


def test_a_running_grant_keeps_experts_nobody_asks_for_and_they_go_when_it_ends() -> None:
    plain, kept = world({}).run(), world({"art21_running_years": 3.0}).run()
    more = series(kept, "platform_experts", "designated") / series(plain, "platform_experts", "designated") - 1.0
    assert more[8:12].mean() > 0.1  # 2014
    assert more[-1] < 0.8 * more.max()  # experts leave step by step
    served = [series(p, "served_innovation", "designated")[8:12].sum() for p in (plain, kept)]
    assert served[1] < 1.1 * served[0]
    busy = kept.platform.served / np.maximum(capacity(kept), 1e-9)
    assert busy[kept.platform.kind == 2].max() < 0.9


def test_a_platform_with_a_running_grant_is_not_promised_a_second_one() -> None:
    province = world({"art21_running_years": 3.0})
    for _ in range(13):
        province.step()
    assert len(province.contracts) == len(np.unique(province.contracts.platform)) == 2
    assert first_grant_over(province).all()  # those of before 2012 never had one of a measure


def test_what_is_promised_to_a_platform_that_has_closed_is_not_paid() -> None:
    province = world({"art21_running_years": 3.0})
    for _ in range(6):
        province.step()
    row = np.flatnonzero(province.platform.kind == 2)[:1]
    promise(province, "art21_running_years", row, 400.0, 3.0)
    close_platforms(province, np.arange(len(province.platform)) == row[0])
    seen = len(province.ledger.spending)
    province.step()
    paid = [r[5] for r in province.ledger.spending[seen:] if r[1] == "art21_running_years" and r[4] == "payment"]
    assert sum(paid) < 20.0


def test_where_fees_are_free_small_firms_stay_away_and_the_platform_earns_more() -> None:
    plain, free = world({}).run(), world({"art21_fee_freedom": 0.1}).run()
    income, served = (
        [series(p, name, "designated")[years].mean() for p in (plain, free)]
        for name, years in (("platforms_own_income", slice(-4, None)), ("served_innovation", slice(4, 12)))
    )
    assert income[1] > 1.5 * income[0]
    assert served[1] < served[0]  # in the first two years: later it lives on what it earns, and serves more than before


def test_national_bodies_cannot_send_more_experts_than_they_have() -> None:
    province = world({"art21_branches": 60.0})
    for _ in range(4):
        province.step()
    province.step()
    opened = []
    province.anchor.sample_of_province = 1.0 / 60.0
    province.platform.branch[:] = 0
    for quarter in range(province.quarter, province.quarter + 40):
        province.quarter = quarter
        opened.append(sum(len(posting.rows) for posting in branches(province)))
    # 360 experts a year make sixty branches of six: one a year in a sixtieth of the province, and not a second
    assert max(opened) == 1


# ---- centres beyond their town


def test_a_platform_serves_neighbours_without_one_less_the_further_and_word_of_it_travels_as_far() -> None:
    province = world({})
    province.step()
    reach, own = platforms_in_reach(province), province.platform_of()
    beyond = (own < 0) & (reach.platform >= 0)
    assert beyond.any()
    at_home = own >= 0
    np.testing.assert_array_equal(reach.platform[at_home], own[at_home])
    assert np.all(reach.near[at_home] == 1.0) and np.all(reach.near[reach.platform < 0] == 0.0)
    town, kind = np.nonzero(beyond)
    where = province.platform.town[reach.platform[beyond]]
    np.testing.assert_allclose(reach.near[beyond], np.asarray(province.near[town, where]).ravel())
    np.testing.assert_array_equal(reach.heard, reach.near)
    for place in np.flatnonzero(kind == 0):  # no other of the kind is nearer
        others = province.platform.town[province.platform.kind == 0]
        assert reach.near[town[place], 0] == max(province.near[town[place], other] for other in others)


def test_word_of_a_new_testing_centre_reaches_its_neighbours_as_it_does_its_own_town() -> None:
    province = world({"art23_testing_centres": 60.0}, seed=2, end="2015Q4").run()
    kind = 4
    new = np.flatnonzero((province.platform.kind == kind) & (province.platform.supported_by >= 0))
    assert len(new)
    reach = platforms_in_reach(province)
    of_new = np.isin(reach.platform[:, kind], new)
    beyond = of_new & (reach.near[:, kind] < 1.0)
    assert beyond.any()
    assert np.all(reach.heard[of_new, kind] == 1.0)
    assert np.all(reach.near[beyond, kind] > 0.0)
    assert series(province, "served_testing", "candidate").sum() > 0


def test_use_of_platforms_falls_with_distance() -> None:
    province, asked = world({}, end="2014Q4"), {True: 0.0, False: 0.0}
    firms = {True: 0.0, False: 0.0}
    while province.running and province.quarter <= province.last_quarter:
        province.step()
        near, tallies = platforms_in_reach(province).near, province.memo.tallies.by_town()
        for kind, name in enumerate(SERVICES):
            for home in (True, False):
                there = near[:, kind] == 1.0 if home else (near[:, kind] < 1.0) & (near[:, kind] > 0.0)
                asked[home] += tallies[name][there].sum()
                firms[home] += province.by_town(np.ones(len(province.firm)))[there].sum()
    assert asked[True] / firms[True] > 2.0 * asked[False] / firms[False] > 0.0


def test_a_logistics_park_is_not_built_where_serviced_land_is_used_up() -> None:
    province = world({"art27_logistics_parks": 60.0})
    for _ in range(5):
        province.step()
    province.anchor.sample_of_province = 1.0
    term, kind = "platform_grants.logistics", 8
    without = province.platform_of()[:, kind] < 0
    province.town.land_used[:] = province.town.land - 16.0
    towns = np.concatenate([founding.towns for founding in foundings(province, kind, term)])
    np.testing.assert_array_equal(towns, np.flatnonzero(without & (province.town.designated == 1)))
    province.town.land_used[:] = province.town.land - 14.0
    assert foundings(province, kind, term) == []
