"""Calls for machines."""

from __future__ import annotations

import numpy as np

from model.programmes.calls import Call


def automation_planned(province, rows: np.ndarray) -> np.ndarray:
    """Outlay on computer-controlled machines that firms of `rows` may make in a year (wan yuan)."""
    f, p = province.firm, province.parameters.programmes
    staff = f.staff_production[rows] + f.staff_technician[rows]
    room = np.maximum(province.anchor.robot_suitability[f.industry[rows]] * 0.5 - f.automated[rows], 0.0)
    return province.parameters.adopt.machine_per_worker * room * staff * p.expected_step


CALLS = (Call("equipment_support", automation_planned),)
