"""Licences paid for, alliances, warning and enforcement: who gains, who loses, and when the money is spent."""

from __future__ import annotations

import numpy as np
import pytest

from model.innovation.findings import forewarned
from model.innovation.guarding import guard_beyond_patents, worth_protecting
from model.innovation.licences import brokered, money_left, share_of_fee_paid, support_licences
from model.programmes.town_programmes import towns_in
from model.province import Province
from scenarios.policy import load


def province_with(levers: dict, quarters: int = 5) -> Province:
    """A small world with these levers from 2013Q1 on, after some quarters."""
    policy = load("baseline", levers={lever: {"2013Q1": value} for lever, value in levers.items()})
    province = Province(policy, world="small")
    for _ in range(quarters):
        province.step()
    return province


def test_who_knows_the_patents_of_others_avoids_half_of_a_dead_end_and_gives_up_some_good_ideas() -> None:
    p = province_with({}, 1).parameters.property
    found = forewarned(np.array([-0.02, 0.02, -0.02, 0.02]), np.array([True, True, False, False]), p)
    np.testing.assert_allclose(found, [-0.02 * (1 - p.dead_ends_avoided), 0.02 * (1 - p.ideas_given_up), -0.02, 0.02])


def test_enforcement_keeps_imitators_off_what_patents_guard_and_off_nothing_else() -> None:
    province = province_with({"art25_enforcement": 0.2})
    reached = np.flatnonzero(province.town.designated[province.firm.town] == 1)[:2]
    elsewhere = np.flatnonzero(province.town.designated[province.firm.town] == 0)[:1]
    rows = np.array([5, 6, 7])
    model = np.concatenate([reached, elsewhere])
    more = guard_beyond_patents(province, rows, model, np.array([1.0, 0.0, 1.0]))
    assert more.tolist() == [0.2, 0.0, 0.0]


def test_private_firms_answer_more_to_protection_than_state_firms() -> None:
    province = province_with({"art25_enforcement": 0.2})
    f, p = province.firm, province.parameters.property
    rows = np.flatnonzero(province.town.designated[f.town] == 1)[:2]
    f.ownership[rows] = [1, 3]
    np.testing.assert_allclose(
        worth_protecting(province, rows), [1 + 0.2 * p.private_response, 1 + 0.2 * p.state_response]
    )


def test_members_of_an_alliance_share_with_one_another_and_keep_others_off() -> None:
    province = province_with({"art25_patent_alliances": 200.0})
    f = province.firm
    town = np.flatnonzero(towns_in(province, "patent_alliance"))[0]
    of_it = np.flatnonzero((f.town == town) & (f.industry == province.town.speciality[town]))[:3]
    owner, member, outsider = of_it
    f.patents_other[[owner, member]], f.patents_other[outsider], f.patents_invention[of_it] = 1.0, 0.0, 0.0
    more = guard_beyond_patents(province, np.array([member, outsider]), np.array([owner, owner]), np.ones(2))
    assert more.tolist() == [-province.parameters.search.protection, province.parameters.property.joint_defence]


def test_a_base_makes_firms_look_for_licences_in_its_town_only() -> None:
    province = province_with({"art25_operation_bases": 200.0})
    there = towns_in(province, "operation_base")
    assert there.any() and not there.all()
    looks = brokered(province, np.arange(len(there)))
    assert np.all(looks[there] == 1.0 + province.parameters.licences.base_gain)
    assert np.all(looks[~there] == 1.0)


def test_support_of_licences_ends_with_the_money_of_the_year() -> None:
    province = province_with({"art25_bought_licences": 0.6})
    rows = np.flatnonzero(province.town.designated[province.firm.town] == 1)[:3]
    assert share_of_fee_paid(province, rows).tolist() == pytest.approx([0.6] * 3)
    left = money_left(province, "art25_bought_licences")
    province.memo.fees = np.zeros(len(province.firm))
    assert 0 < left <= 10000 * province.anchor.part_of_province
    before = province.firm.cash[rows].copy()
    support_licences(province, rows[:1], np.array([2.0 * left]) / province.firm.weight[rows[:1]])
    assert (province.firm.cash[rows] - before)[0] * province.firm.weight[rows[0]] == pytest.approx(left)
    assert money_left(province, "art25_bought_licences") == pytest.approx(0.0, abs=1e-9)
    assert share_of_fee_paid(province, rows).tolist() == [0.0] * 3
