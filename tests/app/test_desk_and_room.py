"""Forty people at one desk: equal questions once, the newest of a visitor, no guess before the teacher says so."""

from __future__ import annotations

from concurrent.futures import Future

import pytest

from experiments.app.desk import Desk, Question
from experiments.app.room import BINS, Room, histogram
from scenarios.errors import InputError


class Computer:
    """Stands for the workers: computes when told to."""

    def __init__(self) -> None:
        self.begun: list[tuple[Question, Future]] = []

    def __call__(self, question: Question) -> Future:
        future: Future = Future()
        self.begun.append((question, future))
        return future

    def finish(self, place: int = 0) -> None:
        question, future = self.begun.pop(place)
        future.set_result(question.key.encode())


def asked(number: int) -> Question:
    return Question("picture", {"seed": number})


def test_equal_questions_of_many_visitors_are_computed_once_and_known_ones_not_at_all() -> None:
    computer, heard = Computer(), []
    desk = Desk(1, computer)
    for visitor in "abc":
        desk.ask(visitor, asked(1), heard.append)
    assert len(computer.begun) == 1
    computer.finish()
    assert heard == [asked(1).key.encode()] * 3
    desk.ask("d", asked(1), heard.append)
    assert len(heard) == 4 and computer.begun == []


def test_of_a_visitors_waiting_questions_only_the_newest_is_computed() -> None:
    computer, heard = Computer(), []
    desk = Desk(1, computer)
    desk.ask("first", asked(0), heard.append)
    for number in range(1, 9):
        desk.ask("mover", asked(number), heard.append)
    desk.ask("other", asked(100), heard.append)
    computer.finish()
    computer.finish()
    computer.finish()
    assert computer.begun == []
    assert heard == [asked(n).key.encode() for n in (0, 8, 100)]


def test_who_has_left_is_not_computed_for() -> None:
    computer, heard = Computer(), []
    desk = Desk(1, computer)
    desk.ask("stays", asked(1), heard.append)
    desk.ask("goes", asked(2), heard.append)
    desk.leave("goes")
    computer.finish()
    assert computer.begun == [] and len(heard) == 1


def test_what_is_computed_ahead_waits_for_visitors() -> None:
    computer, heard = Computer(), []
    desk = Desk(1, computer)
    desk.ahead([asked(n) for n in (1, 2, 3)])
    desk.ask("visitor", asked(9), heard.append)
    computer.finish()
    assert computer.begun[0][0] == asked(9)
    computer.finish()
    assert computer.begun[0][0] == asked(2)


def test_a_failure_is_told_and_the_desk_goes_on() -> None:
    computer, heard = Computer(), []
    desk = Desk(1, computer)
    desk.ask("a", asked(1), heard.append)
    desk.ask("b", asked(2), heard.append)
    computer.begun.pop()[1].set_exception(InputError("no", zh="否"))
    assert isinstance(heard[0], InputError)
    computer.finish()
    assert heard[1] == asked(2).key.encode()


def test_answers_kept_stay_below_their_bound(monkeypatch) -> None:
    import experiments.app.desk as module

    monkeypatch.setattr(module, "MOST_BYTES", 200)
    computer = Computer()
    desk = Desk(1, computer)
    for number in range(6):
        desk.ask("a", asked(number), lambda _: None)
        computer.finish()
    assert desk.bytes <= 200 and len(desk.answers) == 3


@pytest.fixture
def room() -> Room:
    return Room("one", {"one": (-10.0, 10.0), "two": (0.0, 1.0)}.__getitem__, ("one", "two"))


def test_guesses_are_hidden_from_pupils_until_they_are_revealed(room) -> None:
    for pupil, value in (("a", 3), ("b", -10.0), ("c", 10)):
        room.enter(pupil, lambda: None)
        room.guess(pupil, value)
    assert room.said_to("a", teacher=False)["guesses"] == []
    assert room.said_to("a", teacher=False)["mine"] == 3
    assert room.said_to("t", teacher=True)["guesses"] == [-10.0, 3.0, 10.0]
    room.act("reveal")
    told = room.said_to("a", teacher=False)
    assert told["guesses"] == [-10.0, 3.0, 10.0]
    assert sum(told["bars"]) == 3 and told["bars"][0] == 1 and told["bars"][-1] == 1


def test_a_guess_stands_and_one_out_of_bounds_is_refused(room) -> None:
    room.guess("a", 2)
    room.guess("a", 9)
    assert room.guesses == {"a": 2.0}
    for bad in (11, -11, "5", None, True, float("nan")):
        with pytest.raises(InputError):
            room.guess("b", bad)
    room.act("freeze")
    room.guess("c", 1)
    assert "c" not in room.guesses


def test_the_next_lesson_begins_without_guesses(room) -> None:
    room.guess("a", 2)
    room.act("reveal")
    room.act("next")
    assert (room.lesson, room.guesses, room.revealed) == ("two", {}, False)
    room.act("one")
    assert room.lesson == "one"
    with pytest.raises(InputError):
        room.act("shutdown")


def test_all_are_told_when_the_class_changes(room) -> None:
    told: list[str] = []
    for pupil in "ab":
        room.enter(pupil, lambda pupil=pupil: told.append(pupil))
    told.clear()
    room.act("reveal")
    assert sorted(told) == ["a", "b"]
    room.leave("b")
    told.clear()
    room.act("open")
    assert told == ["a"]


def test_the_histogram_counts_each_guess_once() -> None:
    assert histogram([0.0, 0.0, 1.0], (0.0, 1.0)) == [2, *([0] * (BINS - 2)), 1]
