"""The accounts: they close under any policy, and stop closing as soon as one posting is left out."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.interventions.declared import Treatment
from model.ledger import TOLERANCE, AccountsError
from model.province import Province
from model.quarter import format_quarter, parse_quarter
from model.start.settled import settled_start
from scenarios.cards import cards, decision_cards
from scenarios.policy import load

MODEL = Path(__file__).resolve().parents[2] / "model"
QUARTERS = 8
DATES = ("2012Q3", "2012Q4", "2013Q1", "2013Q2", "2013Q3")  # no lever may act before it is announced
# a recession that makes firms of every kind fail: what is posted only when somebody closes is posted here
RECESSION = {
    "demand_domestic": {"2012Q2": 0.35},
    "demand_export": {"2012Q2": 0.35},
    "demand_processing": {"2012Q2": 0.35},
}
# numbers within their ranges that make lenders, owners and importers do what they seldom do
STRAINED = {
    "finance.bank_line": 0.08,
    "finance.loan_to_machines": 0.2,
    "finance.circle_over_sales": 0.4,
    "goods.most_to_households": 0.1,
    "households.world_part": 0.1,
    "households.local_part": 0.35,
    "households.rest_part": 0.05,
    "budgets.owners_least": 0.9,
    "budgets.bank_least": 0.1,
    "budgets.bank_capital": 0.09,
    "budgets.bank_payout": 1.0,
}


SHOCKS = (
    {},
    {"demand_domestic": {"2012Q2": 0.4}},
    {"demand_export": {"2012Q1": 0.5, "2013Q1": 1.8}},
    {"lending_rate": {"2012Q3": 2.0}},
    {"price_outside": {"2012Q2": 0.8}, "price_inputs": {"2012Q4": 1.3}},
    {"demand_processing": {"2012Q1": 2.0}, "gdp_rest": {"2012Q3": 0.7}},
)


@st.composite
def levers(draw) -> dict:
    """Some of the levers, each at a value within its legal bounds from a date on."""
    return {
        lever: {
            draw(st.sampled_from([date for date in DATES if parse_quarter(date) >= card.announced])): draw(
                st.floats(*card.bounds.legal, allow_nan=False)
            )
        }
        for lever, card in cards().items()
        if draw(st.booleans())
    }


@pytest.fixture(scope="module")
def starts() -> dict[int, object]:
    """Settled starts of the shocks, each to be copied."""
    return {}


@settings(max_examples=200, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(levers=levers(), shock=st.sampled_from(range(len(SHOCKS))), seed=st.integers(0, 2**32 - 1))
def test_the_accounts_close_every_quarter_under_any_policy_shock_and_seed(starts, levers, shock, seed) -> None:
    policy = load("baseline", levers=levers, shocks=SHOCKS[shock])
    if shock not in starts:
        starts[shock] = settled_start(
            policy, policy.given("small"), population_seed=0, sample=1.0, start=parse_quarter("2012Q1")
        )
    province = Province(policy, world="small", rng=seed, state=copy.deepcopy(starts[shock]))
    for _ in range(QUARTERS):
        province.step()  # raises AccountsError beyond 1e-8
        positions = province.positions()
        residual = positions - province.ledger.opening - province.ledger.flows
        assert np.abs(residual).max() <= TOLERANCE * np.abs(positions).sum()
    assert 0.0 < province.ledger.worst_residual <= TOLERANCE
    for name, table in province.tables_by_name().items():
        for column in table.fields:
            assert np.all(np.isfinite(getattr(table, column))), f"{name}.{column}"


def steps(policy, muted: str | None = None, quarters: int = 24) -> Iterator[Province]:
    """A small world quarter by quarter. With a recession, owners of lenders want more capital than they have, every
    medium-sized firm that asks is taken into a bond, firms short of cash are closed in the tenth quarter, when nobody
    buys their machines, and all those left in the twentieth."""
    province = Province(policy, world="small", muted_account=muted)
    harsh, rule = bool(policy.shocks), province.parameters.demography
    usual = rule.overdraft_limit, rule.patience
    if harsh:
        province.anchor.body_equity = 2.0 * province.anchor.body_equity
        province.parameters.finance.bond_chance = 1.0
    for quarter in range(1, quarters + 1):
        if harsh:
            rule.overdraft_limit, rule.patience = {10: (-0.5, 1), 20: (-np.inf, 0)}.get(quarter, usual)
            rule.recovery = rule.recovery_stock = 0.0 if quarter == 10 else 0.5
        province.step()
        yield province


def steps_of_a_trial(policy, muted: str | None = None):
    """A quarter without and four with a trial in which all firms get money, pay a fee and pay less income tax."""
    province = Province(policy, world="small", muted_account=muted)
    province.step()
    since, everybody = province.quarter, province.firm.uid.copy()
    province.treatments = tuple(
        Treatment(
            "all", since, since + 8, intervention=name, settings={setting: value}, firms=everybody, paid_by="province"
        )
        for name, setting, value in (
            ("cash_transfer", "amount", 5.0),
            ("registration_fee", "amount", 1.0),
            ("tax_relief", "share", 0.5),
        )
    )
    for _ in range(4):
        province.step()
        yield province


def accounts_of(policy, run=steps) -> set[str]:
    *_, last = run(policy)
    return set(last.ledger.accounts)


def accounts_that_may_be_dropped(policy, accounts: set[str], run=steps) -> list[str]:
    """Accounts without whose postings the books still close."""
    unnoticed = []
    for account in sorted(accounts):
        try:
            for _ in run(policy, account):
                pass
        except AccountsError:
            continue
        unnoticed.append(account)
    return unnoticed


@pytest.fixture(scope="module")
def strong():
    """Every measure of the Decision at the top of its studied range: what is small when enacted is large here."""
    tops = {card.id: {format_quarter(card.starts): card.bounds.studied[1]} for card in decision_cards().values()}
    return load("baseline", levers=tops)


@pytest.fixture(scope="module")
def recession():
    return load("decision-2012", shocks=RECESSION, parameters=STRAINED)


@pytest.fixture(scope="module")
def other_law():
    """Hypothetical national law in a recession without the Decision: no deposits stand before members of circles."""
    levers = {
        "law_registration": {"2013Q1": 0.5},
        "law_equipment_vat": {"2013Q1": 0.17},
        "law_old_rule_money": {"2013Q1": cards()["law_old_rule_money"].bounds.studied[1]},
    }
    return load("baseline", levers=levers, shocks=RECESSION, parameters=STRAINED)


@pytest.fixture(scope="module")
def reached(strong, recession, other_law) -> dict[str, set[str]]:
    """Accounts posted to under every measure at its strongest, in a deep recession, under another national law, and in
    a trial."""
    return {
        "decision": accounts_of(strong),
        "recession": accounts_of(recession),
        "law": accounts_of(other_law),
        "trial": accounts_of(load("baseline"), steps_of_a_trial),
    }


# of a few wan yuan a year in so small a world, below the tolerance of the check
TINY = ("circle_funds_called", "issue_cost", "pool_called", "scheme.")


def test_leaving_out_the_postings_of_any_account_is_noticed(strong, reached) -> None:
    assert len(reached["decision"]) > 100
    # pooled bonds are next to nothing in usual times: those of a recession, where all get one, are left out below
    assert (
        accounts_that_may_be_dropped(
            strong, {a for a in reached["decision"] if "bond" not in a and not a.startswith(TINY)}
        )
        == []
    )


def test_leaving_out_the_postings_of_any_account_of_a_recession_is_noticed(recession, reached) -> None:
    closing = {"estate.bank", "lost.bank", "lost.venture_fund", "guarantees_called", "platforms_closed"}
    assert closing <= reached["recession"]
    others = reached["recession"] - reached["decision"]
    bonds = {account for account in reached["recession"] if "bond" in account}
    assert len(bonds) >= 6
    assert accounts_that_may_be_dropped(recession, others | closing | bonds) == []


def test_leaving_out_the_postings_of_other_national_law_is_noticed(other_law, reached) -> None:
    new = reached["law"] - reached["decision"] - reached["recession"]
    assert any(account.startswith("equipment_vat") for account in new)
    assert accounts_that_may_be_dropped(other_law, new) == []


def test_leaving_out_the_postings_of_a_trial_is_noticed(reached) -> None:
    new = {account for account in reached["trial"] if account.startswith("trial")}
    assert {"trial", "trial_fee"} < new
    assert accounts_that_may_be_dropped(load("baseline"), new, steps_of_a_trial) == []


def test_a_province_in_which_every_firm_has_closed_goes_on_and_keeps_its_books(recession) -> None:
    number = {province.quarter_name: len(province.firm) for province in steps(recession)}
    assert number["2014Q3"] < 0.9 * number["2014Q2"]  # the name is that of the quarter to come
    assert number["2017Q1"] < 0.01 * number["2014Q2"]


def postings_in_the_code() -> dict[str, str]:
    """Account names as written in the code (parts filled in at run time as *), with the file they are in."""
    found = {}
    for path in sorted(MODEL.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            position = {"pay": 0, "lend": 0, "write_off": 0, "collect": 1, "spend": 1}.get(called)
            if position is None or len(node.args) <= position:
                continue
            name = node.args[position]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                found[name.value + (".*" if called in ("collect", "spend") else "")] = path.name
            elif isinstance(name, ast.JoinedStr):
                text = "".join(part.value if isinstance(part, ast.Constant) else "*" for part in name.values)
                if not text.startswith("*"):  # the generic postings of collect and spend themselves
                    found[text] = path.name
    return found


def matches(pattern: str, account: str) -> bool:
    head, star, _ = pattern.partition("*")
    return account.startswith(head) if star else account == pattern


def test_every_posting_in_the_code_is_reached_by_the_runs_that_are_mutated(reached) -> None:
    posted = set().union(*reached.values())
    written = postings_in_the_code()
    assert len(written) > 70
    written.pop("share_issues")  # no firm of so small a world is large enough for an issue
    never = {name: file for name, file in written.items() if not any(matches(name, account) for account in posted)}
    assert never == {}


def test_an_error_names_quarter_instrument_sector_and_size(decision) -> None:
    province = Province(decision, world="small", muted_account="wages")
    with pytest.raises(AccountsError, match=r"quarter 8048 .* deposits of (households|firms): held .* wan yuan"):
        province.step()


def test_money_that_appears_in_a_column_without_a_posting_is_noticed(small) -> None:
    province = small()
    province.step()
    province.ledger.open(province.quarter, province.positions())
    province.firm.cash[0] += 1.0
    with pytest.raises(AccountsError, match=r"claims and debts differ by 1 wan yuan|deposits of firms"):
        province.ledger.check(province.positions())


def test_money_that_passes_between_sectors_without_a_posting_is_noticed(small) -> None:
    province = small()
    province.step()
    province.ledger.open(province.quarter, province.positions())
    province.firm.cash[0] -= 1.0 / province.firm.weight[0]
    province.household.cash[0] += 1.0
    with pytest.raises(AccountsError, match=r"deposits of (firms|households): held"):
        province.ledger.check(province.positions())


def test_a_claim_only_one_side_knows_of_is_noticed(small) -> None:
    province = small()
    province.step()
    province.ledger.open(province.quarter, province.positions())
    province.firm.debt_micro[0] += 1.0
    with pytest.raises(AccountsError, match="micro_loans"):
        province.ledger.check(province.positions())


def records_of(province: Province, indicator: str, scope: str) -> np.ndarray:
    return np.array([v for _, i, s, v in province.records["province"] if i == indicator and s == scope])


def test_the_product_of_the_province_is_the_sum_of_its_parts_every_quarter(small) -> None:
    province = small().run()
    whole = records_of(province, "gdp", "province")
    parts = sum(records_of(province, "gdp", scope) for scope in ("designated", "candidate", "rest"))
    np.testing.assert_allclose(whole, parts, rtol=1e-12)
    share = records_of(province, "gdp_share", "designated")
    np.testing.assert_allclose(share, records_of(province, "gdp", "designated") / whole, rtol=1e-12)


def test_residents_of_towns_and_the_rest_add_up_to_those_who_were_there_and_those_who_came(small) -> None:
    province = small(load("baseline"))  # under the Decision research teams come besides
    labour = province.parameters.labour
    for _ in range(12):
        before, rest = float(province.town.residents.sum()), float(province.outside.residents[0])
        growth = float(
            province.given.at("population_province", province.quarter)
            / province.given.at("population_province", province.quarter - 1)
        )
        province.step()
        beyond = float(province.town.residents.sum()) - before * growth  # more than the towns' share of growth
        from_province = labour.movers_from_province * beyond
        assert province.outside.residents[0] == pytest.approx(rest * growth - from_province, rel=1e-12)
        # nobody is counted twice: the whole grows as given, and by those who came from other provinces
        whole = float(province.town.residents.sum() + province.outside.residents[0])
        assert whole == pytest.approx((before + rest) * growth + beyond - from_province, rel=1e-12)


def test_the_gain_of_one_towns_firms_is_in_part_the_loss_of_other_towns_and_of_the_rest(small) -> None:
    plain, better = small(), small()
    firm = better.firm
    firm.quality[firm.town == 0] += 0.2
    for _ in range(8):
        plain.step()
        better.step()
    gain = better.town.gdp - plain.town.gdp
    rest = float(better.outside.gdp[0] - plain.outside.gdp[0])
    province = float(gain.sum()) + rest
    assert gain[0] > 0.01 * plain.town.gdp[0]
    assert rest < -0.01 * gain[0]  # displaced sellers of the rest of the province
    assert 0.0 < province < gain[0]
