"""Schemes, titles, inspection and standards: what they do in a firm, whom they miss and what goes wrong."""

from __future__ import annotations

import numpy as np
import pytest

from model.phases.enter_exit_move import closed_by_standard
from model.programmes.awards import grant_awards
from model.programmes.schemes import control_quality, host_secretariat, part_covered, pilot_standards, scheme_cost
from model.programmes.standards import energy_saved, enforce_energy_standard, retrofit_cost, track_foreign_standards
from model.programmes.titles import award_titles, chosen_brands
from model.province import Province
from model.quality_control import inspect_products, punish
from model.tallies import Tallies
from scenarios.policy import load


def province_with(levers: dict, quarters: int = 5) -> Province:
    """A small world with these levers from 2013Q1 on, after some quarters, ready for one rule of the next."""
    policy = load("baseline", levers={lever: {"2013Q1": value} for lever, value in levers.items()})
    province = Province(policy, world="small")
    for _ in range(quarters):
        province.step()
    province.memo.tallies = Tallies(len(province.town))
    province.memo.fees = np.zeros(len(province.firm))
    return province


def test_a_scheme_costs_with_the_root_of_staff_and_covers_that_much_less_of_a_large_firm() -> None:
    assert scheme_cost(np.array([20.0, 80.0]), 5.0).tolist() == [5.0, 10.0]
    assert part_covered(np.array([5.0, 20.0, 80.0, 2000.0])).tolist() == [1.0, 1.0, 0.5, 0.1]


def test_quality_that_is_kept_up_comes_to_its_worth_in_the_long_run_and_is_lost_without_care() -> None:
    province = province_with({})
    f, p = province.firm, province.parameters
    rows = np.array([0])
    f.staff_production[0], f.staff_technician[0], f.quality[0] = 20.0, 0.0, 0.0
    for _ in range(400):
        f.quality[0] *= p.search.persistence
        control_quality(province, rows)
    assert f.quality[0] == pytest.approx(p.schemes.quality_worth, rel=1e-3)
    f.quality[0] *= p.search.persistence**40
    assert f.quality[0] < 0.15 * p.schemes.quality_worth


def test_a_pilot_meets_standards_in_the_part_it_covers_and_narrows_its_range() -> None:
    province = province_with({})
    f, p = province.firm, province.parameters
    f.staff_production[:2], f.staff_technician[:2], f.standard[:2], f.design[:2] = (20.0, 80.0), 0.0, 0.0, 0.0
    pilot_standards(province, np.array([0, 1]))
    np.testing.assert_allclose(f.standard[:2], [p.schemes.standard_speed, 0.5 * p.schemes.standard_speed])
    assert f.design[0] == pytest.approx(-p.schemes.variety_lost * (1 - p.search.persistence))


def test_a_secretariat_helps_those_near_the_hosts_technology_and_leaves_others_out() -> None:
    province = province_with({})
    f = province.firm
    rows = np.flatnonzero(f.industry == f.industry[0])[:3]
    f.standard[:] = 0.0
    f.position_x[rows], f.position_y[rows] = [0.0, 0.1, 5.0], 0.0
    host_secretariat(province, rows[:1])
    host, near, far = f.standard[rows]
    assert host > near > 100 * far
    assert np.all(f.standard[f.industry != f.industry[0]] == 0.0)


def test_prizes_go_to_the_number_of_firms_there_is_money_for_and_to_nobody_twice() -> None:
    province = province_with({"art15_brand_awards": 600.0})
    province.awards.clear()
    (choice,) = chosen_brands(province)
    assert choice.prize == 30.0
    assert 4 <= len(choice.rows) <= 7  # 600 a year times 0.0092 is 5.5
    assert np.all(province.firm.size_class[choice.rows] >= 1)
    award_titles(province)
    assert province.awards["brand_awards"].due.tolist() == [30.0] * len(choice.rows)
    (again,) = chosen_brands(province)
    assert not np.isin(again.rows, choice.rows).any()


