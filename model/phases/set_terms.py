"""Phase 1. Measures in force become the terms agents face; announced ones become terms they expect."""

from __future__ import annotations

import numpy as np

from model.fields import SIZE_CLASSES
from model.mechanisms import MECHANISMS
from model.public_finance import base_name
from model.terms import Measure, Terms

HORIZON = 4  # quarters ahead that a firm looks when it plans a machine


def set_terms(province) -> None:
    """Build `province.terms` (now) and `province.expected_terms` (a year ahead, as announced)."""
    province.terms = terms_of(province, lambda measure, quarter: measure.value(quarter))
    province.expected_terms = terms_of(province, lambda measure, quarter: measure.expected(quarter, HORIZON))


def terms_of(province, value_at) -> Terms:
    """Terms from all measures: what was in force in 2011 under a name of its own, then what is added."""
    terms = Terms(len(province.town))
    for measure in province.measures:
        act = MECHANISMS[measure.mechanism]
        reach = reached_cells(province, measure)
        act(terms, base_name(measure.id), measure.in_force_2011, reach)
        act(terms, measure.id, value_at(measure, province.quarter) - measure.neutral, reach)
    return terms


def reached_cells(province, measure: Measure) -> np.ndarray:
    """1 where a measure reaches, shape (towns, size classes)."""
    designated = province.town.designated == 1
    towns = {"designated": designated, "candidate": ~designated, "all": np.ones_like(designated)}[measure.where]
    sizes = np.array([name in measure.sizes for name in SIZE_CLASSES])
    return (towns[:, None] & sizes[None, :]).astype(float)
