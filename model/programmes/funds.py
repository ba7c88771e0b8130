"""Money for projects of firms beside the old rule: pooled from what others had, or new; and what cities add to it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.programmes.awards import award_due
from model.programmes.judging import judged, select
from model.public_finance import budget_left, government_of, measure_of, note_by_payer, spend, use_budget

WITHDRAWN = "withdrawn from the rest"
FUNDS = ("pooled_funds", "new_fund")


class Round(NamedTuple):
    """What one lever gives to projects: to whom (rows), how much each, and what others lose for it (wan yuan)."""

    lever: str
    rows: np.ndarray
    amount: np.ndarray
    total: float
    withdrawn: float


def award_funds(province) -> None:
    """A yearly round of each fund among research firms of the towns it reaches."""
    province.carried.pop(WITHDRAWN, None)
    for term in FUNDS:
        mediator = province.terms.declared[term].mediator
        rounds = rounds_of(province, term) if province.terms.acts(term) else []
        for one in province.through(f"{mediator}: {term}", rounds, []):
            use_budget(province, one.lever, one.total)
            award_due(province, term, one.lever, one.rows, one.amount)
            note_by_payer(province, one.lever, "firms", "commitment", one.total)
            withdraw(province, one)


def rounds_of(province, term: str) -> list[Round]:
    """Who applies and is chosen: a share of a year's R&D, larger than the old rule's, until the money is out."""
    f, p = province.firm, province.parameters.programmes
    value = province.terms.firms(term, f.town, f.size_class)
    rows = np.flatnonzero((value > 0) & (f.research > 0))
    uid, chance = f.uid[rows], p.applicants_by_size * (1.0 + f.size_class[rows])
    rows = rows[province.draws.occurs(f"applies {term}", province.quarter, uid, chance)]
    asked = p.fund_share * 4.0 * f.research[rows]
    score = judged(province, term, f.uid[rows], np.log(f.research[rows]), f.town[rows])
    rounds = []
    for lever, part in province.terms.split(term):
        most = float(dict(province.terms.contributions[term])[lever].max())
        budget = min(money_of(province, term, most) * (1.0 - p.unspent), budget_left(province, lever))
        cost = asked * part[f.town[rows], f.size_class[rows]]
        chosen = select(score, cost * f.weight[rows], budget)
        total = float((cost * f.weight[rows])[chosen].sum())
        rounds.append(Round(lever, rows[chosen], cost[chosen], total, total if term == "pooled_funds" else 0.0))
    return rounds


def money_of(province, term: str, value: float) -> float:
    """Money of a fund's year in what is run of the province (wan yuan): a share of what others had, or an amount."""
    if term == "new_fund":
        return value * province.anchor.part_of_province
    others = 1.0 / province.parameters.programmes.existing_part - 1.0
    return value * others * province.anchor.existing_funds


def withdraw(province, one: Round) -> None:
    """What is pooled is missed elsewhere in the province: the money (wan yuan) and what it would have brought there."""
    if one.withdrawn <= 0.0:
        return
    province.outside.cash[0] -= one.withdrawn
    government = province.government
    government.cash[government_of(province, "province")[:1]] += one.withdrawn
    province.ledger.pay("funds_withdrawn", "rest_of_province", "province", one.withdrawn, one.lever, "return")
    province.carried[WITHDRAWN] = province.carried.get(WITHDRAWN, 0.0) + one.withdrawn


def pay_matching(province) -> None:
    """Cities and counties add to the provincial money that firms receive, as far as their revenue allows (wan yuan)."""
    f, terms, provincial = province.firm, province.terms, province.memo.provincial_support
    if not terms.acts("matching"):
        return
    by_town = province.by_town(provincial)
    for lever, part in province.through("matching: asked", terms.split("matching"), []):
        rate = terms.value("matching")[:, 0] * part[:, 0]
        payers = measure_of(province, lever).payers
        rate = rate * matchable(province, rate * by_town, payers) * (budget_left(province, lever) > 0)
        matched = rate[f.town] * provincial
        f.cash += matched
        f.support_received += matched
        total = rate * by_town
        use_budget(province, lever, float(total.sum()))
        province.memo.tallies.add("support_paid", total)
        spend(province, "matching", lever, payers, "firms", total, whole=True)


def matchable(province, wanted: np.ndarray, payers) -> np.ndarray:
    """Share of what is wanted (wan yuan by town) that the poorest payer of each town can match out of its revenue."""
    government, most = province.government, province.parameters.programmes.matching_capacity
    share = np.ones(len(wanted))
    for payer, part in payers:
        if payer in ("firms", "society", "centre", "province") or part == 0.0:
            continue
        rows = government_of(province, payer)
        asked = np.bincount(rows, weights=wanted * part, minlength=len(government))
        able = most * government.revenue_normal
        share = np.minimum(share, np.where(asked > able, able / np.maximum(asked, 1e-12), 1.0)[rows])
    return share
