"""One visitor: what they wish, what they were answered, what went wrong. All they send is checked here."""

# pyright: reportPrivateImportUsage=false
# (Solara exports its names without saying so)

from __future__ import annotations

import json
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import solara

from experiments.app import catalogue, lesson
from experiments.app.desk import Question
from experiments.app.lesson import LessonWish
from experiments.app.member import Member
from experiments.app.shared import desk
from experiments.app.wish import LONGEST, Wish, read, read_query
from experiments.arm import read_progress
from scenarios.errors import InputError

VIEWS = ("lesson", "lab")
LANGUAGES = ("zh", "en")
LOOK_EVERY = 0.4  # seconds


class Visit:
    """What the page shows a visitor, as reactive JSON; methods are what their browser may send."""

    def __init__(self, visitor: str, view: str, lang: str, key: str):
        self.visitor, self.view, self.lang = visitor, view, lang
        self.member = Member(visitor, key, self._hear, lambda: self.here)
        self.wish: Wish | LessonWish = Wish() if view == "lab" else lesson.read_query("")
        self.context = _context()
        self.count, self.turn = 0, 0
        self.problem: InputError | None = None
        self.said = solara.reactive("")
        self.answer = solara.reactive("")
        self.catalogue = solara.reactive(catalogue.lessons_only())
        self.reply = solara.reactive("")
        self.room = solara.reactive("{}")
        self.here, self.busy = True, False

    @classmethod
    def begin(cls, query: str) -> Visit:
        """A visit by a link; a link that cannot be read opens the page as it is without one, and says why."""
        said = dict(parse_qsl(query.removeprefix("?")[: 2 * LONGEST]))
        view, lang = said.get("view", ""), said.get("lang", "")
        visit = cls(
            solara.get_kernel_id(),
            view if view in VIEWS else VIEWS[0],
            lang if lang in LANGUAGES else catalogue.language(),
            said.get("teacher", ""),
        )
        visit._come_by(query)
        return visit

    def _come_by(self, query: str) -> None:
        problem: InputError | None = None
        try:
            wish = lesson.read_query(query) if self.view == "lesson" else read_query(query)
            self.member.may_run(wish)
            self.wish = wish
        except InputError as error:
            problem = error
        try:
            self.member.enter()
            self.room.value = _json(self.member.known())
        except InputError as error:
            problem = error
        self._compute(problem)

    def leave(self) -> None:
        """The tab is closed: nothing of the visit stays."""
        self.here = False
        desk().leave(self.visitor)
        desk().leave(f"{self.visitor} story")
        self.member.leave()

    # ---- what a browser may send

    def ask(self, data: Any) -> None:
        """Changes of the wish: a lesson's values, arms and seed; or the laboratory's scenario, levers, place, seed."""
        try:
            self.member.may_ask()
            wish = changed(self.wish, data)
            self.member.may_run(wish)
        except InputError as error:
            return self._say(busy=False, problem=error)
        self.wish = wish
        self._compute()

    def tell_about(self, _: Any = None) -> None:
        """The catalogue of measures, towns and scenarios, for who opens the laboratory."""
        self.catalogue.value = catalogue.whole()

    def story(self, data: Any) -> None:
        """Three sentences on one firm."""
        uid = data.get("uid") if isinstance(data, dict) else None
        if isinstance(uid, bool) or not isinstance(uid, int) or not 0 <= uid < 2**53:
            return self._say(
                busy=False, problem=InputError("not a firm's number", zh="不是企业编号", field="uid", found=uid)
            )
        question = Question(self.wish.story, self.wish.model_dump(), (uid,))
        desk().ask(f"{self.visitor} story", question, self._elsewhere(lambda found: self._told_story(uid, found)))

    def file(self, _: Any = None) -> None:
        """The laboratory's scenario as a file."""
        if isinstance(self.wish, Wish):
            self._reply(kind="file", name="scenario.yaml", text=self.wish.scenario_text())

    def in_class(self, data: Any) -> None:
        """A guess, or what the teacher's bar asks for."""
        try:
            self.member.act(data)
        except InputError as error:
            self._say(busy=False, problem=error)

    # ---- below: the visit's own work

    def _hear(self, known: dict[str, Any]) -> None:
        with self.context:
            self.room.value = _json(known)

    def _compute(self, problem: InputError | None = None) -> None:
        self.problem = problem  # of the link they came by: it stays until they ask for something else
        self._say(busy=True, problem=problem)
        wish = self.wish
        question = Question(wish.kind, wish.model_dump(), watched=self._watched(wish) if wish.slow else None)
        desk().ask(self.visitor, question, self._elsewhere(lambda found: self._told(wish, found)))

    def _watched(self, wish: Wish | LessonWish) -> str:
        """A file in which the worker says how far a town is prepared; the visitor is told while it goes on."""
        path = Path(tempfile.mkdtemp(prefix="zhenxing-app-")) / "progress"

        def look() -> None:
            shown = None
            while self.here and self.wish == wish and self.busy:
                time.sleep(LOOK_EVERY)
                if (seen := read_progress(path)) and seen[2] and seen != shown and self.busy:
                    shown = seen
                    with self.context:
                        self._say(busy=True, problem=self.problem, progress=f"{seen[1] / seen[2]:.0%}")
            shutil.rmtree(path.parent, ignore_errors=True)

        threading.Thread(target=look, daemon=True).start()
        return str(path)

    def _told(self, wish: Wish | LessonWish, found: bytes | Exception) -> None:
        if wish != self.wish:
            return  # they have moved on
        if isinstance(found, bytes):
            self.answer.value = found.decode()
            self._say(busy=False, problem=self.problem)
        else:
            self._say(busy=False, problem=_problem(found))

    def _told_story(self, uid: int, found: bytes | Exception) -> None:
        from analysis.story import three_sentences

        if isinstance(found, bytes):
            life = json.loads(found)
            names = life.get("names", {})
            told = {
                lang: three_sentences(uid, life["left"], life["right"], names, self.wish.halves(lang), lang)
                for lang in LANGUAGES
            }
            self._reply(kind="story", uid=uid, **told)
        else:
            self._say(busy=False, problem=_problem(found))

    def _elsewhere(self, call: Callable[[bytes | Exception], None]) -> Callable[[bytes | Exception], None]:
        """`call` on a thread of its own, as this visitor: a slow line must not keep the desk waiting."""

        def as_visitor(found: bytes | Exception) -> None:
            if not self.here:
                return
            with self.context:
                call(found)

        return lambda found: threading.Thread(target=as_visitor, args=(found,), daemon=True).start()

    def _say(self, busy: bool, problem: InputError | None = None, progress: str | None = None) -> None:
        self.busy = busy
        self.turn += not busy
        self.said.value = _json(
            {
                "wish": self.wish.model_dump(),
                "link": self.wish.query(),
                "view": self.view,
                "lang": self.lang,
                "busy": busy,
                "turn": self.turn,  # how often this visitor was answered or refused
                "progress": progress,
                "problem": None if problem is None else {lang: problem.message(lang) for lang in LANGUAGES},
            }
        )

    def _reply(self, **parts: Any) -> None:
        self.count += 1
        self.reply.value = _json({"count": self.count, **parts})


def _context():
    from solara.server.kernel_context import get_current_context

    return get_current_context()


def changed(wish: Wish | LessonWish, data: Any) -> Wish | LessonWish:
    """The wish with what a browser sent laid over it: a lesson's when it names one, else of the kind it was."""
    if not isinstance(data, dict):
        raise InputError("not a wish", zh="不是有效的请求", found=type(data).__name__)
    said = {str(name): value for name, value in data.items()}
    if "lesson" in said:
        return lesson.read(said)
    if "scenario" in said and isinstance(wish, LessonWish):
        return read(said)
    laid = wish.model_dump() | said
    return lesson.read(laid) if isinstance(wish, LessonWish) else read(laid)


def _problem(error: Exception) -> InputError:
    if isinstance(error, InputError):
        return error
    return InputError("this could not be computed", zh="测算未能完成", found=type(error).__name__)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
