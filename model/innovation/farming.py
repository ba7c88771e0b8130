"""What farms learn of parks and stations, and what members of a company's co-operative share in."""

from __future__ import annotations

import numpy as np

from model.innovation.imitation import absorptive_capacity
from model.programmes.awards import grant_awards, holders
from model.programmes.schemes import kept_up
from model.programmes.town_programmes import enough_to_sell, farm_rows, towns_in


def help_farms(province) -> None:
    """Write process, practice, scan, quality, brand of farm firms in towns that are in a programme for them."""
    show_techniques(province)
    visit_farms(province)
    run_cooperatives(province)


def show_techniques(province) -> None:
    """A park shows what the best farms do; who comes and understands it takes over a part (log)."""
    park = towns_in(province, "farm_park")
    if not park.any():
        return
    f, p, draws, quarter = province.firm, province.parameters.farming, province.draws, province.quarter
    farms = farm_rows(province)
    rows = farms[park[f.town[farms]]]
    if len(rows) == 0:
        return
    best = np.quantile(f.process[farms], p.best)
    rows = rows[draws.occurs("comes to the park", quarter, f.uid[rows], np.full(len(rows), p.visitors / 4))]
    gap = np.maximum(best - f.process[rows], 0.0)
    able = absorptive_capacity(f.knowledge[rows], (f.research[rows] > 0).astype(float), f.scan[rows])
    rows_taking = draws.occurs("takes over from the park", quarter, f.uid[rows], able) & (gap > 0)
    rows, gap = rows[rows_taking], gap[rows_taking]
    f.process[rows] += p.step * gap
    province.memo.tallies.add_rows("farm_techniques", f.town[rows], f.weight[rows])


def visit_farms(province) -> None:
    """A station's advisers visit as many farms as they can: better practice, news of what is done elsewhere."""
    station = towns_in(province, "rural_station")
    if not station.any():
        return
    f, p, draws, quarter = province.firm, province.parameters.farming, province.draws, province.quarter
    farms = farm_rows(province)
    rows = farms[station[f.town[farms]]]
    number = np.bincount(f.town[rows], weights=f.weight[rows], minlength=len(station))
    chance = np.minimum(p.visits / 4 / np.maximum(number, 1.0), 1.0)[f.town[rows]]
    rows = rows[draws.occurs("visited by the station", quarter, f.uid[rows], chance)]
    ceiling = province.parameters.services.practice_ceiling
    f.practice[rows] += p.advice * np.maximum(1.0 - f.practice[rows] / ceiling, 0.0)
    f.scan[rows] += p.news * (1.0 - f.scan[rows])
    province.memo.tallies.add_rows("farm_visits", f.town[rows], f.weight[rows])


def run_cooperatives(province) -> None:
    """Members grow by the company's rules and sell under its trademark (log); the poorest are not asked."""
    there = towns_in(province, "cooperative")
    if not there.any():
        return
    f, p = province.firm, province.parameters
    members = np.unique(holders(province, "cooperative")[0])
    if province.quarter % 4 == 0:
        members = np.union1d(members, admit_members(province, there, members))
    f.quality[members] += kept_up(p.farming.member_quality, p.search.persistence)
    f.brand[members] = np.maximum(f.brand[members], p.farming.trademark)  # a name is lent at once
    province.memo.tallies.add_rows("members", f.town[members], f.weight[members])


def admit_members(province, there: np.ndarray, members: np.ndarray) -> np.ndarray:
    """Farms that join this year (rows): not of the quarter of farms that sells least, and only who wants to."""
    f, p = province.firm, province.parameters.farming
    rows = farm_rows(province)
    rows = rows[there[f.town[rows]]]
    rows = rows[enough_to_sell(f.town[rows], f.sales[rows], f.weight[rows])]
    rows = np.setdiff1d(rows, members)
    joins = province.draws.occurs("joins a co-operative", 0, f.uid[rows], np.full(len(rows), p.joiners))
    rows = rows[joins]
    for lever in np.unique(province.town_places["cooperative"].lever):
        own = np.isin(
            f.town[rows], province.town_places["cooperative"].town[province.town_places["cooperative"].lever == lever]
        )
        tag = province.award_tags[lever]
        grant_awards(province, "cooperative", tag, rows[own], np.zeros(int(own.sum())), 4)
    return rows
