"""Public service platforms of the nine kinds: foundation, running money, fees, what they do for members."""

from __future__ import annotations

import numpy as np

from model.fields import KINDS_OF_PLATFORM
from model.terms import Term, Terms

TERMS = (
    *(
        Term(
            f"platform_grants.{kind}",
            "platforms a year",
            f"platforms of the kind {kind!r} set up with a grant a year, in the whole province",
            "platform_grants",
        )
        for kind in KINDS_OF_PLATFORM
    ),
    *(
        Term(
            f"running_grants.{kind}",
            "years",
            f"years over which the running grant of platforms of the kind {kind!r} falls to nothing",
            "running_grants",
        )
        for kind in KINDS_OF_PLATFORM
    ),
    Term("results_support", "wan yuan a client", "pay of productivity centres for a client", "results_support"),
    Term("branches", "branches a year", "branches of national bodies, in the whole province", "branches"),
    Term("fee_freedom", "share a quarter", "step in which an innovation platform may move its fee", "fee_freedom"),
    Term("membership_levy", "share of sales", "levy of members of the innovation platform", "membership_levy"),
    Term("design_jobs", "jobs a year per platform", "design jobs innovation platforms may do", "design_jobs"),
    Term(
        "platform_equipment.logistics",
        "wan yuan a year per platform",
        "equipment of logistics platforms for tracking goods",
        "platform_equipment",
    ),
)


def platform_grants(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Platforms of a kind supported a year in the whole province, chosen among the towns reached."""
    terms.add(f"platform_grants.{target}", lever, value * reach)


def running_grants(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Years over which a running grant falls to nothing, for platforms of a kind that have none."""
    terms.add(f"running_grants.{target}", lever, value * reach)


def results_support(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Pay of a productivity centre for every client it has served (wan yuan)."""
    terms.add("results_support", lever, value * reach)


def platform_branches(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Branches of national bodies opened a year in the whole province, at innovation platforms."""
    terms.add("branches", lever, value * reach)


def fee_freedom(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Step (share a quarter) in which an innovation platform may move its fee after what clients would pay."""
    terms.add("fee_freedom", lever, value * reach)


def membership_levy(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Levy (share of sales) of the member firms of an innovation platform."""
    terms.add("membership_levy", lever, value * reach)


def design_service(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Design jobs a year that an innovation platform may do for its clients."""
    terms.add("design_jobs", lever, value * reach)


def platform_equipment(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Equipment (wan yuan a year) for every platform of a kind."""
    terms.add(f"platform_equipment.{target}", lever, value * reach)


MECHANISMS = (
    platform_grants,
    running_grants,
    results_support,
    platform_branches,
    fee_freedom,
    membership_levy,
    design_service,
    platform_equipment,
)
