"""Calls for machines."""

from __future__ import annotations

import numpy as np

from model.programmes.calls import Call
from model.selling.costs import development_cost


def automation_planned(province, rows: np.ndarray) -> np.ndarray:
    """Outlay on computer-controlled machines that firms of `rows` may make in a year (wan yuan)."""
    f, p = province.firm, province.parameters.programmes
    staff = f.staff_production[rows] + f.staff_technician[rows]
    room = np.maximum(province.anchor.robot_suitability[f.industry[rows]] * 0.5 - f.automated[rows], 0.0)
    return province.parameters.adopt.machine_per_worker * room * staff * p.expected_step


def renewal_planned(province, rows: np.ndarray) -> np.ndarray:
    """Outlay on the renewal and retrofit of machines that firms of `rows` may make in a year (wan yuan)."""
    f, p = province.firm, province.parameters.invest
    return p.depreciation * f.capital[rows]


def is_maker(province) -> np.ndarray:
    """Firms that make machines (bool)."""
    return province.firm.industry == province.anchor.machinery


CALLS = (
    Call("equipment_support", automation_planned),
    Call("retrofit_support", renewal_planned),
    Call("maker_support", development_cost, is_maker),
)
