"""What lenders can know of a firm: ratings of technology firms, and a database of who lends and who borrows."""

from __future__ import annotations

import numpy as np

from model.programmes.costs import pay_cost, quarters_money
from model.public_finance import budget_left, measure_of, spend, use_budget


def technology_firm(f, p) -> np.ndarray:
    """Micro to medium-sized firms that pass as technology firms (bool): by research, patents or knowledge."""
    knows = (f.research > 0) | (f.patents_invention + f.patents_other > 0) | (f.knowledge > p.technology_line)
    return knows & (f.size_class <= 2)


def rate_technology_firms(province) -> None:
    """A share of the technology firms is rated this quarter; what the raters find opens their books to lenders."""
    if not province.terms.acts("credit_rating"):
        return
    f, p = province.firm, province.parameters.finance
    chance = province.terms.firms("credit_rating", f.town, f.size_class)
    rows = np.flatnonzero((chance > 0) & technology_firm(f, p))
    luck = province.draws.uniform("rated", province.quarter, f.uid[rows])
    rows = rows[luck < chance[rows] / 4]
    decisions = []
    for lever, part in province.terms.split("credit_rating"):
        mine = rows[part[f.town[rows], f.size_class[rows]] > 0]
        measure = measure_of(province, lever)
        cost = np.full(len(mine), measure.options["cost_per_rating"])
        decisions.append((lever, mine[np.cumsum(cost * f.weight[mine]) <= quarters_money(province, lever)]))
    for lever, mine in province.through("credit_rating: rated", decisions, []):
        cost = np.full(len(mine), measure_of(province, lever).options["cost_per_rating"])
        pay_cost(province, "ratings", lever, "households", mine, cost)
        f.visibility[mine] += np.float32(p.rating_opens) * (1.0 - f.visibility[mine])
        province.memo.tallies.add_rows("firms_rated", f.town[mine], f.weight[mine])


def cover_by_database(province) -> None:
    """Write memo.in_database: firms that stand in the finance database (bool), None where there is none; pay for it."""
    province.memo.in_database = None
    if not province.terms.acts("finance_database"):
        return
    f = province.firm
    share = province.terms.firms("finance_database", f.town, f.size_class)
    covered = province.draws.occurs("in the finance database", 0, f.uid, np.minimum(share, 1.0))
    covered = province.through("finance_database: covered", covered, np.zeros(len(f), bool))
    province.memo.in_database = covered
    province.memo.tallies.add_rows("firms_in_database", f.town, covered * f.weight)
    bills = []
    for lever, part in province.terms.split("finance_database"):
        cost = measure_of(province, lever).options["cost_per_town"] / 4 * (part[:, 0] > 0) * province.inside
        bills.append((lever, cost * min(1.0, budget_left(province, lever) / max(float(cost.sum()), 1e-12))))
    for lever, cost in province.through("finance_database: run", bills, []):
        use_budget(province, lever, float(cost.sum()))
        province.household.cash += cost
        province.household.income += cost
        spend(province, "finance_database", lever, measure_of(province, lever).payers, "households", cost)


def noise_left(province, rows: np.ndarray) -> np.ndarray | float:
    """Part of the noise that is left in what lenders see (ratio, by firm of `rows`); a plain 1.0 without a database."""
    covered = province.memo.in_database
    return 1.0 if covered is None else 1.0 - province.parameters.finance.database_clears * covered[rows]
