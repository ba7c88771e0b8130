"""Who is chosen among those who apply: by a score judged with error, until the money is spent."""

from __future__ import annotations

import numpy as np


def select(score: np.ndarray, cost: np.ndarray, envelope: float) -> np.ndarray:
    """Who is chosen (bool): by falling score until the envelope is spent (wan yuan)."""
    order = np.argsort(-score, kind="stable")
    chosen = np.zeros(len(score), bool)
    chosen[order] = np.cumsum(cost[order]) <= envelope
    return chosen


def judged(province, purpose: str, uid: np.ndarray, merit: np.ndarray, towns: np.ndarray) -> np.ndarray:
    """Score of applicants in standard deviations or logs: their merit, the judges' error, the rank of their town."""
    error = province.parameters.programmes.selection_error
    score = merit + error * province.draws.normal(f"judged {purpose}", province.quarter, uid)
    return score + rank_bonus(province, towns, purpose)


def rank_bonus(province, towns: np.ndarray, purpose: str) -> np.ndarray:
    """What a town's rank in the assessment adds to a score (standard deviations)."""
    weight = province.terms.value("rank_weight")[towns, 0]
    weight = province.through(f"rank_weight: {purpose}", weight, np.zeros(len(towns)))
    return weight * (2.0 * province.town.score[towns] - 1.0)
