"""Measures become terms: by date, as announced, under the id of their lever, and paid by whom they say."""

from __future__ import annotations

import numpy as np
import pytest

from model.ledger import PAYER_SECTORS
from model.mechanisms import MECHANISMS, TERMS
from model.phases.set_terms import reached_cells, set_terms
from model.province import Province
from model.public_finance import book, measure_of, note_by_payer, spend
from model.quarter import parse_quarter
from model.terms import IN_FORCE, Measure, Terms
from scenarios.cards import cards
from scenarios.policy import load

Q = parse_quarter


def measure(**changes) -> Measure:
    plain = {
        "id": "art00_example",
        "mechanism": "guarantee",
        "in_force_2011": 0.1,
        "neutral": 0.0,
        "path": ((Q("2013Q1"), 0.2), (Q("2015Q1"), 0.5)),
        "announced": Q("2012Q3"),
        "payers": (("province", 0.4), ("city", 0.6)),
    }
    return Measure(**(plain | changes))


# ---- a measure by date


def test_a_measure_has_its_neutral_value_before_its_first_date_and_keeps_the_last() -> None:
    values = [measure().value(Q(date)) for date in ("2012Q4", "2013Q1", "2014Q4", "2015Q1", "2030Q1")]
    assert values == [0.0, 0.2, 0.2, 0.5, 0.5]
    assert measure(neutral=0.05).value(Q("2012Q4")) == 0.05


def test_nothing_is_expected_before_the_announcement_and_what_was_announced_is_expected_a_year_ahead() -> None:
    assert measure().expected(Q("2012Q2"), 4) == 0.0  # 2013Q2 is four quarters off, but nobody knows
    assert measure().expected(Q("2012Q3"), 4) == 0.2
    assert measure().expected(Q("2013Q4"), 4) == 0.2
    assert measure().expected(Q("2014Q1"), 4) == 0.5


def test_a_measure_never_announced_is_known_when_it_is_there() -> None:
    silent = measure(announced=None)
    assert silent.expected(Q("2012Q4"), 4) == 0.0
    assert silent.expected(Q("2013Q1"), 4) == 0.2


def test_an_envelope_is_nothing_before_its_first_year_carried_on_after_its_last_and_infinite_without_one() -> None:
    with_ceiling = measure(envelope=((2013, 600.0), (2015, 900.0)))
    assert [with_ceiling.ceiling(year) for year in (2012, 2013, 2014, 2015, 2020)] == [0.0, 600.0, 600.0, 900.0, 900.0]
    assert measure().ceiling(2013) == np.inf


# ---- terms


def test_a_term_is_the_sum_of_what_each_lever_adds_by_cell() -> None:
    terms = Terms(3, TERMS)
    terms.add("guarantee_share", "a", np.array([[0.1], [0.0], [0.3]]))
    terms.add("guarantee_share", "b", 0.2)
    assert terms.value("guarantee_share").shape == (3, 4)
    np.testing.assert_allclose(terms.value("guarantee_share")[:, 0], [0.3, 0.2, 0.5])
    assert terms.firms("guarantee_share", np.array([2, 1]), np.array([3, 0])).tolist() == [0.5, 0.2]


def test_a_value_asked_for_before_something_is_added_is_renewed() -> None:
    terms = Terms(1, TERMS)
    assert terms.value("guarantee_share")[0, 0] == 0.0
    terms.add("guarantee_share", "a", 0.1)
    assert terms.value("guarantee_share")[0, 0] == 0.1


def test_a_contribution_of_nothing_leaves_no_trace() -> None:
    terms = Terms(2, TERMS)
    terms.add("guarantee_share", "a", 0.0)
    assert terms.contributions["guarantee_share"] == []
    assert terms.split("guarantee_share") == []


def test_the_shares_of_the_levers_sum_to_one_wherever_the_term_is_not_neutral() -> None:
    terms = Terms(4, TERMS)
    terms.add("training_places", "a", np.array([[0.5], [1.0], [0.0], [0.0]]))
    terms.add("training_places", "b", np.array([[1.5], [0.0], [2.0], [0.0]]))
    split = dict(terms.split("training_places"))
    np.testing.assert_allclose(split["a"][:, 0], [0.25, 1.0, 0.0, 0.0])
    np.testing.assert_allclose((split["a"] + split["b"])[:, 0], [1.0, 1.0, 1.0, 0.0])


