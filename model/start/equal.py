"""A start that is wrong on purpose: every firm of an industry alike. What a run from it brings about was not put in."""

from __future__ import annotations

import numpy as np

from model.columns import Columns
from model.fields import SIZE_BOUNDS

OF_DOERS = ("research", "research_reported", "planned_research")  # in proportion to sales


def make_equal(firm: Columns, kinds: int) -> None:
    """Set every quantity of the firms to its mean over the industry.

    Kept are places, ages, owners, banks, and who does research: that at the mean ratios of the industry's doers, to
    sales for spending and to staff for research staff. All have the same staff.
    """
    industry, doing = firm.industry.astype(np.int64), firm.research > 0

    def mean(values: np.ndarray, of: np.ndarray | float = 1.0) -> np.ndarray:
        """Sum of values over sum of `of` by industry, shape (firms,)."""
        over = np.bincount(industry, values * np.ones(len(firm)), kinds)
        under = np.bincount(industry, of * np.ones(len(firm)), kinds)
        return (over / np.where(under > 0, under, 1.0))[industry]

    people = firm.staff_production + firm.staff_technician + firm.staff_research
    staff, technicians = mean(people), mean(firm.staff_technician, people)
    researchers = mean(firm.staff_research * doing, people * doing) * doing
    spending = {name: mean(getattr(firm, name), firm.sales * doing) * doing for name in OF_DOERS}
    for name, field in firm.fields.items():
        if field.dtype.startswith("float") and name != "weight":
            setattr(firm, name, mean(getattr(firm, name)))
    for name, ratio in spending.items():
        setattr(firm, name, ratio * firm.sales)
    firm.research_ratio = spending["research"]
    firm.staff_research = researchers * staff
    firm.staff_technician = technicians * (staff - firm.staff_research)
    firm.staff_production = staff - firm.staff_technician - firm.staff_research
    firm.size_class = np.searchsorted(SIZE_BOUNDS, staff, side="right").astype(np.int8)
