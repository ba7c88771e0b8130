"""Quality, names and standards: what firms are helped to do, and what they are made to do."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

SCHEMES = ("quality_management", "standard_pilot", "secretariat", "farm_standards")
TERMS = (
    *(
        Term(f"scheme.{name}", "share of cost", f"public share of what the scheme {name!r} costs a firm", "scheme")
        for name in SCHEMES
    ),
    Term("brand_awards", "firms a year", "firms of the whole province given a title for their brand", "brand_awards"),
    Term("quality_inspection", "share of firms a year", "firms whose products are inspected", "quality_inspection"),
    Term(
        "energy_standard", "share of firms", "firms that fall short of the energy standard in force", "energy_standard"
    ),
    Term("foreign_standards", "share of exporters a year", "exporters told of a foreign standard", "foreign_standards"),
)


def scheme(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of what a scheme of quality or standards costs the firms that join it."""
    terms.add(f"scheme.{target}", lever, value * reach)


def brand_awards(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Firms of the whole province that are given a title for their brand a year."""
    terms.add("brand_awards", lever, value * reach)


def quality_inspection(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of firms inspected a year."""
    terms.add("quality_inspection", lever, value * reach)


def energy_standard(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of firms that fall short of a mandatory standard of energy and environment."""
    terms.add("energy_standard", lever, value * reach)


def foreign_standards(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of exporters told of a change of standards abroad a year."""
    terms.add("foreign_standards", lever, value * reach)


MECHANISMS = (scheme, brand_awards, quality_inspection, energy_standard, foreign_standards)
