"""Goods and services: what households, firms and the outside buy of whom."""

from __future__ import annotations

import numpy as np

from model.law import law_change, note_private_cost
from model.ledger import PAYER_SECTORS
from model.public_finance import TAX_SHARES, collect

REST, WORLD = 0, 1


def consume(province) -> None:
    """Households spend out of usual income and deposits (wan yuan) on local services, manufactures and the outside."""
    household, p = province.household, province.parameters.households
    wanted = p.from_income * household.income_normal + p.from_deposits * household.cash
    spent = np.clip(wanted, 0.0, np.maximum(household.cash, 0.0))
    household.consumption = spent
    household.cash -= spent
    local = spent * p.local_part
    outside = province.outside.cash
    rest, world = float((spent * p.rest_part).sum()), float((spent * p.world_part).sum())
    outside[REST] += rest
    outside[WORLD] += world
    province.ledger.pay("consumption.rest", "households", "rest_of_province", rest)
    province.ledger.pay("consumption.world", "households", "world", world)
    credit_local(province, local)
    province.ledger.pay("consumption.local", "households", "local_producers", local.sum())
    # the part for manufactures of the towns is paid when those are sold
    province.memo.household_goods = spent - local - spent * (p.rest_part + p.world_part)


def credit_local(province, by_town: np.ndarray) -> None:
    """Revenue of a town's local producers (wan yuan); the payer and the posting are the caller's."""
    memo, town = province.memo, province.town
    memo.local_revenue = getattr(memo, "local_revenue", np.zeros(len(town))) + by_town
    town.local_deposits += by_town


def receive_sales(province) -> None:
    """Buyers pay for what was sold (wan yuan): other firms their inputs, households, rest of the province, the
    world."""
    f, p, ledger, outside = province.firm, province.parameters.goods, province.ledger, province.outside.cash
    domestic = province.memo.sold[0]
    f.cash += f.sales
    total = float(f.weight @ domestic)
    inputs = float(f.weight @ f.inputs)
    among_firms = min(p.inputs_from_towns * inputs, p.most_among_firms * total)
    goods = province.memo.household_goods
    share = min(1.0, p.most_to_households * total / max(goods.sum(), 1e-12))
    bought = goods * share
    # what the towns cannot supply to households comes from outside
    elsewhere = float((goods - bought).sum())
    outside[WORLD] += elsewhere
    ledger.pay("consumption.imports", "households", "world", elsewhere)
    to_households = float(bought.sum())
    left = total - among_firms - to_households
    rest = p.rest_of_domestic * left
    world = left - rest
    outside[REST] -= rest
    exports = float(f.weight @ f.sales_outside)
    outside[WORLD] -= world + exports
    ledger.pay("sales.households", "households", "firms", to_households)
    ledger.pay("sales.rest", "rest_of_province", "firms", rest)
    ledger.pay("sales.world", "world", "firms", world)
    ledger.pay("exports", "world", "firms", exports)
    memo = province.memo
    memo.among_firms, memo.buyers = among_firms, {"households": to_households, "rest": rest, "world": world}
    memo.bought_by_households = bought


def pay_inputs(province) -> None:
    """Firms pay for inputs (wan yuan): among themselves, to local producers, the rest of the province, the world."""
    f, p, ledger = province.firm, province.parameters.goods, province.ledger
    f.cash -= f.inputs
    by_town = province.by_town(f.inputs)
    total = float(by_town.sum())
    services, utilities, farms = (by_town * part for part in (p.inputs_services, p.inputs_utilities, p.inputs_farms))
    memo = province.memo
    memo.local_other = utilities
    memo.local_farms = farms
    credit_local(province, services + utilities + farms)
    local = float((services + utilities + farms).sum())
    ledger.pay("inputs.local", "firms", "local_producers", local)
    rest = p.inputs_rest * total
    world = total - local - rest - memo.among_firms
    province.outside.cash[REST] += rest
    province.outside.cash[WORLD] += world
    ledger.pay("inputs.rest", "firms", "rest_of_province", rest)
    ledger.pay("inputs.world", "firms", "world", world)


def pay_overheads(province) -> None:
    """Rent, insurance, administration (wan yuan): fixed by the size of the works, whatever is sold; bought in the
    town."""
    f, rate = province.firm, province.parameters.settle.overheads / 4
    due = f.capital * rate
    f.cash -= due
    by_town = province.by_town(due)
    credit_local(province, by_town)
    province.ledger.pay("overheads", "firms", "local_producers", by_town.sum())


def pay_research(province) -> None:
    """What R&D costs beyond its staff (wan yuan): contracts with universities, instruments and materials from
    outside."""
    f, p = province.firm, province.parameters.research
    other = f.research * (1.0 - p.labour_share)
    province.memo.research_other = other
    f.cash -= other
    total = float(f.weight @ other)
    contracts = p.contracts * total
    pool = province.university
    pool.cash += contracts * pool.experts / max(pool.experts.sum(), 1e-12)
    province.outside.cash[WORLD] += total - contracts
    province.ledger.pay("research_contracts", "firms", "universities", contracts)
    province.ledger.pay("research_purchases", "firms", "world", total - contracts)
    # universities pay their staff, who live in towns of their city
    salaries = pool.cash.clip(0.0) * p.university_spending
    pool.cash -= salaries
    by_town = province.anchor.university_towns.T @ salaries
    province.household.cash += by_town
    province.household.income += by_town
    province.ledger.pay("university_salaries", "universities", "households", by_town.sum())


def pay_equipment_tax(province) -> np.ndarray:
    """A hypothetical tax on machines that nobody gets back is in their price: it goes to the governments (wan yuan, by
    town)."""
    rate = law_change(province, "equipment_vat")
    if rate == 0.0:
        return np.zeros(len(province.town))
    by_town = province.by_town(province.memo.machines_outlay) * rate / (1.0 + rate)
    collect(province, "equipment_vat", "vat", "firms", by_town)
    for level, share in TAX_SHARES["vat"].items():
        note_private_cost(province, "equipment_vat", PAYER_SECTORS[level], share * float(by_town.sum()))
    return by_town


def pay_investment(province) -> None:
    """Machines, software and the buildings that go with them (wan yuan)."""
    f, p = province.firm, province.parameters.goods
    outlay = province.memo.investment
    f.cash -= outlay
    by_town = province.by_town(outlay)
    building = by_town * p.building_part
    province.memo.local_other = province.memo.local_other + building
    credit_local(province, building)
    province.ledger.pay("building", "firms", "local_producers", building.sum())
    tax = pay_equipment_tax(province)
    province.memo.tallies.add("investment", by_town - tax)
    machines = float((by_town - building).sum()) - float(tax.sum())
    province.outside.cash[WORLD] += machines
    province.ledger.pay("machines", "firms", "world", machines)
