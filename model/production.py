"""What machines, hands and knowledge make, and what it costs: Cobb-Douglas, its inverse, prices on normal cost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.rules import firm_by_firm, for_all, walked


@for_all
def capacity(efficiency, capital, production, technicians, capital_share, technician_weight):
    """Output possible (wan yuan, real): Cobb-Douglas in capital and effective staff, technicians counting for more."""
    labour = production + technician_weight * technicians
    log = capital_share * np.log(np.maximum(capital, 1e-9)) + (1.0 - capital_share) * np.log(np.maximum(labour, 1e-9))
    return efficiency * np.exp(log)


@for_all
def labour_wanted(expected, productivity, capital, capital_share, technician_weight, mix):
    """Production staff wanted (persons) to make `expected` output (wan yuan, real), technicians in the ratio `mix`."""
    log = np.log(expected / productivity) - capital_share * np.log(capital)
    effective = np.exp(log / (1.0 - capital_share))
    return effective / (1.0 + technician_weight * mix)


@for_all
def output_planned(expected, inventory, wanted, speed):
    """Output a firm plans (wan yuan, real): expected sales, and a part of what its stock lacks or has too much.

    Stocks are corrected slowly (Blinder and Maccini 1991, Journal of Economic Perspectives 5).
    """
    return np.maximum(expected + speed * (wanted * expected - inventory), 0.0)


@for_all
def output_financed(planned, unit_cost, money, advance, carried):
    """Output a firm can pay for (wan yuan, real): inputs and pay fall due before sales come in.

    `money`: deposits and the overdraft the bank bears (wan yuan), out of which `advance` quarters of cost are laid out;
    for the part `carried` of the plan suppliers and staff wait. Working capital limits output as in Greenwald and
    Stiglitz (1993), Quarterly Journal of Economics 108, and Dosi, Fagiolo, Napoletano and Roventini (2013), Journal of
    Economic Dynamics and Control 37.
    """
    means = money / np.maximum(advance * unit_cost, 1e-9)
    return np.minimum(planned, np.maximum(means, carried * planned))


@for_all
def scale_economies(staff, most, middle):
    """What size adds to productivity (log): nothing in a workshop, half of the most at `middle` staff (persons)."""
    return most / (1.0 + (middle / np.maximum(staff, 1.0)) ** 2)


class Technique(NamedTuple):
    """Parameters of what productivity is made of, shares, and what staff and stocks are held."""

    knowledge_elasticity: float
    scale_economies: float
    scale_middle: float
    vintage_weight: float
    practice_effect: float
    digital_effect: float
    digital_alone: float
    capital_share: float
    automation_effect: float
    technician_weight: float
    technician_per_automation: float
    technicians_used: float
    inventory_wanted: float
    inventory_speed: float
    delivery_saving: float
    price_adjustment: float
    pass_through: float
    price_elasticity: float
    quality_weight: float
    design_weight: float
    least_staff: float
    mean_gap: float
    advance: float
    carried: float
    overdraft_limit: float


def technique(parameters) -> Technique:
    """The parameters in force, collected from their groups."""
    p = parameters
    groups = (p.produce, p.labour, p.invest, p.sell, p.finance, p.demography)
    return Technique(*(next(getattr(g, n) for g in groups if hasattr(g, n)) for n in Technique._fields))


@walked
def log_productivity(base, process, knowledge, staff, vintage, practice, digital, automated, common, p):
    """Output per unit of the capital-labour bundle (log), all that the firm knows and runs on included."""
    log = base + process + p.knowledge_elasticity * np.log(knowledge)
    log += scale_economies(staff, p.scale_economies, p.scale_middle)
    log += p.vintage_weight * vintage + p.practice_effect * practice
    log += p.digital_effect * digital * (p.digital_alone + practice)
    return log + (1.0 - p.capital_share) * p.automation_effect * automated + common


def production_efficiency(f, common_technology: np.ndarray, p: Technique) -> np.ndarray:
    """Output per unit of the capital-labour bundle (ratio) of every firm."""
    names = ("base", "process", "knowledge", "staff", "vintage", "practice", "digital", "automated")
    staff = f.staff_production + f.staff_technician
    held = (staff if name == "staff" else getattr(f, name) for name in names)
    return np.exp(log_productivity(*held, common_technology[f.industry], p))


def implied_base(f, common_technology: np.ndarray, p: Technique) -> np.ndarray:
    """Productivity of its kind (log) with which a firm's staff and machines make just the sales it expects."""
    mix = f.staff_technician / np.maximum(f.staff_production, 1e-9)
    needed = labour_wanted(f.expected_sales, 1.0, f.capital, p.capital_share, p.technician_weight, mix)
    return (1.0 - p.capital_share) * np.log(needed / np.maximum(f.staff_production, 1e-9)) - np.log(
        production_efficiency(f, common_technology, p)
    )


class Workplace(NamedTuple):
    """Columns of firms that say how many staff they want."""

    industry: np.ndarray
    staff_technician: np.ndarray
    automated: np.ndarray
    expected_sales: np.ndarray
    inventory: np.ndarray
    efficiency: np.ndarray
    capital: np.ndarray
    unit_cost: np.ndarray
    sales: np.ndarray
    cash: np.ndarray


