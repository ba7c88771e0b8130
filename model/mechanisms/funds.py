"""Whose money it is and who gets it."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

TERMS = (
    Term(
        "pooled_funds",
        "share",
        "of the funds that others in the province had, given to the towns' firms",
        "pooled_funds",
    ),
    Term(
        "new_fund", "wan yuan a year", "new provincial money for projects of firms, in the whole province", "new_fund"
    ),
    Term(
        "old_rule_money",
        "wan yuan a year",
        "added to the existing funds and spent by their rule, in the whole province",
        "old_rule_money",
    ),
    Term("matching", "yuan a yuan", "what cities and counties add to provincial money for firms", "matching"),
    Term("priority", "standard deviations", "what projects of the towns have ahead of others when judged", "priority"),
    Term(
        "steered_by_diagnosis",
        "standard deviations",
        "what money gains that meets a town's diagnosed constraint",
        "diagnosis",
    ),
)


def pooled_funds(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of the funds that firms elsewhere in the province had by the old rule, redirected."""
    terms.add("pooled_funds", lever, value * reach)


def new_fund(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """New money for projects of firms, wan yuan a year in the whole province."""
    terms.add("new_fund", lever, value * reach)


def old_rule_money(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """New money for the existing funds, wan yuan a year in the whole province."""
    terms.add("old_rule_money", lever, value * reach)


def matching(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Yuan of city and county money for a yuan of the province's, as far as their revenue allows."""
    terms.add("matching", lever, value * reach)


def priority(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Standard deviations by which projects of the towns reached are put ahead of others."""
    terms.add("priority", lever, value * reach)


def diagnosis(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Standard deviations by which money is steered to towns whose diagnosed constraint it meets."""
    terms.add("steered_by_diagnosis", lever, value * reach)


MECHANISMS = (pooled_funds, new_fund, old_rule_money, matching, priority, diagnosis)
