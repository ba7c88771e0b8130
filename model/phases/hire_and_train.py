"""Phase 6. Wages, vacancies, training, moves between towns and from outside.

The town's wage follows the outside trend and its own slack (wage curve, Blanchflower and Oswald 1994), above the
minimum wage; the firm pays a factor on top that shares its rents. People move by a logit in pay, slack and housing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.fields import SKILLS
from model.innovation.ties import welcome_teams
from model.labour.attracting import attract_people, worth_of_place
from model.labour.courses import hold_courses, prevent_accidents
from model.labour.training import graduate, train
from model.production import Workplace, technique, want_staff
from model.rules import firm_by_firm, for_all


def hire_and_train(province) -> None:
    """Write staff, wages, slack, labour force, residents, trainees."""
    set_wages(province)
    move_people(province)
    share_rents(province)
    attract_people(province)
    welcome_teams(province)
    graduate(province)
    train(province)
    hold_courses(province)
    prevent_accidents(province)
    fill_vacancies(province)


def wage(outside, level, slack, normal, elasticity, floor):
    """Town wage (wan yuan a quarter): outside trend times the town's level, less with slack, never below the floor."""
    return np.maximum(outside * level * (np.maximum(slack, 0.005) / normal) ** elasticity, floor)


def set_wages(province) -> None:
    """Move the towns' wages towards the wage curve (wan yuan a quarter)."""
    town, p, given, quarter = province.town, province.parameters.labour, province.given, province.quarter
    floor = np.asarray(given.at("minimum_wage", quarter))[province.anchor.minimum_wage_class]
    for index, skill in enumerate(SKILLS):
        outside = float(given.at(f"wage_outside_{skill}", quarter))
        slack, current = getattr(town, f"slack_{skill}"), getattr(town, f"wage_{skill}")
        wanted = wage(
            outside,
            province.anchor.wage_level[:, index],
            slack,
            province.anchor.slack_normal[:, index],
            p.wage_curve,
            floor,
        )
        growth = outside / float(given.at(f"wage_outside_{skill}", quarter - 1))
        trend = current * growth  # what the curve asks beyond the trend comes gradually
        setattr(town, f"wage_{skill}", np.maximum(trend + p.wage_adjustment * (wanted - trend), floor))


def move_people(province) -> None:
    """Moves between towns (gravity logit) and from outside; the labour force and residents move together (persons)."""
    town, p, anchor = province.town, province.parameters.labour, province.anchor
    quarter = province.quarter
    population_growth = float(
        province.given.at("population_province", quarter) / province.given.at("population_province", quarter - 1)
    )
    congestion = np.maximum(town.residents / np.maximum(town.housing, 1.0) - 1.0, 0.0)
    if province.terms.acts("settlement"):
        taken = np.minimum(province.terms.value("settlement")[:, 0], 1.0)
        congestion = congestion * (1.0 - province.through("settlement: congestion", taken, 0.0))
    force_before = np.zeros(len(town))
    force_after = np.zeros(len(town))
    for index, skill in enumerate(SKILLS):
        force = getattr(town, f"force_{skill}")
        force_before += force
        wage_now = getattr(town, f"wage_{skill}")
        outside = float(province.given.at(f"wage_outside_{skill}", quarter))
        relative = np.log(wage_now / (outside * anchor.wage_level[:, index]))
        looseness = getattr(town, f"slack_{skill}") - anchor.slack_normal[:, index] - getattr(town, f"unfilled_{skill}")
        looseness = np.clip(looseness, -p.largest_looseness, p.largest_looseness)
        value = p.pay_weight * relative - p.slack_weight * looseness - p.congestion_weight * congestion
        value = value + worth_of_place(province, skill)
        value = province.surroundings.by_town(f"value of a place, {skill}", quarter, value)
        after = moved(force, value, province.near, p.moving_share / 4, province.near_turned)
        # from outside: pay that beats the outside's trend draws people in, and the other way round
        response = p.outside_response_research if skill == "research" else p.outside_response
        inflow = force * (population_growth - 1.0 + response / 4 * value)
        after = np.maximum(after + inflow, 0.0)
        setattr(town, f"force_{skill}", np.where(province.inside, after, force))
        force_after += getattr(town, f"force_{skill}")
    change = np.where(force_before > 0, force_after / np.maximum(force_before, 1e-12), 1.0)
    before = town.residents.copy()
    town.residents *= change
    town.housing *= population_growth
    build = p.building / 4 * np.maximum(town.residents - town.housing, 0.0)
    town.housing += build
    move_rest(province, float((town.residents - before).sum()), population_growth)


