"""What firms can find out: databases, search, the hotline, the technology market."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

TERMS = (
    Term("partner_matching", "share", "rise in the chance to look for a research partner", "partner_matching"),
    Term("online_search", "share of firms", "firms registered for online search of technology", "online_search"),
    Term("hotline_calls", "calls a year per firm", "calls to the hotline, each answered by a visit", "hotline"),
    Term("licence_market", "share a year", "firms that look for a licence because they are listed", "licence_market"),
)


def partner_matching(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Rise (share) in the chance that a research firm looks for a partner."""
    terms.add("partner_matching", lever, value * reach)


def online_search(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of firms that are registered for online search."""
    terms.add("online_search", lever, value * reach)


def service_hotline(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Calls a year per firm to the hotline."""
    terms.add("hotline_calls", lever, value * reach)


def technology_market(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of firms a year that look for a licence because technologies are listed and traded."""
    terms.add("licence_market", lever, value * reach)


MECHANISMS = (partner_matching, online_search, service_hotline, technology_market)
