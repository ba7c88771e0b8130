"""Outcomes as text: `gdp`, `gdp@designated@2015`, `effect(decision-2012, baseline, gdp)`."""

from __future__ import annotations

import re
from dataclasses import dataclass

OWN = "scenario"  # stands for the row's own scenario in an effect
_EFFECT = re.compile(r"effect\s*\((.*)\)", re.DOTALL)


@dataclass(frozen=True)
class Quantity:
    """What is read from one run. Without scope or year: the model's first scope, the last year."""

    indicator: str
    scope: str | None = None
    year: int | None = None

    def __str__(self) -> str:
        return "@".join(
            [self.indicator, *([self.scope] if self.scope else []), *([str(self.year)] if self.year else [])]
        )


@dataclass(frozen=True)
class Outcome:
    """A value of the row's own run, or the effect of one scenario against another as it is."""

    quantity: Quantity
    scenario: str | None = None  # of an effect; `scenario` is the row's own
    base: str | None = None

    @property
    def kind(self) -> str:
        return "effect" if self.base else "value"

    def __str__(self) -> str:
        return f"effect({self.scenario}, {self.base}, {self.quantity})" if self.base else str(self.quantity)


def parsed(text: str) -> Outcome | None:
    """The outcome a text names, None when it is not written like one."""
    found = _EFFECT.fullmatch(text.strip())
    if found is None:
        quantity = _quantity(text)
        return None if quantity is None else Outcome(quantity)
    parts = [part.strip() for part in found[1].split(",")]
    quantity = _quantity(parts[-1])
    if len(parts) != 3 or not all(parts) or quantity is None:
        return None
    return Outcome(quantity, parts[0], parts[1])


def _quantity(text: str) -> Quantity | None:
    indicator, *rest = (part.strip() for part in text.strip().split("@"))
    scope, year = None, None
    for part in rest:
        if re.fullmatch(r"[0-9]{4}", part) and year is None:
            year = int(part)
        elif re.fullmatch(r"[a-z][a-z0-9_]*", part) and scope is None and year is None:
            scope = part
        else:
            return None
    return Quantity(indicator, scope, year) if re.fullmatch(r"[A-Za-z][A-Za-z0-9_.]*", indicator) else None
