"""Goods on their way: joint distribution, third parties, the cold chain, inspection of exports."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

TERMS = (
    Term("joint_distribution", "share of firms", "places in joint distribution", "joint_distribution"),
    Term("contract_logistics", "share of firms", "places with third-party logistics", "contract_logistics"),
    Term("cold_chain", "share of farms", "places in cold stores and vans", "cold_chain"),
    Term("class_one", "share of firms", "leading exporters helped to class one in inspection", "class_one"),
)


def joint_distribution(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of firms for which there is a place in joint distribution."""
    terms.add("joint_distribution", lever, value * reach)


def contract_logistics(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of firms for which a third party takes over supply and storage."""
    terms.add("contract_logistics", lever, value * reach)


def cold_chain(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of farms for which there is a place in cold stores and vans."""
    terms.add("cold_chain", lever, value * reach)


def class_one_help(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of leading exporters that are helped to class one in inspection."""
    terms.add("class_one", lever, value * reach)


MECHANISMS = (joint_distribution, contract_logistics, cold_chain, class_one_help)
