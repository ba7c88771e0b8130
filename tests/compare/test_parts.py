"""Contributions, precision, the prior ensemble and chosen towns."""

import numpy as np
import pytest

from analysis.contributions import GROUPS, coalitions, group_of, shapley
from experiments.compare.cases import case_numbers
from experiments.compare.coalitions import coalitions_of
from experiments.compare.precision import cases_wanted
from experiments.compare.prior import prior, prior_text
from experiments.compare.study import compare
from scenarios.cards import cards
from scenarios.members import FOLDER, ensemble
from scenarios.policy import load
from scenarios.registry import parameter_ranges

SHORT = {"world": "small", "end": "2013Q4", "workers": 1}
TWO = ("art07_equipment_support", "art20_guarantee_share")


def two_levers():
    return load("baseline", levers=dict.fromkeys(TWO, "enacted"))


def named(policy, name):
    from dataclasses import replace

    return replace(policy, name=name)


def test_every_article_with_measures_belongs_to_one_of_seven_groups():
    assert len(GROUPS) == 7
    assert sorted(a for articles, _, _ in GROUPS.values() for a in articles) == list(range(4, 32))
    for card in cards().values():
        assert card.article is None or group_of(card.article) in GROUPS  # national law belongs to none


def test_shapley_values_of_a_game_worked_out_by_hand():
    """Two gloves: a has a left one, b and c right ones. Value 1 for a pair: 2/3, 1/6, 1/6."""
    players = ("a", "b", "c")
    values = {one: np.array([float("a" in one and len(one) > 1)]) for one in coalitions(players)}
    found = shapley(values, players)
    assert [found[name][0] for name in players] == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_seven_groups_make_128_coalitions_and_groups_without_measures_none():
    assert len(coalitions(tuple(GROUPS))) == 128
    made = coalitions_of(named(two_levers(), "two"), "shapley")
    assert set(made.policies) == {(), ("industries",), ("finance",), ("industries", "finance")}
    assert set(made.policies[("finance",)].levers) == {"art20_guarantee_share"}
    assert not made.policies[()].levers


def test_shapley_values_add_up_to_the_effect_of_the_whole(tmp_path):
    asked = []
    made = compare(
        "baseline", named(two_levers(), "two"), 2, repeats=0, out=tmp_path / "c", contributions="shapley",
        ask=lambda *told: asked.append(told) or True, **SHORT,
    )  # fmt: skip
    minutes, megabytes, runs = asked[0]
    assert runs == 2 * 2 and 0 < minutes < 1 and 0 < megabytes < 5  # two coalitions are runs of the comparison
    parts = made.contributions.query("year == 2013 and scope == 'province'").groupby("indicator")["contribution"].sum()
    effects = made.effects.query("year == 2013 and scope == 'province'").set_index("indicator")["effect"]
    for name in ("gdp", "employment", "research_spending", "loans_small_firms"):
        assert parts[name] == pytest.approx(effects[name], rel=1e-9, abs=1e-9)
    assert effects["loans_small_firms"] != 0


def test_leaving_one_article_out_is_the_whole_less_the_rest(tmp_path):
    two = named(two_levers(), "two")
    made = compare("baseline", two, 2, repeats=0, out=tmp_path / "c", contributions="leave-one-out", **SHORT)
    alone = compare(
        "baseline",
        named(load("baseline", levers={TWO[0]: "enacted"}), "one"),
        2,
        repeats=0,
        out=tmp_path / "d",
        **SHORT,
    )

    def effect(table, **which):
        return table.query("year == 2013 and scope == 'province' and indicator == 'loans_small_firms'").iloc[0][
            "effect"
        ]

    rows = made.contributions.query("year == 2013 and scope == 'province' and indicator == 'loans_small_firms'")
    left_out = rows.set_index("part")["contribution"]
    assert set(left_out.index) == {"article_07", "article_20"}
    assert left_out["article_20"] == pytest.approx(effect(made.effects) - effect(alone.effects), rel=1e-9)


