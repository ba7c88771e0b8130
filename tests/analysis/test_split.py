"""Progress splits exactly, whatever the numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.split import Split, split_ratio, split_total, whole_of

amount = st.floats(0.01, 1e6)


@st.composite
def towns(draw):
    count = draw(st.integers(1, 12))
    column = st.lists(amount, min_size=count, max_size=count).map(np.array)
    mask = st.lists(st.booleans(), min_size=count, max_size=count).map(lambda bits: np.array([True, *bits[1:]]))
    return [draw(column) for _ in range(3)] + [draw(mask) for _ in range(3)]


@given(towns())
def test_parts_of_a_total_add_up_to_the_designated_towns_of_the_policy_arm(case):
    start, baseline, policy, incumbent, before, after = case
    parts = split_total(start, baseline, policy, incumbent, before, after)
    rounding = 1e-14 * (start.sum() + baseline.sum() + policy.sum())
    assert parts.start == pytest.approx(start[incumbent].sum(), rel=1e-12)
    assert abs(parts.start + parts.progress - policy[after].sum()) <= rounding


@given(towns(), towns())
def test_parts_of_a_ratio_add_up_to_the_ratio_of_the_policy_arm(above, below):
    numerator, denominator = split_total(*above), split_total(*below)
    parts = split_ratio(numerator, denominator)
    n0, n1 = numerator.start, numerator.start + numerator.progress
    d0, d1 = denominator.start, denominator.start + denominator.progress
    # rounding is relative to the terms that are summed, and grows by as much as they cancel
    gross_n, gross_d = (sum(map(abs, part.parts())) for part in (numerator, denominator))
    terms = gross_n * 0.5 * (1 / d0 + 1 / d1) + gross_d * 0.5 * (n0 + n1) / (d0 * d1)
    rounding = 1e-14 * terms * max(gross_n / n1, gross_d / d1)
    assert abs(parts.start + parts.progress - n1 / d1) <= rounding


@given(towns())
def test_a_policy_that_changes_nothing_has_no_upgrading_and_induces_no_designation(case):
    start, baseline, _, incumbent, before, _ = case
    parts = split_total(start, baseline, baseline, incumbent, before, before)
    assert parts.upgrading == 0
    assert parts.designation_induced == 0


def test_two_incumbents_one_new_town_and_one_the_policy_brought_in():
    start = np.array([10.0, 20.0, 5.0, 4.0])
    baseline = np.array([12.0, 21.0, 6.0, 4.5])
    policy = np.array([13.0, 21.5, 6.5, 5.0])
    incumbent = np.array([True, True, False, False])
    parts = split_total(
        start, baseline, policy, incumbent, np.array([True, True, True, False]), np.array([True, True, True, True])
    )
    assert parts.start == 30
    assert parts.background == pytest.approx(3.0)
    assert parts.upgrading == pytest.approx(1.5)
    assert parts.designation_anyway == pytest.approx(6.0)
    assert parts.designation_induced == pytest.approx(0.5 + 5.0)


def test_a_removed_incumbent_lowers_what_designation_brings():
    start, flat = np.array([10.0, 20.0]), np.array([10.0, 20.0])
    both, one = np.array([True, True]), np.array([True, False])
    parts = split_total(start, flat, flat, both, both, one)
    assert parts.designation_induced == -20.0
    assert parts.start + parts.progress == 10.0


def test_the_share_of_a_province_that_grows_as_fast_as_its_towns_does_not_move():
    towns_ = Split(100.0, 50.0, 0.0, 0.0, 0.0)
    share = split_ratio(towns_, whole_of(400.0, 600.0, 600.0))
    assert share.start == 0.25
    assert share.progress == pytest.approx(0.0, abs=1e-15)
