"""Aggregates of columns, with or without weights, and groups of a set."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from mesa.agentset import GroupBy


def weighted_median(values: np.ndarray, weights: np.ndarray) -> float:
    """The value (its unit) below which half of the weight lies, halfway between two when the half falls on an edge."""
    order = np.argsort(values, kind="stable")
    values, heap = values[order], np.cumsum(weights[order])
    half = heap[-1] / 2
    low, high = np.searchsorted(heap, half, "left"), np.searchsorted(heap, half, "right")
    return float((values[low] + values[min(high, len(values) - 1)]) / 2)


def aggregate(values: np.ndarray, func: Callable, weights: np.ndarray | None = None) -> Any:
    """A function of an array (its unit), built-ins at array speed; with weights each row counts as so many."""
    if weights is None:
        return {sum: np.sum, min: np.min, max: np.max}.get(func, func)(values)
    if func in (sum, np.sum):
        return float(np.dot(values, weights))
    if func is len:
        return float(np.sum(weights))
    if func in (np.mean, np.average):
        return float(np.average(values, weights=weights))
    if func in (np.var, np.std):
        variance = np.average((values - np.average(values, weights=weights)) ** 2, weights=weights)
        return float(variance if func is np.var else np.sqrt(variance))
    if func is np.median:
        return weighted_median(values, weights)
    if func in (min, max, np.min, np.max):
        return aggregate(values, func)
    try:
        return func(values, weights=weights)
    except TypeError as error:
        raise TypeError(f"{getattr(func, '__name__', func)} does not take weights") from error


class ColumnGroups(GroupBy):
    """Groups of a set by key, in the order of the keys."""

    groups: dict[Any, Any]  # sets, or lists of views when asked for as lists

    def count(self, weighted: bool = False) -> dict[Any, float]:
        """Agents in each group (rows), or what they stand for (weight)."""
        return {key: group.agg("uid", len, weighted) if weighted else len(group) for key, group in self.groups.items()}

    def agg(self, attr_name: str, func: Callable | Iterable[Callable], weighted: bool = False) -> dict[Any, Any]:
        """An attribute of each group through a function, or several."""
        return {key: group.agg(attr_name, func, weighted) for key, group in self.groups.items()}
