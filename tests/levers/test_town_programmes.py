"""Towns in programmes: who is taken in, what it costs, and what marks, parks, stations and co-operatives do."""

from __future__ import annotations

import numpy as np
import pytest

from model.columns import Columns
from model.innovation.farming import run_cooperatives, show_techniques, visit_farms
from model.programmes.awards import tag_index
from model.programmes.town_programmes import (
    PLACE,
    cost_of_place,
    enough_to_sell,
    farm_rows,
    farming,
    money_of_towns,
    pay_town_programmes,
    take_towns_in,
    towns_in,
)
from model.province import Province
from model.quality_control import low_quality_share, mark_next
from model.tallies import Tallies
from scenarios.policy import load


def province_with(levers: dict, quarters: int = 4) -> Province:
    """A small world with these levers from 2013Q1 on, after some quarters."""
    policy = load("baseline", levers={lever: {"2013Q1": value} for lever, value in levers.items()})
    province = Province(policy, world="small")
    for _ in range(quarters):
        province.step()
    return province


def farm_town_in(name: str, lever: str) -> Province:
    """A small world whose farm town is in a programme, ready for one rule."""
    province = province_with({lever: 300.0}, 5)
    town = np.flatnonzero(province.town.speciality == farming(province))
    table = province.town_places.setdefault(name, Columns(PLACE))
    table.keep(np.zeros(len(table), bool))
    table.append(len(town), town=town, lever=tag_index(province, lever), until=province.quarter + 20)
    province.memo.tallies = Tallies(len(province.town))
    return province


def test_a_town_costs_its_start_and_its_years() -> None:
    assert cost_of_place({"start_cost": 30.0, "yearly_cost": 20.0, "years": 4.0}) == 110.0


def test_only_towns_that_live_by_farming_are_taken_into_a_programme_for_farms() -> None:
    province = province_with({"art10_origin_marks": 300.0}, 8)
    there = towns_in(province, "origin_mark")
    assert there.any()
    assert np.all(province.town.speciality[there] == farming(province))


def test_towns_pay_for_a_programme_as_its_card_says_and_firms_their_part() -> None:
    province = province_with({"art15_collective_marks": 200.0}, 5)
    rows = [row for row in province.ledger.spending if row[1] == "art15_collective_marks" and row[4] == "payment"]
    paid = {payer: sum(row[5] for row in rows if row[2] == payer) for payer in ("cities", "towns", "firms")}
    total = sum(paid.values())
    towns = int(towns_in(province, "collective_mark").sum())
    assert total == pytest.approx(towns * (30.0 + 60.0 / 4))  # the first quarter of the support
    assert {payer: amount / total for payer, amount in paid.items()} == pytest.approx(
        {"cities": 0.4, "towns": 0.3, "firms": 0.3}
    )
    assert money_of_towns(province, "collective_mark").sum() == 60.0 * towns


def test_a_town_whose_support_has_ended_may_be_taken_in_again_at_once() -> None:
    province = province_with({"art15_collective_marks": 200.0}, 5)
    table = province.town_places["collective_mark"]
    table.until[:] = province.quarter
    before = len(table)
    province.memo.fees = np.zeros(len(province.firm))
    pay_town_programmes(province)
    assert len(table) == 0 and before > 0
    province.quarter += 3  # the round is in the first quarter of a year
    take_towns_in(province)
    assert len(table) > 0


# ---- marks


def test_a_mark_grows_with_its_campaign_and_is_worn_down_by_badly_made_goods() -> None:
    # a quarter: (0.6 x 1 x (0.04 - 0.02) - (0.1 + 3 x 0.1) x 0.02) / 4 = (0.012 - 0.008) / 4 = 0.001
    assert mark_next(0.02, 0.04, 0.6, 1.0, 0.1, 3.0, 0.1) == pytest.approx(0.021)
    assert mark_next(0.02, 0.04, 0.6, 0.5, 0.1, 3.0, 0.1) == pytest.approx(0.0195)  # half the money


