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
    Term(
        "maker_support",
        "share of cost",
        "public share of what makers of machines spend on the development of a new one",
        "maker_support",
    ),
)


def equipment_support(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of the price of computer-controlled equipment."""
    terms.add("equipment_support", lever, value * reach)


def maker_support(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of what a maker of machines spends on developing a new one."""
    terms.add("maker_support", lever, value * reach)


MECHANISMS = (equipment_support, maker_support)
