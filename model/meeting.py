"""Whom a firm meets: somebody of a group within reach, the nearer the likelier, each firm counted by its weight."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit


class Members(NamedTuple):
    """Rows of a group in the order of their cell (town and industry), to be found by cell and chance."""

    start: np.ndarray  # (cells + 1,) where the rows of each cell begin in `rows`
    rows: np.ndarray  # rows of the table
    upto: np.ndarray  # (rows,) weight within the cell up to and with each row
    weight: np.ndarray  # (cells,) weight of each cell


@njit(cache=True, nogil=True)
def _members(cell, weight, chosen, cells):
    start = np.zeros(cells + 1, np.int64)
    for row in chosen:
        start[cell[row] + 1] += 1
    for place in range(cells):
        start[place + 1] += start[place]
    rows, upto = np.empty(len(chosen), np.int64), np.empty(len(chosen))
    next_free, whole = start[:-1].copy(), np.zeros(cells)
    for row in chosen:
        place = cell[row]
        whole[place] += weight[row]
        rows[next_free[place]] = row
        upto[next_free[place]] = whole[place]
        next_free[place] += 1
    return start, rows, upto, whole


def members_of(cell: np.ndarray, weight: np.ndarray, chosen: np.ndarray, cells: int) -> Members:
    """The rows `chosen` (indices, ascending) by cell."""
    return Members(*_members(cell, weight, chosen, cells))


@njit(cache=True, nogil=True)
def _met(seekers, town, industry, where, whom, start, rows, upto, whole, indptr, indices, reach, number, found, place):
    kinds = number.shape[1]
    for k in range(len(seekers)):
        row = seekers[k]
        home, trade = town[row], industry[row]
        first, last = indptr[home], indptr[home + 1]
        total = 0.0
        for near in range(first, last):
            total += reach[near] * number[indices[near], trade]
        if total <= 0.0:
            continue
        near, target = first, where[k] * total
        passed = reach[near] * number[indices[near], trade]
        while passed < target and near < last - 1:
            near += 1
            passed += reach[near] * number[indices[near], trade]
        cell = indices[near] * kinds + trade
        place[k] = cell
        low, high = start[cell], start[cell + 1]
        if low == high:
            continue
        mark = whom[k] * whole[cell]
        while low < high - 1:  # the first row whose weight so far reaches the mark
            middle = (low + high - 1) // 2
            if upto[middle] >= mark:
                high = middle + 1
            else:
                low = middle + 1
        if rows[low] != row:
            found[k] = rows[low]


def met(firm, seekers: np.ndarray, members: Members, near, number: np.ndarray, where: np.ndarray, whom: np.ndarray):
    """Row that each seeker (a row) meets among the members of its trade, -1 nobody, and the cell it looked in, -1 none.

    A town is looked in in proportion to its `number` of firms of the trade (towns, industries) and its nearness
    (`near`, sparse, towns by towns); a member there in proportion to its weight. `where` and `whom` are uniform draws
    (shares). A cell without members, though firms are counted there, is one outside the towns that are run.
    """
    found, place = np.full((2, len(seekers)), -1, np.int64)
    links = near.indptr.astype(np.int64), near.indices.astype(np.int64), near.data
    _met(seekers, firm.town, firm.industry, where, whom, *members, *links, number, found, place)
    return found, place
