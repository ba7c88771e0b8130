"""Money and its price: transfers, loans, shares of outlays, wedges between what is paid and what it costs."""

from __future__ import annotations

from functools import partial

import numpy as np

from model.interventions.declared import Amount, Intervention, Treatment, draw_on, pay_for
from model.law import law_at
from model.lending import add_bank_debt, ration
from model.programmes.awards import grant_awards
from model.programmes.memberships import ACCOUNTS, GUARANTOR, join
from model.public_finance import collect
from model.settlement.taxes import taxable_income


def transfer_cash(province, rows: np.ndarray, treatment: Treatment) -> None:
    """Every firm gets an amount of money (wan yuan)."""
    pay_for(province, treatment, "firms", rows, np.full(len(rows), treatment.number("amount")))


def lend(province, rows: np.ndarray, treatment: Treatment) -> None:
    """Its bank lends every firm a share of its yearly sales (wan yuan), within what the bank may still lend."""
    f = province.firm
    bank = f.bank[rows].astype(np.int64)
    wanted = treatment.number("share") * 4.0 * f.sales[rows]
    granted = ration(province, "bank", bank, wanted, f.weight[rows])
    add_bank_debt(province, rows, bank, granted, "trial")


def introduce(province, rows: np.ndarray, treatment: Treatment) -> None:
    """Firms become known to the guarantor of their town; what it sees of them it judges as it judges others."""
    join(province, GUARANTOR, rows, 1.0)


def keep_accounts(province, rows: np.ndarray, treatment: Treatment) -> None:
    """Firms are helped to keep the accounts of R&D that the super-deduction asks for."""
    join(province, ACCOUNTS, rows, 1.0)


def note_deduction(province, rows: np.ndarray, treatment: Treatment) -> None:
    """Income tax that these firms saved by the deduction stands under the trial as forgone (wan yuan)."""
    f, memo = province.firm, province.memo
    rows = rows[memo.uses_deduction[rows]]
    extra = law_at(province, "super_deduction") * f.research_reported[rows]
    before, now = (taxable_income(f.profit[rows], less, f.loss_carried[rows]) for less in (0.0 * extra, extra))
    saved = float((memo.tax_rate[rows] * (before - now)) @ f.weight[rows])
    province.ledger.note(treatment.tag, "province", "firms", "forgone_tax", saved)


def award(province, rows: np.ndarray, treatment: Treatment, term: str, lever: str) -> None:
    """Firms hold an award: a share of an outlay is paid back, by the payers of the lever it stands under."""
    quarters = treatment.until - province.quarter
    grant_awards(province, term, lever, rows, np.full(len(rows), treatment.number("share")), quarters)


def price_inputs(province, rows: np.ndarray, treatment: Treatment) -> None:
    """A share of the price of inputs is paid (wan yuan); cost and price a unit follow, as `price_set` has it."""
    f, share = province.firm, treatment.number("share")
    paid = share * f.inputs[rows]
    made = f.output[rows] > 0
    a_unit = np.where(made, paid / np.maximum(f.output[rows], 1e-12), 0.0)
    lower = np.maximum(f.unit_cost[rows] - a_unit, 1e-9)
    f.price[rows] *= np.exp(province.parameters.produce.price_adjustment * np.log(lower / f.unit_cost[rows]))
    f.unit_cost[rows] = lower
    province.memo.fees[rows] -= paid
    pay_for(province, treatment, "firms", rows, paid)


def raise_pay(province, rows: np.ndarray, treatment: Treatment) -> None:
    """Firms pay at least a ratio of their town's wage for production staff (a floor of their own)."""
    f = province.firm
    f.wage_factor[rows] = np.maximum(f.wage_factor[rows], treatment.number("floor"))


def relieve_tax(province, rows: np.ndarray, treatment: Treatment) -> None:
    """A share of the income tax of the quarter is given back (wan yuan) by those who shared it."""
    f = province.firm
    back = treatment.number("share") * province.memo.tax[rows]
    f.cash[rows] += back
    by_town = np.bincount(f.town[rows], weights=back * f.weight[rows], minlength=len(province.town))
    collect(province, "trial_tax_relief", "income_tax", "firms", -by_town)
    province.ledger.note(treatment.tag, "province", "firms", "forgone_tax", float(by_town.sum()))


