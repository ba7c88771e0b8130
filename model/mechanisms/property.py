"""Inventions as property: licences paid for, copies pursued."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

TERMS = (
    Term("licence_support", "share of fee", "public share of what a licence costs its buyer", "licence_support"),
    Term(
        "enforcement", "share of imitators", "imitators of patented inventions kept off by enforcement", "enforcement"
    ),
)


def licence_support(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of the fee of a licence."""
    terms.add("licence_support", lever, value * reach)


def enforcement(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of those imitating what a patent guards that is kept off, beyond what patents do anyway."""
    terms.add("enforcement", lever, value * reach)


MECHANISMS = (licence_support, enforcement)
