"""How many firms use the tax rules there are."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

TERMS = (
    Term(
        "deduction_takeup",
        "share of eligible firms",
        "share of eligible firms that use the R&D super-deduction",
        "user_cost_research",
    ),
)


def deduction_takeup(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of eligible firms that use the super-deduction of R&D."""
    terms.add("deduction_takeup", lever, value * reach)


MECHANISMS = (deduction_takeup,)
