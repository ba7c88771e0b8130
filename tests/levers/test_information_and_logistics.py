"""Information and logistics: what is found and shared, what stays unused, and who loses."""

from __future__ import annotations

import numpy as np
import pytest

from model.innovation.partners import help_from_databases
from model.phases.sell import less_sampled
from model.production import output_planned
from model.province import Province
from model.services.logistics import arrange_logistics, enough
from scenarios.policy import load
from tests.levers.worlds import control, series


def world(levers: dict[str, float], seed: int = 1, **arguments) -> Province:
    policy = load("baseline", levers={lever: {"2013Q1": value} for lever, value in levers.items()})
    return Province(policy, world="small", rng=seed, **arguments)


def after(province: Province, quarters: int) -> Province:
    for _ in range(quarters):
        province.step()
    return province


def spent(province: Province, lever: str, kind: str = "payment") -> float:
    return sum(row[5] for row in province.ledger.spending if row[1] == lever and row[4] == kind)


# ---- information


def test_a_call_costs_a_visit_whatever_it_is_about() -> None:
    province = world({"art22_hotline": 0.2})
    after(province, 4)
    seen = len(province.ledger.spending)
    province.step()
    paid = sum(row[5] for row in province.ledger.spending[seen:] if row[1] == "art22_hotline")
    firms = series(province, "firms", "designated")[-1]
    assert paid / 0.3 == pytest.approx(0.05 * firms, rel=0.25)  # a fifth call in a year, a twentieth in a quarter


def test_more_registered_firms_include_all_that_fewer_would_have_and_most_never_look() -> None:
    few, many = (after(world({"art22_online_search": share}), 8) for share in (0.1, 0.6))
    gained = [p.firm.scan - control_scan(p) for p in (few, many)]
    seen = [gain > 1e-6 for gain in gained]
    assert not (seen[0] & ~seen[1]).any()
    # half a chance in four quarters: 1 - 0.85^4 = 0.48 of those registered in the towns reached
    reached = many.town.designated[many.firm.town] == 1
    assert seen[1][reached].mean() == pytest.approx(0.6 * (1.0 - 0.85**4), abs=0.04)


def control_scan(province: Province) -> np.ndarray:
    plain = after(world({}), 8)
    assert np.array_equal(plain.firm.uid, province.firm.uid)
    return plain.firm.scan


def test_databases_help_in_the_towns_they_are_kept_for_and_nowhere_else() -> None:
    province = after(world({"art22_databases": 1.0}), 5)
    rows = np.arange(len(province.firm))
    rise = help_from_databases(province, rows)
    designated = province.town.designated[province.firm.town] == 1
    assert isinstance(rise, np.ndarray)
    assert np.allclose(rise[designated], 1.0)
    assert not rise[~designated].any()


def test_a_technology_market_is_paid_for_whether_anything_is_sold_or_not() -> None:
    province = world({"art22_technology_market": 0.03}).run()
    assert spent(province, "art22_technology_market") == pytest.approx(3 * 15.0 * 5)  # three towns, five years
    assert series(province, "licences", "designated")[4:].sum() < 40


# ---- inspection


def test_class_one_is_for_larger_exporters_of_better_goods_and_small_exporters_lose_to_them() -> None:
    helped = after(world({"art23_class_one": 1.0}), 12)
    rows = less_sampled(helped)
    f = helped.firm
    assert len(rows)
    assert (f.size_class[rows] >= 2).all()
    assert (f.quality[rows] > 0).all()
    assert (f.export_mix[rows] + f.processing_mix[rows] > 0).all()
    plain = after(world({}), 12)
    share = [
        series(p, "exports_small", "designated")[-1] / series(p, "exports", "designated")[-1] for p in (plain, helped)
    ]
    assert share[1] < share[0]


# ---- logistics


def test_no_van_goes_where_too_few_take_part() -> None:
    np.testing.assert_array_equal(enough(np.array([0.0, 39.0, 40.0, 200.0]), 40.0), [False, False, True, True])
    few = world({"art27_joint_distribution": 0.05}).run()
    assert spent(few, "art27_joint_distribution") == 0.0
    assert series(few, "delivery", "designated").tolist() == series(control(1), "delivery", "designated").tolist()
    assert series(world({"art27_joint_distribution": 0.3}).run(), "delivery", "designated")[-1] > 0.05


def test_a_third_less_stock_is_a_third_less_to_make_for_stock() -> None:
    usual = output_planned(100.0, 20.0, 0.25, 0.5)
    lean = output_planned(100.0, 20.0, 0.25 * (1.0 - 0.3), 0.5)
    assert usual == pytest.approx(100.0 + 0.5 * 5.0)
    assert lean == pytest.approx(100.0 - 0.5 * 2.5)


def test_a_third_party_saves_a_part_of_what_lies_in_store_and_nothing_of_an_empty_one() -> None:
    province = after(world({"art27_third_party": 1.0}), 6).fork()
    f, p = province.firm, province.parameters
    f.inventory[:] = 0.5 * p.produce.inventory_wanted * f.expected_sales
    arrange_logistics(province)
    rows = np.flatnonzero(province.memo.stock_saved > 0)
    assert len(rows)
    np.testing.assert_allclose(province.memo.stock_saved[rows], 0.5 * p.logistics.stock_saved)
    f.inventory[:] = 0.0
    arrange_logistics(province)
    assert province.memo.stock_saved.max() == 0.0


def test_firms_with_lean_stocks_have_less_to_sell_when_orders_come_at_once() -> None:
    plain, lean = after(world({}), 12), after(world({"art27_third_party": 0.4}), 12)
    again = lean.fork()
    arrange_logistics(again)
    uid = again.firm.uid[again.memo.stock_saved > 0]
    assert len(uid)
    left = []
    for province in (plain, lean):
        rows = province.firm.rows_of(uid)
        rows = rows[rows >= 0]
        stock = province.firm.inventory[rows] / province.firm.expected_sales[rows]
        left.append((stock < 0.2).mean())  # quarters of sales, of the 0.25 that others keep
    assert left[1] > left[0]


def test_only_farms_have_a_place_in_the_cold_chain_and_the_others_lose_customers_to_them() -> None:
    cold, plain = after(world({"art27_cold_chain": 0.5}), 16), after(world({}), 16)
    again = cold.fork()
    arrange_logistics(again)
    rows, farm = again.memo.cold_chain, cold.anchor.farm_industry
    assert len(rows)
    assert (cold.firm.industry[rows] == farm).all()
    without = cold.firm.uid[(cold.firm.industry == farm) & ~np.isin(np.arange(len(cold.firm)), rows)]
    both = without[(plain.firm.rows_of(without) >= 0)]
    share = [p.firm.share_domestic[p.firm.rows_of(both)].sum() for p in (plain, cold)]
    assert share[1] < share[0]


def test_equipment_at_a_logistics_platform_wears_and_is_of_use_to_its_clients_at_home_and_near_by() -> None:
    province = world({"art27_tracking": 60.0}).run()
    tracking = province.platform.tracking
    assert (tracking[province.platform.kind != 8] == 0.0).all()
    # 15 a quarter, a twentieth worn in each: 15 (1 - 0.95^20) / 0.05 after five years
    assert tracking[province.platform.kind == 8] == pytest.approx(15.0 * (1.0 - 0.95**20) / 0.05)
    gained = [
        series(province, "delivery", scope)[-1] - series(control(1), "delivery", scope)[-1]
        for scope in ("designated", "candidate")
    ]
    assert min(gained) > 0.0  # neighbours are clients too
