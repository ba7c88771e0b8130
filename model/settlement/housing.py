"""Housing and start-up money that firms pay to people they bring in: a cost for income tax, for who uses the rule."""

from __future__ import annotations

import numpy as np

from model.public_finance import note_by_payer
from model.rules import for_all


@for_all
def tax_on_settling(tax_rate, settling, uses):
    """Tax spared on a yuan of R&D (ratio): the rate on the part of it that settles people, for who uses the rule."""
    return tax_rate * settling * uses


def deducts_housing(province) -> np.ndarray | None:
    """Firms that count such money as a cost (bool by firm): audited, with research staff, lasting luck below the
    take-up; None where nothing is in force."""
    if not province.terms.acts("housing_deductible"):
        return None
    f = province.firm
    takeup = province.terms.firms("housing_deductible", f.town, f.size_class)
    uses = (f.research_ratio > 0) & (f.ownership > 0)
    uses &= province.draws.occurs("deducts housing money", 0, f.uid, np.minimum(takeup, 1.0))
    return province.through("housing_rule: users", uses, np.zeros(len(f), bool))


def cheaper_research(province, rows: np.ndarray, cost: np.ndarray, tax: np.ndarray) -> np.ndarray:
    """Cost of a yuan of R&D after tax (ratio, by row) once settling people is deductible."""
    uses = province.memo.deducts_housing = deducts_housing(province)
    if uses is None:
        return cost
    profitable = province.firm.profitability[rows] > 0
    settling = province.parameters.research.settling_part
    return cost - tax_on_settling(tax[rows], settling, (uses[rows] & profitable).astype(float))


def spare_housing(province, by_town: np.ndarray) -> None:
    """Take what the rule spares off the income tax due (wan yuan): firms keep it, governments go without."""
    uses = province.memo.deducts_housing
    if uses is None:
        return
    f, memo = province.firm, province.memo
    rows = np.flatnonzero(uses & (memo.tax > 0))
    settling = province.parameters.research.settling_part * f.research[rows]
    spared = np.minimum(memo.tax_rate[rows] * settling, memo.tax[rows])
    memo.tax[rows] -= spared
    f.cash[rows] += spared
    total = np.bincount(f.town[rows], weights=spared * f.weight[rows], minlength=len(by_town))
    by_town -= total
    memo.tallies.add("housing_deducted", total)
    for lever, part in province.terms.split("housing_deductible"):
        share = part[f.town[rows], f.size_class[rows]]
        note_by_payer(province, lever, "firms", "forgone_tax", float((spared * f.weight[rows] * share).sum()))
