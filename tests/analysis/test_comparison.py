"""Tables of a comparison worked out by hand on made-up outcomes: costs, budgets, ratios, displacement, goals, ranks."""

from types import SimpleNamespace

import numpy as np
import pytest

from analysis.baseline import implausible_baseline
from analysis.comparison import Arms, effects_table, goals_tables, ranking_tables, yearly_unit
from analysis.costs import HOLDS_ZERO, NO_SUPPORT, SOME_NOTHING, costs_table
from analysis.effects import Cases
from analysis.gains import displacement_table, winners_table
from analysis.outcomes import Block, Outcome, block_of

INDICATORS = {
    name: SimpleNamespace(unit=unit, better=better)
    for name, unit, better in (
        ("gdp", "wan yuan", "up"), ("defaults", "share a year", "down"), ("employment", "persons", "up"),
    )
}  # fmt: skip
GOAL = SimpleNamespace(indicator="gdp", scope="designated", target=110.0, direction="up", unit="wan yuan")


def outcome(gdp=100.0, *, towns=(60.0, 30.0, 10.0), spending=(), budget=(), employment=50.0, defaults=0.02):
    """A year (2012): three towns (designated in 2011, near, elsewhere), quantities of the province and the towns."""
    year = [("gdp", scope, gdp) for scope in ("province", "towns", "designated", "designated_2011")]
    year += [("gdp", "rest", 5.0), ("employment", "province", employment), ("defaults", "province", defaults)]
    parts = {
        "year": [("2012Q4", *row) for row in year],
        "town": [("2012Q4", "gdp", f"{row:04d}", value) for row, value in enumerate(towns)]
        + [("2012Q4", "designated", f"{row:04d}", float(row == 0)) for row in range(3)],
        "start": [("2011Q4", "gdp", "designated", 55.0), ("2011Q4", "gdp", "towns", 95.0)],
        "start_town": [
            ("2011Q4", name, f"{row:04d}", float(value))
            for name, values in {
                "gdp": (55.0, 30.0, 10.0),
                "designated_2011": (1, 0, 0),
                "near_2011": (0, 1, 0),
                "inside": (1, 1, 1),
                "city": (0, 0, 1),
            }.items()
            for row, value in enumerate(values)
        ],
        "spending": [("2012Q4", f"{payer}|{to}|{kind}", lever, float(v)) for lever, payer, to, kind, v in spending],
        "budget": [("2012Q4", item, level, float(v)) for level, item, v in budget],
    }
    return Outcome({name: block_of(*zip(*rows, strict=True)) for name, rows in parts.items() if rows})


def arms(base, policy, **others):
    return Arms("base", {"base": base, "policy": policy, **others}, Cases.equal(len(base)), INDICATORS, {"gdp": GOAL})


def rows(table, **which):
    names = list(table)
    found = [dict(zip(names, cells, strict=True)) for cells in zip(*table.values(), strict=True)]
    return [row for row in found if all(row[name] == value for name, value in which.items())]


def one(table, **which):
    (row,) = rows(table, **which)
    return row


GRANT = ("art07", "province", "firms", "payment")
PAID = [(*GRANT, 30.0), ("art07", "firms", "world", "payment", 60.0), ("art20", "city", "guarantors", "payment", 10.0)]


def test_net_cost_is_paid_forgone_and_called_less_what_came_back():
    spent = [*PAID, ("art20", "city", "guarantors", "return", 4.0), ("art20", "city", "firms", "commitment", 99.0)]
    table = costs_table(arms([outcome()] * 3, [outcome(spending=spent)] * 3))
    net = {row["payer"]: row["amount"] for row in rows(table, lever="all", kind="net")}
    assert net == {"province": 30.0, "cities": 6.0, "firms": 60.0, "public": 36.0}
    assert one(table, lever="art20", payer="cities", kind="commitment")["amount"] == 99.0


def test_only_what_is_spent_more_than_in_the_base_counts():
    carried = ("existing_funds", "province", "firms", "payment")
    base = outcome(spending=[(*carried, 50.0)])
    policy = outcome(spending=[(*carried, 40.0), (*GRANT, 30.0)])
    net = one(costs_table(arms([base] * 2, [policy] * 2)), lever="all", payer="public", kind="net")
    assert net["amount"] == 20.0  # ten of the old money were redirected


