"""The cluster pays back: member firms pay a levy on their sales to the innovation platform of their town."""

from __future__ import annotations

import numpy as np

from model.fields import KINDS_OF_PLATFORM
from model.programmes.sharing import affordable, cells_of, charge, firms_bear, paid_by_firms

INNOVATION = KINDS_OF_PLATFORM.index("innovation")


def joins(valuation, expected_gain, levy):
    """Whether a firm becomes a member (bool): when what it thinks the platform is worth to it exceeds the levy.

    Levy and gain are shares of sales; the valuation lies between nothing and all of the gain to be expected.
    """
    return (levy > 0) & (valuation * expected_gain > levy)


def collect_levies(province) -> None:
    """Members pay for the platform whether they use it or not; others use it without paying (wan yuan)."""
    platform = province.platform
    platform.levy_income[:] = 0.0
    if not province.terms.acts("membership_levy"):
        return
    f, p = province.firm, province.parameters.services
    there = province.platform_of()[:, INNOVATION]
    knows = (f.aware & (1 << INNOVATION)) > 0
    rows = np.flatnonzero(knows & (there[f.town] >= 0))
    levy = province.terms.firms("membership_levy", f.town[rows], f.size_class[rows])
    valuation = province.draws.uniform("values the platform", 0, f.uid[rows])
    member = joins(valuation, p.expected_gain * p.member_use, levy)
    rows, levy = province.through("membership_levy: members", (rows[member], levy[member]), (rows[:0], levy[:0]))
    if len(rows) == 0:
        return
    # a levy is one part of what comes in: the town adds its own
    share = paid_by_firms(province, "membership_levy")
    due = levy * f.sales[rows] / share[f.town[rows], f.size_class[rows]]
    allowed = affordable(province, "membership_levy", cells_of(province, rows, due))
    due *= allowed[f.town[rows], f.size_class[rows]]
    firms_bear(province, rows, due * share[f.town[rows], f.size_class[rows]])
    by_town = charge(province, "membership_levy", "platforms", cells_of(province, rows, due))
    platform.levy_income[:] = by_town[platform.town] * (platform.kind == INNOVATION)
    platform.cash += platform.levy_income
