"""The key of a run changes with what decides its results, and with nothing else."""

from dataclasses import replace

import pytest

from experiments.keys import canonical, code_hash, plain, sha256
from experiments.pairs import baseline_of, carried_on, is_baseline, pair_of, sets_measures
from experiments.rebuild import scenario_file
from experiments.specification import Specification, firm_columns, specify
from scenarios.errors import InputError
from scenarios.frozen import Frozen
from scenarios.policy import load


@pytest.fixture(scope="module")
def spec() -> Specification:
    return specify(load("decision-2012"), world="small")


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 2},
        {"sample": 0.5},
        {"end": "2016Q4"},
        {"population_seed": 1},
        {"world": "guangdong"},
        {"towns": (0,)},
        {"firms": ("uid",)},
        {"parameters": {"a.b": 1.0}},
    ],
)
def test_every_setting_changes_the_key(spec, change):
    assert replace(spec, **change).key("data") != spec.key("data")


def test_data_and_policy_change_the_key_and_a_title_does_not(spec):
    assert spec.key("data") != spec.key("other data")
    assert spec.of(load("baseline")).key("data") != spec.key("data")
    retitled = replace(spec.policy, title=Frozen({"en": "another name", "zh": "别名"}), name="other")
    assert spec.of(retitled).key("data") == spec.key("data")


def test_order_of_names_does_not_matter_and_nothing_unknown_is_hashed():
    assert sha256({"a": 1, "b": {2, 3}}) == sha256({"b": {3, 2}, "a": 1})
    assert canonical({"q": 1.0}) == '{"q":1.0}'
    with pytest.raises(TypeError):
        plain(object())


def test_the_code_hash_is_of_this_code():
    assert len(code_hash()) == 64


def test_a_policy_has_a_pair_and_the_baseline_has_none(spec):
    assert list(pair_of(spec, alone=False)) == ["policy", "baseline"]
    assert list(pair_of(spec, alone=True)) == ["policy"]
    assert list(pair_of(spec.of(load("baseline")), alone=False)) == ["policy"]
    assert is_baseline(load("decision-2012", levers=dict.fromkeys(load("decision-2012").levers, "neutral")))


def test_the_baseline_of_a_scenario_keeps_its_shocks_and_parameters():
    policy = load("decision-2012", shocks={"demand_export": {"2013Q1": 0.9}})
    assert baseline_of(policy).shocks == policy.shocks
    assert not baseline_of(policy).levers


def test_a_shock_alone_is_compared_with_the_same_province_without_it(spec):
    slump = load("export-slump")
    assert not is_baseline(slump) and not sets_measures(slump)
    pair = pair_of(spec.of(slump), alone=False)
    assert pair["policy"].policy.shocks == slump.shocks and not pair["baseline"].policy.shocks
    assert pair["baseline"].policy.key == load("baseline").key
    assert carried_on(slump).shocks == slump.shocks


def test_parameters_alone_make_another_baseline_and_no_pair(spec):
    changed = load("baseline", parameters={"finance.quota_bank": 0.2})
    assert is_baseline(changed) and list(pair_of(spec.of(changed), alone=False)) == ["policy"]


def test_a_policy_described_in_a_run_folder_is_the_same_policy_again():
    policy = load("decision-2012", shocks={"demand_export": {"2013Q1": 0.9}}, budgets={"省": {2014: 1000.0}})
    said = scenario_file(policy)
    again = load("baseline", **{name: said[name] for name in ("levers", "budgets", "shocks", "parameters")})
    assert again.key == policy.key


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"seed": -1}, "--seed"),
        ({"seed": 2**32}, "--seed"),
        ({"seed": True}, "--seed"),
        ({"sample": 0.0}, "--sample"),
        ({"sample": float("nan")}, "--sample"),
        ({"start": "2012"}, "--start"),
        ({"end": "2011Q4"}, "--end"),
        ({"end": "2999Q4"}, "--end"),
        ({"world": "mars"}, "--world"),
        ({"firms": "salse"}, "--firms"),
    ],
)
def test_a_wrong_setting_names_its_option(settings, field):
    with pytest.raises(InputError) as error:
        specify(load("baseline"), **settings)
    assert error.value.field == field


def test_firm_columns_start_with_identity_and_suggest_the_nearest():
    assert firm_columns("default")[0] == "uid"
    assert firm_columns("sales")[-1] == "sales"
    with pytest.raises(InputError) as error:
        firm_columns("salse")
    assert error.value.nearest == "sales"
