"""Searching online: databases of technology and intelligence that firms may look into without leaving their desks."""

from __future__ import annotations

import numpy as np

from model.programmes.sharing import affordable, cells_of, pay_staff_for


def search_online(province) -> None:
    """Registered firms that look into the databases see more of what is done elsewhere (share); most seldom look.

    The service costs by registered firm, used or not.
    """
    if not province.terms.acts("online_search"):
        return
    f, p, draws = province.firm, province.parameters.services, province.draws
    share = province.terms.firms("online_search", f.town, f.size_class)
    rows = np.flatnonzero(share > 0)
    rows = rows[draws.occurs("registers for online search", 0, f.uid[rows], share[rows])]
    allowed = affordable(province, "online_search", cells_of(province, rows, p.cost_of_account / 4))
    keeps = draws.uniform("keeps its account", 0, f.uid[rows]) < allowed[f.town[rows], f.size_class[rows]]
    rows = province.through("online_search: registered", rows[keeps], rows[:0])
    looks = draws.occurs("looks online", province.quarter, f.uid[rows], p.looks_online)
    seen = rows[looks]
    f.scan[seen] += p.online_gain * np.maximum(1.0 - f.scan[seen], 0.0)
    pay_staff_for(province, "online_search", cells_of(province, rows, p.cost_of_account / 4))
