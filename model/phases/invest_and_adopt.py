"""Phase 8. Machines in lumps of the vintage on offer, computer-controlled machines, software, retrofit."""

from __future__ import annotations

import numpy as np

from model.innovation.software import matched, rent_software
from model.phases.form_expectations import machine_price
from model.programmes.awards import bought_with_support, earn, holders, rate_awarded
from model.programmes.facilities import note_use, standing
from model.programmes.standards import enforce_energy_standard
from model.rules import for_all
from model.sums import of_group


def invest_and_adopt(province) -> None:
    """Write capital, vintage, automated, digital; the makers of machines of the province; what it cost."""
    outlay = buy_machines(province)
    automation = adopt_automation(province, outlay)
    software = adopt_software(province, outlay + automation)
    province.memo.machines_outlay = outlay + automation
    province.memo.investment = province.memo.machines_outlay + software
    province.memo.automation_outlay = automation
    enforce_energy_standard(province)
    move_machine_makers(province)


@for_all
def mean_vintage(capital_left, vintage, bought, frontier):
    """Mean embodied technology (log) after `bought` capital of the frontier joins what is left."""
    total = capital_left + bought
    return (capital_left * vintage + bought * frontier) / np.maximum(total, 1e-12) if total > 0 else vintage


def buy_machines(province) -> np.ndarray:
    """Machines bought out of what finance allowed (wan yuan); wear of the old; retrofit moves the old a little on."""
    f, p = province.firm, province.parameters.invest
    price, frontier = machine_price(province), machines_on_offer(province)
    earn(province, "processing_support", f.planned_investment)
    rows = np.unique(holders(province, "processing_support")[0])
    province.memo.tallies.add_rows("machines_supported", f.town[rows], f.planned_investment[rows] * f.weight[rows])
    left = f.capital * (1.0 - p.depreciation / 4)
    bought = f.planned_investment / price
    f.vintage += p.retrofit / 4 * np.maximum(frontier - f.vintage, 0.0)
    f.vintage = mean_vintage(left, f.vintage, bought, frontier)
    f.capital = left + bought
    return f.planned_investment + retrofit(province, frontier)


def retrofit(province, frontier: float) -> np.ndarray:
    """Holders of support bring old machines nearer to the newest where that makes it pay (wan yuan); they claim it
    besides on what they renew anyway."""
    f, p = province.firm, province.parameters.invest
    outlay = np.zeros(len(f))
    support = rate_awarded(province, "retrofit_support")
    if not isinstance(support, np.ndarray):  # nobody holds any
        return outlay
    rows = np.flatnonzero(support)
    gap = np.maximum(frontier - f.vintage[rows], 0.0)
    # to cover the whole distance, which then lowers the cost of all that is made
    cost = p.retrofit_price * f.capital[rows] * gap * machine_price(province)
    worth = p.retrofit_payback * 4.0 * f.value_added[rows] * gap
    new, anyway = bought_with_support(worth, cost, support[rows])
    begins = province.draws.share("retrofits", province.quarter, f.uid[rows], p.retrofit_chance)
    step = begins * new * p.retrofit_step
    cash = f.cash[rows] - province.parameters.adopt.least_cash * f.sales[rows] - f.planned_investment[rows]
    step *= np.clip(cash / np.maximum(step * cost, 1e-12), 0.0, 1.0)
    f.vintage[rows] += step * gap
    outlay[rows] = step * cost
    claimed = outlay + f.planned_investment
    claimed[rows] += anyway * p.retrofit / 4 * cost  # done, and paid, as upkeep
    claimed = np.minimum(claimed, 0.5 * p.depreciation * f.capital)  # twice a quarter's part of what was applied for
    earn(province, "retrofit_support", claimed)
    province.memo.tallies.add_rows("retrofit_outlay", f.town[rows], outlay[rows] * f.weight[rows])
    return outlay


def machines_on_offer(province) -> float:
    """Embodied technology (log, 2011 = 0) of the machines sold now: the outside's, better or worse with the province's
    own makers."""
    p, anchor = province.parameters.invest, province.anchor
    outside = float(province.given.at("frontier", province.quarter))
    return outside + p.local_machines * p.maker_quality * (anchor.local_machine_quality - anchor.makers_quality)


@for_all
def automation_worth(wage_cost, machine_cost, suitability, sensitivity):
    """Share of tasks worth automating: logistic in the log of pay over machine cost, up to what the industry allows."""
    return suitability / (1.0 + np.exp(-sensitivity * np.log(wage_cost / machine_cost)))


def adopt_automation(province, spent: np.ndarray) -> np.ndarray:
    """Computer-controlled machines and robots: steps towards what pays, in lumps, faster where neighbours have them."""
    f, p = province.firm, province.parameters.adopt
    anchor, quarter = province.anchor, province.quarter
    wage = of_group(province.town.wage_production, f.town) * f.wage_factor / anchor.wage_normal
    own_price = machine_price(province)
    support = rate_awarded(province, "equipment_support")
    cost = own_price * (1.0 - support) * anchor.automation_cost
    worthwhile = automation_worth(
        wage * of_group(p.size_advantage ** np.arange(4.0), f.size_class),
        cost,
        of_group(anchor.robot_suitability, f.industry),
        p.sensitivity,
    )
    if "laboratory" in province.facilities:
        worthwhile = worthwhile * (1.0 + p.laboratory * laboratory_help(province))[f.town]
    f.automated *= 1.0 - p.wear / 4
    gap = np.maximum(worthwhile - f.automated, 0.0)
    seen = of_group(anchor.automated_near.ravel(), f.cell)  # example: what firms of its trade in reach have adopted
    if "demonstration" in province.facilities:
        seen = seen + p.demonstration * shown(province, gap)[f.town]
    # support in hand is used while it lasts; support announced is worth waiting for as far as one may hope to get it
    hoped = p.hope * support_to_come(province, "equipment_support", support)
    timing = np.maximum(1.0 + p.timing * (support - hoped), 0.0)
    hazard = np.minimum(
        p.speed / 4 * (1.0 + p.example * seen) * timing * np.minimum(gap / (p.gap_scale * worthwhile + 1e-9), 1.0), 1.0
    )
    step = province.draws.share("automates", quarter, f.uid, hazard) * gap
    rows = np.flatnonzero(step)
    outlay = np.zeros(len(f))
    outlay[rows] = take_step(province, f.automated, rows, step[rows], own_price * p.machine_per_worker, spent)
    earn(province, "equipment_support", outlay)
    return outlay


