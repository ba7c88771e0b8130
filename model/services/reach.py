"""Who can reach a platform and who hears of it: centres that serve beyond their town, outreach, calls, referrals."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from model.fields import KINDS_OF_PLATFORM
from model.programmes.sharing import affordable, cells_of, pay_staff_for


class Reach(NamedTuple):
    """What the firms of each town can reach, each of shape (towns, kinds)."""

    platform: np.ndarray  # row of the platform, -1 none
    near: np.ndarray  # its nearness (0-1), one at home, 0 where there is none
    heard: np.ndarray  # chance to hear of it over that at home (0-1)


def platforms_in_reach(province) -> Reach:
    """The platform of each kind that firms of each town turn to: their own town's, else the nearest.

    Use falls with distance (Fukugawa 2025, RIETI Discussion Paper 25-E-064), and so does word of it; a centre set up
    to serve beyond its town makes itself known as well there.
    """
    platform = province.platform
    there = platform.version, len(platform)
    if province.reach_known is None or province.reach_known[0] != there:
        province.reach_known = there, nearest_platforms(province)
    table, near = province.reach_known[1]
    goes_out = with_option(province, "serves_beyond")
    heard = np.where(np.isin(table, goes_out), 1.0, near) if len(goes_out) else near
    return Reach(table, near, heard)


def nearest_platforms(province) -> tuple[np.ndarray, np.ndarray]:
    """Row and nearness (0-1) of the platform of each kind that each town's firms turn to, by town and kind."""
    table, platform = province.platform_of(), province.platform
    near = (table >= 0).astype(float)
    for kind in range(len(KINDS_OF_PLATFORM)):
        rows = np.flatnonzero(platform.kind == kind)
        if len(rows) == 0:
            continue
        best, found = nearest(province.near, platform.town[rows])
        without = (table[:, kind] < 0) & (found > 0)
        table[without, kind] = rows[best[without]]
        near[without, kind] = found[without]
    return table, near


def nearest(near: csr_matrix, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which of some towns is nearest to each town (place among them), and its nearness (0-1, 0 where none is near)."""
    weights = np.asarray(near[:, places].todense())
    best = weights.argmax(axis=1)
    return best, weights[np.arange(len(weights)), best]


def with_option(province, option: str) -> np.ndarray:
    """Rows of the platforms set up under a measure that has an option above zero."""
    chosen = [index for index, measure in enumerate(province.measures) if measure.options.get(option, 0.0) > 0]
    platform = province.platform
    return np.flatnonzero(np.isin(platform.supported_by, chosen) & (platform.supported_by >= 0))


def option_of(province, option: str, platform: np.ndarray) -> np.ndarray:
    """An option of the measures under which platforms (rows) were set up; 0 where there is none."""
    values = np.array([measure.options.get(option, 0.0) for measure in province.measures] + [0.0])
    return values[province.platform.supported_by[platform]]


def hearing_chance(province) -> np.ndarray:
    """Chance a quarter that a firm of its town hears of a platform it thinks of (share, by platform).

    A platform paid by results goes out to find clients, the more so the more a client brings beside the fee.
    """
    p, platform = province.parameters.services, province.platform
    if not province.terms.acts("results_support"):
        return np.full(len(platform), p.outreach)
    return sought_out(province.memo.results_pay, platform.fee, p.outreach, p.outreach_effort)


def sought_out(pay, fee, usual, effort):
    """Chance to hear of a platform paid by results (share a quarter): the usual one, more as pay exceeds the fee."""
    return np.minimum(usual * (1.0 + effort * pay / fee), 1.0)


def hotline_calls(province, rows: np.ndarray) -> np.ndarray:
    """Which firms (bool, by row) call the hotline this quarter; every call is answered by a team that comes to them."""
    f = province.firm
    if not province.terms.acts("hotline_calls"):
        return np.zeros(len(rows), bool)
    chance = province.terms.firms("hotline_calls", f.town[rows], f.size_class[rows]) / 4
    calls = province.draws.occurs("calls the hotline", province.quarter, f.uid[rows], chance)
    cost = province.parameters.services.cost_of_call
    answered = affordable(province, "hotline_calls", cells_of(province, rows[calls], cost))
    luck = province.draws.uniform("call answered", province.quarter, f.uid[rows])
    calls &= luck < answered[f.town[rows], f.size_class[rows]]
    calls = province.through("hotline: calls", calls, np.zeros(len(rows), bool))
    pay_staff_for(province, "hotline_calls", cells_of(province, rows[calls], cost))
    return calls


def refer_clients(province, rows: np.ndarray, platform: np.ndarray) -> None:
    """Some clients of a centre with a full chain of services are told of all other platforms their town has."""
    chance = option_of(province, "referral", platform)
    some = np.flatnonzero(chance > 0)
    if len(some) == 0:
        return
    f = province.firm
    told = some[province.draws.occurs("is referred", province.quarter, f.uid[rows[some]], chance[some])]
    table = province.platform_of()
    bits = ((table >= 0) * np.left_shift(1, np.arange(len(KINDS_OF_PLATFORM)))).sum(axis=1)
    f.aware[rows[told]] |= bits[f.town[rows[told]]].astype(f.aware.dtype)
