"""Platforms, financing bodies and universities at the end of 2011, and which of them serves which town and firm."""

from __future__ import annotations

import numpy as np

from model.columns import Columns
from model.fields import BODY, KINDS_OF_BODY, KINDS_OF_PLATFORM, PLATFORM, UNIVERSITY
from model.given import Given
from model.start.rake import whole

FIRST_QUARTER = 2012 * 4


def build_universities(given: Given, rng: np.random.Generator) -> Columns:
    """One row a university or institute, at its city with a little scatter (km)."""
    listed, cities = given.universities, list(given.cities["id"])
    table = Columns(UNIVERSITY, len(listed["id"]))
    table.city = [cities.index(c) for c in listed["city"]]
    scatter = rng.normal(0, 5, (2, len(table)))
    table.x = given.cities["x"][table.city] + scatter[0]
    table.y = given.cities["y"][table.city] + scatter[1]
    table.academy = listed["academy"]
    kinds = list(given.industries["id"])
    table.industry = [kinds.index(i) for i in listed["industry"]]
    table.experts = listed["experts"]
    table.experts_free = table.experts
    table.cash = table.experts * 5.0
    return table


def build_platforms(
    given: Given, town: Columns, firm: Columns, university: Columns, rng: np.random.Generator
) -> Columns:
    """Platforms of the nine kinds in designated towns; the real ones with a known staff as they are."""
    a = given.assumptions
    counts = [round(a[f"platform.{kind}"]) for kind in KINDS_OF_PLATFORM]
    table = Columns(PLATFORM, sum(counts))
    table.kind = np.repeat(np.arange(len(counts)), counts)
    weight = np.where(town.designated == 1, town.output_year**0.6, 0.0)
    for kind, count in enumerate(counts):  # at most one of a kind in a town while there are towns left
        rows = np.flatnonzero(table.kind == kind)
        keys = np.log(rng.random(len(town))) / np.maximum(weight, 1e-9)
        order = np.argsort(-np.where(weight > 0, keys, -np.inf), kind="stable")[: int((weight > 0).sum())]
        table.town[rows] = np.resize(order, count)
    table.experts = np.maximum(
        a["platform.staff"] * np.exp(a["platform.staff_log_sd"] * rng.standard_normal(len(table))), 3
    )
    known = given.notes["platform_staff"]
    innovation = KINDS_OF_PLATFORM.index("innovation")
    for place, staff in zip(known["town"], known["staff"], strict=True):
        rows = np.flatnonzero((table.kind == innovation) & (table.town == place))
        row = rows[0] if len(rows) else np.flatnonzero(table.kind == innovation)[0]
        table.town[row] = place
        table.experts[row] = staff
    table.since = FIRST_QUARTER - 1 - rng.integers(0, 32, len(table))
    table.cost = table.experts * a["platform.cost_per_staff"] / 4
    table.quality = np.exp(0.2 * rng.standard_normal(len(table)))
    table.served = table.experts * a["platform.clients_per_staff"] / 4
    public = a["platform.public_share"] * np.exp(0.2 * rng.standard_normal(len(table)))
    public = np.clip(public, 0.2, 0.9)
    public *= a["platform.public_share"] * table.cost.sum() / (public * table.cost).sum()
    table.running_grant = public * table.cost
    table.public_income = table.running_grant
    table.fee_income = np.maximum(table.cost - table.running_grant, 0)
    table.fee = table.fee_income / table.served
    table.equipment = table.experts * 12.0
    table.cash = table.cost * 1.0
    table.university = _partners(table, town, university, rng)
    return table


def _partners(table: Columns, town: Columns, university: Columns, rng: np.random.Generator) -> np.ndarray:
    """Partner university (index) of innovation, training and testing platforms, near and of the trade; -1 none."""
    found = np.full(len(table), -1)
    if not len(university):
        return found
    takes = np.isin(table.kind, [KINDS_OF_PLATFORM.index(k) for k in ("innovation", "training", "testing")])
    for row in np.flatnonzero(takes & (rng.random(len(table)) < 0.6)):
        place = table.town[row]
        far = np.hypot(university.x - town.x[place], university.y - town.y[place])
        worth = university.experts * np.exp(-far / 60) * np.where(university.industry == town.speciality[place], 4, 1)
        found[row] = int(np.argmax(worth * (0.5 + rng.random(len(worth)))))
    return found


