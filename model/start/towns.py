"""How large each town is at the end of 2011: output, GDP, firms, residents, area, and output by industry.

Real towns keep their figures. The others take the places that are left in the assumed distributions, ordered by the
wealth of their city and by chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit, ndtri

from model.fields import REGIONS
from model.given import Given
from model.start.rake import rake, ratio, whole, whole_rows

WAN = 1e4  # wan yuan in 1e8 yuan
FARM, SERVICE = 18, 19


@dataclass
class TownFigures:
    """By town, wan yuan a year, persons, firms, km2; `cells` and `firms_in` by town and industry."""

    output: np.ndarray
    gdp: np.ndarray
    firms: np.ndarray
    residents: np.ndarray
    area: np.ndarray
    primary: np.ndarray
    secondary: np.ndarray
    cells: np.ndarray  # sales of simulated firms
    firms_in: np.ndarray
    staff_known: np.ndarray  # persons by town and industry, NaN when unknown


def pay_of_towns(given: Given, jobs: np.ndarray, area: np.ndarray) -> np.ndarray:
    """Pay in each town over the mean of all jobs (ratio): by region, and more where there are more jobs (persons) on a
    km2."""
    a = given.assumptions
    factor = np.array([a[f"labour.wage_{r}"] for r in REGIONS])[given.towns["region"]]
    dense = np.maximum(jobs, 1.0) / np.maximum(area, 1e-9)
    dense = (dense / dense.mean()) ** a["labour.wage_density"]
    return factor * dense * (factor @ jobs) / max((factor * dense) @ jobs, 1e-9)


def sector_shares(given: Given) -> tuple[np.ndarray, np.ndarray]:
    """Primary and secondary sector over GDP (shares) by town, by type."""
    a, kind = given.assumptions, given.towns["type"]
    names = ("industrial", "agricultural", "service")
    primary, secondary = (np.array([a[f"town.{s}_{n}"] for n in names])[kind] for s in ("primary", "secondary"))
    return primary, secondary


def gdp_over_output(given: Given) -> np.ndarray:
    """GDP over gross industrial and agricultural output (ratio) by town, from its type's sectors."""
    a = given.assumptions
    primary, secondary = sector_shares(given)
    farm = given.industries["value_added_ratio"][FARM]
    return 1 / (secondary * (1 - a["town.construction_share"]) / a["output.value_added_industry"] + primary / farm)


