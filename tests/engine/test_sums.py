"""Sums by group: every column summed for itself, in the order of rows, however many go together."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from model.sums import group_sums, group_sums_of_many, of_group, only_rows

GROUP = np.array([2, 2, 0, 2, 0])
WEIGHT = np.array([1.0, 2.0, 1.0, 0.5, 4.0])
VALUES = np.array([1.0, 10.0, 3.0, 100.0, 0.25])


def test_a_sum_counts_each_row_by_its_weight_and_leaves_empty_groups_at_nought():
    assert group_sums(GROUP, VALUES, WEIGHT, 3).tolist() == [4.0, 0.0, 71.0]
    assert of_group(np.array([4.0, 0.0, 71.0]), GROUP).tolist() == [71.0, 71.0, 4.0, 71.0, 4.0]


@pytest.mark.parametrize("columns", range(1, 20))
@pytest.mark.parametrize("groups", [3, 50])  # fewer groups than rows, and more
def test_columns_summed_together_have_the_bytes_of_columns_summed_one_by_one(columns: int, groups: int):
    many = tuple(VALUES * 10.0**power / 3 for power in range(columns))
    together = group_sums_of_many(GROUP, many, WEIGHT, groups)
    assert together.shape == (columns, groups)
    for one, values in zip(together, many, strict=True):
        assert one.tobytes() == group_sums(GROUP, values, WEIGHT, groups).tobytes()
        assert one.tobytes() == np.bincount(GROUP, weights=values * WEIGHT, minlength=groups).tobytes()


def test_a_matrix_of_some_rows_gives_those_the_same_and_the_others_nothing():
    matrix = csr_matrix(np.array([[1.0, 2.0, 0.0], [0.0, 0.0, 3.0], [4.0, 0.0, 5.0]]))
    some = only_rows(matrix, np.array([True, False, True]))
    assert some.toarray().tolist() == [[1.0, 2.0, 0.0], [0.0, 0.0, 0.0], [4.0, 0.0, 5.0]]
    assert some.nnz == 4
