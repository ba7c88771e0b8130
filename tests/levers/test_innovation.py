"""What research grants, help, common technology and arrivals do, on cases worked out by hand; what goes wrong."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

from model.innovation.common import common_gain, roadmap_factor
from model.innovation.ties import knowledge_that_wears, own_part
from model.programmes import helping
from model.programmes.helping import HELPS, takes_root
from model.programmes.research import answer_to_grants
from model.province import Province
from scenarios.policy import load
from tests.levers.worlds import control, series

GRANTS = SimpleNamespace(additionality=0.3, additionality_by_size=0.1)
ROOT = SimpleNamespace(threshold=0.1, steepness=20.0, research_counts=0.1)


def arm(seed: int = 1, **levers: float) -> Province:
    return Province(load("baseline", levers={k: {"2013Q1": v} for k, v in levers.items()}), world="small", rng=seed)


# ---- grants for research


def test_at_no_additionality_own_spending_stays_what_it_was() -> None:
    none = SimpleNamespace(additionality=0.0, additionality_by_size=0.0)
    ratio = answer_to_grants(np.array([0.0, 0.2, 0.5]), np.array([1, 1, 1]), none)
    np.testing.assert_allclose(ratio, [1.0, 1.25, 2.0])  # (1 - s) times it is one: the firm's own part
    np.testing.assert_allclose(ratio * (1.0 - np.array([0.0, 0.2, 0.5])), 1.0)


def test_a_small_firm_adds_more_of_its_own_than_a_large_one() -> None:
    ratio = answer_to_grants(np.full(4, 0.5), np.arange(4), GRANTS)
    np.testing.assert_allclose(ratio, [2.0**1.4, 2.0**1.3, 2.0**1.2, 2.0**1.1])


def test_a_yuan_of_grants_adds_little_of_the_firms_own_as_measured_in_paired_runs() -> None:
    extra, public = 0.0, 0.0
    known = {"programmes.applicants_by_size": 0.15}
    for seed in range(1, 13):  # single worlds lie between -0.2 and 0.7
        policy = load("baseline", levers={"art11_pilot_firms": {"2013Q1": 0.15}}, parameters=known)
        treated = Province(policy, world="small", rng=seed)
        treated.measures = tuple(
            dataclasses.replace(measure, envelope=((2013, 500_000.0),)) for measure in treated.measures
        )
        before = Province(load("baseline", parameters=known), world="small", rng=seed)
        spent, usual = (series(p.run(), "research_spending", "province").sum() for p in (treated, before))
        public += series(treated, "research_grants", "province").sum()
        extra += spent - usual
    assert public > 1000.0
    # Dimos et al. 2022: 0.075 among firms (trial a11-grants-additionality); here all compete for the same researchers
    assert -0.25 <= (extra - public) / public <= 0.2


# ---- help


def test_help_takes_root_above_a_threshold_of_knowledge_and_hardly_below() -> None:
    chance = takes_root(np.exp([-0.2, 0.0, 0.1, 0.4]), np.array([0.0, 1.0, 0.0, 0.0]), ROOT)
    np.testing.assert_allclose(chance, [1 / (1 + np.exp(6.0)), 0.5, 0.5, 1 / (1 + np.exp(-6.0))])


def test_postings_to_firms_that_know_nothing_leave_nothing_and_are_paid_all_the_same() -> None:
    policy = load(
        "baseline",
        levers={"art13_expert_postings": {"2013Q1": 4000.0}},
        parameters={"help.threshold": 0.25, "help.steepness": 40.0},
    )
    province = Province(policy, world="small")
    province.firm.knowledge[:] = 0.5
    while province.quarter_name != "2013Q2":
        province.firm.knowledge[:] = 0.5
        province.step()
    assert series(province, "help_used", "province")[-1] == 0.0
    assert series(province, "help_in_vain", "province")[-1] > 0.0
    assert sum(row[5] for row in province.ledger.spending if row[1] == "art13_expert_postings") > 0.0


def test_no_more_experts_go_out_than_are_free() -> None:
    province = arm(art13_expert_postings=20000.0, art11_resident_bodies=4000.0, art13_academy_pairs=400.0)
    for _ in range(8):
        province.step()
        out, pool = province.memo.experts_out, province.university
        assert np.all(out <= pool.experts_free + pool.experts + 1e-9)
    assert out.sum() > 0.0


def test_parts_find_no_buyer_where_no_strategic_trade_is_in_reach() -> None:
    province = arm()
    province.step()
    rows = np.arange(len(province.firm))
    assert helping.buyers_near(province, rows).any()
    province.anchor.firms_of_trade[:, province.anchor.strategic] = 0.0
    assert not helping.buyers_near(province, rows).any()


def test_planning_together_leaves_no_more_than_it_can_of_what_shared_logistics_do() -> None:
    province = arm()
    help, rows = next(h for h in HELPS if h.kind == "chains"), np.array([0, 1])
    province.firm.delivery[rows] = [0.0, 0.9]
    helping.leave(province, help, rows)
    np.testing.assert_allclose(province.firm.delivery[rows], [0.4 * 0.25, 0.9], rtol=1e-6)


def test_who_visits_is_visited_and_sellers_abroad_gain() -> None:
    province = arm()
    f = province.firm
    rows = np.flatnonzero(f.industry == f.industry[0])
    before = province.anchor.outside_appeal.copy()
    helping.leak(province, rows)  # all firms of one trade
    gain = province.anchor.outside_appeal / np.where(before > 0, before, 1.0)
    outflow = province.parameters.help.outflow
    np.testing.assert_allclose(gain[1:, f.industry[0]], 1.0 + outflow)
    np.testing.assert_array_equal(province.anchor.outside_appeal[0], before[0])


# ---- common technology and ties


def test_joint_projects_as_large_as_the_usual_research_move_all_firms_by_the_elasticity_if_the_direction_is_right() -> (
    None
):
    p = SimpleNamespace(common_elasticity=0.1)
    gain = common_gain(np.array([50.0, 50.0, 5.0]), np.array([50.0, 50.0, 0.0]), np.array([1.0, 0.0, 1.0]), p)
    np.testing.assert_allclose(gain, [0.1, 0.0, 0.0])


def test_common_technology_reaches_firms_that_paid_nothing_for_it() -> None:
    province = arm()
    province.step()
    twin = province.fork()
    twin.anchor.common_technology[:] = 0.05
    province.step()
    twin.step()
    same = np.isin(province.firm.uid, twin.firm.uid)
    rows = twin.firm.rows_of(province.firm.uid[same])
    ratio = twin.firm.efficiency[rows] / province.firm.efficiency[same]
    assert np.median(ratio) == pytest.approx(np.exp(0.05), abs=0.005)  # staff follows, a little


def test_a_wrong_roadmap_costs_findings_and_a_right_one_brings_some() -> None:
    firm = SimpleNamespace(town=np.array([0, 0, 0]), industry=np.array([0, 1, 2]))
    p = SimpleNamespace(roadmap_gain=0.25, roadmap_loss=0.15)
    province = SimpleNamespace(
        firm=firm,
        parameters=SimpleNamespace(research=p),
        memo=SimpleNamespace(roadmaps=np.array([[1.0, -1.0, 0.0]])),
    )
    np.testing.assert_allclose(roadmap_factor(province, np.arange(3)), [1.25, 0.85, 1.0])


def test_members_with_a_partner_do_less_themselves_and_others_as_much_as_before() -> None:
    class Firms(SimpleNamespace):
        def __len__(self) -> int:
            return 3

    firm = Firms(partner=np.array([7, -1, 3]))
    province = SimpleNamespace(
        firm=firm,
        memo=SimpleNamespace(members=np.array([0, 1])),
        parameters=SimpleNamespace(research=SimpleNamespace(free_riding=0.1)),
    )
    np.testing.assert_allclose(own_part(province, np.arange(3)), [0.9, 1.0, 1.0])


def test_less_knowledge_wears_where_inventors_stay() -> None:
    province = SimpleNamespace(
        firm=SimpleNamespace(knowledge=np.array([1.0, 2.0])),
        memo=SimpleNamespace(sharing=np.array([1])),
        parameters=SimpleNamespace(research=SimpleNamespace(inventors_stay=0.1)),
    )
    np.testing.assert_allclose(knowledge_that_wears(province), [1.0, 1.8])
    assert province.firm.knowledge[1] == 2.0


# ---- arrivals


def test_attracted_projects_come_with_money_from_outside_and_some_leave_when_support_ends() -> None:
    arrived = left = 0.0
    for seed in range(1, 5):
        province = arm(seed, art09_attracted_projects=500.0)
        arrived += series(province.run(), "arrivals", "province").sum()
        left += series(province, "departures", "province").sum()
    assert arrived > 10.0
    assert 0.0 < left < 0.5 * arrived


def test_start_ups_out_of_universities_take_scientists_with_them_and_do_research() -> None:
    province = arm(art13_spin_offs=2000.0).run()
    usual = control(1)
    came = series(province, "arrivals", "province").sum()
    assert came > 10.0
    lost = usual.university.experts.sum() - province.university.experts.sum()
    assert lost == pytest.approx(came, rel=1e-9)
    new = (province.firm.uid >> 28) & 15 == 1
    assert (province.firm.research_ratio[new & (province.firm.uid > 1 << 32)] > 0).any()


def test_incubators_keep_alive_young_firms_that_would_have_closed() -> None:
    closed = [
        series(p, "exit_rate", "designated_2011").sum() for p in (arm(art13_incubators=40000.0).run(), control(1))
    ]
    assert closed[0] < closed[1]
