"""What machines, hands and knowledge make of one firm's inputs, at what cost and price."""

from __future__ import annotations

from math import exp, log

from tests.twin.firm import INDIVIDUAL


def technicians_a_worker(firm, news) -> float:
    """Technicians a production worker (ratio): more where machines are computer-controlled."""
    usual = news.anchor.technician_mix[firm.industry]
    return usual * (1 + news.parameters.labour.technician_per_automation * firm.automated)


def output_planned(firm, p) -> float:
    """Output the firm plans (wan yuan, real): expected sales, and slowly what its stock lacks or has too much."""
    missing = p.inventory_wanted * firm.expected_sales - firm.inventory
    return max(firm.expected_sales + p.inventory_speed * missing, 0.0)


def output_financed(firm, planned: float, news) -> float:
    """Output whose cost the firm can advance (wan yuan, real): out of deposits and the overdraft its bank bears; for a
    part of it suppliers and staff wait."""
    finance = news.parameters.finance
    money = firm.cash + news.parameters.demography.overdraft_limit * firm.sales
    return min(planned, max(money / max(finance.advance * firm.unit_cost, 1e-9), finance.carried * planned))


def labour_wanted(firm, output: float, machines: float, news) -> float:
    """Production staff (persons) that make an output with so many machines (both wan yuan, real)."""
    p = news.parameters.produce
    log_effective = log(output / firm.efficiency) - p.capital_share * log(max(machines, 1e-6))
    effective = exp(log_effective / (1 - p.capital_share))
    return effective / (1 + p.technician_weight * technicians_a_worker(firm, news))


def efficiency_of(firm, news) -> float:
    """Output per unit of machines and hands (ratio): all that the firm knows and runs on."""
    p = news.parameters.produce
    size = p.scale_economies / (1 + (p.scale_middle / max(firm.workers, 1.0)) ** 2)
    return exp(
        firm.base
        + firm.process
        + p.knowledge_elasticity * log(firm.knowledge)
        + size
        + p.vintage_weight * firm.vintage
        + p.practice_effect * firm.practice
        + p.digital_effect * firm.digital * (p.digital_alone + firm.practice)
        + (1 - p.capital_share) * p.automation_effect * firm.automated
        + news.anchor.common_technology[firm.industry]
    )


def capacity_of(firm, p) -> float:
    """Output possible (wan yuan, real): Cobb-Douglas, a technician counting for more than a worker."""
    hands = firm.staff_production + p.technician_weight * firm.staff_technician
    return firm.efficiency * max(firm.capital, 1e-9) ** p.capital_share * max(hands, 1e-9) ** (1 - p.capital_share)


def contributions_rate(firm, news) -> float:
    """Social contributions over pay (share): individual businesses register only a part."""
    p = news.parameters.settle
    return p.social_rate * (p.social_small if firm.ownership == INDIVIDUAL else 1.0)


def produce(firm, news) -> None:
    """Make what is planned as far as possible; price by normal cost, whatever staff and machines happen to be there."""
    p, town = news.parameters.produce, news.town(firm)
    firm.efficiency = efficiency_of(firm, news)
    inputs_a_unit = news.anchor.input_share[firm.industry] * news.series["price_inputs"]
    inputs_a_unit *= 1 - p.delivery_saving * float(firm.delivery)
    firm.output = min(capacity_of(firm, p), output_financed(firm, output_planned(firm, p), news))
    firm.inventory += firm.output
    firm.inputs = firm.output * inputs_a_unit

    usual_machines = firm.capital_ratio * firm.expected_sales * exp(-news.parameters.invest.mean_gap)
    hands = labour_wanted(firm, firm.expected_sales, usual_machines, news)
    pay = hands * (town.wage_production + technicians_a_worker(firm, news) * town.wage_technician)
    pay *= firm.wage_factor * (1 + contributions_rate(firm, news))
    firm.unit_cost = inputs_a_unit + pay / max(firm.expected_sales, 1e-6)
    firm.price = price_asked(firm, news)


def price_asked(firm, news) -> float:
    """Price (index): slowly to one between the markup on its own cost and what buyers pay competitors for as much."""
    p, sell = news.parameters.produce, news.parameters.sell
    own = firm.markup * firm.unit_cost
    merits = sell.quality_weight * firm.quality + sell.design_weight * firm.design
    theirs = going_price(firm, news) * exp(merits / sell.price_elasticity)
    wanted = own**p.pass_through * theirs ** (1 - p.pass_through)
    return firm.price ** (1 - p.price_adjustment) * wanted**p.price_adjustment


def going_price(firm, news) -> float:
    """Price asked in its markets (index): the province's own sellers count by the part they held in 2011."""
    outside = news.series["price_outside"][firm.industry]
    value, volume = (total[firm.industry] for total in news.totals["going price"])
    here = value / volume if volume > 0 else outside
    part = news.parameters.sell.inside_share
    return here**part * outside ** (1 - part)
