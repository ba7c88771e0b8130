"""Software, and the renewal of machines that are there."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

TERMS = (
    Term("software_support", "share of outlay", "public share of what firms spend on software", "software_support"),
    Term("cloud_access", "share of firms", "firms a supported cloud platform offers its services to", "cloud_offers"),
    Term(
        "software_matches",
        "matches per 1,000 firms a year",
        "meetings of small firms with sellers of software that are arranged",
        "software_matches",
    ),
    Term("retrofit_support", "share of outlay", "public share of what the renewal of machines costs", "retrofit"),
)


def software_support(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of what a firm spends on software."""
    terms.add("software_support", lever, value * reach)


def cloud_platform(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of the firms that can rent software from a cloud platform instead of buying it."""
    terms.add("cloud_access", lever, value * reach)


def software_matching(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Meetings with sellers of software arranged a year per 1,000 firms."""
    terms.add("software_matches", lever, value * reach)


def retrofit_support(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of what a firm spends on the renewal and the retrofit of its machines."""
    terms.add("retrofit_support", lever, value * reach)


MECHANISMS = (software_support, cloud_platform, software_matching, retrofit_support)
