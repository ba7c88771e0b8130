"""What firms reckon with: the margin on a yuan sold, and what stands, design projects and new machines cost."""

from __future__ import annotations

import numpy as np

FAIRS = (1, 3)  # of the year's quarters, counted from nothing: spring and autumn


def margin(province, rows: np.ndarray) -> np.ndarray:
    """What a firm earns on a yuan sold, after the variable cost (share)."""
    f = province.firm
    return np.maximum(1.0 - f.unit_cost[rows] / f.price[rows], 0.0)


def by_staff(province, cost: float, rows: np.ndarray) -> np.ndarray:
    """A cost (wan yuan) that rises with the square root of the staff over 20."""
    f = province.firm
    staff = f.staff_production[rows] + f.staff_technician[rows]
    return cost * np.sqrt(np.maximum(staff, 4.0) / 20.0)


def stand_cost(province, rows: np.ndarray) -> np.ndarray:
    """What the stands of a year cost firms of `rows` (wan yuan)."""
    return len(FAIRS) * by_staff(province, province.parameters.reach.stand_cost, rows)


def project_cost(province, rows: np.ndarray) -> np.ndarray:
    """What a design project costs (wan yuan)."""
    return by_staff(province, province.parameters.reach.design_cost, rows)


def development_cost(province, rows: np.ndarray) -> np.ndarray:
    """What a year's development of a new machine costs firms of `rows` (wan yuan)."""
    return 4.0 * province.parameters.machines.development * province.firm.sales[rows]
