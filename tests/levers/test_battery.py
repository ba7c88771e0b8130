"""What every lever must pass, found automatically: it does what its card says, through its mediator, for its money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from model.ledger import PAYER_SECTORS
from model.mediators import ActsBefore
from model.province import Province
from model.public_finance import base_name
from scenarios.cards import Card, cards
from scenarios.errors import InputError
from scenarios.policy import load
from tests.levers.worlds import ALL_BEGUN, Told, control, effect, quarter_name, told, treated

SEEDS = (1, 2, 3, 4, 5, 6)
FEW = 3  # seeds looked at first: the others are run where the mean of these is outside
NEGLIGIBLE = 0.01  # of the baseline's value: what a null may differ by in the mean of the seeds of so small a world


@pytest.fixture(scope="module", params=list(cards().values()), ids=list(cards()))
def card(request) -> Card:
    """Every card in turn: all its tests come together, so that its runs need not be kept for longer."""
    return request.param


@pytest.fixture(scope="module")
def arms(card: Card) -> dict[tuple[str, int], Told]:
    """What runs of the lever at the studied top told, by seed."""
    return {}


def at_top(arms: dict, card: Card, seed: int) -> Told:
    key = card.id, seed
    if key not in arms:
        arms[key] = told(treated(card, top(card), seed))
    return arms[key]


def top(card: Card) -> float:
    """The end of the studied range that is further from neutral."""
    low, high = card.bounds.studied
    return high if abs(high - card.neutral) >= abs(low - card.neutral) else low


def outside(card: Card, bands: Mapping[str, tuple[float, float]], arms: dict, seeds: Sequence[int]) -> dict[str, str]:
    """Indicators whose mean effect on these seeds lies outside their bands, and where."""
    misses = {}
    for indicator, (low, high) in bands.items():
        mean = effect(card, indicator, {seed: at_top(arms, card, seed) for seed in seeds})
        if not low <= mean <= high:
            misses[indicator] = f"{mean:+.4f} not in [{low:g}, {high:g}]"
    return misses


def test_at_neutral_the_run_is_the_baseline_bit_for_bit(card: Card) -> None:
    policy = load("baseline", levers={card.id: {quarter_name(card.starts): card.neutral}})
    assert quarter_name(card.starts) < ALL_BEGUN
    arm = told(treated(card, card.neutral, 1, policy=policy, end=ALL_BEGUN))
    usual = told(control(1, ALL_BEGUN))
    differ = [part for part in ("outcomes", "state") if getattr(arm, part) != getattr(usual, part)]
    assert not differ  # not the two records themselves: describing their difference takes minutes


def test_before_it_is_announced_nothing_differs_and_afterwards_something_does(card: Card, arms: dict) -> None:
    arm = at_top(arms, card, 1)
    same = [a == b for a, b in zip(arm.province, told(control(1)).province, strict=True)]
    quarters = [row[0] for row in arm.province]
    assert all(equal for equal, quarter in zip(same, quarters, strict=True) if quarter < card.announced)
    assert not all(same), "the lever does nothing"


def test_its_first_effects_lie_within_their_bands(card: Card, arms: dict) -> None:
    assert not outside(card, card.proximal, arms, SEEDS[:FEW]) or not outside(card, card.proximal, arms, SEEDS)


def test_what_it_should_not_move_it_does_not_move(card: Card, arms: dict) -> None:
    bands = dict.fromkeys(card.nulls, (-NEGLIGIBLE, NEGLIGIBLE))
    assert not outside(card, bands, arms, SEEDS[:FEW]) or not outside(card, bands, arms, SEEDS)


def test_with_its_mediator_clamped_nothing_follows(card: Card) -> None:
    arm = told(treated(card, top(card), 1, clamped=True))
    same = arm.outcomes == told(control(1)).outcomes
    assert same


def test_it_costs_its_payers_what_the_ledger_says_and_nobody_else(card: Card, arms: dict) -> None:
    for seed in SEEDS:  # in a world so small a year's awards may all pass it by
        arm = at_top(arms, card, seed)
        rows = [row for row in arm.spending if row[1] == card.id]
        if rows:
            break
    assert rows, "nothing is free"
    payers = {PAYER_SECTORS[name] for name, _ in card.measure().payers}
    moved = [row for row in rows if row[4] in ("payment", "called_loss", "forgone_tax", "return")]
    assert {row[2] for row in moved} <= payers
    assert all(row[5] > 0 for row in rows)
    assert {row[1] for row in arm.spending} <= {card.id, "existing_funds", *map(base_name, cards())}


def test_public_payments_left_the_governments(card: Card) -> None:
    policy = load("baseline", levers={card.id: {quarter_name(card.starts): top(card)}})
    province, public = Province(policy, world="small"), {"centre", "province", "cities", "counties", "towns"}
    for _ in range(12):
        seen = len(province.ledger.spending)
        province.step()
        new = province.ledger.spending[seen:]
        leaving = sum(row[5] for row in new if row[4] in ("payment", "called_loss") and row[2] in public)
        old_rule = sum(
            row[5] for row in new if row[1] == "existing_funds" and row[4] == "payment" and row[2] == "province"
        )
        assert province.government.programmes.sum() == pytest.approx(leaving - old_rule, rel=1e-9, abs=1e-9)


def test_a_value_outside_the_law_is_refused_and_named(card: Card) -> None:
    low, high = card.bounds.legal
    for value in (low - 1.0, high + 1.0):
        with pytest.raises(InputError) as caught:
            load("baseline", levers={card.id: value})
        assert card.id in str(caught.value)
        assert card.origin("en") in str(caught.value)


# ---- the battery itself rejects mechanisms that are broken


def broken(monkeypatch, act) -> Card:
    """The guarantee's card with another mechanism."""
    card = cards()["art20_guarantee_share"]
    monkeypatch.setattr("model.phases.set_terms.MECHANISMS", {**_mechanisms(), card.mechanism: act})
    return card


