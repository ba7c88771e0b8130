"""Compiled passes over columns: sums by group, a group's value for its rows, closing up; in the order of rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numba import njit
from scipy.sparse import csr_matrix

# Rows of a group mostly stand together: its sums stay at hand until the next group begins. Several columns are summed
# in one pass because their additions need not wait for one another. One loop without an inner one, and no test for
# zero values, is what the compiler makes the most of (a third of the time of a loop by group).


@njit(cache=True, nogil=True)
def _one_sum(group, values, weight, out):
    place, total = -1, 0.0
    for row in range(len(group)):
        if group[row] != place:
            if place >= 0:
                out[0, place] = total
            place = group[row]
            total = out[0, place]
        total += values[row] * weight[row]
    if place >= 0:
        out[0, place] = total


@njit(cache=True, nogil=True)
def _two_sums(group, first, second, weight, out):
    place, a, b = -1, 0.0, 0.0
    for row in range(len(group)):
        if group[row] != place:
            if place >= 0:
                out[0, place], out[1, place] = a, b
            place = group[row]
            a, b = out[0, place], out[1, place]
        times = weight[row]
        a += first[row] * times
        b += second[row] * times
    if place >= 0:
        out[0, place], out[1, place] = a, b


@njit(cache=True, nogil=True)
def _four_sums(group, first, second, third, fourth, weight, out):
    place, a, b, c, d = -1, 0.0, 0.0, 0.0, 0.0
    for row in range(len(group)):
        if group[row] != place:
            if place >= 0:
                out[0, place], out[1, place], out[2, place], out[3, place] = a, b, c, d
            place = group[row]
            a, b, c, d = out[0, place], out[1, place], out[2, place], out[3, place]
        times = weight[row]
        a += first[row] * times
        b += second[row] * times
        c += third[row] * times
        d += fourth[row] * times
    if place >= 0:
        out[0, place], out[1, place], out[2, place], out[3, place] = a, b, c, d


@njit(cache=True, nogil=True)
def _of_group(values, group):
    out = np.empty(len(group), values.dtype)
    for row in range(len(group)):
        out[row] = values[group[row]]
    return out


def group_sums(group: np.ndarray, values: np.ndarray, weight: np.ndarray, size: int) -> np.ndarray:
    """Sum of values times weight by group (index), shape (size,)."""
    out = np.zeros((1, size))
    _one_sum(group, values, weight, out)
    return out[0]


KERNELS: tuple[tuple[int, Callable[..., None]], ...] = ((4, _four_sums), (2, _two_sums), (1, _one_sum))


def group_sums_of_many(group: np.ndarray, columns: tuple[np.ndarray, ...], weight: np.ndarray, size: int) -> np.ndarray:
    """Sums of several columns (all float64) times weight by group, shape (columns, size): cheaper than one by one."""
    out = np.zeros((len(columns), size))
    first = 0
    for together, kernel in KERNELS:
        while first + together <= len(columns):
            kernel(group, *columns[first : first + together], weight, out[first : first + together])
            first += together
    return out


def of_group(values: np.ndarray, group: np.ndarray) -> np.ndarray:
    """The value of each row's group, shape (rows,): `values[group]`, at half the time."""
    return _of_group(values, group)


@njit(cache=True, nogil=True)
def _of_cell(values, group, kind):
    out = np.empty(len(group), values.dtype)
    for row in range(len(group)):
        out[row] = values[group[row], kind[row]]
    return out


def of_cell(values: np.ndarray, group: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """The value of each row's group and kind, shape (rows,): `values[group, kind]` in one pass."""
    return _of_cell(values, group, kind)


@njit(cache=True, nogil=True)
def found_in(ordered, wanted):
    """Place of each value wanted in values that rise strictly, -1 where it is not among them.

    What is wanted mostly rises too, and then the next one is not far: the search widens from where the last ended.
    """
    places, size = np.full(len(wanted), -1, np.int64), len(ordered)
    low = 0
    for which in range(len(wanted)):
        value = wanted[which]
        if low >= size or ordered[low] > value:
            low = 0
        step = 1
        while low + step < size and ordered[low + step] <= value:
            low += step
            step *= 2
        high = min(low + step, size)
        while low < high:  # the first place that is not below the value
            middle = (low + high) // 2
            if ordered[middle] < value:
                low = middle + 1
            else:
                high = middle
        if low < size and ordered[low] == value:
            places[which] = low
    return places


def only_rows(matrix: csr_matrix, kept: np.ndarray) -> csr_matrix:
    """The matrix with the other rows (bool) empty: a product asks nothing of them, and is the same for those kept."""
    lengths = np.diff(matrix.indptr)
    entries = kept.repeat(lengths)
    starts = np.concatenate([[0], np.cumsum(lengths * kept)])
    return csr_matrix((matrix.data[entries], matrix.indices[entries], starts), shape=matrix.shape)


@njit(cache=True, nogil=True)
def runs_of(kept, first):
    """First row and one past the last of each run of rows kept (bool) from row `first` on, shape (runs, 2)."""
    ends = np.empty(((len(kept) - first) // 2 + 1, 2), np.int64)
    runs, row = 0, first
    while True:
        while row < len(kept) and not kept[row]:
            row += 1
        if row == len(kept):
            return ends[:runs]
        ends[runs, 0] = row
        while row < len(kept) and kept[row]:
            row += 1
        ends[runs, 1] = row
        runs += 1


@njit(cache=True, nogil=True)
def close_up(column, runs, first):
    """Move runs of rows together, in place and in order, from row `first` on."""
    to = np.uint64(first)
    for run in range(len(runs)):
        start = np.uint64(runs[run, 0])
        length = np.uint64(runs[run, 1]) - start
        for step in range(length):
            column[to + step] = column[start + step]
        to += length
