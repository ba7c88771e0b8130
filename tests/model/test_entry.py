"""Firms that begin: they resemble the small firms of their place, and no oddity among these grows from one to the
next."""

from types import SimpleNamespace

import numpy as np
import pytest

from model.demography.opening import firms_a_row, open_firms, size_of_it, small_weight
from model.phases.set_terms import set_terms
from model.province import Province
from scenarios.policy import load


def after_births(change, quarters: int = 4):
    """Firms begun within some quarters of a small world in which something was changed, and the province."""
    province = Province(load("baseline"), world="small")
    change(province)
    before = set(province.firm.uid.tolist())
    for _ in range(quarters):
        province.step()
    f = province.firm
    return province, np.flatnonzero(~np.isin(f.uid, list(before)))


def test_parents_with_very_many_machines_are_not_followed_by_ever_more_of_the_kind() -> None:
    def change(province) -> None:
        f = province.firm
        f.capital[f.size_class <= 1] *= np.where(f.uid[f.size_class <= 1] % 20 == 0, 1e5, 1.0)

    province, new = after_births(change)
    f = province.firm
    assert len(new) > 10
    usual = province.anchor.usual_machines[f.town[new], f.industry[new]]
    assert np.all(f.capital_ratio[new] < 20.0 * usual)


def test_who_needs_less_than_one_hand_begins_with_one_and_not_larger_than_its_parents() -> None:
    def change(province) -> None:
        province.anchor.usual_base += 4.0  # one hand makes what a hundred and more did

    province, new = after_births(change, quarters=1)
    f = province.firm
    small = ~np.isin(np.arange(len(f)), new) & (f.size_class <= 1)
    assert len(new) > 3
    assert np.all(f.staff_production[new] >= 1.0 - 1e-9)
    parents = np.bincount(f.cell[small], weights=f.sales[small], minlength=f.cell.max() + 1)
    number = np.bincount(f.cell[small], minlength=f.cell.max() + 1)
    spread = np.exp(4.0 * province.parameters.demography.entrant_spread)
    assert np.all(f.expected_sales[new] * f.price[new] < spread * (parents / np.maximum(number, 1))[f.cell[new]])


def test_nobody_begins_larger_than_a_small_firm_nor_a_project_larger_than_a_medium_one_whatever_the_luck() -> None:
    """Parents with 200 hands: customers, machines and sales of 5,000 start-ups are cut at 300 over 200 times theirs,
    those of projects ten times as large at 1,000 over 200."""
    province = Province(load("baseline"), world="small")
    uid = np.arange(5000, dtype=np.int64)
    for larger, most in ((1.0, 300 / 200), (10.0, 1000 / 200)):
        new = SimpleNamespace(
            customers=np.full(5000, 7.0), capital=np.full(5000, 8.0), sales=np.full(5000, 9.0), price=1.0
        )
        size_of_it(new, np.full(5000, 200.0), larger, province.parameters.demography, province.draws, 0, uid)
        size = new.sales / 9.0
        assert size.max() == pytest.approx(most) and (size < 0.99 * most).mean() > 0.2
        assert np.allclose(new.customers / 7.0, size) and np.allclose(new.capital / 8.0, size)


def test_a_new_row_of_a_sample_stands_for_no_more_firms_than_there_are_small_ones() -> None:
    province = Province(load("baseline"), world="guangdong", sample=0.02)
    places = len(province.town) * province.industry_count
    number = np.zeros(places)
    number[:3] = 3.0, 1e6, 0.0
    unit = firms_a_row(province, number)
    assert unit[:3].tolist() == [3.0, 50.0, 1.0]
    small, before = small_weight(province.firm), province.firm.cell
    there = np.bincount(before, weights=small, minlength=places)
    known = set(province.firm.uid.tolist())
    province.ledger.open(province.quarter, province.positions())
    set_terms(province)
    open_firms(province)
    f = province.firm
    new = np.flatnonzero(~np.isin(f.uid, list(known)))
    assert len(new) > 100 and np.all(f.weight[new] <= np.maximum(there[f.cell[new]], 1.0) + 1e-9)
    assert np.any(f.weight[new] < 50.0)
