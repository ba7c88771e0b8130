"""The expected signs of lessons held against runs: in what share of cases each came out as it was written down."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from experiments.folders import write_whole
from experiments.keys import environment, sha256
from experiments.lessons.arms import province_of, start_for
from experiments.lessons.reading import Reading, effect_of, run_reading
from experiments.starts import cache_folder
from experiments.threads import one_thread
from model.quarter import parse_quarter
from scenarios.lessons import Expected, Guess, Lesson, Quantity, lessons
from scenarios.members import ensemble

CASES = 40
ENSEMBLE = "prior"
WORST = 0.05  # part of the cases that are the worst
WORDS = ("label", "reason", "diagnosis", "unit")

log = logging.getLogger("zhenxing")

Values = Mapping[str, Mapping[Quantity, float]]  # arm -> quantity -> value, of one case
Progress = Callable[[str, int, int, int], None]


def case_parameters(case: int, luck_only: bool) -> dict[str, float]:
    """Values of the parameters in a case: a member of the ensemble, or the central ones."""
    members = ensemble(ENSEMBLE)
    return {} if luck_only else dict(members.member(members.of_case(case)))


def case_of(lesson: Lesson, case: int, luck_only: bool = False) -> dict[str, dict[Quantity, float]]:
    """A case out of the user's cache where it was run with this code, else run now and kept there: a study that was
    stopped goes on where it was."""
    path = cache_folder() / f"lesson-case-{_case_key(lesson, case, luck_only)[:32]}.json"
    if path.is_file():
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            return {arm: dict(zip(lesson.quantities, values, strict=True)) for arm, values in kept.items()}
        except (OSError, ValueError):
            log.warning("the stored case %s cannot be read; it is run again", path)
    found = run_case(lesson, case, luck_only)
    content = {arm: list(values.values()) for arm, values in found.items()}
    write_whole(path, json.dumps(content).encode())
    return found


def _case_key(lesson: Lesson, case: int, luck_only: bool) -> str:
    content = lesson.model_dump(mode="json", include={"world", "start", "end", "arms", "guess", "expected"})
    quantities = [quantity.model_dump(mode="json") for quantity in lesson.quantities]
    content = {"lesson": _wordless(content), "quantities": quantities, "case": case, "luck": luck_only}
    return sha256(content | {"ensemble": ENSEMBLE} | environment())


def _wordless(content: Any) -> Any:
    """The same without the words, which decide nothing."""
    if isinstance(content, dict):
        return {name: _wordless(part) for name, part in content.items() if name not in WORDS}
    return [_wordless(part) for part in content] if isinstance(content, list) else content


@one_thread()
def run_case(lesson: Lesson, case: int, luck_only: bool = False) -> dict[str, dict[Quantity, float]]:
    """All arms of a lesson in one case: the seed is the case's number, the parameters are its member's. Of cases that
    differ in luck alone only the arms are run that somebody looks at there."""
    parameters = case_parameters(case, luck_only)
    start = start_for(lesson, parameters)
    found = {}
    looked_at = {name for one in (lesson.guess, *lesson.expected) if _in_luck(one) for name in one.arms}
    for arm in lesson.arms:
        if luck_only and arm.id not in looked_at:
            continue
        province = province_of(lesson, arm, case, parameters, start)
        reading = Reading(province, run_reading(province))
        found[arm.id] = {quantity: reading.value(quantity) for quantity in lesson.quantities}
    return found


def _in_luck(one: Expected | Guess) -> bool:
    return isinstance(one, Guess) or one.over == "luck"


def effects_of(expected: Expected | Guess, case: Values) -> float:
    """The effect an expectation is about, in one case."""
    one, other = expected.arms
    found = effect_of(expected.kind, expected.quantity, case[one], case[other])
    than = getattr(expected, "than", None)
    if than is not None:
        found -= effect_of(expected.kind, expected.quantity, case[than[0]], case[than[1]])
    return found


def holds(sign: str, band: float, effects: np.ndarray) -> np.ndarray:
    """In which cases the sign is as expected (bool); an effect that could not be worked out does not count as one."""
    known = np.nan_to_num(effects, nan=0.0)
    if sign == "up":
        return known > band
    if sign == "down":
        return known < -band
    return (np.abs(known) <= band) if sign == "none" else (known != 0.0)


def judged(expected: Expected, cases: Sequence[Values]) -> dict[str, Any]:
    """Rate over the cases, mean and range of the effect, and whether it was met."""
    effects = np.array([effects_of(expected, case) for case in cases])
    if expected.over == "tail":
        values = np.array([case[expected.arms[0]][expected.quantity] for case in cases])
        worst = np.sort(values)[-max(round(WORST * len(values)), 1) :].mean()
        ratio = worst / values.mean() if values.mean() else float("nan")
        rate = float(holds(expected.sign, expected.band, np.array([ratio - 1.0]))[0])
        return {"effects": values.tolist(), "mean": float(values.mean()), "worst": float(worst), "rate": rate,
                "met": rate >= expected.share, "n": len(values)}  # fmt: skip
    rate = float(holds(expected.sign, expected.band, effects).mean())
    return summary(effects) | {"rate": rate, "met": bool(rate >= expected.share)}


def summary(effects: np.ndarray) -> dict[str, Any]:
    """Effects of all cases, their mean and the range of nine in ten."""
    known = effects[np.isfinite(effects)]
    low, mid, high = np.quantile(known, [0.05, 0.5, 0.95]) if len(known) else (np.nan,) * 3
    kept = [None if not np.isfinite(value) else float(value) for value in effects]
    mean = float(known.mean()) if len(known) else None
    ends = {
        name: None if np.isnan(value) else float(value)
        for name, value in zip(("low", "median", "high"), (low, mid, high), strict=True)
    }
    return {"effects": kept, "mean": mean, **ends, "n": len(known)}


def measure(lesson: Lesson, cases: Sequence[Values], lucks: Sequence[Values]) -> dict[str, Any]:
    """What is kept of a lesson: every expectation, and the answer to the guess with both doubts."""
    expected = {one.id: judged(one, lucks if one.over == "luck" else cases) for one in lesson.expected}
    answer = {"cases": summary(np.array([effects_of(lesson.guess, case) for case in cases]))}
    answer["luck"] = summary(np.array([effects_of(lesson.guess, case) for case in lucks]))
    arms = {
        arm.id: {"-".join(name_of(q)): float(np.median([case[arm.id][q] for case in cases])) for q in lesson.outcomes}
        for arm in lesson.arms
    }
    return {"key": key_of(lesson), "expected": expected, "answer": answer, "arms": arms}


def name_of(quantity: Quantity) -> tuple[str, ...]:
    """A quantity in a word or two, for a file."""
    return (
        quantity.indicator,
        quantity.scope,
        *quantity.towns[:1],
        *((f"and {len(quantity.towns) - 1} more",) if len(quantity.towns) > 1 else ()),
    )


def key_of(lesson: Lesson) -> str:
    """Hash of all that decides what a lesson measures; its words do not."""
    parts = {"world", "start", "end", "arms", "guess", "expected"}
    content = _wordless(lesson.model_dump(mode="json", include=parts))
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def study(
    names: Iterable[str] | None = None, cases: int = CASES, *, workers: int = 1, progress: Progress | None = None
) -> dict[str, Any]:
    """All lessons (or those named) measured, as plain data."""
    from joblib import Parallel, delayed

    chosen = [lessons()[name] for name in (names or lessons())]
    tasks = [(lesson, case, luck) for case in range(1, cases + 1) for lesson in chosen for luck in (False, True)]
    done: dict[tuple[str, bool], list] = {(lesson.id, luck): [] for lesson in chosen for luck in (False, True)}
    jobs = (delayed(case_of)(lesson, case, luck) for lesson, case, luck in tasks)
    for number, found in enumerate(Parallel(n_jobs=workers, return_as="generator")(jobs), 1):
        lesson, _, luck = tasks[number - 1]
        done[lesson.id, luck].append(found)
        if progress is not None:
            progress(lesson.id, parse_quarter(lesson.end), number, len(tasks))
    return {
        "cases": cases,
        "ensemble": ENSEMBLE,
        "lessons": {one.id: measure(one, done[one.id, False], done[one.id, True]) for one in chosen},
    }