def charge(province, rows: np.ndarray, treatment: Treatment) -> None:
    """Firms pay a fee for being registered (wan yuan) to the sponsor, a cost of the quarter."""
    f, fee = province.firm, treatment.number("amount")
    f.cash[rows] -= fee
    province.memo.fees[rows] += fee
    total = float(f.weight[rows].sum()) * fee
    sector = draw_on(province, treatment, -total)
    province.ledger.pay("trial_fee", "firms", sector, total)


SHARE = Amount("share of outlay", 0.2, 0.0, 0.8, "part of the outlay that is paid back")
AWARDS = (
    ("equipment_grant", "equipment_support", "art07_equipment_support", "computer-controlled machines and robots",
     "数控设备与机器人补贴"),
    ("machine_grant", "retrofit_support", "art06_retrofit", "machines that are renewed or retrofitted", "设备更新补贴"),
    ("software_grant", "software_support", "art06_software_support", "software", "软件补贴"),
    ("research_grant", "research_grants.pilot_firms", "art11_pilot_firms", "R&D", "研发补贴"),
    ("fair_grant", "fair_support", "art08_fairs", "stands at trade fairs", "参展补贴"),
    ("design_grant", "design_support", "art08_design", "design projects", "设计补贴"),
    ("quality_management", "scheme.quality_management", "art15_quality_management",
     "quality management, which firms join and keep up", "质量管理体系认证"),
)  # fmt: skip

INTERVENTIONS = (
    Intervention(
        "cash_transfer", ("a transfer of money", "现金转移"), "every firm gets an amount, once, at the end of a quarter",
        (("settle", transfer_cash),),
        {"amount": Amount("wan yuan a firm", 5.0, 0.0, 1000.0, "money each firm gets")}, once=True,
    ),
    Intervention(
        "loan", ("a bank loan", "银行贷款"), "its bank lends each firm an amount, on usual terms, once",
        (("choose_services", lend),),
        {"share": Amount("share of yearly sales", 0.1, 0.0, 1.0, "loan over a year's sales")},
        once=True, pays=("firms",),
    ),
    Intervention(
        "guarantor", ("being introduced to a guarantor", "引荐担保机构"),
        "the guarantor of its town deals with each firm, and judges it as it judges others",
        (("set_terms", introduce),), once=True, pays=("world",),
    ),
    Intervention(
        "deduction", ("help to use the super-deduction", "协助享受研发加计扣除"),
        "firms keep the accounts that the super-deduction asks for",
        (("set_terms", keep_accounts), ("settle", note_deduction)), pays=("province",),
    ),
    *(
        Intervention(
            name, (f"a share of the cost of {what}", zh), f"a share of the outlay on {what} is paid back while it lasts",
            (("allocate_public_money", partial(award, term=term, lever=lever)),), {"share": SHARE},
            once=True, lever=lever, pays=("province",),
        )
        for name, term, lever, what, zh in AWARDS
    ),
    Intervention(
        "input_price", ("a lower price of inputs", "投入品价格补贴"), "a share of what inputs cost is paid for the firm",
        (("produce", price_inputs),),
        {"share": Amount("share of price", 0.05, -0.2, 0.5, "part of the price that is paid")},
        pays=("world", "province"),
    ),
    Intervention(
        "pay_floor", ("a floor under pay", "最低工资下限"), "pay of staff is at least a ratio of the town's wage",
        (("hire_and_train", raise_pay),),
        {"floor": Amount("ratio", 1.0, 0.5, 2.0, "lowest pay over the town's wage")}, pays=("firms",),
    ),
    Intervention(
        "tax_relief", ("relief from income tax", "所得税减免"), "a share of the income tax of a quarter is given back",
        (("settle", relieve_tax),),
        {"share": Amount("share of tax", 0.2, 0.0, 1.0, "part of the tax given back")}, pays=("province",),
    ),
    Intervention(
        "registration_fee", ("a fee for being registered", "注册费用"), "firms pay a fee every quarter",
        (("search", charge),),
        {"amount": Amount("wan yuan a quarter", 0.2, 0.0, 50.0, "fee of a firm")}, pays=("world", "province"),
    ),
)  # fmt: skip
