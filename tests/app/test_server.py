"""The class on a server open to the network: who gets in, what is refused, what stays when all have left."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request

import pytest

from experiments.app.guard import LARGEST_MESSAGE
from experiments.app.server import open_door
from scenarios.errors import InputError
from tests.app.visitor import Visitor


def test_two_servers_never_take_the_same_port_and_a_taken_one_is_refused() -> None:
    (first, one), (second, other) = open_door(None, False), open_door(None, False)
    assert first.port != second.port
    with pytest.raises(InputError):
        open_door(first.port, False)
    one.close()
    other.close()


def status(url: str, **headers: str) -> int:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


@pytest.fixture(scope="module")
def pupil(classroom):
    visitor = Visitor(classroom.url)
    visitor.settled(120)
    yield visitor
    visitor.leave()


@pytest.fixture(scope="module")
def teacher(classroom):
    visitor = Visitor(classroom.teacher)
    visitor.settled(120)
    yield visitor
    visitor.leave()


def test_without_its_token_the_public_page_is_closed(classroom) -> None:
    bare = classroom.url.split("?")[0]
    assert status(classroom.url) == 200
    assert status(bare) == 403
    assert status(bare + "?token=guess") == 403
    assert status(bare + "zhenxing/page.js") == 403
    assert status(classroom.url, Origin="http://evil.example") == 403
    assert status(bare + "resourcez?" + classroom.url.split("?")[1]) == 404


def test_a_pupil_sees_a_lesson_and_no_key_of_the_teacher(classroom, pupil) -> None:
    about = json.loads(pupil.state["about"])
    assert [one["number"] for one in about["lessons"]] == sorted(one["number"] for one in about["lessons"])
    assert pupil.answer["quarters"][-1] == "2017Q4"
    assert pupil.room["on"] and not pupil.room["teacher"]
    key = classroom.teacher.split("teacher=")[1]
    assert key not in json.dumps(pupil.state)


def test_a_slider_within_its_bounds_answers_and_one_beyond_them_is_refused(pupil) -> None:
    lesson = json.loads(pupil.state["about"])["lessons"][0]
    slider = lesson["measures"][0]
    before = pupil.answer["key"]
    pupil.ask(values={slider["id"]: slider["low"]})
    pupil.until(lambda: pupil.answer["key"] != before)
    assert pupil.said["problem"] is None
    kept = pupil.said["wish"]
    for bad in (
        {"values": {slider["id"]: slider["high"] * 100 + 100}},
        {"values": {"no_such_measure": 1}},
        {"values": "x"},
        {"seed": -5},
        {"lesson": "no_such_lesson"},
        {"lesson": lesson["id"], "left": "nobody"},
        [],
        {"unknown": 1},
    ):
        turn = pupil.said["turn"]
        pupil.event("ask", bad)
        pupil.until(lambda turn=turn: pupil.said["turn"] > turn)
        assert pupil.said["problem"]["zh"] and pupil.said["problem"]["en"]
        assert pupil.said["wish"] == kept


def test_a_pupil_may_not_have_a_town_of_guangdong_built(pupil) -> None:
    turn = pupil.said["turn"]
    pupil.event("ask", {"scenario": "decision-2012", "place": "小榄"})
    pupil.until(lambda: pupil.said["turn"] > turn)
    assert "class" in pupil.said["problem"]["en"]


def test_guesses_reach_the_teacher_at_once_and_the_class_when_revealed(pupil, teacher) -> None:
    lesson = json.loads(pupil.state["about"])["lessons"][0]
    value = lesson["guess"]["low"] + lesson["guess"]["step"]
    pupil.event("in_class", {"act": "reveal"})  # not a pupil's to do
    pupil.event("in_class", {"guess": value})
    teacher.until(lambda: teacher.room["guesses"] == [value])
    assert pupil.room["guesses"] == [] and not pupil.room["revealed"]
    assert teacher.room["code"].startswith("data:image/svg+xml")
    teacher.event("in_class", {"act": "freeze"})
    pupil.until(lambda: pupil.room["frozen"])
    turn = pupil.said["turn"]
    pupil.event("ask", {"seed": 3})
    pupil.until(lambda: pupil.said["turn"] > turn)
    assert "frozen" in pupil.said["problem"]["en"]
    teacher.event("in_class", {"act": "freeze"})
    teacher.event("in_class", {"act": "reveal"})
    pupil.until(lambda: pupil.room["guesses"] == [value])


def test_a_message_too_large_ends_that_visitors_line_and_nobody_elses(classroom, pupil) -> None:
    rude = Visitor(classroom.url)
    rude.event("ask", {"scenario": "x" * (LARGEST_MESSAGE + 10)})
    assert rude.closed()
    pupil.ask(seed=2)


def test_a_message_that_would_build_an_object_ends_the_line(classroom) -> None:
    rude = Visitor(classroom.url)
    content = {"method": "custom", "content": {"create_widget": ["os", "system"], "id": "x", "props": {}}}
    rude.send("comm_msg", {"comm_id": rude.widget, "data": content})
    assert rude.closed()


@pytest.mark.slow
def test_many_sliders_at_once_are_all_answered_and_who_leaves_is_forgotten(classroom, teacher) -> None:
    visitors = [Visitor(classroom.url) for _ in range(8)]
    failed: list[BaseException] = []

    def moves(visitor: Visitor, number: int) -> None:
        try:
            visitor.settled(120)
            slider = json.loads(visitor.state["about"])["lessons"][0]["measures"][0]
            for step in range(3):
                visitor.ask(120, values={slider["id"]: round(slider["low"] + (number + step) % 4 * slider["step"], 9)})
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=moves, args=(v, n)) for n, v in enumerate(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    teacher.until(lambda: teacher.room["here"] >= len(visitors), 20)
    for visitor in visitors:
        visitor.leave()
    teacher.until(lambda: teacher.room["here"] < len(visitors) - 2, 40)


@pytest.mark.slow
def test_forty_pupils_wait_less_than_three_seconds_for_a_slider(classroom) -> None:
    import statistics

    from tests.app.forty import memory, waits

    time.sleep(60)  # the grid of the lesson is computed ahead
    waits(classroom.url)
    settled = memory(classroom.process.pid)
    _, moved = waits(classroom.url)
    assert statistics.quantiles(moved, n=20)[-1] < 3.0
    time.sleep(40)
    assert memory(classroom.process.pid) < settled + 120  # MB; the answers kept for all are bounded
