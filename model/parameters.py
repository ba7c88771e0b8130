"""Behavioural parameters by group: `parameters.market.price_elasticity`. Values, ranges and sources are data files."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace


def grouped(values: Mapping[str, float]) -> SimpleNamespace:
    """`{"market.price_elasticity": 4.0}` -> namespace of namespaces. Ids have exactly one dot."""
    groups: dict[str, dict[str, float]] = {}
    for name, value in values.items():
        group, _, key = name.partition(".")
        groups.setdefault(group, {})[key] = float(value)
    return SimpleNamespace(**{group: SimpleNamespace(**items) for group, items in groups.items()})
