"""A yearly call for applications from firms: who knows of it, who applies, who is chosen within each envelope."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from model.programmes.awards import grant_awards
from model.programmes.judging import awareness, judged, select
from model.public_finance import envelope_of, note_by_payer, support_within, use_support


class Call(NamedTuple):
    """Support of a share of what firms spend on something: the term that gives the share, the outlay of a year it may
    be claimed on (wan yuan, by row), which firms it is open to (bool by firm; all without it), years an award lasts."""

    term: str
    outlay: Callable[..., np.ndarray]
    open_to: Callable[..., np.ndarray] | None = None
    years: int = 1


class Decision(NamedTuple):
    """What one lever gives in a call: to whom (rows), which share of the outlay, how much at the most (wan yuan a
    firm), the money set aside in all, and what is left in the envelope for the next year."""

    lever: str
    rows: np.ndarray
    rate: np.ndarray
    most: np.ndarray
    committed: float
    carried: float


def hold_call(province, call: Call) -> None:
    """One round: applications are judged, awards granted, commitments noted under each lever."""
    mediator = province.terms.declared[call.term].mediator
    nothing = np.zeros(len(province.town)), []
    decided = decide(province, call) if province.terms.acts(call.term) else nothing
    applied, decisions = province.through(f"{mediator}: {call.term} awarded", decided, nothing)
    province.memo.tallies.add("applications", applied)
    for decision in decisions:
        use_support(province, decision.lever, decision.committed)
        if np.isfinite(decision.carried):
            province.carried[decision.lever] = decision.carried
        grant_awards(province, call.term, decision.lever, decision.rows, decision.rate, 4 * call.years, decision.most)
        note_by_payer(province, decision.lever, "firms", "commitment", decision.committed)


def decide(province, call: Call) -> tuple[np.ndarray, list[Decision]]:
    """How many apply (firms by town) and who is chosen, lever by lever."""
    f, p = province.firm, province.parameters.programmes
    rate = province.terms.firms(call.term, f.town, f.size_class)
    rows = np.flatnonzero((rate > 0) if call.open_to is None else (rate > 0) & call.open_to(province))
    expected = rate[rows] * call.outlay(province, rows)  # public money of the year
    applies = knows_call(province, call.term, rows) & (expected > p.application_cost)
    rows, expected = rows[applies], expected[applies]
    applied = np.bincount(f.town[rows], weights=f.weight[rows], minlength=len(province.town))
    score = judged(province, call.term, f.uid[rows], np.log(np.maximum(expected, 1e-9)), f.town[rows])
    decisions = []
    for lever, part in province.terms.split(call.term):
        share = part[f.town[rows], f.size_class[rows]]
        most = expected * share * call.years
        cost = most * f.weight[rows]
        envelope = envelope_of(province, lever) + province.carried.get(lever, 0.0)
        chosen = select(score, cost, support_within(province, lever, envelope * (1.0 - p.unspent))) & (share > 0)
        spent = float(cost[chosen].sum())
        carried = (envelope - spent) * p.carried_over
        decisions.append(Decision(lever, rows[chosen], (rate[rows] * share)[chosen], most[chosen], spent, carried))
    return applied, decisions


def knows_call(province, term: str, rows: np.ndarray) -> np.ndarray:
    """Firms that know of a call and are able to apply (bool by row): lasting luck, likelier the larger the firm."""
    f, p = province.firm, province.parameters.programmes
    chance = p.applicants_by_size * (1.0 + f.size_class[rows]) * awareness(province, f.town[rows], term)
    return province.draws.occurs(f"knows {term}", 0, f.uid[rows], np.minimum(chance, 1.0))
