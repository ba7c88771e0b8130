"""Scenarios that are right: what they hold, what equals what, and what they say of themselves."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.quarter import format_quarter, parse_quarter
from scenarios.cards import cards, decision_cards
from scenarios.policy import load
from scenarios.punctuation import full_width
from scenarios.scenario_files import shipped
from scenarios.sentences import cost_ceiling

ART20 = "art20_guarantee_share"
START = parse_quarter("2013Q1")


def write(tmp_path: Path, text: str, name: str = "mine") -> Path:
    path = tmp_path / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_baseline_sets_no_lever_and_knows_them_all() -> None:
    baseline = load("baseline")
    assert baseline.levers == {}
    assert [measure.id for measure in baseline.measures] == sorted(cards())
    assert all(measure.path == () for measure in baseline.measures)
    assert {m.id: m.in_force_2011 for m in baseline.measures} == {c.id: c.in_force_2011 for c in cards().values()}


def test_the_decision_sets_every_card_as_enacted() -> None:
    decision = load("decision-2012")
    assert {m.id: dict(m.path) for m in decision.measures} == {c.id: c.enacted for c in cards().values()}


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_scenario_travels_to_another_process(name: str) -> None:
    scenario = load(name)
    copy = pickle.loads(pickle.dumps(scenario))
    assert copy == scenario
    assert copy.key == scenario.key
    assert hash(copy) == hash(scenario)
    assert pickle.loads(pickle.dumps(scenario.measures)) == scenario.measures


def test_a_scenario_cannot_be_changed() -> None:
    scenario = load("decision-2012")
    with pytest.raises(AttributeError):
        scenario.name = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        scenario.levers[ART20] = ()  # type: ignore[index]


def test_loading_a_scenario_brings_no_mesa() -> None:
    code = "import sys; from scenarios.policy import load; load('decision-2012').key; print('mesa' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          cwd=Path(__file__).parents[2])  # fmt: skip
    assert done.stdout.strip() == "False"


def test_the_key_knows_what_is_done_and_not_what_it_is_called(tmp_path) -> None:
    one = load(write(tmp_path, f"title: one\nauthor: a\nlevers: {{{ART20}: 0.3}}\n", "one"))
    two = load(write(tmp_path, f"title: two\nlevers:\n  {ART20}: {{2013Q1: 0.30}}\n", "two"))
    assert one.key == two.key
    assert one.key != load("baseline").key
    assert one.key != load("baseline", levers={ART20: 0.31}).key
    assert len(one.key) == 64


@pytest.mark.parametrize("neutral", [0, 0.0, -0.0, None, "neutral", {"2013Q1": 0}, {"2013Q1": 0.0, "2014Q3": 0}])
def test_a_lever_at_neutral_is_the_baseline(neutral) -> None:
    assert load("baseline", levers={ART20: neutral}).key == load("baseline").key
    assert load("decision-2012", levers={ART20: neutral}).levers.get(ART20) is None


@pytest.mark.parametrize(
    "change",
    [
        {"parameters": {"firms.total": 290000}},
        {"budgets": {"省": {2013: 1}}},
        {"shocks": {"cpi": {"2014Q1": 0.9}}},
        {"levers": {ART20: {"2014Q1": 0.2}}},
    ],
)
def test_the_key_changes_with_everything_that_matters(change) -> None:
    assert load("baseline", **change).key != load("baseline").key


def test_the_key_changes_with_the_content_of_the_series_and_not_with_its_place(tmp_path) -> None:
    for folder, value in (("a", 1), ("b", 1), ("c", 2)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "own.csv").write_text(f"series,quarter,value\ncpi,2014Q1,{value}\n")
        write(tmp_path / folder, "series: own.csv\n", "s")
    first, same, other = (load(tmp_path / folder / "s.yaml") for folder in "abc")
    assert first.series.is_absolute()
    assert first.key == same.key != other.key


def test_a_number_holds_from_the_first_quarter_of_2013() -> None:
    assert load("baseline", levers={ART20: 0.3}).levers[ART20] == ((START, 0.3),)


def test_a_path_is_sorted_and_steps_that_change_nothing_are_left_out() -> None:
    wanted = {"2015Q1": 0.3, "2013Q1": 0.2, "2014Q1": 0.2, "2016Q1": 0.0}
    assert load("baseline", levers={ART20: wanted}).levers[ART20] == (
        (START, 0.2), (parse_quarter("2015Q1"), 0.3), (parse_quarter("2016Q1"), 0.0),
    )  # fmt: skip


def test_an_heir_keeps_what_it_does_not_say_and_replaces_what_it_does(tmp_path) -> None:
    parent = f"""
