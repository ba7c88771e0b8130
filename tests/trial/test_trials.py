"""Trials inside the model: what is built in is found, twins are equal until something links them, lots are kept."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.trial.measuring import TRIAL, TWIN, Sample, verdict
from experiments.trial.study import TrialResult, trial
from tests.trial.small_trials import BASE, run, trial_in, with_field


def test_a_transfer_of_money_is_found_to_the_yuan_by_the_twins_and_within_its_error_by_the_study(
    transfer: TrialResult,
) -> None:
    assert transfer.true["direct"] == pytest.approx(7.5, rel=1e-12)
    assert transfer.true["indirect"] == 0.0
    low, high = transfer.interval
    assert low < 7.5 < high and transfer.study.error > 0
    panel = transfer.panels[0]
    paid = np.isfinite(panel.values["cash"][TRIAL, -1]) & (panel.units.arm == 1)  # who closed that quarter got nothing
    assert transfer.about["cost"]["treated"] == pytest.approx(7.5 * np.count_nonzero(paid))
    assert transfer.about["worst_residual"] < 1e-8


def test_twins_of_the_untreated_are_exactly_equal_until_a_market_links_them(transfer: TrialResult) -> None:
    untreated = transfer.panels[0].units.arm == 0
    for name, values in transfer.panels[0].values.items():
        assert np.array_equal(values[TRIAL][:, untreated], values[TWIN][:, untreated], equal_nan=True), name
    later = run(with_field("horizon", "4", BASE)).panels[0]
    linked = later.units.arm == 0
    first = later.first
    same = later.values["cash"][:, first][:, linked]
    assert np.array_equal(same[TRIAL], same[TWIN], equal_nan=True)
    last = later.values["cash"][:, -1][:, linked]
    assert np.mean(last[TRIAL] != last[TWIN]) > 0.5  # a year on, what is spent has reached them


def test_both_worlds_share_all_luck_before_the_fork(transfer: TrialResult) -> None:
    panel = transfer.panels[0]
    assert panel.first == 2
    for values in panel.values.values():
        assert np.array_equal(values[TRIAL, : panel.first], values[TWIN, : panel.first], equal_nan=True)


def test_the_panel_has_a_row_for_every_unit_quarter_and_world(transfer: TrialResult) -> None:
    frame, panel = transfer.panel, transfer.panels[0]
    assert len(frame) == len(panel.units.uid) * len(panel.quarters) * 2
    assert list(frame.columns[:9]) == [
        "seed", "unit_id", "quarter", "world", "arm", "treated", "cluster", "weight", "town",
    ]  # fmt: skip
    treated = frame[frame["treated"] == 1]
    assert set(treated["world"]) == {"trial"} and set(treated["quarter"]) == {"2012Q3"}
    assert set(treated["arm"]) == {"treated"}
    once = frame[(frame["quarter"] == "2012Q3")].pivot(index="unit_id", columns="world", values="cash")
    rise = (once["trial"] - once["twin"]).dropna()
    assert sorted(np.unique(np.round(rise, 9))) == [0.0, 7.5]


def test_the_same_trial_on_the_same_seed_is_the_same_and_another_seed_gives_other_lots() -> None:
    again, other = trial(trial_in(BASE), (1,), world="small"), trial(trial_in(BASE), (2,), world="small")
    first = run()
    assert again.estimate == first.estimate and np.array_equal(again.panels[0].units.arm, first.panels[0].units.arm)
    assert not np.array_equal(other.panels[0].units.arm, first.panels[0].units.arm)


def test_nothing_given_changes_nothing_at_all() -> None:
    nothing = run(with_field("arms", "{treated: {intervention: cash_transfer, amount: 0.0}}"))
    for values in nothing.panels[0].values.values():
        assert np.array_equal(values[TRIAL], values[TWIN], equal_nan=True)
    assert nothing.true == {"direct": 0.0, "indirect": 0.0, "total": 0.0}


def test_levers_act_in_the_towns_that_are_treated_and_in_no_other() -> None:
    text = with_field("arms", "{support: {levers: {art07_equipment_support: 0.5}}}")
    text = with_field("assignment", "{unit: town, share: 0.5}", text)
    text = with_field("estimator", "{kind: difference, outcome: automated, cluster: town, window: 1}", text)
    result = run(with_field("horizon", "6", text))
    panel = result.panels[0]
    change = panel.values["automated"][TRIAL, -1] - panel.values["automated"][TWIN, -1]
    by_town = {int(t): np.nanmax(np.abs(change[panel.units.town == t])) for t in np.unique(panel.units.town)}
    treated = set(np.unique(panel.units.town[panel.units.arm == 1]).tolist())
    assert 0 < len(treated) < len(by_town)
    assert max(by_town[town] for town in treated) > 0.01  # an adopter of half price
    assert max(value for town, value in by_town.items() if town not in treated) < 0.01


def test_a_lever_at_neutral_in_treated_towns_changes_nothing() -> None:
    text = with_field("arms", "{support: {levers: {art07_equipment_support: 0.0}}}")
    text = with_field("assignment", "{unit: town, share: 0.5}", text)
    panel = run(text).panels[0]
    assert np.array_equal(panel.values["cash"][TRIAL], panel.values["cash"][TWIN], equal_nan=True)


def test_saturation_is_kept_town_by_town_and_spillovers_compare_the_untreated() -> None:
    text = with_field("assignment", "{unit: market, saturation: [0.0, 0.5]}")
    text = with_field(
        "estimator", "{kind: difference_in_differences, outcome: sales, scale: log, of: untreated, cluster: town}", text
    )
    panel = run(with_field("horizon", "2", text)).panels[0]
    units = panel.units
    for town in np.unique(units.town):
        own = units.town == town
        assert len(np.unique(units.saturation[own])) == 1
        assert abs(np.mean(units.arm[own]) - units.saturation[own][0]) < 0.1
    assert set(np.unique(units.saturation)) == {0.0, 0.5}


def test_a_threshold_treats_one_side_and_keeps_the_score() -> None:
    text = with_field("assignment", "{unit: firm, threshold: {score: staff, at: 12, side: below}}")
    text = with_field("estimator", "{kind: regression_discontinuity, outcome: cash, window: 1, bandwidth: 6}", text)
    result = run(with_field("arms", "{treated: {intervention: cash_transfer, amount: 50}}", text))
    units = result.panels[0].units
    assert np.array_equal(units.arm == 1, units.score < 0)
    low, high = result.interval
    assert low < 50 < high
    assert "score" in result.panel


def test_a_ring_treats_sites_and_compares_the_near_with_the_far() -> None:
    text = with_field("assignment", "{unit: ring, ring: {sites: 0.2, inner: 5, outer: 200}}")
    units = run(text).panels[0].units
    assert units.kilometres[units.arm == 1].max() <= 5 < units.kilometres[units.arm == 0].min()


def test_everyone_after_a_date_is_compared_with_before() -> None:
    text = with_field("assignment", "{unit: date}")
    text = with_field("estimator", "{kind: before_after, outcome: cash, window: 1}", text)
    result = run(text)
    assert np.all(result.panels[0].units.arm == 1)
    assert result.true["direct"] == pytest.approx(7.5)
    assert result.estimate != pytest.approx(7.5, abs=1e-6)  # time passes too


def test_arms_split_the_treated_in_equal_parts() -> None:
    arms = "{a: {intervention: cash_transfer, amount: 1}, b: {intervention: cash_transfer, amount: 3}}"
    text = with_field("arms", arms)
    rule = "{kind: difference_in_differences, outcome: cash, window: 1, arms: {b: 1, a: -1}}"
    result = run(with_field("assignment", "{unit: firm, share: 0.6}", with_field("estimator", rule, text)))
    counts = np.bincount(result.panels[0].units.arm)
    assert np.abs(counts / counts.sum() - [0.4, 0.3, 0.3]).max() < 0.05
    assert result.true["direct"] == pytest.approx(2.0)


def test_an_effect_is_taken_over_another_and_in_its_scale() -> None:
    rule = "{kind: difference_in_differences, outcome: cash, per: cash, window: 1}"
    assert run(with_field("estimator", rule)).estimate == pytest.approx(1.0)
    rule = "{kind: difference_in_differences, outcome: cash, scale: percent, window: 1}"
    percent, level = run(with_field("estimator", rule)), run()
    sample = Sample(level.panels[0], level.trial)
    assert percent.estimate == pytest.approx(100 * level.estimate / sample.level())


def test_bands_are_held_against_the_estimate_and_its_interval(transfer: TrialResult) -> None:
    def judged(**band) -> bool | None:
        evidence = {
            "article": 11, "study": "x", "row": "x", "finding": "x", "grade": "A", "code": "V", "unit": "x", **band,
        }  # fmt: skip
        from experiments.trial.spec import Evidence

        held = transfer.trial.model_copy(update={"evidence": Evidence.model_validate(evidence)})
        return verdict(transfer.found, held)

    low, high = transfer.interval
    effect = transfer.estimate
    assert judged(rule="P2", low=effect - 0.1, high=effect + 0.1)
    assert not judged(rule="P2", low=effect + 0.1, high=effect + 0.2)
    assert judged(rule="P1", low=high - 1e-6, high=high + 5)
    assert not judged(rule="P1r", low=high + 1e-6, high=high + 5)
    spread = transfer.study.spread
    assert judged(rule="P0") is bool(abs(effect) < 0.1 * spread)
    assert judged(rule="P3", sign="up") is bool(low > 0 and effect > 0.1 * spread)
    assert not judged(rule="P3", sign="down")
    assert verdict(transfer.found, transfer.trial) is None


INTERVENED = {
    "loan": ("{intervention: loan, share: 0.2}", "bank_debt", 0.3),
    "service_visit": ("{intervention: service_visit, quality: 1.0}", "practice", 0.2),
    "group_course": ("{intervention: group_course}", "practice", 0.09),
    "guarantor": ("{intervention: guarantor}", "bank_debt", 0.5),
    "tax_relief": ("{intervention: tax_relief, share: 0.5}", "cash", 0.01),
    "orders": ("{intervention: orders, share: 0.5}", "exports", 0.1),
    "input_price": ("{intervention: input_price, share: 0.1}", "price", -1.0),
    "registration_fee": ("{intervention: registration_fee, amount: 2}", "cash", -5.0),
}


@pytest.mark.parametrize("name", sorted(INTERVENED))
def test_an_intervention_moves_what_it_is_about_and_the_books_close(name: str) -> None:
    arm, outcome, least = INTERVENED[name]
    text = with_field("arms", f"{{treated: {arm}}}")
    result = run(with_field("estimator", f"{{kind: difference, outcome: {outcome}, window: 1}}", text))
    effect = result.true["direct"]
    expected_down = name in ("input_price", "registration_fee")
    assert (effect < 0) if expected_down else (effect > least)
    assert result.about["worst_residual"] < 1e-8
