"""Who computes what when: a few worker processes, one cache for all visitors, one waiting question a visitor."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from experiments.keys import sha256
from experiments.threads import ONE_THREAD
from scenarios.errors import InputError

MOST_BYTES = 256 * 2**20  # of answers kept; those asked for longest ago go first
log = logging.getLogger("zhenxing")

Told = Callable[[bytes | Exception], None]


@dataclass(frozen=True)
class Question:
    """A function of experiments.app.work and what it is asked."""

    what: str
    about: Mapping[str, Any]
    more: tuple = ()
    watched: str | None = None  # file for progress; no part of what is asked

    @property
    def key(self) -> str:
        return sha256([self.what, dict(self.about), list(self.more)])


@dataclass
class _Running:
    question: Question
    told: list[tuple[str, Told]] = field(default_factory=list)


class Desk:
    """Answers questions off the page's thread.

    A visitor has at most one question waiting: a newer one takes its place, so forty sliders that move make forty
    questions and not four hundred. Equal questions are computed once. `ahead` fills the cache when nobody waits.
    """

    def __init__(self, workers: int = 2, compute: Callable[[Question], Future] | None = None):
        self.workers = workers
        self.lock = threading.RLock()
        self.answers: OrderedDict[str, bytes] = OrderedDict()
        self.bytes = 0
        self.running: dict[str, _Running] = {}
        self.waiting: OrderedDict[str, tuple[Question, Told]] = OrderedDict()  # by visitor
        self.ahead_of_time: deque[Question] = deque()
        self._pool: Any = None
        self._compute = compute or self._in_a_worker

    def ask(self, visitor: str, question: Question, told: Told) -> None:
        """`told` gets the answer, or why there is none, on some other thread (at once when it is known)."""
        with self.lock:
            self.waiting.pop(visitor, None)
            known = self.answers.get(question.key)
            if known is not None:
                self.answers.move_to_end(question.key)
            elif question.key in self.running:
                told_before = self.running[question.key].told
                told_before[:] = [(who, call) for who, call in told_before if who != visitor]
                told_before.append((visitor, told))
            else:
                self.waiting[visitor] = question, told
        if known is not None:
            told(known)
        self._go_on()

    def ahead(self, questions: list[Question]) -> None:
        """Questions that will be asked: computed when no visitor waits. They take the place of earlier ones."""
        with self.lock:
            self.ahead_of_time = deque(q for q in questions if q.key not in self.answers)
        self._go_on()

    def leave(self, visitor: str) -> None:
        """Forget a visitor who has gone."""
        with self.lock:
            self.waiting.pop(visitor, None)
            for running in self.running.values():
                running.told[:] = [(who, call) for who, call in running.told if who != visitor]

    def close(self) -> None:
        with self.lock:
            self.waiting.clear()
            self.ahead_of_time.clear()
            pool, self._pool = self._pool, None
        if pool is not None:
            from experiments.workers import end_at_once

            end_at_once(pool)

    # ---- below: the desk's own work

    def _go_on(self) -> None:
        """Start what waits while workers are free; equal questions of several visitors become one."""
        while True:
            with self.lock:
                if len(self.running) >= self.workers:
                    return
                begun = self._next()
                if begun is None:
                    return
                self.running[begun.question.key] = begun
            try:
                future = self._compute(begun.question)
            except Exception as error:  # a pool that cannot start
                self._done(begun, error)
                continue
            future.add_done_callback(lambda done, begun=begun: self._done(begun, _outcome(done)))

    def _next(self) -> _Running | None:
        if self.waiting:
            _, (question, _) = next(iter(self.waiting.items()))
            same = [who for who, (other, _) in self.waiting.items() if other.key == question.key]
            return _Running(question, [(who, self.waiting.pop(who)[1]) for who in same])
        while self.ahead_of_time:
            question = self.ahead_of_time.popleft()
            if question.key not in self.answers and question.key not in self.running:
                return _Running(question)
        return None

    def _done(self, begun: _Running, found: bytes | BaseException) -> None:
        with self.lock:
            self.running.pop(begun.question.key, None)
            if isinstance(found, bytes):
                self._keep(begun.question.key, found)
            told = list(begun.told)
        if not isinstance(found, (bytes, InputError)):
            log.error("the page's computation failed: %s %s", type(found).__name__, found)
            self._renew(found)
        for _, call in told:
            try:
                call(found if isinstance(found, (bytes, Exception)) else RuntimeError(str(found)))
            except Exception as error:  # a visitor who has just gone must not keep the others waiting
                log.info("a visitor could not be told (%s)", type(error).__name__)
        self._go_on()

    def _keep(self, key: str, answer: bytes) -> None:
        self.answers[key] = answer
        self.bytes += len(answer)
        while self.bytes > MOST_BYTES and len(self.answers) > 1:
            self.bytes -= len(self.answers.popitem(last=False)[1])

    def _renew(self, error: BaseException) -> None:
        """A pool whose worker was killed is of no further use."""
        from concurrent.futures.process import BrokenProcessPool

        if isinstance(error, BrokenProcessPool):
            with self.lock:
                self._pool = None

    def _in_a_worker(self, question: Question) -> Future:
        with self.lock:
            if self._pool is None:
                self._pool = _pool_of(self.workers)
            watched = () if question.watched is None else (question.watched,)
            return self._pool.submit(_work, question.what, dict(question.about), (*question.more, *watched))

    def wake(self) -> list[Future]:
        """Have every worker load what it needs, before anybody asks."""
        with self.lock:
            if self._pool is None:
                self._pool = _pool_of(self.workers)
            return [self._pool.submit(_work, "ready", None, ()) for _ in range(self.workers)]


def _outcome(done: Future) -> bytes | BaseException:
    if done.cancelled():
        return RuntimeError("the page is closing")
    return done.exception() or done.result()


def _pool_of(workers: int):
    from joblib.externals.loky import ProcessPoolExecutor

    from experiments.interruption import ignore_interrupt

    return ProcessPoolExecutor(max_workers=workers, initializer=ignore_interrupt, env=ONE_THREAD, timeout=None)


def _work(what: str, about: Mapping[str, Any] | None, more: tuple) -> Any:
    from experiments.app import work

    return getattr(work, what)(*(() if about is None else (about, *more)))
