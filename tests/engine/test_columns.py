"""Columns: what the phases rely on when rows are written, added and removed."""

import copy
import pickle
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.columns import Columns
from model.fields import FIRM, TABLES, Field

FIELDS = (
    Field("uid", "int64", "-", "identity", "test"),
    Field("cash", "float64", "wan yuan", "deposits", "test"),
    Field("town", "int16", "index", "town", "test", -1),
    Field("weight", "float32", "firms", "firms it stands for", "test", 1),
)


def table(rows=4):
    columns = Columns(FIELDS, rows)
    columns.cash = np.arange(rows) * 10.0
    return columns


def test_a_new_table_holds_the_declared_defaults_in_the_declared_types():
    columns = Columns(FIRM, 3)
    for field in FIRM:
        values = getattr(columns, field.name)
        assert values.dtype == field.dtype
        if field.name != "uid":
            assert (values == np.asarray(field.default, field.dtype)).all(), field.name
    assert columns.uid.tolist() == [0, 1, 2]
    assert len(columns) == columns.n == 3


@pytest.mark.parametrize("name", TABLES)
def test_every_declared_table_can_be_built(name):
    assert list(Columns(TABLES[name], 2).frame()) == [field.name for field in TABLES[name]]


def test_assignment_writes_into_the_column_and_casts():
    columns = table()
    before = columns.town
    columns.town = [1.0, 2.0, 3.0, 4.0]
    assert columns.town is before
    assert before.tolist() == [1, 2, 3, 4]
    columns.cash = 7
    columns.cash += 1
    columns.cash[0] = 0.5
    assert columns.cash.tolist() == [0.5, 8.0, 8.0, 8.0]


@pytest.mark.parametrize("values", [[1.0], [1.0, 2.0, 3.0], np.zeros((4, 1)), np.zeros((1, 4)), []])
def test_a_column_of_the_wrong_length_is_refused_and_nothing_is_written(values):
    columns = table()
    with pytest.raises(ValueError, match="cash needs one value or 4"):
        columns.cash = values
    assert columns.cash.tolist() == [0.0, 10.0, 20.0, 30.0]


def test_an_unknown_name_is_refused_with_the_nearest():
    columns = table()
    for attempt in (
        lambda: columns.cahs,
        lambda: setattr(columns, "cahs", 1),
        lambda: columns.append(1, cahs=1),
        lambda: columns.column("cahs"),
        lambda: columns.frame(["cahs"]),
    ):
        with pytest.raises(AttributeError, match="'cahs'; the nearest is 'cash'"):
            attempt()
    with pytest.raises(AttributeError):
        columns.n = 7
    assert len(columns) == 4


def test_a_field_cannot_take_a_word_of_the_table_or_come_twice():
    with pytest.raises(ValueError, match="'keep'"):
        Columns((Field("keep", "int8", "-", "", ""),))
    with pytest.raises(ValueError, match="'n'"):
        Columns((Field("n", "int8", "-", "", ""),))
    with pytest.raises(ValueError, match="twice"):
        Columns(FIELDS + FIELDS[1:2])


def test_new_rows_get_their_values_the_defaults_and_uids_never_used():
    columns = table()
    columns.keep(np.array([True, True, True, False]))
    where = columns.append(2, cash=[5.0, 6.0], town=3)
    assert where == slice(3, 5)
    assert columns.cash[where].tolist() == [5.0, 6.0]
    assert columns.town.tolist() == [-1, -1, -1, 3, 3]
    assert columns.weight[where].tolist() == [1.0, 1.0]
    assert columns.uid.tolist() == [0, 1, 2, 4, 5]  # 3 has closed and stays closed


def test_a_failed_append_leaves_the_table_as_it_was():
    columns = table()
    for wrong in ({"cash": [1.0]}, {"uid": [3, 4]}, {"uid": [9, 9]}):
        with pytest.raises(ValueError):
            columns.append(2, **wrong)
    assert len(columns) == 4
    assert columns.uid.tolist() == [0, 1, 2, 3]


