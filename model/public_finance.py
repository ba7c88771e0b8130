"""Who pays public money and who receives taxes: the sharing and matching rules, booked with the governments."""

from __future__ import annotations

import numpy as np

from model.ledger import PAYER_SECTORS
from model.quarter import year_of
from model.terms import IN_FORCE

TAX_SHARES = {  # centre, province, city, county, town; 2002 sharing of income tax, 1994 of VAT; local split assumed
    "vat": {"centre": 0.75, "province": 0.0, "city": 0.10, "county": 0.05, "town": 0.10},
    "income_tax": {"centre": 0.60, "province": 0.20, "city": 0.08, "county": 0.04, "town": 0.08},
    "social": {"centre": 0.0, "province": 0.10, "city": 0.90, "county": 0.0, "town": 0.0},
    "local": {"centre": 0.0, "province": 0.20, "city": 0.30, "county": 0.15, "town": 0.35},
    "land": {"centre": 0.0, "province": 0.05, "city": 0.35, "county": 0.10, "town": 0.50},
}


def government_of(province, level: str) -> np.ndarray:
    """Row of the government of a level for every town, shape (towns,)."""
    town = province.town
    if level == "centre":
        return np.zeros(len(town), np.int64)
    if level == "province":
        return np.ones(len(town), np.int64)
    return {"city": town.government_city, "county": town.government_county, "town": town.government}[level]


def book(province, level: str, by_town: np.ndarray) -> float:
    """Change the deposits of a level's governments by an amount for every town, wan yuan; returns the sum."""
    rows = government_of(province, level)
    government = province.government
    government.cash += np.bincount(rows, weights=by_town, minlength=len(government))
    return float(by_town.sum())


def collect(province, account: str, kind: str, payer: str, by_town: np.ndarray) -> None:
    """A tax that `payer` (already debited) owes by town, wan yuan, goes to the levels by the sharing rule."""
    for level, share in TAX_SHARES[kind].items():
        if share == 0.0:
            continue
        part = by_town * share
        government = province.government
        received = np.bincount(government_of(province, level), weights=part, minlength=len(government))
        government.revenue += received
        government.cash += received
        province.ledger.pay(f"{account}.{level}", payer, PAYER_SECTORS[level], float(part.sum()))


def spend(
    province,
    account: str,
    lever: str,
    payers,
    receiver: str,
    by_town: np.ndarray,
    kind: str = "payment",
    whole: bool = False,
) -> None:
    """Public payers share a payment by town, wan yuan, to a sector (credited by the caller).

    `payers` is ((payer, share), ...): shares of private payers are left out and must be booked by the caller, unless
    `by_town` is the `whole` of what the public pays (the private part being the rest of a firm's own outlay, say).
    """
    public = public_share(payers) if whole else 1.0
    for payer, share in payers:
        if payer in ("firms", "society") or share == 0.0:
            continue
        share = share / public
        part = by_town * share
        government = province.government
        paid = np.bincount(government_of(province, payer), weights=part, minlength=len(government))
        government.programmes += paid
        government.cash -= paid
        total = float(part.sum())
        province.ledger.pay(f"{account}.{payer}", PAYER_SECTORS[payer], receiver, total, lever=lever, kind=kind)


def give_back(province, account: str, lever: str, sector: str, by_town: np.ndarray) -> None:
    """What comes back to the public payers of a lever from a sector (already debited), wan yuan by town."""
    payers = measure_of(province, lever).payers
    for payer, share in payers:
        if payer in ("firms", "society") or share == 0.0:
            continue
        part = by_town * share / public_share(payers)
        government = province.government
        received = np.bincount(government_of(province, payer), weights=part, minlength=len(government))
        government.revenue += received
        government.cash += received
        total = float(part.sum())
        province.ledger.pay(f"{account}.{payer}", sector, PAYER_SECTORS[payer], total, lever=lever, kind="return")


def measure_of(province, lever: str):
    """The measure a tag belongs to, its 2011 part included."""
    return province.measures[province.place_of_measure[lever.removeprefix(f"{IN_FORCE}:")]]


def note_by_payer(province, lever: str, receiver: str, kind: str, total: float) -> None:
    """Rows of spending that move no money now (wan yuan), split over the public payers of the lever."""
    payers = [(p, s) for p, s in measure_of(province, lever).payers if p not in ("firms", "society")]
    whole = sum(share for _, share in payers) or 1.0
    for payer, share in payers:
        province.ledger.note(lever, PAYER_SECTORS[payer], receiver, kind, total * share / whole)


def budget_left(province, lever: str) -> float:
    """What the payers of a measure may still spend on it this year (wan yuan): the least any payer's budget allows.

    A scenario's budgets bound what is decided (grants, places, the assessment), not what the law owes (tax relief,
    guarantees called). What was in force in 2011 has its own money.
    """
    if lever.startswith(IN_FORCE):
        return np.inf
    least = np.inf
    for payer, share in measure_of(province, lever).payers:
        ceiling = yearly_budget(province, payer)
        if share > 0 and np.isfinite(ceiling):
            used = province.spent_of_budget.get((payer, year_of(province.quarter)), 0.0)
            least = min(least, max(ceiling - used, 0.0) / share)
    return least


def yearly_budget(province, payer: str) -> float:
    """A payer's budget for new measures this year (wan yuan): of the latest year named; infinite if none is.

    In a run of chosen towns theirs is their own, those of higher levels count with the towns' part.
    """
    years = getattr(province.policy, "budgets", {}).get(payer, {})
    known = [year for year in years if year <= year_of(province.quarter)]
    part = 1.0 if payer == "town" else province.anchor.part_in_focus
    return float(years[max(known)]) * part if known else np.inf


def use_budget(province, lever: str, amount: float) -> None:
    """Note what a decision takes of its payers' budgets (wan yuan)."""
    if lever.startswith(IN_FORCE):
        return
    for payer, share in measure_of(province, lever).payers:
        key = (payer, year_of(province.quarter))
        province.spent_of_budget[key] = province.spent_of_budget.get(key, 0.0) + amount * share


def public_share(payers) -> float:
    """Share of a measure's cost that governments bear."""
    return sum(share for payer, share in payers if payer not in ("firms", "society"))


def base_name(lever: str) -> str:
    """Tag of the part of a measure that was in force in 2011 and is carried on in the baseline."""
    return f"{IN_FORCE}:{lever}"