@firm_by_firm
def want_staff(f, p, technician_mix, stock_saved, production, technicians):
    """Production staff and technicians every firm wants (persons), to make what it expects to sell and to stock and
    can pay for.

    Technicians there beyond the usual mix are kept, up to so many, in the place of production staff.
    """
    for row in range(len(f.industry)):
        mix = technician_mix[f.industry[row]] * (1.0 + p.technician_per_automation * f.automated[row])
        stock = p.inventory_wanted * (1.0 - stock_saved[row])
        goal = output_planned(f.expected_sales[row], f.inventory[row], stock, p.inventory_speed)
        goal = max(goal, 0.3 * f.expected_sales[row])
        money = f.cash[row] + p.overdraft_limit * f.sales[row]
        goal = output_financed(goal, f.unit_cost[row], money, p.advance, p.carried)
        capital = max(f.capital[row], 1e-6)
        wanted = labour_wanted(goal, f.efficiency[row], capital, p.capital_share, p.technician_weight, mix)
        usual = wanted * mix
        kept = min(max(f.staff_technician[row], usual), p.technicians_used * usual)
        production[row] = max(wanted - p.technician_weight * (kept - usual), p.least_staff)
        technicians[row] = kept


class Works(NamedTuple):
    """Columns of firms that production reads and writes."""

    town: np.ndarray
    industry: np.ndarray
    ownership: np.ndarray
    staff_production: np.ndarray
    staff_technician: np.ndarray
    wage_factor: np.ndarray
    capital: np.ndarray
    capital_ratio: np.ndarray
    base: np.ndarray
    process: np.ndarray
    knowledge: np.ndarray
    vintage: np.ndarray
    practice: np.ndarray
    digital: np.ndarray
    automated: np.ndarray
    quality: np.ndarray
    design: np.ndarray
    delivery: np.ndarray
    markup: np.ndarray
    expected_sales: np.ndarray
    efficiency: np.ndarray
    output: np.ndarray
    inventory: np.ndarray
    inputs: np.ndarray
    unit_cost: np.ndarray
    price: np.ndarray
    sales: np.ndarray
    cash: np.ndarray


class Trade(NamedTuple):
    """What production finds by industry: common technology (log), inputs a unit of output, technicians a worker, the
    price asked in its markets (index)."""

    common: np.ndarray
    inputs: np.ndarray
    technician_mix: np.ndarray
    going_price: np.ndarray


class Pay(NamedTuple):
    """Wages by town (wan yuan a quarter), and contributions over them by ownership (share)."""

    production: np.ndarray
    technician: np.ndarray
    contributions: np.ndarray


@walked
def normal_unit_cost(inputs, hands, mix, production_pay, technician_pay, factor, expected):
    """Cost of a unit (index) at the sales expected, with the machines its kind usually has and the staff these need.

    Normal-cost pricing (Coutts, Godley and Nordhaus 1978, Industrial Pricing in the United Kingdom): a firm does not
    become cheap because it cannot fill its vacancies, nor because a lump of machines has just arrived.
    """
    return inputs + hands * (production_pay + mix * technician_pay) * factor / max(expected, 1e-6)


@for_all
def price_set(price, full, alike, pass_through, adjustment):
    """Price of the quarter (index): part of the way, in logs, to one between full cost and what the market bears.

    A firm answers to its own cost by a part and by the rest to `alike`, the price at which competitors would be as
    attractive (Amiti, Itskhoki and Konings 2019, Review of Economic Studies 86): who gets cheaper keeps a part of it.
    """
    wanted = pass_through * np.log(full / price) + (1.0 - pass_through) * np.log(alike / price)
    return price * np.exp(adjustment * wanted)


@firm_by_firm
def make_and_price(f, p, trade, pay, stock_saved):
    """Output within what machines, staff, technology and money allow (wan yuan, real), inputs, cost, price of every
    firm."""
    for row in range(len(f.industry)):
        town, industry, expected = f.town[row], f.industry[row], f.expected_sales[row]
        production, technicians = f.staff_production[row], f.staff_technician[row]
        log = log_productivity(
            f.base[row],
            f.process[row],
            f.knowledge[row],
            production + technicians,
            f.vintage[row],
            f.practice[row],
            f.digital[row],
            f.automated[row],
            trade.common[industry],
            p,
        )
        efficiency = np.exp(log)
        able = capacity(efficiency, f.capital[row], production, technicians, p.capital_share, p.technician_weight)
        stock = p.inventory_wanted * (1.0 - stock_saved[row])
        planned = output_planned(expected, f.inventory[row], stock, p.inventory_speed)
        money = f.cash[row] + p.overdraft_limit * f.sales[row]
        planned = output_financed(planned, f.unit_cost[row], money, p.advance, p.carried)
        inputs = trade.inputs[industry] * (1.0 - p.delivery_saving * f.delivery[row])
        f.efficiency[row] = efficiency
        f.output[row] = min(able, planned)
        f.inventory[row] += f.output[row]
        f.inputs[row] = f.output[row] * inputs

        mix = trade.technician_mix[industry] * (1.0 + p.technician_per_automation * f.automated[row])
        usual = max(f.capital_ratio[row] * expected * np.exp(-p.mean_gap), 1e-6)
        hands = labour_wanted(expected, efficiency, usual, p.capital_share, p.technician_weight, mix)
        factor = f.wage_factor[row] * (1.0 + pay.contributions[f.ownership[row]])
        cost = normal_unit_cost(inputs, hands, mix, pay.production[town], pay.technician[town], factor, expected)
        f.unit_cost[row] = cost
        merits = p.quality_weight * f.quality[row] + p.design_weight * f.design[row]
        alike = trade.going_price[industry] * np.exp(merits / p.price_elasticity)
        f.price[row] = price_set(f.price[row], f.markup[row] * cost, alike, p.pass_through, p.price_adjustment)
