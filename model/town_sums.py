"""What the firms of a town come to: every sum that indicators are made of, in one compiled pass over the firms.

Written firm by firm, as one would say it; as columns it would be thirty arrays the length of the table.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

ABOVE_SCALE = 500.0  # wan yuan of sales a quarter: 20 m yuan a year
UPGRADED_DIGITAL = 0.35  # share of processes run by software, and
UPGRADED_AUTOMATED = 0.05  # share of tasks done by computer-controlled machines, of a firm that counts as upgraded


class FirmColumns(NamedTuple):
    """The columns of firms that are read."""

    town: np.ndarray
    industry: np.ndarray
    weight: np.ndarray
    size_class: np.ndarray
    high_tech: np.ndarray
    staff_production: np.ndarray
    staff_technician: np.ndarray
    staff_research: np.ndarray
    output: np.ndarray
    price: np.ndarray
    sales: np.ndarray
    sales_outside: np.ndarray
    research: np.ndarray
    research_reported: np.ndarray
    grants_invention: np.ndarray
    grants_other: np.ndarray
    debt_bank: np.ndarray
    debt_micro: np.ndarray
    debt_bond: np.ndarray
    debt_informal: np.ndarray
    digital: np.ndarray
    automated: np.ndarray
    knowledge: np.ndarray
    practice: np.ndarray
    teaching: np.ndarray
    inventory: np.ndarray
    design: np.ndarray
    assistance: np.ndarray
    scan: np.ndarray
    certified: np.ndarray
    delivery: np.ndarray
    quality: np.ndarray
    brand: np.ndarray
    standard: np.ndarray
    filing: np.ndarray
    value_added: np.ndarray


class Industries(NamedTuple):
    """What is known of industries, by industry."""

    industrial: np.ndarray  # bool
    high_tech: np.ndarray  # bool
    knowledge_intensive: np.ndarray  # bool
    energy: np.ndarray  # a wan yuan of output, real
    farming: int  # index


class TownSums(NamedTuple):
    """Sums over the firms of each town, shape (towns,), each firm counted by its weight."""

    output_gross: np.ndarray  # wan yuan, industry
    output_real: np.ndarray  # wan yuan, real
    sales: np.ndarray  # wan yuan
    employment: np.ndarray  # persons
    research_staff: np.ndarray  # persons
    technicians: np.ndarray  # persons
    firms: np.ndarray
    firms_above_scale: np.ndarray  # firms of industry
    research_spending: np.ndarray  # wan yuan
    research_reported: np.ndarray  # wan yuan
    patents_invention: np.ndarray
    patents_other: np.ndarray
    exports: np.ndarray  # wan yuan
    debt: np.ndarray  # wan yuan
    loans_small_firms: np.ndarray  # wan yuan
    hightech_sales: np.ndarray  # wan yuan
    intensive_sales: np.ndarray  # wan yuan
    industrial_sales: np.ndarray  # wan yuan
    upgraded: np.ndarray  # firms of industry
    industrial_firms: np.ndarray
    priced: np.ndarray  # wan yuan times log price
    automated_staff: np.ndarray  # persons times share
    digital_staff: np.ndarray  # persons times share
    knowledge: np.ndarray  # stock
    practice: np.ndarray  # log
    teaching: np.ndarray  # share
    energy: np.ndarray
    speciality_sales: np.ndarray  # wan yuan
    sales_square: np.ndarray  # wan yuan squared
    inventories: np.ndarray  # wan yuan, real
    exports_small: np.ndarray  # wan yuan, of micro and small firms
    design: np.ndarray  # log
    practice: np.ndarray  # log
    assistance: np.ndarray  # share
    scan: np.ndarray  # share
    certified: np.ndarray  # share
    delivery: np.ndarray  # share
    quality_sales: np.ndarray  # wan yuan times log
    brand_sales: np.ndarray  # wan yuan times log
    standard_sales: np.ndarray  # wan yuan times share
    certified_sales: np.ndarray  # wan yuan times share
    filing_help: np.ndarray  # firms times share
    farm_value_added: np.ndarray  # wan yuan


@njit(cache=True, nogil=True)
def _add(f, trade, speciality, to):
    for row in range(len(f.town)):
        # unsigned: a negative place would count from the end, which need not be looked into 27 times a firm
        town, industry, firms = np.uint64(f.town[row]), np.uint64(f.industry[row]), f.weight[row]
        sales, output = f.sales[row], f.output[row]
        staff = f.staff_production[row] + f.staff_technician[row] + f.staff_research[row]
        to.output_real[town] += output * firms
        to.sales[town] += sales * firms
        to.sales_square[town] += sales * sales * firms
        to.priced[town] += sales * np.log(f.price[row]) * firms
        to.exports[town] += f.sales_outside[row] * firms
        to.energy[town] += output * trade.energy[industry] * firms
        to.employment[town] += staff * firms
        to.research_staff[town] += f.staff_research[row] * firms
        to.technicians[town] += f.staff_technician[row] * firms
        to.automated_staff[town] += f.automated[row] * staff * firms
        to.digital_staff[town] += f.digital[row] * staff * firms
        to.knowledge[town] += f.knowledge[row] * firms
        to.practice[town] += f.practice[row] * firms
        to.teaching[town] += np.float64(f.teaching[row]) * firms
        to.inventories[town] += f.inventory[row] * firms
        to.design[town] += f.design[row] * firms
        to.assistance[town] += np.float64(f.assistance[row]) * firms
        to.scan[town] += np.float64(f.scan[row]) * firms
        to.certified[town] += np.float64(f.certified[row]) * firms
        to.delivery[town] += np.float64(f.delivery[row]) * firms
        to.firms[town] += firms
        to.quality_sales[town] += f.quality[row] * sales * firms
        to.brand_sales[town] += f.brand[row] * sales * firms
        to.standard_sales[town] += np.float64(f.standard[row]) * sales * firms
        to.certified_sales[town] += np.float64(f.certified[row]) * sales * firms
        to.filing_help[town] += np.float64(f.filing[row]) * firms
        if f.industry[row] == trade.farming:
            to.farm_value_added[town] += f.value_added[row] * firms
        to.research_spending[town] += f.research[row] * firms
        to.research_reported[town] += f.research_reported[row] * firms
        to.patents_invention[town] += np.float64(f.grants_invention[row]) * firms
        to.patents_other[town] += np.float64(f.grants_other[row]) * firms
        to.debt[town] += (f.debt_bank[row] + f.debt_micro[row] + f.debt_bond[row] + f.debt_informal[row]) * firms
        if f.size_class[row] <= 1:
            to.loans_small_firms[town] += (f.debt_bank[row] + f.debt_micro[row]) * firms
            to.exports_small[town] += f.sales_outside[row] * firms
        if f.industry[row] == speciality[town]:
            to.speciality_sales[town] += sales * firms
        if trade.industrial[industry]:
            to.output_gross[town] += output * f.price[row] * firms
            to.industrial_sales[town] += sales * firms
            to.industrial_firms[town] += firms
            high = f.high_tech[row] == 1 or trade.high_tech[industry]
            if high:
                to.hightech_sales[town] += sales * firms
            if high or trade.knowledge_intensive[industry]:
                to.intensive_sales[town] += sales * firms
            if sales >= ABOVE_SCALE:
                to.firms_above_scale[town] += firms
            if f.digital[row] > UPGRADED_DIGITAL and f.automated[row] > UPGRADED_AUTOMATED:
                to.upgraded[town] += firms


def sums_of_firms(firm, industries: Industries, speciality: np.ndarray) -> TownSums:
    """Sums over the firms of each town; `speciality` is the industry (index) of each town."""
    sums = TownSums(*np.zeros((len(TownSums._fields), len(speciality))))
    _add(firm.columns(FirmColumns), industries, speciality, sums)
    return sums
