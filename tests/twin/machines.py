"""Machines in lumps, computer control, software: what one firm buys and how far its cash goes."""

from __future__ import annotations

from tests.twin.planning import machine_price


def invest_and_adopt(firm, news) -> None:
    """Buy machines, then computer control, then software: a yuan is spent once."""
    buy_machines(firm, news)
    automation = automate(firm, news)
    software = adopt_software(firm, firm.planned_investment + automation, news)
    firm.outlay = firm.planned_investment + automation + software


def machines_on_offer(news) -> float:
    """Embodied technology of machines sold now (log, 2011 = 0)."""
    p, anchor = news.parameters.invest, news.anchor
    makers = anchor.local_machine_quality - anchor.makers_quality
    return news.series["frontier"] + p.local_machines * p.maker_quality * makers


def buy_machines(firm, news) -> None:
    """The old wear and are retrofitted a little; what is bought is of the vintage on offer."""
    p, frontier = news.parameters.invest, machines_on_offer(news)
    left = firm.capital * (1 - p.depreciation / 4)
    bought = firm.planned_investment / machine_price(news)
    old = firm.vintage + p.retrofit / 4 * max(frontier - firm.vintage, 0.0)
    firm.vintage = (left * old + bought * frontier) / (left + bought) if left + bought > 0 else old
    firm.capital = left + bought


def worth_automating(firm, support: float, news) -> float:
    """Share of tasks that computer-controlled machines would do cheaper than people at what the firm pays."""
    p, anchor = news.parameters.adopt, news.anchor
    pay = news.town(firm).wage_production * firm.wage_factor / anchor.wage_normal * p.size_advantage**firm.size_class
    cost = machine_price(news) * (1 - support) * anchor.automation_cost
    return anchor.robot_suitability[firm.industry] / (1 + (cost / pay) ** p.sensitivity)


def automate(firm, news) -> float:
    """A step to computer control (its outlay, wan yuan): example spurs, support in hand hurries, announced delays."""
    p = news.parameters.adopt
    support = float(firm.equipment_support)
    worth = worth_automating(firm, support, news)
    firm.automated *= 1 - p.wear / 4
    gap = max(worth - firm.automated, 0.0)
    now = max(news.term("equipment_support", firm), support)
    coming = news.expected_terms["equipment_support"][firm.town][firm.size_class]
    timing = max(1 + p.timing * (support - p.hope * max(coming - now, 0.0)), 0.0)
    example = news.anchor.automated_near[firm.town][firm.industry]
    hazard = p.speed / 4 * (1 + p.example * example) * timing * min(gap / (p.gap_scale * worth + 1e-9), 1.0)
    if not news.happens("automates", firm, min(hazard, 1.0)):
        return 0.0
    price = machine_price(news) * p.machine_per_worker
    outlay = take_step(firm, "automated", gap, price, firm.planned_investment, p)
    return outlay


def adopt_software(firm, spent: float, news) -> float:
    """More of its processes run by software (outlay, wan yuan): the more have it, the better the management."""
    p = news.parameters.adopt
    firm.digital *= 1 - p.software_wear / 4
    ceiling = min(p.software_ceiling * p.software_size_advantage**firm.size_class, 0.95)
    gap = max(ceiling - firm.digital, 0.0)
    example = news.anchor.digital_near[firm.town][firm.industry]
    hazard = p.software_speed / 4 * (0.3 + example) * (1 + firm.practice)
    if not news.happens("adopts software", firm, min(hazard, 1.0)):
        return 0.0
    return take_step(firm, "digital", gap * p.software_step, p.software_per_worker, spent, p)


def take_step(firm, what: str, step: float, price: float, spent: float, p) -> float:
    """Outlay (wan yuan) on a step at a price a worker, cut to the cash beyond the least and what is spent already."""
    cost = price * step * firm.workers
    if not cost > 0:
        return 0.0
    affordable = max(firm.cash - p.least_cash * firm.sales - spent, 0.0)
    part = min(1.0, affordable / cost)
    setattr(firm, what, getattr(firm, what) + step * part)
    return cost * part
