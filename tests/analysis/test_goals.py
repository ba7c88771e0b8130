"""Goals are read from tables: years, targets, distances, and whether they say anything about the policy."""

from types import SimpleNamespace

import numpy as np
import pytest

from analysis.goals import discriminates, goal_rows, met, shortfall
from analysis.years import Yearly
from scenarios.registry import goals, indicators


def province(values):
    """Rows of a province table from {(indicator, scope, year): four quarters}."""
    rows = [
        (f"{year}Q{q + 1}", indicator, scope, value)
        for (indicator, scope, year), quarters in values.items()
        for q, value in enumerate(quarters)
    ]
    return dict(zip(("quarter", "indicator", "scope", "value"), zip(*rows, strict=True), strict=True))


def towns(years):
    """A towns' table from {year: [(town, gdp of a quarter, designated)]}."""
    rows = [
        (f"{year}Q{q}", town, gdp, now)
        for year, listed in years.items()
        for q in (1, 2, 3, 4)
        for town, gdp, now in listed
    ]
    names = ("quarter", "town", "gdp", "designated")
    return dict(zip(names, zip(*rows, strict=True), strict=True))


GDP = SimpleNamespace(indicator="gdp", scope="designated", target=100.0, direction="up", unit="wan yuan")
SHARE = SimpleNamespace(indicator="gdp_share", scope="designated", target=0.5, direction="up", unit="share")


def arm(gdp_new, new_is_designated):
    """Two towns: an incumbent at 10 a quarter growing to 15, a new one; the province has 100 and then 120."""
    designated = 15.0 + (gdp_new if new_is_designated else 0.0)
    table = province(
        {
            ("gdp", "designated", 2016): [designated] * 4,
            ("gdp", "province", 2016): [120.0] * 4,
        }
    )
    base = [("gdp", "designated", 40.0), ("gdp", "province", 400.0), ("gdp_share", "designated", 0.1)]
    return {
        "province": table,
        "towns": towns({2016: [(0, 15.0, 1), (1, gdp_new, new_is_designated)]}),
        "base": dict(zip(("indicator", "scope", "value"), zip(*base, strict=True), strict=True)),
        "base_towns": {"town": [0, 1], "gdp": np.array([40.0, 12.0]), "designated_2011": np.array([1.0, 0.0])},
    }


def test_a_years_flow_is_the_sum_of_its_quarters_and_an_incomplete_year_has_none():
    table = province({("gdp", "designated", 2016): [1.0, 2.0, 3.0, 4.0], ("gdp", "designated", 2017): [5.0, 6.0, 7.0]})
    assert Yearly(table).value("gdp", "designated", 2016) == 10.0
    assert Yearly(table).value("gdp", "designated", 2017) is None


def test_a_level_is_that_of_the_last_quarter():
    table = province({("towns_designated", "designated", 2016): [330.0, 330.0, 331.0, 345.0]})
    assert Yearly(table).value("towns_designated", "designated", 2016) == 345.0


def test_a_yearly_ratio_is_of_sums_not_a_mean_of_quarters():
    table = province(
        {
            ("research_spending", "designated", 2016): [1.0, 1.0, 1.0, 5.0],
            ("gdp", "designated", 2016): [100.0, 100.0, 100.0, 100.0],
        }
    )
    assert Yearly(table).value("rd_intensity", "designated", 2016) == pytest.approx(8.0 / 400.0)


def test_gdp_splits_into_background_and_designation_and_its_row_adds_up():
    rows = goal_rows(arm(8.0, True), arm(8.0, False), {"gdp": GDP, "gdp_share": SHARE}, years=[2016])
    gdp = next(row for row in rows if row["goal"] == "gdp" and row["scope"] == "designated")
    assert gdp["value"] == 92.0
    assert gdp["baseline"] == 60.0
    assert (gdp["background"], gdp["designation"], gdp["upgrading"]) == (20.0, 32.0, 0.0)
    assert gdp["designation_induced"] == 32.0
    assert gdp["start_2011"] + gdp["background"] + gdp["designation"] + gdp["upgrading"] == gdp["value"]
    share = next(row for row in rows if row["goal"] == "gdp_share" and row["scope"] == "designated")
    assert share["value"] == pytest.approx(92.0 / 480.0)
    assert share["start_2011"] + share["background"] + share["designation"] + share["upgrading"] == pytest.approx(
        share["value"], rel=1e-12
    )


