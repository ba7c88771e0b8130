"""Walks over the firms: what each writes for one firm, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from model.demography.closing import Neighbour, Shares, bear, sums_of_staying
from model.labour.training import School, qualify
from model.phases.enter_exit_move import BalanceSheet, count_stress
from model.phases.hire_and_train import Payroll, change_staff, seek_staff
from model.phases.seek_finance import Borrower, Planner, cut_plans, find_borrowers
from model.production import Technique, Workplace, want_staff
from model.settlement.debts import Debtor, Rates, Repaid, Repayment, pay_lenders, repay_what_is_due
from model.settlement.results import Account, Costs, Owned, account, pay_owners_of_all
from model.settlement.taxes import Taxpayer, pay_tax_on_income
from model.settlement.wages import Employer, Wages, pay_staff

INDICES = {"town", "industry", "bank", "size_class", "ownership", "circle", "stress"}


def firms(kind, **columns):
    """Columns of two firms, the first in town 1, the second in town 0; nought where nothing is said."""
    said = {"town": (1, 0), "weight": (1.0, 10.0)} | columns
    return kind(
        *(np.array(said.get(name, (0, 0)), np.int64 if name in INDICES else np.float64) for name in kind._fields)
    )


def test_staff_is_paid_and_small_firms_contribute_on_less():
    f = firms(Employer, ownership=(0, 1), staff_production=(10, 10), wage_factor=(1, 2), cash=(100, 100))
    wages = Wages(*(np.full(2, wage) for wage in (1.0, 2.0, 3.0)))
    payroll, paid, contributed = np.empty(2), np.zeros(2), np.zeros(2)
    pay_staff(f, wages, 0.2, 0.05, payroll, paid, contributed)
    np.testing.assert_allclose(payroll, [10.5, 24.0])
    np.testing.assert_allclose(f.cash, [89.5, 76.0])
    np.testing.assert_allclose(paid, [200.0, 10.0])
    np.testing.assert_allclose(contributed, [40.0, 0.5])


def test_profit_is_value_added_less_what_was_paid_with_unsold_goods_at_cost():
    f = firms(
        Account, output=(100, 0), price=(1.2, 1), sales=(60, 0), inputs=(46, 0), unit_cost=(1, 1), capital=(80, 0)
    )
    paid = Costs(*(np.array([cost, 0.0]) for cost in (20.0, 2.0, 1.0, 3.0)))
    account(f, paid, 0.1, 0.2, 0.5)  # a year's wear and overheads over machines
    assert f.value_added[0] == pytest.approx(120.0 - 46.0 - 4.0)
    assert f.profit[0] == pytest.approx(70.0 - 50 * 0.2 - 26.0 - 2.0)
    assert f.profitability[0] == pytest.approx(0.5 * 32.0 / 60.0)


def test_losses_carried_are_used_before_tax_is_due_and_lapse():
    f = firms(Taxpayer, ownership=(1, 0), sales=(50, 50), profit=(10, -4), loss_carried=(3, 0), cash=(20, 20))
    tax, by_town = np.empty(2), np.zeros(2)
    whole = np.array([False, False])  # nobody is taxed on half the base
    pay_tax_on_income(f, np.array([0.25, 0.0]), np.array([False, False]), 0.5, 0.01, whole, 0.95, tax, by_town)
    np.testing.assert_allclose(tax, [0.25 * 7, 0.5])
    np.testing.assert_allclose(f.loss_carried, [0.0, 4 * 0.95])
    np.testing.assert_allclose(by_town, [5.0, 1.75])


def test_owners_abroad_and_at_home_take_what_is_due_and_funds_their_part():
    f = firms(Owned, ownership=(2, 1), profit=(10, 10), sales=(10, 10), cash=(5, 5), capital=(95, 95))
    f.equity_venture[1] = 100.0
    overseas, (venture, state, private) = np.empty(2), np.zeros((3, 2))
    pay_owners_of_all(f, np.zeros(2), 0.5, 0.5, 0.0, overseas, venture, state, private)
    # half of ten each: the fund holds 100 of the 95 + 0 + 100 the second is worth afterwards
    np.testing.assert_allclose(overseas, [5.0, 0.0])
    np.testing.assert_allclose(venture, [10 * 5 * 100 / 195, 0.0])
    np.testing.assert_allclose(private, [10 * 5 * 95 / 195, 0.0])
    assert state.tolist() == [0.0, 0.0]
    assert f.cash.tolist() == [0.0, 0.0]


def test_interest_is_paid_on_every_debt_and_on_overdrafts():
    f = firms(Debtor, debt_bank=(100, 0), debt_guaranteed=(50, 0), debt_bond=(0, 40), cash=(-8, 10), bank=(1, 0))
    rates = Rates(np.array([0.1, 0.08]), *(np.full(2, 0.02) for _ in range(3)), bond=0.05)
    interest, informal, bond = (np.empty(2) for _ in range(3))
    by_bank, fees, micro = np.zeros(2), np.zeros(2), np.zeros(2)
    pay_lenders(f, rates, 0.04, interest, informal, bond, by_bank, fees, micro)
    np.testing.assert_allclose(interest, [2.0 + 8 * 0.12 / 4 + 1.0, 0.5])
    np.testing.assert_allclose(by_bank, [0.0, 2.24])
    np.testing.assert_allclose(fees, [0.0, 1.0])
    np.testing.assert_allclose(bond, [0.0, 0.5])


def test_who_has_no_cash_repays_nothing():
    f = firms(Debtor, debt_bank=(100, 100), debt_circle=(20, 20), circle=(1, 1), cash=(-1, 30))
    repaid, bond = Repaid(*np.zeros((6, 2))), np.empty(2)
    repay_what_is_due(f, Repayment(0.1, 0.2, 0.3, 0.4), 0.5, repaid, bond)
    np.testing.assert_allclose(f.debt_bank, [100.0, 90.0])
    np.testing.assert_allclose(f.debt_circle, [20.0, 18.0])
    np.testing.assert_allclose(f.cash, [-1.0, 20.0])
    np.testing.assert_allclose(repaid.bank, [100.0, 0.0])
    np.testing.assert_allclose(repaid.circle, [0.0, 20.0])


def test_a_loan_smaller_than_a_bank_would_write_is_repaid_at_once():
    f = firms(Debtor, debt_bank=(0.4, 0.4), debt_guaranteed=(0.2, 0), circle=(-1, -1), cash=(1, 0.3))
    repay_what_is_due(f, Repayment(0.1, 0.2, 0.3, 0.4), 0.5, Repaid(*np.zeros((6, 2))), np.empty(2))
    np.testing.assert_allclose(f.debt_bank, [0.0, 0.36])
    np.testing.assert_allclose(f.debt_guaranteed, [0.0, 0.0])
    np.testing.assert_allclose(f.cash, [0.6, 0.26])


def test_only_those_who_ask_and_need_enough_borrow():
    f = firms(Borrower, expected_sales=(10, 10), price=(1, 1), planned_investment=(5, 5), cash=(2, 2))
    rows, lacking, need = np.empty(3, np.int64), np.empty(3), np.empty(3)
    terms = 0.1, 0.2, 1.0  # a tenth of sales as a buffer, debt of a fifth of a year's sales, no loan below one
    short = np.zeros(2)
    assert find_borrowers(f, np.array([False, True]), *terms, rows, lacking, need, short) == 1
    assert (rows[0], lacking[0], need[0]) == (1, 5 + 1 - 2, 8)
    f.cash[:] = 100.0
    f.debt_bank[:] = 8.0
    assert find_borrowers(f, np.array([True, True]), *terms, rows, lacking, need, short) == 0
    assert short.tolist() == [10.0, 1.0]  # both lacked four, whether they asked or not, before there was cash


def test_plans_are_cut_to_what_cash_reaches_for_and_research_begun_goes_on():
    f = firms(
        Planner, cash=(3, 10), sales=(10, 10), research=(1, 1), planned_investment=(5, 5), planned_research=(2, 2)
    )
    cut_plans(f, 0.4)
    assert f.planned_investment.tolist() == [0.0, 5.0]
    assert f.planned_research.tolist() == [1.0, 2.0]


def test_trainees_become_technicians_and_old_skills_go():
    f = firms(School, trainees=(8, 0), staff_production=(20, 0), staff_technician=(4, 10))
    gained = np.zeros(2)
    qualify(f, 4.0, 0.5, np.array([0.1, 0.0]), gained)
    assert f.trainees.tolist() == [6.0, 0.0]
    assert f.staff_production.tolist() == [18.0, 1.0]
    assert f.staff_technician.tolist() == [5.0, 9.0]
    assert gained.tolist() == [0.0, 2.0]


def test_technicians_beyond_the_usual_mix_take_the_place_of_hands_up_to_so_many():
    named = {"inventory_wanted": 0.25, "technician_weight": 2.0, "technicians_used": 1.4, "capital_share": 0.5}
    p = Technique(**(dict.fromkeys(Technique._fields, 0.0) | named))
    f = firms(Workplace, expected_sales=(100, 100), inventory=(25, 25), efficiency=(1, 1), capital=(100, 100))
    f.staff_technician[:] = 0.0, 14.0
    f.cash[:] = 1e6  # money is no limit
    production, technicians = np.zeros(2), np.zeros(2)
    want_staff(f, p, np.array([0.1]), np.zeros(2), production, technicians)
    hands = 100.0 / (1.0 + 2.0 * 0.1)  # as many effective hands as machines
    assert technicians.tolist() == pytest.approx([0.1 * hands, 1.4 * 0.1 * hands])
    assert production.tolist() == pytest.approx([hands, hands - 2.0 * 0.4 * 0.1 * hands])


def test_lay_offs_are_free_and_hires_share_what_the_town_fills():
    f = firms(Payroll, town=(0, 0), weight=(1, 2), sales=(10, 10))
    staff, wanted, kept, vacancies = np.array([10.0, 4.0]), np.array([6.0, 8.0]), np.zeros(1), np.zeros(1)
    seek_staff(f, staff, wanted, 0.5, 0.3, kept, vacancies)
    assert (kept[0], vacancies[0]) == (8.0 + 2 * 4.0, 2 * 2.0)
    change_staff(f.town, staff, wanted, np.array([0.25]))
    assert staff.tolist() == [8.0, 4.5]


def test_half_way_to_the_limit_of_its_overdraft_a_firm_hires_half_and_beyond_it_nobody():
    f = firms(Payroll, town=(0, 0), sales=(10, 10), cash=(-1.5, -4))
    wanted, vacancies = np.array([20.0, 20.0]), np.zeros(1)
    seek_staff(f, np.array([10.0, 10.0]), wanted, 0.5, 0.3, np.zeros(1), vacancies)
    assert wanted.tolist() == pytest.approx([2.5, 0.0])


def test_stress_counts_quarters_in_a_row_and_ends_with_the_trouble():
    f = firms(BalanceSheet, cash=(-5, 5), capital=(100, 100), sales=(10, 10), stress=(100, 3))
    count_stress(f, 0.4)
    assert f.stress.tolist() == [100, 0]  # past the limit, as long as is counted; then out of trouble
    f.debt_bank[1] = 106.0
    count_stress(f, 0.4)
    assert f.stress[1] == 0  # negative worth alone: what is due can still be paid
    f.cash[1] = -1.0
    count_stress(f, 0.4)
    assert f.stress[1] == 1  # both


def test_only_those_who_stay_in_a_town_somebody_leaves_bear_the_loss():
    columns = dict.fromkeys(("sales", "receivables", "payables", "cash"), (10.0, 10.0))
    f = firms(Neighbour, town=(0, 0), **columns)
    sums = np.zeros((4, 2))
    leaving, concerned = np.array([0]), np.array([True, False])
    sums_of_staying(f, leaving, concerned, *sums)
    assert sums[:, 0].tolist() == [100.0, 100.0, 100.0, 10.0]
    bear(f, leaving, concerned, Shares(*(np.full(2, share) for share in (0.1, 1.0, 0.5, 0.25))))
    assert f.cash.tolist() == [10.0, 8.0]
    assert f.receivables.tolist() == [10.0, 5.0]
    assert f.payables.tolist() == [10.0, 2.5]
    bear(f, leaving, ~concerned, Shares(*np.ones((4, 2))))
    assert f.cash.tolist() == [10.0, 8.0]
