"""Two recordings as one picture for the browser: dots that part, paths, money. Numbers and bytes, no words."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.spending import CARRIED, COUNTED, PAYERS, by_lever
from experiments.app.layout import places_of
from experiments.app.recording import ABSENT, Recording
from experiments.lessons.reading import PUBLIC
from model.quarter import format_quarter

SPENDING = ("quarter", "lever", "payer", "receiver", "kind", "amount")
SAME, PARTED, FAR_APART = range(3)
FAR = 0.01  # of sales: a difference one would see in the books
DRAWN = 3600  # dots a half at most; a larger place shows every n-th firm, and says so


def differing(left: Recording, right: Recording, index: int) -> np.ndarray:
    """0 same in every bit, 1 parted, 2 far apart or alive in one half only, for all firms alive in either half."""
    if not left.quarters:
        return np.zeros(0, np.uint8)
    uids = np.union1d(left.uids[index], right.uids[index])
    return _grades(left, right, index, uids)


def _grades(left: Recording, right: Recording, index: int, uids: np.ndarray) -> np.ndarray:
    rows, alive = {}, {}
    for name, arm in (("left", left), ("right", right)):
        found = np.searchsorted(arm.uids[index], uids)
        found = np.minimum(found, len(arm.uids[index]) - 1)
        rows[name], alive[name] = found, arm.uids[index][found] == uids
    both = alive["left"] & alive["right"]
    same = both & (left.prints[index][rows["left"]] == right.prints[index][rows["right"]])
    sales = [arm.sales[index][rows[name]].astype(float) for name, arm in (("left", left), ("right", right))]
    far = np.abs(sales[1] - sales[0]) > FAR * np.maximum(np.abs(sales[0]), 1e-9)
    grades = np.where(far, FAR_APART, PARTED)
    grades = np.where(both, grades, FAR_APART)
    return np.where(same | ~(alive["left"] | alive["right"]), SAME, grades).astype(np.uint8)


def first_difference(left: Recording, right: Recording) -> int | None:
    """Index of the first quarter in which any firm differs in any bit; None when none ever does."""
    for index in range(left.quarters):
        same_firms = np.array_equal(left.uids[index], right.uids[index])
        if not same_firms or not np.array_equal(left.prints[index], right.prints[index]):
            return index
    return None


def dots(left: Recording, right: Recording, town_xy: np.ndarray) -> dict[str, Any]:
    """Every firm ever alive in either half: where its dot is, and by quarter and half how it looks."""
    firsts = {**right.firsts, **left.firsts}
    uids = np.array(sorted(firsts), np.int64)
    towns = np.array([firsts[uid][0] for uid in uids.tolist()], np.int64)
    staff = np.array([firsts[uid][2] for uid in uids.tolist()])
    step = -(-len(uids) // DRAWN)
    if step > 1:  # the largest of each town stay: a picture without them would mislead
        order = np.lexsort((-staff, towns))
        rank = np.empty(len(uids), np.int64)
        rank[order] = np.arange(len(uids)) - np.searchsorted(towns[order], towns[order])
        shown = (rank < 20) | (uids % step == 0)
        uids, towns, staff = uids[shown], towns[shown], staff[shown]
    x, y, rings, scale = places_of(towns, staff, town_xy)
    halves = {name: _looks(arm, uids) for name, arm in (("left", left), ("right", right))}
    grades = np.stack([_grades(left, right, index, uids) for index in range(left.quarters)])
    all_grades = [differing(left, right, index) for index in range(left.quarters)]
    return {
        "uid": uids.tolist(),
        "town": towns.tolist(),
        "x": x.round(1).tolist(),
        "y": y.round(1).tolist(),
        "rings": rings,
        "scale": round(scale, 4),
        "one_in": step,
        "left": _packed(halves["left"]),
        "right": _packed(halves["right"]),
        "grades": _packed(grades),
        "parted": [int((grade > SAME).sum()) for grade in all_grades],
        "far": [int((grade == FAR_APART).sum()) for grade in all_grades],
        "alive": {name: [len(uid) for uid in arm.uids] for name, arm in (("left", left), ("right", right))},
    }


def _looks(arm: Recording, uids: np.ndarray) -> np.ndarray:
    """Looks by quarter and firm, ABSENT where it does not live."""
    found = np.full((arm.quarters, len(uids)), ABSENT, np.uint8)
    for index, alive in enumerate(arm.uids):
        rows = np.minimum(np.searchsorted(alive, uids), max(len(alive) - 1, 0))
        here = alive[rows] == uids if len(alive) else np.zeros(len(uids), bool)
        found[index, here] = arm.looks[index][rows[here]]
    return found


def _packed(values: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(values, np.uint8).tobytes()).decode()


def paths(
    left: Recording, right: Recording, wanted: list[tuple[str, str]], ids: list[str]
) -> dict[str, dict[str, list]]:
    """`indicator@scope` -> values of both halves by quarter, None where a half has none; a scope may be towns."""
    found: dict[str, dict[str, list]] = {}
    for name, arm in (("left", left), ("right", right)):
        for indicator, scope in wanted:
            found.setdefault(f"{indicator}@{scope}", {})[name] = path(arm, indicator, scope, ids)
        for kept in (arm.bodies, arm.platforms):
            for indicator in kept[0]:
                found.setdefault(f"{indicator}@here", {})[name] = [quarter[indicator] for quarter in kept]
    return found


def path(arm: Recording, indicator: str, scope: str, ids: list[str]) -> list[float | None]:
    """One indicator by quarter, over a scope, or over towns together (their ids joined by +)."""
    if not all(one in ids for one in scope.split("+")):
        return [arm.cells.get((indicator, scope, index)) for index in range(arm.quarters)]
    rows = [ids.index(one) for one in scope.split("+")]
    kept = [seen | own for seen, own in zip(arm.observed, arm.towns, strict=True)]
    return [float(quarter[indicator][rows].sum()) if indicator in quarter else None for quarter in kept]


def spent(arm: Recording) -> list[float]:
    """Public money of the measures by quarter: paid, forgone and called, less what came back (wan yuan)."""
    found = [0.0] * arm.quarters
    for quarter, lever, payer, _, kind, amount in arm.spending:
        if kind in COUNTED and PAYERS.get(payer, (payer,))[0] in PUBLIC and not str(lever).startswith(CARRIED):
            found[quarter - arm.first_quarter] += -amount if kind == "return" else amount
    return found


def money(arm: Recording) -> dict[str, Any]:
    """What the policy cost (wan yuan): by payer and quarter; by lever, payer and kind over the run."""
    columns = {name: [row[place] for row in arm.spending] for place, name in enumerate(SPENDING)}
    if not arm.spending:
        return {"payers": {}, "levers": {}, "kinds": {}}
    payers: dict[str, list[float]] = {}
    for index in range(arm.quarters):
        quarter = arm.first_quarter + index
        part = {
            name: [v for v, q in zip(values, columns["quarter"], strict=True) if q == quarter]
            for name, values in columns.items()
        }
        for (_, payer, kind), amount in by_lever(part).items() if part["quarter"] else ():
            if kind in COUNTED:
                signed = -amount if kind == "return" else amount
                payers.setdefault(payer, [0.0] * arm.quarters)[index] += signed
    levers: dict[str, float] = {}
    kinds: dict[str, float] = {}
    for (lever, _, kind), amount in by_lever(columns).items():
        kinds[kind] = kinds.get(kind, 0.0) + amount
        if kind in COUNTED:
            levers[lever] = levers.get(lever, 0.0) + (-amount if kind == "return" else amount)
    order = list(dict.fromkeys(payer for payer, _ in PAYERS.values()))
    shown = {payer: payers[payer] for payer in order if payer in payers}
    return {"payers": shown, "levers": levers, "kinds": kinds}


def quarters_of(arm: Recording) -> list[str]:
    return [format_quarter(arm.first_quarter + index) for index in range(arm.quarters)]


def towns(left: Recording, right: Recording, rows: list[int], names: Mapping[str, Any], xy: np.ndarray) -> list[dict]:
    """Towns with firms: names, place (km), GDP (wan yuan a quarter) and designation by quarter in both halves."""
    found = []
    for row in rows:
        halves = {
            name: [{"gdp": round(float(q["gdp"][row]), 1), "designated": int(q["designated"][row])} for q in arm.towns]
            for name, arm in (("left", left), ("right", right))
        }
        said = {lang: str(words[row]) for lang, words in names.items()}
        found.append({"row": row, **said, "x": float(xy[row, 0]), "y": float(xy[row, 1]), **halves})
    return found
