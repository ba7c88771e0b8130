"""What was spent by the old rule before 2011, carried on: grants to research firms of the whole province; and money
that a measure adds to it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.programmes.awards import award_due
from model.programmes.judging import awareness, judged, select
from model.programmes.pace import pace
from model.public_finance import book, government_of, note_by_payer, support_within, use_support

EXISTING, ADDED = "existing_funds", "old_rule_money"
ELSEWHERE = "granted elsewhere"  # money of the year that measures bring to firms in the rest of the province


class Refused(NamedTuple):
    """Applicants for whom the money of the old rule was too little: rows, what they asked (wan yuan a firm), score."""

    rows: np.ndarray
    asked: np.ndarray
    score: np.ndarray


class Added(NamedTuple):
    """What one lever's money does by the old rule: to whom (rows), how much each, and what goes to firms elsewhere in
    the province (wan yuan)."""

    lever: str
    rows: np.ndarray
    amount: np.ndarray
    elsewhere: float


def award_existing_funds(province) -> None:
    """The old rule: grants by the size of a firm's research, judged with error, within the yearly fund (wan yuan)."""
    f, p, draws, quarter = province.firm, province.parameters.programmes, province.draws, province.quarter
    rows = np.flatnonzero(f.research > 0)
    nobody = np.zeros(0)
    province.memo.refused = Refused(rows[:0], nobody, nobody)
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
    province.memo.refused = Refused(rows[~chosen], asked[~chosen], score[~chosen])
    f.support_due[rows[chosen]] += asked[chosen]
    spent = float((asked * f.weight[rows])[chosen].sum())
    province.carried[EXISTING] = province.anchor.existing_funds * p.unspent + max(budget - spent, 0.0) * p.carried_over
    province.ledger.note(EXISTING, "province", "firms", "commitment", spent)


def award_added_money(province) -> None:
    """Money that measures add to the existing funds is granted by their rule, to applicants they were too small for."""
    decisions = added(province) if province.terms.acts(ADDED) else []
    for lever, rows, amount, elsewhere in province.through(f"{ADDED}: granted", decisions, []):
        total = float(amount @ province.firm.weight[rows])
        use_support(province, lever, total + elsewhere)
        award_due(province, ADDED, lever, rows, amount)
        note_by_payer(province, lever, "firms", "commitment", total)
        pay_elsewhere(province, lever, elsewhere)


def added(province) -> list[Added]:
    """Grants within each lever's money of the year, of which the towns' firms get the part they had of the funds."""
    f, p = province.firm, province.parameters.programmes
    refused, decisions = province.memo.refused, []
    for lever, values in province.terms.contributions[ADDED]:
        yearly = float(values.max()) * province.anchor.part_of_province
        here = p.existing_part * yearly + province.carried.get(lever, 0.0)
        money = support_within(province, lever, here * (1.0 - p.unspent))
        chosen = select(refused.score, refused.asked * f.weight[refused.rows], money)
        rows, amount = refused.rows[chosen], refused.asked[chosen]
        province.carried[lever] = (here - float(amount @ f.weight[rows])) * p.carried_over
        decisions.append(Added(lever, rows, amount, (1.0 - p.existing_part) * yearly * (1.0 - p.unspent)))
        refused = Refused(refused.rows[~chosen], refused.asked[~chosen], refused.score[~chosen])
    return decisions


def pay_elsewhere(province, lever: str, amount: float) -> None:
    """Money (wan yuan) that goes by the old rule to firms elsewhere in the province, where it brings product."""
    government, row = province.government, government_of(province, "province")[:1]
    government.cash[row] -= amount
    government.programmes[row] += amount
    province.outside.cash[0] += amount
    province.carried[ELSEWHERE] = province.carried.get(ELSEWHERE, 0.0) + amount
    note_by_payer(province, lever, "rest_of_province", "commitment", amount)
    province.ledger.pay("old_rule_elsewhere", "province", "rest_of_province", amount, lever=lever)


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
