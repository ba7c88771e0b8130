"""Parks and land: what is serviced, by whom, and who comes."""

from __future__ import annotations

import numpy as np
import pytest

from model.demography.land import private, reserve, usual_release
from model.demography.moving import relocate
from model.phases.invest_and_adopt import laboratory_help
from model.programmes.facilities import Founding, found, note_use, standing
from model.programmes.offers import buy_locally
from model.province import Province
from model.public_finance import measure_of
from scenarios.policy import load
from tests.levers.worlds import series


@pytest.fixture
def province() -> Province:
    world = Province(load("baseline"), world="small")
    world.step()
    world.ledger.open(world.quarter, world.positions())
    return world


def test_a_reserve_of_a_tenth_buys_what_a_tenth_more_than_is_in_use_lacks(province) -> None:
    town, pace = province.town, province.parameters.land.reserve_pace
    town.land_used[:2], town.land[:2] = 100.0, (105.0, 130.0)
    hectares = reserve(province, np.full(len(town), 0.1), None)
    assert hectares[0] == pytest.approx(pace / 4 * 5.0)
    assert hectares[1] == 0.0  # there is enough: nothing is bought


def test_towns_service_less_themselves_where_a_park_has_brought_land(province) -> None:
    town, p = province.town, province.parameters.demography
    town.land_used[0], town.land[0] = 100.0, 100.0
    before = usual_release(province)[0]
    town.land[0] += 10.0
    assert before == pytest.approx(p.land_release / 4 * 5.0)
    assert usual_release(province)[0] == 0.0


def test_private_developers_build_where_land_is_dear_and_nowhere_else(province) -> None:
    town, pace = province.town, province.parameters.land.private_pace
    measure = measure_of(province, "art16_private_parks")
    own = 0.7 * measure.options["cost_per_hectare"]
    town.land[:3], town.land_price[:3] = 100.0, own * np.exp([0.5, 2.0, -0.5])
    hectares = private(province, np.full(len(town), 0.02), measure)[:3]
    assert hectares == pytest.approx([min(0.02, pace * 0.5) / 4 * 100.0, 0.02 / 4 * 100.0, 0.0])


def test_a_cost_is_shared_by_its_payers_society_included_and_the_books_close(province) -> None:
    by_town = np.zeros(len(province.town))
    by_town[0] = 100.0
    households = province.household.cash[0]
    local = province.town.local_deposits[0]
    buy_locally(province, "art16_private_parks", by_town)
    assert households - province.household.cash[0] == pytest.approx(70.0)
    assert province.town.local_deposits[0] - local == pytest.approx(100.0)
    paid = {row[2]: row[5] for row in province.ledger.spending if row[1] == "art16_private_parks"}
    assert paid == pytest.approx({"towns": 30.0, "households": 70.0})
    province.ledger.check(province.positions())


def test_a_park_brings_its_land_and_a_transfer_park_is_empty_on_its_first_day(province) -> None:
    land = province.town.land[2]
    found(province, "transfer_park", Founding("art16_transfer_parks", np.array([2])))
    size = measure_of(province, "art16_transfer_parks").options["size"]
    assert province.town.land[2] == pytest.approx(land + size)
    assert province.town.park[2] == 1
    assert province.facilities["transfer_park"].use.tolist() == [0.0]


def test_who_moves_is_counted_where_he_leaves_and_where_he_comes_and_closes_his_accounts(province) -> None:
    f = province.firm
    rows = np.flatnonzero(f.town == 0)[[5, 2]]
    relocate(province, rows, np.array([1, 2]))
    assert f.town[rows].tolist() == [1, 2]
    assert np.array_equal(f.cell[rows], f.town[rows] * province.industry_count + f.industry[rows])
    tallies = province.memo.tallies.by_town()
    assert tallies["moved_out"][0] >= 2.0
    assert tallies["moved_in"][1] >= 1.0
    assert tallies["moved_in"][2] >= 1.0
    province.ledger.check(province.positions())


def test_a_laboratory_helps_all_where_few_need_it_and_a_part_where_many_do(province) -> None:
    f = province.firm
    f.automated[:], f.research[:] = 0.0, 0.0
    rows = np.flatnonzero((f.town == 0) & (f.size_class >= 1))
    f.automated[rows[:20]] = 0.2
    found(province, "laboratory", Founding("art07_precision_laboratories", np.array([0, 1])))
    province.facilities["laboratory"].size[:] = 10.0
    assert standing(province, "laboratory").tolist() == [10.0, 10.0, 0.0, 0.0, 0.0]
    help_given = laboratory_help(province)
    assert help_given[0] == pytest.approx(0.5)
    used, idle = province.facilities["laboratory"].use
    assert used == 1.0
    assert idle == pytest.approx(1.0 - province.parameters.facilities.memory)  # nobody works precisely in town 1


def test_use_on_record_follows_the_use_a_part_of_the_way(province) -> None:
    found(province, "market", Founding("art08_professional_markets", np.array([1])))
    note_use(province, "market", np.full(len(province.town), 0.2))
    assert province.facilities["market"].use[0] == pytest.approx(1.0 + province.parameters.facilities.memory * -0.8)


def test_firms_that_fill_a_transfer_park_are_missing_where_they_left() -> None:
    policy = load("baseline", levers={"art16_transfer_parks": 70.0})
    moved = Province(policy, world="small").run()
    arrivals, departures = (series(moved, name, "province").sum() for name in ("moved_in", "moved_out"))
    assert arrivals == departures > 0.0  # nobody comes from nowhere
