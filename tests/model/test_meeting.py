"""Whom firms meet and what passes between them, worked out by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from model.innovation.licences import owner_met, pay_licences
from model.innovation.partners import first_come
from model.meeting import members_of, met

KINDS = 2


@pytest.fixture
def firm() -> SimpleNamespace:
    """Five firms of trade 0 in towns 0, 0, 1, 1, 1 and one of trade 1 in town 0; the last stands for three."""
    town, industry = np.array([0, 0, 1, 1, 1, 0]), np.array([0, 0, 0, 0, 0, 1])
    return SimpleNamespace(
        town=town, industry=industry, cell=town * KINDS + industry, weight=np.array([1.0, 1.0, 1.0, 1.0, 3.0, 1.0])
    )


def meets(firm, near, where: float, whom: float, seeker: int = 0) -> tuple[int, int]:
    everybody = members_of(firm.cell, firm.weight, np.arange(6), 4)
    number = everybody.weight.reshape(2, KINDS)
    rows, cells = met(
        firm, np.array([seeker]), everybody, csr_matrix(near), number, np.array([where]), np.array([whom])
    )
    return int(rows[0]), int(cells[0])


def test_members_are_found_by_cell_in_the_order_of_the_table(firm):
    members = members_of(firm.cell, firm.weight, np.arange(6), 4)
    assert members.start.tolist() == [0, 2, 3, 6, 6]
    assert members.rows.tolist() == [0, 1, 5, 2, 3, 4]
    assert members.weight.tolist() == [2.0, 1.0, 5.0, 0.0]


def test_a_place_is_met_in_proportion_to_its_firms_and_its_nearness(firm):
    near = np.array([[1.0, 0.4], [0.4, 1.0]])  # seen from town 0: two firms at home, five at 0.4: half and half
    assert meets(firm, near, 0.49, 0.9) == (1, 0)
    assert meets(firm, near, 0.51, 0.1) == (2, 2)


def test_a_member_is_met_in_proportion_to_what_it_stands_for(firm):
    near = np.array([[0.0, 1.0], [1.0, 0.0]])
    drawn = [meets(firm, near, 0.5, (k + 0.5) / 1000)[0] for k in range(1000)]
    assert [drawn.count(row) for row in (2, 3, 4)] == [200, 200, 600]


def test_nobody_meets_itself_or_another_trade(firm):
    near = np.eye(2)
    assert meets(firm, near, 0.5, 0.1) == (-1, 0)
    assert meets(firm, near, 0.5, 0.5, seeker=5) == (-1, 1)


def test_where_no_town_is_in_reach_nobody_is_looked_for(firm):
    assert meets(firm, np.zeros((2, 2)), 0.5, 0.5) == (-1, -1)


def test_with_all_towns_alike_near_it_does_not_matter_which_is_which(firm):
    swapped = SimpleNamespace(**vars(firm))
    near = np.ones((2, 2))
    before = [meets(firm, near, 0.2, u, seeker=2)[0] for u in (0.1, 0.6)]
    swapped.town = 1 - firm.town
    swapped.cell = swapped.town * KINDS + swapped.industry
    # town 0 is now the larger: the same share of the way through all firms of the trade falls on the other two rows
    after = [meets(swapped, near, 0.8, u, seeker=2)[0] for u in (0.1, 0.6)]
    assert sorted(before) == sorted(after) == [0, 1]


def test_of_pairs_that_share_somebody_only_the_earlier_holds():
    seekers, others = first_come(np.array([1, 2, 5, 3]), np.array([2, 3, 6, 5]))
    assert list(zip(seekers.tolist(), others.tolist(), strict=True)) == [(1, 2), (5, 6)]


def test_a_pair_that_did_not_come_about_stands_in_nobodys_way():
    seekers, others = first_come(np.array([1, 2, 3]), np.array([2, 3, 4]))
    assert list(zip(seekers.tolist(), others.tolist(), strict=True)) == [(1, 2), (3, 4)]


def test_a_partnership_is_of_two_research_firms_and_ends_for_both(small):
    province, seen = small(), 0
    for _ in range(8):
        province.step()
        f = province.firm
        rows = np.flatnonzero(f.partner >= 0)
        other = f.rows_of(f.partner[rows])
        rows, other = rows[other >= 0], other[other >= 0]  # who closed this quarter is missed in the next
        assert f.partner[other].tolist() == f.uid[rows].tolist()
        assert (f.research[rows] > 0).all()
        seen += len(rows)
    assert seen > 0


def test_the_owner_of_a_patent_is_met_in_proportion_to_what_it_stands_for(firm):
    firm.weight[3] = 0.0
    luck = (np.arange(1000) + 0.5) / 1000
    found = owner_met(firm, np.zeros(1000, np.int64), np.array([1, 3, 4]), luck)  # of weights 1, 0, 3
    assert [np.count_nonzero(found == row) for row in (1, 3, 4)] == [250, 0, 750]
    assert owner_met(firm, np.array([5]), np.array([1, 3, 4]), np.array([0.5])).tolist() == [-1]  # nobody of its trade


def test_what_buyers_of_licences_pay_the_licensors_receive():
    firm = SimpleNamespace(weight=np.array([10.0, 1.0, 1.0]), cash=np.array([50.0, 50.0, 0.0]))
    province = SimpleNamespace(firm=FirmLike(firm), memo=SimpleNamespace(fees=np.zeros(3)))
    pay_licences(province, np.array([0, 1]), np.array([2, 2]), np.array([3.0, 5.0]))
    assert firm.cash.tolist() == [47.0, 45.0, 35.0]  # ten firms paid 3 each
    assert float(firm.weight @ firm.cash) == 500.0 + 50.0
    assert province.memo.fees.tolist() == [3.0, 5.0, -35.0]


class FirmLike:
    """Columns with a length."""

    def __init__(self, columns: SimpleNamespace):
        self.__dict__ = columns.__dict__

    def __len__(self) -> int:
        return len(self.weight)
