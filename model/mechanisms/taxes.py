"""How many firms and platforms use the tax rules there are."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

TERMS = (
    Term(
        "deduction_takeup",
        "share of eligible firms",
        "share of eligible firms that use the R&D super-deduction",
        "user_cost_research",
    ),
    Term(
        "high_tech_takeup",
        "share a year",
        "of the firms that pass the rule of the high-tech status and do not ask for it, those helped to",
        "tax_status",
    ),
    Term(
        "small_rule_takeup",
        "share of eligible firms",
        "individual businesses that file by the small-firm rules",
        "small_rules",
    ),
    Term(
        "duty_relief",
        "share of platforms",
        "innovation platforms that buy instruments free of duty and import VAT",
        "duty_relief",
    ),
)


def deduction_takeup(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of eligible firms that use the super-deduction of R&D."""
    terms.add("deduction_takeup", lever, value * reach)


def high_tech_takeup(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share a year of the firms that pass the rule and are helped to apply for the high-tech status."""
    terms.add("high_tech_takeup", lever, value * reach)


def small_rule_takeup(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of eligible individual businesses that file by the small-firm rules."""
    terms.add("small_rule_takeup", lever, value * reach)


def duty_relief(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of innovation platforms that buy instruments free of duty and import VAT."""
    terms.add("duty_relief", lever, value * reach)


MECHANISMS = (deduction_takeup, high_tech_takeup, small_rule_takeup, duty_relief)
