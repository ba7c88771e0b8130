"""The twin, one firm at a time in plain Mesa, and the columns agree on every column of every firm after every phase."""

from __future__ import annotations

import ast
import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import model.phases.sell
from model.province import Province
from model.quarter import format_quarter, parse_quarter
from scenarios.policy import load
from tests.twin import machines, sales
from tests.twin.answers import rows_of
from tests.twin.comparison import Agreement, Differs, compare
from tests.twin.economy import Economy
from tests.twin.recorder import Recorded, record
from tests.twin.replay import LEVERS

HERE = Path(__file__).parent
BESIDE_THE_MODEL = {"recorder.py", "answers.py", "comparison.py", "timing.py", "test_twin.py"}
QUARTERS = ("2012Q1", "2012Q4", "2013Q1", "2014Q1")  # the first, a year's end, two with yearly rounds and measures

# numbers within their ranges, and a slump, that bring about what is rare: queues, bonds, funds, licences, failures
EVENTFUL = {
    "services.firms_per_expert": 8.0,
    "services.asking": 0.8,
    "services.expected_gain": 0.03,
    "services.outreach": 0.1,
    "finance.bond_chance": 0.05,
    "finance.bank_line": 0.08,
    "finance.loan_to_machines": 0.2,
    "finance.loan_to_claims": 0.1,
    "finance.guaranteed_over_sales": 0.1,
    "finance.debt_wanted": 0.4,
    "finance.circle_over_sales": 0.4,
    "finance.venture_line": 1.0,
    "licences.market": 0.2,
    "search.partnership_start": 1.0,
    "search.partnership_end": 0.6,
    "search.imitation_rate": 1.0,
    "demography.moves": 0.02,
    "settle.status_applicants": 0.8,
    "research.start_correction": 3.0,
    "labour.training_applicants_by_size": 0.25,
}
SLUMP = {f"demand_{market}": {"2012Q2": 0.35} for market in ("domestic", "export", "processing")}


def small(policy=None, **arguments) -> Province:
    """The small world under the levers the twin knows, unless told otherwise."""
    return Province(policy or load("baseline", levers=LEVERS), world="small", **arguments)


def eventful(**arguments) -> Province:
    """The small world in a slump, with much happening."""
    return small(load("baseline", levers=LEVERS, shocks=SLUMP, parameters=EVENTFUL), rng=7, **arguments)


def walk(province: Province, quarters: int) -> Agreement:
    """The next quarters compared, each from the model's firms at its beginning."""
    agreement = Agreement()
    for _ in range(quarters):
        compare(record(province), agreement)
    return agreement


@pytest.fixture(scope="module")
def recorded() -> dict[str, Recorded]:
    """The chosen quarters, recorded in one run."""
    province, kept = small(), {}
    while province.quarter <= parse_quarter(QUARTERS[-1]):
        name = format_quarter(province.quarter)
        if name in QUARTERS:
            kept[name] = record(province)
        else:
            province.step()
    return kept


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_column_of_every_firm_is_the_same_after_every_phase(recorded, quarter: str) -> None:
    agreement = compare(recorded[quarter])
    assert agreement.firm_quarters > 1800


def test_it_is_the_same_where_much_happens_and_rows_stand_for_several_firms() -> None:
    province = eventful(sample=0.5)
    assert province.firm.weight.max() > 1.9
    assert walk(province, 3).events["closed"] > 50


@pytest.mark.slow
def test_all_firms_agree_over_six_years() -> None:
    agreement = walk(small(), 24)
    assert agreement.firm_quarters > 24 * 1800


@pytest.mark.slow
def test_all_firms_agree_over_three_years_in_which_everything_happens() -> None:
    agreement = walk(eventful(), 12)
    assert [name for name, number in agreement.events.items() if number == 0] == []


def test_recording_a_quarter_changes_nothing_in_it() -> None:
    watched, plain = small(), small()
    for _ in range(2):
        record(watched)
        plain.step()
    for name in plain.firm.fields:
        assert watched.firm.column(name).tobytes() == plain.firm.column(name).tobytes()


# ---- a rule that is not the same is named


