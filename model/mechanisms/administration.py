"""How the administration works: who gets the money, how fast, and how it is judged."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

TERMS = (Term("rank_weight", "share", "weight of a town's rank in the allocation of support", "rank_weight"),)


def yearly_assessment(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Weight of a town's rank in the yearly assessment when support is allocated."""
    terms.add("rank_weight", lever, value * reach)


MECHANISMS = (yearly_assessment,)