def places(levels: np.ndarray, known: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Levels (any unit, one a town) handed out by score, after each known one has taken the place nearest to it."""
    left = sorted(levels)
    for value in sorted(known[np.isfinite(known)], reverse=True):
        left.pop(int(np.argmin(np.abs(np.log(left) - np.log(value)))))
    found = known.copy()
    free = np.flatnonzero(~np.isfinite(known))
    found[free[np.argsort(score[free], kind="stable")]] = left
    return found


def lognormal_levels(count: int, mean_log: float, sd_log: float, largest: float = np.inf) -> np.ndarray:
    """Evenly likely values (the unit of exp(mean_log)) of a log-normal distribution."""
    return np.minimum(np.exp(mean_log + sd_log * ndtri((np.arange(count) + 0.5) / count)), largest)


def town_figures(given: Given, rng: np.random.Generator) -> TownFigures:
    """Sizes of all towns (wan yuan a year, persons, firms) for one draw of the synthetic ones."""
    a, towns, cells_known = given.assumptions, given.towns, given.notes["cells"]
    designated = towns["designated"] == 1
    primary, secondary = sector_shares(given)
    per_output = gdp_over_output(given)
    chance = rng.standard_normal((6, len(designated)))

    output, gdp = _output_and_gdp(given, designated, per_output, chance)
    firms = _firms(given, designated, output, chance[2])
    residents = _residents(given, designated, gdp, chance[3])
    area = towns["area"].copy()
    drawn = a["town.area_log_mean"] * np.exp(a["town.area_log_sd"] * chance[4])
    area = np.where(np.isfinite(area), area, np.maximum(drawn, residents / 6000))

    output, gdp = output * WAN, gdp * WAN
    farm = primary * gdp / given.industries["value_added_ratio"][FARM]
    industrial = np.maximum(output - farm, 0.05 * output)
    cells = _cells(given, industrial, chance[5], rng)
    cells[:, FARM] = farm * a["town.farm_firms"]
    tertiary = (1 - primary - secondary) * gdp
    share = np.where(towns["type"] == 2, a["town.service_firms"], a["town.service_firms_elsewhere"])
    cells[:, SERVICE] = tertiary * share / given.industries["value_added_ratio"][SERVICE]
    cells[:, FARM] *= np.where(towns["type"] == 1, 1.0, 0.3)

    firms_in, cells = _firms_by_industry(given, firms, cells, rng)
    staff = np.full(cells.shape, np.nan)
    staff[cells_known["town"], cells_known["industry"]] = cells_known["staff"]
    return TownFigures(output, gdp, firms, residents, area, primary, secondary, cells, firms_in, staff)


def _output_and_gdp(given: Given, designated: np.ndarray, per_output: np.ndarray, chance: np.ndarray) -> tuple:
    """Output and GDP (1e8 yuan a year) of all towns."""
    a, towns, cities = given.assumptions, given.towns, given.cities
    city, count = towns["city"], np.bincount(towns["city"][designated], minlength=len(cities["id"]))
    mean_gdp = cities["gdp_2011"] * cities["designated_gdp_share"] / np.maximum(count, 1)
    output = np.where(np.isfinite(towns["output_2011"]), towns["output_2011"], towns["gdp_2011"] / per_output)
    own = _known_speciality(given) / a["town.speciality_share"]
    output = np.where(np.isnan(output) & (own > 0), own, output)
    top = a["town.firms_share_most"] / (a["output.value_added_industry"] * (1 + a["town.taxes_products"]))
    output = np.where(np.isfinite(towns["gdp_2011"]), np.minimum(output, towns["gdp_2011"] * top), output)

    score = np.log(np.maximum(mean_gdp[city], 0.1) / per_output) + a["town.within_city_log_sd"] * chance[0]
    score += np.array([0.0, a["town.agricultural_size"], a["town.service_size"]])[towns["type"]]
    some = np.flatnonzero(designated)
    median = np.log(a["town.output_mean"]) - a["town.output_log_sd"] ** 2 / 2
    if np.isnan(output[some]).any():
        levels = lognormal_levels(len(some), median, a["town.output_log_sd"])
        total = mean_gdp * count * a["town.gdp_total"] / (mean_gdp * count).sum()
        output[some] = _by_city(levels, output[some], score[some], city[some], per_output[some], total)
    gdp = np.where(np.isfinite(towns["gdp_2011"]), towns["gdp_2011"], output * per_output * np.exp(0.1 * chance[1]))

    others = ~designated & np.isnan(towns["gdp_2011"])
    spread = a["candidate.gdp_log_sd"]
    gdp[others] = (cities["candidate_gdp"][city] * np.exp(spread * chance[0] - spread**2 / 2))[others]
    fresh = ~designated & np.isnan(output)
    output[fresh] = (gdp / per_output * a["candidate.output_over_gdp"])[fresh]

    free = designated & np.isnan(towns["gdp_2011"])
    if free.any():
        gdp[free] *= (a["town.gdp_total"] - gdp[designated & ~free].sum()) / gdp[free].sum()
    made = np.bincount(city, np.where(designated, gdp, 0), len(count))
    small = np.bincount(city, np.where(others, gdp, 0), len(count))
    room = np.maximum(a["town.city_share_most"] * cities["gdp_2011"] - made, 0.1 * small)
    less = np.minimum(1, room / np.maximum(small, 1e-9))[city]
    return np.where(fresh, output * less, output), np.where(others, gdp * less, gdp)


def _known_speciality(given: Given) -> np.ndarray:
    """What is known of the output of each town's speciality (1e8 yuan); of its second industry if that is all."""
    towns, known = given.towns, given.notes["cells"]
    found = np.zeros(len(towns["city"]))
    for town, industry, output in zip(known["town"], known["industry"], np.nan_to_num(known["output"]), strict=True):
        if industry == towns["speciality"][town] or found[town] == 0:
            found[town] = output
    return found


def _by_city(
    levels: np.ndarray,
    known: np.ndarray,
    score: np.ndarray,
    city: np.ndarray,
    per_output: np.ndarray,
    total: np.ndarray,
) -> np.ndarray:
    """Levels handed out by score, a city's scores moved until its towns' GDP comes near its total (1e8 yuan)."""
    lift = np.zeros(len(total))
    best, gap_best = None, np.inf
    for _ in range(25):
        output = places(levels, known, score + lift[city])
        made = np.bincount(city, output * per_output, len(total))
        lack = np.log(ratio(total * made.sum() / total.sum(), made).clip(0.05, 20))
        gap = float(np.abs(lack) @ total)
        if gap < gap_best:
            best, gap_best = output, gap
        lift += 0.5 * lack
    assert best is not None  # the gap of a round is a number
    return best


def _firms(given: Given, designated: np.ndarray, output: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Number of firms in each town, workshops included."""
    a, towns, cells = given.assumptions, given.towns, given.notes["cells"]
    known = towns["firms"].copy()
    inside = np.bincount(cells["town"], np.nan_to_num(cells["firms"]), len(output))
    firms = np.empty(len(output))
    some = np.flatnonzero(designated)
    score = np.log(output) / a["town.output_log_sd"] * 0.85 + 0.53 * chance
    if np.isnan(known[some]).any():
        levels = lognormal_levels(
            len(some), np.log(a["firms.town_median"]), a["firms.town_log_sd"], a["firms.town_largest"]
        )
        firms[some] = places(levels, known[some], score[some])
    else:
        firms[some] = known[some]
    firms = np.where(designated & np.isnan(known), np.maximum(firms, inside / 0.75), firms)
    firms[~designated] = np.where(np.isnan(known), output**0.8 * np.exp(0.4 * chance), known)[~designated]
    whole_firms = np.empty(len(output), np.int64)
    for group, total in ((designated, a["firms.total"]), (~designated, a["candidate.firms"])):
        held = group & (np.isfinite(known) | (inside > 0))
        free = group & ~held
        whole_firms[held] = np.rint(firms[held])
        if free.any():
            whole_firms[free] = np.maximum(whole(firms[free], int(total - whole_firms[held].sum())), 8)
    return whole_firms


def _residents(given: Given, designated: np.ndarray, gdp: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Residents (persons) of each town."""
    a, known = given.assumptions, given.towns["residents"]
    found = np.empty(len(gdp))
    for group, total in ((designated, a["town.residents_total"]), (~designated, a["candidate.total_residents"])):
        free = group & np.isnan(known)
        found[group] = known[group]
        if free.any():
            spread = a["town.residents_log_sd"]
            levels = lognormal_levels(int(free.sum()), 0.0, spread)
            size = np.log(gdp[free])
            score = 0.85 * size / (float(size.std()) or 1.0) + 0.5 * chance[free]  # one town alone has no spread
            found[free] = places(levels, np.full(int(free.sum()), np.nan), score)
            found[free] *= (total - found[group & ~free].sum()) / found[free].sum()
    return found


def _cells(given: Given, industrial: np.ndarray, chance: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Industrial output (wan yuan a year) by town and industry, adding up to the towns and the industries' shares."""
    a, towns, known = given.assumptions, given.towns, given.notes["cells"]
    base = np.nan_to_num(given.industries["output_share"])
    base = base / base.sum()
    local = given.cities["weights"][towns["city"]]
    local = local / np.maximum(local.sum(axis=1, keepdims=True), 1e-9)
    mix = base * (0.25 + 0.75 * local / base.clip(1e-9).max() * 2) * np.exp(0.5 * rng.standard_normal(local.shape))
    rows = np.arange(len(industrial))
    for column, weight in (("second", 0.35),):
        has = towns[column] >= 0
        mix[rows[has], towns[column][has]] += weight * mix[has].sum(axis=1)
    own = towns["speciality"] < FARM
    middle = logit(a["town.speciality_share"]) + a["town.speciality_pull"]
    share = expit(middle + a["town.speciality_log_sd"] * chance)
    mix[rows[own], towns["speciality"][own]] = 0
    mix *= np.where(own, 1 - share, 1.0)[:, None] / mix.sum(axis=1, keepdims=True)
    mix[rows[own], towns["speciality"][own]] = share[own]

    fixed = np.zeros_like(mix)
    output = np.nan_to_num(known["output"]) * WAN
    fixed[known["town"], known["industry"]] = output
    fixed *= np.minimum(1, 0.9 * industrial * ratio(np.ones(len(industrial)), fixed.sum(axis=1)))[:, None]
    free = np.where(fixed > 0, 0, mix * industrial[:, None])
    wanted = np.maximum(base * industrial.sum() - fixed.sum(axis=0), 0)
    if given.small:
        wanted = free.sum(axis=0)
    return rake(free, industrial - fixed.sum(axis=1), wanted) + fixed


def _firms_by_industry(given: Given, firms: np.ndarray, cells: np.ndarray, rng: np.random.Generator) -> tuple:
    """Firms by town and industry, and the cells again with nothing where there is no firm."""
    known = given.notes["cells"]
    industry = given.industries
    wanted = cells / (industry["firm_size"] * industry["revenue_per_worker"])
    wanted *= ratio(firms.astype(float), wanted.sum(axis=1))[:, None]
    held = np.zeros(cells.shape, bool)
    has = np.isfinite(known["firms"])
    held[known["town"][has], known["industry"][has]] = True
    count = np.zeros(cells.shape)
    count[known["town"][has], known["industry"][has]] = known["firms"][has]
    left = firms - count.sum(axis=1).astype(np.int64)
    free = np.where(held, 0, wanted)
    found = whole_rows(free, np.maximum(left, 0), rng.random(len(firms))) + count.astype(np.int64)
    kept = np.where(found > 0, cells, 0)
    rows = cells.sum(axis=1)
    fixed = np.zeros(cells.shape, bool)
    out = np.isfinite(known["output"])
    fixed[known["town"][out], known["industry"][out]] = True
    fixed[:, FARM:] = True
    held_part = np.where(fixed, kept, 0)
    moving = np.where(fixed, 0, kept)
    columns = np.where(np.arange(cells.shape[1]) < FARM, cells.sum(axis=0), 0) - np.where(
        np.arange(cells.shape[1]) < FARM, held_part.sum(axis=0), 0
    )
    return found, rake(moving, rows - held_part.sum(axis=1), np.maximum(columns, 0)) + held_part
