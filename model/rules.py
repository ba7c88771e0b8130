"""A rule written for one firm, compiled to work on whole columns at once: no array for every step on the way."""

from __future__ import annotations

from collections.abc import Callable

from numba import vectorize


def for_all(rule: Callable) -> Callable:
    """The rule as a NumPy function: numbers or columns in, a number or a column out (in the rule's own unit)."""
    return vectorize(cache=True)(rule)
