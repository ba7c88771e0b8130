"""Governments of all levels, households and the two rows of the outside, with levels for the end of 2011."""

from __future__ import annotations

import numpy as np

from model.columns import Columns
from model.fields import GOVERNMENT, HOUSEHOLD, LEVELS, OUTSIDE
from model.given import Given

LAST_OF_2011 = 2012 * 4 - 1


def build_governments(given: Given, town: Columns) -> Columns:
    """Centre, province, cities, counties, towns one after another; writes into towns who governs them."""
    a = given.assumptions
    cities, counties = len(given.cities["id"]), len(given.notes["county_names"])
    counts = (1, 1, cities, counties, len(town))
    table = Columns(GOVERNMENT, sum(counts))
    table.level = np.repeat(np.arange(len(LEVELS)), counts)
    city_first, county_first, town_first = 2, 2 + cities, 2 + cities + counties
    table.place[city_first:] = np.concatenate([np.arange(c) for c in counts[2:]])
    table.parent[1] = 0
    table.parent[city_first:county_first] = 1
    table.parent[county_first:town_first] = city_first + given.notes["county_city"]
    table.parent[town_first:] = county_first + town.county
    town.government = town_first + np.arange(len(town))
    town.government_county = county_first + town.county
    town.government_city = city_first + town.city

    share = a["town.public_revenue"]
    table.revenue[town_first:] = 0.6 * share * town.gdp
    table.revenue[county_first:town_first] = 0.4 * share * np.bincount(town.county, town.gdp, counties)
    table.revenue[city_first:county_first] = 0.04 * given.cities["gdp_2011"] * 1e4 / 4
    gdp = given.notes["gdp_province"] * 1e4 / 4
    table.revenue[1], table.revenue[0] = 0.015 * gdp, 0.10 * gdp
    table.revenue_normal, table.spending = table.revenue, table.revenue
    table.programmes[1] = a["public.pooled_funds"] / 4
    table.cash = 0.5 * table.revenue
    return table


def build_households(given: Given, town: Columns, firm: Columns) -> Columns:
    """One row a town: deposits, income and consumption in proportion to its GDP (wan yuan)."""
    table = Columns(HOUSEHOLD, len(town))
    table.town = np.arange(len(town))
    table.income = 0.55 * town.gdp
    table.income_normal = table.income
    table.consumption = 0.75 * table.income
    table.cash = 4 * 0.7 * town.gdp
    table.savings = np.bincount(firm.town, (firm.debt_informal + firm.debt_bond) * firm.weight, len(town))
    return table


def build_outside(given: Given, town: Columns, firm: Columns) -> Columns:
    """Two rows: the rest of the province, the rest of the world."""
    table = Columns(OUTSIDE, 2)
    population = float(given.at("population_province", LAST_OF_2011))
    table.residents[0] = max(population - town.residents.sum(), 0.0)
    table.gdp[0] = given.notes["gdp_province"] * 1e4 / 4 - town.gdp.sum()
    abroad = firm.export_mix + firm.processing_mix
    for name, mine in (("receivables", "payables_outside"), ("payables", "receivables_outside")):
        amount = getattr(firm, mine) * firm.weight
        getattr(table, name)[1] = (amount * abroad).sum()
        getattr(table, name)[0] = (amount * (1 - abroad)).sum()
    return table
