"""Luck as firms have it: seldom, and then much."""

from __future__ import annotations

import numpy as np

from model.rules import for_all


@for_all
def lumps(uniform, chance):
    """Luck that strikes with some chance (share) and is then double-exponential of unit scale, cut at 6; else nothing.

    Yearly growth of firms is double-exponential (Bottazzi and Secchi 2006); a sum of small luck would be normal.
    """
    centred = uniform - 0.5
    beyond = np.log(chance) - np.log(1.0 - 2.0 * np.abs(centred))
    return np.sign(centred) * np.minimum(np.maximum(beyond, 0.0), 6.0)
