"""What is given: files that agree with themselves, series that hold their yearly facts, names that resolve."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest

from model.quarter import parse_quarter
from scenarios.errors import InputError
from scenarios.given import find_town, load_given
from scenarios.given_files import Files, read_parameters
from scenarios.given_series import from_growth, smooth_path
from scenarios.given_towns import apportion, to_2011


def test_a_smooth_path_keeps_the_yearly_means_and_has_no_jump():
    means = np.array([1.08, 1.16, 1.10, 1.30])
    path = smooth_path(means)
    assert np.allclose(path.reshape(4, 4).mean(axis=1), means)
    assert np.abs(np.diff(np.concatenate([[1.0], path]))).max() < 0.1  # half of the largest yearly step


def test_no_growth_is_a_flat_path():
    assert np.allclose(from_growth(np.zeros(7)), 1.0)


def test_series_stand_still_before_2012(guangdong):
    for name, values in guangdong.series.items():
        before = values[: 2012 * 4 - guangdong.first_quarter]
        assert np.all(before == before[0]), name


def test_a_whole_year_of_the_outside_gdp_is_the_provincial_figure(guangdong):
    year = [guangdong.at("gdp_rest", 2013 * 4 + q) for q in range(4)]
    assert np.mean(year) * 53210.28 == pytest.approx(62474.79, rel=1e-9)


def test_segments_of_demand_add_up_to_the_industry_total(guangdong):
    table = guangdong.industries
    quarters = slice(2012 * 4 - guangdong.first_quarter, 2012 * 4 + 4 - guangdong.first_quarter)
    abroad, sent = table["export_share"], table["processing_share"]
    total = (1 - abroad) * guangdong.series["demand_domestic"][quarters].mean(axis=0)
    total = total + abroad * (1 - sent) * guangdong.series["demand_export"][quarters].mean(axis=0)
    total = total + abroad * sent * guangdong.series["demand_processing"][quarters].mean(axis=0)
    assert np.allclose(total, 1 + table["demand_growth_2012_14"] / 100)


def test_weighted_demand_agrees_with_industrial_growth_and_prices(guangdong):
    share = np.nan_to_num(guangdong.industries["output_share"])
    growth = share @ guangdong.industries["demand_growth_2012_14"] / share.sum()
    assert growth == pytest.approx(np.mean([8.4 - 0.5, 8.7 - 1.2, 8.4 - 1.2]), abs=1.0)


def test_law_changes_on_its_dates(guangdong):
    def at(name, text):
        return guangdong.at(name, parse_quarter(text))

    assert at("super_deduction", "2017Q4") == 0.5 and at("super_deduction", "2018Q1") == 0.75
    assert at("super_deduction_small_tech", "2016Q4") == 0.5 and at("super_deduction_small_tech", "2017Q1") == 0.75
    assert at("minimum_wage", "2013Q1")[1] == pytest.approx(0.33) and at("minimum_wage", "2013Q2")[1] == pytest.approx(
        0.393
    )


def test_a_figure_comes_to_2011_from_the_nearest_year_and_never_from_a_later_one_than_2012():
    assert to_2011([2006, 2009], [10.0, 20.0], 0.1, 0.07, True) == pytest.approx(20 * 1.21)
    assert to_2011([2012, 2010], [10.7, 10.0], 0.1, 0.07, True) == pytest.approx(11.0)
    assert to_2011([2012], [10.7], 0.1, 0.07, True) == pytest.approx(10.0)
    assert np.isnan(to_2011([2013, 2017], [10.0, 20.0], 0.1, 0.07, True))
    assert to_2011([2006], [10.0], 0.1, 0.07, False) == 10.0


def test_no_figure_of_a_town_after_2012_reaches_it_except_its_area(guangdong):
    late = {(r["town"], r["variable"]) for r in guangdong.notes["town_facts"] if r["year"] > 2012}
    early = {(r["town"], r["variable"]) for r in guangdong.notes["town_facts"] if r["year"] <= 2012}
    only_late = {town for town, variable in late - early if variable == "population"}
    rows = [guangdong.towns["id"].index(t) for t in only_late if t != "Xiaolan"]
    assert rows and np.all(np.isnan(guangdong.towns["residents"][rows]))
    xiaolan = guangdong.towns["id"].index("Xiaolan")
    assert guangdong.towns["residents"][xiaolan] == pytest.approx(317_700)  # 2006: registered and migrant
    assert guangdong.towns["area"][xiaolan] == 72


def test_apportioned_numbers_add_up_and_follow_the_weights():
    found = apportion(10, np.array([3.0, 1.0, 0.0, 1.0]))
    assert found.sum() == 10 and found[0] == 6 and found[2] == 0


@pytest.mark.parametrize("text", ["小榄", "小榄镇", "Xiaolan", "xiaolan", "xiǎo lǎn", "XIAO LAN"])
def test_a_town_is_found_by_every_way_to_write_it(guangdong, text):
    assert guangdong.towns["name_zh"][find_town(guangdong, text)] == "小榄"


def test_a_synthetic_town_is_found_by_its_name(guangdong):
    row = find_town(guangdong, "示例镇(佛山·陶瓷)01")
    assert guangdong.towns["named"][row] == 0 and guangdong.towns["name_en"][row].startswith("Example town 01 (Foshan")


def test_a_misspelt_town_is_refused_with_the_nearest(guangdong):
    with pytest.raises(InputError) as caught:
        find_town(guangdong, "Xiaolang")
    assert caught.value.nearest == "Xiaolan"


def test_a_mistyped_synthetic_name_is_refused(guangdong):
    with pytest.raises(InputError):
        find_town(guangdong, "示例镇(佛山·陶瓷)99")


def test_town_names_are_unique(guangdong):
    assert len(set(guangdong.towns["name_zh"])) == len(guangdong.towns["name_zh"])
    assert len(set(guangdong.towns["id"])) == len(guangdong.towns["id"])


def test_every_assumption_lies_in_its_range_and_says_where_it_comes_from(guangdong):
    for row in guangdong.notes["assumptions"]:
        assert row["low"] <= row["value"] <= row["high"] and row["source"], row["id"]


def test_the_key_changes_with_a_parameter_and_not_without(guangdong):
    again = load_given("guangdong", parameters={})
    other = load_given("guangdong", parameters={"firms.total": 290_000})
    assert again.key == guangdong.key != other.key
    assert other.assumptions["firms.total"] == 290_000 and guangdong.assumptions["firms.total"] == 300_000


def test_an_unknown_parameter_is_refused_with_the_nearest():
    with pytest.raises(InputError) as caught:
        load_given("small", parameters={"firms.totl": 1})
    assert caught.value.nearest == "firms.total"


def test_a_parameter_outside_its_range_is_refused(tmp_path):
    line = 'm.x: {value: 5, unit: "-", low: 0, high: 1, assumed: true, meaning: "x", zh: "甲"}\n'
    (tmp_path / "a.yaml").write_text(line, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_parameters(Files("small"), tmp_path)
    assert caught.value.line == 1


def test_a_parameter_that_stands_twice_is_refused(tmp_path):
    line = 'm.x: {value: 0.5, unit: "-", low: 0, high: 1, assumed: true, meaning: "x", zh: "甲"}\n'
    (tmp_path / "a.yaml").write_text(line, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(line, encoding="utf-8")
    with pytest.raises(InputError):
        read_parameters(Files("small"), tmp_path)


def test_a_parameter_without_a_source_is_refused(tmp_path):
    line = 'm.x: {value: 0.5, unit: "-", low: 0, high: 1, meaning: "x", zh: "甲"}\n'
    (tmp_path / "a.yaml").write_text(line, encoding="utf-8")
    with pytest.raises(InputError):
        read_parameters(Files("small"), tmp_path)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ('meaning: "x"', "m.x.zh"),
        ('meaning: "x", zh: "also English"', "m.x.zh"),
        ('meaning: " ", zh: "甲"', "m.x.meaning"),
    ],
)
def test_a_parameter_that_is_not_said_in_both_languages_is_refused(tmp_path, said, field):
    line = f'm.x: {{value: 0.5, unit: "-", low: 0, high: 1, assumed: true, {said}}}\n'
    (tmp_path / "a.yaml").write_text(line, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_parameters(Files("small"), tmp_path)
    assert caught.value.field == field and caught.value.line == 1


def test_a_shock_multiplies_a_series_from_its_quarter_until_the_next():
    plain = load_given("small")
    blow = load_given("small", shocks={"demand_export": {"2014Q1": 0.8, "2015Q1": 1.0}})
    for text, factor in (("2013Q4", 1.0), ("2014Q1", 0.8), ("2014Q4", 0.8), ("2015Q1", 1.0)):
        quarter = parse_quarter(text)
        assert np.allclose(blow.at("demand_export", quarter), factor * plain.at("demand_export", quarter))
    assert blow.key != plain.key


@pytest.mark.parametrize("shocks", [{"demand_exprt": {"2014Q1": 0.8}}, {"cpi": {"2014": 0.8}}, {"cpi": {"2014Q1": -1}}])
def test_a_bad_shock_is_refused(shocks):
    with pytest.raises(InputError):
        load_given("small", shocks=shocks)


def test_own_series_replace_values_from_their_quarter_on_and_may_reach_further(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("series,quarter,value,part\ncpi,2019Q1,1.3,\ndemand_export,2026Q4,2.0,3\n")
    given = load_given("small", series=path)
    assert given.at("cpi", parse_quarter("2018Q4")) != 1.3
    assert given.at("cpi", parse_quarter("2025Q1")) == 1.3
    assert given.at("demand_export", parse_quarter("2026Q4"))[3] == 2.0
    assert given.at("demand_export", parse_quarter("2026Q4"))[4] != 2.0


def test_own_series_with_an_unknown_name_are_refused_with_line_and_nearest(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("series,quarter,value\ncpii,2019Q1,1.3\n")
    with pytest.raises(InputError) as caught:
        load_given("small", series=path)
    assert caught.value.line == 2 and caught.value.nearest == "cpi"


def test_what_is_given_can_travel_and_cannot_be_written(small):
    twin = pickle.loads(pickle.dumps(small))
    assert twin.key == small.key and copy.deepcopy(small).key == small.key
    with pytest.raises(ValueError):
        small.series["cpi"][0] = 2.0
    with pytest.raises(TypeError):
        small.assumptions["firms.total"] = 1


def test_an_unknown_world_is_refused():
    with pytest.raises(InputError) as caught:
        load_given("guangdon")
    assert caught.value.nearest == "guangdong"
