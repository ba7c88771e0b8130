"""Who comes by invitation: large projects attracted from outside, start-ups out of universities, young firms in
incubators, and who leaves again."""

from __future__ import annotations

import numpy as np

from model.demography.opening import entrants, fund_start, parents, small_weight
from model.production import scale_economies
from model.programmes.awards import grant_awards
from model.programmes.costs import pay_by_lever, quarters_money
from model.public_finance import measure_of, note_by_payer, use_budget
from model.settlement.goods import WORLD
from model.sums import group_sums

ATTRACTED = "attracted_projects"
SPUN_OFF = "spin_offs"
ORIGINS = {SPUN_OFF: 1, ATTRACTED: 2}  # identities of their own, above those of usual entrants of the quarter
ORIGIN_BITS = 28
EXTENSIVE = ("customers", "capital", "sales", "expected_sales", "output", "staff_production", "staff_technician")
SHARES = ("share_domestic", "share_export", "share_processing")


def arrive(province) -> np.ndarray:
    """Add start-ups out of universities and attracted projects; returns their number by town (firms)."""
    opened, f = np.zeros(len(province.town)), province.firm
    if not any(province.terms.acts(term) for term in ORIGINS):
        return opened
    there = f.cell.copy()  # who was there before anybody came
    small_firms = group_sums(there, np.ones(len(f)), small_weight(f), len(opened) * province.industry_count)
    for term, where_to, begin in ((SPUN_OFF, places_of_spin_offs, spin_off), (ATTRACTED, places_of_projects, settle)):
        decisions = arrivals(province, term, where_to, small_firms) if province.terms.acts(term) else []
        for turn, (lever, cells) in enumerate(province.through(f"{term}: arrivals", decisions, [])):
            chosen = np.isin(there, cells) if len(cells) else np.zeros(len(there), bool)
            means = parents(province, np.flatnonzero(chosen))[1]
            rows = begin(province, lever, cells, turn, means)
            opened += np.bincount(province.firm.town[rows], weights=province.firm.weight[rows], minlength=len(opened))
            province.memo.tallies.add_rows("arrivals", province.firm.town[rows], province.firm.weight[rows])
    return opened


def arrivals(province, term: str, where_to, small_firms: np.ndarray) -> list[tuple[str, np.ndarray]]:
    """By lever: the cells (town and industry) in which somebody arrives this quarter, one entry a firm. Whoever comes
    begins as the `small_firms` of its place do (number by cell): some must be there."""
    if province.still:
        return []
    pull = where_to(province, province.terms.value(term).max(axis=1) > 0).ravel() * (small_firms > 0)
    if pull.sum() <= 0:
        return []
    decisions, upto = [], np.cumsum(pull)
    for turn, (lever, values) in enumerate(province.terms.contributions[term]):
        wanted = float(values.max()) * province.anchor.part_of_province / 4.0
        price = measure_of(province, lever).options["cost_per_firm"]
        whole = province.draws.whole(f"number of {term}", province.quarter, np.array([turn]), np.array([wanted]))
        number = int(min(whole[0], np.floor(money_left(province, lever) / price), most_of(province, term)))
        identities = identity(province, term, turn, number)
        luck = province.draws.uniform(f"{term} where", province.quarter, identities)
        cells = np.minimum(np.searchsorted(upto, luck * upto[-1], side="right"), len(pull) - 1)
        decisions.append((lever, cells))
    return decisions


def money_left(province, lever: str) -> float:
    """What a lever may still spend on arrivals (wan yuan): what is left of a quarter's money is kept for the next."""
    money = quarters_money(province, lever)
    return money + province.carried.get(f"{lever} arrivals", 0.0) if np.isfinite(money) else money


def most_of(province, term: str) -> int:
    """Firms that can come at all: a start-up takes an expert with it, of those that are free."""
    return int(province.university.experts_free.sum()) if term == SPUN_OFF else 1 << 20


def identity(province, term: str, turn: int, number: int) -> np.ndarray:
    """Identities of those who arrive this quarter under the turn-th lever, by the order in which they come."""
    start = (np.int64(province.quarter) << 32) + (np.int64(ORIGINS[term]) << ORIGIN_BITS) + (turn << 16)
    return start + np.arange(number, dtype=np.int64)


