"""Two provinces on the same draws: identical until a term differs, drawn as what they are."""

from __future__ import annotations

import base64
import json
import time

import mesa
import numpy as np
import pytest

from experiments.app import frames, layout, work
from experiments.app.pair import Pair
from experiments.app.recording import ABSENT, Recording
from experiments.app.wish import Wish
from experiments.fingerprints import fingerprints
from model.quarter import parse_quarter

GUARANTEE = "art20_guarantee_share"


def provinces(wish: Wish):
    return tuple(work.province_of(spec, None) for spec in wish.arms())


@pytest.fixture(scope="module")
def pair() -> Pair:
    run = Pair(*provinces(Wish(levers={GUARANTEE: 0.3})))
    run.run()
    return run


def test_the_pair_is_one_mesa_model_with_two_provinces(pair) -> None:
    assert issubclass(Pair, mesa.Model)
    frame = pair.datacollector.get_model_vars_dataframe()
    assert len(frame) == 25  # the start and 24 quarters
    assert frame["GDP, as before"].iloc[2] == frame["GDP, policy"].iloc[2]
    assert frame["firms that differ"].iloc[-1] > 0
    assert len(pair.agents) > 0


def test_both_halves_are_the_same_in_every_bit_until_the_measure_acts(pair) -> None:
    left, right = pair.recordings["left"], pair.recordings["right"]
    parted = frames.first_difference(left, right)
    assert parted is not None
    assert right.first_quarter + parted >= parse_quarter("2012Q3")  # not before the Decision is known
    for index in range(parted):
        assert not frames.differing(left, right, index).any()
    assert frames.differing(left, right, parted).any()


def test_a_policy_that_does_nothing_never_parts() -> None:
    left, right = provinces(Wish())
    still = Pair(left, right)
    for _ in range(4):
        still.step()
    assert frames.first_difference(still.recordings["left"], still.recordings["right"]) is None


def test_a_fingerprint_moves_with_the_last_bit_of_any_column(pair) -> None:
    firm = pair.left.firm
    before = fingerprints(firm)
    for name in ("cash", "position_x", "circle", "ownership"):
        column = getattr(firm, name)
        kept = column[3].copy()
        raw = column[3:4].view(np.uint8)
        raw[0] ^= 1
        moved = np.flatnonzero(fingerprints(firm) != before)
        column[3] = kept
        assert moved.tolist() == [3], name
    assert np.array_equal(fingerprints(firm), before)


def test_one_firm_that_sells_two_percent_more_stands_far_apart_and_one_that_closed_too() -> None:
    left, right = Recording(0), Recording(0)
    for arm, uids, sales in ((left, [1, 2, 3], [100.0, 100.0, 5.0]), (right, [1, 2], [100.0, 102.0])):
        arm.uids.append(np.array(uids))
        arm.prints.append(np.array([7, 8 if arm is left else 9, 1][: len(uids)], np.uint64))
        arm.sales.append(np.array(sales))
        arm.looks.append(np.zeros(len(uids), np.uint8))
    assert frames.differing(left, right, 0).tolist() == [frames.SAME, frames.FAR_APART, frames.FAR_APART]
    right.sales[0][1] = 100.5
    assert frames.differing(left, right, 0)[1] == frames.PARTED


def test_the_browser_gets_every_firm_where_it_stands(pair) -> None:
    left, right = pair.recordings["left"], pair.recordings["right"]
    town = pair.left.town
    dots = frames.dots(left, right, np.stack([town.x, town.y], axis=1))
    looks = np.frombuffer(base64.b64decode(dots["right"]), np.uint8).reshape(24, len(dots["uid"]))
    assert dots["one_in"] == 1
    assert [(row != ABSENT).sum() for row in looks] == dots["alive"]["right"]
    assert dots["alive"]["right"][-1] == len(pair.right.firms)
    assert len(set(zip(dots["x"], dots["y"], strict=True))) > 0.99 * len(dots["uid"])


def test_discs_of_towns_lie_in_the_frame_and_not_on_each_other() -> None:
    draws = np.random.default_rng(3)
    towns = np.repeat(np.arange(10), draws.integers(20, 400, 10))
    xy = draws.normal(size=(10, 2)) * 30
    xy[4] = xy[5]  # two towns in one place
    x, y, rings, _ = layout.places_of(towns, draws.pareto(1.2, len(towns)) * 10, xy)
    assert x.min() > 0 and x.max() < layout.WIDTH and y.min() > 0 and y.max() < layout.HEIGHT
    for a in rings:
        for b in rings[: rings.index(a)]:
            assert np.hypot(a[1] - b[1], a[2] - b[2]) > a[3] + b[3] - 2


def test_the_answer_is_what_the_provinces_say(pair) -> None:
    answer = json.loads(work.picture({"levers": {GUARANTEE: 0.3}}))
    rows = {(q, i, s): v for q, i, s, v in pair.right.records["province"]}
    last = pair.right.last_quarter
    assert answer["quarters"][0] == "2012Q1" and answer["quarters"][-1] == "2017Q4"
    told = answer["paths"]["employment@designated"]["right"][-1]
    assert told == pytest.approx(rows[(last, "employment", "designated")], rel=1e-5)
    year = sum(rows[(last - back, "gdp", "designated")] for back in range(4))
    assert answer["years"]["gdp@designated"]["right"][-1] == pytest.approx(year, rel=1e-5)
    by_payer = sum(sum(amounts) for amounts in answer["money"]["payers"].values())
    assert by_payer == pytest.approx(sum(answer["money"]["levers"].values()))


def test_one_town_runs_with_its_surroundings_held_fixed_and_answers_within_a_second() -> None:
    work.picture({"place": "small:0"})
    took, answer = [], {}
    for share in (0.1, 0.2, 0.3):  # seconds of the processor: other tests run beside this one
        begun = time.process_time()
        answer = json.loads(work.picture({"place": "small:0", "levers": {GUARANTEE: share}}))
        took.append(time.process_time() - begun)
    assert min(took) < 1.0
    assert answer["scope"] == "province"
    assert [town["row"] for town in answer["towns"]] == [0]


def test_a_firms_two_lives_are_the_same_until_the_halves_part() -> None:
    wish = {"levers": {GUARANTEE: 0.3}}
    answer = json.loads(work.picture(wish))
    life = json.loads(work.life(wish, answer["dots"]["uid"][0]))
    assert life["left"][: answer["parted_in"]] == life["right"][: answer["parted_in"]]
    assert life["left"][0]["quarter"] == "2012Q1"
    assert set(life["names"]) == {"town_zh", "town_en", "industry_zh", "industry_en"}


@pytest.mark.parametrize("name", ["subsidy", "neighbours"])
def test_the_answer_to_a_guess_is_what_the_lesson_itself_reads(name) -> None:
    from experiments.lessons.arms import province_of
    from experiments.lessons.reading import Reading, effect_of, run_reading
    from scenarios.lessons import SPENT, lesson_named

    lesson = lesson_named(name)
    guess = lesson.guess
    money = guess.quantity.model_copy(update={"indicator": SPENT, "how": "sum"})
    read = []
    for arm in guess.arms:
        province = province_of(lesson, lesson.arm(arm), 1)
        reading = Reading(province, run_reading(province))
        read.append({one: reading.value(one) for one in (guess.quantity, money)})
    answer = json.loads(work.lesson_picture({"lesson": name}))
    assert answer["effect"] == pytest.approx(effect_of(guess.kind, guess.quantity, *read), rel=1e-9)
    assert answer["effects"][-1] == answer["effect"]
