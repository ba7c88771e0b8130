"""Software, cloud and technical renovation: what the rules give, and what goes wrong."""

from __future__ import annotations

import numpy as np
import pytest

from model.innovation.software import pay_rent, sellers_left
from model.phases.invest_and_adopt import machines_on_offer, retrofit
from model.programmes.awards import bought_with_support, grant_awards, rate_awarded
from model.programmes.memberships import is_member, join, members
from model.province import Province
from scenarios.policy import load
from tests.levers.worlds import series


def small(**levers) -> Province:
    return Province(load("baseline", levers=levers), world="small")


def test_sellers_with_people_for_ten_projects_and_six_of_their_own_serve_half_of_eight_meetings() -> None:
    assert sellers_left(10.0, 6.0, 8.0) == 0.5
    assert sellers_left(10.0, 12.0, 8.0) == 0.0  # busy beyond their people: nobody is met
    assert sellers_left(10.0, 0.0, 4.0) == 1.0


def test_support_makes_buy_who_lies_between_the_full_and_the_supported_cost_and_only_those() -> None:
    worth = np.array([12.0, 8.0, 4.0])
    new, anyway = bought_with_support(worth, np.full(3, 10.0), np.full(3, 0.4))
    assert anyway.tolist() == [True, False, False]  # 12 > 10: would have bought, and claims all the same
    assert new.tolist() == [False, True, False]  # 6 < 8 < 10


def test_rented_software_is_paid_every_quarter_and_lost_at_once_by_who_cannot_pay() -> None:
    province = small()
    province.step()
    f, p = province.firm, province.parameters.adopt
    province.memo.fees = np.zeros(len(f))
    f.digital[:2], f.cash[:2] = 0.3, (100.0, -1.0)
    staff = f.staff_production[:2] + f.staff_technician[:2]
    join(province, "cloud", np.array([0, 1]), np.array([0.2, 0.2]))
    opening = province.positions()
    province.ledger.open(province.quarter, opening)
    pay_rent(province)
    left = 0.2 * (1.0 - p.software_wear / 4)
    rent = p.cloud_rent / 4 * p.software_per_worker * left * staff[0]
    assert f.cash[0] == pytest.approx(100.0 - rent)
    assert f.digital[0] == 0.3
    assert f.cash[1] == -1.0
    assert f.digital[1] == pytest.approx(0.3 - left)
    assert is_member(province, "cloud")[:2].tolist() == [True, False]
    assert np.allclose(province.positions() - opening, province.ledger.flows, atol=1e-6)


def test_two_memberships_of_a_firm_add_up_and_one_of_a_closed_firm_ends() -> None:
    province = small()
    join(province, "club", np.array([3, 3, 5]), np.array([0.1, 0.2, 0.4]))
    rows, rate = members(province, "club")
    assert rows.tolist() == [3, 5]
    assert rate == pytest.approx([0.3, 0.4])
    kept = np.ones(len(province.firm), bool)
    kept[3] = False
    province.firm.keep(kept)
    rows, rate = members(province, "club")
    assert rows.tolist() == [4]  # the row moved up
    assert rate == pytest.approx([0.4])


def test_a_retrofit_pays_with_support_only_for_firms_with_many_machines_beside_what_they_make() -> None:
    province = small()
    for _ in range(4):
        province.step()
    f, p = province.firm, province.parameters.invest
    p.retrofit_chance = 1.0
    province.memo.tallies.sums.clear()
    f.vintage[:3], f.cash[:3], f.planned_investment[:3] = machines_on_offer(province) - 0.1, 1e6, 0.0
    f.value_added[:3] = 10.0  # 40 a year: three years of a tenth less cost are worth 12
    f.capital[:3] = 40.0, 80.0, 160.0  # about 8, 16 and 32 for the whole distance at twice the machines per log
    grant_awards(province, "retrofit_support", "art06_retrofit", np.arange(3), np.full(3, 0.4), 4)
    before = f.vintage[:3].copy()
    outlay = retrofit(province, machines_on_offer(province))[:3]
    assert outlay[0] == 0.0  # pays anyway: nothing more is done for the money
    assert outlay[1] > 0.0
    assert outlay[2] == 0.0  # does not pay at 0.6 of 32 either
    assert f.vintage[1] - before[1] == pytest.approx(p.retrofit_step * 0.1)
    due = province.awards["retrofit_support"].due
    assert due[0] > 0.0  # and yet it claims


def test_support_of_a_sixth_of_renewals_raises_investment_as_the_credit_of_the_north_east_did() -> None:
    """Zhang, Chen and He (2018): a credit of 17 per cent, +28 per cent in three years; within a factor of two."""
    arms = small(), small()
    for _ in range(4):
        for province in arms:
            province.step()
    treated = arms[1]
    everybody = np.arange(len(treated.firm))
    grant_awards(treated, "retrofit_support", "art06_retrofit", everybody, np.full(len(everybody), 0.17), 12)
    spent = np.zeros(2)
    for _ in range(12):
        for arm, province in enumerate(arms):
            province.step()
            spent[arm] += province.firm.weight @ province.firm.planned_investment
    assert np.all(rate_awarded(treated, "retrofit_support") == 0.0)  # it has ended
    assert 0.14 < spent[1] / spent[0] - 1.0 < 0.56


def test_software_alone_leaves_productivity_where_it_was() -> None:
    plain, wired = small().run(), small(art06_cloud_platform=0.6).run()
    digital, made = (
        series(wired, name, "designated_2011")[-1] / series(plain, name, "designated_2011")[-1] - 1.0
        for name in ("digital_share", "labour_productivity")
    )
    assert digital > 0.05
    assert abs(made) < 0.01
