"""`zhenxing facts` from end to end on the small world, and the study behind it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from experiments.cli.facts import band
from experiments.docs.facts_page import facts_page
from experiments.measuring.facts import PARTS_OF_A_WHOLE, hypercube, row, study
from experiments.recording import RECORDED, observe_run
from model.province import Province
from model.start import build_start
from scenarios.facts import facts
from scenarios.given import load_given
from scenarios.policy import load
from scenarios.registry import parameter_ranges


@pytest.fixture(scope="module")
def result() -> dict:
    return study((1, 2), sample=1.0, world="small")


def test_the_command_prints_every_fact_and_ends_well(command, tmp_path) -> None:
    done = command("facts", "--world", "small", "--sample", "1", "--seeds", "1", "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in facts())
    assert "must:" in done.stdout
    assert json.loads((tmp_path / "facts.json").read_text())["facts"]["A1.6"]["origin"] == "fitted"


def test_the_command_speaks_chinese_and_json(command) -> None:
    done = command("facts", "--world", "small", "--sample", "1", "--seeds", "1", "--json", "--lang", "zh")
    assert set(json.loads(done.stdout)["facts"]) == set(facts())
    assert "必须" in command("facts", "--world", "small", "--sample", "1", "--seeds", "1", "--lang", "zh").stdout


@pytest.mark.parametrize("wrong", ["", "x", "3-1", "1-99999", "-1"])
def test_seeds_that_are_none_are_refused(command, wrong: str) -> None:
    done = command("facts", "--world", "small", f"--seeds={wrong}")
    assert done.returncode == 2
    assert "--seeds" in done.stderr


def test_the_mean_is_over_the_seeds_and_the_same_again(result) -> None:
    found = result["facts"]["A1.13"]
    assert found["mean"] == pytest.approx(np.mean(found["values"]))
    assert found["values"][0] != found["values"][1]
    assert study((1, 2), sample=1.0, world="small") == result


def test_what_does_not_come_about_from_equal_firms_is_called_imposed() -> None:
    fact = facts()["A1.1.1"]
    seeds = [{fact.id: 1.1}, {fact.id: 1.1}]
    assert row(fact, seeds, {fact.id: 1.2}, None)["origin"] == "emergent"
    found = row(fact, seeds, {fact.id: 3.0}, None)
    assert (found["origin"], found["inside"], found["equal_inside"]) == ("imposed", True, False)


def test_a_band_is_said_in_the_readers_language() -> None:
    assert (band((0.9, 1.3)), band((0.9, 1.3), "zh"), band((1.0, None), "zh")) == ("0.9 to 1.3", "0.9 至 1.3", "> 1")


def test_a_band_that_nearly_every_case_meets_is_uninformative() -> None:
    fact = facts()["A1.1.1"]
    inside, outside = {fact.id: 1.0}, {fact.id: 9.0}
    assert row(fact, [inside], None, [*[inside] * 9, outside])["uninformative"]
    found = row(fact, [inside], None, [*[inside] * 8, outside, outside])
    assert (found["ensemble_share"], found["uninformative"]) == (0.8, False)


def test_a_case_that_ended_in_a_fault_says_nothing_about_the_band() -> None:
    fact = facts()["A1.1.1"]
    inside, outside = {fact.id: 1.0}, {fact.id: 9.0}
    assert row(fact, [inside], None, [inside, outside, None, None])["ensemble_share"] == 0.5
    assert row(fact, [inside], None, [None])["ensemble_share"] is None


def test_a_mean_over_a_minority_of_the_seeds_is_none() -> None:
    fact = facts()["A1.17"]
    found = row(fact, [{fact.id: 0.5}, {fact.id: float("nan")}, {fact.id: float("nan")}], None, None)
    assert (found["mean"], found["inside"]) == (None, False)


def test_cases_of_the_ensemble_lie_in_the_ranges_and_fill_them() -> None:
    cases = hypercube(10, "small")
    assert cases == hypercube(10, "small")
    drawn_back = {name for parts in PARTS_OF_A_WHOLE for name in parts}
    for name, (low, high) in ((name, parameter_ranges()[name]) for name in cases[0]):
        values = np.sort([case[name] for case in cases])
        assert np.all((values >= low) & (values <= high))
        if name in drawn_back:
            continue
        tenth = np.clip(np.floor((values - low) / (high - low) * 10), 0, 9)
        assert tenth.tolist() == list(range(10)), name  # one in each tenth of its range


def test_parts_of_a_whole_are_at_most_one_in_every_case() -> None:
    for parts in PARTS_OF_A_WHOLE:
        assert sum(parameter_ranges()[name][1] for name in parts) > 1.0  # the ranges alone do not see to it
        assert all(sum(case[name] for name in parts) <= 1.0 + 1e-9 for case in hypercube(200, "small"))


def test_the_recorder_keeps_the_first_year_and_the_last_three_and_books_what_joins_the_capital() -> None:
    run = observe_run(Province(load("baseline"), world="small", keep_firms=RECORDED))
    quarters = sorted(set(run.firms["quarter"] - 2012 * 4))
    assert quarters == [0, 1, 2, 3, *range(11, 24)]
    firms = run.firms.set_index(["uid", "quarter"]).sort_index()
    now, before = firms.xs(2017 * 4 + 3, level=1), firms.xs(2017 * 4 + 2, level=1)
    both = now.index.intersection(before.index)
    wear = 1 - run.parameters["invest.depreciation"] / 4
    expected = now.loc[both, "capital"] - wear * before.loc[both, "capital"]
    np.testing.assert_allclose(now.loc[both, "investment"], expected.clip(lower=0), atol=1e-9)


def test_an_equal_start_has_one_size_and_one_productivity_in_an_industry() -> None:
    given = load_given("small")
    firm = build_start(given, equal=True).tables["firm"]
    usual = build_start(given).tables["firm"]
    staff = firm.staff_production + firm.staff_technician + firm.staff_research
    for industry in np.unique(firm.industry):
        rows = firm.industry == industry
        for values in (staff, firm.sales, firm.capital, firm.process, firm.knowledge):
            assert np.ptp(values[rows]) <= 1e-9 * max(np.abs(values[rows]).max(), 1.0)
    assert firm.sales.sum() == pytest.approx(usual.sales.sum())
    assert staff.min() > 0 < firm.staff_production.min()
    assert ((firm.research > 0) == (usual.research > 0)).all()


def test_the_page_shows_every_fact_measured(result, tmp_path) -> None:
    from experiments.measuring.measured import keep

    page = facts_page(keep("facts", result, tmp_path))
    assert all(f"| {fact.id}" in page for fact in facts().values())
    assert "2 seeds" in page
    assert "What cannot be computed" in facts_page(tmp_path / "none.json")
