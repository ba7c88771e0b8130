"""Money in, intensity out; what explain says of money; templates and tables that read as what they came from."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from scenarios.cards import PAYERS, cards
from scenarios.errors import InputError
from scenarios.money import most_public, planned_costs, planned_public, public_parts, value_for
from scenarios.policy import load
from scenarios.scenario_files import FIELDS, shipped
from scenarios.schemas import ScenarioFile, json_schema, model_of, rows
from scenarios.sentences import cost_ceiling, planned_cost, private_beside
from scenarios.templates import sheet_rows, workbook, yaml_template

GRANTS = "art21_platform_grants"


def written(tmp_path, text: str):
    path = tmp_path / "plan.yaml"
    path.write_text(f"inherits: baseline\nlevers:\n  {text}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("lever", [lever for lever in planned_costs() if cards()[lever].article is not None])
def test_the_value_that_money_buys_is_planned_to_cost_that_money(lever: str) -> None:
    card = cards()[lever]
    money = 0.5 * planned_public(card, next(iter(card.enacted.values())))
    value = value_for(card, money)
    assert value is not None
    assert planned_public(card, value) == pytest.approx(money)
    assert card.bounds.legal[0] <= value <= card.bounds.legal[1]


def test_between_the_points_measured_the_cost_is_linear(monkeypatch) -> None:
    monkeypatch.setattr("scenarios.money.planned_costs", lambda: {GRANTS: ((35.0, 7000.0), (80.0, 16000.0))})
    card = cards()[GRANTS]
    assert planned_public(card, 17.5) == pytest.approx(3500.0)
    assert planned_public(card, 57.5) == pytest.approx(11500.0)
    assert planned_public(card, 105.0) == pytest.approx(21000.0)  # beyond the last as before it
    assert planned_public(card, 200.0) == 25000.0  # the envelope
    assert value_for(card, 11500.0) == pytest.approx(57.5)
    assert value_for(card, 25001.0) is None


def test_the_payer_with_least_for_its_share_decides(tmp_path) -> None:
    shares = public_parts(cards()[GRANTS])
    assert shares == pytest.approx({"province": 0.5, "city": 0.3, "town": 0.2})
    some = load(written(tmp_path, f"{GRANTS}: {{money: {{省: 5000, 市: 9000, 镇: 9000}}}}"))
    whole = load(written(tmp_path, f"{GRANTS}: {{money: 10000}}"))
    assert some.key == whole.key
    assert some.money[GRANTS] == pytest.approx(10000.0)


def test_explain_says_the_money_a_value_was_found_from(tmp_path) -> None:
    text = load(written(tmp_path, f"{GRANTS}: {{money: 10000, from: 2014Q1}}")).explain("en")
    assert "follows from 10,000 wan yuan" in text and "the province 5,000" in text and "2014Q1" in text
    assert "每年财政资金 10,000 万元" in load(written(tmp_path, f"{GRANTS}: {{money: 10000}}")).explain("zh")


def test_a_value_set_again_is_no_longer_said_to_follow_from_money(tmp_path) -> None:
    policy = load(written(tmp_path, f"{GRANTS}: {{money: 10000}}"), levers={GRANTS: 3.0})
    assert not policy.money
    assert "follows from" not in policy.explain("en")


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("{money: 900000}", f"{most_public(cards()[GRANTS]):,.0f}"),
        ("{money: {省: 100}}", "市"),
        ("{money: {省: 100, 市: 100, 镇: 100, 企业: 5}}", "企业"),
        ("{money: -5}", "outside its bounds"),
        ("{money: 100, form: 2013Q1}", "from"),
        ("{money: 100, from: 2012Q1}", "announcement"),
    ],
)
def test_money_that_cannot_be_spent_is_refused_with_what_can(tmp_path, wanted: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        load(written(tmp_path, f"{GRANTS}: {wanted}"))
    assert words in str(caught.value) and GRANTS in str(caught.value)


def test_a_measure_that_costs_the_public_nothing_cannot_be_set_in_money(tmp_path) -> None:
    with pytest.raises(InputError, match="no public money"):
        load(written(tmp_path, "art20_micro_licences: {money: 100}"))


def test_the_ceiling_is_public_money_and_the_private_part_stands_beside_it() -> None:
    card = cards()["art16_private_parks"]  # towns 0.3, society 0.7 of an envelope of 18,000 of public money
    assert cost_ceiling([card], 2013) == pytest.approx({"town": 18000.0})
    assert private_beside([card], 2013) == pytest.approx({"society": 42000.0})


def test_the_planned_cost_of_a_year_is_that_of_its_quarters() -> None:
    card = cards()[GRANTS]
    late = planned_cost({GRANTS: ((2013 * 4 + 2, 35.0),)}, 2013)
    assert sum(late.values()) == pytest.approx(0.5 * planned_public(card, 35.0))
    assert set(late) <= set(PAYERS.values())


@pytest.mark.parametrize("articles", [(), (20, 21)])
def test_a_template_reads_as_the_scenario_it_was_made_from(tmp_path, articles) -> None:
    policy = load("decision-2012")
    for lang in ("en", "zh"):
        (tmp_path / "mine.yaml").write_text(yaml_template("mine", policy, articles, lang), encoding="utf-8")
        assert load(tmp_path / "mine.yaml").key == policy.key
    (tmp_path / "mine.xlsx").write_bytes(workbook(sheet_rows("mine", policy, articles)))
    assert load(tmp_path / "mine.xlsx").key == policy.key


def test_a_table_sets_values_money_budgets_and_shocks_as_a_file_does(tmp_path) -> None:
    (tmp_path / "plan.csv").write_text(
        "类别,编号,起始,取值,财政资金\n继承,,,baseline,\n政策措施,art20_listing,2013Q1,0.2,\n"
        f"政策措施,{GRANTS},2014Q1,,10000\n预算,省,2013,50000,\n外部冲击,demand_export,2013Q1,0.9,\n",
        encoding="utf-8",
    )
    (tmp_path / "plan.yaml").write_text(
        f"inherits: baseline\nlevers:\n  art20_listing: {{2013Q1: 0.2}}\n  {GRANTS}: {{money: 10000, from: 2014Q1}}\n"
        "budgets: {省: {2013: 50000}}\nshocks: {demand_export: {2013Q1: 0.9}}\n",
        encoding="utf-8",
    )
    assert load(tmp_path / "plan.csv").key == load(tmp_path / "plan.yaml").key


@pytest.mark.parametrize(
    ("row", "line", "words"),
    [
        ("政策措施,art20_listing,2013Q1,9,", 3, "outside the legal bounds"),
        ("措施,art20_listing,2013Q1,0.2,", 3, "no such section"),
        ("政策措施,,2013Q1,0.2,", 3, "id is missing"),
        ("预算,省,,100,", 3, "date is missing"),
        ("政策措施,art20_listing,2013Q1,0.2,\n政策措施,art20_listing,2013Q1,0.3,", 4, "set twice"),
    ],
)
def test_a_bad_row_of_a_table_is_named(tmp_path, row: str, line: int, words: str) -> None:
    text = f"类别,编号,起始,取值,财政资金\n继承,,,baseline,\n{row}\n"
    (tmp_path / "plan.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(tmp_path / "plan.csv")
    assert caught.value.line == line and words in str(caught.value)


def test_the_schema_knows_every_field_and_takes_every_shipped_scenario() -> None:
    import yaml

    from scenarios.scenario_files import FILES

    assert tuple(sorted(ScenarioFile.model_fields)) == tuple(sorted(FIELDS))
    for name in shipped():
        data = yaml.load((FILES / f"{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
        ScenarioFile.model_validate(data, strict=False)
    with pytest.raises(ValidationError):
        ScenarioFile.model_validate({"lever": {}})


def test_schemas_are_json_and_read_as_tables() -> None:
    for kind in ("scenario", "card"):
        schema = json_schema(kind)
        assert json.loads(json.dumps(schema))["properties"]
        assert {name for name, *_ in rows(schema)} >= set(schema["properties"])
    with pytest.raises(InputError, match="no such kind"):
        model_of("senario")


def test_a_package_holds_measures_of_its_own_articles_within_their_studied_ranges() -> None:
    from experiments.measuring.packages import PACKAGES

    for name, articles in PACKAGES.items():
        levers = load(name).levers
        assert {cards()[lever].article for lever in levers} == set(articles)
        for lever, path in levers.items():
            low, high = cards()[lever].bounds.studied
            assert all(low <= value <= high for _, value in path)


def test_a_package_is_scaled_to_the_money_asked_for() -> None:
    from experiments.measuring.packages import PACKAGES, package, planned

    for articles in PACKAGES.values():
        assert planned(package(articles, 90_000.0)) == pytest.approx(90_000.0, rel=2e-3)


@pytest.mark.xfail(
    strict=True,
    reason="set under the start all cases shared; since cases settle under their own parameters the packages cost 38 "
    "(finance) to 55 (1e8 yuan) and are to be set anew",
)
def test_the_packages_cost_the_same_in_the_mean_of_the_cases_as_last_measured() -> None:
    from experiments.docs.proportion_page import MEASURED
    from experiments.measuring.packages import MONEY, TITLES

    measured = json.loads(MEASURED.read_text(encoding="utf-8"))["comparison"]["scenarios"]
    assert {name: measured[name]["paid"] for name in TITLES} == pytest.approx(dict.fromkeys(TITLES, MONEY), rel=0.01)
