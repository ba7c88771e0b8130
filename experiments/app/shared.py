"""What all visitors of one server share: the desk that computes, the classroom, the address."""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING

from experiments.app.desk import Desk, Question

if TYPE_CHECKING:
    from experiments.app.room import Room
    from experiments.app.server import Address

_classroom: dict[str, Room] = {}
_address: dict[str, Address] = {}


@functools.cache
def desk() -> Desk:
    """The one desk of this process."""
    return Desk(workers=min(2, os.cpu_count() or 1))


def room() -> Room | None:
    """The class, where the server holds one."""
    return _classroom.get("room")


def address() -> Address | None:
    """Where the page is served, None in tests of its parts."""
    return _address.get("here")


def open_at(where: Address) -> None:
    """The server begins: remember its address and open the class it was started for."""
    _address["here"] = where
    if not where.classroom:
        return
    from experiments.app.room import Room
    from scenarios.lessons import lessons

    known = {one.id: (one.guess.low, one.guess.high) for one in lessons().values()}
    _classroom["room"] = Room(next(iter(known)), known.__getitem__, tuple(known))
    prepare(next(iter(known)))


def prepare(lesson: str) -> None:
    """Compute what a class will ask for, before it does: every value of every slider, then those of the next lesson."""
    from experiments.app.lesson import grid
    from scenarios.lessons import lessons

    names = tuple(lessons())
    following = names[(names.index(lesson) + 1) % len(names)]
    wishes = [wish for name in (lesson, following) for wish in grid(lessons()[name])]
    desk().ahead([Question(wish.kind, wish.model_dump()) for wish in wishes])
