"""What a measure is planned to cost the public a year, and the value that a sum of money buys.

Planned costs are measured: each measure alone, at its enacted value and at the end of its studied range
(law/planned_costs.csv, written by `zhenxing lever-costs`). Between the two the cost is taken as linear, and no more
than the envelope. Who pays follows the card's shares.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from scenarios.cards import LAW, Card
from scenarios.frozen import Frozen
from scenarios.table_files import ColumnRule, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

COSTS = LAW / "planned_costs.csv"
PRIVATE = ("firms", "society")
TOLERANCE = 1e-9


@lru_cache(maxsize=1)
def planned_costs() -> Mapping[str, Sequence[tuple[float, float]]]:
    """(value, wan yuan of public money a year) of every measure that was measured, by rising value."""
    rules = {"lever": ColumnRule("text"), "value": ColumnRule("number"), "public": ColumnRule("number")}
    table = read_table(COSTS, rules)
    found: dict[str, list[tuple[float, float]]] = {}
    for lever, value, public in zip(table["lever"], table["value"], table["public"], strict=True):
        found.setdefault(lever, []).append((float(value), float(public)))
    return Frozen({lever: tuple(sorted(points)) for lever, points in sorted(found.items())})


def public_parts(card: Card) -> dict[str, float]:
    """Share of every public payer in the public money of a measure."""
    public = {payer: share for payer, share in card.measure().payers if payer not in PRIVATE and share > 0}
    whole = sum(public.values())
    return {payer: share / whole for payer, share in public.items()}


def planned_public(card: Card, value: float, year: int = 2013) -> float:
    """Wan yuan of public money a year that a measure is planned to cost at a value; what the envelope holds at most."""
    points = planned_curve(card)
    if value <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if value <= right or right == points[-1][0]:  # beyond the last point as up to it
            return min(low + (high - low) * (value - left) / (right - left), card.measure().ceiling(year))
    return 0.0


def most_public(card: Card) -> float:
    """The most a measure can be planned to cost within its legal bounds (wan yuan a year)."""
    return planned_public(card, card.bounds.legal[1])


def value_for(card: Card, money: float) -> float | None:
    """Value of a measure that is planned to cost so much public money a year (wan yuan); None where none does."""
    points, ceiling = planned_curve(card), card.measure().ceiling(2013)
    if money > ceiling * (1.0 + TOLERANCE):
        return None
    for (left, low), (right, high) in pairwise(points):
        last = right == points[-1][0]
        if (money <= high or last) and high > low:
            value = left + (right - left) * (money - low) / (high - low)
            return value if value <= card.bounds.legal[1] * (1.0 + TOLERANCE) else None
    return None


def planned_curve(card: Card) -> Sequence[tuple[float, float]]:
    """(value, wan yuan of public money a year) of what a measure is planned to cost, from neutral on, never falling."""
    points = [(card.neutral, 0.0)]
    for value, cost in planned_costs().get(card.id, ()):
        if value > points[-1][0]:
            points.append((value, max(cost, points[-1][1])))
    return points