def test_a_no_leaves_contributions_out_and_keeps_the_rest(tmp_path):
    made = compare(
        "baseline", named(two_levers(), "two"), 1, repeats=0, out=tmp_path / "c", contributions="shapley",
        ask=lambda *_: False, **SHORT,
    )  # fmt: skip
    assert not (made.folder / "contributions.csv").exists() and made.about["contributions"] is None


def test_cases_are_added_until_the_main_effects_are_precise_or_there_are_enough(tmp_path):
    made = compare(
        "baseline", "decision-2012", 2, repeats=2, out=tmp_path / "c", until_precise=0.001, max_cases=4, **SHORT
    )
    precision = made.about["precision"]
    assert len(made.about["cases"]) == 4 and precision["reached"] is False
    shares = [row["seeds_cannot_remove"] for row in precision["effects"] if row["seeds_cannot_remove"] is not None]
    assert shares and all(0.0 <= one <= 1.0 for one in shares)


def test_precision_of_a_placebo_is_reached_at_once(tmp_path):
    made = compare(
        "baseline",
        named(load("baseline"), "same"),
        2,
        repeats=0,
        out=tmp_path / "c",
        until_precise=0.1,
        max_cases=9,
        **SHORT,
    )
    assert len(made.about["cases"]) == 2 and made.about["precision"]["reached"] is True


def test_a_round_asks_for_as_many_cases_as_the_widest_interval_needs_at_most_twice_as_many():
    assert cases_wanted([{"share": 0.12}], 0.1, 10, 100) == 15  # 10 * 1.2^2 = 14.4
    assert cases_wanted([{"share": 0.9}], 0.1, 10, 100) == 20
    assert cases_wanted([{"share": None}], 0.1, 10, 12) == 12
    assert case_numbers(10)[-1] == 10


# ---- the prior ensemble


def test_the_prior_ensemble_is_what_the_command_writes():
    written = (FOLDER / "prior.csv").read_text(encoding="utf-8")
    assert written == prior_text(), "a parameter or a range has changed: run `zhenxing ensemble`"


def test_members_lie_in_the_ranges_and_definitions_do_not_vary():
    members = ensemble("prior")
    assert len(members) == 120 and members.member(0) == {}
    varied = set(members.member(1))
    assert "sell.price_elasticity" in varied and len(varied) > 300
    assert not varied & {"designation.least_output", "observe.heads_per_fte", "settle.rule_small", "settle.loss_years"}
    for name, value in members.member(7).items():
        low, high = parameter_ranges()[name]
        assert low <= value <= high


def test_half_of_the_members_lie_on_each_side_of_the_central_value_and_spread_evenly():
    values = np.array(prior({"a.b": (0.0, 1.0, 9.0)}, 40, 1)["a.b"])
    assert (values < 1.0).sum() == 20
    assert np.histogram(values, [0.0, 0.5, 1.0, 5.0, 9.0])[0].tolist() == [10, 10, 10, 10]


def test_a_parameter_more_moves_no_other_one():
    one = prior({"a.b": (0.0, 1.0, 9.0)}, 10, 1)
    two = prior({"a.a": (0.0, 1.0, 2.0), "a.b": (0.0, 1.0, 9.0)}, 10, 1)
    assert one["a.b"] == two["a.b"] != two["a.a"]


# ---- starts and towns


def test_own_starts_are_other_runs_than_the_shared_one(tmp_path):
    shared = compare("baseline", "decision-2012", "2-2", starts="shared", out=tmp_path / "a", **SHORT)
    own = compare("baseline", "decision-2012", "2-2", out=tmp_path / "b", **SHORT)
    assert not set(shared.about["runs"]) & set(own.about["runs"])
    central = compare("baseline", "decision-2012", "2-2", ensemble="central", out=tmp_path / "c", **SHORT)
    assert central.effects["effect"].notna().all()


def test_chosen_towns_are_compared_in_their_surroundings_without_provincial_goals(tmp_path):
    made = compare("baseline", "decision-2012", 1, towns=[0], out=tmp_path / "c", **SHORT)
    assert made.goals.empty and len(made.effects)
    assert set(made.winners.query("group_kind == 'town'")["group"]) == {"0000"}
