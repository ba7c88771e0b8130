"""A visitor as a member of the class: pupil or teacher, what they may do, what they are told when it changes."""

from __future__ import annotations

import functools
import hmac
import threading
from collections.abc import Callable
from typing import Any

from experiments.app import shared
from experiments.app.lesson import LessonWish
from experiments.app.wish import SMALL, Wish
from scenarios.errors import InputError

LOOK_AGAIN = 1.0  # seconds after which a member looks whether they are still here


class Member:
    """One visitor's place in the class, where the server holds one; without a class everything is allowed.

    `tell` gets what this member may know of the class, on a thread of its own, while `here` is true.
    """

    def __init__(self, visitor: str, key: str, tell: Callable[[dict[str, Any]], None], here: Callable[[], bool]):
        self.visitor, self.tell, self.here = visitor, tell, here
        self.teacher = is_teacher(key)

    def enter(self) -> None:
        """Take a place. Raises InputError when the class is full."""
        room = shared.room()
        if room is None:
            return
        news = threading.Event()

        def follow() -> None:  # one thread a member: many changes become one telling
            while self.here():
                if news.wait(LOOK_AGAIN) and self.here():
                    news.clear()
                    self.tell(self.known())

        room.enter(self.visitor, news.set)
        threading.Thread(target=follow, daemon=True).start()

    def leave(self) -> None:
        if (room := shared.room()) is not None:
            room.leave(self.visitor)

    def known(self) -> dict[str, Any]:
        """What this member may know of the class; nothing where there is none."""
        room, where = shared.room(), shared.address()
        if room is None:
            return {}
        told = room.said_to(self.visitor, self.teacher)
        return told | ({"url": where.url, "code": _code(where.url)} if where is not None and self.teacher else {})

    def act(self, data: Any) -> None:
        """A guess, or what the teacher's bar asks for. Raises InputError."""
        room, said = shared.room(), data if isinstance(data, dict) else {}
        if room is None:
            return
        if "guess" in said:
            room.guess(self.visitor, said["guess"])
        elif self.teacher:
            before = room.lesson
            room.act(said.get("act"))
            if room.lesson != before:
                shared.prepare(room.lesson)

    def may_ask(self) -> None:
        """Pupils' sliders stand still while the teacher has frozen them."""
        room = shared.room()
        if room is not None and room.frozen and not self.teacher:
            raise InputError("the teacher has frozen the class", zh="教师已冻结课堂", field="class")

    def may_run(self, wish: Wish | LessonWish) -> None:
        """A class shares two processors: only the teacher may have a town of Guangdong built."""
        if shared.room() is not None and not self.teacher and wish.slow:
            raise InputError("in class only the small province", zh="课堂上仅限示例小省", field="place", allowed=SMALL)


def is_teacher(key: str) -> bool:
    """Does the link carry the key of the class?"""
    room = shared.room()
    return room is not None and hmac.compare_digest(key.encode(), room.key.encode())


@functools.cache
def _code(url: str) -> str:
    """The address as a QR code, for the teacher's screen."""
    import segno

    return segno.make(url, error="m").svg_data_uri(scale=4, border=2)
