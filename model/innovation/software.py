"""Software that sellers bring to small firms, and software that is rented from a cloud platform."""

from __future__ import annotations

import numpy as np

from model.programmes.memberships import join, leave, members
from model.programmes.offers import on_offer, pay_outside

CLUB = "cloud"


def sellers_left(capacity, busy, asked):
    """Share of the meetings arranged that sellers have people for (0-1), after the projects firms began themselves."""
    return np.clip((capacity - busy) / np.maximum(asked, 1e-12), 0.0, 1.0)


def matched(province, takes: np.ndarray, gap: np.ndarray) -> np.ndarray:
    """Rows of the firms that meet a seller whose software suits them: as many as sellers have people left for."""
    places = on_offer(province, "software_matches", lambda measure: cost_of_matches(province, measure))
    if not places.any():
        return np.zeros(0, np.int64)
    f, p, draws, quarter = province.firm, province.parameters.adopt, province.draws, province.quarter
    wanting = (f.size_class <= 1) & (gap > 0.0) & (takes == 0.0)
    asked = places / 4000.0 * small_firms(province)
    busy = province.by_town(takes * (gap > 0.0))
    left = sellers_left(p.seller_capacity / 4000.0 * province.firms_by_town(), busy, asked)
    chance = asked * left / np.maximum(province.by_town(wanting.astype(float)), 1e-12)
    rows = np.flatnonzero(wanting)
    rows = rows[draws.occurs("meets a seller", quarter, f.uid[rows], np.minimum(chance, 1.0)[f.town[rows]])]
    province.memo.tallies.add_rows("software_matches", f.town[rows], f.weight[rows])
    return rows[draws.occurs("software suits", quarter, f.uid[rows], p.software_suits)]


def small_firms(province) -> np.ndarray:
    """Micro and small firms by town."""
    return province.by_town((province.firm.size_class <= 1).astype(float))


def cost_of_matches(province, measure) -> np.ndarray:
    """What one meeting a year per 1,000 micro and small firms costs (wan yuan a year, by town)."""
    return measure.options["cost_per_match"] * small_firms(province) / 1000.0


def rent_software(province, takes: np.ndarray, ceiling: np.ndarray) -> None:
    """Micro and small firms that a cloud platform reaches rent what is worth running once its fixed cost is shared
    (share of processes), and pay for it every quarter; who cannot pay is cut off at once."""
    f, p = province.firm, province.parameters.adopt
    offered = on_offer(province, "cloud_access", lambda m: m.options["cost_per_firm"] * small_firms(province))
    pay_rent(province)
    if not offered.any():
        return
    reached = province.draws.occurs("reached by a cloud platform", 0, f.uid, offered[f.town]) & (f.size_class <= 1)
    worth = np.minimum(ceiling * p.software_size_advantage**p.cloud_levelling, 0.95)
    step = takes * np.maximum(worth - f.digital, 0.0) * p.software_step * reached
    rows = np.flatnonzero(step)
    f.digital[rows] += step[rows]
    join(province, CLUB, rows, step[rows])


def pay_rent(province) -> None:
    """Rent for software in the cloud (wan yuan a quarter); what is rented goes out of date like all software."""
    if CLUB not in province.memberships:
        return
    f, p = province.firm, province.parameters.adopt
    province.memberships[CLUB].rate *= 1.0 - p.software_wear / 4
    rows, rented = members(province, CLUB)
    staff = f.staff_production[rows] + f.staff_technician[rows]
    rent = p.cloud_rent / 4 * p.software_per_worker * rented * staff
    unable = f.cash[rows] < rent
    f.digital[rows[unable]] = np.maximum(f.digital[rows[unable]] - rented[unable], 0.0)
    leave(province, CLUB, rows[unable])
    pay_outside(province, rows[~unable], rent[~unable])
    province.memo.tallies.add_rows("software_rent", f.town[rows[~unable]], (rent * f.weight[rows])[~unable])
