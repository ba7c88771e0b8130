"""The classroom: guesses of all, and what the teacher has opened, revealed or frozen. Nobody's name is asked."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from scenarios.errors import InputError

MOST_PUPILS = 120
BINS = 24

Told = Callable[[], None]


@dataclass
class Room:
    """One class on one server. `key` is the teacher's part of the address; who has it sees the bar."""

    lesson: str
    bounds: Callable[[str], tuple[float, float]]  # of a lesson's guess
    lessons: tuple[str, ...]
    key: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    guesses: dict[str, float] = field(default_factory=dict)
    revealed: bool = False
    frozen: bool = False
    visitors: dict[str, Told] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def enter(self, visitor: str, told: Told) -> None:
        """Someone opens the page; `told` is called when the class has changed."""
        with self.lock:
            if len(self.visitors) >= MOST_PUPILS and visitor not in self.visitors:
                raise InputError("the class is full", zh="课堂人数已满", found=len(self.visitors), allowed=MOST_PUPILS)
            self.visitors[visitor] = told
        self._tell()

    def leave(self, visitor: str) -> None:
        """Someone closes it; what they guessed stays in the histogram."""
        with self.lock:
            self.visitors.pop(visitor, None)
        self._tell()

    def guess(self, visitor: str, value: object) -> None:
        """A pupil's guess, once a lesson. Raises InputError."""
        low, high = self.bounds(self.lesson)
        number = float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
        if number is None or not low <= number <= high:
            allowed = f"{low:g} to {high:g}"
            raise InputError(
                "not a guess within its range", zh="猜测超出范围", field="guess", found=value, allowed=allowed
            )
        with self.lock:
            if self.frozen or visitor in self.guesses:
                return
            self.guesses[visitor] = number
        self._tell()

    def act(self, action: object) -> None:
        """What the teacher's bar does: open | reveal | freeze | next | a lesson's name. Raises InputError."""
        with self.lock:
            if action == "open":
                self.guesses, self.revealed, self.frozen = {}, False, False
            elif action == "reveal":
                self.revealed = True
            elif action == "freeze":
                self.frozen = not self.frozen
            elif action == "next":
                self._go(self.lessons[(self.lessons.index(self.lesson) + 1) % len(self.lessons)])
            elif action in self.lessons:
                self._go(str(action))
            else:
                allowed = ("open", "reveal", "freeze", "next", *self.lessons)
                raise InputError(
                    "the class cannot do this", zh="课堂没有这个操作", field="class", found=action, allowed=allowed
                )
        self._tell()

    def said_to(self, visitor: str, teacher: bool) -> dict[str, Any]:
        """What a browser may know: others' guesses only once they are revealed, unless it is the teacher's."""
        with self.lock:
            shown = sorted(self.guesses.values()) if teacher or self.revealed else []
            return {
                "on": True,
                "teacher": teacher,
                "lesson": self.lesson,
                "revealed": self.revealed,
                "frozen": self.frozen,
                "guessed": len(self.guesses),
                "here": len(self.visitors),
                "mine": self.guesses.get(visitor),
                "guesses": shown,
                "bars": histogram(shown, self.bounds(self.lesson)),
            }

    def _go(self, lesson: str) -> None:
        self.lesson = lesson
        self.guesses, self.revealed, self.frozen = {}, False, False

    def _tell(self) -> None:
        with self.lock:
            calls = list(self.visitors.values())
        for call in calls:
            call()


def histogram(values: list[float], bounds: tuple[float, float]) -> list[int]:
    """Guesses in equal steps from the lowest to the highest that can be made."""
    low, high = bounds
    counts = [0] * BINS
    for value in values:
        counts[min(int((value - low) / (high - low) * BINS), BINS - 1)] += 1
    return counts