def test_without_quality_control_a_mark_decays_once_the_campaign_is_over() -> None:
    kept = spoiled = 0.03
    for _ in range(8):
        kept = mark_next(kept, 0.04, 0.6, 0.0, 0.1, 3.0, 0.0)
        spoiled = mark_next(spoiled, 0.04, 0.6, 0.0, 0.1, 3.0, 0.2)
    assert kept == pytest.approx(0.03 * (1 - 0.1 / 4) ** 8)
    assert spoiled == pytest.approx(0.03 * (1 - 0.7 / 4) ** 8)
    assert spoiled < 0.3 * kept


def test_badly_made_goods_are_counted_by_what_is_sold_under_the_towns_name() -> None:
    province = province_with({}, 1)
    f, town = province.firm, province.town
    f.quality[:] = 0.0
    of_it = np.flatnonzero((f.town == 0) & (f.industry == town.speciality[0]))
    other = np.flatnonzero((f.town == 0) & (f.industry != town.speciality[0]))
    f.sales[of_it] = 1.0
    f.quality[of_it[: len(of_it) // 4]] = -0.3
    f.quality[other] = -0.3  # they make something else
    assert low_quality_share(province)[0] == pytest.approx((len(of_it) // 4) / len(of_it))


# ---- farms


def test_the_quarter_of_farms_that_sells_least_is_found_town_by_town_and_by_weight() -> None:
    town = np.array([0, 0, 0, 0, 1, 1])
    sales = np.array([4.0, 1.0, 3.0, 2.0, 10.0, 20.0])
    assert enough_to_sell(town, sales, np.ones(6)).tolist() == [True, False, True, True, True, True]
    assert enough_to_sell(town, sales, np.array([1.0, 1.0, 1.0, 1.0, 1.0, 3.0]))[4:].tolist() == [False, True]


def test_a_company_does_not_ask_the_poorest_farms_and_lends_its_name_to_the_others_at_once() -> None:
    province = farm_town_in("cooperative", "art10_cooperatives")
    province.quarter = 2014 * 4  # they ask once a year
    province.awards.clear()
    f, farms = province.firm, farm_rows(province)
    there = farms[towns_in(province, "cooperative")[f.town[farms]]]
    poor = there[~enough_to_sell(f.town[there], f.sales[there], f.weight[there])]
    f.brand[:] = 0.0
    run_cooperatives(province)
    named = np.flatnonzero(f.brand == province.parameters.farming.trademark)
    assert 0.25 * len(there) < len(named) < 0.5 * len(there)
    assert np.isin(named, there).all() and not np.isin(named, poor).any()


def test_who_knows_too_little_sees_a_technique_in_the_park_and_cannot_follow() -> None:
    taken = {}
    for knowledge in (0.1, 3.0):
        province = farm_town_in("farm_park", "art10_agricultural_parks")
        province.firm.knowledge[:] = knowledge
        before = province.firm.process.copy()
        show_techniques(province)
        gained = province.firm.process - before
        farms = farm_rows(province)
        assert gained.min() >= 0.0
        assert np.all(np.delete(gained, farms) == 0.0)
        assert province.firm.process[farms].max() == before[farms].max()  # the best has nothing to learn
        taken[knowledge] = (gained > 0).sum()
    assert taken[0.1] <= 1 < 5 < taken[3.0]


def test_a_stations_advisers_reach_thirty_farms_a_quarter_and_add_less_where_practice_is_good() -> None:
    province = farm_town_in("rural_station", "art10_rural_technology_service")
    f, p = province.firm, province.parameters
    f.practice[:] = 0.5 * p.services.practice_ceiling
    visit_farms(province)
    visited = np.flatnonzero(f.practice > 0.5 * p.services.practice_ceiling)
    assert 18 < len(visited) < 42  # 30 in the mean, three standard deviations of 200 draws at 0.15
    np.testing.assert_allclose(f.practice[visited], 0.5 + p.farming.advice * 0.5)
    assert np.all(f.industry[visited] == farming(province))
