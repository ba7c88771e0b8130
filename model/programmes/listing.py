"""Listing on boards for small firms and over the counter: what it costs, and what it brings where shares are traded."""

from __future__ import annotations

import numpy as np

from model.programmes.costs import pay_cost
from model.public_finance import budget_left, measure_of
from model.quarter import year_of


def list_firms(province) -> None:
    """Once a year owners list their firm when it is worth its cost to them; a part of the cost is paid by others."""
    if not province.terms.acts("listing"):
        return
    f, p = province.firm, province.parameters.finance
    share = province.terms.firms("listing", f.town, f.size_class)
    fit = (share > 0) & (f.size_class >= 1) & (f.ownership == 1) & (f.profitability > 0)
    fit &= (f.research > 0) | (f.knowledge > p.technology_line)
    rows = np.flatnonzero(fit & ~np.isin(f.uid, province.listed.firm))
    hopes = p.listing_hope * 4.0 * f.sales[rows] > p.listing_cost * (1.0 - share[rows])
    rows = rows[hopes & province.draws.occurs("thinks of listing", province.quarter, f.uid[rows], p.listing_chance)]
    decisions = []
    for lever, part in province.terms.split("listing"):
        support = (share * part[f.town, f.size_class])[rows]
        money = min(
            measure_of(province, lever).ceiling(year_of(province.quarter)) * province.anchor.part_of_province,
            budget_left(province, lever),
        )
        chosen = (support > 0) & (np.cumsum(support * p.listing_cost * f.weight[rows]) <= money)
        decisions.append((lever, rows[chosen], support[chosen]))
    for lever, mine, support in province.through("listing: listed", decisions, []):
        pay_for_listing(province, lever, mine, support)
        province.listed.append(len(mine), firm=f.uid[mine], since=province.quarter)


def pay_for_listing(province, lever: str, rows: np.ndarray, support: np.ndarray) -> None:
    """Brokers and auditors are paid (wan yuan): the supported part by the payers, the rest by the firm."""
    cost = province.parameters.finance.listing_cost
    pay_cost(province, "listing_cost", lever, "households", rows, support * cost)
    charge_firms(province, "listing_rest", rows, (1.0 - support) * cost)


def charge_firms(province, account: str, rows: np.ndarray, cost: np.ndarray) -> None:
    """Firms pay for a service out of their own pocket (wan yuan a firm); those who live in the town earn it."""
    f = province.firm
    f.cash[rows] -= cost
    province.memo.fees[rows] += cost
    by_town = np.bincount(f.town[rows], weights=cost * f.weight[rows], minlength=len(province.town))
    province.household.cash += by_town
    province.household.income += by_town
    province.ledger.pay(account, "firms", "households", by_town.sum())


def trade_shares(province) -> None:
    """Listed firms pay for staying listed; where their shares are traded they raise money by an issue, once; those of
    the upper tier, when there is one, are looked into (wan yuan)."""
    table, f, p = province.listed, province.firm, province.parameters.finance
    if len(table) == 0:
        return
    table.keep(f.rows_named_in(table, "firm") >= 0)
    rows, quarter = f.rows_named_in(table, "firm"), province.quarter
    province.memo.tallies.add_rows("firms_listed", f.town[rows], f.weight[rows])
    charge_firms(province, "listing_upkeep", rows, np.full(len(rows), p.listing_upkeep / 4))
    traded = province.draws.occurs("shares are traded", 0, table.firm, p.listing_liquidity)
    issues = traded & (table.raised == 0) & province.draws.occurs("issues shares", quarter, table.firm, p.issue_pace)
    money = np.where(issues, p.issue_over_sales * 4.0 * f.sales[rows], 0.0)
    f.cash[rows] += money
    table.raised = np.maximum(table.raised, issues)
    household, total = province.household, float(money @ f.weight[rows])
    deposits = np.maximum(household.cash, 0.0)
    household.cash -= total * deposits / max(deposits.sum(), 1e-12)
    province.ledger.pay("share_issues", "households", "firms", total)
    if quarter >= 4 * p.tier_year:
        upper = rows[traded & (f.profitability[rows] > p.tier_profit)]
        f.visibility[upper] = np.maximum(f.visibility[upper], np.float32(p.tier_opens))
