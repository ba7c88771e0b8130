"""The small world: few firms, every kind of institution, and the builder's promises that are cheap to test on it."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from analysis.start_check import compare, summarise
from model.fields import KINDS_OF_BODY, KINDS_OF_PLATFORM, LEVELS, TABLES
from model.start import build_start
from model.start.rake import rake, whole, whole_rows
from model.start.sizes import class_sizes, staff_that_can_be_paid


def fingerprint(start) -> str:
    digest = hashlib.sha256()
    for name in TABLES:
        for field in TABLES[name]:
            digest.update(np.ascontiguousarray(getattr(start.tables[name], field.name)).tobytes())
    return digest.hexdigest()


def test_it_has_every_kind_of_institution(small_start):
    tables = small_start.tables
    town, firm = tables["town"], tables["firm"]
    assert (town.designated == 1).sum() == 3 and (town.designated == 0).sum() == 2
    assert len(firm) == 2000 and np.bincount(firm.town).tolist() == [520, 580, 300, 400, 200]
    assert set(tables["platform"].kind) == set(range(len(KINDS_OF_PLATFORM)))
    assert set(tables["body"].kind) == set(range(len(KINDS_OF_BODY)))
    assert np.bincount(tables["government"].level).tolist() == [1, 1, 2, 3, 5] and len(LEVELS) == 5
    assert len(tables["university"]) == 2 and len(tables["household"]) == 5 and len(tables["outside"]) == 2
    assert set(town.type) == {0, 1, 2} and set(firm.ownership) == {0, 1, 2, 3}
    assert (firm.research > 0).sum() > 10 and (firm.circle >= 0).any() and firm.high_tech.any()
    assert {18, 19} <= set(firm.industry)


def test_the_same_seed_gives_the_same_bytes(small, small_start):
    assert fingerprint(build_start(small, population_seed=0)) == fingerprint(small_start)


def test_another_seed_gives_other_bytes(small, small_start):
    assert fingerprint(build_start(small, population_seed=1)) != fingerprint(small_start)


def test_towns_kept_whole_in_a_sample_have_all_their_firms_as_they_are(small, small_start):
    chosen = build_start(small, population_seed=0, sample=0.2, whole=(1, 3))
    every, part = small_start.tables["firm"], chosen.tables["firm"]
    mine = np.isin(part.town, (1, 3))
    assert mine.sum() == np.isin(every.town, (1, 3)).sum() and np.all(part.weight[mine] == 1.0)
    assert np.allclose(every.sales[every.rows_of(part.uid[mine])], part.sales[mine], rtol=0.02)
    assert (~mine).sum() < 0.5 * (len(every) - mine.sum())  # the others are a sample
    assert np.array_equal(chosen.tables["town"].gdp, small_start.tables["town"].gdp)


def test_towns_have_their_given_output_and_gdp(small, small_start):
    town = small_start.tables["town"]
    assert np.allclose(town.gdp * 4 / 1e4, small.towns["gdp_2011"])
    assert np.allclose(town.output_year / 1e4, small.towns["output_2011"], rtol=0.02)


def test_its_own_figures_lie_in_their_ranges(small, small_start):
    rows = compare(summarise(small_start.tables, small), small)
    assert not [row["id"] for row in rows if row["inside"] is False]
    assert sum(row["inside"] is True for row in rows) > 70


def test_the_check_sees_a_start_that_is_wrong(small, small_start):
    built = summarise(small_start.tables, small)
    built |= {"firms.total": built["firms.total"] * 1.5, "town.A-hardware-01.gdp_2011": 20.0}
    rows = compare(built, small)
    assert {row["id"] for row in rows if row["inside"] is False} == {"firms.total", "town.A-hardware-01.gdp_2011"}


def test_a_sample_outside_zero_and_one_is_refused(small):
    with pytest.raises(ValueError):
        build_start(small, population_seed=0, sample=0.0)


def test_raked_cells_meet_rows_and_columns():
    rng = np.random.default_rng(1)
    cells = rng.random((7, 5)) + 0.1
    rows, columns = rng.random(7) + 1, rng.random(5) + 1
    columns *= rows.sum() / columns.sum()
    found = rake(cells, rows, columns)
    assert np.allclose(found.sum(axis=1), rows) and np.allclose(found.sum(axis=0), columns)
    assert np.all(rake(np.eye(3), np.ones(3), np.ones(3)) == np.eye(3))  # an empty cell stays empty


def test_rounding_keeps_totals():
    assert whole(np.array([1.0, 1.0, 1.0]), 10).sum() == 10
    found = whole_rows(np.array([[0.5, 0.25, 0.25], [3.0, 1.0, 0.0]]), np.array([7, 4]), np.array([0.3, 0.9]))
    assert found.sum(axis=1).tolist() == [7, 4] and found[1].tolist() == [3, 1, 0]


def test_sizes_of_a_class_keep_its_bounds_and_jobs():
    sizes = class_sizes(780, 1000.0, 60_000.0, 2_700_000.0)
    assert sizes.sum() == pytest.approx(2_700_000) and sizes.min() >= 1000 and sizes.max() <= 60_000
    assert np.all(np.diff(sizes) > 0) and len(class_sizes(0, 1.0, 20.0, 0.0)) == 0


def test_jobs_go_to_firms_that_can_pay_them():
    staff, sales = np.array([10.0, 10.0, 10.0]), np.array([50.0, 600.0, 100.0])
    fixed = np.array([False, False, True])
    found = staff_that_can_be_paid(staff, sales, np.full(3, 10.0), fixed, 30.0, 40.0)
    assert found.tolist() == pytest.approx([5.0, 15.0, 10.0])