def test_uids_cannot_be_written_out_of_order():
    columns = table()
    columns.uid = [2, 5, 7, 11]
    with pytest.raises(ValueError, match="increase"):
        columns.uid = [2, 7, 5, 11]
    assert columns.append(1) == slice(4, 5)
    assert columns.uid.tolist() == [2, 5, 7, 11, 12]


def test_a_mask_that_is_not_one_boolean_a_row_is_refused():
    columns = table()
    for wrong in ([1, 1, 0, 1], [True, False], np.array([0, 2])):
        with pytest.raises(ValueError, match="keep needs 4 booleans"):
            columns.keep(wrong)
    assert len(columns) == 4


def test_rows_are_found_by_uid_and_the_gone_are_minus_one():
    columns = Columns(FIELDS, 4)
    columns.uid = [10, 20, 30, 40]
    columns.keep(np.array([True, False, True, True]))
    assert columns.rows_of([40, 10, 20, 99, 0, 30]).tolist() == [2, 0, -1, -1, -1, 1]
    assert columns.rows_of(30) == 1
    columns.keep(np.zeros(3, bool))
    assert columns.rows_of([10, 40]).tolist() == [-1, -1]


def test_growth_is_modest_and_rare():
    columns = Columns(FIELDS, 10_000)
    exact = columns.nbytes
    columns.append(1)
    assert columns.nbytes <= exact * 1.11
    held = columns.cash.base
    columns.append(500)
    assert columns.cash.base is held  # within the spare room nothing is copied


def test_room_made_beforehand_is_used_by_the_first_rows_added():
    columns = pickle.loads(pickle.dumps(table(1000)))
    uids, version = columns.uid.copy(), columns.version
    columns.make_room()
    assert columns.version > version  # rows looked up before are looked up again
    assert np.array_equal(columns.uid, uids)
    held = columns.cash.base
    columns.make_room()
    columns.append(50)
    assert columns.cash.base is held


def test_a_walk_gets_the_live_columns_it_names():
    class Purse(NamedTuple):
        town: np.ndarray
        cash: np.ndarray

    columns = table(2)
    purse = columns.columns(Purse)
    purse.cash[1] = 7.0
    assert columns.cash.tolist() == [0.0, 7.0]
    assert purse.town is columns.town


def test_a_copy_and_a_pickle_are_equal_and_apart():
    columns = table()
    columns.keep(np.array([True, True, True, False]))
    for twin in (columns.copy(), copy.deepcopy(columns), pickle.loads(pickle.dumps(columns))):
        for name in columns.fields:
            assert np.array_equal(getattr(twin, name), getattr(columns, name))
            assert not np.shares_memory(getattr(twin, name), getattr(columns, name))
        twin.append(1, cash=99.0)
        twin.cash[0] = 98.0
        assert twin.uid[-1] == 4  # the twin too knows that 3 was used
    assert columns.cash.tolist() == [0.0, 10.0, 20.0]


def test_a_frame_holds_copies():
    columns = table()
    frame = columns.frame(["town", "cash"])
    assert list(frame) == ["town", "cash"]
    frame["cash"][0] = 99.0
    assert columns.cash[0] == 0.0


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.integers(0, 40)),
        st.tuples(st.just("keep"), st.integers(0, 2**30)),
        st.tuples(st.just("write"), st.integers(-100, 100)),
    ),
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_whatever_enters_leaves_and_is_written_the_table_agrees_with_a_plain_list(steps):
    columns, rows, used = Columns(FIELDS, 3), [[uid, 0.0] for uid in range(3)], 3
    for step, number in steps:
        if step == "append":
            cash = np.arange(number) + 0.5
            columns.append(number, cash=cash)
            rows += [[used + i, value] for i, value in enumerate(cash.tolist())]
            used += number
        elif step == "keep":
            mask = np.random.default_rng(number).random(len(rows)) < 0.7
            assert columns.keep(mask) == (~mask).sum()
            rows = [row for row, kept in zip(rows, mask, strict=True) if kept]
        else:
            columns.cash = columns.cash + number
            rows = [[uid, cash + number] for uid, cash in rows]
        assert columns.uid.tolist() == [row[0] for row in rows]
        assert columns.cash.tolist() == [row[1] for row in rows]
        assert columns.rows_of([row[0] for row in rows]).tolist() == list(range(len(rows)))
