"""Facilities set up and run with public and private money: towns apply, the best judged are chosen; idle ones close."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.columns import Columns
from model.fields import FACILITY
from model.mechanisms.facilities import KINDS_OF_FACILITY
from model.programmes.awards import tag_index
from model.programmes.judging import judged
from model.programmes.offers import buy_locally
from model.public_finance import budget_left, measure_of
from model.quarter import year_of

FILLED_SLOWLY = ("outsourcing", "transfer_park")  # empty on the first day


class Founding(NamedTuple):
    """Facilities that one lever sets up this year, in these towns (rows)."""

    lever: str
    towns: np.ndarray


def set_up_facilities(province) -> None:
    """Facilities supported this year, kind by kind."""
    for kind in KINDS_OF_FACILITY:
        if province.terms.acts(f"facilities.{kind}"):
            decisions = province.through(f"{kind}: founded", foundings(province, kind), [])
            for decision in decisions:
                found(province, kind, decision)


def foundings(province, kind: str) -> list[Founding]:
    """Towns without a facility of the kind apply; the best judged are chosen, as many as the year's number and each
    lever's money allow."""
    term = f"facilities.{kind}"
    open_to = (province.terms.value(term)[:, 0] > 0) & (standing(province, kind) == 0)
    rows = np.flatnonzero(open_to & province.inside & fits(province, kind))
    if len(rows) == 0:
        return []
    firms = province.firms_by_town()[rows]
    score = judged(province, term, province.town.uid[rows], np.log1p(firms), rows)
    order = rows[np.argsort(-score, kind="stable")]
    decisions, first = [], 0
    for lever, values in province.terms.contributions[term]:
        count = min(number_affordable(province, lever, float(values.max())), len(order) - first)
        if count > 0:
            decisions.append(Founding(lever, np.sort(order[first : first + count])))
            first += count
    return decisions


def number_affordable(province, lever: str, wanted: float) -> int:
    """Facilities a lever sets up this year in the part of the province that is run: as many as wanted in the whole
    province, and as its money pays for with their first years."""
    measure, quarter = measure_of(province, lever), province.quarter
    start = measure.options["start_cost"]
    each = start + province.parameters.facilities.patience * measure.options["running_cost"]
    number = min(wanted, measure.ceiling(year_of(quarter)) / each) * province.anchor.sample_of_province
    whole = province.draws.whole(f"number, {lever}", quarter, np.zeros(1, np.int64), np.array([number]))[0]
    return int(min(whole, budget_left(province, lever) // start))


def fits(province, kind: str) -> np.ndarray:
    """Towns in which a facility of the kind makes sense (bool by town)."""
    if kind == "transfer_park":  # it takes in what the delta has no room for
        return province.town.region > 0
    return np.ones(len(province.town), bool)


def found(province, kind: str, decision: Founding) -> None:
    """New facilities in the towns chosen, with what they cost (wan yuan); parks bring the land they service."""
    town, options = province.town, measure_of(province, decision.lever).options
    by_town = np.zeros(len(town))
    by_town[decision.towns] = options["start_cost"]
    buy_locally(province, decision.lever, by_town)
    table = province.facilities.setdefault(kind, Columns(FACILITY))
    table.append(
        len(decision.towns),
        town=decision.towns,
        lever=tag_index(province, decision.lever),
        since=province.quarter,
        size=options["size"],
        use=0.0 if kind in FILLED_SLOWLY else 1.0,
    )
    province.memo.tallies.add_rows("facilities_founded", decision.towns, np.ones(len(decision.towns)))
    if kind.endswith("_park"):
        town.land[decision.towns] += options["size"]
        town.park[decision.towns] = 1


def run_facilities(province) -> None:
    """What facilities cost this quarter (wan yuan); those past their first years that nobody uses close."""
    for kind in sorted(province.facilities):
        table = province.facilities[kind]
        for tag in np.unique(table.lever):
            lever = province.award_tags[tag]
            measure = measure_of(province, lever)
            mine = table.lever == tag
            cost = np.bincount(table.town[mine], minlength=len(province.town)) * measure.options["running_cost"] / 4
            buy_locally(province, lever, cost)
        young = province.quarter - table.since < 4 * province.parameters.facilities.patience
        table.keep(young | (table.use >= province.parameters.facilities.least_use))


def standing(province, kind: str) -> np.ndarray:
    """What facilities of a kind offer by town (in the unit of their size), zero where there is none."""
    table = province.facilities.get(kind)
    if table is None:
        return np.zeros(len(province.town))
    return np.bincount(table.town, weights=table.size, minlength=len(province.town))


def count_of(province, kind: str) -> np.ndarray:
    """Facilities of a kind by town."""
    return np.bincount(province.facilities[kind].town, minlength=len(province.town)).astype(float)


def used(province, kind: str) -> np.ndarray:
    """What is used of facilities of a kind by town (in the unit of their size), zero where there is none."""
    table = province.facilities.get(kind)
    if table is None:
        return np.zeros(len(province.town))
    return np.bincount(table.town, weights=table.size * table.use, minlength=len(province.town))


def note_use(province, kind: str, by_town: np.ndarray) -> None:
    """Write how much of what they offer is used (share, by town), smoothed over some quarters."""
    table = province.facilities.get(kind)
    if table is not None:
        table.use += province.parameters.facilities.memory * (by_town[table.town] - table.use)