def keep_money(province, lever: str, spent: float) -> None:
    """Money of the quarter not spent is kept; what was spent is used of the budgets (wan yuan)."""
    money = quarters_money(province, lever)
    if np.isfinite(money):
        left = province.carried.get(f"{lever} arrivals", 0.0) + money - spent
        province.carried[f"{lever} arrivals"] = max(left, 0.0)
    use_budget(province, lever, spent)


def places_of_spin_offs(province, reached: np.ndarray) -> np.ndarray:
    """Pull of each town and industry on scientists who start a firm: towns' specialities, by their research."""
    pull = np.zeros((len(province.town), province.industry_count))
    towns = np.flatnonzero(reached & province.inside)
    research = province.by_cell(province.firm.research + 0.01 * province.firm.sales)
    trade = province.town.speciality[towns]
    pull[towns, trade] = research[towns, trade]
    pull[:, province.anchor.service_industry] = 0.0
    return pull


def places_of_projects(province, reached: np.ndarray) -> np.ndarray:
    """Pull of each town and industry on a large project: firms of strategic trades there, and serviced land free."""
    town, number = province.town, province.by_cell(np.ones(len(province.firm)))
    land = np.maximum(town.land - town.land_used, 0.0) / np.maximum(town.land, 1e-9)
    pull = number * (reached & province.inside)[:, None] * (province.parameters.demography.project_land + land)[:, None]
    pull[:, ~province.anchor.strategic] = 0.0
    return pull


def newcomers(province, term: str, cells: np.ndarray, turn: int, means: dict) -> tuple[dict, np.ndarray]:
    """Columns of small firms as they begin in these cells, and identities for them; `means` are their parents'."""
    uid = identity(province, term, turn, len(cells))
    return entrants(province, uid, cells, means, means["staff"]), uid


def spin_off(province, lever: str, cells: np.ndarray, turn: int, means: dict) -> np.ndarray:
    """Scientists start firms that do research from the first day; a grant comes on top of what founders pay (rows)."""
    f, p, pool = province.firm, province.parameters.demography, province.university
    if len(cells) == 0:
        return cells
    new, uid = newcomers(province, SPUN_OFF, cells, turn, means)
    new["ownership"] = np.ones(len(uid), np.int64)
    new["knowledge"] = np.maximum(new["knowledge"], 1.0) * p.spin_off_knowledge
    new["quality"] = new["quality"] + p.spin_off_quality
    new["research_ratio"] = p.spin_off_research * province.anchor.research_usual[new["industry"]]
    new["staff_research"] = np.ones(len(uid))
    rows = f.append(len(uid), uid=uid, weight=1.0, cohort=province.quarter, **new)
    fund_start(province, rows)
    at = np.arange(rows.start, rows.stop)
    grant = measure_of(province, lever).options["cost_per_firm"]
    promise(province, SPUN_OFF, lever, at, grant, 1)
    leaving = len(uid) * pool.experts_free / max(float(pool.experts_free.sum()), 1e-12)
    pool.experts_free -= leaving
    pool.experts -= np.minimum(leaving, 0.5 * pool.experts)
    return at


def settle(province, lever: str, cells: np.ndarray, turn: int, means: dict) -> np.ndarray:
    """Large firms settle with money, machines and methods of their own; the public promises a grant (rows)."""
    f, p = province.firm, province.parameters.demography
    if len(cells) == 0:
        return cells
    new, uid = newcomers(province, ATTRACTED, cells, turn, means)
    luck = np.exp(p.project_spread * province.draws.normal("size of a project", province.quarter, uid))
    staff = new["staff_production"] + new["staff_technician"]
    by_sales = sales_per_head(province)[new["industry"]] / np.maximum(new["sales"], 1e-9)
    larger = p.project_staff * luck * np.minimum(by_sales, 1.0 / np.maximum(staff, 1e-9))
    for name in (*EXTENSIVE, *SHARES):
        new[name] = new[name] * larger
    # a large firm has its economies of scale in its price already: what it is ahead by is its lead
    new["base"] = new["base"] - gained_by_size(province.parameters.produce, staff, staff * larger)
    new["ownership"] = np.where(new["ownership"] == 0, 1, new["ownership"])
    new["process"] = new["process"] + p.project_lead
    new["knowledge"] = np.maximum(new["knowledge"], 1.0) * p.project_knowledge
    new["research_ratio"] = province.anchor.research_usual[new["industry"]]
    rows = f.append(len(uid), uid=uid, weight=1.0, cohort=province.quarter, **new)
    bring_money(province, rows)
    at = np.arange(rows.start, rows.stop)
    grant = measure_of(province, lever).options["cost_per_firm"]
    promise(province, ATTRACTED, lever, at, grant, int(p.project_years))
    return at


