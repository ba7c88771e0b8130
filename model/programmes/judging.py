"""Who is chosen among those who apply: by a score judged with error, until the money is spent."""

from __future__ import annotations

import numpy as np

TURNS = 4  # in which money that nobody before could take is offered again


def select(score: np.ndarray, cost: np.ndarray, envelope: float) -> np.ndarray:
    """Who is chosen (bool): by falling score until the envelope is spent (wan yuan).

    Who asks for more than is left is passed over, and what is left goes to the next: in so many turns.
    """
    order = np.argsort(-score, kind="stable")
    chosen, left = np.zeros(len(score), bool), envelope
    for _ in range(TURNS):
        fits = order[~chosen[order] & (cost[order] <= left)]
        taken = fits[np.cumsum(cost[fits]) <= left]
        chosen[taken] = True
        left -= float(cost[taken].sum())
    return chosen


def judged(province, purpose: str, uid: np.ndarray, merit: np.ndarray, towns: np.ndarray) -> np.ndarray:
    """Score of applicants in standard deviations or logs: their merit, the judges' error, the rank of their town."""
    error = province.parameters.programmes.selection_error
    score = merit + error * province.draws.normal(f"judged {purpose}", province.quarter, uid)
    score = score + rank_bonus(province, towns, purpose)
    return score + priority(province, towns, purpose) + fit(province, towns, purpose)


def rank_bonus(province, towns: np.ndarray, purpose: str) -> np.ndarray:
    """What a town's rank in the assessment adds to a score (standard deviations)."""
    weight = province.terms.value("rank_weight")[towns, 0]
    weight = province.through(f"rank_weight: {purpose}", weight, np.zeros(len(towns)))
    return weight * (2.0 * province.town.score[towns] - 1.0)


def priority(province, towns: np.ndarray, purpose: str) -> np.ndarray | float:
    """What a town of the programme has ahead of others (standard deviations): others' projects fall behind."""
    if not province.terms.acts("priority"):
        return 0.0
    ahead = province.terms.value("priority")[:, 0]
    return province.through(f"priority: {purpose}", ahead, np.zeros(len(ahead)))[towns]


def fit(province, towns: np.ndarray, purpose: str) -> np.ndarray | float:
    """What a diagnosis adds to a score (standard deviations): the more, the more a town lacks what the money brings, as
    an inquiry finds it. The inquiry may be wrong."""
    if not province.terms.acts("steered_by_diagnosis"):
        return 0.0
    steered = province.terms.value("steered_by_diagnosis")[:, 0]
    steered = province.through(f"diagnosis: {purpose}", steered, np.zeros(len(steered)))
    what = "skills" if "training" in purpose else "technology"
    return (steered * (2.0 * diagnosed(province, what) - 1.0))[towns]


def diagnosed(province, what: str) -> np.ndarray:
    """How much every town lacks of something, as an inquiry finds it this year (rank, 0-1): the truth, or by mistake
    anything."""
    town, draws, year = province.town, province.draws, province.quarter // 4
    error = np.full(len(town), province.parameters.programmes.diagnosis_error)
    wrong = draws.occurs(f"diagnosis of {what} is wrong", year, town.uid, error)
    return np.where(
        wrong, draws.uniform(f"diagnosis of {what} instead", year, town.uid), getattr(town, f"lacks_{what}")
    )


def awareness(province, towns: np.ndarray, place: str) -> np.ndarray | float:
    """Factor on the chance that somebody knows what is on offer (ratio): what worked elsewhere has been told."""
    if not province.terms.acts("publicity"):
        return 1.0
    told = province.terms.value("publicity")[:, 0]
    return 1.0 + province.through(f"awareness: {place}", told, np.zeros(len(told)))[towns]
