"""Profit, dividends, and the product of the towns."""

from __future__ import annotations

import numpy as np

from model.rules import for_all


def account_profit(province) -> None:
    """Write value_added and profit (wan yuan a quarter), smoothed profitability."""
    f, memo = province.firm, province.memo
    f.value_added = f.output * f.price - f.inputs
    wear = f.capital * province.parameters.invest.depreciation / 4
    fees = getattr(memo, "fees", 0.0)
    costs = memo.wages + memo.contributions + memo.interest + memo.research_other + fees + wear
    # goods not sold are worth what they cost, not what they would bring
    unsold = (f.output - f.sales / f.price) * (f.price - f.unit_cost)
    f.profit = f.value_added - unsold - costs + f.support_received
    if memo.licence_fees is not None:
        f.profit -= memo.licence_fees
    margin = np.clip(f.profit / np.maximum(f.sales, 1e-6), -1.0, 1.0)
    f.profitability += province.parameters.settle.profit_memory * (margin - f.profitability)


@for_all
def dividends_due(profit, tax, cash, sales, payout, target, excess):
    """Dividends (wan yuan): a share of profit after tax while cash is near its target, and part of what lies above."""
    regular = (
        payout
        * np.maximum(profit - tax, 0.0)
        * np.minimum(np.maximum(cash / np.maximum(target * sales, 1e-9), 0.0), 1.0)
    )
    above = excess * np.maximum(cash - regular - target * sales, 0.0)
    return np.minimum(regular + above, np.maximum(cash, 0.0))


def pay_dividends(province) -> None:
    """Owners take profit out (wan yuan): households of the town, owners abroad, governments; venture funds their
    part."""
    f, p, ledger = province.firm, province.parameters.settle, province.ledger
    due = dividends_due(f.profit, province.memo.tax, f.cash, f.sales, p.payout, p.cash_target, p.excess_paid)
    f.cash -= due
    worth = f.capital + np.maximum(f.cash, 0.0)
    venture = due * f.equity_venture / np.maximum(worth + f.equity_venture, 1e-9)
    by_fund = province.by_body("venture_fund", venture)
    province.body.cash += by_fund
    ledger.pay("dividends.venture", "firms", "venture_funds", by_fund.sum())
    due = due - venture
    overseas = f.ownership == 2
    abroad = float(f.weight @ np.where(overseas, due, 0.0))
    province.outside.cash[1] += abroad
    ledger.pay("dividends.world", "firms", "world", abroad)
    state_owned = f.ownership == 3
    state, private = province.many_by_town(np.where(state_owned, due, 0.0), np.where(overseas | state_owned, 0.0, due))
    government = province.government
    city = province.town.government_city
    part = np.bincount(city, weights=state, minlength=len(government))
    government.cash += part
    government.revenue += part
    ledger.pay("dividends.cities", "firms", "cities", part.sum())
    province.household.cash += private
    province.household.income += private
    ledger.pay("dividends.households", "firms", "households", private.sum())


def towns_product(province) -> None:
    """GDP of every town by the production approach (wan yuan a quarter), usual incomes, the rest of the province."""
    f, town, household = province.firm, province.town, province.household
    made = f.output * f.price
    productivity = np.log(f.efficiency)
    town.va_firms, output, reported, level, square = province.many_by_town(
        f.value_added,
        made * (f.industry < province.anchor.service_industry),
        f.research_reported,
        productivity * f.sales,
        productivity**2 * f.sales,
    )
    by_trade, domestic = province.many_by_cell(made, f.share_domestic)
    town.taxes_products = province.memo.vat_by_town
    town.gdp = (
        town.va_firms
        + town.taxes_products
        + town.va_other_industry
        + town.va_agriculture
        + town.va_services
        + town.va_public
    )
    town.output_to_date += output + town.va_agriculture / province.parameters.local.agriculture_ratio
    town.speciality_to_date += by_trade[np.arange(len(town)), town.speciality]
    town.research_to_date += reported
    town.gdp_to_date += town.gdp
    province.memo.log_productivity, province.memo.log_productivity_square = level, square
    memory = province.parameters.households.income_memory
    household.income_normal += memory * (household.income - household.income_normal)
    rest_of_province(province, domestic)


def rest_of_province(province, domestic: np.ndarray) -> None:
    """GDP of the rest: its given path, less what the towns' sellers took of the markets it also sells in (wan yuan)."""
    anchor, p = province.anchor, province.parameters.goods
    path = anchor.rest_gdp * float(province.given.at("gdp_rest", province.quarter))
    shares = province.surroundings.total("domestic shares", province.quarter, domestic)
    gained = shares - anchor.domestic_share
    demand = anchor.demand[0] * np.asarray(province.given.at("demand_domestic", province.quarter), float)
    taken = p.rest_of_outside * float((gained * demand * anchor.value_added_ratio).sum())
    province.outside.gdp[0] = path - taken
