"""What towns plan: roadmaps, the division of labour with others, clusters and their chains."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

TERMS = (
    Term("town_roadmap", "share", "losses from search that a town's technology roadmap spares", "search_risk"),
    Term("settlement", "share", "congestion of housing and services that the central city takes over", "settlement"),
    Term(
        "cluster_places",
        "towns a year",
        "places in the programme with a network grant, in the whole province",
        "network",
    ),
    Term("link_support", "share", "intensity of invitation of firms for missing links of the chain", "links"),
    Term("barred_industries", "share", "new firms turned away in industries left to other towns", "industry_division"),
)


def town_roadmap(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of the losses from search that is spared because the roadmap says what will not work."""
    terms.add("town_roadmap", lever, value * reach)


def city_division(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of the congestion in towns that housing and services of the central city take over."""
    terms.add("settlement", lever, value * reach)


def network_programme(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Towns a year that enter the programme of innovative clusters, with a grant for a network office."""
    terms.add("cluster_places", lever, value * reach)


def link_support(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Intensity with which firms for missing links are invited, and paid for coming."""
    terms.add("link_support", lever, value * reach)


def industry_division(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of new firms that is turned away in industries left to other towns of the delta."""
    terms.add("barred_industries", lever, value * reach)


MECHANISMS = (town_roadmap, city_division, network_programme, link_support, industry_division)
