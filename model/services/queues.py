"""Who is served where there is not enough for all: some first, then by lot, up to a capacity."""

from __future__ import annotations

import numpy as np


def admitted(place: np.ndarray, luck: np.ndarray, weight: np.ndarray, capacity: np.ndarray, first=None) -> np.ndarray:
    """Who is served (bool by applicant) at each place (index): those `first`, then by luck, up to its capacity (firms).

    A row of some weight is served when half of it or more fits in.
    """
    if len(place) == 0:
        return np.zeros(0, bool)
    before_others = np.zeros(len(place), bool) if first is None else first
    order = np.lexsort((luck, ~before_others, place))
    sorted_place, upto = place[order], np.cumsum(weight[order])
    begin = np.searchsorted(sorted_place, sorted_place, side="left")
    before = upto - weight[order] - np.where(begin > 0, upto[begin - 1], 0.0)
    served = np.zeros(len(place), bool)
    served[order] = before + 0.5 * weight[order] <= capacity[sorted_place]
    return served
