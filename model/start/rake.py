"""Iterative proportional fitting: cells moved as little as can be (in ratio) until rows and columns add up."""

from __future__ import annotations

import numpy as np


def rake(
    cells: np.ndarray, rows: np.ndarray, columns: np.ndarray, rounds: int = 300, tolerance: float = 1e-9
) -> np.ndarray:
    """Cells (any unit) with row sums `rows` exactly and column sums `columns` as near as the zeros allow."""
    found = np.array(cells, float)
    scale = rows.sum() / columns.sum() if columns.sum() > 0 else 1.0
    for _ in range(rounds):
        found *= ratio(columns * scale, found.sum(axis=0))
        sums = found.sum(axis=1)
        found *= ratio(rows, sums)[:, None]
        if np.all(np.abs(sums - rows) <= tolerance * np.maximum(rows, 1e-12)):
            break
    return found


def ratio(wanted: np.ndarray, found: np.ndarray | np.float64) -> np.ndarray:
    """What brings `found` to `wanted` (a factor); 1 where nothing was found."""
    return np.divide(wanted, found, out=np.ones(np.shape(found)), where=np.asarray(found) > 0)


def whole(amounts: np.ndarray, total: int) -> np.ndarray:
    """Whole numbers (the amounts' unit) adding up to `total`, by largest remainder, in proportion to the amounts."""
    amounts = np.asarray(amounts, float)
    wanted = amounts * (total / amounts.sum())
    found = np.floor(wanted).astype(np.int64)
    missing = int(total - found.sum())
    order = np.argsort(found - wanted, kind="stable")
    found[order[:missing]] += 1
    return found


def whole_rows(amounts: np.ndarray, totals: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """Whole numbers by row adding up to `totals`, systematic rounding from an offset in [0, 1) a row."""
    shares = amounts * ratio(totals.astype(float), amounts.sum(axis=1))[:, None]
    steps = np.floor(np.cumsum(shares, axis=1) + offset[:, None] + 1e-9)
    steps[:, -1] = totals + np.floor(offset)
    found = np.diff(np.concatenate([np.zeros((len(totals), 1)), steps], axis=1), axis=1)
    return np.maximum(found, 0).astype(np.int64)


def mean_of_group(values: np.ndarray, group: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The weighted mean of each value's group (index), by row."""
    whole = np.maximum(np.bincount(group, weight), 1e-12)
    return (np.bincount(group, weight * values) / whole)[group]


def standing(values: np.ndarray, group: np.ndarray, weight: np.ndarray | None = None) -> np.ndarray:
    """By how many standard deviations each value differs from the (weighted) mean of its group (index)."""
    weight = np.ones(len(values)) if weight is None else weight
    centred = values - mean_of_group(values, group, weight)
    return centred / np.sqrt(np.maximum(mean_of_group(centred**2, group, weight), 1e-12))
