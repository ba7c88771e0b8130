"""Candidates near the rule of designation, on hand-computed towns."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.near_rule import margin, near_rows

TOWNS = {
    "town": [0, 1, 2, 3, 4],
    "designated": [0, 0, 0, 1, 0],
    "output_reported": [190_000.0, 400_000.0, 230_000.0, 200_000.0, 500_000.0],
    "speciality_share": [0.6, 0.31, 0.9, 0.3, 0.2],
}


def test_the_margin_is_that_of_the_condition_further_from_being_met() -> None:
    np.testing.assert_allclose(margin(np.array([100.0, 300.0]), np.array([0.6, 0.15]), 200.0, 0.3), [0.5, 0.5])


def test_towns_within_ten_per_cent_on_either_side_are_listed_the_nearest_first_and_designated_ones_left_out() -> None:
    rows = near_rows(TOWNS, 200_000.0, 0.3)
    assert [(row["town"], row["meets"]) for row in rows] == [(1, True), (0, False)]
    assert rows[0]["margin"] == pytest.approx(0.31 / 0.3)


def test_a_wider_distance_lists_more() -> None:
    assert [row["town"] for row in near_rows(TOWNS, 200_000.0, 0.3, 0.2)] == [1, 0, 2]
