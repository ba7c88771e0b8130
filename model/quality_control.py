"""Inspection of products: who sells badly made goods under a good name is found, fined and shown; the mark of a town is
worth what its worst users leave of it."""

from __future__ import annotations

import numpy as np

from model.ledger import PAYER_SECTORS
from model.programmes.standards import pay_staff
from model.programmes.town_programmes import money_of_towns
from model.public_finance import government_of, measure_of


def inspect_products(province) -> None:
    """Inspected firms below the line pay a fine, lose a part of their name and customers, and must do better (log)."""
    f, p = province.firm, province.parameters.marks
    costs, caught = [], np.zeros(0, np.int64)
    if province.terms.acts("quality_inspection"):
        share = province.terms.firms("quality_inspection", f.town, f.size_class)
        rows = np.flatnonzero(share > 0)
        visited = rows[
            province.draws.occurs("inspected", province.quarter, f.uid[rows], np.minimum(share[rows] / 4, 1.0))
        ]
        costs = inspection_costs(province, visited)
        caught = visited[
            (f.quality[visited] < p.line)
            & province.draws.occurs("fault seen", province.quarter, f.uid[visited], np.full(len(visited), p.seen))
        ]
    costs, caught = province.through("quality_inspection: caught", (costs, caught), ([], np.zeros(0, np.int64)))
    for lever, by_town in costs:
        pay_staff(province, "quality_inspection", lever, by_town)
    if len(caught):
        punish(province, caught)


def inspection_costs(province, rows: np.ndarray) -> list[tuple[str, np.ndarray]]:
    """What inspecting these firms (rows) costs (wan yuan by town), lever by lever."""
    f, costs = province.firm, []
    for lever, part in province.terms.split("quality_inspection"):
        price = measure_of(province, lever).options["cost_per_inspection"]
        share = part[f.town[rows], f.size_class[rows]] * f.weight[rows]
        costs.append((lever, price * np.bincount(f.town[rows], weights=share, minlength=len(province.town))))
    return costs


def punish(province, rows: np.ndarray) -> None:
    """Fines (wan yuan) go to the city; the name suffers, some customers leave, the fault is put right."""
    f, p, towns = province.firm, province.parameters.marks, len(province.town)
    province.memo.tallies.add_rows("quality_penalties", f.town[rows], f.weight[rows])
    fine = np.minimum(p.fine * f.sales[rows], np.maximum(f.cash[rows], 0.0))
    f.cash[rows] -= fine
    province.memo.fees[rows] += fine
    for lever, part in province.terms.split("quality_inspection"):
        due = fine * part[f.town[rows], f.size_class[rows]] * f.weight[rows]
        by_town = np.bincount(f.town[rows], weights=due, minlength=towns)
        receive_fines(province, lever, by_town)
    f.brand[rows] -= p.name_lost
    f.customers[rows] *= 1.0 - p.customers_lost
    f.quality[rows] += p.corrected * np.maximum(p.line - f.quality[rows], 0.0)


def receive_fines(province, lever: str, by_town: np.ndarray) -> None:
    """Fines (wan yuan by town) come back to those governments that pay for the inspection, the city first."""
    government = province.government
    level = "city" if dict(measure_of(province, lever).payers).get("city") else "province"
    received = np.bincount(government_of(province, level), weights=by_town, minlength=len(government))
    government.cash += received
    government.revenue += received
    total = float(by_town.sum())
    province.ledger.pay("quality_fines", "firms", PAYER_SECTORS[level], total, lever=lever, kind="return")


# ---- marks of towns


def mark_next(mark, wanted, building, promoted, fading, dilution, low):
    """Worth of a mark a quarter on (log): campaigns build it as far as their money goes, it fades, and badly made
    goods under it spoil it.

    Tirole (1996), Review of Economic Studies 63: a collective reputation is worn down by free riders.
    """
    return mark + (building * promoted * np.maximum(wanted - mark, 0.0) - (fading + dilution * low) * mark) / 4


def keep_marks(province) -> None:
    """Write the worth of each town's collective mark (log)."""
    town, p = province.town, province.parameters.marks
    origin, collective = (money_of_towns(province, name) for name in ("origin_mark", "collective_mark"))
    if not (origin.any() or collective.any() or town.mark.any()):
        return
    market = 4.0 * province.by_cell(province.firm.sales)[np.arange(len(town)), town.speciality]
    promoted = np.minimum((origin + collective) / np.maximum(p.campaign * market, 1e-12), 1.0)
    wanted = np.where(origin > 0, p.worth_origin, p.worth_collective * np.minimum(town.speciality_share, 1.0))
    low = low_quality_share(province)
    town.mark = mark_next(town.mark, wanted, p.building, promoted, p.fading, p.dilution, low)


def low_quality_share(province) -> np.ndarray:
    """Share of the speciality's sales that are below the quality line, by town."""
    f, town = province.firm, province.town
    of_it = f.industry == town.speciality[f.town]
    sales = province.by_town(f.sales * of_it)
    low = province.by_town(f.sales * (of_it & (f.quality < province.parameters.marks.line)))
    return np.where(sales > 0, low / np.maximum(sales, 1e-12), 0.0)
