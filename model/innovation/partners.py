"""Research partners, one a firm, neither too near nor too far in technology (Nooteboom et al. 2007; SKIN: Gilbert,
Pyka and Ahrweiler)."""

from __future__ import annotations

import numpy as np

from model.meeting import members_of, met
from model.programmes.costs import pay_by_lever
from model.programmes.sharing import served_everywhere


def find_partners(province) -> None:
    """Research firms keep, lose or find one partner within reach, neither too near nor too far in technology."""
    f, p, draws, quarter = province.firm, province.parameters.search, province.draws, province.quarter
    end_partnerships(province)
    rows = np.flatnonzero((f.research > 0) & (f.partner < 0) & (f.weight > 0))  # who stands for nobody meets nobody
    start = p.partnership_start / 4 * networking(province, rows) * meetings(province, rows)
    start = start * (1.0 + help_from_databases(province, rows))
    having = np.flatnonzero(f.partner >= 0)
    province.memo.tallies.add_rows("partnered", f.town[having], f.weight[having])
    seekers = rows[draws.occurs("looks for partner", quarter, f.uid[rows], np.minimum(start, 1.0))]
    if len(seekers) == 0 or province.still:
        return
    others, number = members_among(province, rows)
    where = draws.uniform("partner where", quarter, f.uid[seekers])
    whom = draws.uniform("partner whom", quarter, f.uid[seekers])
    other, _ = met(f, seekers, others, province.anchor.near, number, where, whom)
    seekers, other = seekers[other >= 0], other[other >= 0]
    pair_up(province, *agreed(province, seekers, other))


def meetings(province, rows: np.ndarray) -> np.ndarray | float:
    """How often firms meet others over what is usual (ratio, by row): more where networks are kept."""
    more = 0.0
    if province.terms.acts("partner_meetings"):
        f = province.firm
        more = province.terms.firms("partner_meetings", f.town[rows], f.size_class[rows])
    more = province.through("partners: meetings", more)
    if isinstance(more, np.ndarray) and more.any():
        pay_by_lever(province, "partner_meetings", "local_producers", rows, more)
    return 1.0 + more


def agreed(province, seekers: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (rows) that agree: likeliest at a technological distance neither too near nor too far."""
    f, p, draws = province.firm, province.parameters.search, province.draws
    distance = np.hypot(f.position_x[seekers] - f.position_x[other], f.position_y[seekers] - f.position_y[other])
    chance = np.exp(-((distance - p.best_distance) ** 2) / p.distance_width**2)
    agrees = draws.occurs("agrees", province.quarter, f.uid[seekers], chance)
    return seekers[agrees], other[agrees]


def pair_up(province, seekers: np.ndarray, other: np.ndarray) -> None:
    """Pairs (rows) become partners, first come first served; those of two towns are counted."""
    f = province.firm
    seekers, other = first_come(seekers, other)
    f.partner[seekers] = f.uid[other]
    f.partner[other] = f.uid[seekers]
    tallies, beyond = province.memo.tallies, f.town[seekers] != f.town[other]
    tallies.add_rows("partnerships", f.town[seekers], f.weight[seekers])
    tallies.add_rows("partners_beyond", f.town[seekers], f.weight[seekers] * beyond)


def help_from_databases(province, rows: np.ndarray) -> np.ndarray | float:
    """Rise (share, by row) in the chance to look for a partner where what firms want and have is in a database."""
    rise = served_everywhere(province, "partner_matching", "rise", province.parameters.search.cost_of_databases)
    return 0.0 if rise is None else rise[province.firm.town[rows], province.firm.size_class[rows]]


def networking(province, rows: np.ndarray) -> np.ndarray | float:
    """Factor on the chance that firms look for a partner (ratio, by row): in towns whose network is paid for it is
    larger."""
    town = province.town
    if not town.network_until.any():
        return 1.0
    on = town.network_until[province.firm.town[rows]] > province.quarter
    return 1.0 + province.parameters.search.network_gain * on


def end_partnerships(province) -> None:
    """A partnership ends for both at once: by the pair's luck, or when one of the two is gone or does no research."""
    f = province.firm
    rows = np.flatnonzero(f.partner >= 0)
    partner = f.partner[rows]
    other = f.rows_of(partner)
    pair = np.minimum(f.uid[rows], partner)  # the same draw for both
    luck_ends = province.draws.occurs(
        "partnership ends", province.quarter, pair, province.parameters.search.partnership_end / 4
    )
    goes_on = (other >= 0) & (f.research[rows] > 0) & (f.research[np.maximum(other, 0)] > 0)
    f.partner[rows[luck_ends | ~goes_on]] = -1


def members_among(province, rows: np.ndarray):
    """Some rows by cell, and their number (firms) by town and industry."""
    f = province.firm
    shape = province.anchor.firms_of_trade.shape
    members = members_of(f.cell, f.weight, rows, shape[0] * shape[1])
    return members, members.weight.reshape(shape)


def first_come(seekers: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (rows) in which nobody appears twice: of pairs that share somebody the earlier that came about holds."""
    taken: set[int] = set()
    holds = np.zeros(len(seekers), bool)
    for place, pair in enumerate(zip(seekers.tolist(), others.tolist(), strict=True)):
        if taken.isdisjoint(pair):
            taken.update(pair)
            holds[place] = True
    return seekers[holds], others[holds]