CHANGED = (  # a parameter of the twin alone, and the phase and the column in which it shows first
    ("programmes.payment_speed", "allocate_public_money, cash"),
    ("expectations.adjustment", "sell, expected_sales"),
    ("invest.gap_scale", "form_expectations, planned_investment"),
    ("research.adjustment", "form_expectations, planned_research"),
    ("services.effect_decay", "choose_services, visibility"),
    ("finance.risk_debt", "seek_finance, cash"),
    ("finance.guaranteed_over_sales", "seek_finance, cash"),
    ("labour.hiring_speed", "hire_and_train, staff_production"),
    ("labour.poached", "hire_and_train, staff_production"),
    ("search.persistence", "search, process"),
    ("knowledge.from_spill", "search, knowledge"),
    ("invest.retrofit", "invest_and_adopt, vintage"),
    ("adopt.software_step", "invest_and_adopt, digital"),
    ("produce.price_adjustment", "produce, price"),
    ("produce.scale_economies", "produce, efficiency"),
    ("sell.share_adjustment", "sell, share_domestic"),
    ("sell.brand_fading", "sell, brand"),
    ("finance.payables_town", "settle, cash"),
    ("settle.profit_memory", "settle, profitability"),
    ("demography.overdraft_limit", "hire_and_train, staff_production"),
)


@pytest.mark.parametrize(("parameter", "where"), CHANGED)
def test_the_phase_and_column_of_another_parameter_are_named(recorded, parameter: str, where: str) -> None:
    one = recorded["2013Q1"]
    group, name = parameter.split(".")
    others = copy.deepcopy(one.news.parameters)
    setattr(getattr(others, group), name, 0.9 * getattr(getattr(others, group), name))
    with pytest.raises(
        Differs, match=f"^2013Q1, {where}: firm [0-9]+ has .* in the twin and .* in the model; [0-9]+ of"
    ):
        compare(Recorded(replace(one.news, parameters=others), one.before, one.after))


def test_a_rule_of_the_twin_that_is_broken_is_named(recorded, monkeypatch) -> None:
    monkeypatch.setattr(machines, "adopt_software", lambda firm, spent, news: 0.0)
    with pytest.raises(Differs, match="2012Q1, invest_and_adopt, digital: firm"):
        compare(recorded["2012Q1"])


def test_a_rule_of_the_model_that_is_broken_is_named(monkeypatch) -> None:
    monkeypatch.setattr(model.phases.sell, "own_brand", lambda province: None)
    with pytest.raises(Differs, match=r"2012Q1, sell, brand: firm [0-9]+ has "):
        compare(record(small()))


def test_a_firm_that_only_one_of_the_two_closes_is_named(recorded, monkeypatch) -> None:
    one = recorded["2012Q4"]
    others = copy.deepcopy(one.news.parameters)
    others.demography.hazard_peak *= 1.5
    with pytest.raises(
        Differs, match=r"2012Q4, enter_exit_move: firms .* in the twin only, \[[0-9]+.* in the model only"
    ):
        compare(Recorded(replace(one.news, parameters=others), one.before, one.after))


def test_a_difference_in_the_tenth_digit_is_found_and_one_in_the_last_is_not(recorded, monkeypatch) -> None:
    one, demand = recorded["2012Q1"], sales.demand
    monkeypatch.setattr(sales, "demand", lambda *place: demand(*place) * (1 + 1e-14))
    assert compare(one).largest < 1e-9
    monkeypatch.setattr(sales, "demand", lambda *place: demand(*place) * (1 + 1e-8))
    with pytest.raises(Differs, match="2012Q1, sell, "):
        compare(one)


# ---- the twin is another program


def test_the_twin_takes_nothing_from_the_model_but_its_draws() -> None:
    taken: set[str] = set()
    for file in sorted(HERE.glob("*.py")):
        if file.name in BESIDE_THE_MODEL:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                taken |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                taken.add(node.module or "")
    assert {name for name in taken if name.split(".")[0] in ("model", "scenarios", "experiments", "analysis")} == {
        "model.draws"
    }


def test_firms_are_mesa_agents_in_the_order_of_their_uid(recorded) -> None:
    economy = Economy(rows_of(recorded["2012Q1"].before))
    assert [firm.uid for firm in economy.agents] == economy.column("uid") == sorted(economy.column("uid"))


def test_singles_stay_singles_and_numbers_are_plain(recorded) -> None:
    firm = next(iter(Economy(rows_of(recorded["2012Q1"].before)).agents))
    assert isinstance(firm.visibility, np.float32)
    assert type(firm.cash) is float and type(firm.town) is int
