"""Taxes of firms: value added, income; the status that lowers the rate."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.law import law_at, law_change, note_law_cost
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
def pay_tax_on_income(f, rate, uses_deduction, deduction, deemed_rate, half_base, losses_kept, tax, by_town):
    """Every firm pays its income tax (wan yuan) and carries its losses forward; the sum by town."""
    for row in range(len(f.town)):
        extra = deduction * f.research_reported[row] if uses_deduction[row] else 0.0
        base = taxable_income(f.profit[row], extra, f.loss_carried[row])
        used = min(f.loss_carried[row], max(f.profit[row], 0.0))
        f.loss_carried[row] = (f.loss_carried[row] + (max(-f.profit[row], 0.0) - used)) * losses_kept
        deemed = deemed_rate * f.sales[row] * (0.5 if half_base[row] else 1.0)
        tax[row] = deemed if f.ownership[row] == 0 else rate[row] * base
        f.cash[row] -= tax[row]
        by_town[f.town[row]] += tax[row] * f.weight[row]


def pay_income_tax(province) -> None:
    """Income tax at each firm's rate; individual businesses pay a deemed share of sales (wan yuan)."""
    f, p, memo = province.firm, province.parameters.settle, province.memo
    deduction = law_at(province, "super_deduction")
    note_forgone(province, deduction)
    note_changes_of_law(province, deduction)
    note_status_forgone(province)
    losses_kept = 1.0 - 1.0 / (4 * p.loss_years)  # losses lapse after five years, here at that rate
    memo.tax, by_town = np.empty(len(f)), np.zeros(len(province.town))
    terms = memo.tax_rate, memo.uses_deduction, deduction, p.deemed_rate, small_rules(province), losses_kept
    pay_tax_on_income(f.columns(Taxpayer), *terms, memo.tax, by_town)
    spare_housing(province, by_town)
    collect(province, "income_tax", "income_tax", "firms", by_town)
    memo.tallies.add("income_tax", by_town)


def note_changes_of_law(province, deduction: float) -> None:
    """Income tax forgone by hypothetical changes of national law (wan yuan), against the law as it stands."""
    f, memo, terms = province.firm, province.memo, province.terms
    if terms.acts("law.super_deduction"):
        rows = np.flatnonzero(memo.uses_deduction)
        before, now = (
            taxable_income(f.profit[rows], extra * f.research_reported[rows], f.loss_carried[rows])
            for extra in (deduction - law_change(province, "super_deduction"), deduction)
        )
        note_law_cost(province, "super_deduction", float((memo.tax_rate[rows] * (before - now)) @ f.weight[rows]))
    for name in ("cit_rate_high_tech", "small_profit_rate"):
        if terms.acts(f"law.{name}"):
            rows = np.flatnonzero((memo.tax_rate == law_at(province, name)) & (f.ownership > 0))
            extra = deduction * f.research_reported[rows] * memo.uses_deduction[rows]
            base = taxable_income(f.profit[rows], extra, f.loss_carried[rows])
            note_law_cost(province, name, -law_change(province, name) * float(base @ f.weight[rows]))


def small_rules(province) -> np.ndarray:
    """Individual businesses, taxed on deemed profit, that are taxed on half the base (bool by firm): small enough, and
    simple filing has reached them. Companies use the small-firm rate in any case."""
    f, p, half = province.firm, province.parameters.settle, np.zeros(len(province.firm), bool)
    if not province.terms.acts("small_rule_takeup"):
        return half
    ceiling = float(province.given.at("small_profit_ceiling", province.quarter))
    rows = np.flatnonzero((f.ownership == 0) & (f.size_class <= 1) & (4.0 * f.profit < ceiling))
    takeup = province.terms.firms("small_rule_takeup", f.town[rows], f.size_class[rows])
    half[rows] = province.draws.occurs("files by the small-firm rules", 0, f.uid[rows], np.minimum(takeup, 1.0))
    half = province.through("small_rules: half base", half, np.zeros(len(f), bool))
    rows = np.flatnonzero(half)
    province.memo.tallies.add_rows("tax_by_small_rules", f.town[rows], f.weight[rows])
    saved = 0.5 * p.deemed_rate * f.sales[rows] * f.weight[rows]
    for lever, part in province.terms.split("small_rule_takeup"):
        total = float((saved * part[f.town[rows], f.size_class[rows]]).sum())
        note_by_payer(province, lever, "firms", "forgone_tax", total)
    return half


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
    luck = province.draws.uniform("applies for status", province.quarter, f.uid[rows])
    applies = luck < p.status_applicants
    helped = helped_to_apply(province, rows, luck, passes & ~applies & (f.high_tech[rows] == 0))
    f.high_tech[rows] = np.where(f.high_tech[rows] == 1, passes, passes & (applies | helped))
    for uid in f.uid[rows[applies | ~passes]].tolist():  # these would have it by now, or have lost it
        province.status_helped.pop(uid, None)


def helped_to_apply(province, rows: np.ndarray, luck: np.ndarray, eligible: np.ndarray) -> np.ndarray:
    """Firms of `rows` that pass the rule and apply only because they are helped (bool); who helped is remembered."""
    f, p = province.firm, province.parameters.settle
    if not province.terms.acts("high_tech_takeup"):
        return np.zeros(len(rows), bool)
    more = province.terms.firms("high_tech_takeup", f.town[rows], f.size_class[rows])
    helped = eligible & (luck < p.status_applicants + more)
    helped = province.through("tax_status: helped", helped, np.zeros(len(rows), bool))
    for lever, part in province.terms.split("high_tech_takeup"):
        mine = rows[helped & (part[f.town[rows], f.size_class[rows]] > 0)]
        province.status_helped.update(dict.fromkeys(f.uid[mine].tolist(), lever))
    return helped


def note_status_forgone(province) -> None:
    """Tax forgone on firms that hold the high-tech status because they were helped, under each lever (wan yuan)."""
    if not province.status_helped:
        return
    f, memo = province.firm, province.memo
    uids = np.array(sorted(province.status_helped), np.int64)
    found = f.rows_of(uids)
    ordinary = float(province.given.at("cit_rate", province.quarter))
    reduced = law_at(province, "cit_rate_high_tech")
    for lever in sorted(set(province.status_helped.values())):
        mine = np.array([province.status_helped[uid] == lever for uid in uids.tolist()]) & (found >= 0)
        rows = found[mine]
        rows = rows[memo.tax_rate[rows] == reduced]
        saved = (ordinary - reduced) * taxable_income(f.profit[rows], 0.0, f.loss_carried[rows])
        note_by_payer(province, lever, "firms", "forgone_tax", float(saved @ f.weight[rows]))
