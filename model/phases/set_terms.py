"""Phase 1. Measures in force become the terms agents face; announced ones become terms they expect."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.fields import SIZE_CLASSES
from model.mechanisms import MECHANISMS, TERMS
from model.public_finance import base_name
from model.terms import Measure, Terms

HORIZON = 4  # quarters ahead that a firm looks when it plans a machine


def set_terms(province) -> None:
    """Build `province.terms` (now) and `province.expected_terms` (a year ahead, as announced)."""
    quarter, measures = province.quarter, province.measures
    province.terms = known_terms(province, tuple(measure.value(quarter) for measure in measures))
    province.expected_terms = known_terms(province, tuple(measure.expected(quarter, HORIZON) for measure in measures))


def known_terms(province, values: tuple[float, ...]) -> Terms:
    """Terms when the measures have these values: built anew only when a value or a designation has changed."""
    in_trial = lever_values_of_trials(province)
    case = values, province.town.designated.tobytes(), tuple((lever, value) for lever, value, _ in in_trial)
    if case not in province.terms_known:
        if len(province.terms_known) >= 2:  # those of now and of a year ahead
            province.terms_known.pop(next(iter(province.terms_known)))
        province.terms_known[case] = terms_of(province, values, in_trial)
    return province.terms_known[case].copy()


def terms_of(province, values: tuple[float, ...], in_trial: Sequence[tuple[str, float, np.ndarray]] = ()) -> Terms:
    """Terms from all measures: what was in force in 2011 under a name of its own, then what is added; in the towns of
    a trial the value that its arm sets."""
    terms = Terms(len(province.town), TERMS)
    for measure, value in zip(province.measures, values, strict=True):
        act = MECHANISMS[measure.mechanism]
        reach = reached_cells(province, measure)
        act(terms, base_name(measure.id), measure.in_force_2011, reach, measure.target)
        for lever, other, towns in in_trial:
            if lever == measure.id:
                act(terms, measure.id, other - measure.neutral, reach * towns[:, None], measure.target)
                reach = reach * ~towns[:, None]
        act(terms, measure.id, value - measure.neutral, reach, measure.target)
    return terms


def lever_values_of_trials(province) -> list[tuple[str, float, np.ndarray]]:
    """Levers that arms of a trial set now: which, at what value, and where (bool by town)."""
    found = []
    for treatment in province.treatments:
        if treatment.runs(province.quarter):
            towns = np.zeros(len(province.town), bool)
            towns[treatment.towns] = True
            found += [(lever, value, towns) for lever, value in treatment.levers]
    return found


def reached_cells(province, measure: Measure) -> np.ndarray:
    """1 where a measure reaches, shape (towns, size classes)."""
    designated = province.town.designated == 1
    towns = {"designated": designated, "candidate": ~designated, "all": np.ones_like(designated)}[measure.where]
    sizes = np.array([name in measure.sizes for name in SIZE_CLASSES])
    return (towns[:, None] & sizes[None, :]).astype(float)