def sales_per_head(province) -> np.ndarray:
    """Sales over staff (wan yuan a person and quarter), by industry."""
    f = province.firm
    staff = province.by_industry(f.staff_production + f.staff_technician)
    return province.by_industry(f.sales) / np.maximum(staff, 1e-9)


def gained_by_size(p, staff, larger):
    """Economies of scale (log) between two sizes (persons)."""
    return scale_economies(larger, p.scale_economies, p.scale_middle) - scale_economies(
        staff, p.scale_economies, p.scale_middle
    )


def bring_money(province, rows: slice) -> None:
    """Owners outside pay for the first machines and some cash (wan yuan)."""
    f, p, outside = province.firm, province.parameters.demography, province.outside
    machines, cash = f.capital[rows], p.start_cash * f.sales[rows]
    money = float(f.weight[rows] @ (machines + cash))
    outside.cash[WORLD] -= money
    province.ledger.pay("projects_funded", "world", "firms", money)
    f.cash[rows] += cash
    bought = float(f.weight[rows] @ machines)
    outside.cash[WORLD] += bought
    province.ledger.pay("first_machines", "firms", "world", bought)


def promise(province, term: str, lever: str, rows: np.ndarray, grant: float, years: int) -> None:
    """A grant (wan yuan a firm) becomes due; it is paid with the usual lag, and binds the firm for some years."""
    grant_awards(province, term, lever, rows, np.zeros(len(rows)), 4 * years)
    province.awards[term].due[-len(rows) :] = grant
    total = grant * float(province.firm.weight[rows].sum())
    keep_money(province, lever, total)
    note_by_payer(province, lever, "firms", "commitment", total)


def leavers(province) -> np.ndarray:
    """Attracted projects that leave when what bound them ends (bool by firm): by luck of their own."""
    leaving = np.zeros(len(province.firm), bool)
    table = province.awards.get(ATTRACTED)
    if table is None:
        return leaving
    rows = province.firm.rows_named_in(table, "firm")
    rows = rows[(rows >= 0) & (table.until == province.quarter + 1)]
    goes = province.draws.occurs(
        "leaves after support", 0, province.firm.uid[rows], province.parameters.demography.project_leaves
    )
    leaving[rows[goes]] = True
    f = province.firm
    province.memo.tallies.add_rows("departures", f.town[rows[goes]], f.weight[rows[goes]])
    return leaving


def incubated(province) -> np.ndarray:
    """Young firms with a place in an incubator (rows): by lot among the young, for as long as they are young."""
    f, p, term = province.firm, province.parameters.demography, "incubator_places"
    rows = np.zeros(0, np.int64)
    if province.terms.acts(term):
        offered = province.terms.firms(term, f.town, f.size_class)
        young = province.quarter - f.cohort.astype(np.int64) < p.incubator_quarters
        able = np.flatnonzero(young & (offered > 0) & (f.industry < province.anchor.service_industry))
        places = offered[able] * province.anchor.part_of_province / max(float(f.weight[able].sum()), 1e-12)
        rows = able[province.draws.occurs("place in an incubator", 0, f.uid[able], np.minimum(places, 1.0))]
    (rows,) = province.through("incubators: places", (rows,), (rows[:0],))
    if len(rows):
        pay_by_lever(province, term, "local_producers", rows)
        province.memo.tallies.add_rows("incubated", f.town[rows], f.weight[rows])
    return rows
