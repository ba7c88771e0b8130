"""Runs of a lesson as the static page keeps them: paths, money and dots on a grid over the sliders, and every arm."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.fingerprints import fingerprints
from experiments.lessons.arms import arm_with, province_of, start_for
from experiments.lessons.reading import PUBLIC, Reading, effect, run_reading
from experiments.threads import one_thread
from model.quarter import parse_quarter
from scenarios.lessons import Arm, Lesson, Quantity

SEED = 1
MOST_DOTS = 480
STEP = 0.05  # of the logarithm of sales, a byte of a dot
SAME, GONE = 128, 0

Progress = Callable[[int, int], None]


@dataclass
class Run:
    """One finished run: its reading, and of every quarter the firms with a print of all their columns."""

    reading: Reading
    uids: list[np.ndarray]
    prints: list[np.ndarray]
    sales: list[np.ndarray]
    staff: list[np.ndarray]
    towns: dict[int, int]


@one_thread()
def run_arm(lesson: Lesson, arm: Arm, start) -> Run:
    """Run an arm with the luck of the page, keeping the firms of every quarter."""
    province = province_of(lesson, arm, SEED, {}, start)
    run = Run(None, [], [], [], [], {})  # type: ignore[arg-type]

    def keep(province) -> None:
        f = province.firm
        run.uids.append(f.uid.copy())
        run.prints.append(fingerprints(f))
        run.sales.append(f.sales.copy())
        run.staff.append(f.staff_production + f.staff_technician + f.staff_research)
        run.towns.update(zip(f.uid.tolist(), f.town.tolist(), strict=True))

    run.reading = Reading(province, run_reading(province, keep))
    return run


def stored(lesson: Lesson, progress: Progress | None = None) -> dict[str, Any]:
    """All runs of a lesson, as plain data for the page."""
    start = start_for(lesson, {})
    points = list(itertools.product(*(slider.at for slider in lesson.measures)))
    total, done = len(points) + len(lesson.arms), 0
    base = run_arm(lesson, lesson.base, start)
    arms = {lesson.base.id: base}
    dots = chosen_dots(base)
    kept: list[dict[str, Any]] = []
    index: dict[str, int] = {}

    def add(name: str, run: Run, beside: Run) -> None:
        nonlocal done
        index[name] = len(kept)
        kept.append(packed(lesson, run, beside, base, dots))
        done += 1
        if progress is not None:
            progress(done, total)

    add(lesson.base.id, base, base)
    for arm in lesson.arms[1:]:
        arms[arm.id] = run_arm(lesson, arm, start)
        add(arm.id, arms[arm.id], base)
    one, other = lesson.twist.arms
    add("twist", arms[one], arms[other])
    grid = []
    seen: dict[tuple, int] = {}
    for point in points:
        names = [slider.id for slider in lesson.measures]
        does = tuple(v for v, s in zip(point, lesson.measures, strict=True) if s.sets != "nothing")
        if does not in seen:  # what does nothing is not run again
            arm = arm_with(lesson.arm(lesson.measured), lesson.measures, dict(zip(names, point, strict=True)))
            add(f"grid {does}", run_arm(lesson, arm, start), base)
            seen[does] = index[f"grid {does}"]
        grid.append(seen[does])
    named = {name: place for name, place in index.items() if not name.startswith("grid")}
    return {
        "runs": kept,
        "named": named,
        "grid": grid,
        "dots": drawn(lesson, base, dots, start),
        "error": errors(lesson, kept, grid),
    }


def chosen_dots(base: Run) -> np.ndarray:
    """Firms (uid) that are drawn: all of a small place, else the largest of every town and an even part of the rest."""
    uids, staff = base.uids[0], base.staff[0]
    towns = np.array([base.towns[uid] for uid in uids.tolist()])
    if len(uids) <= MOST_DOTS:
        return np.sort(uids)
    order = np.lexsort((-staff, towns))
    rank = np.empty(len(uids), np.int64)
    rank[order] = np.arange(len(uids)) - np.searchsorted(towns[order], towns[order])
    large = rank < MOST_DOTS // (4 * len(set(towns.tolist())))
    others = np.sort(uids[~large])
    step = -(-len(others) // (MOST_DOTS - int(large.sum())))
    return np.sort(np.concatenate([uids[large], others[::step]]))


def rows_of(alive: np.ndarray, uids: np.ndarray) -> np.ndarray:
    """Row of each uid among those alive, -1 where it is not."""
    order = np.argsort(alive)
    rows = order[np.minimum(np.searchsorted(alive, uids, sorter=order), len(alive) - 1)]
    return np.where(alive[rows] == uids, rows, -1)


def parted(run: Run, beside: Run, uids: np.ndarray) -> np.ndarray:
    """Quarter (index) from which each firm differs in any bit between two runs; as many as there are if never."""
    quarters = len(run.uids)
    first = np.full(len(uids), quarters)
    for quarter in range(quarters - 1, -1, -1):
        here, there = rows_of(run.uids[quarter], uids), rows_of(beside.uids[quarter], uids)
        same = (here >= 0) & (there >= 0) & (run.prints[quarter][here] == beside.prints[quarter][there])
        first[~(same | ((here < 0) & (there < 0)))] = quarter
    return first


def all_parted(run: Run, beside: Run) -> list[int]:
    """Number of firms that differ in any bit, by quarter, of all that live in either run."""
    found = []
    for quarter in range(len(run.uids)):
        uids = np.union1d(run.uids[quarter], beside.uids[quarter])
        here, there = rows_of(run.uids[quarter], uids), rows_of(beside.uids[quarter], uids)
        same = (here >= 0) & (there >= 0) & (run.prints[quarter][here] == beside.prints[quarter][there])
        found.append(int((~same).sum()))
    return found


def packed(lesson: Lesson, run: Run, beside: Run, base: Run, dots: np.ndarray) -> dict[str, Any]:
    """One run as numbers and bytes: dots relative to the base, and when they part from the run beside it."""
    reading = run.reading
    years = range(reading.first // 4, reading.first // 4 + reading.quarters // 4)
    ratio = np.full((len(years), len(dots)), GONE, np.uint8)
    for place in range(len(years)):
        at = 4 * place + 3
        mine, theirs = rows_of(run.uids[at], dots), rows_of(base.uids[0], dots)
        now = np.log(np.maximum(run.sales[at][mine], 1e-9) / np.maximum(base.sales[0][theirs], 1e-9))
        ratio[place] = np.where(mine >= 0, np.clip(np.rint(now / STEP) + SAME, 1, 255), GONE)
    spent = np.cumsum([[reading.paid(year, year).get(payer, 0.0) for payer in PUBLIC] for year in years], axis=0)
    return {
        "first": bytes_of(parted(run, beside, dots)),
        "ratio": bytes_of(ratio),
        "parted": all_parted(run, beside),
        "spent": rounded(spent.T),
        "guess": rounded([yearly(reading, lesson.guess.quantity, year) for year in years]),
        "outcomes": rounded([reading.value(quantity) for quantity in lesson.outcomes]),
        "chain": [rounded(reading.path(link.indicator, link.scope)) for link in lesson.chain],
    }


def yearly(reading: Reading, quantity: Quantity, year: int) -> float:
    """A quantity as of a year: the year's own, or all from its first year on."""
    since = None if quantity.since is None else min(quantity.since, year)
    return reading.value(quantity.model_copy(update={"year": year, "since": since}))


