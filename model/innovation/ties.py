"""What ties firms to people and places beyond: inventors who stay, links with high-tech zones, alliances, teams from
outside, suppliers of attracted projects."""

from __future__ import annotations

import numpy as np

from model.innovation.partners import agreed, pair_up
from model.programmes.awards import holders
from model.programmes.costs import pay_by_lever, pay_cost
from model.programmes.helping import takes_root
from model.programmes.research import GRANTS, TEAM_YEARS

ATTRACTED = "attracted_projects"


def by_lasting_luck(province, term: str, rows: np.ndarray) -> np.ndarray:
    """Rows that take part: their luck for life lies below the share they face, so a larger share removes nobody."""
    f = province.firm
    chance = province.terms.firms(term, f.town[rows], f.size_class[rows])
    return rows[province.draws.occurs(f"takes part in {term}", 0, f.uid[rows], np.minimum(chance, 1.0))]


# ---- inventors' share in results


def share_results(province) -> None:
    """Firms that share results pay their research staff more (wan yuan); writes who does (memo)."""
    f, p, term = province.firm, province.parameters.research, "inventors_share"
    rows = np.zeros(0, np.int64)
    if province.terms.acts(term):
        rows = by_lasting_luck(province, term, np.flatnonzero(f.research > 0))
    (rows,) = province.through("inventors_share: firms", (rows,), (rows[:0],))
    province.memo.sharing = rows
    if len(rows) == 0:
        return
    pay = f.staff_research[rows] * province.town.wage_research[f.town[rows]] * f.wage_factor[rows]
    for lever, part in province.terms.split(term):
        cost = part[f.town[rows], f.size_class[rows]] * p.inventors_premium * pay
        pay_cost(province, term, lever, "households", rows, cost)


def knowledge_that_wears(province) -> np.ndarray:
    """Knowledge (stock) that wears like that of its industry: less than all of it where inventors stay."""
    knowledge, rows = province.firm.knowledge, province.memo.sharing
    if len(rows):
        knowledge = knowledge.copy()
        knowledge[rows] *= 1.0 - province.parameters.research.inventors_stay
    return knowledge


# ---- links with high-tech zones


def link_with_zones(province) -> tuple[np.ndarray, np.ndarray]:
    """Firms of strategic trades linked with high-tech zones (rows), and what they see beyond their reach (stock)."""
    f, p, term = province.firm, province.parameters.research, "zone_links"
    none = np.zeros(0, np.int64), np.zeros(0)
    linked = none
    if province.terms.acts(term):
        rows = by_lasting_luck(province, term, np.flatnonzero(province.anchor.strategic[f.industry]))
        ahead = knowledge_of_zones(province)[f.industry[rows]] - f.knowledge[rows]
        root = takes_root(f.knowledge[rows], f.research[rows] > 0, province.parameters.help)
        linked = rows, p.zone_gain * root * np.maximum(ahead, 0.0)
    rows, seen = province.through("zone_links: firms", linked, none)
    if len(rows):
        pay_by_lever(province, term, "local_producers", rows)
    return rows, seen


def knowledge_of_zones(province) -> np.ndarray:
    """Mean knowledge of the firms with high-tech status (stock, by industry): they are what the zones are made of."""
    f, kinds = province.firm, province.industry_count
    rows = np.flatnonzero(f.high_tech == 1)
    number = np.bincount(f.industry[rows], weights=f.weight[rows], minlength=kinds)
    known = np.bincount(f.industry[rows], weights=f.weight[rows] * f.knowledge[rows], minlength=kinds)
    return np.where(number > 0, known / np.maximum(number, 1e-12), 0.0)


# ---- alliances


def join_alliances(province) -> None:
    """Write who is a member of an alliance of its industry this quarter (memo, rows)."""
    f, members = province.firm, np.zeros(0, np.int64)
    if province.terms.acts("alliances"):
        members = by_lasting_luck(province, "alliances", np.flatnonzero(f.research > 0))
    (province.memo.members,) = province.through("partners: members", (members,), (members[:0],))


def ally(province) -> None:
    """Members of an alliance find partners in their industry wherever these are, rivals next door among them."""
    f, p, draws, quarter = province.firm, province.parameters.research, province.draws, province.quarter
    members = province.memo.members
    if len(members) == 0:
        return
    pay_by_lever(province, "alliances", "local_producers", members)
    if province.still:
        return
    members = members[(f.partner[members] < 0) & (f.weight[members] > 0) & (f.research[members] > 0)]
    members = members[np.argsort(f.industry[members], kind="stable")]
    trade = f.industry[members]
    first, last = np.searchsorted(trade, trade, "left"), np.searchsorted(trade, trade, "right")
    seeks = draws.occurs("looks in the alliance", quarter, f.uid[members], p.alliance_start / 4)
    luck = draws.uniform("partner in the alliance", quarter, f.uid[members])
    other = members[first + (luck * (last - first)).astype(np.int64)]
    seeks &= other != members
    pair_up(province, *agreed(province, members[seeks], other[seeks]))


def own_part(province, rows: np.ndarray) -> np.ndarray:
    """R&D a firm still does itself (ratio, by row): a member whose partner shares results saves a part."""
    f, saved = province.firm, np.zeros(len(province.firm))
    saved[province.memo.members] = province.parameters.research.free_riding
    return 1.0 - np.where(f.partner[rows] >= 0, saved[rows], 0.0)


# ---- teams from outside


def welcome_teams(province) -> None:
    """Teams come with their award: people from the rest of the province and what they know (persons, stock)."""
    f, p, town = province.firm, province.parameters.research, province.town
    table = province.awards.get(GRANTS[2])
    if table is None:
        return
    rows = f.rows_of(table.firm)
    rows = rows[(rows >= 0) & (table.until == province.quarter + 4 * TEAM_YEARS)]
    if len(rows) == 0:
        return
    people = np.bincount(f.town[rows], weights=p.team * f.weight[rows], minlength=len(town))
    f.staff_research[rows] += p.team
    f.knowledge[rows] += p.team_knowledge
    town.force_research += people
    town.residents += people
    province.outside.residents[0] -= float(people.sum())
    province.memo.tallies.add_rows("arrivals", f.town[rows], f.weight[rows])


# ---- suppliers of attracted projects


def suppliers_learn(province) -> None:
    """Firms of the trade within reach of an attracted project may become its suppliers and learn (log).

    A project that has found nobody in the place to work with teaches nobody. Greenstone, Hornbeck and Moretti (2010):
    incumbents' productivity 12 % up after five years, in similar industries; less is taken here.
    """
    f, p, anchor, draws = province.firm, province.parameters.demography, province.anchor, province.draws
    projects, _ = holders(province, ATTRACTED)
    if len(projects) == 0:
        return
    projects = projects[draws.occurs("finds suppliers", 0, f.uid[projects], p.project_linked)]
    there = np.zeros((len(province.town), province.industry_count))
    np.add.at(there, (f.town[projects], f.industry[projects]), f.weight[projects])
    reach = np.minimum(anchor.near @ there, 1.0)
    rows = np.flatnonzero((reach.ravel()[f.cell] > 0) & (f.size_class >= 1))
    rows = rows[~np.isin(rows, projects)]
    root = takes_root(f.knowledge[rows], f.research[rows] > 0, province.parameters.help)
    chance = p.supplier_rate / 4 * reach.ravel()[f.cell[rows]] * root
    rows = rows[draws.occurs("learns from a project", province.quarter, f.uid[rows], chance)]
    f.process[rows] += p.supplier_gain
    province.memo.tallies.add_rows("suppliers_learning", f.town[rows], f.weight[rows])
