"""Every firm of the simulated towns at the end of 2011, one to one: all columns but those the anchor sets."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from model.columns import Columns
from model.fields import FIRM, OWNERSHIPS, REGIONS, SIZE_BOUNDS
from model.given import Given
from model.start.rake import ratio, standing
from model.start.research import high_tech, patents, research_doers, research_spending, research_staff
from model.start.sizes import CLASSES, size_levels, staff_and_sales, staff_that_can_be_paid
from model.start.towns import TownFigures, pay_of_towns

FIRST_QUARTER = 2012 * 4
INDIVIDUAL, PRIVATE, OVERSEAS, STATE = (OWNERSHIPS.index(o) for o in ("individual", "private", "overseas", "state"))


def build_firms(given: Given, figures: TownFigures, rng: np.random.Generator) -> Columns:
    """Firms in the order of town and industry; uid is the place in that order, whatever the sample."""
    a, kinds = given.assumptions, len(given.industries["id"])
    cell_all = np.repeat(np.arange(figures.firms_in.size), figures.firms_in.ravel())
    town, industry = (cell_all // kinds).astype(np.int16), (cell_all % kinds).astype(np.int8)
    designated = given.towns["designated"][town] == 1
    n = len(town)

    staff, sales = _sizes(given, figures, cell_all, town, industry, designated, rng)
    size = np.searchsorted(SIZE_BOUNDS, staff, side="right").astype(np.int8)
    sales = sales / 4

    table = Columns(FIRM, n)
    table.town, table.industry, table.size_class, table.sales = town, industry, size, sales
    table.ownership = _ownership(a, staff, size, rng)
    table.cohort = FIRST_QUARTER - 1 - np.floor(4 * _ages(a, staff, rng)).astype(np.int16)
    table.expected_sales = sales
    table.capital = (
        4 * sales * given.industries["capital_over_sales"][industry] * _lognormal(a["firms.capital_log_sd"], n, rng)
    )
    table.capital_ratio = table.capital / sales
    _markets(given, table)

    of_designated, of_candidates = (float(figures.gdp[given.towns["designated"] == d].sum()) for d in (1, 0))
    gdp = of_designated, of_candidates
    doers = research_doers(given, designated, staff, sales, industry, rng)
    table.research = research_spending(given, doers, designated, gdp, sales, industry, rng)
    table.research_reported = table.research * a["research.reported_over_true"]
    table.planned_research = table.research
    table.research_ratio = table.research / sales
    table.staff_research = research_staff(given, table.research, staff, designated, rng)
    technicians = a["labour.technician_share"] * _lognormal(0.2, n, rng)
    table.staff_technician = (staff - table.staff_research) * np.minimum(technicians, 0.5)
    table.staff_production = staff - table.staff_research - table.staff_technician
    for name, values in patents(given, table.research, staff, designated, industry, rng).items():
        setattr(table, name, values)
    table.high_tech = high_tech(given, table.research, sales, designated, industry, rng)

    # larger firms are somewhat better: customers have found them; the anchor does the same for processes
    tie, luck = a["firms.quality_by_size"], rng.standard_normal((2, n))
    table.process = a["firms.process_log_sd"] * luck[0]
    better = tie * standing(np.log(sales), industry) + np.sqrt(1.0 - tie**2) * luck[1]
    table.quality = a["firms.quality_log_sd"] * better
    table.design = a["firms.design_log_sd"] * rng.standard_normal(n)
    table.knowledge = _knowledge(a, table, kinds, rng)
    table.position_x, table.position_y = _positions(figures, cell_all, rng)
    table.automated = _share_by_size(a["firms.automated"], 0.7, staff, rng)
    table.digital = _share_by_size(a["firms.digital"], 0.25, staff, rng)
    known = rng.random((n, 9)) < a["firms.aware"]
    table.aware = known @ (1 << np.arange(9))
    _money(given, table, staff, designated, gdp, rng)
    return table


def _lognormal(sd: float, n: int, rng: np.random.Generator) -> np.ndarray:
    """Random factors with mean 1."""
    return np.exp(sd * rng.standard_normal(n) - sd**2 / 2)


def _sizes(
    given: Given,
    figures: TownFigures,
    cell: np.ndarray,
    town: np.ndarray,
    industry: np.ndarray,
    designated: np.ndarray,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Staff (persons) and sales (wan yuan a year), designated and candidate towns each with their own classes."""
    a = given.assumptions
    staff, sales = np.empty(len(cell)), np.empty(len(cell))
    output = figures.cells.ravel()
    productivity = given.industries["revenue_per_worker"][industry] * _lognormal(
        a["firms.productivity_log_sd"], len(cell), rng
    )
    # where a head costs more it has to sell more: labour's share is the same everywhere
    jobs = (figures.cells / given.industries["revenue_per_worker"]).sum(axis=1)
    pay = pay_of_towns(given, jobs, figures.area)
    productivity = productivity * (pay * jobs.sum() / (pay @ jobs))[town]
    least = least_sales_a_head(given)[town, industry]
    for group, large in ((designated, 1.0), (~designated, a["candidate.large_share"])):
        rows = np.flatnonzero(group)
        if not len(rows):
            continue
        cells, place = np.unique(cell[rows], return_inverse=True)
        levels = size_levels(a, len(rows), large)
        some, sold = staff_and_sales(a, levels, place, output[cells], productivity[rows], rng)
        for _ in range(8):  # the smallest sell enough for one, and cells still add up
            sold = np.maximum(sold, least[rows])
            sold *= ratio(output[cells], np.bincount(place, sold, len(cells)))[place]
        known = _known_staff(figures, cell[rows], some, sold, least[rows], a["firms.largest"])
        jobs = a["firms.jobs"] if large == 1.0 and designated[rows[0]] else levels.sum()
        staff[rows] = staff_that_can_be_paid(some, sold, least[rows], known, jobs, a["firms.largest"])
        sales[rows] = sold
    return staff, sales


