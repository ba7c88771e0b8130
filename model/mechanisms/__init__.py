"""The ways in which measures act: each a short function that adds to terms, with no law in it.

A mechanism receives the terms, the lever's id, the value and the mask of cells it reaches, shape (towns, size classes).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from model.terms import Terms

Mechanism = Callable[[Terms, str, float, np.ndarray], None]


def guarantee(terms: Terms, lever: str, value: float, reach: np.ndarray) -> None:
    """Share of the principal of a guaranteed loan whose risk the public bears."""
    terms.add("guarantee_share", lever, value * reach)


def deduction_takeup(terms: Terms, lever: str, value: float, reach: np.ndarray) -> None:
    """Share of eligible firms that use the super-deduction of R&D."""
    terms.add("deduction_takeup", lever, value * reach)


def platform_grants(terms: Terms, lever: str, value: float, reach: np.ndarray) -> None:
    """Innovation platforms supported a year in the whole province, chosen among the towns reached."""
    terms.add("platform_grants", lever, value * reach)


def training_places(terms: Terms, lever: str, value: float, reach: np.ndarray) -> None:
    """Places of school-firm training a year per 1,000 production staff."""
    terms.add("training_places", lever, value * reach)


def equipment_support(terms: Terms, lever: str, value: float, reach: np.ndarray) -> None:
    """Share of the price of computer-controlled equipment."""
    terms.add("equipment_support", lever, value * reach)


def yearly_assessment(terms: Terms, lever: str, value: float, reach: np.ndarray) -> None:
    """Weight of a town's rank in the yearly assessment when support is allocated."""
    terms.add("rank_weight", lever, value * reach)


MECHANISMS: dict[str, Mechanism] = {
    mechanism.__name__: mechanism
    for mechanism in (
        guarantee,
        deduction_takeup,
        platform_grants,
        training_places,
        equipment_support,
        yearly_assessment,
    )
}