def drawn(lesson: Lesson, base: Run, dots: np.ndarray, start) -> dict[str, Any]:
    """Where dots are drawn, how large, and the towns they belong to."""
    town = start.tables["town"]
    rows = rows_of(base.uids[0], dots)
    staff, towns = base.staff[0][rows], np.array([base.towns[uid] for uid in dots.tolist()])
    centre = np.stack([town.x, town.y], axis=1)
    order = np.lexsort((-staff, towns))
    rank = np.empty(len(dots), np.int64)
    rank[order] = np.arange(len(dots)) - np.searchsorted(towns[order], towns[order])
    names = start.town_names
    return {
        "uid": dots.tolist(),
        "town": towns.tolist(),
        "rank": rank.tolist(),
        "staff": rounded(staff),
        "all": len(base.uids[0]),
        "centres": rounded(centre),
        "names": {"zh": [zh for zh, _, _ in names], "en": [en for _, _, en in names]},
    }


def errors(lesson: Lesson, kept: list[dict[str, Any]], grid: list[int]) -> dict[str, Any]:
    """How far the page's straight lines between stored runs may be off: every inner point of the grid is left out and
    told from its neighbours on each side, along each slider; root of the mean square and largest miss of the answer."""
    shape = tuple(len(slider.at) for slider in lesson.measures)
    answer = np.array([answer_of(lesson, kept, run) for run in grid]).reshape(shape)
    misses = []
    for axis, slider in enumerate(lesson.measures):
        values = np.moveaxis(answer, axis, 0)
        for place in range(1, len(slider.at) - 1):
            low, at, high = slider.at[place - 1 : place + 2]
            told = values[place - 1] + (at - low) / (high - low) * (values[place + 1] - values[place - 1])
            misses.append(np.ravel(told - values[place]))
    found = np.concatenate(misses) if misses else np.zeros(0)
    found = found[np.isfinite(found)]
    if not len(found):
        return {"rms": None, "largest": None, "n": 0}
    return {
        "rms": float(f"{np.sqrt(np.mean(found**2)):.3g}"),
        "largest": float(f"{np.abs(found).max():.3g}"),
        "n": len(found),
    }


def answer_of(lesson: Lesson, kept: list[dict[str, Any]], run: int) -> float:
    """The effect of a run on the guessed quantity, over the arm it is compared with in the guess."""
    one, other = kept[run], kept[0]
    money = [float(np.sum([payer[-1] for payer in each["spent"]])) for each in (one, other)]
    return effect(lesson.guess.kind, one["guess"][-1], other["guess"][-1], *money)


def bytes_of(values: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(values, np.uint8).tobytes()).decode()


def rounded(values: Any) -> Any:
    """Five digits are enough for a picture."""
    return [rounded(value) if np.ndim(value) else float(f"{float(value):.5g}") for value in np.asarray(values)]


def horizon(lesson: Lesson) -> tuple[int, int]:
    return parse_quarter(lesson.start), parse_quarter(lesson.end)
