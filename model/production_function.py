"""What machines, hands and knowledge make: Cobb-Douglas, its inverse, and what productivity is made of."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.rules import firm_by_firm, for_all
from model.sums import of_group


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
def scale_economies(staff, most, middle):
    """What size adds to productivity (log): nothing in a workshop, half of the most at `middle` staff (persons)."""
    return most / (1.0 + (middle / np.maximum(staff, 1.0)) ** 2)


def production_efficiency(f, common_technology: np.ndarray, p) -> np.ndarray:
    """Output per unit of the capital-labour bundle (ratio), all that the firm knows and runs on included."""
    log = f.base + f.process + p.knowledge_elasticity * np.log(f.knowledge)
    log += scale_economies(f.staff_production + f.staff_technician, p.scale_economies, p.scale_middle)
    log += p.vintage_weight * f.vintage + p.practice_effect * f.practice
    log += p.digital_effect * f.digital * (p.digital_alone + f.practice)
    log += (1.0 - p.capital_share) * p.automation_effect * f.automated
    log += of_group(common_technology, f.industry)
    return np.exp(log)


def implied_base(f, common_technology: np.ndarray, p) -> np.ndarray:
    """Productivity of its kind (log) with which a firm's staff and machines make just the sales it expects."""
    mix = f.staff_technician / np.maximum(f.staff_production, 1e-9)
    needed = labour_wanted(f.expected_sales, 1.0, f.capital, p.capital_share, p.technician_weight, mix)
    return (1.0 - p.capital_share) * np.log(needed / np.maximum(f.staff_production, 1e-9)) - np.log(
        production_efficiency(f, common_technology, p)
    )


class Workplace(NamedTuple):
    """Columns of firms that say how many staff they want."""

    industry: np.ndarray
    automated: np.ndarray
    expected_sales: np.ndarray
    inventory: np.ndarray
    efficiency: np.ndarray
    capital: np.ndarray


class Labour(NamedTuple):
    """What staff wanted hangs on, beside the firm: ratios, shares, persons."""

    technician_per_automation: float
    inventory_wanted: float
    inventory_speed: float
    capital_share: float
    technician_weight: float
    least_staff: float


@firm_by_firm
def want_staff(f, p, technician_mix, production, technicians):
    """Production staff and technicians every firm wants (persons), to make what it expects to sell and to stock."""
    for row in range(len(f.industry)):
        mix = technician_mix[f.industry[row]] * (1.0 + p.technician_per_automation * f.automated[row])
        goal = output_planned(f.expected_sales[row], f.inventory[row], p.inventory_wanted, p.inventory_speed)
        goal = max(goal, 0.3 * f.expected_sales[row])
        capital = max(f.capital[row], 1e-6)
        wanted = labour_wanted(goal, f.efficiency[row], capital, p.capital_share, p.technician_weight, mix)
        production[row] = max(wanted, p.least_staff)
        technicians[row] = wanted * mix