def moved(force, value, near, share, turned=None):
    """Labour force by town after moves among towns (persons), each mover choosing among near places by logit.

    `near`: sparse (towns, towns) weights of distance, a town's own included; `turned` the same seen from where one
    arrives, when it is at hand. What leaves arrives: the sum is kept.
    """
    turned = near.T if turned is None else turned
    pull = force * np.exp(value)  # larger places offer more openings
    reach = near @ pull
    leaving = share * force
    arriving = pull * (turned @ np.where(reach > 0, leaving / np.maximum(reach, 1e-300), 0.0))
    staying = np.where(reach > 0, 0.0, leaving)
    return force - leaving + arriving + staying


def move_rest(province, gained: float, population_growth: float) -> None:
    """The rest of the province grows as given and loses those who moved to the towns beyond that growth (persons)."""
    rest = province.outside
    expected = float(province.town.residents.sum() - gained) * (population_growth - 1.0)
    local = province.parameters.labour.movers_from_province * (gained - expected)
    rest.residents[0] = rest.residents[0] * population_growth - local


def share_rents(province) -> None:
    """Pay over the town's wage follows the firm's surplus over normal (elasticity in profit per head, Card et al.
    2018)."""
    f, p = province.firm, province.parameters.labour
    wanted = pay_over_wage(f.profitability, p.normal_margin, p.rent_sharing)
    f.wage_factor += p.wage_adjustment * (wanted - f.wage_factor)


@for_all
def pay_over_wage(profitability, normal, sharing):
    """Pay over the town's wage (ratio) a firm moves to: log-linear in its surplus over normal, within bounds."""
    return np.exp(sharing * np.minimum(np.maximum((profitability - normal) / normal, -2.0), 4.0))


class Payroll(NamedTuple):
    """Columns of firms that say who can pay for more staff."""

    town: np.ndarray
    weight: np.ndarray
    cash: np.ndarray
    sales: np.ndarray


@firm_by_firm
def seek_staff(f, staff, wanted, speed, overdraft, kept, vacancies):
    """What every firm lays off or seeks of a skill (persons): written over `wanted`, sums kept and sought by town.

    Pay falls due before sales come in: who lives on an overdraft hires less, and nobody at its limit.
    """
    town, weight = f.town, f.weight
    for row in range(len(town)):
        change = speed * (wanted[row] - staff[row])
        if change > 0.0 and f.cash[row] < 0.0:
            change *= max(1.0 + f.cash[row] / max(overdraft * f.sales[row], 1e-9), 0.0)
        wanted[row] = change
        kept[town[row]] += (staff[row] + min(change, 0.0)) * weight[row]
        vacancies[town[row]] += max(change, 0.0) * weight[row]


@firm_by_firm
def change_staff(town, staff, change, filled):
    """Every firm lays off, or hires the share of its vacancies that its town fills (persons)."""
    for row in range(len(town)):
        staff[row] += min(change[row], 0.0) + max(change[row], 0.0) * filled[town[row]]


def fill_vacancies(province) -> None:
    """Firms lay off or hire towards what output asks for; hires share the people free in the town (persons)."""
    f, town, p = province.firm, province.town, province.parameters.labour
    wanted = {"production": np.empty(len(f)), "technician": np.empty(len(f))}
    mix, saved = province.anchor.technician_mix, province.memo.stock_saved
    want_staff(f.columns(Workplace), technique(province.parameters), mix, saved, *wanted.values())
    wanted["research"] = research_staff_wanted(province)
    overdraft = province.parameters.demography.overdraft_limit
    for index, skill in enumerate(SKILLS):
        staff, force = getattr(f, f"staff_{skill}"), getattr(town, f"force_{skill}")
        kept, vacancies = np.zeros((2, len(town)))
        seek_staff(f.columns(Payroll), staff, wanted[skill], p.hiring_speed, overdraft, kept, vacancies)
        employed = kept + getattr(town, f"jobs_local_{skill}")
        free = np.maximum(force * (1.0 - p.frictional) - employed, 0.0)
        filled = np.minimum(1.0, np.where(vacancies > 0, free / np.maximum(vacancies, 1e-12), 1.0))
        change_staff(f.town, staff, wanted[skill], filled)
        employed = employed + vacancies * filled
        setattr(town, f"unfilled_{skill}", vacancies * (1.0 - filled) / np.maximum(force, 1.0))
        slack = 1.0 - employed / np.maximum(force, 1e-12)
        setattr(
            town,
            f"slack_{skill}",
            np.where(force > 0, np.clip(slack, 0.0, 1.0), province.anchor.slack_normal[:, index]),
        )


def research_staff_wanted(province) -> np.ndarray:
    """Research staff (persons): the labour part of planned R&D at the town's wage; none without research."""
    f, p = province.firm, province.parameters.research
    rows = np.flatnonzero(f.research_ratio > 0)
    pay = (
        province.town.wage_research[f.town[rows]] * f.wage_factor[rows] * (1.0 + province.parameters.settle.social_rate)
    )
    wanted = np.zeros(len(f))
    wanted[rows] = p.labour_share * f.planned_research[rows] / pay
    return wanted
