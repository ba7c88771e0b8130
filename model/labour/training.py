"""Training: trainees become technicians after a delay, firms train their own, schools train for them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.public_finance import budget_left, measure_of, spend, use_budget
from model.rules import firm_by_firm

ORDERING = 0.3  # share of growing firms of some size that order pupils in a year


class School(NamedTuple):
    """Columns of firms that training reads and writes."""

    town: np.ndarray
    weight: np.ndarray
    trainees: np.ndarray
    staff_production: np.ndarray
    staff_technician: np.ndarray


@firm_by_firm
def qualify(f, training_quarters, stays, decay, gained):
    """In every firm trainees become technicians, and technicians whose skills are out of date production staff
    (persons); the former by town."""
    for row in range(len(f.town)):
        town = f.town[row]
        done = f.trainees[row] / training_quarters
        f.trainees[row] -= done
        done = min(done, f.staff_production[row])
        gained[town] += done * f.weight[row]
        technicians = f.staff_technician[row] + done * stays
        outdated = technicians * decay[town]
        f.staff_technician[row] = technicians - outdated
        f.staff_production[row] = f.staff_production[row] - done + outdated


def graduate(province) -> None:
    """Trainees become technicians after the delay; some are poached, and old skills go out of date (persons)."""
    p, town, decay = province.parameters.labour, province.town, province.anchor.skill_decay
    gained = np.zeros(len(town))
    qualify(province.firm.columns(School), p.training_quarters, 1.0 - p.poached, decay, gained)
    town.force_technician += gained
    town.force_production = np.maximum(town.force_production - gained, 0.0)
    lost = decay * town.force_technician
    town.force_technician -= lost
    town.force_production += lost


def better_teaching(province) -> np.ndarray | float:
    """Factor on what firms train themselves (ratio, by firm): trained trainers, books and standards at hand."""
    if not province.terms.acts("trainer_quality"):
        return 1.0
    better = province.terms.value("trainer_quality")[:, 0]
    return 1.0 + province.through("own_training: trainers", better, np.zeros(len(better)))[province.firm.town]


def train(province) -> None:
    """Firms train their own staff; subsidised places come on top, paid by their payers (persons, wan yuan)."""
    f, p = province.firm, province.parameters.labour
    own = p.own_training / 4 * (1.0 + p.teaching_gain * f.teaching) * better_teaching(province)
    f.trainees += f.staff_production * own
    for lever, rows, places in province.through("trainees: places", places_offered(province), []):
        places = pay_training(province, lever, rows, places)
        # the others replace training the firm would have given itself
        f.trainees[rows] += places * (1.0 - p.training_crowding)
    for lever, rows, places in province.through("orders: places", orders_placed(province), []):
        places = pay_training(province, lever, rows, places)
        take_on_pupils(province, rows, places)


def places_offered(province) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """Subsidised places of a quarter by lever: to which firms (rows), how many each (persons)."""
    f, p = province.firm, province.parameters.labour
    contributions = province.terms.contributions["training_places"]
    if not contributions:
        return []
    applies = province.draws.occurs(
        "applies for training", 0, f.uid, p.training_applicants_by_size * (1.0 + f.size_class)
    )
    rows = np.flatnonzero(applies)
    town, size_class = f.town[rows], f.size_class[rows]
    # the term counts places per 1,000 staff of all firms: those who apply share them
    eligible = f.staff_production[rows] / np.maximum(applied_share(province, rows), 0.05)[town]
    return [
        (lever, rows, np.take(values.ravel(), town * values.shape[1] + size_class) / 4000.0 * eligible)
        for lever, values in contributions
    ]


def orders_placed(province) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """Pupils that growing firms order from schools, by lever: which firms (rows), how many each (persons).

    They are new people, not the firm's own hands: who orders takes them on and keeps them while they learn.
    """
    f, contributions = province.firm, province.terms.contributions["ordered_training"]
    if not contributions:
        return []
    growing = (f.size_class >= 1) & (f.expected_sales > f.sales / f.price) & (f.cash > 0)
    orders = province.draws.occurs("orders pupils", province.quarter // 4, f.uid, np.full(len(f), ORDERING))
    rows = np.flatnonzero(growing & orders)
    town, size_class = f.town[rows], f.size_class[rows]
    staff = f.staff_production[rows]
    return [
        (lever, rows, np.take(values.ravel(), town * values.shape[1] + size_class) / 4000.0 / ORDERING * staff)
        for lever, values in contributions
    ]


def take_on_pupils(province, rows: np.ndarray, places: np.ndarray) -> None:
    """School leavers join the firm as hands in training, and the labour force of its town (persons)."""
    f, town = province.firm, province.town
    f.staff_production[rows] += places
    f.trainees[rows] += places
    joined = np.bincount(f.town[rows], weights=places * f.weight[rows], minlength=len(town))
    town.force_production += joined
    province.memo.tallies.add("pupils_ordered", joined)


def applied_share(province, rows: np.ndarray) -> np.ndarray:
    """Share of a town's production staff in the firms that apply for places, shape (towns,)."""
    f, towns = province.firm, len(province.town)
    applying = np.bincount(f.town[rows], weights=f.staff_production[rows] * f.weight[rows], minlength=towns)
    return applying / np.maximum(province.by_town(f.staff_production), 1e-12)


def pay_training(province, lever: str, rows: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Pay the schools for the places (a quarter's, by firm of `rows`) that budgets allow: public payers and the firms
    themselves (wan yuan); returns those places."""
    f, measure = province.firm, measure_of(province, lever)
    price = measure.options["cost_per_place"]
    of_all = np.zeros(len(f))
    of_all[rows] = places
    total = float(f.weight @ of_all) * price
    places = places * min(1.0, budget_left(province, lever) / max(total, 1e-12))
    cost = places * price
    own = dict(measure.payers).get("firms", 0.0)
    f.cash[rows] -= cost * own
    province.memo.fees[rows] += cost * own  # schooling is a cost like any other
    by_town = np.bincount(f.town[rows], weights=cost * f.weight[rows], minlength=len(province.town))
    use_budget(province, lever, float(by_town.sum()))
    credit_schools(province, by_town)
    province.ledger.pay("training.firms", "firms", "local_producers", float(by_town.sum()) * own, lever=lever)
    spend(province, "training", lever, measure.payers, "local_producers", by_town)
    return places


def credit_schools(province, by_town: np.ndarray) -> None:
    """Schools are among the local producers of the town."""
    province.memo.local_revenue = getattr(province.memo, "local_revenue", np.zeros(len(province.town)))
    province.memo.local_revenue += by_town
    province.town.local_deposits += by_town