def test_who_is_found_out_pays_loses_name_and_customers_and_must_do_better() -> None:
    province = province_with({"art15_quality_integrity": 0.5})
    f, p = province.firm, province.parameters.marks
    row = np.flatnonzero((f.town == 0) & (f.sales > 1.0))[:1]
    f.cash[row], f.quality[row], f.brand[row], f.customers[row] = 100.0, p.line - 0.1, 0.02, 8.0
    cities = province.government.cash[province.town.government_city[0]]
    punish(province, row)
    fine = p.fine * f.sales[row][0]
    assert f.cash[row][0] == pytest.approx(100.0 - fine)
    assert province.government.cash[province.town.government_city[0]] - cities == pytest.approx(fine * f.weight[row][0])
    assert f.brand[row][0] == pytest.approx(0.02 - p.name_lost)
    assert f.customers[row][0] == pytest.approx(8.0 * (1.0 - p.customers_lost))
    assert f.quality[row][0] == pytest.approx(p.line - 0.1 * (1.0 - p.corrected))


def test_an_inspection_punishes_nobody_above_the_line() -> None:
    province = province_with({"art15_quality_integrity": 1.0})
    province.firm.quality[:] = province.parameters.marks.line + 1e-6
    inspect_products(province)
    assert province.memo.tallies.by_town()["quality_penalties"].sum() == 0.0


def test_a_retrofit_costs_by_machines_and_by_the_energy_of_the_trade() -> None:
    assert retrofit_cost(200.0, 0.5, 0.15) == pytest.approx(15.0)


def test_who_can_pay_makes_good_and_who_cannot_is_given_time_or_closed() -> None:
    province = province_with({"art24_mandatory_standards": 1.0}, 4)
    f, p = province.firm, province.parameters.standards
    p.visits, p.closure = 4.0, 0.5
    province.step()
    province.awards.clear()
    province.memo.tallies, province.memo.fees = Tallies(len(province.town)), np.zeros(len(province.firm))
    f = province.firm
    f.cash[:] = np.where(np.arange(len(f)) % 2 == 0, 1e6, -1.0)
    before = f.cash.copy()
    enforce_energy_standard(province)
    rich = np.arange(len(f)) % 2 == 0
    cost = retrofit_cost(f.capital, province.anchor.energy[f.industry], p.retrofit_outlay)
    np.testing.assert_allclose(before[rich] - f.cash[rich], cost[rich], rtol=1e-6)
    assert np.all(f.cash[~rich] == before[~rich])
    closed = closed_by_standard(province)
    assert not closed[rich].any()
    assert 0.4 < closed[~rich].mean() < 0.6
    used = np.bincount(
        f.town, weights=f.output * province.anchor.energy[f.industry] * f.weight * rich, minlength=len(province.town)
    )
    np.testing.assert_allclose(energy_saved(province), p.energy_saving * used)


def test_small_exporters_hear_of_a_standard_abroad_and_cannot_afford_it() -> None:
    province = province_with({"art24_foreign_standards": 1.0})
    f = province.firm
    f.export_mix[:], f.processing_mix[:], f.certified[:], f.cash[:] = 1.0, 0.0, 0.0, 1e6
    f.sales_outside[:] = np.where(f.size_class == 0, 1.0, 1e4)
    track_foreign_standards(province)
    adapted = f.certified > 0
    assert not adapted[f.size_class == 0].any()
    assert 0.1 < adapted[f.size_class >= 1].mean() < 0.5


def test_an_award_of_a_scheme_pays_a_part_of_what_the_firm_spends_on_it() -> None:
    province = province_with({"art15_quality_management": 0.6}, 4)
    row = np.flatnonzero((province.firm.size_class == 1) & (province.firm.town == 0))[:1]
    uid = province.firm.uid[row]
    grant_awards(province, "scheme.quality_management", "art15_quality_management", row, np.array([0.6]), 12)
    province.step()
    table = province.awards["scheme.quality_management"]
    due = table.due[table.firm == uid][0]
    now = province.firm.rows_of(uid)[0]
    staff = province.firm.staff_production[now] + province.firm.staff_technician[now]
    assert due == pytest.approx(
        0.6 * scheme_cost(staff, province.parameters.schemes.quality_management_cost) / 4, rel=0.3
    )