def test_a_term_no_lever_touches_is_neutral() -> None:
    terms = Terms(2, TERMS)
    for term in TERMS:
        assert np.all(terms.value(term) == 0.0)
        assert not terms.acts(term)


@pytest.mark.parametrize("card", list(cards().values()), ids=list(cards()))
def test_a_mechanism_adds_to_terms_only_where_it_reaches_under_its_lever_and_with_its_mediator(card) -> None:
    act = MECHANISMS[card.mechanism]
    terms = Terms(3, TERMS)
    reach = np.zeros((3, 4))
    reach[1, 2] = 1.0
    act(terms, "lever", 0.25, reach, card.target)
    touched = [term for term in terms.contributions if terms.contributions[term]]
    assert touched
    for term in touched:
        ((lever, values),) = terms.contributions[term]
        assert lever == "lever"
        assert np.all((values != 0.0) == (reach == 1.0))
        assert TERMS[term].mediator == card.mediator
    silent = Terms(3, TERMS)
    act(silent, "lever", 0.0, reach, card.target)
    assert not any(silent.contributions.values())


# ---- in a province


def test_every_card_has_a_mechanism(decision) -> None:
    assert {m.mechanism for m in decision.measures} <= set(MECHANISMS)


def test_a_measure_reaches_its_towns_and_sizes_and_nobody_else(small) -> None:
    province = small()
    designated = province.town.designated == 1
    assert designated.any() and not designated.all()
    cells = reached_cells(province, measure(where="designated", sizes=("micro", "small")))
    assert np.array_equal(cells[:, :2], np.repeat(designated[:, None], 2, axis=1).astype(float))
    assert np.all(cells[:, 2:] == 0.0)
    assert np.array_equal(reached_cells(province, measure(where="candidate"))[:, 0], (~designated).astype(float))
    assert np.all(reached_cells(province, measure(where="all")) == 1.0)


def test_what_was_in_force_is_a_contribution_of_its_own_and_the_baselines_only_one(small, baseline) -> None:
    province = small(baseline)
    set_terms(province)
    names = {lever for parts in province.terms.contributions.values() for lever, _ in parts}
    assert names == {f"{IN_FORCE}:{card.id}" for card in cards().values() if card.in_force_2011}
    rows = province.town.designated == 1
    card = cards()["art20_guarantee_share"]
    assert np.all(province.terms.value("guarantee_share")[rows, 0] == card.in_force_2011)


def test_a_lever_adds_to_what_was_in_force_and_is_gone_when_its_path_returns_to_neutral(small) -> None:
    policy = load("baseline", levers={"art20_guarantee_share": {"2013Q1": 0.3, "2014Q1": 0.0}})
    province = small(policy)
    seen = {}
    for date in ("2012Q4", "2013Q1", "2014Q1"):
        province.quarter = Q(date)
        set_terms(province)
        seen[date] = province.terms.value("guarantee_share")[province.town.designated == 1].max()
    assert seen["2012Q4"] == seen["2014Q1"] == pytest.approx(0.1)
    assert seen["2013Q1"] == pytest.approx(0.4)


@pytest.fixture(scope="module")
def spent(decision) -> Province:
    return Province(decision, world="small").run()


def rows_of(province: Province, **wanted) -> list[tuple]:
    names = ("quarter", "lever", "payer", "receiver", "kind", "amount")
    places = {names.index(name): value for name, value in wanted.items()}
    return [row for row in province.ledger.spending if all(row[place] == value for place, value in places.items())]


def test_every_row_of_spending_carries_a_lever_a_known_kind_and_its_payers_only(spent) -> None:
    assert len(spent.ledger.spending) > 100
    known = {"existing_funds"} | set(cards()) | {f"{IN_FORCE}:{lever}" for lever in cards()}
    for quarter, lever, payer, _, kind, amount in spent.ledger.spending:
        assert lever in known
        assert kind in ("commitment", "payment", "forgone_tax", "contingent_loss", "called_loss", "return")
        assert amount > 0.0
        assert spent.first_quarter <= quarter <= spent.last_quarter
        if lever != "existing_funds" and kind != "commitment":
            payers = dict(measure_of(spent, lever).payers)
            assert payer in {PAYER_SECTORS[name] for name in payers}, (lever, payer)


