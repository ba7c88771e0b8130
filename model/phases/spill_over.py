"""Phase 14. What firms can see of others: knowledge, example, better practice, decaying with distance."""

from __future__ import annotations

import numpy as np

from model.quality_control import keep_marks


def spill_over(province) -> None:
    """Write what is in reach of each town and industry: spill, firms_of_trade, what is near; brands."""
    f, anchor, p, quarter = province.firm, province.anchor, province.parameters.spill, province.quarter
    number, sales, quality, *others = province.many_by_cell(
        np.ones(len(f)),
        f.sales,
        f.sales * f.quality,
        f.knowledge,
        f.process,
        f.process * f.process,
        f.automated,
        f.digital,
        (f.patents_invention + f.patents_other >= 1.0).astype(float),
    )
    sums = dict(zip(("knowledge", "process", "square", "automated", "digital", "patented"), others, strict=True))
    everywhere = province.surroundings.by_town("firms in reach", quarter, number)
    there = {name: province.surroundings.by_town(f"{name} in reach", quarter, value) for name, value in sums.items()}
    near = {name: anchor.near @ there[name] for name in ("knowledge", "automated", "digital", "patented")}
    weight = anchor.near @ everywhere
    safe = np.maximum(weight, 1e-9)
    known = weight > 1e-9
    anchor.firms_of_trade = everywhere
    anchor.process_of_trade, anchor.process_spread = mean_and_spread(everywhere, there["process"], there["square"])
    # more firms of the trade within reach, more to learn from: logarithmic, 1 for the usual number of 2011
    crowd = np.log1p(weight) / np.maximum(anchor.usual_crowd, 1e-9)
    anchor.spill = np.where(known, near["knowledge"] / safe, 1.0) * np.minimum(crowd, p.most_crowd)
    anchor.automated_near = np.where(known, near["automated"] / safe, 0.0)
    anchor.digital_near = np.where(known, near["digital"] / safe, 0.0)
    anchor.patented_near = np.where(known, near["patented"] / safe, 0.0)
    speciality = np.arange(len(number)), province.town.speciality
    build_town_brands(province, sales[speciality], quality[speciality])
    keep_marks(province)


def mean_and_spread(number, total, square) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation (the values' unit) from sums of ones, values and their squares; zero of none."""
    safe = np.maximum(number, 1e-9)
    mean = np.where(number > 1e-9, total / safe, 0.0)
    return mean, np.sqrt(np.maximum(np.where(number > 1e-9, square / safe, 0.0) - mean * mean, 0.0))


def build_town_brands(province, sales: np.ndarray, sales_times_quality: np.ndarray) -> None:
    """The public brand of a speciality follows the quality of what its firms sell (wan yuan by town), slowly (log)."""
    town, p = province.town, province.parameters.spill
    quality = np.where(sales > 0, sales_times_quality / np.maximum(sales, 1e-9), 0.0)
    town.brand += p.brand_speed / 4 * (p.brand_weight * quality - town.brand)