def test_a_run_without_its_baseline_is_not_split():
    row = goal_rows(arm(8.0, True), None, {"gdp": GDP}, years=[2016])[0]
    assert row["value"] == 92.0
    assert row["baseline"] is None
    assert "background" not in row


def test_a_split_that_does_not_explain_the_value_is_not_shown():
    goal = SimpleNamespace(indicator="platforms", scope="designated", target=5.0, direction="up", unit="platforms")
    policy, baseline = arm(8.0, True), arm(8.0, False)
    for one in (policy, baseline):
        one["towns"]["platforms"] = [1.0] * len(one["towns"]["town"])
        one["base_towns"]["platforms"] = np.array([1.0, 1.0])
        one["province"] = province({("platforms", "designated", 2016): [2.0 if one is policy else 1.0] * 4})
    assert goal_rows(policy, baseline, {"platforms": goal}, years=[2016])[0]["designation"] == 1.0
    policy["province"] = province({("platforms", "designated", 2016): [9.0] * 4})
    assert "background" not in goal_rows(policy, baseline, {"platforms": goal}, years=[2016])[0]


def test_a_town_designated_in_the_last_quarter_counts_with_its_whole_year():
    late = arm(8.0, True)
    late["towns"] = towns({2016: [(0, 15.0, 1)]})
    for q in (1, 2, 3, 4):
        for name, value in (("quarter", f"2016Q{q}"), ("town", 1), ("gdp", 8.0), ("designated", float(q == 4))):
            late["towns"][name] = (*late["towns"][name], value)
    late["province"] = province({("gdp", "designated", 2016): [15.0, 15.0, 15.0, 23.0]})
    assert goal_rows(late, None, {"gdp": GDP}, years=[2016])[0]["value"] == 4 * (15.0 + 8.0)


def around(designated, jobs):
    """Three towns in 2017: one of 2011, a near one and a far one; one quarter of jobs and designations."""
    rows = [("2017Q4", town, job, now) for town, (job, now) in enumerate(zip(jobs, designated, strict=True))]
    table = dict(zip(("quarter", "town", "employment", "designated"), zip(*rows, strict=True), strict=True))
    base = {"near_2011": np.array([0.0, 1.0, 0.0, 1.0]), "employment": np.array([9.0, 5.0, 7.0, 3.0])}
    return {"province": province({("x", "y", 2017): [0.0] * 4}), "towns": table, "base_towns": base}


def test_jobs_around_the_towns_are_counted_over_the_same_towns_in_both_arms():
    goal = SimpleNamespace(indicator="spillover_jobs", scope="candidate", target=None, direction="up", unit="persons")
    policy = around(designated=(1, 1, 0, 0), jobs=(20.0, 8.0, 7.0, 4.0))  # the near town is designated now
    baseline = around(designated=(1, 0, 0, 0), jobs=(20.0, 8.0, 7.0, 3.5))
    row = goal_rows(policy, baseline, {"spillover": goal}, years=[2017])[0]
    assert (row["value"], row["baseline"], row["start_2011"]) == (4.0, 3.5, 3.0)


@pytest.mark.parametrize(
    ("value", "target", "direction", "reached", "gap"),
    [
        (300.0, 300.0, "up", 1.0, 0.0),
        (287.0, 300.0, "up", 0.0, 13.0),
        (0.4, 0.5, "down", 1.0, 0.0),
        (0.6, 0.5, "down", 0.0, pytest.approx(0.1)),
        (None, 300.0, "up", None, None),
        (1.0, None, "up", None, None),
    ],
)
def test_a_target_is_met_or_short_by_a_distance(value, target, direction, reached, gap):
    assert met(value, target, direction) == reached
    assert shortfall(value, target, direction) == gap


def test_a_goal_that_falls_the_same_way_in_both_arms_does_not_discriminate():
    assert discriminates(26.0, 25.5, 25.0) is False
    assert discriminates(20.0, 19.0, 25.0) is False
    assert discriminates(26.0, 24.0, 25.0) is True
    assert discriminates(26.0, None, 25.0) is None


def test_every_goal_is_in_the_unit_of_its_indicator_or_the_year_of_a_quarter():
    known = indicators()
    for goal in goals().values():
        unit = known[goal.indicator].unit
        assert goal.unit in (unit, unit.replace("a quarter", "a year")), goal.id
