"""Money for farms and for those who process what they grow."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

TERMS = (
    Term(
        "processing_support", "share of price", "public share of the price of processing machines", "processing_support"
    ),
    Term("farm_projects", "projects a year", "farms founded by outside firms with public money", "farm_projects"),
)


def processing_support(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of the price of machines of farm firms and food makers."""
    terms.add("processing_support", lever, value * reach)


def farm_projects(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Farms a year that firms of industry and trade found in the whole province with public money."""
    terms.add("farm_projects", lever, value * reach)


MECHANISMS = (processing_support, farm_projects)
