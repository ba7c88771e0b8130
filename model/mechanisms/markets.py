"""How firms reach customers, look to them, and get at services."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

TERMS = (
    Term("fair_support", "share of cost", "public share of what a stand at fairs costs", "fair_support"),
    Term("design_support", "share of cost", "public share of what a design project costs", "design_support"),
    Term("online_places", "share of firms", "firms brought to sell online", "online_places"),
    Term(
        "network_places",
        "share of firms",
        "firms offered a place in outlets across the country",
        "network_places",
    ),
    Term(
        "service_time",
        "share",
        "part saved of the time a firm spends to find and use a service",
        "service_time",
    ),
)


def fair_support(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of what a stand at trade fairs costs."""
    terms.add("fair_support", lever, value * reach)


def design_support(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of what a design project with designers of the town costs."""
    terms.add("design_support", lever, value * reach)


def e_commerce(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of firms that are brought to sell online."""
    terms.add("online_places", lever, value * reach)


def sales_network(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of firms that are offered a place in sales outlets in cities of the north and west."""
    terms.add("network_places", lever, value * reach)


def service_market(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of the time cost of a service that a market of all services saves."""
    terms.add("service_time", lever, value * reach)


MECHANISMS = (fair_support, design_support, e_commerce, sales_network, service_market)
