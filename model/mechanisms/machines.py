"""Machines and what they are made to do."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

TERMS = (
    Term(
        "equipment_support",
        "share of price",
        "public share of the price of computer-controlled equipment",
        "equipment_support",
    ),
)


def equipment_support(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of the price of computer-controlled equipment."""
    terms.add("equipment_support", lever, value * reach)


MECHANISMS = (equipment_support,)
