"""Calls for what firms buy besides machines: software, stands at fairs, design."""

from __future__ import annotations

import numpy as np

from model.programmes.calls import Call
from model.selling.costs import project_cost, stand_cost


def software_planned(province, rows: np.ndarray) -> np.ndarray:
    """Outlay on software that firms of `rows` may make in a year (wan yuan): what goes out of date, and some more."""
    f, p = province.firm, province.parameters.adopt
    staff = f.staff_production[rows] + f.staff_technician[rows]
    ceiling = np.minimum(p.software_ceiling * p.software_size_advantage ** f.size_class[rows], 0.95)
    room = np.maximum(ceiling - f.digital[rows], 0.0)
    step = province.parameters.programmes.expected_step
    return p.software_per_worker * staff * (step * room + p.software_wear * f.digital[rows])


def design_planned(province, rows: np.ndarray) -> np.ndarray:
    """Outlay on design projects that firms of `rows` may make in a year (wan yuan)."""
    return province.parameters.reach.design_projects * project_cost(province, rows)


CALLS = (
    Call("software_support", software_planned),
    Call("fair_support", stand_cost),
    Call("design_support", design_planned),
)