def build_bodies(given: Given, town: Columns, firm: Columns, rng: np.random.Generator) -> Columns:
    """Financing bodies; writes into firms their bank and circle, and into towns the bodies that serve them."""
    a, cities = given.assumptions, given.cities
    gdp = cities["gdp_2011"]
    towns_in = np.bincount(town.city, minlength=len(gdp))
    per_city = {}
    for kind, name in (
        ("bank", "banks"),
        ("guarantor", "guarantors"),
        ("venture_fund", "venture_funds"),
        ("micro_lender", "micro_lenders"),
    ):
        total, least = max(round(a[f"finance.{name}"]), 1), 1 if kind != "venture_fund" else 0
        base = np.full(len(gdp), least) if total >= least * len(gdp) else np.zeros(len(gdp), int)
        weight = gdp ** (1.3 if kind == "venture_fund" else 0.6 if kind == "bank" else 0.8)
        per_city[kind] = base + whole(weight, total - base.sum())
    circle_town, circle_industry, member_circle = _circles(given, firm, rng)
    rows: list[tuple[str, int, int, int]] = []
    for kind in KINDS_OF_BODY:
        if kind in per_city:
            rows += [(kind, city, -1, -1) for city in range(len(gdp)) for _ in range(per_city[kind][city])]
        elif kind == "mutual_circle":
            rows += [
                (kind, int(town.city[t]), int(t), int(i)) for t, i in zip(circle_town, circle_industry, strict=True)
            ]
        elif kind == "bond_desk":
            rows += [(kind, -1, -1, -1)] * round(a["finance.bond_desks"])
        else:
            rows += [(kind, int(town.city[t]), t, -1) for t in range(len(town))]
    table = Columns(BODY, len(rows))
    kinds = np.array([KINDS_OF_BODY.index(r[0]) for r in rows])
    table.kind, table.city, table.town, table.industry = kinds, *(np.array([r[k] for r in rows]) for k in (1, 2, 3))
    of = {kind: np.flatnonzero(kinds == k) for k, kind in enumerate(KINDS_OF_BODY)}

    firm.bank = _bank_of_firms(table, of["bank"], town, firm, rng)
    firm.circle = np.where(
        member_circle >= 0, of["mutual_circle"][0] + member_circle if len(of["mutual_circle"]) else -1, -1
    )
    firm.debt_circle = np.where(
        firm.circle >= 0, np.minimum(0.6 * firm.debt_bank, firm.debt_bank - firm.debt_guaranteed), 0
    )
    for kind in ("guarantor", "micro_lender", "venture_fund"):
        setattr(town, kind, _body_of_towns(table, of[kind], town, towns_in))
    town.informal_lender = of["informal_lender"]
    _books(given, table, of, town, firm, rng)
    return table


