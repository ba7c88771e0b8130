"""Skills and people."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

TERMS = (
    Term("training_places", "places per 1,000 production staff a year", "subsidised dual training places", "trainees"),
)


def training_places(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Places of school-firm training a year per 1,000 production staff."""
    terms.add("training_places", lever, value * reach)


MECHANISMS = (training_places,)
