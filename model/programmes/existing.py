"""What was spent by the old rule before 2011, carried on: grants to research firms of the whole province."""

from __future__ import annotations

import numpy as np

from model.programmes.judging import awareness, judged, select
from model.programmes.pace import pace
from model.public_finance import book

EXISTING = "existing_funds"


def award_existing_funds(province) -> None:
    """The old rule: grants by the size of a firm's research, judged with error, within the yearly fund (wan yuan)."""
    f, p, draws, quarter = province.firm, province.parameters.programmes, province.draws, province.quarter
    rows = np.flatnonzero(f.research > 0)
    carried = province.carried.get(EXISTING, 0.0)
    budget = province.anchor.existing_funds * (1.0 - p.unspent) + carried
    if len(rows) == 0 or budget <= 0:
        return
    uid = f.uid[rows]
    chance = p.applicants_by_size * (1.0 + f.size_class[rows]) * awareness(province, f.town[rows], EXISTING)
    applies = draws.occurs(f"applies {EXISTING}", quarter, uid, np.minimum(chance, 1.0))
    rows, uid = rows[applies], uid[applies]
    province.memo.tallies.add_rows("applications", f.town[rows], f.weight[rows])
    if len(rows) == 0:
        return
    asked = p.grant_share * 4.0 * f.research[rows]
    score = judged(province, EXISTING, uid, np.log(f.research[rows]), f.town[rows])
    chosen = select(score, asked * f.weight[rows], budget)
    f.support_due[rows[chosen]] += asked[chosen]
    spent = float((asked * f.weight[rows])[chosen].sum())
    province.carried[EXISTING] = province.anchor.existing_funds * p.unspent + max(budget - spent, 0.0) * p.carried_over
    province.ledger.note(EXISTING, "province", "firms", "commitment", spent)


def pay_support(province) -> None:
    """A share of what is due is paid each quarter, so that money comes two to four quarters late (wan yuan)."""
    f, towns = province.firm, len(province.town)
    f.support_received[:] = 0.0
    rows = np.flatnonzero(f.support_due)
    speed, leakage = pace(province, f.town[rows], EXISTING)
    paid = speed * f.support_due[rows]
    f.support_due[rows] -= paid
    f.cash[rows] += paid
    f.support_received[rows] += paid
    province.memo.provincial_support = f.support_received.copy()
    # what leaks on the way is kept by those who handle it: paid out, not received
    town, weight = f.town[rows], f.weight[rows]
    by_town = np.bincount(town, weights=paid * weight, minlength=towns)
    leaked = np.bincount(town, weights=paid * leakage * weight, minlength=towns)
    province.memo.tallies.add("support_paid", by_town)
    province.memo.tallies.add("support_leaked", leaked)
    province.memo.tallies.add("support_on_constraint", by_town * province.town.lacks_technology)
    province.household.cash += leaked
    province.household.income += leaked
    book(province, "province", -(by_town + leaked))
    province.ledger.pay("existing_funds", "province", "firms", by_town.sum(), lever=EXISTING)
    province.ledger.pay("existing_funds.leaked", "province", "households", leaked.sum(), lever=EXISTING)
