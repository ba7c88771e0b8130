"""Farms that firms of industry and trade found with public money: larger than what farmers begin with."""

from __future__ import annotations

import numpy as np

from model.programmes.town_programmes import farming
from model.public_finance import budget_left, cost_of_envelope, measure_of, spend, use_budget

TERM = "farm_projects"


def projects_founded(province, unit: np.ndarray) -> np.ndarray:
    """Rows to be founded this quarter by cell (town times industry), each standing for `unit` firms, as many as number
    and money allow."""
    size = len(province.town) * province.industry_count
    founded = np.zeros(size, np.int64)
    if province.terms.acts(TERM):
        towns = np.flatnonzero(
            (province.terms.value(TERM)[:, 0] > 0) & (province.town.speciality == farming(province)) & province.inside
        )
        cells = towns * province.industry_count + farming(province)
        if len(cells):
            new = projects_allowed(province) * (1.0 - province.parameters.farming.projects_anyway)
            wanted = np.full(len(cells), new / 4 / len(cells))
            wanted /= unit[cells]
            founded[cells] = province.draws.whole("farm projects", province.quarter, cells, wanted)
    return province.through(f"{TERM}: founded", founded)


def projects_allowed(province) -> float:
    """Projects a year (firms) in the part of the province that is run, within each lever's money."""
    number = 0.0
    for lever, part in province.terms.split(TERM):
        cost = measure_of(province, lever).options["cost_per_project"]
        value = float((province.terms.value(TERM) * part).max())
        allowed = min(value, cost_of_envelope(province, lever) / cost) * province.anchor.part_of_province
        number += min(allowed, budget_left(province, lever) / cost)
    return number


def begun_anyway(province, uid: np.ndarray, cell: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Newcomers (bool) that begin by themselves and are supported all the same, about as many as the rule of the
    parameter says beside the `new` projects (bool)."""
    share = province.parameters.farming.projects_anyway
    by_cell = np.bincount(cell[new], minlength=int(cell.max()) + 1) * share / (1.0 - share)
    others = np.bincount(cell[~new], minlength=len(by_cell))
    chance = np.minimum(by_cell / np.maximum(others, 1), 1.0)[cell]
    return ~new & province.draws.occurs("supported anyway", province.quarter, uid, chance)


def support_projects(province, rows: np.ndarray) -> None:
    """The public part of what founding these firms (rows) took, at most what is planned a project, goes back to their
    owners (wan yuan) as far as the year's money reaches."""
    if len(rows) == 0:
        return
    f, towns = province.firm, len(province.town)
    province.memo.tallies.add_rows("farm_projects", f.town[rows], f.weight[rows])
    outlay = f.capital[rows] + np.maximum(f.cash[rows], 0.0)
    for lever, part in province.terms.split(TERM):
        measure = measure_of(province, lever)
        payers, most = measure.payers, measure.options["cost_per_project"]
        eligible = np.minimum(outlay, most) * f.weight[rows]
        own = np.bincount(f.town[rows], weights=eligible, minlength=towns) * part[:, 0]
        own *= min(1.0, budget_left(province, lever) / max(float(own.sum()), 1e-9))
        society = dict(payers).get("society", 0.0)
        province.household.cash += own * (1.0 - society)
        use_budget(province, lever, float(own.sum()))
        province.ledger.note(lever, "households", "firms", "payment", float(own.sum()) * society)
        spend(province, TERM, lever, payers, "households", own)
