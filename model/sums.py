"""Compiled passes over columns: sums by group, scaling by group, closing up; in the order of rows, the same every time."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def _sums(group, values, weight, out):
    for row in range(len(group)):
        out[group[row]] += values[row] * weight[row]


@njit(cache=True, nogil=True)
def _scale(group, factor, column):
    for row in range(len(group)):
        column[row] *= factor[group[row]]


def group_sums(group: np.ndarray, values: np.ndarray, weight: np.ndarray, size: int) -> np.ndarray:
    """Sum of values times weight by group (index), shape (size,)."""
    out = np.zeros(size)
    _sums(group, values, weight, out)
    return out


def scale_by_group(group: np.ndarray, factor: np.ndarray, column: np.ndarray) -> None:
    """Multiply a column in place by its group's factor."""
    _scale(group, factor, column)


@njit(cache=True, nogil=True)
def close_up(column, kept, first):
    """Move the rows kept (bool) together, in place and in order, from row `first` on."""
    to = first
    for row in range(first, len(kept)):
        if kept[row]:
            column[to] = column[row]
            to += 1


@njit(cache=True, nogil=True)
def _many(group, columns, weight, out):
    for row in range(len(group)):
        place, times = group[row], weight[row]
        for index in range(len(columns)):
            out[place, index] += columns[index][row] * times


def group_sums_of_many(group: np.ndarray, columns: tuple[np.ndarray, ...], weight: np.ndarray, size: int) -> np.ndarray:
    """Sums of several columns (all float64) by group in one pass, shape (columns, size)."""
    out = np.zeros((size, len(columns)))
    _many(group, columns, weight, out)
    return np.ascontiguousarray(out.T)
