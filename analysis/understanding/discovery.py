"""Scenario discovery: the box of inputs in which a package misses its goal (PRIM, Friedman and Fisher 1999; Bryant and
Lempert 2010), by the EMA Workbench.

The box is chosen from the peeling trajectory by the harmonic mean of coverage and density, restrictions that a fair
coin would have made are lifted, and it is peeled again from halves of the points to see which inputs come back.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

PEEL, LEAST_MASS = 0.05, 0.05  # share of the points peeled at a time, left at least
CHANCE = 0.05  # quasi-p of a restriction above which it is lifted
HALVES = 20  # resamples
SEED = 1999
FEWEST, FEWEST_OF_INTEREST = 60, 10  # points, and those that miss
PER_INPUT = 10  # points an input needs: among many inputs a box is found by chance


@dataclass(frozen=True)
class Discovery:
    """`box`: input, low, high, limited_below, limited_above, quasi_p_low, quasi_p_high (NaN: not limited that way),
    reproduced (share of the halves that limit it too). Coverage: share of the misses that lie in the box; density:
    share of the box that misses; `base`: share of all points that misses."""

    box: pd.DataFrame
    coverage: float
    density: float
    base: float
    inside: np.ndarray  # mask of the points used
    misses: np.ndarray
    x: np.ndarray
    trajectory: pd.DataFrame  # coverage, density, mass, inputs of every box on the way
    points: int


def points_needed(inputs: int) -> int:
    """Points below which no box is looked for."""
    return max(FEWEST, PER_INPUT * inputs)


def discover(names: Sequence[str], x: np.ndarray, misses: np.ndarray, bounds: Mapping[str, Any]) -> Discovery | None:
    """The box from points (points, inputs) and whether each misses (1, 0; NaN: not known); None with too few of either
    kind. `bounds`: (low, high) of each input."""
    import pandas as pd

    known = np.isfinite(misses) & np.isfinite(x).all(axis=1)
    x, hit = x[known], misses[known] > 0.5
    if not names or len(x) < points_needed(len(names)) or min(hit.sum(), (~hit).sum()) < FEWEST_OF_INTEREST:
        return None
    frame = pd.DataFrame(x, columns=list(names))
    box, prim = _peeled(frame, hit)
    if box is None:
        return None
    place = _chosen(box)
    place = _without_chance(box, place)
    limits, path = box.box_lims[place], box.peeling_trajectory
    inside = np.ones(len(x), bool)
    for name in names:
        low, high = limits[name]
        inside &= (frame[name] >= low).to_numpy() & (frame[name] <= high).to_numpy()
    table = _limits(box, place, names, bounds, prim, _reproduced(frame, hit))
    hits = int(hit.sum())
    return Discovery(
        table,
        float((hit & inside).sum() / hits),
        float((hit & inside).sum() / max(inside.sum(), 1)),
        hits / len(x),
        inside,
        hit,
        x,
        path[["coverage", "density", "mass", "res_dim"]].rename(columns={"res_dim": "inputs"}).reset_index(drop=True),
        len(x),
    )


def _workbench() -> Any:
    with warnings.catch_warnings():  # it tells of evaluators that are not installed
        warnings.simplefilter("ignore")
        try:
            from ema_workbench.analysis import prim
        except ImportError:
            raise InputError(
                "scenario discovery needs the EMA Workbench",
                zh="情景发现需要 EMA Workbench 程序库",
                field="understand",
                allowed="pip install 'zhenxing[adapters]'",
            ) from None
    logging.getLogger("EMA").setLevel(logging.WARNING)
    return prim


def _peeled(frame: pd.DataFrame, hit: np.ndarray) -> tuple[Any, Any]:
    """The box with the trajectory that led to it."""
    workbench = _workbench()
    with warnings.catch_warnings():  # of libraries about each other
        warnings.simplefilter("ignore")
        prim = workbench.Prim(frame, hit, peel_alpha=PEEL, mass_min=LEAST_MASS)
        return prim.find_box(), prim


def _chosen(box: Any) -> int:
    """Place on the trajectory with the best harmonic mean of coverage and density; the larger box of equals."""
    path = box.peeling_trajectory
    coverage, density = path["coverage"].to_numpy(float), path["density"].to_numpy(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        score = np.nan_to_num(2 * coverage * density / (coverage + density))
    return int(np.lexsort((-path["mass"].to_numpy(float), -score))[0])


def _without_chance(box: Any, place: int) -> int:
    """Place of the box once restrictions that chance would have made are lifted, the weakest first."""
    while True:
        weakest = max(box.p_values[place].items(), key=lambda item: _strongest(item[1]), default=None)
        if weakest is None or _strongest(weakest[1]) < CHANCE:
            return place
        box.drop_restriction(weakest[0], place)
        place = len(box.peeling_trajectory) - 1


def _strongest(quasi: Sequence[float]) -> float:
    """The better quasi-p of the two ends of a restriction; -1 stands for an end that is not limited."""
    there = [value for value in quasi if value >= 0]
    return min(there) if there else 1.0


def _limits(box: Any, place: int, names, bounds, prim: Any, reproduced: Mapping[str, float]) -> pd.DataFrame:
    import pandas as pd

    limits, first, rows = box.box_lims[place], box.box_lims[0], []
    for name in names:
        (low, high), (least, most) = limits[name], first[name]
        below, above = bool(low > least), bool(high < most)
        if not below and not above:
            continue
        quasi = box.p_values[place].get(name, (-1.0, -1.0))
        p_low, p_high = (value if value >= 0 else float("nan") for value in quasi)
        ends = (float(low) if below else bounds[name][0], float(high) if above else bounds[name][1])
        rows.append((name, *ends, below, above, p_low, p_high, reproduced.get(name, 0.0)))
    heads = ["input", "low", "high", "limited_below", "limited_above", "quasi_p_low", "quasi_p_high", "reproduced"]
    frame = pd.DataFrame(rows, columns=heads)
    frame["strength"] = frame[["quasi_p_low", "quasi_p_high"]].min(axis=1)
    return frame.sort_values("strength", kind="stable", ignore_index=True).drop(columns="strength")


def _reproduced(frame: pd.DataFrame, hit: np.ndarray) -> dict[str, float]:
    """Share of random halves of the points whose own box limits each input."""
    rng = np.random.default_rng(SEED)
    found = dict.fromkeys(frame.columns, 0.0)
    for _ in range(HALVES):
        rows = np.sort(rng.choice(len(frame), size=len(frame) // 2, replace=False))
        if min(hit[rows].sum(), (~hit[rows]).sum()) < 2:
            continue
        box, _ = _peeled(frame.iloc[rows].reset_index(drop=True), hit[rows])
        if box is None:
            continue
        for name in box.p_values[_without_chance(box, _chosen(box))]:
            found[name] += 1.0 / HALVES
    return found
