"""How fast public money arrives, and how much of it is lost on the way."""

from __future__ import annotations

import numpy as np


def pace(province, town: np.ndarray, place: str) -> tuple[np.ndarray | float, np.ndarray | float]:
    """Share of what is due that is paid in a quarter and share that leaks, by row (town: index by row).

    Where departments decide together, part of the waiting and of the leakage is saved.
    """
    p = province.parameters.programmes
    if not province.terms.acts("coordination"):
        return p.payment_speed, p.leakage
    shared = np.minimum(province.terms.value("coordination")[:, 0], 1.0)
    shared = province.through(f"payment_pace: {place}", shared, np.zeros(len(shared)))[town]
    speed = p.payment_speed + shared * p.coordination_speed * (1.0 - p.payment_speed)
    return speed, p.leakage * (1.0 - shared * p.coordination_control)
