"""Firms that have joined something: rented software, a platform to sell on, an outlet. One row a membership."""

from __future__ import annotations

import numpy as np

from model.columns import Columns
from model.fields import MEMBERSHIP

GUARANTOR = "introduced to a guarantor"  # clubs that rules of lending and of taxes know
ACCOUNTS = "research accounts"


def join(province, club: str, rows: np.ndarray, rate: np.ndarray | float) -> None:
    """Firms of `rows` join, with the rate (in the unit of the club) they hold there."""
    if len(rows):
        table = province.memberships.setdefault(club, Columns(MEMBERSHIP))
        table.append(len(rows), firm=province.firm.uid[rows], rate=rate)


def members(province, club: str) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the members and the rate each holds in all; who has closed is no member."""
    table = province.memberships.get(club)
    if table is None:
        return np.zeros(0, np.int64), np.zeros(0)
    alive = province.firm.rows_named_in(table, "firm")
    table.keep(alive >= 0)
    rows, place = np.unique(alive[alive >= 0], return_inverse=True)
    return rows, np.bincount(place, weights=table.rate, minlength=len(rows))


def leave(province, club: str, rows: np.ndarray) -> None:
    """Firms of `rows` leave altogether."""
    if len(rows):
        table = province.memberships[club]
        table.keep(~np.isin(table.firm, province.firm.uid[rows]))


def is_member(province, club: str) -> np.ndarray:
    """Members (bool by firm)."""
    inside = np.zeros(len(province.firm), bool)
    inside[members(province, club)[0]] = True
    return inside
