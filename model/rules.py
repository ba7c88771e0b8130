"""A rule written for one firm, compiled to work on whole columns at once: no array for every step on the way."""

from __future__ import annotations

from collections.abc import Callable

from numba import njit, vectorize
from numba.extending import register_jitable


def for_all(rule: Callable) -> Callable:
    """The rule as a NumPy function: numbers or columns in, a number or a column out (in the rule's own unit)."""
    return vectorize(cache=True)(rule)


def walked(rule: Callable) -> Callable:
    """The rule as it stands, for numbers and columns alike, and besides for walks to call."""
    return register_jitable(rule)


def firm_by_firm(walk: Callable) -> Callable:
    """A walk over the rows of a table, compiled: it reads columns, calls rules, and writes columns and sums in place.

    Sums grow in the order of rows, so they are the same bytes as `group_sums`. Rules it calls stand in its own file:
    Numba notices a change there and nowhere else.
    """
    return njit(cache=True, nogil=True, error_model="numpy")(walk)
