"""Schemes of quality and standards that firms join in a yearly call: what they cost and what they leave in a firm."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from model.programmes.awards import earn
from model.programmes.calls import Call
from model.programmes.town_programmes import farm_rows
from model.settlement.goods import credit_local


def scheme_cost(staff, cost):
    """What a scheme costs a firm a year (wan yuan): with the square root of its staff over 20, as fees of platforms."""
    return cost * np.sqrt(np.maximum(staff, 4.0) / 20.0)


def part_covered(staff):
    """Part of a firm's range that one scheme, title or adapted product covers (share): what it costs rises with the
    square root of staff over 20, and so does what it reaches."""
    return np.sqrt(20.0 / np.maximum(staff, 20.0))


def covered(f, rows: np.ndarray) -> np.ndarray:
    """The part covered in firms (rows)."""
    return part_covered(f.staff_production[rows] + f.staff_technician[rows])


def met(f, rows: np.ndarray, column: np.ndarray, speed: float) -> None:
    """Move a share of products (a column) towards the part that is covered."""
    column[rows] += speed * np.maximum(covered(f, rows) - column[rows], 0.0)


def kept_up(worth, persistence):
    """What care adds a quarter (log) so that in the long run it is worth so much (log) though luck wears off."""
    return worth * (1.0 - persistence)


def control_quality(province, rows: np.ndarray) -> None:
    """Quality management: fewer faults as long as it is kept up."""
    f, p = province.firm, province.parameters
    f.quality[rows] += kept_up(p.schemes.quality_worth, p.search.persistence) * covered(f, rows)


def pilot_standards(province, rows: np.ndarray) -> None:
    """A pilot firm meets the standards its customers ask for; its range becomes narrower."""
    f, p = province.firm, province.parameters
    met(f, rows, f.standard, p.schemes.standard_speed)
    f.design[rows] -= kept_up(p.schemes.variety_lost, p.search.persistence) * covered(f, rows)


def trace_produce(province, rows: np.ndarray) -> None:
    """A farm that works by the standard and can be traced: care in growing, and a certificate."""
    f, p = province.firm, province.parameters
    f.quality[rows] += kept_up(p.schemes.traced_worth, p.search.persistence) * covered(f, rows)
    met(f, rows, f.certified, p.schemes.standard_speed)
    met(f, rows, f.standard, p.schemes.standard_speed)


def host_secretariat(province, rows: np.ndarray) -> None:
    """Who holds the pen writes what it does itself into the standard: it meets it, and others the better the nearer
    their technology is to the hosts' of their industry."""
    f, p = province.firm, province.parameters
    met(f, rows, f.standard, 1.0)
    industries = province.industry_count
    hosts = np.bincount(f.industry[rows], minlength=industries)
    others = np.flatnonzero(hosts[f.industry] > 0)
    trade = f.industry[others]
    square = np.zeros(len(others))
    for place in (f.position_x, f.position_y):
        centre = np.bincount(f.industry[rows], weights=place[rows], minlength=industries) / np.maximum(hosts, 1)
        square += (place[others] - centre[trade]) ** 2
    followed = np.exp(-square / p.search.technology_width**2)
    f.standard[others] += p.schemes.secretariat_reach / 4 * followed * (1.0 - f.standard[others])


class Scheme(NamedTuple):
    """Which firms (bool) may join, for how many years, and what a quarter in it does."""

    open_to: Callable[..., np.ndarray]
    years: int
    effect: Callable[..., None]


def firms_with_staff(province) -> np.ndarray:
    """Small and larger firms that make a profit (bool)."""
    f = province.firm
    return (f.size_class >= 1) & (f.profitability > 0)


def research_firms(province) -> np.ndarray:
    """Small and larger firms that do research (bool)."""
    return (province.firm.size_class >= 1) & (province.firm.research > 0)


def farms(province) -> np.ndarray:
    """Farm firms that make a profit (bool)."""
    there = np.zeros(len(province.firm), bool)
    there[farm_rows(province)] = True
    return there & (province.firm.profitability > 0)


SCHEMES = {
    "quality_management": Scheme(firms_with_staff, 3, control_quality),  # a certificate lasts three years
    "standard_pilot": Scheme(firms_with_staff, 2, pilot_standards),
    "secretariat": Scheme(research_firms, 2, host_secretariat),
    "farm_standards": Scheme(farms, 3, trace_produce),
}


FLAT = ("secretariat",)  # costs the same whatever the size of the firm


def yearly_cost(name: str):
    """The outlay (wan yuan a year, by row) that a call for a scheme supports."""

    def outlay(province, rows: np.ndarray) -> np.ndarray:
        f = province.firm
        cost = getattr(province.parameters.schemes, f"{name}_cost")
        if name in FLAT:
            return np.full(len(rows), cost)
        return scheme_cost(f.staff_production[rows] + f.staff_technician[rows], cost)

    return outlay


def not_in(name: str):
    """Firms that may join a scheme and are not in it already (bool)."""

    def open_to(province) -> np.ndarray:
        allowed = SCHEMES[name].open_to(province)
        table = province.awards.get(f"scheme.{name}")
        if table is not None:
            rows = province.firm.rows_named_in(table, "firm")[table.until > province.quarter]
            allowed[rows[rows >= 0]] = False
        return allowed

    return open_to


CALLS = tuple(Call(f"scheme.{name}", yearly_cost(name), not_in(name), scheme.years) for name, scheme in SCHEMES.items())


def keep_schemes(province) -> None:
    """Firms in a scheme pay for it (wan yuan), a part of which comes back to them later, and do as it says."""
    f = province.firm
    for name, scheme in SCHEMES.items():
        table = province.awards.get(f"scheme.{name}")
        if table is None:
            continue
        rows = f.rows_named_in(table, "firm")
        valid = (rows >= 0) & (table.until > province.quarter)
        rows, rate, tag = rows[valid], table.rate[valid], table.lever[valid]
        cost = yearly_cost(name)(province, rows) / 4
        outlay = np.zeros(len(f))
        outlay[rows] = cost
        f.cash -= outlay
        province.memo.fees += outlay
        credit_local(province, province.by_town_of(np.sort(rows), outlay))
        for lever in np.unique(tag):
            own = tag == lever
            paid = cost[own] * f.weight[rows[own]]
            borne = float(paid @ (1.0 - rate[own]))
            province.ledger.pay("schemes", "firms", "local_producers", float(paid.sum()))
            province.ledger.note(province.award_tags[lever], "firms", "local_producers", "payment", borne)
        earn(province, f"scheme.{name}", outlay)
        province.memo.tallies.add_rows("firms_in_schemes", f.town[rows], f.weight[rows])
        scheme.effect(province, np.sort(rows))
