"""What a user's plugin has added to the registries, for as long as it is in use; empty otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios.cards import Card
    from scenarios.registry import Indicator


@dataclass
class Additions:
    """Indicators and cards by id; `over_year`: what becomes of an added indicator's quarters (sum, mean, last)."""

    indicators: dict[str, Indicator] = field(default_factory=dict)
    over_year: dict[str, str] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)


ADDED = Additions()