def least_sales_a_head(given: Given) -> np.ndarray:
    """Sales a head (wan yuan a year) by town and industry out of which staff can be paid the town's wages."""
    a = given.assumptions
    pay = (1 - a["labour.technician_share"]) * a["labour.wage_production"] + a["labour.technician_share"] * a[
        "labour.wage_technician"
    ]
    region = np.array([a[f"labour.wage_{r}"] for r in REGIONS])[given.towns["region"]]
    return a["firms.pay_cover"] * pay * region[:, None] / given.industries["value_added_ratio"]


def _known_staff(
    figures: TownFigures, cell: np.ndarray, staff: np.ndarray, sales: np.ndarray, least: np.ndarray, largest: float
) -> np.ndarray:
    """Writes the staff of industries of real towns for which it is known, unless its pay could not be met from the
    output; says which firms (bool) these are."""
    known = figures.staff_known.ravel()
    held = np.zeros(len(cell), bool)
    for place in np.flatnonzero(np.isfinite(known)):
        rows = slice(*np.searchsorted(cell, (place, place + 1)))
        if rows.start < rows.stop:
            most = np.clip(sales[rows] / least[rows], 1.0, largest)
            for _ in range(20):
                staff[rows] = np.clip(staff[rows] * known[place] / staff[rows].sum(), 1.0, most)
            held[rows] = True
    return held


