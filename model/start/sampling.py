"""A part of the firms that stands for all: the large ones as they are, the others by systematic sample with weights.

Within a town the sample runs through the firms in the order of R&D, size class, industry and staff, so that every kind
is met in proportion and kinds too small for a row of their own are merged with their neighbours.
"""

from __future__ import annotations

import numpy as np

from model.columns import Columns
from model.given import Given
from model.start.rake import ratio

MONEY = (
    "sales",
    "expected_sales",
    "capital",
    "cash",
    "payables",
    "receivables",
    "payables_outside",
    "receivables_outside",
)
DEBTS = ("debt_bank", "debt_guaranteed", "debt_circle", "debt_micro", "debt_informal", "equity_venture")
RESEARCH = ("research", "research_reported", "planned_research")
PATENTS = (
    "grants_invention",
    "grants_other",
    "patents_invention",
    "patents_other",
    "pending_invention",
    "pending_utility",
    "pending_design",
)
STAFF = ("staff_production", "staff_technician", "staff_research")


def sampled(
    table: Columns, given: Given, share: float, rng: np.random.Generator, whole: tuple[int, ...] = ()
) -> Columns:
    """The table with about `share` of its small firms, weighted; totals of towns and industries stay. Towns in `whole`
    (indices) keep every firm."""
    if share >= 1:
        return table
    if not 0 < share < 1:
        raise ValueError(f"a sample is a share between 0 and 1, found {share}")
    staff = table.staff_production + table.staff_technician + table.staff_research
    certain = (staff >= 300) | ((table.research > 0) & (staff >= 100)) | np.isin(table.town, whole)
    keep, weight = _systematic(table, staff, certain, share, rng)
    towns, kinds = len(given.towns["city"]), len(given.industries["id"])
    group = given.towns["designated"]
    town, industry = table.town.astype(int), table.industry.astype(int)
    before = {name: getattr(table, name).astype(float) for name in (*STAFF, *MONEY, *DEBTS, *RESEARCH, *PATENTS)}
    before["staff"] = staff
    totals = {
        n: (np.bincount(town, v, towns), np.bincount(industry, v, kinds), np.bincount(group[town], v, 2))
        for n, v in before.items()
    }

    small = table.copy()
    small.keep(keep)
    small.weight = weight[keep]
    loose = ~certain[keep]
    place = (small.town.astype(int), small.industry.astype(int))
    part = group[place[0]]

    sales = _fit(small.sales, small.weight, loose, place, totals["sales"])
    for name in (*MONEY, *DEBTS):
        setattr(small, name, getattr(small, name) * sales)
    for names in (RESEARCH, ("staff_research",), *((name,) for name in (*MONEY[2:], *DEBTS, *PATENTS))):
        factor = _one_factor(getattr(small, names[0]), small.weight, loose, part, totals[names[0]][2])
        for name in names:
            setattr(small, name, getattr(small, name) * factor)
    small.capital_ratio = small.capital / small.sales
    small.research_ratio = small.research / small.sales
    others = small.staff_production + small.staff_technician
    left = tuple(totals["staff_production"][k] + totals["staff_technician"][k] for k in (0, 1))
    factor = _fit(others, small.weight, loose, place, left)
    factor = np.maximum(factor, np.where(loose, (1 - small.staff_research) / np.maximum(others, 1e-9), 1))
    small.staff_production = small.staff_production * factor
    small.staff_technician = small.staff_technician * factor
    return small


def _systematic(
    table: Columns, staff: np.ndarray, certain: np.ndarray, share: float, rng: np.random.Generator
) -> tuple:
    """Which rows are kept (bool) and how many firms each kept one stands for."""
    keep, weight = certain.copy(), np.ones(len(staff))
    others = np.flatnonzero(~certain)
    keys = (
        staff[others],
        table.industry[others],
        table.size_class[others],
        table.research[others] > 0,
        table.town[others],
    )
    others = others[np.lexsort(keys)]
    towns, first, count = np.unique(table.town[others], return_index=True, return_counts=True)
    start = rng.random(len(towns))
    for begin, number, offset in zip(first, count, start, strict=True):
        chosen = max(round(number * share), 1)
        rows = others[begin + np.floor((np.arange(chosen) + offset) * number / chosen).astype(int)]
        keep[rows] = True
        weight[rows] = number / chosen
    return keep, weight


def _fit(values: np.ndarray, weight: np.ndarray, loose: np.ndarray, place: tuple, totals: tuple) -> np.ndarray:
    """Factor by row, 1 for the certain ones, that brings weighted values to the totals of towns and industries."""
    mass = values * weight
    factor = np.ones(len(values))
    free = [totals[k] - np.bincount(place[k][~loose], mass[~loose], len(totals[k])) for k in (0, 1)]
    for _ in range(60):
        for k in (1, 0):
            now = np.bincount(place[k][loose], (mass * factor)[loose], len(totals[k]))
            step = ratio(np.maximum(free[k], 0), now)[place[k]]
            factor = np.where(loose, np.clip(factor * step, 0.1, 10.0), 1.0)
    return factor


def _one_factor(
    values: np.ndarray, weight: np.ndarray, loose: np.ndarray, part: np.ndarray, totals: np.ndarray
) -> np.ndarray:
    """Factor by row that brings weighted values to the totals of designated and candidate towns."""
    factor = np.ones(len(values))
    mass = values * weight
    for group in (0, 1):
        rows = (part == group) & loose
        held = mass[(part == group) & ~loose].sum()
        if mass[rows].sum() > 0 and totals[group] > held:
            factor[rows] = (totals[group] - held) / mass[rows].sum()
        elif mass[part == group].sum() > 0:
            factor[part == group] = totals[group] / mass[part == group].sum()
    return factor
