"""Fairs, online sales, outlets and professional markets: reach, and whose loss it is."""

from __future__ import annotations

import numpy as np
import pytest

from model.columns import Columns
from model.fields import FACILITY
from model.phases.sell import customers_come_and_go
from model.programmes.awards import grant_awards
from model.programmes.facilities import run_facilities
from model.programmes.memberships import join
from model.province import Province
from model.selling.costs import margin, stand_cost
from model.selling.fairs import exhibit
from model.selling.online import online_gain
from model.selling.outlets import domestic_reach, market_fill, pay_for_reach
from scenarios.policy import load


@pytest.fixture
def province() -> Province:
    world = Province(load("baseline"), world="small")
    for _ in range(5):
        world.step()  # the next quarter is the second of a year: spring fairs
    world.ledger.open(world.quarter, world.positions())
    world.memo.fees = np.zeros(len(world.firm))
    return world


def test_a_stand_costs_with_the_square_root_of_the_staff(province) -> None:
    f, cost = province.firm, province.parameters.reach.stand_cost
    f.staff_production[:2], f.staff_technician[:2] = (20.0, 80.0), 0.0
    assert stand_cost(province, np.arange(2)) == pytest.approx([2 * cost, 4 * cost])


def test_who_would_exhibit_anyway_takes_the_money_and_wins_nobody_more(province) -> None:
    f, p = province.firm, province.parameters.reach
    f.cash[:3], f.staff_production[:3], f.staff_technician[:3] = 1e4, 20.0, 0.0
    f.price[:3], f.unit_cost[:3] = 1.0, 0.8
    assert margin(province, np.arange(3)) == pytest.approx(0.2)
    break_even = p.stand_cost / (p.fair_reach * p.horizon * 4.0 * 0.2)  # sales a quarter that pay a whole stand
    f.sales[:3] = np.array([1.1, 0.6, 0.4]) * break_even
    grant_awards(province, "fair_support", "art08_fairs", np.arange(3), np.full(3, 0.5), 4)
    customers, cash = f.customers[:3].copy(), f.cash[:3].copy()
    exhibit(province)
    assert f.customers[:3] / customers == pytest.approx([1.0, 1.0 + p.fair_reach, 1.0])
    assert cash - f.cash[:3] == pytest.approx([0.0, p.stand_cost, 0.0])
    assert province.awards["fair_support"].due == pytest.approx([0.5 * p.stand_cost, 0.5 * p.stand_cost, 0.0])


def test_customers_won_at_a_fair_are_lost_by_the_others_of_the_trade(province) -> None:
    f = province.firm
    trade = f.industry == f.industry[0]
    f.customers[0] *= 1.5
    customers_come_and_go(province)
    total = float((f.customers * f.weight)[trade].sum())
    assert total <= province.anchor.customers[f.industry[0]] * (1.0 + 1e-9)


def test_selling_online_wins_nothing_once_all_rivals_are_there() -> None:
    assert online_gain(0.05, 0.0) == 0.05
    assert online_gain(0.05, 0.6) == pytest.approx(0.02)
    assert online_gain(0.05, 1.0) == 0.0


def test_outlets_keep_their_commission_on_what_they_sold_only(province) -> None:
    f, p = province.firm, province.parameters.reach
    join(province, "outlets", np.array([4]), p.network_reach)
    reach = domestic_reach(province)
    assert reach is not None
    assert reach[4] == p.network_reach
    assert np.count_nonzero(reach) == 1
    cash = f.cash[4]
    pay_for_reach(province, reach, np.full(len(f), 100.0))
    assert cash - f.cash[4] == pytest.approx(p.commission * 100.0 * (1.0 - np.exp(-p.network_reach)))
    province.ledger.check(province.positions())


def test_a_professional_market_of_a_small_trade_stands_half_empty_and_closes(province) -> None:
    trade = province.by_cell(np.ones(len(province.firm)))[0, province.town.speciality[0]]
    province.parameters.reach.market_firms = 2.0 * trade
    table = province.facilities["market"] = Columns(FACILITY)
    table.append(1, town=0, lever=0, since=province.quarter, size=1.0)
    assert market_fill(province)[0] == 0.5
    assert np.all(market_fill(province)[1:] == 0.0)
    table.use[:] = 0.1
    province.award_tags.append("art08_professional_markets")
    run_facilities(province)
    assert len(table) == 1  # young: it may still fill
    table.since[:] = province.quarter - 12
    run_facilities(province)
    assert len(table) == 0