def _ownership(a: Mapping[str, float], staff: np.ndarray, size: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Ownership (index) by size: workshops are individual businesses, large firms often overseas or state."""
    order = np.lexsort((rng.random(len(staff)), -staff))
    even = np.empty(len(staff))
    even[order] = (np.arange(len(staff)) * 0.6180339887498949 + 0.5) % 1  # so that shares of output hold by size
    overseas = np.array([a[f"firms.overseas_{c}"] for c in CLASSES])[size]
    state = np.array([a[f"firms.state_{c}"] for c in CLASSES])[size]
    individual = a["firms.individual"] * len(staff) / max((size == 0).sum(), 1)
    alone = np.where(size == 0, np.minimum(individual, 0.95), 0.0)
    bounds = np.cumsum([overseas, state, alone], axis=0)
    return np.select([even < b for b in bounds], [OVERSEAS, STATE, INDIVIDUAL], PRIVATE).astype(np.int8)


def _ages(a: Mapping[str, float], staff: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Age in years with the assumed age structure; large firms are older."""
    score = rng.standard_normal(len(staff)) + 0.5 * (np.log(staff) - np.log(staff).mean()) / np.log(staff).std()
    u = np.empty(len(staff))
    u[np.argsort(score, kind="stable")] = (np.arange(len(staff)) + 0.5) / len(staff)
    return ages_at(a, u)


def ages_at(a: Mapping[str, float], u: np.ndarray) -> np.ndarray:
    """Age in years at a place in the assumed age structure (share of firms that are younger)."""
    young, middle = a["firms.age_below_5"], a["firms.age_below_5"] + a["firms.age_5_10"]
    old = 10 - 6 * np.log(np.maximum(1 - (u - middle).clip(0) / (1 - middle), 0.05))
    return np.select([u < young, u < middle], [5 * (u / young) ** 1.3, 5 + 5 * (u - young) / (middle - young)], old)


def _markets(given: Given, table: Columns) -> None:
    """Shares of exports and of processing in each firm's customers, right for each industry in all."""
    industry = table.industry
    taste = np.array([0.25, 0.8, 2.0, 0.6])[table.ownership] * np.array([0.5, 1.0, 1.4, 1.4])[table.size_class]
    send = np.array([0.1, 0.4, 2.5, 0.1])[table.ownership] * np.array([0.5, 1.0, 1.4, 1.4])[table.size_class]
    abroad, sent = given.industries["export_share"], given.industries["processing_share"]
    kinds = len(abroad)
    sales = np.bincount(industry, table.sales, kinds)
    export, process = taste * (abroad * (1 - sent))[industry], send * (abroad * sent)[industry]
    for _ in range(40):
        export *= ratio(abroad * (1 - sent) * sales, np.bincount(industry, export * table.sales, kinds))[industry]
        process *= ratio(abroad * sent * sales, np.bincount(industry, process * table.sales, kinds))[industry]
        over = np.maximum((export + process) / 0.95, 1)
        export, process = export / over, process / over
    table.export_mix, table.processing_mix = export, process


def _knowledge(a: Mapping[str, float], table: Columns, kinds: int, rng: np.random.Generator) -> np.ndarray:
    """Knowledge stock, 1 on average in an industry and size class, higher for those that do R&D."""
    stock = _lognormal(a["firms.knowledge_log_sd"], len(table), rng)
    stock *= np.where(table.research > 0, a["firms.knowledge_research"], 1.0)
    group = table.industry.astype(int) * 4 + table.size_class
    mean = np.bincount(group, stock, kinds * 4) / np.maximum(np.bincount(group, minlength=kinds * 4), 1)
    return stock / mean[group]


def _disc(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    radius, angle = np.sqrt(rng.random(n)), 2 * np.pi * rng.random(n)
    return radius * np.cos(angle), radius * np.sin(angle)


def _positions(figures: TownFigures, cell: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Places in the industry's technology space, a disc of radius 1; firms of a town lie near each other."""
    centres, own = _disc(figures.firms_in.size, rng), _disc(len(cell), rng)
    x, y = (0.65 * c[cell] + 0.35 * o for c, o in zip(centres, own, strict=True))
    return x, y


def _share_by_size(mean: float, slope: float, staff: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Shares (0-0.95) with a given mean over firms, rising with size, skewed."""
    found = (staff / 50) ** (slope * 0.5) * rng.gamma(2.0, 0.5, len(staff))
    for _ in range(20):
        found = np.minimum(found * mean / found.mean(), 0.95)
    return found


def _money(
    given: Given, table: Columns, staff: np.ndarray, designated: np.ndarray, gdp: tuple, rng: np.random.Generator
) -> None:
    """Cash, debts by kind and trade credit (wan yuan); the anchor closes the balance sheets afterwards."""
    a, n, size, sales = given.assumptions, len(table), table.size_class, table.sales
    table.cash = a["finance.cash_over_sales"] * sales * _lognormal(0.4, n, rng)
    credit = 4 * a["finance.payables_over_sales"] * sales
    local = given.notes["input_output"]["same_town"]
    for name in ("payables", "receivables"):
        amount = credit * _lognormal(0.3, n, rng)
        setattr(table, name, amount * local)
        setattr(table, f"{name}_outside", amount * (1 - local))
    cover = np.array([a["finance.coverage_micro"], a["finance.coverage_small"], *[a["finance.coverage_large"]] * 2])
    has = rng.random(n) < cover[size]
    # a firm that owed more than this would have been wound up before 2011
    most = np.maximum(a["finance.most_debt"] * (table.capital + table.cash + table.receivables_outside), 0.0)
    wish = np.where(has, np.minimum(sales * _lognormal(0.5, n, rng), most), 0)
    debt = np.zeros(n)
    large = size == 3
    for group, total in ((designated, gdp[0]), (~designated, gdp[1])):
        for part, share in ((large, 1 - a["finance.small_share"]), (~large, a["finance.small_share"])):
            rows = group & part
            amount = np.array(a["finance.loans_over_gdp"] * total * share)
            debt[rows] = wish[rows]
            for _ in range(20):
                debt[rows] = np.minimum(debt[rows] * ratio(amount, debt[rows].sum()), most[rows])
    table.debt_bank = debt
    small = size <= 1
    backed = np.where(small & (rng.random(n) < a["finance.guaranteed_firms"]), debt, 0)
    guaranteed = a["finance.guarantees"] * a["finance.guarantees_towns"] * 1e4
    table.debt_guaranteed = backed * min(1.0, guaranteed / max(backed.sum(), 1e-9))
    small_debt = debt[small].sum() / (1 - a["finance.informal_share"]) * a["finance.informal_share"]
    informal = np.where(small & (rng.random(n) < 0.15), sales * _lognormal(0.5, n, rng), 0)
    table.debt_informal = informal * small_debt / max(informal.sum(), 1e-9)
    micro = np.where(small & ~has & (rng.random(n) < 0.05), sales * _lognormal(0.4, n, rng), 0)
    lent = a["finance.micro_loans"] * a["finance.micro_towns"] * 1e4
    table.debt_micro = np.minimum(micro * lent / max(micro.sum(), 1e-9), 3 * sales)
    venture = np.where((table.research > 0) & (size > 0) & (size < 3), rng.random(n) < 0.06, 0)
    stake = venture * table.research
    funds = a["finance.venture_funds"] * a["finance.venture_capital"] * a["finance.venture_towns"]
    table.equity_venture = stake * funds / max(stake.sum(), 1e-9)
    table.wage_factor = 1.0
