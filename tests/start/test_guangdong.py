"""Guangdong at the end of 2011: the counts, totals and shapes it was built to have."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.start_measures import tail_exponent
from model.fields import FIRM, KINDS_OF_BODY, KINDS_OF_PLATFORM, TABLES
from model.start import build_start

# figures of the press that other figures do not allow: the largest number they do allow is built
CONTRADICTED = {"town.Beijiao.output_2011", "town.Humen.garments.staff", "town.Shiling.leather.staff"}


def test_every_fact_and_assumption_that_can_be_measured_lies_in_its_range(checked):
    assert not [id for id, row in checked.items() if row["inside"] is False]
    assert sum(row["inside"] is True for row in checked.values()) > 300


def test_counts_are_exact(start, guangdong):
    town, firm = start.tables["town"], start.tables["firm"]
    ours = town.designated[firm.town] == 1
    assert (town.designated == 1).sum() == 326 and (town.designated == 0).sum() == 800
    assert np.bincount(town.type[town.designated == 1]).tolist() == [202, 91, 33]
    assert ours.sum() == 300_000 and (~ours).sum() == 250_000
    assert (firm.research[ours] > 0).sum() == 2200 and firm.high_tech[ours].sum() == 1400
    assert len(start.tables["platform"]) == 500 and len(start.tables["university"]) == 100
    kinds = np.bincount(start.tables["body"].kind)
    assert kinds[KINDS_OF_BODY.index("guarantor")] == 350 and kinds[KINDS_OF_BODY.index("micro_lender")] == 245
    designated = np.bincount(town.city, town.designated)
    assert designated.tolist() == guangdong.cities["designated"].tolist()


@pytest.mark.parametrize(
    "id, total",
    [
        ("town.gdp_total", 16495),
        ("firms.jobs", 8.3e6),
        ("research.staff", 80_000),
        ("research.patents", 22_000),
        ("town.residents_total", 26e6),
        ("research.intensity", 0.0135),
    ],
)
def test_totals_are_within_one_per_cent(checked, id, total):
    assert checked[id]["built"] == pytest.approx(total, rel=0.01)


def test_industries_have_their_shares(checked, guangdong):
    for name, share in zip(guangdong.industries["id"], guangdong.industries["output_share"], strict=True):
        if np.isfinite(share):
            assert checked[f"industry.{name}.output_share"]["built"] == pytest.approx(share, rel=0.01), name


def test_sizes_have_a_tail_near_the_assumed_exponent(start):
    firm, town = start.tables["firm"], start.tables["town"]
    staff = (firm.staff_production + firm.staff_technician + firm.staff_research)[town.designated[firm.town] == 1]
    for share in (0.02, 0.05):
        assert 0.9 < tail_exponent(staff, np.ones(len(staff)), share) < 1.3
    assert 40_000 < staff.max() < 80_000


def test_the_tail_exponent_finds_the_one_of_a_known_distribution():
    sizes = ((np.arange(100_000) + 0.5) / 100_000) ** (-1 / 1.4)
    assert tail_exponent(sizes, np.ones(len(sizes)), 0.05) == pytest.approx(1.4, rel=0.02)


def test_every_named_town_is_there_with_what_is_known_of_it(start, guangdong, checked):
    named = np.flatnonzero(guangdong.towns["named"] == 1)
    assert len(named) == 33 and [start.town_names[i][0] for i in named] == list(
        guangdong.towns["name_zh"][: len(named)]
    )
    known = [id for id in checked if id.startswith("town.") and id.split(".")[1] in guangdong.towns["id"]]
    assert len(known) > 30
    missed = {id for id in known if abs(checked[id]["built"] / checked[id]["target"] - 1) > 0.02}
    assert missed == CONTRADICTED
    assert all(checked[id]["built"] < checked[id]["target"] for id in CONTRADICTED)
    platform = start.tables["platform"]
    xiaolan = (platform.town == guangdong.towns["id"].index("Xiaolan")) & (
        platform.kind == KINDS_OF_PLATFORM.index("innovation")
    )
    assert xiaolan.sum() == 1 and platform.experts[xiaolan] == 500


def test_synthetic_towns_are_called_so(guangdong):
    for name, named, grade in zip(
        guangdong.towns["name_zh"], guangdong.towns["named"], guangdong.towns["grade"], strict=True
    ):
        assert name.startswith("示例镇(") == (named == 0) == (grade == 3)


def test_gdp_is_the_sum_of_its_blocks_and_no_block_is_negative(start):
    town = start.tables["town"]
    blocks = ("va_firms", "va_other_industry", "va_agriculture", "va_services", "va_public", "taxes_products")
    assert np.allclose(sum(getattr(town, b) for b in blocks), town.gdp, rtol=1e-12)
    assert min(getattr(town, b).min() for b in blocks) >= 0


def test_no_city_makes_more_in_its_towns_than_it_makes(checked, guangdong):
    for name in guangdong.cities["id"]:
        assert checked[f"city.{name}.towns_gdp"]["built"] <= checked[f"city.{name}.towns_gdp"]["target"]


def test_every_firm_is_possible(start):
    firm, body, town = start.tables["firm"], start.tables["body"], start.tables["town"]
    staff = firm.staff_production + firm.staff_technician + firm.staff_research
    assert staff.min() >= 1 - 1e-9 and firm.sales.min() > 0 and firm.capital.min() > 0
    assert np.all(np.diff(firm.uid) > 0) and firm.cohort.max() < 2012 * 4
    assert np.all((firm.research > 0) == (firm.staff_research > 0))
    assert np.all(firm.export_mix + firm.processing_mix <= 0.96)
    assert np.all(firm.debt_guaranteed + firm.debt_circle <= firm.debt_bank + 1e-9)
    assert np.all(body.kind[firm.bank] == KINDS_OF_BODY.index("bank"))
    assert np.all(body.city[firm.bank] == town.city[firm.town])
    member = firm.circle >= 0
    assert np.all(body.town[firm.circle[member]] == firm.town[member])
    assert np.all(body.industry[firm.circle[member]] == firm.industry[member])


def test_no_column_holds_anything_but_numbers(start):
    for name, table in start.tables.items():
        for field in TABLES[name]:
            assert np.all(np.isfinite(getattr(table, field.name))), (name, field.name)


def test_a_town_has_at_most_one_platform_of_a_kind(start):
    platform = start.tables["platform"]
    pairs = platform.town.astype(int) * 9 + platform.kind
    assert len(np.unique(pairs)) == len(pairs)


def test_governments_stand_under_one_another(start, guangdong):
    government, town = start.tables["government"], start.tables["town"]
    assert government.level[government.parent[town.government]].tolist() == [3] * len(town)
    assert np.all(government.parent[town.government] == town.government_county)
    assert np.all(government.parent[town.government_county] == town.government_city)
    assert len(start.county_names) == (government.level == 3).sum() == 123


def test_a_tenth_of_the_firms_has_the_totals_of_all(start, tenth):
    whole, part, town = start.tables["firm"], tenth.tables["firm"], start.tables["town"]
    assert len(part) < 0.13 * len(whole)
    columns = [f.name for f in FIRM if f.unit.startswith(("wan yuan", "patents")) or f.name.startswith("staff_")]
    columns = [name for name in columns if getattr(whole, name).sum() > 0]
    assert {"sales", "capital", "cash", "debt_bank", "research", "staff_research", "patents_other"} <= set(columns)
    for name in columns:
        for flag in (0, 1):
            full = (getattr(whole, name) * whole.weight)[town.designated[whole.town] == flag].sum()
            some = (getattr(part, name) * part.weight)[town.designated[part.town] == flag].sum()
            assert some == pytest.approx(full, rel=0.005), (name, flag)
    assert np.allclose(np.bincount(part.town, part.weight), np.bincount(whole.town))


def test_a_sample_keeps_every_large_firm_as_it_is(start, tenth):
    whole, part = start.tables["firm"], tenth.tables["firm"]
    staff = whole.staff_production + whole.staff_technician + whole.staff_research
    rows = part.rows_of(whole.uid[staff >= 300])
    assert np.all(rows >= 0) and np.all(part.weight[rows] == 1)
    assert np.array_equal(part.sales[rows], whole.sales[staff >= 300])


def test_another_seed_gives_other_firms_in_the_same_province(start, guangdong):
    other = build_start(guangdong, population_seed=1, sample=0.05)
    assert other.town_names == start.town_names
    assert not np.array_equal(other.tables["town"].output_year, start.tables["town"].output_year)
    ours = other.tables["town"].designated == 1
    assert other.tables["town"].gdp[ours].sum() * 4 / 1e4 == pytest.approx(16495, rel=0.01)
