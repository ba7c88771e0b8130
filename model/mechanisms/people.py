"""Skills and people."""

from __future__ import annotations

import numpy as np

from model.labour.attracting import POSTS, mediator_of
from model.terms import Term, Terms

TERMS = (
    Term("training_places", "places per 1,000 production staff a year", "subsidised dual training places", "trainees"),
    Term("ordered_training", "places per 1,000 production staff a year", "pupils trained to a firm's order", "orders"),
    Term("trainer_quality", "ratio", "rise of what firms train themselves with trained trainers", "own_training"),
    Term("course_places", "share of firms a year", "firms whose managers attend a course", "courses"),
    Term("safety_training", "share of staff", "staff trained for safe and lawful work", "safety"),
    Term("grassroots_titles", "share", "titles that count work in the town", "titles"),
    Term("residence_points", "share", "skilled people who may count on a residence permit", "residence"),
    Term("housing_deductible", "share of firms", "firms that count housing money as a cost for tax", "housing_rule"),
    *(
        Term(f"posts.{kind}", "posts per 10,000 residents a year", f"posts for {kind} in research", mediator_of(kind))
        for kind in POSTS
    ),
)


def training_places(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Places of school-firm training a year per 1,000 production staff."""
    terms.add("training_places", lever, value * reach)


def ordered_training(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Pupils a year per 1,000 production staff whom schools train to the order of a firm."""
    terms.add("ordered_training", lever, value * reach)


def trained_trainers(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Rise of what firms train themselves once trainers, books and standards are at hand."""
    terms.add("trainer_quality", lever, value * reach)


def courses(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of firms a year whose managers attend a course by experts."""
    terms.add("course_places", lever, value * reach)


def safety_training(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of staff trained for safe and lawful work."""
    terms.add("safety_training", lever, value * reach)


def grassroots_titles(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of titles that are granted for work in the towns."""
    terms.add("grassroots_titles", lever, value * reach)


def residence_points(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of skilled people who may count on a residence permit by points."""
    terms.add("residence_points", lever, value * reach)


def housing_deductible(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Share of firms with research staff that count housing and start-up money as a cost for income tax."""
    terms.add("housing_deductible", lever, value * reach)


def talent_posts(terms: Terms, lever: str, value: float, reach: np.ndarray, target: str = "") -> None:
    """Posts of a kind a year per 10,000 residents."""
    terms.add(f"posts.{target}", lever, value * reach)


MECHANISMS = (
    training_places,
    ordered_training,
    trained_trainers,
    courses,
    safety_training,
    grassroots_titles,
    residence_points,
    housing_deductible,
    talent_posts,
)
