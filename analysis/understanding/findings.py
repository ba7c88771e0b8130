"""All that a study's design allows to be said of it, and what it does not allow, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from analysis.understanding.failing import discovery_finding
from analysis.understanding.frame import MORRIS, SALTELLI, StudyFrame
from analysis.understanding.inputs import morris_finding, pawn_finding, sobol_finding, variance_finding
from analysis.understanding.packages import Choice, lead_finding, ranking_finding, regret_finding
from analysis.understanding.telling import Finding, Miss, Unsaid, both

FILLING = (SALTELLI, "latin_hypercube", "sobol")  # designs whose points fill the space evenly

Told = Finding | Unsaid
Progress = Callable[[int, int], None]


def findings(
    study: StudyFrame,
    outcomes: Sequence[str],
    choices: Sequence[Choice] = (),
    misses: Sequence[Miss] = (),
    progress: Progress | None = None,
) -> list[Told]:
    """Every finding, in the order a reader needs them: luck first, then inputs, packages, and where they fail."""
    work = list(_work(study, tuple(outcomes), choices, misses))
    told: list[Told] = []
    for done, make in enumerate(work):
        told.append(make())
        if progress is not None:
            progress(done + 1, len(work))
    return gathered(told)


def gathered(told: Sequence[Told]) -> list[Told]:
    """The same with what cannot be said for one reason said once."""
    kept: list[Told] = []
    reasons: dict[tuple[str, str], list[Unsaid]] = {}
    for one in told:
        if isinstance(one, Finding):
            kept.append(one)
        else:
            reasons.setdefault((one.method, one.why["en"]), []).append(one)
    for alike in reasons.values():
        kept.append(alike[0] if len(alike) == 1 else Unsaid(alike[0].method, "", alike[0].why))
    return kept


def _work(study: StudyFrame, outcomes, choices, misses) -> Iterator[Callable[[], Told]]:
    filling = study.kind in FILLING
    yield lambda: variance_finding(study, outcomes)
    for outcome in outcomes:
        if study.kind == SALTELLI:
            yield lambda outcome=outcome: sobol_finding(study, outcome)
        if study.kind == MORRIS:
            yield lambda outcome=outcome: morris_finding(study, outcome)
        if filling:
            yield lambda outcome=outcome: pawn_finding(study, outcome)
    yield from (lambda one=one: one for one in refused(study))
    for choice in choices:
        if filling:
            yield lambda choice=choice: ranking_finding(study, choice)
        yield lambda choice=choice: regret_finding(study, choice)
        if study.kind == SALTELLI:
            yield lambda choice=choice: lead_finding(study, choice)
    if filling:
        for miss in misses:
            yield lambda miss=miss: discovery_finding(study, miss)


def refused(study: StudyFrame) -> list[Unsaid]:
    """Methods that the design does not allow, and which one would."""
    found = []
    if study.kind != SALTELLI:
        found.append(Unsaid("sobol", "", both(
            "shares of variance need a saltelli design; this one is {kind}",
            "方差分解需要 saltelli 设计;本研究为 {kind}",
            kind=study.kind)))  # fmt: skip
    if study.kind != MORRIS:
        found.append(Unsaid("morris", "", both(
            "elementary effects need a morris design; this one is {kind}", "基本效应需要 morris 设计;本研究为 {kind}",
            kind=study.kind)))  # fmt: skip
    if study.kind not in FILLING:
        found.append(Unsaid("pawn, rankings, prim", "", both(
            "shares of points need points that fill space evenly (latin_hypercube, sobol, saltelli); this is {kind}",
            "按点数计的比重需要均匀布满空间的点(latin_hypercube、sobol、saltelli);本研究为 {kind}",
            kind=study.kind)))  # fmt: skip
    return found
