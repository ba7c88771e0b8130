"""How the economy behaves: studies, what was expected of them, and the commands that show them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from experiments.docs.behaviour_page import behaviour_page
from experiments.measuring.behaviour import mean_of, study
from experiments.measuring.expectations import STUDIES, Expectation, expectations, judged
from experiments.measuring.laid import LaidPolicy, with_parameters
from experiments.measuring.measured import keep
from experiments.measuring.space_study import differing, moved_run, output_at_start, permuted
from experiments.measuring.take_up_study import distance_to_platform, events, kept
from experiments.specification import specify
from experiments.starts import start_of
from model.province import Province
from scenarios.given import load_given
from scenarios.policy import load


@pytest.fixture(scope="module")
def spec():
    return specify(load("baseline"), world="small")


def expectation(expected) -> Expectation:
    return Expectation(
        id="one", study="space", label={"en": "one", "zh": "一"}, unit="share", expected=expected, reason="none at all"
    )  # type: ignore[arg-type]


# ---- verdicts


def test_a_sign_agrees_only_when_the_whole_interval_lies_on_its_side() -> None:
    assert expectation("up").verdict([1.0, 1.1, 0.9]) == "agrees"
    assert expectation("down").verdict([1.0, 1.1, 0.9]) == "disagrees"
    assert expectation("up").verdict([1.0, -1.1, 0.9]) == "unclear"
    assert expectation("up").verdict([float("nan")]) == "unclear"


def test_a_band_is_judged_by_the_mean_and_an_exact_number_by_every_seed() -> None:
    assert expectation((0.0, 1.0)).verdict([-1.0, 2.0]) == "agrees"
    assert expectation((0.0, 1.0)).verdict([1.0, 2.0]) == "disagrees"
    assert expectation(0.0).verdict([0.0, 0.0]) == "agrees"
    assert expectation(0.0).verdict([0.0, 1e-12]) == "disagrees"


def test_what_is_measured_and_not_declared_is_a_fault() -> None:
    with pytest.raises(KeyError):
        judged({"nobody_expected_this": [1.0]})


def test_a_mean_of_tables_leaves_out_what_is_not_known() -> None:
    tables = [{"a": [1.0, float("nan")], "name": "x"}, {"a": [3.0, 4.0], "name": "x"}]
    assert mean_of(tables) == {"a": [2.0, 4.0], "name": "x"}


# ---- space and facts


def test_where_distance_costs_nothing_coordinates_change_nothing_and_where_it_does_they_change_what_is_in_reach(
    spec,
) -> None:
    found = permuted(spec)
    assert found["imitation_changed_no_distance"] == 0.0
    assert found["spillovers_changed_no_distance"] == 0.0
    assert found["spillovers_changed"] > 0.5


def test_an_order_that_moves_nobody_changes_nothing(spec) -> None:
    towns = np.arange(len(load_given("small").towns["x"]))
    assert differing(moved_run(spec, None), moved_run(spec, towns)) == 0


def test_facts_of_towns_make_the_start_and_no_rule_reads_them(spec) -> None:
    town = load_given("small").notes["town_facts"][0]["town"]
    assert output_at_start(spec, town, (town,)) != output_at_start(spec, town, ())
    runs = [
        Province(
            LaidPolicy(spec.policy, load_given("small", forget=f)), world="small", end="2013Q4", state=start_of(spec)
        )
        for f in ((), (town,))
    ]
    assert differing(*(run.run() for run in runs)) == 0


def test_forgotten_facts_make_another_key_and_leave_the_others() -> None:
    usual = load_given("small")
    town = usual.notes["town_facts"][0]["town"]
    given = load_given("small", forget=(town,))
    assert given.key != usual.key
    assert {row["town"] for row in given.notes["town_facts"]} == {r["town"] for r in usual.notes["town_facts"]} - {town}


# ---- take-up


def test_services_counted_are_those_that_platforms_served(spec) -> None:
    province = Province(spec.policy, world="small", state=start_of(spec))
    served = counted = 0.0
    for _ in range(4):
        before = kept(province)
        province.step()
        services, awards, firm, rows = events(province, before)
        counted += float(services @ firm.weight[rows])
        served += float(province.platform.served.sum())
        assert set(np.unique(awards)) <= {0.0, 1.0}
    # firms that close in the quarter are not counted, nor those whose level is full
    assert 0.9 * served <= counted <= served
    assert served > 0


def test_the_distance_to_a_platform_is_zero_at_home_and_else_that_to_the_nearest(spec) -> None:
    province = Province(spec.policy, world="small", state=start_of(spec))
    far, town = distance_to_platform(province), province.town
    has = np.unique(province.platform.town)
    assert (far[has] == 0.0).all()
    for row in set(range(len(town))) - set(has.tolist()):
        assert far[row] == pytest.approx(min(np.hypot(town.x[row] - town.x[h], town.y[row] - town.y[h]) for h in has))


def test_parameters_laid_out_by_hand_act_and_have_a_key_of_their_own() -> None:
    given = with_parameters(load_given("small"), spill__furthest=float("inf"))
    assert given.parameters["spill.furthest"] == float("inf")
    assert given.key != load_given("small").key


# ---- commands and page


@pytest.fixture(scope="module")
def result() -> dict:
    return study(("limits", "designation"), (1, 2), sample=1.0, world="small")


def test_every_study_is_declared_and_every_declaration_belongs_to_a_study() -> None:
    assert {one.study for one in expectations().values()} == set(STUDIES)


def test_a_study_measures_all_that_is_declared_for_it(result) -> None:
    declared = {name for name, one in expectations().items() if one.study in ("limits", "designation")}
    assert set(result["quantities"]) == declared
    assert result["quantities"]["bind_bank"]["mean"] == pytest.approx(
        np.mean(result["quantities"]["bind_bank"]["values"])
    )


def test_the_page_shows_what_was_measured_and_names_what_was_not(result, tmp_path: Path) -> None:
    page = behaviour_page(keep("behaviour", result, tmp_path))
    assert page.count("not measured") == sum(
        one.study not in ("limits", "designation") for one in expectations().values()
    )
    assert "| bank | 4 |" in page
    assert "Not measured yet" in behaviour_page(tmp_path / "none.json")


def test_the_command_measures_the_studies_named_and_keeps_them(command, tmp_path: Path) -> None:
    done = command("behaviour", "--world", "small", "--studies", "limits", "--seeds", "1", "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "mutual circles" in done.stdout
    assert set(json.loads((tmp_path / "behaviour.json").read_text())["tables"]) == {"limits"}


def test_a_study_that_is_none_is_refused_with_the_nearest(command) -> None:
    done = command("behaviour", "--world", "small", "--studies", "limit")
    assert done.returncode == 2
    assert "limits" in done.stderr


def test_candidates_near_the_rule_are_printed_from_the_start_and_from_a_run(command, tmp_path: Path) -> None:
    shown = command("candidates", "--world", "small", "--within", "1", "--json")
    rows = json.loads(shown.stdout)
    assert rows["least_output"] == 200_000.0
    assert [row["margin"] for row in rows["candidates"]]
    assert command("run", "baseline", "--world", "small", "--out", str(tmp_path / "run")).returncode == 0
    told = command("candidates", "--run", str(tmp_path / "run"), "--within", "1", "--year", "2016", "--lang", "zh")
    assert told.returncode == 0, told.stderr
    assert "2016 年" in told.stdout
    assert command("candidates", "--run", str(tmp_path / "run"), "--year", "1999").returncode == 2