def test_a_level_keeps_what_it_takes_in_more_less_what_programmes_cost_it():
    base = outcome(budget=[("province", "revenue", 200.0), ("province", "programmes", 20.0)])
    policy = outcome(
        budget=[("province", "revenue", 215.0), ("province", "programmes", 50.0), ("province", "general", 7.0)]
    )
    table = costs_table(arms([base] * 2, [policy] * 2))
    assert one(table, payer="province", kind="own_budget")["amount"] == 15.0 - 30.0
    assert one(table, payer="province", kind="own_revenue")["amount"] == 15.0


def test_cost_per_effect_is_blank_with_a_reason_where_the_effect_holds_zero():
    base = [outcome()] * 2
    unclear = [outcome(101.0, spending=PAID), outcome(98.0, spending=PAID)]
    row = one(costs_table(arms(base, unclear)), kind="per_effect", per="gdp@province")
    assert row["amount"] is None and row["reason"] == HOLDS_ZERO
    clear = [outcome(102.0, spending=PAID), outcome(106.0, spending=PAID)]
    row = one(costs_table(arms(base, clear)), kind="per_effect", per="gdp@province")
    assert row["amount"] == 40.0 / 4.0 and (row["low"], row["high"]) == pytest.approx(
        (40.0 / 6.0, 40.0 / 2.0), rel=1e-12
    )


def test_a_price_has_no_upper_end_where_some_case_gains_nothing():
    count = 40
    base = [outcome()] * count
    policy = [outcome(104.0 if case else 99.0, spending=PAID) for case in range(count)]
    row = one(costs_table(arms(base, policy)), kind="per_effect", per="gdp@province")
    assert row["amount"] == pytest.approx(40.0 * count / (4.0 * (count - 1) - 1.0)) and row["reason"] == SOME_NOTHING
    assert np.isfinite(row["low"])


def outlay(investment, research=0.0):
    return [("firms", "investment", investment), ("province", "revenue", research)]


def with_research(made, value):
    block = made["year"]
    names = [("2012Q4", "research_spending", "province", value)]
    for q, quarter in enumerate(block.quarters):
        for i, name in enumerate(block.indicators):
            names += [
                (quarter, name, scope, block.values[q, i, s])
                for s, scope in enumerate(block.scopes)
                if np.isfinite(block.values[q, i, s])
            ]
    return Outcome({**made.blocks, "year": block_of(*zip(*names, strict=True))})


def test_deadweight_is_the_part_of_the_supported_outlay_that_would_have_been_made_anyway():
    """Support of 30 to firms and 60 of their own: outlay of 90, of which 45 is new. Half is deadweight; 15 yuan of
    firms' own money are new on 30 of support."""
    base = [with_research(outcome(budget=outlay(500.0)), 20.0)] * 2
    policy = [with_research(outcome(spending=PAID, budget=outlay(540.0)), 25.0)] * 2
    table = costs_table(arms(base, policy))
    assert one(table, kind="leverage_nominal")["amount"] == 2.0
    assert one(table, kind="deadweight")["amount"] == 0.5
    assert one(table, kind="leverage_additional")["amount"] == 0.5


def test_without_support_to_firms_there_is_no_deadweight_and_a_reason():
    base = [with_research(outcome(budget=outlay(500.0)), 20.0)] * 2
    table = costs_table(arms(base, base))
    assert one(table, kind="deadweight")["amount"] is None and one(table, kind="deadweight")["reason"] == NO_SUPPORT


def test_displacement_says_what_the_others_lose_for_what_the_towns_gain():
    base = [outcome()] * 2
    policy = [outcome(towns=(70.0, 27.0, 9.0)), outcome(towns=(66.0, 27.0, 9.0))]
    table = displacement_table(arms(base, policy))
    gain = one(table, part="towns_2011", indicator="gdp")
    assert gain["effect"] == 8.0 and gain["of_gain"] is None
    assert one(table, part="near", indicator="gdp")["of_gain"] == 3.0 / 8.0
    assert one(table, part="elsewhere", indicator="gdp")["of_gain"] == 1.0 / 8.0
    assert one(table, part="all", indicator="gdp")["effect"] == 4.0


