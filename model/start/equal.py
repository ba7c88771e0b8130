"""A start that is wrong on purpose: every firm of an industry alike. What a run from it brings about was not put in."""

from __future__ import annotations

import numpy as np

from model.columns import Columns
from model.fields import SIZE_BOUNDS

OF_DOERS = ("research", "research_reported", "planned_research", "research_ratio", "staff_research")


def make_equal(firm: Columns, kinds: int) -> None:
    """Set every quantity of the firms to its mean over the industry; research to its mean over those that do it.

    Kept are places, ages, owners, banks, and who does research. Staff are the same with and without research.
    """
    industry = firm.industry.astype(np.int64)
    doing = firm.research > 0

    def mean(values: np.ndarray, rows: np.ndarray) -> np.ndarray:
        total = np.bincount(industry[rows], values[rows].astype(float), kinds)
        return total / np.maximum(np.bincount(industry[rows], minlength=kinds), 1)

    everybody = np.ones(len(firm), bool)
    staff = mean(firm.staff_production + firm.staff_technician + firm.staff_research, everybody)[industry]
    for name, field in firm.fields.items():
        if not field.dtype.startswith("float") or name == "weight":
            continue
        values = getattr(firm, name)
        if name in OF_DOERS:
            values[doing] = mean(values, doing)[industry[doing]]
        else:
            values[:] = mean(values, everybody)[industry]
    firm.staff_production = staff - firm.staff_technician - firm.staff_research
    firm.size_class = np.searchsorted(SIZE_BOUNDS, staff, side="right").astype(np.int8)
