"""Skills and people: cases worked out by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from model.labour import attracting, courses, training
from model.phases.set_terms import set_terms
from model.province import Province
from model.settlement.housing import tax_on_settling
from model.tallies import Tallies
from scenarios.policy import load


@pytest.fixture
def small() -> Province:
    """The small world at the start of 2012, terms set, a quarter opened."""
    province = Province(load("baseline"), world="small")
    set_terms(province)
    province.memo = SimpleNamespace(tallies=Tallies(len(province.town)), fees=np.zeros(len(province.firm)))
    province.ledger.open(province.quarter, province.positions())
    return province


def test_who_comes_on_a_post_adds_to_the_labour_force_and_half_of_the_guests_go_within_a_year(small) -> None:
    before = small.town.force_research.copy()
    attracting.come(small, np.array([8.0, 0.0, 0.0, 0.0, 0.0]), stay=0.25)
    assert small.town.force_research[0] - before[0] == pytest.approx(8.0)
    assert small.town.guests[0] == pytest.approx(6.0)
    for _ in range(4):
        attracting.attract_people(small)
    left = 6.0 * (1.0 - (1.0 - small.parameters.labour.guests_stay) / 4.0) ** 4
    assert small.town.guests[0] == pytest.approx(left)
    assert small.town.force_research[0] - before[0] == pytest.approx(2.0 + left)


def test_universities_lend_only_experts_who_are_free(small) -> None:
    free = small.university.experts_free.sum() * small.parameters.labour.experts_lent
    assert attracting.available(small, "commissioners", 2.0 * free) == pytest.approx(0.5)
    assert attracting.available(small, "students", 1e9) == 1.0
    small.university.experts_free[:] = 0.0
    assert attracting.available(small, "commissioners", 1.0) == 0.0


def test_a_permit_draws_the_skilled_and_nobody_else(small) -> None:
    small.terms.add("residence_points", "lever", np.array([[0.5], [0.0], [0.0], [0.0], [0.0]]))
    worth = small.parameters.labour.worth_of_residence
    np.testing.assert_allclose(attracting.worth_of_place(small, "technician"), [0.5 * worth, 0, 0, 0, 0])
    assert attracting.worth_of_place(small, "production") == 0.0


def test_pupils_trained_to_order_are_new_hands_who_learn(small) -> None:
    f, town = small.firm, small.town
    staff, force = f.staff_production[3], town.force_production[f.town[3]]
    training.take_on_pupils(small, np.array([3]), np.array([2.0]))
    assert f.staff_production[3] - staff == pytest.approx(2.0)
    assert f.trainees[3] >= 2.0
    assert town.force_production[f.town[3]] - force == pytest.approx(2.0 * f.weight[3])


def test_a_course_teaches_less_the_more_is_practised_already_and_firms_pay_their_part(small) -> None:
    p = small.parameters.services
    small.policy = load("baseline", levers={"art26_management_courses": 0.2})
    small.measures = small.policy.measures
    small.terms.add("course_places", "art26_management_courses", 8.0)  # everybody, every quarter
    small.firm.practice[:] = 0.0
    small.firm.practice[0] = 0.5 * p.practice_ceiling
    cash = small.firm.cash.copy()
    courses.hold_courses(small)
    went = np.flatnonzero(small.firm.practice > 0)
    assert len(went) > 0.9 * len(small.firm)
    assert small.firm.practice[1] == pytest.approx(p.practice_by_course)
    assert small.firm.practice[0] - 0.5 * p.practice_ceiling == pytest.approx(0.5 * p.practice_by_course)
    assert cash[1] - small.firm.cash[1] == pytest.approx(0.3 * 0.4)  # firms bear 0.3 of a place of 0.4 wan yuan


def test_accidents_that_do_not_happen_are_money_staff_do_not_get(small) -> None:
    p, f = small.parameters.labour, small.firm
    small.terms.add("safety_training", "art26_safety_training", 1.0)
    firms, homes = float(f.weight @ f.cash), float(small.household.cash.sum())
    courses.prevent_accidents(small)
    staff = float(f.weight @ (f.staff_production + f.staff_technician))
    spared = p.accidents / 4 * p.accidents_avoided * p.cost_of_accident * staff
    assert float(f.weight @ f.cash) - firms == pytest.approx(spared)
    assert homes - float(small.household.cash.sum()) == pytest.approx(spared)
    small.ledger.check(small.positions())


def test_a_yuan_of_research_costs_less_by_the_tax_on_what_settles_people() -> None:
    assert tax_on_settling(0.25, 0.05, 1.0) == pytest.approx(0.0125)
    assert tax_on_settling(0.25, 0.05, 0.0) == 0.0
