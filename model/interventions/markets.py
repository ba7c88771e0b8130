"""Customers: orders from abroad, a shop online."""

from __future__ import annotations

import numpy as np

from model.interventions.declared import Amount, Intervention, Treatment
from model.programmes.memberships import is_member, join
from model.selling.online import CLUB, online_gain


def place_orders(province, rows: np.ndarray, treatment: Treatment) -> None:
    """Customers abroad come to each firm (weight): so many more than it has, all of them abroad, where they are then
    lacking to others of the trade."""
    f, more = province.firm, treatment.number("share")
    f.customers[rows] *= 1.0 + more
    f.export_mix[rows] = ((f.export_mix[rows] + more) / (1.0 + more)).astype(f.export_mix.dtype)
    f.processing_mix[rows] = (f.processing_mix[rows] / (1.0 + more)).astype(f.processing_mix.dtype)


def open_shop(province, rows: np.ndarray, treatment: Treatment) -> None:
    """Firms begin to sell online: customers of rivals who do not, for the fee; they leave when it does not pay."""
    f, p = province.firm, province.parameters.reach
    rows = rows[~is_member(province, CLUB)[rows]]
    there = province.by_industry(f.customers * is_member(province, CLUB)) / np.maximum(province.anchor.customers, 1e-12)
    gain = online_gain(p.online_reach, np.minimum(there, 1.0))[f.industry[rows]]
    f.customers[rows] *= 1.0 + gain
    join(province, CLUB, rows, gain)


INTERVENTIONS = (
    Intervention(
        "orders", ("orders from abroad", "海外订单"), "customers abroad are brought to each firm, once",
        (("produce", place_orders),),
        {"share": Amount("share of customers", 0.2, 0.0, 2.0, "customers brought, over those a firm has")},
        once=True, pays=("world",),
    ),
    Intervention(
        "online_shop", ("a shop online", "网店"), "firms begin to sell online, and pay for it as others do",
        (("produce", open_shop),), once=True, pays=("firms",),
    ),
)  # fmt: skip
