"""Credit and equity for firms."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

TERMS = (
    Term("guarantee_share", "share of principal", "public share of the risk of a guaranteed loan", "credit_supply"),
)


def guarantee(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of the principal of a guaranteed loan whose risk the public bears."""
    terms.add("guarantee_share", lever, value * reach)


MECHANISMS = (guarantee,)
