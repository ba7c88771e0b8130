"""An envelope is public money, a budget what one payer puts in; and the same money spent by the old rule."""

from __future__ import annotations

import numpy as np
import pytest

from model.programmes.costs import quarters_money
from model.programmes.existing import Refused, added, award_added_money
from model.programmes.facilities import number_affordable
from model.programmes.sharing import affordable
from model.province import Province
from model.public_finance import (
    budget_left,
    cost_of_envelope,
    cost_within,
    envelope_of,
    measure_of,
    support_within,
    use_budget,
    use_support,
)
from scenarios.policy import load

PARKS = "art16_private_parks"  # towns 0.3, society 0.7; an envelope of 18,000
ADDED = "law_old_rule_money"


def of_2013(**overrides) -> Province:
    world = Province(load("baseline", **overrides), world="small", end="2013Q4")
    for _ in range(5):  # so that the terms of 2013 are set
        world.step()
    world.ledger.open(world.quarter, world.positions())
    return world


def test_an_envelope_of_public_money_pays_for_a_cost_of_which_others_bear_their_part() -> None:
    province = of_2013()
    part = province.anchor.part_of_province
    assert envelope_of(province, PARKS) == pytest.approx(18000.0 * part)
    assert cost_of_envelope(province, PARKS) == pytest.approx(60000.0)
    assert quarters_money(province, PARKS) == pytest.approx(15000.0 * part)
    assert cost_within(province, PARKS, 30.0) == pytest.approx(100.0)
    assert support_within(province, PARKS, 30.0) == pytest.approx(30.0)  # support is public as it stands


def test_facilities_count_the_private_part_of_their_cost_towards_no_envelope() -> None:
    province = of_2013()
    lever = "art08_professional_markets"  # public 0.4 of 1,500 and the running cost of the first years
    options, years = measure_of(province, lever).options, province.parameters.facilities.patience
    each = options["start_cost"] + years * options["running_cost"]
    most = 60000.0 / 0.4 / each * province.anchor.sample_of_province
    assert number_affordable(province, lever, 1e6) in (int(most), int(most) + 1)


def test_a_budget_bounds_what_its_payer_puts_in_whoever_else_pays() -> None:
    province = of_2013(budgets={"镇": {"2013": 30.0}})
    assert budget_left(province, PARKS) == pytest.approx(100.0)
    assert support_within(province, PARKS, np.inf) == pytest.approx(30.0)
    use_budget(province, PARKS, 50.0)  # a whole cost: 15 of the towns
    assert budget_left(province, PARKS) == pytest.approx(50.0)
    use_support(province, PARKS, 15.0)  # public as it stands
    assert budget_left(province, PARKS) == pytest.approx(0.0)


def test_what_is_affordable_as_it_is_used_is_the_same_for_both_ways_of_paying() -> None:
    province = of_2013(levers={"art27_third_party": {"2013Q1": 0.2}})
    whole = quarters_money(province, "art27_third_party")
    cost = np.zeros(province.terms.shape)
    reached = tuple(np.argwhere(province.terms.value("contract_logistics") > 0)[0])
    cost[reached] = 2.0 * whole
    assert affordable(province, "contract_logistics", cost)[reached] == pytest.approx(0.5)


def test_money_added_to_the_old_funds_goes_by_score_to_those_they_were_too_small_for() -> None:
    province = of_2013(levers={ADDED: {"2013Q1": 10000.0}})
    p, f = province.parameters.programmes, province.firm
    here = p.existing_part * 10000.0 * province.anchor.part_of_province
    rows = np.flatnonzero(f.research > 0)[:3]
    f.weight[rows] = 1.0
    province.carried.clear()
    province.memo.refused = Refused(rows, np.full(3, 0.4 * here), np.array([1.0, 3.0, 2.0]))
    (one,) = added(province)
    assert one.rows.tolist() == rows[[1, 2]].tolist()  # 0.8 of the 0.85 that are spent in the year
    assert one.elsewhere == pytest.approx((1 - p.existing_part) * (1 - p.unspent) * here / p.existing_part)
    assert province.carried[ADDED] == pytest.approx(0.2 * here * p.carried_over)


def test_most_of_it_leaves_the_towns_and_the_books_close() -> None:
    province = of_2013(levers={ADDED: {"2013Q1": 10000.0}})
    province.memo.refused = Refused(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))
    rest, seen = province.outside.cash[0], len(province.ledger.spending)
    award_added_money(province)
    new = province.ledger.spending[seen:]
    paid = sum(row[5] for row in new if row[1] == ADDED and row[4] == "payment")
    assert paid > 0 and province.outside.cash[0] - rest == pytest.approx(paid)
    province.ledger.check(province.positions())


def test_without_a_measure_nothing_is_added() -> None:
    province = of_2013()
    award_added_money(province)
    assert not any(row[1] == ADDED for row in province.ledger.spending)
