"""What lenders of every kind have in common: their limits, what they see of a firm, how a loan is booked."""

from __future__ import annotations

import numpy as np

from model.programmes.pledges import backed_debt
from model.programmes.ratings import noise_left


def room(province, kind: str) -> np.ndarray:
    """New business each body of a kind may still write (wan yuan): leverage on own capital, and its quota."""
    body, rows = province.body, province.bodies(kind)
    out = body.guarantees if kind in ("guarantor", "mutual_circle") else body.loans
    free = np.maximum(body.leverage[rows] * np.maximum(body.equity[rows], 0.0) - out[rows], 0.0)
    if kind in ("micro_lender", "venture_fund"):  # they lend what they have
        free = np.minimum(free, np.maximum(body.cash[rows], 0.0))
    whole = np.zeros(len(body))
    whole[rows] = np.minimum(free, quota(province, kind, rows))
    return whole


def quota(province, kind: str, rows: np.ndarray) -> np.ndarray:
    """New business a body writes in a quarter at the most (wan yuan): a part of its book, or of its own capital."""
    body, p = province.body, province.parameters.finance
    if kind == "bank":
        # head offices plan for the book of 2011 grown with the province, or for a larger one that a bank has built up,
        # so that credit comes back after a crunch; what is lent on guarantees counts in it
        grown = province.anchor.bank_book[rows] * float(province.given.at("gdp_rest", province.quarter))
        planned = p.quota_bank * float(province.given.at("bank_quota", province.quarter))
        return np.maximum(planned * np.maximum(body.loans[rows], grown) - body.new_business[rows], 0.0)
    if kind == "bond_desk":
        return body.quota[rows]
    own = {
        "guarantor": p.quota_guarantor,
        "mutual_circle": p.quota_circle,
        "venture_fund": p.quota_venture,
        "micro_lender": p.quota_micro,
        "informal_lender": p.quota_informal,
    }[kind]
    return own * np.maximum(body.equity[rows], 0.0)


def ration(province, kind: str, lender: np.ndarray, amount: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Amounts granted (wan yuan): all alike cut where a body's limit binds, which it notes."""
    body = province.body
    asked = np.bincount(lender, weights=amount * weight, minlength=len(body))
    free = room(province, kind)
    binds = asked > free
    body.bound[binds] = 1
    factor = np.where(binds, free / np.maximum(asked, 1e-12), 1.0)
    granted = amount * factor[lender]
    body.new_business += np.bincount(lender, weights=granted * weight, minlength=len(body))
    return granted


def seen_risk(province, rows: np.ndarray, lender: np.ndarray, purpose: str) -> np.ndarray:
    """Default chance a lender sees (share): the truth through noise that falls with its skill and the firm's
    openness."""
    f, p = province.firm, province.parameters.finance
    noise = (1.0 - province.body.skill[lender]) * p.screening_noise * (1.0 - 0.5 * f.visibility[rows])
    noise = noise * noise_left(province, rows)
    return f.rating[rows] * np.exp(noise * province.draws.normal(purpose, province.quarter, f.uid[rows]))


def collateral(province, rows: np.ndarray) -> np.ndarray:
    """Loan a bank would secure (wan yuan): shares of machines and of claims, what it lends the larger on their name
    alone, less such loans already made."""
    f, p = province.firm, province.parameters.finance
    claims = f.receivables[rows] + f.receivables_outside[rows]
    secured = p.loan_to_machines * f.capital[rows] + p.loan_to_claims * claims
    secured += p.name_over_sales * 4.0 * f.sales[rows] * (f.size_class[rows] >= 2)
    if province.memo.lent_on_land.any():
        secured += province.memo.lent_on_land[f.town[rows]] * land_value(province, rows)
    others = f.debt_bank[rows] - f.debt_guaranteed[rows] - f.debt_circle[rows] - backed_debt(province, rows)
    return np.maximum(secured - others, 0.0)


def land_value(province, rows: np.ndarray) -> np.ndarray:
    """What the land a firm uses is worth at today's price (wan yuan)."""
    f, town = province.firm, province.firm.town[rows]
    return f.capital[rows] * province.anchor.land_per_capital[town] * province.town.land_price[town]


def registry_cost(measure) -> np.ndarray:
    """Valuing and registering land for one unit of the share lent on it (wan yuan a year, every town alike)."""
    return np.array(measure.options["cost_per_town"])


def add_bank_debt(province, rows, lender, granted, backing: str) -> None:
    """Book bank loans (wan yuan a firm)."""
    f, body = province.firm, province.body
    f.debt_bank[rows] += granted
    f.cash[rows] += granted
    total = granted * f.weight[rows]
    body.loans += np.bincount(lender, weights=total, minlength=len(body))
    province.ledger.lend(f"bank_lending.{backing}", "bank_loans", "banks", "firms", total.sum())


def known_to_bank(province, rows) -> np.ndarray:
    """Firms a bank deals with on their own name (bool): lasting luck, likelier the larger and the more open the firm.

    Most small firms do not clear a bank's threshold; a guarantor or a circle gets some of them in all the same.
    """
    f, p = province.firm, province.parameters.finance
    chance = p.access_micro + p.access_by_size * f.size_class[rows] + p.access_visibility * f.visibility[rows]
    return province.draws.occurs("known to a bank", 0, f.uid[rows], np.minimum(chance, 1.0))


def raise_savings(province, bodies, amounts, sector: str) -> None:
    """Savers lend a body what it lends on (wan yuan), households in proportion to their deposits."""
    body, household = province.body, province.household
    total = float(amounts.sum())
    body.borrowed[bodies] += amounts
    deposits = np.maximum(household.cash, 0.0)
    if deposits.sum() <= 0.0:  # where nobody has any left, who earns lends out of what comes in
        deposits = np.maximum(household.income_normal, 1e-9)
    part = total * deposits / deposits.sum()
    household.cash -= part
    household.savings += part
    province.ledger.lend(f"savings_placed.{sector}", "savings", "households", sector, total)
