"""Designs give the points their kind promises."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.sweep.study import study_of
from scenarios.errors import InputError
from tests.sweep.conftest import function_model

TWO = "scenario: own\nuncertainties: [a, b]\noutcomes: [y]\nseed: 3\ndesign: {%s}\n"


def points(study, design: str) -> np.ndarray:
    return study_of(study(TWO % design), function_model("linear", a=(0.0, 1.0), b=(10.0, 20.0))).points


def test_a_grid_is_every_combination_with_the_last_input_changing_fastest(study) -> None:
    found = points(study, "kind: grid, levels: {a: [0, 0.5], b: [10, 12, 20]}")
    assert found.tolist() == [[0, 10], [0, 12], [0, 20], [0.5, 10], [0.5, 12], [0.5, 20]]


def test_a_list_is_its_rows(study, tmp_path) -> None:
    assert points(study, "kind: list, rows: [{a: 1, b: 10}, {b: 20, a: 0.5}]").tolist() == [[1, 10], [0.5, 20]]
    (tmp_path / "rows.csv").write_text("b,a\n11,0.25\n12,0.75\n", encoding="utf-8")
    assert points(study, "kind: list, file: rows.csv").tolist() == [[0.25, 11], [0.75, 12]]


def test_a_row_that_leaves_an_input_out_is_refused(study) -> None:
    with pytest.raises(InputError, match="every input"):
        points(study, "kind: list, rows: [{a: 1}]")


def test_a_latin_hypercube_has_one_point_in_every_tenth(study) -> None:
    found = points(study, "kind: latin_hypercube, points: 10")
    assert sorted((found[:, 0] * 10).astype(int)) == list(range(10))
    assert sorted((found[:, 1] - 10).astype(int)) == list(range(10))


def test_a_sobol_sequence_has_one_point_in_every_eighth(study) -> None:
    found = points(study, "kind: sobol, points: 8")
    assert sorted((found[:, 0] * 8).astype(int)) == list(range(8))


def test_saltelli_and_morris_have_the_rows_their_estimators_expect(study) -> None:
    assert len(points(study, "kind: saltelli, points: 8")) == 8 * (2 + 2)
    assert len(points(study, "kind: saltelli, points: 8, second_order: true")) == 8 * (2 * 2 + 2)
    steps = points(study, "kind: morris, points: 4").reshape(4, 3, 2)
    assert ((np.diff(steps, axis=1) != 0).sum(axis=2) == 1).all()  # one input a step


def test_the_seed_draws_the_same_points_again(study) -> None:
    assert np.array_equal(*(points(study, "kind: latin_hypercube, points: 5, seed: 7") for _ in range(2)))
    assert not np.array_equal(
        points(study, "kind: sobol, points: 4, seed: 7"), points(study, "kind: sobol, points: 4, seed: 8")
    )
