"""Levers of finance: what their rules give for given inputs, and what goes wrong by design."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from model.columns import Columns
from model.credit import own_worth, patents_worth
from model.demography.closing import pay_creditors
from model.fields import BODY
from model.phases.set_terms import set_terms
from model.programmes.capital import dilute
from model.programmes.circles import pay_from_funds
from model.programmes.ratings import noise_left
from model.province import Province
from model.tallies import Tallies
from scenarios.cards import cards
from scenarios.policy import load
from tests.levers.worlds import control, effect, series, treated


def test_the_publics_stake_shrinks_as_owners_add_capital() -> None:
    province = SimpleNamespace(stakes={"a": np.array([0.4, 0.4])})
    dilute(province, before=np.array([100.0, 100.0]), added=np.array([100.0, 0.0]))
    assert province.stakes["a"] == pytest.approx([0.2, 0.4])


def test_owners_do_not_hand_public_capital_straight_back_and_its_payouts_return() -> None:
    policy = load("baseline", levers={"art20_guarantor_capital": {"2013Q1": 60000.0}})
    province = Province(policy, world="small").run()
    before = control(1)
    rows = province.bodies("guarantor")
    put_in = sum(r[5] for r in province.ledger.spending if r[1] == "art20_guarantor_capital" and r[4] == "payment")
    back = sum(r[5] for r in province.ledger.spending if r[1] == "art20_guarantor_capital" and r[4] == "return")
    more = province.body.equity[rows].sum() - before.body.equity[rows].sum()
    assert 0.5 * put_in < more < put_in
    assert 0.0 < back < 0.5 * put_in


def test_a_circles_fund_pays_before_its_members_do() -> None:
    posted = []
    body = Columns(BODY, 2)
    body.kind, body.cash = np.array([4, 0]), np.array([4.0, 9.0])
    province = SimpleNamespace(
        body=body,
        anchor=SimpleNamespace(body_equity=np.array([10.0, 0.0])),
        ledger=SimpleNamespace(pay=lambda *posting: posted.append(posting)),
    )
    assert pay_from_funds(province, np.array([10.0, 5.0])) == pytest.approx([4.0, 0.0])
    assert body.cash.tolist() == [0.0, 9.0]
    assert province.anchor.body_equity.tolist() == [6.0, 0.0]
    assert posted == [("circle_funds_called", "mutual_circles", "banks", 4.0)]


def test_a_firms_patents_are_worth_their_number_by_kind() -> None:
    f = SimpleNamespace(patents_invention=np.array([2.0]), patents_other=np.array([3.0]))
    assert patents_worth(f, np.array([0]), SimpleNamespace(invention_worth=100.0, patent_worth=10.0)) == 230.0


def test_shares_of_a_firm_that_owes_more_than_it_has_secure_nothing() -> None:
    owed = dict.fromkeys(("debt_micro", "debt_bond", "debt_informal", "payables", "payables_outside"), np.zeros(2))
    f = SimpleNamespace(
        capital=np.array([50.0, 50.0]),
        cash=np.array([10.0, -10.0]),
        receivables=np.array([5.0, 0.0]),
        receivables_outside=np.zeros(2),
        debt_bank=np.array([20.0, 60.0]),
        **owed,
    )
    assert own_worth(f, np.array([0, 1])).tolist() == [45.0, 0.0]


def test_the_database_takes_noise_away_for_the_firms_in_it_only() -> None:
    p = SimpleNamespace(finance=SimpleNamespace(database_clears=0.25))
    province = SimpleNamespace(memo=SimpleNamespace(in_database=np.array([True, False])), parameters=p)
    assert noise_left(province, np.array([0, 1])).tolist() == [0.75, 1.0]


def test_a_listing_without_liquidity_brings_no_issue_and_costs_its_firm(monkeypatch) -> None:
    policy = load("baseline", levers={"art20_listing": {"2013Q1": 0.8}}, parameters={"finance.listing_liquidity": 0.0})
    province = Province(policy, world="small").run()
    assert len(province.listed) > 0
    assert not province.listed.raised.any()
    assert "listing_upkeep" in province.ledger.accounts
    assert "share_issues" not in province.ledger.accounts


def test_pledged_patents_leave_research_intensity_alone_in_most_worlds() -> None:
    card = cards()["art20_rights_pledge"]
    seen = [effect(card, "rd_intensity", {seed: treated(card, 0.5, seed)}) for seed in range(1, 7)]
    assert abs(np.median(seen)) < 0.01


def test_when_firms_fail_the_public_pays_its_share_of_lines_without_collateral() -> None:
    slump = {"demand_domestic": {"2014Q1": 0.5}, "demand_export": {"2014Q1": 0.5}}
    policy = load("baseline", levers={"art20_credit_line": {"2013Q1": 0.2}}, shocks=slump)
    province = Province(policy, world="small").run()
    called = sum(r[5] for r in province.ledger.spending if r[1] == "art20_credit_line" and r[4] == "called_loss")
    assert called > 0.0


def closed_with_a_guarantee(stress: int) -> tuple[float, float, float]:
    """Paid by the guarantor, given back to it and lost by the banks (wan yuan) when a firm that owes 100 on a guarantee
    and 100 to suppliers closes with 50."""
    province = Province(load("baseline"), world="small")
    f = province.firm
    row = np.flatnonzero((f.size_class == 1) & (f.circle < 0))[:1]
    for name in ("debt_micro", "debt_bond", "debt_informal", "payables", "receivables", "capital", "inventory"):
        f.column(name)[row] = 0.0
    f.receivables_outside[row], f.cash[row], f.stress[row], f.weight[row] = 0.0, 50.0, stress, 1.0
    f.debt_bank[row] = f.debt_guaranteed[row] = f.payables_outside[row] = 100.0
    province.memo.tallies = Tallies(len(province.town))
    set_terms(province)
    banks, guarantors = province.bodies("bank"), province.bodies("guarantor")
    equity, cash = province.body.equity[banks].sum(), province.body.cash[guarantors].sum()
    pay_creditors(province, row)
    called = province.ledger.turnover["guarantees_called", "guarantors", "banks"]
    back = province.ledger.turnover.get(("guarantees_recovered", "firms", "guarantors"), 0.0)
    assert province.body.cash[guarantors].sum() - cash == pytest.approx(back - called)
    return called, back, equity - province.body.equity[banks].sum()


def test_a_guarantor_pays_in_full_in_court_and_gets_what_the_estate_yields() -> None:
    assert closed_with_a_guarantee(stress=5) == pytest.approx((90.0, 22.5, 0.0))  # the public bears a tenth


def test_a_guarantor_pays_what_an_owner_who_gives_up_cannot() -> None:
    assert closed_with_a_guarantee(stress=0) == pytest.approx((67.5, 0.0, 0.0))


def test_national_law_is_left_alone_by_the_decision_and_moves_both_ways() -> None:
    assert not any(lever.startswith("law_") for lever in load("decision-2012").levers)
    card = cards()["law_lending_rate"]
    dear, cheap = (series(treated(card, value, 1), "investment", "province")[4:].sum() for value in (0.03, -0.02))
    assert dear < series(control(1), "investment", "province")[4:].sum() < cheap
