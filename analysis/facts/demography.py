"""Births, deaths and ages of firms (rows A1.10 to A1.16), over the last two years of the run."""

from __future__ import annotations

import numpy as np

from analysis.facts.estimators import kaplan_meier_median, life_table, survival, weighted_mean
from analysis.facts.observed import OVERSEAS, Observed, columns

AGES = 30  # years


def hazards(observed: Observed) -> np.ndarray:
    """Hazard in the 1st, 2nd, ... year of life of domestic firms (share a year)."""
    spell = observed.spells
    mine = spell["domestic"]
    count = int(mine.sum())
    return life_table(spell["age"][mine], spell["ended"][mine], np.full(count, 0.25), spell["weight"][mine], AGES)


def peak_year(observed: Observed) -> float:
    """Year of life (1 is the first) with the highest hazard."""
    return float(np.nanargmax(hazards(observed)[:15]) + 1)


def hazard_in_year(year: int):
    def hazard(observed: Observed) -> float:
        return float(hazards(observed)[year - 1])

    return hazard


def least_hazard_years_4_to_7(observed: Observed) -> float:
    return float(np.min(hazards(observed)[3:7]))


def hazard_years_8_to_12(observed: Observed) -> float:
    return float(np.mean(hazards(observed)[7:12]))


def fall_after_7(observed: Observed) -> float:
    """Slope of the hazard over years 7 to 12 (a year)."""
    return float(np.polyfit(np.arange(6), hazards(observed)[6:12], 1)[0])


def surviving(years: int):
    def share(observed: Observed) -> float:
        return float(survival(hazards(observed))[years - 1])

    return share


def median_life(observed: Observed) -> float:
    """Median life (years) of firms that are not large, Kaplan-Meier with late entry."""
    spell = observed.spells
    small = spell["size_class"] < 3
    return kaplan_meier_median(spell["age"][small], spell["ended"][small], spell["weight"][small], 0.25)


def exit_rate(observed: Observed) -> float:
    spell = observed.spells
    mine = spell["domestic"]
    return 4.0 * weighted_mean(spell["ended"][mine], spell["weight"][mine])


def age_share(low: float, high: float):
    """Share of domestic firms aged `low` to `high` years at the end of the first year."""

    def share(observed: Observed) -> float:
        firms = observed.firms[observed.firms["quarter"] == 4 * observed.first_year + 3]
        firms = firms[firms["ownership"] != OVERSEAS]
        quarter, cohort, weight = columns(firms, "quarter", "cohort", "weight")
        age = (quarter + 1 - cohort) / 4.0
        return weighted_mean(((age >= low) & (age < high)).astype(float), weight)

    return share


def rise_with_size(observed: Observed) -> float:
    """Largest rise of the hazard from a size class to the next (share a year); below zero it falls all the way."""
    spell = observed.spells
    rates = []
    for size in range(4):
        rows = spell["domestic"] & (spell["size_class"] == size)
        rates.append(4.0 * weighted_mean(spell["ended"][rows], spell["weight"][rows]))
    return float(np.max(np.diff(rates)))


def entry_rate(observed: Observed) -> float:
    """Firms born in a quarter of the last two years over firms, a year."""
    firms = observed.firms[observed.firms["quarter"] >= 4 * (observed.last_year - 1)]
    quarter, cohort, weight = columns(firms, "quarter", "cohort", "weight")
    return 4.0 * weighted_mean((cohort == quarter).astype(float), weight)


FACTS = {
    "A1.10.1": peak_year,
    "A1.10.2": hazard_in_year(1),
    "A1.10.3": hazard_in_year(2),
    "A1.10.4": hazard_in_year(3),
    "A1.10.5": least_hazard_years_4_to_7,
    "A1.10.6": hazard_years_8_to_12,
    "A1.10.7": fall_after_7,
    "A1.11.1": surviving(3),
    "A1.11.2": surviving(5),
    "A1.11.3": surviving(7),
    "A1.11.4": surviving(9),
    "A1.12": median_life,
    "A1.13": exit_rate,
    "A1.14.1": age_share(0, 5),
    "A1.14.2": age_share(5, 10),
    "A1.14.3": age_share(10, 1e9),
    "A1.15": rise_with_size,
    "A1.16": entry_rate,
}
