"""Who can reach a platform and who hears of it: centres that serve beyond their town, outreach, calls, referrals."""

from __future__ import annotations

import numpy as np

from model.fields import KINDS_OF_PLATFORM
from model.programmes.sharing import affordable, cells_of, pay_staff_for


def platforms_in_reach(province) -> tuple[np.ndarray, np.ndarray | None]:
    """Row of the platform of each kind for each town, -1 none, and its nearness (0-1), both by town and kind; a plain
    None when every platform serves its own town only."""
    table = province.platform_of()
    rows = with_option(province, "serves_beyond")
    if len(rows) == 0:
        return table, None
    platform = province.platform
    near = np.ones(table.shape)
    for kind in np.unique(platform.kind[rows]):
        some = rows[platform.kind[rows] == kind]
        nearness = np.asarray(province.near[:, platform.town[some]].todense())
        best = nearness.argmax(axis=1)
        found = nearness[np.arange(len(table)), best]
        without = (table[:, kind] < 0) & (found > 0)
        table[without, kind] = some[best[without]]
        near[without, kind] = found[without]
    return table, near


def with_option(province, option: str) -> np.ndarray:
    """Rows of the platforms set up under a measure that has an option above zero."""
    chosen = [index for index, measure in enumerate(province.measures) if measure.options.get(option, 0.0) > 0]
    platform = province.platform
    return np.flatnonzero(np.isin(platform.supported_by, chosen) & (platform.supported_by >= 0))


def option_of(province, option: str, platform: np.ndarray) -> np.ndarray:
    """An option of the measures under which platforms (rows) were set up; 0 where there is none."""
    values = np.array([measure.options.get(option, 0.0) for measure in province.measures] + [0.0])
    return values[province.platform.supported_by[platform]]


def hearing_chance(province) -> np.ndarray | None:
    """Chance a quarter that a firm hears of a platform it thinks of (share, by town and kind); None: the usual one.

    A platform paid by results goes out to find clients, the more so the more a client brings beside the fee.
    """
    if not province.terms.acts("results_support"):
        return None
    p, platform, pay = province.parameters.services, province.platform, province.memo.results_pay
    chance = np.full((len(province.town), len(KINDS_OF_PLATFORM)), p.outreach)
    chance[platform.town, platform.kind] = sought_out(pay, platform.fee, p.outreach, p.outreach_effort)
    return chance


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