def laboratory_help(province) -> np.ndarray:
    """Share of a town's firms with precise work that its laboratory can help (0-1, by town)."""
    f = province.firm
    precise = province.by_town(((f.size_class >= 1) & ((f.research > 0) | (f.automated > 0.05))).astype(float))
    places = standing(province, "laboratory")
    note_use(province, "laboratory", np.minimum(precise / np.maximum(places, 1e-9), 1.0))
    return np.minimum(places / np.maximum(precise, 1.0), 1.0)


def shown(province, gap: np.ndarray) -> np.ndarray:
    """How near a demonstration base is (0-1, by town); nobody comes where new machines do not pay."""
    firms = np.maximum(province.firms_by_town(), 1e-9)
    note_use(province, "demonstration", province.by_town((gap > 0.0).astype(float)) / firms)
    return np.minimum(province.anchor.near @ np.minimum(standing(province, "demonstration"), 1.0), 1.0)


def support_to_come(province, term: str, in_hand) -> np.ndarray:
    """By how much the support announced for a year from now exceeds that of now or in hand (share, by firm)."""
    f = province.firm
    if not province.expected_terms.acts(term):
        more = np.zeros(len(f))
    else:
        coming = province.expected_terms.firms(term, f.town, f.size_class)
        more = np.maximum(coming - np.maximum(province.terms.firms(term, f.town, f.size_class), in_hand), 0.0)
    return province.through(f"{province.terms.declared[term].mediator}: {term} to come", more)


def take_step(
    province, share: np.ndarray, rows: np.ndarray, step: np.ndarray, price_per_worker: float, spent: np.ndarray
) -> np.ndarray:
    """Outlay (wan yuan) on a step of a column of shares by the firms of `rows`, as far as their cash goes beyond what
    every firm has spent already (wan yuan)."""
    f, p = province.firm, province.parameters.adopt
    price = price_per_worker * step * (f.staff_production[rows] + f.staff_technician[rows])
    affordable = np.maximum(f.cash[rows] - p.least_cash * f.sales[rows] - spent[rows], 0.0)
    factor = np.where(price > 0, np.minimum(1.0, affordable / np.maximum(price, 1e-12)), 0.0)
    share[rows] += step * factor
    return price * factor


def adopt_software(province, spent: np.ndarray) -> np.ndarray:
    """Software along an S-curve: the more have it and the better the management, the more take it, out of the cash
    that machines have left (wan yuan)."""
    f, p = province.firm, province.parameters.adopt
    f.digital *= 1.0 - p.software_wear / 4
    seen = of_group(province.anchor.digital_near.ravel(), f.cell)
    by_size = np.minimum(p.software_ceiling * p.software_size_advantage ** np.arange(4.0), 0.95)
    ceiling = of_group(by_size, f.size_class)
    support = rate_awarded(province, "software_support")
    hazard = np.minimum(p.software_speed / 4 * (0.3 + seen) * (1.0 + f.practice), 1.0)
    if np.any(support):  # a lower price makes more of it worth running, and support in hand is used while it lasts
        ceiling = np.minimum(ceiling * np.maximum(1.0 - support, 0.05) ** -p.software_price_elasticity, 0.95)
        hazard = np.minimum(hazard * (1.0 + p.timing * support), 1.0)
    gap = np.maximum(ceiling - f.digital, 0.0)
    takes = province.draws.share("adopts software", province.quarter, f.uid, hazard)
    step = takes * gap * p.software_step
    met = matched(province, takes, gap)
    step[met] = gap[met]  # who is shown what suits takes all of it
    rows = np.flatnonzero(step)
    outlay = np.zeros(len(f))
    outlay[rows] = take_step(province, f.digital, rows, step[rows], p.software_per_worker, spent)
    earn(province, "software_support", outlay)
    rent_software(province, takes, ceiling)
    return outlay


def move_machine_makers(province) -> None:
    """The province's own machine makers: the price and the quality of what they offer follow those of the machinery
    industry."""
    f, p, anchor = province.firm, province.parameters.invest, province.anchor
    sales = np.where(f.industry == anchor.machinery, f.sales, 0.0)
    by_town = province.many_by_town(sales * f.price, sales, sales * f.quality).T
    value, sold, quality = province.surroundings.total("machine makers", province.quarter, by_town)
    if sold > 0:
        anchor.local_machine_quality += p.maker_speed * (quality / sold - anchor.local_machine_quality)
        anchor.local_machine_price += p.maker_speed * (value / sold / anchor.makers_price - anchor.local_machine_price)
