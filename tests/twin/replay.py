"""What a firm of the twin finds around it in a quarter: all that it does not decide itself, replayed from a recording.

Nothing here is computed by the twin. Lists go by index (town, industry, financing body, kind of patent), tables by
town and size class. Money is wan yuan a quarter, rates a share a year unless said otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from model.draws import Draws

SEGMENTS = ("domestic", "export", "processing")


LEVERS = dict.fromkeys(  # one of each kind of acting on firms: the rules of the others are tested by hand
    (
        "art07_equipment_support",
        "art17_dual_training",
        "art20_guarantee_share",
        "art21_platform_grants",
        "art29_deduction_takeup",
        "art31_yearly_assessment",
    ),
    "enacted",
)


@dataclass
class News:
    """One quarter as it comes to the firms."""

    quarter: int  # year * 4 + quarter - 1
    draws: Draws
    parameters: SimpleNamespace  # of behaviour, by group
    series: dict[str, Any]  # outside series by name: a number, or a list by industry
    anchor: SimpleNamespace  # numbers of 2011, and what is in reach of each town and industry
    towns: list[SimpleNamespace]  # who serves a town, its wages, trend of sales, share of vacancies filled, brand
    near: list[list[tuple[int, float]]]  # (town, weight of its nearness) by town
    platforms: list[SimpleNamespace]  # row, town, kind, fee (wan yuan), quality, capacity (firms)
    terms: dict[str, list[list[float]]]  # what measures change, by name, town and size class
    expected_terms: dict[str, list[list[float]]]  # the same a year ahead, as announced
    training: list[SimpleNamespace] = field(default_factory=list)  # offers: places by cell, price, own part, granted
    rates: list[float] = field(default_factory=list)  # what each body asks
    skill: list[float] = field(default_factory=list)  # share of the true risk each body sees
    granted: list[dict[int, float]] = field(default_factory=list)  # share of what is asked of a body, source by source
    totals: dict[str, list[float]] = field(default_factory=dict)  # sums over all sellers by industry
    support_due: dict[int, float] = field(default_factory=dict)  # by uid, after the awards of the quarter
    equipment_support: dict[int, float] = field(
        default_factory=dict
    )  # by uid, of those who hold one: share of the price
    awards_paid: dict[int, float] = field(default_factory=dict)  # by uid, of those who were paid on an award (wan yuan)
    entrants: list[dict[str, Any]] = field(default_factory=list)  # their columns on the first day
    moves: dict[int, int] = field(default_factory=dict)  # by uid: the town a firm moves to
    bond_desk: int = 0  # which body sells pooled bonds

    def town(self, firm) -> SimpleNamespace:
        """The town a firm produces in."""
        return self.towns[firm.town]

    def term(self, name: str, firm) -> float:
        """What a term is for this firm, in its own unit."""
        return self.terms[name][firm.town][firm.size_class]

    def luck(self, purpose: str, firm) -> float:
        """A firm's uniform draw of the quarter (share)."""
        return float(self.draws.uniform(purpose, self.quarter, firm.uid))

    def normal(self, purpose: str, firm) -> float:
        """A firm's standard normal draw of the quarter (standard deviations)."""
        return float(self.draws.normal(purpose, self.quarter, firm.uid))

    def happens(self, purpose: str, firm, chance: float) -> bool:
        """Whether something of this chance (share) happens to the firm this quarter."""
        return self.luck(purpose, firm) < chance

    def lasting(self, purpose: str, firm, chance: float) -> bool:
        """The same with a draw that is the firm's for life."""
        return float(self.draws.uniform(purpose, 0, firm.uid)) < chance
