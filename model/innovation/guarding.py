"""What keeps imitators off beyond a patent as such: alliances of owners, and offices that pursue copies."""

from __future__ import annotations

import numpy as np

from model.fields import OWNERSHIPS
from model.programmes.standards import pay_staff
from model.programmes.town_programmes import towns_in
from model.public_finance import measure_of


def guard_beyond_patents(province, rows: np.ndarray, model: np.ndarray, guarded: np.ndarray) -> np.ndarray:
    """Share of imitators kept off beyond what patents do (by pair of who looks and who is looked at; -1 nobody).

    Negative among members of one alliance: they share what their patents guard.
    """
    f, p = province.firm, province.parameters
    more = np.zeros(len(rows))
    seen = np.flatnonzero(guarded > 0)
    other = model[seen]
    if province.terms.acts("enforcement"):
        more[seen] += province.terms.firms("enforcement", f.town[other], f.size_class[other])
    more = province.through("enforcement: kept off", more)
    allied = towns_in(province, "patent_alliance")
    if allied.any():
        theirs = in_alliance(province, allied, other)
        shared = theirs & in_alliance(province, allied, rows[seen]) & (f.town[other] == f.town[rows[seen]])
        more[seen] += np.where(shared, -p.search.protection, np.where(theirs, p.property.joint_defence, 0.0))
    return more


def in_alliance(province, allied: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Whether firms (rows) belong to their town's alliance (bool): makers of the speciality that own patents."""
    f = province.firm
    owns = f.patents_invention[rows] + f.patents_other[rows] >= 1.0
    return owns & allied[f.town[rows]] & (f.industry[rows] == province.town.speciality[f.town[rows]])


def worth_protecting(province, rows: np.ndarray) -> np.ndarray:
    """Factor on the R&D a firm wants (ratio, by row): what is kept from imitators pays, most to private firms.

    Fang, Lerner and Wu (2017), Review of Financial Studies 30.
    """
    f, p = province.firm, province.parameters.property
    kept = np.zeros(len(rows))
    if province.terms.acts("enforcement"):
        kept = province.terms.firms("enforcement", f.town[rows], f.size_class[rows])
    kept = province.through("enforcement: worth protecting", kept)
    response = np.where(f.ownership[rows] == OWNERSHIPS.index("state"), p.state_response, p.private_response)
    return 1.0 + response * kept


def pay_enforcement(province) -> None:
    """Offices against copies and fakes, in every town they are responsible for (wan yuan)."""
    costs = []
    for lever, part in province.terms.split("enforcement"):
        value = province.terms.value("enforcement")[:, 0] * part[:, 0]
        costs.append((lever, measure_of(province, lever).options["cost_per_town"] / 4 * value * province.inside))
    for lever, by_town in province.through("enforcement: offices", costs, []):
        pay_staff(province, "enforcement", lever, by_town)