def test_no_lever_of_the_decision_costs_anybody_anything_before_2013(spent) -> None:
    rows = [row for row in spent.ledger.spending if row[1] in cards()]
    assert len({row[1] for row in rows}) > len(cards()) / 2
    assert min(row[0] for row in rows) >= Q("2013Q1")


@pytest.mark.parametrize("lever", ["art07_equipment_support", "art29_matching", "art31_yearly_assessment"])
def test_payers_bear_what_they_were_said_to_bear(lever, spent) -> None:
    paid: dict[str, float] = {}
    for _, _, payer, _, _, amount in rows_of(spent, lever=lever, kind="payment"):
        paid[payer] = paid.get(payer, 0.0) + amount
    total = sum(paid.values())
    for payer, share in measure_of(spent, lever).payers:
        assert paid[PAYER_SECTORS[payer]] / total == pytest.approx(share, rel=1e-9)


def test_a_payment_takes_from_the_payers_what_the_rows_of_spending_say(small) -> None:
    province = small()
    by_town = np.array([10.0, 0.0, 5.0, 0.0, 0.0])
    before, levels = province.government.cash.copy(), province.government.level
    programmes = province.government.programmes.sum()
    province.ledger.open(province.quarter, province.positions())
    payers = (("centre", 0.1), ("province", 0.2), ("city", 0.3), ("county", 0.1), ("town", 0.2), ("firms", 0.1))
    spend(province, "example", "art00_example", payers, "firms", by_town)
    lost = np.bincount(levels, weights=before - province.government.cash, minlength=5)
    np.testing.assert_allclose(lost, [1.5, 3.0, 4.5, 1.5, 3.0])  # a private payer's part is not the public's
    noted = {row[2]: row[5] for row in rows_of(province, lever="art00_example")}
    assert noted == pytest.approx({"centre": 1.5, "province": 3.0, "cities": 4.5, "counties": 1.5, "towns": 3.0})
    assert province.government.programmes.sum() - programmes == pytest.approx(13.5)
    own = province.town.government[[0, 2]]
    np.testing.assert_allclose((before - province.government.cash)[own], [2.0, 1.0])


def test_public_payments_of_a_whole_run_left_the_governments_and_are_in_the_turnover(decision) -> None:
    province = Province(decision, world="small")
    public = {"centre", "province", "cities", "counties", "towns"}
    for _ in range(12):
        seen = len(province.ledger.spending)
        province.step()
        new = province.ledger.spending[seen:]
        rows = [row for row in new if row[4] in ("payment", "called_loss") and row[2] in public]
        leaving = sum(row[5] for row in rows)
        assert leaving > 0
        programmes = float(province.government.programmes.sum())
        own = sum(row[5] for row in rows if row[1] == "existing_funds" and row[2] == "province")  # outside `spend`
        assert programmes == pytest.approx(leaving - own, rel=1e-9)


def test_what_moves_no_money_is_split_over_the_public_payers_alone(small) -> None:
    province = small()
    note_by_payer(province, "art17_dual_training", "firms", "contingent_loss", 70.0)  # city 0.4, town 0.3, firms 0.3
    assert {row[2]: row[5] for row in province.ledger.spending} == pytest.approx({"cities": 40.0, "towns": 30.0})


def test_booking_for_a_level_moves_the_cash_of_its_governments(small) -> None:
    province = small()
    before = province.government.cash.copy()
    assert book(province, "province", np.full(5, -2.0)) == -10.0
    assert (province.government.cash - before).tolist()[:2] == [0.0, -10.0]


def test_support_awarded_stays_within_its_envelope_in_the_first_year(spent) -> None:
    measure = measure_of(spent, "art07_equipment_support")
    awarded = rows_of(spent, lever="art07_equipment_support", kind="commitment")
    first = [row[5] for row in awarded if row[0] // 4 == 2013]
    assert first
    assert sum(first) <= measure.ceiling(2013)
