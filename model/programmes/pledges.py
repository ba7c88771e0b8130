"""Bank loans that stand on pledged shares, on pledged patents or on nothing: who has one, and who bears the first loss.

They are few beside the firms, so they stand in tables of their own, one row a loan, by the term that made it possible.
"""

from __future__ import annotations

import numpy as np

from model.columns import Columns
from model.fields import PLEDGE
from model.programmes.awards import tag_index
from model.public_finance import measure_of, note_by_payer, spend

SETTLED = 0.01  # wan yuan outstanding at which a loan is closed
TALLY = {
    "equity_pledge": "loans_equity_pledge",
    "rights_pledge": "loans_rights_pledge",
    "credit_line": "loans_unsecured",
}


def outstanding(province, term: str) -> np.ndarray | float:
    """Loans outstanding under a term (wan yuan, by firm); a plain 0.0 when nobody has one."""
    table = province.pledges.get(term)
    if table is None or len(table) == 0:
        return 0.0
    rows = province.firm.rows_named_in(table, "firm")
    return np.bincount(rows[rows >= 0], weights=table.amount[rows >= 0], minlength=len(province.firm))


def backed_debt(province, rows: np.ndarray) -> np.ndarray | float:
    """Bank loans of the firms of `rows` that neither machines nor claims secure (wan yuan)."""
    total = sum(outstanding(province, term) for term in sorted(province.pledges))
    return total[rows] if isinstance(total, np.ndarray) else 0.0


def book_pledges(province, term: str, rows: np.ndarray, granted: np.ndarray) -> None:
    """Loans granted (wan yuan a firm) stand under the levers that made them possible; what their pools may lose is
    noted."""
    f, p = province.firm, province.parameters.finance
    table = province.pledges.setdefault(term, Columns(PLEDGE))
    for lever, part in province.terms.split(term):
        amount = granted * part[f.town[rows], f.size_class[rows]]
        some = amount > 0
        if not some.any():
            continue
        cover = measure_of(province, lever).options.get("pool_share", 0.0)
        where = rows[some]
        table.append(
            int(some.sum()), firm=f.uid[where], lever=tag_index(province, lever), amount=amount[some], cover=cover
        )
        expected = amount[some] * f.rating[where] * f.weight[where] * cover * p.loss_given_default
        note_by_payer(province, lever, "banks", "contingent_loss", float(expected.sum()))


def pool_cover(province, term: str, rows: np.ndarray) -> np.ndarray:
    """Share of a loss that the pools of a term bear, by firm of `rows`."""
    f, cover = province.firm, np.zeros(len(rows))
    for lever, part in province.terms.split(term):
        cover += measure_of(province, lever).options.get("pool_share", 0.0) * part[f.town[rows], f.size_class[rows]]
    return cover


def amortise_pledges(province) -> None:
    """Loans fall due like other bank loans; those of firms that have closed or repaid everything end."""
    f, due = province.firm, province.parameters.finance.repayment_bank
    for term in sorted(province.pledges):
        table = province.pledges[term]
        table.keep(f.rows_named_in(table, "firm") >= 0)
        rows = f.rows_named_in(table, "firm")
        left = np.where(f.cash[rows] > 0, 1.0 - due, 1.0) * table.amount
        table.amount = np.minimum(left, f.debt_bank[rows])
        table.keep(table.amount > SETTLED)
        rows = f.rows_named_in(table, "firm")
        province.memo.tallies.add_rows(TALLY[term], f.town[rows], table.amount * f.weight[rows])


def call_pools(province, rows: np.ndarray, unpaid: np.ndarray, bank: np.ndarray) -> np.ndarray:
    """Risk pools pay their share of what firms of `rows` leave unpaid of such loans (wan yuan); what each bank
    received."""
    f, body = province.firm, province.body
    received = np.zeros(len(body))
    place = np.full(len(f), -1)
    place[rows] = np.arange(len(rows))
    for term in sorted(province.pledges):
        table = province.pledges[term]
        found = f.rows_named_in(table, "firm")
        known = np.flatnonzero((found >= 0) & (table.cover > 0))
        called = known[place[found[known]] >= 0]
        at = place[found[called]]
        part = np.minimum(table.amount[called] / np.maximum(f.debt_bank[rows[at]], 1e-12), 1.0)
        paid = table.cover[called] * unpaid[at] * part * f.weight[rows[at]]
        received += np.bincount(bank[at], weights=paid, minlength=len(body))
        for tag in np.unique(table.lever[called]):
            lever = province.award_tags[tag]
            mine = np.where(table.lever[called] == tag, paid, 0.0)
            by_town = np.bincount(f.town[rows[at]], weights=mine, minlength=len(province.town))
            payers = measure_of(province, lever).payers
            spend(province, f"pool_called.{term}", lever, payers, "banks", by_town, "called_loss", whole=True)
    body.equity += received
    return received
