"""Staff and sales of every firm: the assumed numbers of firms and jobs by size class, placed where the output is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np
from scipy.optimize import brentq

from model.start.rake import ratio, whole

CLASSES = ("below_20", "20_299", "300_999", "1000_more")
LOWER = (1.0, 20.0, 300.0, 1000.0)


def power_quantiles(count: int, low: float, high: float, exponent: float) -> np.ndarray:
    """Evenly likely values (persons) of a power law with this cumulative exponent between two bounds."""
    u = (np.arange(count) + 0.5) / count
    if abs(exponent) < 1e-9:
        return low * (high / low) ** u
    return (low**-exponent - u * (low**-exponent - high**-exponent)) ** (-1 / exponent)


def class_sizes(count: int, low: float, high: float, jobs: float) -> np.ndarray:
    """Staff (persons) of `count` firms of a class, ascending, adding up to `jobs` as near as its bounds allow."""
    if count == 0:
        return np.empty(0)

    def miss(exponent):
        return power_quantiles(count, low, high, exponent).sum() - jobs

    lowest, highest = -8.0, 8.0
    if miss(lowest) < 0 or miss(highest) > 0:
        return power_quantiles(count, low, high, lowest if miss(lowest) < 0 else highest)
    exponent = cast(float, brentq(miss, lowest, highest, xtol=1e-10))  # SciPy declares no type
    return power_quantiles(count, low, high, exponent)


def size_levels(a: Mapping[str, float], count: int, large: float = 1.0) -> np.ndarray:
    """Staff (persons) of `count` firms, ascending: the classes of the designated towns, `large` times as many above
    20 staff (by the root of it for the class of 20 to 299), with each class's mean staff."""
    numbers = np.array([a[f"firms.{c}"] for c in CLASSES])
    means = np.array([a[f"firms.jobs_{c}"] for c in CLASSES]) / np.maximum(numbers, 1)
    shares = numbers / numbers.sum() * np.array([1.0, large**0.5, large, large])
    shares[0] = 1 - shares[1:].sum()
    counts = whole(shares, count)
    upper = (20.0 - 1e-6, 300.0 - 1e-6, 1000.0 - 1e-6, a["firms.largest"] * (1.0 if large >= 1 else large**0.5))
    parts = [class_sizes(int(n), lo, hi, n * m) for n, lo, hi, m in zip(counts, LOWER, upper, means, strict=True)]
    return np.concatenate(parts)


def revenue_per_worker(a: Mapping[str, float], staff: np.ndarray) -> np.ndarray:
    """Wan yuan a year by staff: the lower level for workshops, the higher for firms well above the 20 m line."""
    below, above = a["firms.revenue_per_worker_below"], a["firms.revenue_per_worker_above"]
    step = 1 / (1 + (a["firms.size_revenue_middle"] / np.maximum(staff, 1)) ** 2)
    return below * 0.75 + (above * 1.03 - below * 0.75) * step


def spread(a: Mapping[str, float], staff: np.ndarray) -> np.ndarray:
    """How far revenue per worker differs between firms of a size (ratio): less among workshops."""
    low = a["firms.workshop_spread"]
    return low + (1 - low) / (1 + (a["firms.size_revenue_middle"] / np.maximum(staff, 1)) ** 2)


def staff_that_can_be_paid(
    staff: np.ndarray, sales: np.ndarray, least: np.ndarray, fixed: np.ndarray, jobs: float, largest: float
) -> np.ndarray:
    """Staff (persons) adding up to `jobs`, with at least `least` (wan yuan a year) of sales a head and nobody larger
    than `largest`; `fixed` firms keep theirs. The jobs that one firm cannot pay go to those that can."""
    most = np.clip(sales / least, 1.0, largest)
    found = np.where(fixed, staff, np.minimum(staff, most))
    for _ in range(25):
        lack = jobs - found.sum()
        room = np.where(fixed, 0, np.minimum(found * 1.5, most) - found) if lack > 0 else np.where(fixed, 0, found - 1)
        if abs(lack) < 1e-6 * jobs or room.sum() <= 0:
            break
        found += np.sign(lack) * room * min(1.0, abs(lack) / room.sum())
    return np.maximum(found, 1.0)


def staff_and_sales(
    a: Mapping[str, float],
    levels: np.ndarray,
    cell: np.ndarray,
    output: np.ndarray,
    productivity: np.ndarray,
    rng: np.random.Generator,
    rounds: int = 14,
) -> tuple[np.ndarray, np.ndarray]:
    """Staff (persons) and sales (wan yuan a year) of firms, `cell` giving each firm's town and industry.

    Every firm has a pull on size of its own and one of its cell. The cell's pull is moved until the sales of its firms
    come near its output; what is left is taken up by sales, and a part by staff.
    """
    size = len(output)
    count = np.bincount(cell, minlength=size)
    own = a["firms.within_cell_log_sd"] * rng.standard_normal(len(cell))
    pull = np.log(np.maximum(output, 1e-9) / np.maximum(count, 1))
    staff = np.empty(len(cell))
    best, gap_best = None, np.inf
    for step in range(rounds):
        order = np.argsort(pull[cell] + own, kind="stable")
        staff[order] = levels
        sales = staff * revenue_per_worker(a, staff) * productivity ** spread(a, staff)
        made = np.bincount(cell, sales, size)
        lack = np.log(ratio(output * made.sum() / output.sum(), made).clip(1e-3, 1e3))
        gap = float(np.abs(lack) @ output)
        if gap < gap_best:
            best, gap_best = (staff.copy(), sales, lack), gap
        pull += np.clip((0.6 if step < 6 else 0.3) * lack, -0.7, 0.7)
    assert best is not None  # there is a round, and its gap is a number
    staff, sales, lack = best
    factor = np.exp(lack)[cell]
    total = staff.sum()
    staff = np.maximum(staff * factor**0.4, 1.0)
    staff = np.maximum(staff * total / staff.sum(), 1.0)
    return staff, sales * ratio(output, np.bincount(cell, sales, size))[cell]
