"""Series by quarter that the economy takes from outside, made of yearly data without seasons or jumps.

Until the end of 2011 they stand at the level of 2011; nothing here comes from how towns fared.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from scenarios.table_files import Table

FIRST, START, LAST = 2006 * 4, 2012 * 4, 2018 * 4 + 3  # quarters; the first is long enough for any burn-in
YEARS = range(2012, 2019)
# rates and ceilings by law, each a series of its own that moves in steps; minimum wages have one value a class of city
LAW = (
    "super_deduction",
    "super_deduction_small_tech",
    "cit_rate",
    "cit_rate_high_tech",
    "small_profit_rate",
    "small_profit_ceiling",
    "vat_rate",
)


def yearly(table: Table, name: str) -> dict[int, float]:
    """Value by year of a series."""
    return {int(y): float(v) for i, y, v in zip(table["id"], table["year"], table["value"], strict=True) if i == name}


def smooth_path(means: np.ndarray) -> np.ndarray:
    """Quarters with given yearly means (any unit), starting from 1 and bending as little as possible."""
    years, n = len(means), 4 * len(means)
    bend = np.zeros((n, n + 2))  # second differences, the two quarters before the first being 1
    for k in range(n):
        bend[k, k : k + 3] = (1.0, -2.0, 1.0)
    free, fixed = bend[:, 2:], bend[:, :2].sum(axis=1)
    sums = np.kron(np.eye(years), np.full(4, 0.25))
    system = np.block([[2 * free.T @ free, sums.T], [sums, np.zeros((years, years))]])
    right = np.concatenate([-2 * free.T @ fixed, means])
    return np.linalg.solve(system, right)[:n]


def from_growth(percent: npt.ArrayLike) -> np.ndarray:
    """Index by quarter (2011 = 1), from growth of yearly means in per cent, shape (years,) or (years, k)."""
    means = np.cumprod(1 + np.asarray(percent, float) / 100, axis=0)
    flat = means.reshape(len(means), -1)
    path = np.column_stack([smooth_path(column) for column in flat.T]).reshape((-1, *means.shape[1:]))
    return np.concatenate([np.ones((START - FIRST, *means.shape[1:])), path])


def from_year_ends(levels: Mapping[int, float]) -> np.ndarray:
    """Level by quarter, straight between the ends of years; that of 2011 before."""
    quarters = np.arange(FIRST, LAST + 1)
    ends = np.array(sorted(y for y in levels if y >= 2011))
    return np.interp(quarters, ends * 4 + 3, [levels[y] for y in ends])


def steps(table: Table, name: str) -> np.ndarray:
    """Law by quarter: the value in force; that of the end of 2011 before 2012."""
    dated = sorted((q, v) for i, q, v in zip(table["id"], table["quarter"], table["value"], strict=True) if i == name)
    values = np.empty(LAST + 1 - FIRST)
    for quarter in range(FIRST, LAST + 1):
        values[quarter - FIRST] = [v for q, v in dated if q <= max(quarter, START - 1)][-1]
    return values


def demand_growth(industries: Table, exports: Mapping[int, float], processing: float) -> tuple[np.ndarray, ...]:
    """Growth of demand a year in per cent, (years, industries), for the domestic, export and processing segments.

    An industry's total is given. Its exports grow as the province's do, more or less by as much as the industry
    differs from all; processing grows by less; the domestic segment takes what makes the total right.
    """
    total = np.array(
        [industries["demand_growth_2012_14"]] * 3
        + [industries["demand_growth_2015_16"]] * 2
        + [industries["demand_growth_2017_18"]] * 2
    )
    share = np.nan_to_num(industries["output_share"])
    mean = total @ share / share.sum()
    export = np.array([exports[y] for y in YEARS])[:, None] + total - mean[:, None]
    process = export + processing
    abroad, sent = industries["export_share"], industries["processing_share"]
    weight = np.array([1 - abroad, abroad * (1 - sent), abroad * sent])
    domestic = np.empty_like(total)
    levels = weight.copy()
    for year in range(len(total)):
        grown = levels.sum(axis=0) * (1 + total[year] / 100)
        levels[1] *= 1 + export[year] / 100
        levels[2] *= 1 + process[year] / 100
        rest = grown - levels[1] - levels[2]
        domestic[year] = 100 * (rest / levels[0] - 1)
        levels[0] = rest
    return domestic, export, process


def outside_series(series: Table, prices: Table, law: Table, industries: Table, a: Mapping[str, float]) -> dict:
    """Every outside series by name, quarters FIRST to LAST."""
    kinds = len(industries["id"])

    def growth(name):
        return np.array([yearly(series, name)[y] for y in YEARS])

    domestic, export, process = demand_growth(
        industries, yearly(series, "gd_exports_growth"), a["outside.processing_growth"]
    )
    producer = yearly(prices, "gd_producer_prices")
    price = np.array([producer.get(y, 0.0) for y in YEARS])
    cpi = from_growth(growth("gd_cpi"))
    manufactures = from_growth(price)
    goods = np.isfinite(industries["output_share"])
    gdp = yearly(series, "gd_gdp")
    wage = np.array(
        [a["labour.wage_growth_2012_13"]] * 2
        + [a["labour.wage_growth_2014_15"]] * 2
        + [a["labour.wage_growth_2016_17"]] * 3
    )
    wages = from_growth(wage)
    since = np.maximum(np.arange(FIRST, LAST + 1) - (START - 1), 0) / 4
    found = {
        "demand_domestic": from_growth(domestic),
        "demand_export": from_growth(export),
        "demand_processing": from_growth(process),
        "price_outside": np.where(goods, manufactures[:, None], cpi[:, None]),
        "price_inputs": from_growth(growth("cn_ppi")),
        "cpi": cpi,
        "gdp_rest": from_growth([100 * (gdp[y] / gdp[y - 1] - 1) for y in YEARS]),
        "population_province": from_year_ends({y: v * 1e4 for y, v in yearly(series, "gd_population").items()}),
        "lending_rate": from_year_ends(
            {y: v / 100 for y, v in yearly(series, "pboc_lending_rate_1y_year_end").items()}
        ),
        "bank_quota": np.ones(len(since)),  # what head offices allow is a parameter; shocks and own series move it
        # machines on offer lead those in use by what growth over renewal has built up; before the start nothing moves
        "frontier": np.where(
            since > 0, a["outside.frontier_gap"] + np.log1p(a["outside.frontier_growth"] / 100) * since, 0.0
        ),
        "research_norm": (1 + a["outside.research_norm_growth"] / 100) ** since,
        "machine_price": (1 + a["outside.machine_price_growth"] / 100) ** since,
        "minimum_wage": np.column_stack([steps(law, f"minimum_wage_{k}") for k in (1, 2, 3, 4)]) * 3 / 1e4,
    }
    for skill in ("production", "technician", "research"):
        found[f"wage_outside_{skill}"] = a[f"labour.wage_{skill}"] / 4 * wages
    for name in LAW:
        found[name] = steps(law, name)
    assert all(len(v) == LAST + 1 - FIRST for v in found.values()) and kinds == len(goods)
    return found


UNITS = {
    "demand_domestic": "index, 2011 = 1, nominal",
    "demand_export": "index, 2011 = 1, nominal",
    "demand_processing": "index, 2011 = 1, nominal",
    "price_outside": "index, 2011 = 1",
    "price_inputs": "index, 2011 = 1",
    "cpi": "index, 2011 = 1",
    "gdp_rest": "index, 2011 = 1, nominal",
    "population_province": "persons",
    "lending_rate": "share a year",
    "bank_quota": "index, 2011 = 1",
    "frontier": "log, 2011 = 0",
    "research_norm": "index, 2011 = 1",
    "machine_price": "index, 2011 = 1, current prices",
    "minimum_wage": "wan yuan a quarter, by class",
    "wage_outside_production": "wan yuan a quarter",
    "wage_outside_technician": "wan yuan a quarter",
    "wage_outside_research": "wan yuan a quarter",
    "super_deduction": "share of R&D",
    "super_deduction_small_tech": "share of R&D",
    "cit_rate": "share of profit",
    "cit_rate_high_tech": "share of profit",
    "small_profit_rate": "share of profit",
    "small_profit_ceiling": "wan yuan a year",
    "vat_rate": "share of value added",
}
