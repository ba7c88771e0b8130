"""National law as it might be: changes of rules and rates, the same for everybody."""

from __future__ import annotations

import numpy as np

from model.terms import Term, Terms

CHANGES = {  # what a change is added to, and its unit
    "super_deduction": ("share of R&D", "the share of R&D deducted again from taxable profit"),
    "cit_rate_high_tech": ("share of profit", "the income tax of high-tech firms"),
    "small_profit_rate": ("share of profit", "the income tax of small low-profit firms"),
    "equipment_vat": ("share of price", "the tax on machines that nobody gets back"),
    "registration": ("share of cost", "what founding a firm costs, taken off"),
    "minimum_wage": ("share", "the minimum wage, relative"),
    "lending_rate": ("share a year", "the benchmark rate of loans"),
}
TERMS = tuple(
    Term(f"law.{name}", unit, f"change of {meaning}", "national_law") for name, (unit, meaning) in CHANGES.items()
)


def national_law(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Change of a rule or rate of national law, in its own unit."""
    terms.add(f"law.{target}", lever, value * reach)


MECHANISMS = (national_law,)
