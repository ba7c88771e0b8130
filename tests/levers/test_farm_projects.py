"""Farms that outside firms found: who pays, how many would have come anyway, and how well they work."""

from __future__ import annotations

import numpy as np
import pytest

from model.demography.projects import begun_anyway, projects_allowed
from model.programmes.farming import machines_of_a_year, processors
from model.programmes.town_programmes import farming
from model.province import Province
from scenarios.policy import load


def province_with(levers: dict, quarters: int = 5) -> Province:
    """A small world with these levers from 2013Q1 on, after some quarters."""
    policy = load("baseline", levers={lever: {"2013Q1": value} for lever, value in levers.items()})
    province = Province(policy, world="small")
    for _ in range(quarters):
        province.step()
    return province


def test_the_number_of_projects_is_what_the_measure_says_within_its_money() -> None:
    province = province_with({"art10_firms_in_farming": 100.0})
    assert projects_allowed(province) == pytest.approx(100.0 * province.anchor.part_of_province)
    province = province_with({"art10_firms_in_farming": 1000.0})
    assert projects_allowed(province) == pytest.approx(37500.0 / 150.0 * province.anchor.part_of_province)


def test_newcomers_who_begin_by_themselves_take_the_money_too() -> None:
    province = province_with({})
    cell, new = np.zeros(1000, np.int64), np.arange(1000) < 100
    anyway = begun_anyway(province, np.arange(1000), cell, new)
    assert not anyway[new].any()
    assert 70 < anyway.sum() < 130  # as many as the 100 that are new, by lot


def test_the_owners_of_a_project_bear_their_part_and_governments_the_rest() -> None:
    province = province_with({"art10_firms_in_farming": 250.0}, 20)
    rows = [row for row in province.ledger.spending if row[1] == "art10_firms_in_farming" and row[4] == "payment"]
    paid = {payer: sum(row[5] for row in rows if row[2] == payer) for payer in ("province", "counties", "households")}
    total = sum(paid.values())
    assert {payer: amount / total for payer, amount in paid.items()} == pytest.approx(
        {"province": 0.25, "counties": 0.25, "households": 0.5}
    )


def test_however_large_a_project_is_support_is_for_what_one_takes_as_planned() -> None:
    levers = {"art10_firms_in_farming": {"2013Q1": 250.0}}
    province = Province(load("baseline", levers=levers), world="small", parameters={"farming.project_size": 20.0}).run()
    rows = [row for row in province.ledger.spending if row[1] == "art10_firms_in_farming" and row[4] == "payment"]
    founded = sum(
        v for _, name, scope, v in province.records["province"] if (name, scope) == ("farm_projects", "province")
    )
    assert founded > 0
    assert 0 < sum(row[5] for row in rows) <= 150.0 * founded * (1.0 + 1e-9)


def test_processing_is_supported_where_food_is_made_or_farms_are_large_enough() -> None:
    province = province_with({})
    f, p = province.firm, province.parameters
    rows = np.flatnonzero(processors(province))
    farms = f.industry[rows] == farming(province)
    assert farms.any() and not farms.all()
    assert np.all(f.size_class[rows][farms] >= 1)
    assert np.all(f.profitability[rows] > 0)
    np.testing.assert_allclose(
        machines_of_a_year(province, rows), f.capital[rows] * (p.invest.depreciation + p.farming.expected_growth)
    )
