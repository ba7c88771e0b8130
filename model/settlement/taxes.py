"""Taxes of firms: value added, income; the status that lowers the rate."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.public_finance import collect, note_by_payer
from model.quarter import is_last_of_year
from model.rules import firm_by_firm, for_all
from model.settlement.goods import REST, WORLD
from model.settlement.housing import spare_housing


@for_all
def value_added_tax(domestic, inputs, sales, rate, compliance):
    """VAT due (wan yuan): on value added in domestic sales; exports are free of it."""
    part = domestic / max(sales, 1e-12) if sales > 0 else 0.0
    return rate * compliance * max(domestic - inputs * part, 0.0)


def pay_value_added_tax(province) -> None:
    """Buyers pay it on top of the price, firms hand it on to the governments (wan yuan)."""
    f, p, memo, ledger = province.firm, province.parameters.settle, province.memo, province.ledger
    rate = float(province.given.at("vat_rate", province.quarter))
    due = value_added_tax(memo.sold[0], f.inputs, f.sales, rate, p.vat_compliance)
    by_town = province.by_town(due)
    memo.vat_by_town = by_town
    total = float(by_town.sum())
    buyers = sum(memo.buyers.values())
    part = {name: (value / buyers if buyers > 0 else 0.0) for name, value in memo.buyers.items()}
    if buyers <= 0:
        part["world"] = 1.0
    bought = memo.bought_by_households
    households = total * part["households"]
    province.household.cash -= bought * (households / max(bought.sum(), 1e-12)) if bought.sum() > 0 else 0.0
    province.outside.cash[REST] -= total * part["rest"]
    province.outside.cash[WORLD] -= total * part["world"]
    ledger.pay("vat_charged.households", "households", "firms", households)
    ledger.pay("vat_charged.rest", "rest_of_province", "firms", total * part["rest"])
    ledger.pay("vat_charged.world", "world", "firms", total * part["world"])
    collect(province, "vat", "vat", "firms", by_town)


class Taxpayer(NamedTuple):
    """Columns of firms that paying income tax reads and writes."""

    town: np.ndarray
    weight: np.ndarray
    ownership: np.ndarray
    sales: np.ndarray
    profit: np.ndarray
    research_reported: np.ndarray
    loss_carried: np.ndarray
    cash: np.ndarray


@for_all
def taxable_income(profit, extra, losses):
    """Profit less the extra deduction and losses carried forward (wan yuan), not below zero."""
    return max(max(profit, 0.0) - extra - losses, 0.0)


@firm_by_firm
def pay_tax_on_income(f, rate, uses_deduction, deduction, deemed_rate, losses_kept, tax, by_town):
    """Every firm pays its income tax (wan yuan) and carries its losses forward; the sum by town."""
    for row in range(len(f.town)):
        extra = deduction * f.research_reported[row] if uses_deduction[row] else 0.0
        base = taxable_income(f.profit[row], extra, f.loss_carried[row])
        used = min(f.loss_carried[row], max(f.profit[row], 0.0))
        f.loss_carried[row] = (f.loss_carried[row] + (max(-f.profit[row], 0.0) - used)) * losses_kept
        tax[row] = deemed_rate * f.sales[row] if f.ownership[row] == 0 else rate[row] * base
        f.cash[row] -= tax[row]
        by_town[f.town[row]] += tax[row] * f.weight[row]


def pay_income_tax(province) -> None:
    """Income tax at each firm's rate; individual businesses pay a deemed share of sales (wan yuan)."""
    f, p, memo = province.firm, province.parameters.settle, province.memo
    deduction = float(province.given.at("super_deduction", province.quarter))
    note_forgone(province, deduction)
    losses_kept = 1.0 - 1.0 / (4 * p.loss_years)  # losses lapse after five years, here at that rate
    memo.tax, by_town = np.empty(len(f)), np.zeros(len(province.town))
    terms = memo.tax_rate, memo.uses_deduction, deduction, p.deemed_rate, losses_kept
    pay_tax_on_income(f.columns(Taxpayer), *terms, memo.tax, by_town)
    spare_housing(province, by_town)
    collect(province, "income_tax", "income_tax", "firms", by_town)


def note_forgone(province, deduction: float) -> None:
    """Tax forgone by the use of the super-deduction, under the id of each lever that moves the take-up (wan yuan)."""
    f, memo = province.firm, province.memo
    rows = np.flatnonzero(memo.uses_deduction)
    without = taxable_income(f.profit[rows], 0.0, f.loss_carried[rows])
    base = taxable_income(f.profit[rows], deduction * f.research_reported[rows], f.loss_carried[rows])
    saved = memo.tax_rate[rows] * (without - base)
    rows, saved = rows[saved != 0], saved[saved != 0]
    amount = saved * f.weight[rows]
    for lever, part in province.terms.split("deduction_takeup"):
        total = float((amount * part[f.town[rows], f.size_class[rows]]).sum())
        note_by_payer(province, lever, "firms", "forgone_tax", total)


def review_high_tech_status(province) -> None:
    """Once a year firms whose R&D passes the rule for their sales may hold the high-tech status (rules of 2008)."""
    if not is_last_of_year(province.quarter):
        return
    f, p = province.firm, province.parameters.settle
    rows = np.flatnonzero((f.research > 0) | (f.high_tech == 1))
    sales = 4.0 * f.sales[rows]
    line = np.where(sales < 5000.0, p.rule_small, np.where(sales < 20000.0, p.rule_medium, p.rule_large))
    passes = f.research_reported[rows] * 4.0 >= line * sales
    knows = province.draws.occurs("applies for status", province.quarter, f.uid[rows], p.status_applicants)
    f.high_tech[rows] = np.where(f.high_tech[rows] == 1, passes, passes & knows)
