"""Firms that begin: they resemble the small firms of their place, and no oddity among these grows from one to the
next."""

import numpy as np

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