inherits: decision-2012
title: parent
levers: {{{ART20}: 0.5}}
budgets: {{省: {{2013: 5, 2014: 6}}}}
shocks: {{cpi: {{2014Q1: 0.9}}}}
"""
    own = "inherits: parent\nlevers: {art07_equipment_support: neutral}\nbudgets: {province: {2014: 7}}\n"
    write(tmp_path, parent, "parent")
    heir = load(write(tmp_path, own, "heir"))
    assert heir.name == "heir"
    assert heir.title["en"] == "parent"
    assert heir.levers[ART20] == ((START, 0.5),)
    assert "art07_equipment_support" not in heir.levers
    assert heir.levers["art17_dual_training"] == cards()["art17_dual_training"].enacted_path()
    assert heir.budgets == {"province": {2013: 5.0, 2014: 7.0}}
    assert heir.shocks == {"cpi": {parse_quarter("2014Q1"): 0.9}}


def test_a_file_may_be_called_as_the_shipped_scenario_it_inherits(tmp_path) -> None:
    mine = load(write(tmp_path, f"inherits: decision-2012\nlevers: {{{ART20}: 0}}\n", "decision-2012"))
    assert set(mine.levers) == set(decision_cards()) - {ART20}


def test_the_hypothetical_may_start_with_the_announcement() -> None:
    assert load("baseline", levers={ART20: {"2012Q3": 0.1}}).levers[ART20][0][0] == parse_quarter("2012Q3")


@given(st.dictionaries(st.integers(8050, 8100), st.floats(0, 0.7), min_size=1, max_size=8))
def test_what_is_written_is_in_force(steps: dict[int, float]) -> None:
    scenario = load("baseline", levers={ART20: {format_quarter(q): v for q, v in steps.items()}})
    measure = next(m for m in scenario.measures if m.id == ART20)
    now = 0.0
    for quarter in range(8040, 8104):
        now = steps.get(quarter, now)
        assert measure.value(quarter) == now


def test_the_world_takes_shocks_and_parameters_of_the_scenario() -> None:
    quarter = parse_quarter("2014Q1")
    calm, shaken = load("baseline"), load("baseline", shocks={"demand_export": {"2014Q1": 0.5}})
    before, after = calm.given("small"), shaken.given("small")
    assert after.at("demand_export", quarter) == pytest.approx(0.5 * before.at("demand_export", quarter))
    assert after.at("demand_export", quarter - 1) == pytest.approx(before.at("demand_export", quarter - 1))
    name = next(iter(before.parameters), None)
    if name is not None:
        assert calm.given("small", {name: before.parameters[name]}).parameters[name] == before.parameters[name]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_scenario_explains_itself(lang: str) -> None:
    decision, baseline = load("decision-2012").explain(lang), load("baseline").explain(lang)
    for card in decision_cards().values():
        label = full_width(card.label.zh) if lang == "zh" else card.label.en
        assert label in decision
        assert label not in baseline
    assert f"{sum(cost_ceiling(list(cards().values()), 2013).values()):,.0f}" in decision
    assert "2013" in decision
    assert ("假设" if lang == "zh" else "assumption") in decision
    assert "杠杆" not in decision


def test_the_ceiling_of_cost_is_the_sum_of_the_envelopes_by_payer() -> None:
    named = [cards()[lever] for lever in ("art07_equipment_support", "art17_dual_training", "art21_platform_grants")]
    ceiling = cost_ceiling(named, 2013)
    assert ceiling == pytest.approx({"province": 30000 + 12500, "city": 30000 + 7500, "town": 5000})


def test_hostile_titles_are_shown_without_their_signs(tmp_path) -> None:
    text = load(write(tmp_path, 'title: "\\e[31mred\\u202Etfel"\n')).explain("en")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\\x1b[31mred\\u202etfel" in text