def test_without_a_clear_gain_nothing_is_said_to_be_displaced():
    policy = [outcome(towns=(70.0, 27.0, 9.0)), outcome(towns=(50.0, 27.0, 9.0))]
    row = one(displacement_table(arms([outcome()] * 2, policy)), part="near", indicator="gdp")
    assert row["of_gain"] is None and row["reason"] and row["effect"] == -3.0


def test_cities_are_the_sums_of_their_towns():
    policy = [outcome(towns=(70.0, 27.0, 9.0))] * 2
    table = winners_table(arms([outcome()] * 2, policy), {"city": {"00": ("甲", "A"), "01": ("乙", "B")}})
    assert one(table, group_kind="city", indicator="gdp", group="00")["effect"] == 7.0
    assert one(table, group_kind="city", indicator="gdp", group="01")["label_zh"] == "乙"
    assert [row["tier"] for row in rows(table, group_kind="city", indicator="gdp")] == [1, 2]


def test_a_goal_met_in_the_same_cases_with_and_without_the_policy_says_nothing_about_it():
    def goal(base, policy):
        made = [[outcome(value, towns=(value, 30.0, 10.0)) for value in values] for values in (base, policy)]
        return one(goals_tables(arms(*made), (2012,))[0], goal="gdp", scope="designated")

    same = goal((105.0, 120.0), (106.0, 125.0))
    assert (same["share_met"], same["base_share_met"], same["discriminates"]) == (0.5, 0.5, 0.0)
    other = goal((105.0, 120.0), (112.0, 105.0))
    assert (other["share_met"], other["base_share_met"], other["discriminates"]) == (0.5, 0.5, 1.0)
    assert other["shortfall"] == 2.5


def test_parts_of_progress_add_up_to_the_value():
    made = arms([outcome(60.0)] * 2, [outcome(66.0, towns=(66.0, 30.0, 10.0))] * 2)
    split = {row["part"]: row["value"] for row in rows(goals_tables(made, (2012,))[1], goal="gdp", scope="designated")}
    assert split["background"] == 5.0 and split["upgrading"] == 6.0 and split["designation_induced"] == 0.0
    assert sum(value for part, value in split.items() if part != "value") == split["value"] == 66.0


def test_fewer_defaults_are_better_and_a_broken_case_leaves_its_pair_only():
    base = [outcome(defaults=0.02)] * 3
    policy = [outcome(defaults=0.01), None, outcome(defaults=0.03)]
    table = effects_table(arms(base, policy, other=[outcome()] * 3))
    row = one(table, scenario="policy", indicator="defaults", scope="province")
    assert (row["n"], row["chance_better"]) == (2, 0.5) and row["effect"] == pytest.approx(0.0, abs=1e-15)
    assert one(table, scenario="other", indicator="defaults", scope="province")["n"] == 3


def test_scenarios_are_ranked_in_tiers_over_the_cases_that_all_of_them_have():
    base = [outcome(100.0), outcome(200.0), outcome(300.0)]
    good = [outcome(110.0), outcome(210.0), None]
    ranking, chances = ranking_tables(arms(base, good))
    tiers = {row["scenario"]: row["tier"] for row in rows(ranking, indicator="gdp", scope="province")}
    assert tiers == {"policy": 1, "base": 2}
    assert one(chances, indicator="gdp", scope="province", a="policy", b="base")["chance"] == 1.0
    assert {row["n"] for row in rows(ranking)} == {2}


@pytest.mark.parametrize(
    ("gdp", "wrong"),
    [(100.0, None), (0.0, "not above zero"), (20.0, "times that of the year before"), (400.0, "times that")],
)
def test_a_base_that_is_no_economy_is_told_apart(gdp, wrong):
    found = implausible_baseline(outcome(gdp))
    assert (found is None) if wrong is None else wrong in str(found)


def test_a_flow_is_told_for_the_year():
    assert yearly_unit("patents a quarter") == "patents a year"
    assert yearly_unit("wan yuan, prices of 2011") == "wan yuan a year, prices of 2011"


def test_rows_that_are_missing_in_some_outcomes_are_left_out():
    policy = [
        outcome(),
        Outcome({**outcome().blocks, "year": Block(("2012Q4",), ("gdp",), ("province",), np.full((1, 1, 1), 3.0))}),
    ]
    table = effects_table(arms([outcome()] * 2, policy))
    assert set(zip(table["indicator"], table["scope"], strict=True)) == {("gdp", "province")}
