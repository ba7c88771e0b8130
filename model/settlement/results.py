"""Profit, dividends, and the product of the towns."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.programmes.existing import ELSEWHERE
from model.programmes.funds import WITHDRAWN
from model.rules import firm_by_firm, for_all


class Account(NamedTuple):
    """Columns of firms that the account of a quarter reads and writes."""

    output: np.ndarray
    price: np.ndarray
    sales: np.ndarray
    inputs: np.ndarray
    unit_cost: np.ndarray
    capital: np.ndarray
    support_received: np.ndarray
    value_added: np.ndarray
    profit: np.ndarray
    profitability: np.ndarray


class Costs(NamedTuple):
    """What a firm paid in the quarter (wan yuan), beside its inputs."""

    payroll: np.ndarray
    interest: np.ndarray
    research_other: np.ndarray
    fees: np.ndarray


@firm_by_firm
def account(f, paid, depreciation, overheads, memory):
    """Value added and profit of every firm (wan yuan a quarter), smoothed profit over sales (share)."""
    for row in range(len(f.output)):
        output, price, sales = f.output[row], f.price[row], f.sales[row]
        f.value_added[row] = output * price - f.inputs[row] - f.capital[row] * overheads / 4
        wear = f.capital[row] * depreciation / 4
        costs = paid.payroll[row] + paid.interest[row] + paid.research_other[row] + paid.fees[row] + wear
        # goods not sold are worth what they cost, not what they would bring
        unsold = (output - sales / price) * (price - f.unit_cost[row])
        f.profit[row] = f.value_added[row] - unsold - costs + f.support_received[row]
        margin = min(max(f.profit[row] / max(sales, 1e-6), -1.0), 1.0)
        f.profitability[row] += memory * (margin - f.profitability[row])


def account_profit(province) -> None:
    """Write value_added and profit (wan yuan a quarter), smoothed profitability."""
    paid = Costs(*(getattr(province.memo, name) for name in Costs._fields))
    p = province.parameters
    wear, overheads, memory = p.invest.depreciation, p.settle.overheads, p.settle.profit_memory
    account(province.firm.columns(Account), paid, wear, overheads, memory)


@for_all
def dividends_due(profit, tax, cash, sales, payout, target, excess):
    """Dividends (wan yuan): a share of profit after tax while cash is near its target, and part of what lies above."""
    regular = payout * max(profit - tax, 0.0) * min(max(cash / max(target * sales, 1e-9), 0.0), 1.0)
    above = excess * max(cash - regular - target * sales, 0.0)
    return min(regular + above, max(cash, 0.0))


class Owned(NamedTuple):
    """Columns of firms that paying dividends reads and writes."""

    town: np.ndarray
    weight: np.ndarray
    ownership: np.ndarray
    profit: np.ndarray
    sales: np.ndarray
    capital: np.ndarray
    equity_venture: np.ndarray
    cash: np.ndarray


@firm_by_firm
def pay_owners_of_all(f, tax, payout, target, excess, overseas, venture, state, private):
    """Every firm pays its dividends (wan yuan): abroad by firm, what funds, cities and households receive by town."""
    for row in range(len(f.town)):
        town, firms = f.town[row], f.weight[row]
        due = dividends_due(f.profit[row], tax[row], f.cash[row], f.sales[row], payout, target, excess)
        f.cash[row] -= due
        worth = f.capital[row] + max(f.cash[row], 0.0)
        part = due * f.equity_venture[row] / max(worth + f.equity_venture[row], 1e-9)
        due -= part
        venture[town] += part * firms
        abroad, public = f.ownership[row] == 2, f.ownership[row] == 3
        overseas[row] = due if abroad else 0.0
        state[town] += (due if public else 0.0) * firms
        private[town] += (0.0 if abroad or public else due) * firms


def pay_dividends(province) -> None:
    """Owners take profit out (wan yuan): households of the town, owners abroad, governments; venture funds their
    part."""
    f, p, ledger = province.firm, province.parameters.settle, province.ledger
    overseas, (venture, state, private) = np.empty(len(f)), np.zeros((3, len(province.town)))
    rules = p.payout, p.cash_target, p.excess_paid
    pay_owners_of_all(f.columns(Owned), province.memo.tax, *rules, overseas, venture, state, private)
    by_fund = province.bodies_serving("venture_fund", venture)
    province.body.cash += by_fund
    ledger.pay("dividends.venture", "firms", "venture_funds", by_fund.sum())
    abroad = float(f.weight @ overseas)
    province.outside.cash[1] += abroad
    ledger.pay("dividends.world", "firms", "world", abroad)
    government = province.government
    city = province.town.government_city
    part = np.bincount(city, weights=state, minlength=len(government))
    government.cash += part
    government.revenue += part
    ledger.pay("dividends.cities", "firms", "cities", part.sum())
    province.household.cash += private
    province.household.income += private
    ledger.pay("dividends.households", "firms", "households", private.sum())


class Producer(NamedTuple):
    """Columns of firms that the product of towns is made of."""

    town: np.ndarray
    industry: np.ndarray
    weight: np.ndarray
    output: np.ndarray
    price: np.ndarray
    sales: np.ndarray
    value_added: np.ndarray
    research_reported: np.ndarray
    share_domestic: np.ndarray


@firm_by_firm
def add_products(f, productivity, service, of_town, added, output, speciality, reported, level, square, domestic):
    """Sums over firms by town: value added, output of industry and of the speciality, R&D (wan yuan), productivity
    (log) and its square by sales; domestic shares by town and industry."""
    for row in range(len(f.town)):
        town, industry, firms, sales = f.town[row], f.industry[row], f.weight[row], f.sales[row]
        made = f.output[row] * f.price[row]
        added[town] += f.value_added[row] * firms
        reported[town] += f.research_reported[row] * firms
        level[town] += productivity[row] * sales * firms
        square[town] += productivity[row] * productivity[row] * sales * firms
        domestic[town, industry] += f.share_domestic[row] * firms
        if industry < service:
            output[town] += made * firms
        if industry == of_town[town]:
            speciality[town] += made * firms


def towns_product(province) -> None:
    """GDP of every town by the production approach (wan yuan a quarter), usual incomes, the rest of the province."""
    f, town, household = province.firm, province.town, province.household
    added, output, speciality, reported, level, square = np.zeros((6, len(town)))
    domestic = np.zeros((len(town), province.industry_count))
    service = province.anchor.service_industry
    towns = added, output, speciality, reported, level, square
    add_products(f.columns(Producer), np.log(f.efficiency), service, town.speciality, *towns, domestic)
    town.va_firms = added
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
    town.speciality_to_date += speciality
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
    lost = province.carried.get(WITHDRAWN, 0.0) - province.carried.get(ELSEWHERE, 0.0)
    missed = lost / 4.0 * p.product_of_funds
    province.outside.gdp[0] = path - taken - missed
