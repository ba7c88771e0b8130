"""Awards that firms hold: a share of what they spend on something, earned by spending, paid with a lag.

They are few beside the firms, so they stand in tables of their own: one row an award, by the term it stands under.
"""

from __future__ import annotations

import numpy as np

from model.columns import Columns
from model.fields import AWARD
from model.programmes.pace import pace
from model.public_finance import measure_of, spend

PROVINCIAL = ("pooled_funds", "new_fund")  # paid by the province, so that cities and counties may add to it
SETTLED = 0.01  # wan yuan due at which an award that has ended is closed


def grant_awards(
    province,
    term: str,
    lever: str,
    rows: np.ndarray,
    rate: np.ndarray,
    quarters: int,
    most: np.ndarray | float = np.inf,
) -> None:
    """Firms of `rows` hold an award of `rate` (share of outlay) for so many quarters from this one on, with `most` (wan
    yuan a firm) to be earned."""
    if len(rows) == 0:
        return
    table = province.awards.setdefault(term, Columns(AWARD))
    table.append(
        len(rows),
        firm=province.firm.uid[rows],
        lever=tag_index(province, lever),
        rate=rate,
        until=province.quarter + quarters,
        left=most,
    )


def award_due(province, term: str, lever: str, rows: np.ndarray, amount: np.ndarray) -> None:
    """Firms of `rows` are owed an amount (wan yuan a firm) whatever they spend."""
    grant_awards(province, term, lever, rows, np.zeros(len(rows)), 1)
    if len(rows):
        province.awards[term].due[-len(rows) :] = amount


def tag_index(province, lever: str) -> int:
    """Number of a lever's tag among those that have granted anything, in the order in which they first did."""
    if lever not in province.award_tags:
        province.award_tags.append(lever)
    return province.award_tags.index(lever)


def holders(province, term: str) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the firms that hold an award now and its rate (share), nothing once its money is earned; a firm may
    appear twice."""
    table = province.awards.get(term)
    if table is None:
        return np.zeros(0, np.int64), np.zeros(0)
    rows = province.firm.rows_named_in(table, "firm")
    valid = (rows >= 0) & (table.until > province.quarter)
    return rows[valid], np.where(table.left > 0.0, table.rate, 0.0)[valid]


def rate_awarded(province, term: str) -> np.ndarray | float:
    """Share of an outlay that is paid for by awards, by firm, at most all of it; a plain 0.0 when nobody holds one."""
    rows, rate = holders(province, term)
    if len(rows) == 0:
        return 0.0
    return np.minimum(np.bincount(rows, weights=rate, minlength=len(province.firm)), 1.0)


def earn(province, term: str, outlay: np.ndarray) -> None:
    """What firms have spent (wan yuan, by firm) makes money due under the awards they hold."""
    table = province.awards.get(term)
    if table is None:
        return
    rows = province.firm.rows_named_in(table, "firm")
    valid = np.flatnonzero((rows >= 0) & (table.until > province.quarter) & (table.left > 0.0))
    total = np.bincount(rows[valid], weights=table.rate[valid], minlength=len(province.firm))[rows[valid]]
    earned = table.rate[valid] / np.maximum(total, 1.0) * outlay[rows[valid]]
    earned = np.minimum(earned, table.left[valid])  # what was set aside is the most there is
    table.due[valid] += earned
    table.left[valid] -= earned


def bought_with_support(worth, cost, rate):
    """Who buys only because a share of the cost is paid, and who would have bought anyway (two masks)."""
    anyway = worth > cost
    return (worth > cost * (1.0 - rate)) & ~anyway, anyway


def pay_awards(province) -> None:
    """A share of what is due is paid each quarter, by each lever's payers; a part leaks on the way (wan yuan)."""
    f, towns = province.firm, len(province.town)
    for term in sorted(province.awards):
        table = province.awards[term]
        table.keep(f.rows_named_in(table, "firm") >= 0)  # what was due to a firm that has closed lapses
        rows = f.rows_named_in(table, "firm")
        speed, leakage = pace(province, f.town[rows], term)
        paid = speed * table.due
        table.due[:] -= paid
        town, amount = f.town[rows], paid * f.weight[rows]
        received = np.bincount(rows, weights=(1.0 - leakage) * paid, minlength=len(f))
        f.cash += received
        f.support_received += received
        if term in PROVINCIAL:
            province.memo.provincial_support += received
        leaked = np.bincount(town, weights=leakage * amount, minlength=towns)
        kept = np.bincount(town, weights=amount, minlength=towns) - leaked
        province.memo.tallies.add("support_paid", kept)
        province.memo.tallies.add("support_leaked", leaked)
        province.household.cash += leaked
        province.household.income += leaked
        of_lever, lost_of_lever = (by_lever(province, table, town, each) for each in (amount, leakage * amount))
        for tag in np.unique(table.lever):
            lever, by_town, lost = province.award_tags[tag], of_lever[tag], lost_of_lever[tag]
            payers = measure_of(province, lever).payers
            spend(province, term, lever, payers, "firms", by_town - lost, whole=True)
            spend(province, f"{term}.leaked", lever, payers, "households", lost, whole=True)
        table.keep((table.until > province.quarter) | (table.due > SETTLED))


def by_lever(province, table: Columns, town: np.ndarray, amount: np.ndarray) -> np.ndarray:
    """Amounts of a table's awards by lever and town, shape (tags of levers, towns)."""
    tags, towns = len(province.award_tags), len(province.town)
    cell = table.lever.astype(np.int64) * towns + town
    return np.bincount(cell, weights=amount, minlength=tags * towns).reshape(tags, towns)
