"""Courses for managers, and training for safe and lawful work."""

from __future__ import annotations

import numpy as np

from model.programmes.costs import pay_cost
from model.public_finance import budget_left, measure_of


def hold_courses(province) -> None:
    """Managers attend courses by experts: some practice is learnt, less than by consulting, and fades (log)."""
    if not province.terms.acts("course_places"):
        return
    f, p = province.firm, province.parameters.services
    for lever, rows in province.through("courses: attended", attendance(province), []):
        measure = measure_of(province, lever)
        fee = measure.options["cost_per_place"]
        by_town = np.bincount(f.town[rows], weights=fee * f.weight[rows], minlength=len(province.town))
        if float(by_town.sum()) > budget_left(province, lever):
            continue
        room = np.maximum(1.0 - f.practice[rows] / p.practice_ceiling, 0.0)
        f.practice[rows] += p.practice_by_course * room
        pay_cost(province, "courses", lever, "households", rows, np.full(len(rows), fee))
        province.memo.tallies.add_rows("courses_attended", f.town[rows], f.weight[rows])


def attendance(province) -> list[tuple[str, np.ndarray]]:
    """Firms (rows) whose managers attend this quarter, by lever: a share of firms a year, the larger sooner."""
    f, found = province.firm, []
    for lever, values in province.terms.contributions["course_places"]:
        chance = np.take(values.ravel(), f.town * values.shape[1] + f.size_class) / 4.0 * (0.5 + 0.5 * f.size_class)
        attends = province.draws.occurs("attends a course", province.quarter, f.uid, np.minimum(chance, 1.0))
        found.append((lever, np.flatnonzero(attends)))
    return found


def prevent_accidents(province) -> None:
    """Who has been trained for safe and lawful work has fewer accidents, for which a firm pays its staff (wan yuan)."""
    if not province.terms.acts("safety_training"):
        return
    f, p = province.firm, province.parameters.labour
    covered = np.minimum(province.terms.firms("safety_training", f.town, f.size_class), 1.0)
    covered = province.through("safety: trained", covered, np.zeros(len(f)))
    staff = f.staff_production + f.staff_technician
    cost = p.accidents / 4.0 * p.cost_of_accident * staff
    spared = p.accidents_avoided * covered * cost
    by_town = province.by_town(spared)
    f.cash += spared
    province.memo.fees -= spared
    province.household.cash -= by_town
    province.household.income -= by_town
    province.ledger.pay("accidents_avoided", "households", "firms", float(by_town.sum()))
    province.memo.tallies.add("accidents_avoided", by_town / p.cost_of_accident)
