"""Credit and equity for firms."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

TERMS = (
    Term("guarantee_share", "share of principal", "public share of the risk of a guaranteed loan", "credit_supply"),
    Term("guarantee_fee", "share of fee", "public share of the fee of a guaranteed loan", "guarantee_fee"),
    *(
        Term(
            f"lender_capital.{kind}",
            "wan yuan a year",
            f"new capital a year for bodies of the kind {kind!r}, in the whole province",
            "lender_capital",
        )
        for kind in ("guarantor", "venture_fund", "micro_lender")
    ),
    Term("credit_rating", "share of firms a year", "technology firms that are rated for lenders", "credit_rating"),
    Term("finance_database", "share of firms", "firms that stand in the database of finance", "finance_database"),
    Term("equity_pledge", "share of own worth", "what banks lend on pledged shares of a company", "equity_pledge"),
    Term("rights_pledge", "share of assessed value", "what banks lend on pledged patents", "rights_pledge"),
    Term("credit_line", "share of firms", "micro and small firms offered a line without collateral", "credit_line"),
    Term("circle_members", "share of firms a year", "firms brought into a mutual circle near them", "circle_members"),
    Term("pooled_bonds", "wan yuan a year", "pooled issues brought about, in the whole province", "pooled_bonds"),
    Term("listing", "share of cost", "public share of what a listing costs", "listing"),
)


def guarantee(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of the principal of a guaranteed loan whose risk the public bears."""
    terms.add("guarantee_share", lever, value * reach)


def guarantee_fee(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of the guarantee fee that the public pays."""
    terms.add("guarantee_fee", lever, value * reach)


def lender_capital(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """New capital a year for lenders of a kind (wan yuan, whole province), for those that serve the towns reached."""
    terms.add(f"lender_capital.{target}", lever, value * reach)


def credit_rating(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of technology firms rated a year."""
    terms.add("credit_rating", lever, value * reach)


def finance_database(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of firms that stand in the database of finance."""
    terms.add("finance_database", lever, value * reach)


def equity_pledge(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of a company's own worth that banks lend on."""
    terms.add("equity_pledge", lever, value * reach)


def rights_pledge(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of the assessed value of patents that banks lend on."""
    terms.add("rights_pledge", lever, value * reach)


def credit_line(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of micro and small firms that banks offer a line without collateral."""
    terms.add("credit_line", lever, value * reach)


def circle_members(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of firms brought into a mutual circle a year."""
    terms.add("circle_members", lever, value * reach)


def pooled_bonds(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Pooled bonds and notes brought about a year (wan yuan, whole province)."""
    terms.add("pooled_bonds", lever, value * reach)


def listing(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of the cost of a listing that the public pays."""
    terms.add("listing", lever, value * reach)


MECHANISMS = (
    guarantee,
    guarantee_fee,
    lender_capital,
    credit_rating,
    finance_database,
    equity_pledge,
    rights_pledge,
    credit_line,
    circle_members,
    pooled_bonds,
    listing,
)
