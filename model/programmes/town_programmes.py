"""Programmes that take towns in: a yearly round, judged with error, and running costs while a town is in.

What a programme does to the firms of a town stands with the rule it changes; here is who is in and what it costs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from model.columns import Columns
from model.fields import Field
from model.mechanisms.town_programmes import NAMES
from model.programmes.awards import tag_index
from model.programmes.judging import judged
from model.programmes.paying import NOBODY, pay_for_services
from model.public_finance import budget_left, cost_of_envelope, measure_of, note_by_payer

PLACE = (
    Field("town", "int64", "index", "town that is in", "allocate_public_money"),
    Field("lever", "int16", "index", "lever that took it in", "allocate_public_money"),
    Field("since", "int16", "quarter", "quarter in which it was taken in", "allocate_public_money"),
    Field("until", "int16", "quarter", "quarter in which the support ends", "allocate_public_money"),
)


class Programme(NamedTuple):
    """Who may be taken in, by what merit (log), and which firms (rows) share its cost where firms pay a part."""

    merit: Callable[..., np.ndarray]  # by town, -inf where it is not eligible
    members: Callable[..., np.ndarray] | None = None


class Intake(NamedTuple):
    """Towns (rows) that one lever takes into a programme this year, and what it has promised to spend (wan yuan)."""

    name: str
    lever: str
    towns: np.ndarray
    committed: float


def farm_towns(province) -> np.ndarray:
    """Number of farm firms (log) where farming is the speciality."""
    farms = province.by_cell(np.ones(len(province.firm)))[:, farming(province)]
    return np.where(province.town.speciality == farming(province), np.log1p(farms), -np.inf)


def farming(province) -> int:
    """The industry (index) of farms."""
    return province.industries["id"].index("agriculture")


def farm_rows(province) -> np.ndarray:
    """Rows of farm firms."""
    return np.flatnonzero(province.firm.industry == farming(province))


def other_towns(province) -> np.ndarray:
    """Sales of the speciality (log) where it is not farming."""
    town = province.town
    sales = province.by_cell(province.firm.sales)[np.arange(len(town)), town.speciality]
    return np.where((town.speciality != farming(province)) & (sales > 0), np.log1p(sales), -np.inf)


def patent_towns(province) -> np.ndarray:
    """Patents in force (log) where there are any."""
    patents = province.by_town((province.firm.patents_invention + province.firm.patents_other).astype(float))
    return np.where(patents > 0, np.log1p(patents), -np.inf)


def research_towns(province) -> np.ndarray:
    """R&D (log) where there is any."""
    research = province.by_town(province.firm.research)
    return np.where(research > 0, np.log1p(research), -np.inf)


def speciality_rows(province) -> np.ndarray:
    """Rows of the firms that make what their town is known for."""
    f = province.firm
    return np.flatnonzero(f.industry == province.town.speciality[f.town])


def owners(province) -> np.ndarray:
    """Rows of firms of the speciality that own patents: those an alliance is made of."""
    f, rows = province.firm, speciality_rows(province)
    return rows[f.patents_invention[rows] + f.patents_other[rows] >= 1.0]


PROGRAMMES = {
    "farm_park": Programme(farm_towns),
    "cooperative": Programme(farm_towns),
    "rural_station": Programme(farm_towns),
    "origin_mark": Programme(farm_towns),
    "collective_mark": Programme(other_towns, speciality_rows),
    "operation_base": Programme(patent_towns),
    "patent_alliance": Programme(patent_towns, owners),
    "patent_warning": Programme(research_towns),
}


def take_towns_in(province) -> None:
    """The yearly round of every programme; towns whose support has just ended may be taken in again."""
    for table in province.town_places.values():
        table.keep(table.until > province.quarter)
    decisions = []
    for name in NAMES:
        if province.terms.acts(f"town_programme.{name}"):
            decisions += intakes(province, name)
    for intake in province.through("town_programme: taken in", decisions, []):
        measure = measure_of(province, intake.lever)
        table = province.town_places.setdefault(intake.name, Columns(PLACE))
        table.append(
            len(intake.towns),
            town=intake.towns,
            lever=tag_index(province, intake.lever),
            since=province.quarter,
            until=province.quarter + int(4 * measure.options["years"]),
        )
        note_by_payer(province, intake.lever, "local_producers", "commitment", intake.committed)


def intakes(province, name: str) -> list[Intake]:
    """Towns not yet in apply; the best judged are taken, as many as each lever's number and money allow."""
    term = f"town_programme.{name}"
    value = province.terms.value(term)
    merit = PROGRAMMES[name].merit(province)
    rows = np.flatnonzero((value[:, 0] > 0) & np.isfinite(merit) & province.inside & ~towns_in(province, name))
    if len(rows) == 0:
        return []
    score = judged(province, term, province.town.uid[rows], merit[rows], rows)
    order = rows[np.argsort(-score, kind="stable")]
    decisions, first = [], 0
    for lever, part in province.terms.split(term):
        cost = cost_of_place(measure_of(province, lever).options)
        allowed = cost_of_envelope(province, lever) / cost
        wanted = min(float((value * part).max()), allowed) * province.anchor.sample_of_province
        drawn = province.draws.whole(f"number of {term} {lever}", province.quarter, np.zeros(1, np.int64), [wanted])
        count = int(min(float(drawn[0]), budget_left(province, lever) // cost, len(order) - first))
        if count > 0:
            decisions.append(Intake(name, lever, np.sort(order[first : first + count]), count * cost))
            first += count
    return decisions


def cost_of_place(options) -> float:
    """What a town in a programme costs until its support ends (wan yuan)."""
    return options["start_cost"] + options["years"] * options["yearly_cost"]


def pay_town_programmes(province) -> None:
    """Start and running costs of the towns that are in (wan yuan)."""
    for name in NAMES:
        table = province.town_places.get(name)
        if table is None:
            continue
        table.keep(table.until > province.quarter)
        members = PROGRAMMES[name].members
        for tag in np.unique(table.lever):
            lever = province.award_tags[tag]
            options = measure_of(province, lever).options
            own = table.lever == tag
            cost = np.where(table.since == province.quarter, options["start_cost"], 0.0)
            cost = cost + options["yearly_cost"] / 4
            by_town = np.bincount(table.town[own], weights=cost[own], minlength=len(province.town))
            rows = NOBODY if members is None else members(province)
            rows = rows[by_town[province.firm.town[rows]] > 0]
            pay_for_services(province, name, lever, by_town, rows)


def money_of_towns(province, name: str) -> np.ndarray:
    """What a programme spends in each town that is in it (wan yuan a year)."""
    money = np.zeros(len(province.town))
    table = province.town_places.get(name)
    if table is not None:
        yearly = [measure_of(province, province.award_tags[tag]).options["yearly_cost"] for tag in table.lever]
        money += np.bincount(table.town, weights=np.array(yearly, float), minlength=len(money))
    return money


def towns_in(province, name: str) -> np.ndarray:
    """Towns that are in a programme (bool by town)."""
    there = np.zeros(len(province.town), bool)
    table = province.town_places.get(name)
    if table is not None:
        there[table.town] = True
    return there


def enough_to_sell(town: np.ndarray, sales: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Farms (bool) above the poorest quarter of their town's by sales, each counted by its weight."""
    order = np.lexsort((sales, town))
    upto = np.cumsum(weight[order])
    first = np.searchsorted(town[order], town[order], side="left")
    last = np.searchsorted(town[order], town[order], side="right") - 1
    before = upto[first] - weight[order][first]
    rank = (upto - before) / (upto[last] - before)
    above = np.empty(len(town), bool)
    above[order] = rank > 0.25
    return above


def poorest_farms(province) -> tuple[np.ndarray, np.ndarray]:
    """Sales (wan yuan) and number of the quarter of farms that sells least, by town."""
    f, towns = province.firm, len(province.town)
    rows = farm_rows(province)
    rows = rows[~enough_to_sell(f.town[rows], f.sales[rows], f.weight[rows])]
    sales = np.bincount(f.town[rows], weights=f.sales[rows] * f.weight[rows], minlength=towns)
    return sales, np.bincount(f.town[rows], weights=f.weight[rows], minlength=towns)
