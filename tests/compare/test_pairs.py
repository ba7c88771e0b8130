"""What is compared: the same cases in both arms, a placebo without effect, a broken pairing that shows."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.compare.plan import Plan
from experiments.compare.store import about_run, read_run, run_file
from experiments.compare.study import compare
from experiments.run import run
from scenarios.frozen import Frozen
from scenarios.policy import load

SHORT = {"world": "small", "end": "2013Q4", "workers": 1}


def value(outcome, indicator, scope, year):
    return outcome.tables["yearly"].value(indicator, scope, year)


def test_an_effect_is_the_mean_over_cases_of_policy_less_base(decision):
    by_arm = {"baseline": [], "decision-2012": []}
    for key in decision.about["runs"]:
        path = run_file(decision.folder, key)
        said = about_run(path)
        if said["seed"] <= 4:
            arm = "decision-2012" if said["scenario"] == load("decision-2012").key else "baseline"
            by_arm[arm].append((said["seed"], value(read_run(path), "gdp", "designated_2011", 2013)))
    base, policy = (np.array([number for _, number in sorted(by_arm[arm])]) for arm in by_arm)
    assert len(base) == len(policy) == 4
    rows = decision.effects.query("year == 2013 and scope == 'designated_2011' and indicator == 'gdp'")
    row = rows.iloc[0]
    assert row["effect"] == pytest.approx(np.mean(policy - base), rel=1e-9)
    assert row["base_mean"] == pytest.approx(np.mean(base), rel=1e-12)
    assert (row["low"], row["high"]) == pytest.approx((np.min(policy - base), np.max(policy - base)))
    assert row["n"] == 4 and row["level"] == pytest.approx(3 / 5, abs=1e-6)
    assert row["unit"] == "wan yuan a year"


def test_with_central_parameters_a_case_is_the_pair_that_run_makes(tmp_path):
    made = compare("baseline", "decision-2012", "3-3", ensemble="central", out=tmp_path / "c", **SHORT)
    pair = run("decision-2012", seed=3, world="small", end="2013Q4", out=tmp_path / "r", workers=1)
    cases = made.cases.query("case == 3 and year == 2013 and indicator == 'employment' and scope == 'province'").iloc[0]
    for name, arm in (("value", pair), ("base_value", pair.baseline)):
        rows = arm.province.query("quarter == '2013Q4' and indicator == 'employment' and scope == 'province'")
        assert cases[name] == rows["value"].iloc[0]
    goal = pair.goals.query("year == 2013 and goal == 'patents_granted'").iloc[0]
    mine = made.goals.query("year == 2013 and goal == 'patents_granted'").iloc[0]
    for name in ("value", "start_2011", "background", "designation", "upgrading"):
        assert mine[name] == pytest.approx(goal[name], rel=1e-12, abs=1e-9)


def test_a_placebo_run_without_reuse_has_effects_of_exactly_zero(tmp_path):
    renamed = replace(load("baseline"), name="renamed", title=Frozen({"en": "A new name", "zh": "新名称"}))
    lever = next(iter(load("decision-2012").levers))
    neutral = replace(load("baseline", levers={lever: "neutral"}), name="neutral")
    made = compare("baseline", [renamed, neutral], 2, repeats=1, reuse=False, out=tmp_path / "c", **SHORT)
    assert len(made.about["runs"]) == 3 * 3  # every scenario was run itself
    effects = made.effects
    assert set(effects["scenario"]) == {"renamed", "neutral"} and len(effects) > 500
    assert (effects[["effect", "low", "high"]] == 0.0).all().all()
    assert (effects["chance_better"] == 0.5).all()
    assert (made.winners["effect"] == 0.0).all() and (made.displacement["effect"] == 0.0).all()
    assert not (made.costs["amount"].fillna(0.0) != 0.0).any()


def test_a_broken_pairing_shows_in_the_placebo(tmp_path, monkeypatch):
    """The same placebo with another seed in one arm: the test above would see it."""
    specification = Plan.specification

    def broken(self, policy, case):
        spec = specification(self, policy, case)
        return spec if policy is self.base else replace(spec, seed=spec.seed + 1)

    monkeypatch.setattr(Plan, "specification", broken)
    renamed = replace(load("baseline"), name="renamed")
    made = compare("baseline", renamed, 2, repeats=0, reuse=False, out=tmp_path / "c", **SHORT)
    assert (made.effects["effect"] != 0.0).mean() > 0.5


def test_two_scenarios_that_do_the_same_share_their_runs(tmp_path):
    renamed = replace(load("baseline"), name="renamed")
    made = compare("baseline", renamed, 2, repeats=0, out=tmp_path / "c", **SHORT)
    assert len(made.about["runs"]) == 2
    assert (made.effects["effect"] == 0.0).all()


def test_a_later_shock_does_not_change_the_start_and_differs_from_its_first_quarter_on(tmp_path):
    made = compare("baseline", "export-slump", 2, repeats=0, out=tmp_path / "c", **SHORT)
    effects = made.effects.query("scope == 'province' and indicator == 'exports'").set_index("year")["effect"]
    assert effects[2012] == 0.0 and effects[2013] < 0.0


def test_a_parameter_that_a_scenario_sets_is_not_drawn(tmp_path):
    fixed = replace(load("baseline", parameters={"sell.price_elasticity": 5.5}), name="elastic")
    made = compare("baseline", fixed, "2-2", repeats=0, out=tmp_path / "c", **SHORT)
    parameters = [about_run(run_file(made.folder, key))["parameters"] for key in made.about["runs"]]
    assert sorted("sell.price_elasticity" in one for one in parameters) == [False, True]


def test_goals_and_split_hang_together(decision):
    split = decision.split.pivot_table(index=["year", "goal"], columns="part", values="value")
    parts = split[["start_2011", "background", "designation_anyway", "designation_induced", "upgrading"]].sum(axis=1)
    assert len(split) and np.allclose(parts, split["value"], rtol=1e-9)
    goals = decision.goals
    assert {2012, 2013} == set(goals["year"])
    told = goals.dropna(subset=["target", "value"])
    same = told["share_met"] == told["base_share_met"]
    assert (told.loc[~same, "discriminates"] == 1.0).all()


def test_net_cost_by_payer_adds_up_and_follows_the_ledger(decision):
    net = decision.costs.query("lever == 'all' and kind == 'net'").set_index("payer")["amount"]
    levels = [name for name in ("centre", "province", "cities", "counties", "towns") if name in net]
    assert net["public"] == pytest.approx(net[levels].sum()) and net["public"] > 0
    found = []
    for key in decision.about["runs"]:
        path = run_file(decision.folder, key)
        if about_run(path)["seed"] <= 4:
            sign = 1 if about_run(path)["scenario"] == load("decision-2012").key else -1
            for (_, payer, _, kind), amount in read_run(path).spending().items():
                if payer in levels and kind in ("payment", "forgone_tax", "called_loss", "return"):
                    found.append(sign * amount * (-1 if kind == "return" else 1) / 4)
    assert net["public"] == pytest.approx(sum(found), rel=1e-9)


def test_a_ratio_is_given_only_where_the_effect_excludes_zero_else_a_reason(decision):
    ratios = decision.costs.query("kind == 'per_effect'")
    assert len(ratios) and (ratios["amount"].notna() | ratios["reason"].notna()).all()


def test_winners_of_towns_add_up_to_their_cities(decision):
    gdp = decision.winners.query("indicator == 'gdp'").groupby("group_kind")["effect"].sum()
    assert gdp["town"] == pytest.approx(gdp["city"], abs=1e-6)
    tiers = decision.winners.query("group_kind == 'industry'")["tier"]
    assert tiers.min() == 1 and tiers.notna().all()


def test_what_towns_gain_and_others_lose_adds_up(decision):
    parts = decision.displacement.query("indicator == 'gdp' and year == 2013").set_index("part")["effect"]
    assert parts.drop("all").sum() == pytest.approx(parts["all"], abs=1e-6)
    province = decision.effects.query("indicator == 'gdp' and year == 2013 and scope == 'province'")["effect"].iloc[0]
    assert parts["all"] == pytest.approx(province, abs=1e-4)