def _circles(given: Given, firm: Columns, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Town and industry of each mutual circle, and the circle (index) of each firm, -1 none. Small firms only."""
    a, kinds = given.assumptions, len(given.industries["id"])
    small = firm.size_class == 1
    cell = firm.town.astype(int) * kinds + firm.industry
    count = np.bincount(cell[small], minlength=len(given.towns["city"]) * kinds)
    number = min(round(a["finance.circles"]), int((count >= 5).sum()))
    chosen = np.sort(np.argsort(-count, kind="stable")[:number])
    place = np.full(len(count), -1)
    place[chosen] = np.arange(number)
    inside = small & (place[cell] >= 0)
    chance = a["finance.circle_members"] * small.sum() / max(inside.sum(), 1)
    joins = inside & (rng.random(len(firm)) < min(chance, 0.9))
    return chosen // kinds, chosen % kinds, np.where(joins, place[cell], -1)


def _bank_of_firms(
    body: Columns, banks: np.ndarray, town: Columns, firm: Columns, rng: np.random.Generator
) -> np.ndarray:
    """A bank of its city for each firm, the larger ones more often."""
    city = town.city[firm.town].astype(int)
    first = np.searchsorted(body.city[banks], np.arange(city.max() + 1))
    count = np.bincount(body.city[banks], minlength=city.max() + 1)[: city.max() + 1]
    pick = np.floor(count[city] * rng.random(len(firm)) ** 1.3).astype(int)
    return banks[first[city] + pick]


def _body_of_towns(body: Columns, rows: np.ndarray, town: Columns, towns_in: np.ndarray) -> np.ndarray:
    """The body of a kind that serves each town: its city's in turn, else the whole province's in turn."""
    if not len(rows):
        return np.full(len(town), -1)
    found = np.empty(len(town), int)
    turn = np.zeros(len(towns_in) + 1, int)
    for place in np.lexsort((-town.output_year, town.city)):
        city = int(town.city[place])
        here = rows[body.city[rows] == city]
        slot = city if len(here) else len(towns_in)
        here = here if len(here) else rows
        found[place] = here[turn[slot] % len(here)]
        turn[slot] += 1
    return found


def _books(given: Given, body: Columns, of: dict, town: Columns, firm: Columns, rng: np.random.Generator) -> None:
    """Loans, guarantees, capital, limits, prices and skill of the bodies (wan yuan, shares a year)."""
    a, n, place, w = given.assumptions, len(body), firm.town, firm.weight
    base = float(given.at("lending_rate", FIRST_QUARTER - 1))
    body.loans += np.bincount(firm.bank, firm.debt_bank * w, n)
    body.loans += np.bincount(town.micro_lender[place], firm.debt_micro * w, n)
    body.loans += np.bincount(town.informal_lender[place], firm.debt_informal * w, n)
    body.loans += np.bincount(town.venture_fund[place], firm.equity_venture * w, n)
    guaranteed = np.bincount(town.guarantor[place], firm.debt_guaranteed * w, n)
    inside = firm.circle >= 0
    body.guarantees = guaranteed + np.bincount(firm.circle[inside], (firm.debt_circle * w)[inside], n)

    bank, guarantor, fund, micro, circle, desk, lender = (of[k] for k in KINDS_OF_BODY)
    body.equity[bank] = a["finance.bank_capital"] * body.loans[bank] * np.exp(0.15 * rng.standard_normal(len(bank))) + 1
    body.leverage[bank], body.skill[bank] = a["finance.bank_leverage"], 0.45 + 0.2 * rng.random(len(bank))
    body.rate[bank], body.loss_rate[bank] = base * a["finance.bank_markup"], 0.011
    body.quota[bank] = 0.3 * body.loans[bank]
    spread = np.exp(0.3 * rng.standard_normal(len(guarantor)))
    body.equity[guarantor] = np.maximum(body.guarantees[guarantor] / a["finance.guarantee_leverage"] * spread, 300)
    body.cash[guarantor], body.rate[guarantor] = body.equity[guarantor], a["finance.guarantee_fee"]
    body.leverage[guarantor], body.skill[guarantor] = a["finance.guarantee_cap"], 0.4 + 0.3 * rng.random(len(guarantor))
    body.loss_rate[guarantor], body.quota[guarantor] = 0.007, 0.5 * body.equity[guarantor]
    body.equity[fund] = np.maximum(
        a["finance.venture_capital"] * np.exp(0.5 * rng.standard_normal(len(fund))), body.loans[fund] * 1.2
    )
    body.cash[fund] = body.equity[fund] - body.loans[fund]
    body.leverage[fund], body.skill[fund], body.rate[fund] = 1.0, 0.5 + 0.3 * rng.random(len(fund)), 0.02
    body.quota[fund] = 0.06 * body.equity[fund]
    body.equity[micro] = np.maximum(body.loans[micro] / 0.9, 500)
    body.cash[micro] = body.equity[micro] - body.loans[micro]
    body.leverage[micro], body.skill[micro], body.rate[micro] = (
        1.5,
        0.5 + 0.2 * rng.random(len(micro)),
        a["finance.micro_rate"],
    )
    body.loss_rate[micro], body.quota[micro] = 0.03, 0.4 * body.equity[micro]
    body.equity[circle] = 0.1 * body.guarantees[circle]
    body.cash[circle], body.leverage[circle] = body.equity[circle], 10.0
    body.skill[circle], body.rate[circle] = 0.65, 0.005
    body.loss_rate[circle], body.quota[circle] = 0.01, 2.0 * body.equity[circle]
    body.equity[desk], body.cash[desk] = 1000.0, 1000.0
    body.leverage[desk], body.skill[desk], body.rate[desk], body.quota[desk] = 10.0, 0.6, base * 1.1, 6000.0
    body.borrowed[lender] = body.loans[lender]
    body.leverage[lender], body.skill[lender], body.rate[lender] = 1.0, 0.7, a["finance.informal_rate"]
    body.loss_rate[lender], body.quota[lender] = 0.04, 0.25 * body.loans[lender] + 1
