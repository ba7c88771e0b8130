"""How the administration works: how fast, how it is judged, and what it asks for."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

TERMS = (
    Term("rank_weight", "share", "weight of a town's rank in the allocation of support", "rank_weight"),
    Term("coordination", "share", "departments that decide together on public money", "payment_pace"),
    Term("publicity", "ratio", "rise of the chance that what is on offer is known", "awareness"),
    Term(
        "approval_speed",
        "ratio",
        "administrative speed gained by deadlines and one-time notice",
        "administrative_speed",
    ),
    Term("county_powers", "share", "powers of a county given to very large towns", "administrative_speed"),
    Term("fees_cut", "share", "administrative fees of small firms that are waived", "fees"),
    Term("removal", "share of the rule", "line of output below which any town loses the designation", "removal"),
    Term("title_places", "towns a year", "towns put forward for a national title, in the whole province", "title"),
)


def yearly_assessment(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Weight of a town's rank in the yearly assessment when support is allocated."""
    terms.add("rank_weight", lever, value * reach)


def coordination(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of departments that decide together: less waiting, less leakage."""
    terms.add("coordination", lever, value * reach)


def publicity(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """What worked elsewhere is told: more know of calls and services, whether these fit them or not."""
    terms.add("publicity", lever, value * reach)


def approval_deadlines(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Administrative speed gained where approvals have a deadline and papers are asked for once."""
    terms.add("approval_speed", lever, value * reach)


def county_powers(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of a county's powers that a very large town may use itself."""
    terms.add("county_powers", lever, value * reach)


def fees_cut(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of administrative fees that is waived."""
    terms.add("fees_cut", lever, value * reach)


def removal(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Part of the output the designation rule asks for below which a town loses the name after two years."""
    terms.add("removal", lever, value * reach)


def national_title(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Towns a year that are put forward for a national title."""
    terms.add("title_places", lever, value * reach)


MECHANISMS = (
    yearly_assessment,
    coordination,
    publicity,
    approval_deadlines,
    county_powers,
    fees_cut,
    removal,
    national_title,
)
