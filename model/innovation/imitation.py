"""Taking over what another firm of the trade does better. It needs absorptive capacity (Cohen and Levinthal 1990)."""

from __future__ import annotations

import numpy as np

from model.innovation.guarding import guard_beyond_patents
from model.meeting import members_of, met
from model.rules import for_all


@for_all
def absorptive_capacity(knowledge, intensity, scan):
    """Share of what others do that a firm can take up: logistic in its own knowledge and research (Cohen-Levinthal)."""
    return 1.0 / (1.0 + np.exp(-(2.0 * np.log(knowledge) + 0.5 * np.minimum(intensity, 3.0) - 1.0 + scan)))


@for_all
def understood(distance, width):
    """Share of what another does that can be followed at a technological distance: all of it close by."""
    return np.exp(-((distance / width) ** 2))


def imitate(province) -> None:
    """Some look at a firm of their trade within reach and take over a part of what it does better (log).

    The nearer in place the likelier to be seen, the nearer in technology the likelier to be followed; it takes
    knowledge of one's own, and patents keep a part of the imitators off.
    """
    f, p, draws, quarter = province.firm, province.parameters.search, province.draws, province.quarter
    if province.still:
        return  # whom one meets is chance and nothing else
    rows = np.flatnonzero(
        draws.occurs("looks at another", quarter, f.uid, p.imitation_rate / 4 * (1.0 + p.scan_gain * f.scan))
    )
    model, process, distance, guarded = looked_at(province, rows)
    gap = np.maximum(process - f.process[rows], 0.0)
    chance = absorptive_capacity(f.knowledge[rows], (f.research[rows] > 0).astype(float), f.scan[rows])
    kept_off = p.protection * guarded + guard_beyond_patents(province, rows, model, guarded)
    chance = chance * understood(distance, p.technology_width) * (1.0 - np.minimum(kept_off, 1.0))
    copied = chance * ((guarded > 0) & (gap > 0))
    province.memo.tallies.add_rows("copies", f.town[rows], copied * f.weight[rows])
    follows = draws.occurs("follows another", quarter, f.uid[rows], chance) & (gap > 0)
    rows, model = rows[follows], model[follows]
    f.process[rows] += p.imitation_step * gap[follows]
    move_towards(f, rows, model, p.imitation_step)


def looked_at(province, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Whom each row looks at (row, -1 somebody outside the towns that are run), its process (log), the technological
    distance and whether patents guard it (0 or 1)."""
    f, anchor, draws, quarter = province.firm, province.anchor, province.draws, province.quarter
    uid = f.uid[rows]
    everybody = members_of(f.cell, f.weight, np.arange(len(f)), anchor.firms_of_trade.size)
    where, whom = draws.uniform("looks where", quarter, uid), draws.uniform("looks at whom", quarter, uid)
    model, cell = met(f, rows, everybody, anchor.near, anchor.firms_of_trade, where, whom)
    seen = model >= 0
    there = np.where(seen, model, rows)
    outside = anchor.process_of_trade.ravel()[cell] + anchor.process_spread.ravel()[cell] * draws.normal(
        "process outside", quarter, uid
    )
    process = np.where(seen, f.process[there], np.where(whole_cells(province, cell), -np.inf, outside))
    far = np.hypot(f.position_x[rows] - f.position_x[there], f.position_y[rows] - f.position_y[there])
    distance = np.where(seen, far, draws.uniform("distance outside", quarter, uid))
    guarded = seen & (f.patents_invention[there] + f.patents_other[there] >= 1.0)
    return model, process, distance, guarded.astype(float)


def whole_cells(province, cell: np.ndarray) -> np.ndarray:
    """Whether a cell (index, -1 none) lies in a town that is run (bool): who is not met there is not there."""
    return (cell < 0) | province.inside[cell // province.industry_count]


def move_towards(f, rows: np.ndarray, model: np.ndarray, step: float) -> None:
    """Who takes over from another comes nearer to it in technology."""
    known = model >= 0
    rows, model = rows[known], model[known]
    for name in ("position_x", "position_y"):
        place = getattr(f, name)
        place[rows] += (step * (place[model] - place[rows])).astype(place.dtype)
