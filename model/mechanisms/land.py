"""Industrial land: who services it, how early and how fast, and what it is worth to a lender."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

TERMS = (
    Term("private_parks", "share of land a year", "land that plans leave to private parks", "private_parks"),
    Term("land_reserve", "share of land in use", "serviced land kept ahead of what is in use", "land_reserve"),
    Term("land_fast_lane", "ratio", "by how much a shortage of land is made good faster", "land_fast_lane"),
    Term("land_collateral", "share of land value", "loan that banks secure on industrial land", "land_collateral"),
)


def private_parks(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of its land that a town leaves to private parks a year."""
    terms.add("private_parks", lever, value * reach)


def land_reserve(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Serviced land kept ahead of need, as a share of the land in use."""
    terms.add("land_reserve", lever, value * reach)


def land_fast_lane(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """By how much faster than usual a shortage of serviced land is made good."""
    terms.add("land_fast_lane", lever, value * reach)


def land_collateral(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of the value of the land in a firm's use on which a bank lends."""
    terms.add("land_collateral", lever, value * reach)


MECHANISMS = (private_parks, land_reserve, land_fast_lane, land_collateral)