def _mechanisms() -> dict:
    from model.mechanisms import MECHANISMS

    return dict(MECHANISMS)


def test_a_disguised_bonus_beside_the_mediator_is_rejected(monkeypatch) -> None:
    control(1)

    def act(terms, lever, value, reach, target="") -> None:
        terms.add("guarantee_share", lever, value * reach)
        terms.add("training_places", "art17_dual_training", 5.0 * value * reach)

    card = broken(monkeypatch, act)
    with pytest.raises((AssertionError, ActsBefore)):
        test_with_its_mediator_clamped_nothing_follows(card)


def test_a_mechanism_that_does_nothing_is_rejected(monkeypatch) -> None:
    control(1)
    card = broken(monkeypatch, lambda terms, lever, value, reach, target="": None)
    with pytest.raises(AssertionError):
        test_before_it_is_announced_nothing_differs_and_afterwards_something_does(card, {})
    with pytest.raises(AssertionError):
        test_it_costs_its_payers_what_the_ledger_says_and_nobody_else(card, {})


def test_a_mechanism_that_acts_at_neutral_is_rejected(monkeypatch) -> None:
    control(1)

    def act(terms, lever, value, reach, target="") -> None:
        terms.add("guarantee_share", lever, (value + 0.1) * reach)

    card = broken(monkeypatch, act)
    with pytest.raises(AssertionError):
        test_at_neutral_the_run_is_the_baseline_bit_for_bit(card)


def test_a_mechanism_twenty_times_too_strong_is_rejected(monkeypatch) -> None:
    control(1)

    def act(terms, lever, value, reach, target="") -> None:
        terms.add("guarantee_share", lever, np.minimum(20.0 * value, 1.0) * reach)

    card = broken(monkeypatch, act)
    monkeypatch.setattr("tests.levers.test_battery.SEEDS", (1, 2))
    with pytest.raises(AssertionError):
        test_its_first_effects_lie_within_their_bands(card, {})
