"""What a mayor reads: distances, two or three digits, years and price basis in the headings, and the warnings."""

import pytest

from analysis.numbers import difference, digits, shown
from analysis.scoreboard import notes, progress_page, scoreboard, verdict
from analysis.spending import by_lever, spending_pages
from scenarios.registry import goals

ROW = {
    "year": 2017,
    "goal": "platforms",
    "scope": "designated",
    "value": 287.0,
    "baseline": 180.0,
    "target": 300.0,
    "unit": "platforms",
    "start_2011": 160.0,
}
SPLIT = {"goal": "gdp", "unit": "wan yuan", "value": 2.2e8, "baseline": 2.1e8, "target": 2.5e8, "start_2011": 1.65e8}


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (3417.62e4, "wan yuan", "3,420"),
        (0.33333, "share", "33.3"),
        (287.0, "platforms", "287"),
        (0.0, "share", "0"),
        (None, "share", "—"),
        (float("nan"), "share", "—"),
        (1.65e8, "wan yuan", "16,500"),
    ],
)
def test_numbers_have_two_or_three_digits_in_units_people_use(value, unit, text):
    assert shown(value, unit) == text


def test_rounding_keeps_the_sign_and_small_numbers():
    assert digits(-0.012345, 2) == "-0.012"
    assert shown(0.00123, "share", 2, signed=True) == "+0.12"
    assert shown(0.0, "share", 2, signed=True) == "0"


def test_a_goal_missed_by_thirteen_says_the_distance_not_failure():
    goal = goals()["platforms"]
    assert "13" in verdict(goal, 287.0, 180.0, "zh") and "差" in verdict(goal, 287.0, 180.0, "zh")
    assert verdict(goal, 287.0, 180.0, "en").startswith("short by 13")


def test_a_goal_also_met_without_the_policy_is_marked():
    assert verdict(goals()["platforms"], 310.0, 305.0, "zh") == "达标,超 10 ○"
    assert "○" not in verdict(goals()["platforms"], 310.0, 295.0, "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_headings_carry_year_price_basis_and_badges(lang):
    page = scoreboard([ROW], goals(), lang, paired=True)[0]
    heads = " ".join(head for head, _ in page.columns)
    assert "2017" in page.title and "2017" in heads
    assert ("现价" if lang == "zh" else "current prices") in page.title
    assert all((badge in heads) for badge in (("实", "推", "算") if lang == "zh" else ("sourced", "derived", "sim")))
    assert all(len(row) == len(page.columns) for row in page.rows)


def test_a_run_alone_shows_no_baseline_columns():
    paired, alone = (scoreboard([ROW], goals(), "en", paired=p)[0] for p in (True, False))
    assert len(paired.columns) == len(alone.columns) + 2


def test_a_goal_without_a_number_shows_its_direction():
    row = ROW | {"goal": "hightech_share", "unit": "share", "value": 0.3, "baseline": 0.29, "target": None}
    page = scoreboard([row], goals(), "zh", paired=True)[0]
    assert "↑" in page.rows[0] and "高于不实施" in page.rows[0]
    assert "原文无定量标准" in said()


def test_the_split_page_shows_the_three_parts():
    row = ROW | SPLIT | {"background": 3e7, "designation": 2e7, "designation_induced": 0.5e7, "upgrading": 0.5e7}
    page = progress_page([row], goals(), "zh", 2017)
    assert page.rows[0][1:] == ("16,500", "+5,500", "+3,000", "+2,000", "+500", "+500")
    assert progress_page([ROW], goals(), "zh", 2017) is None


@pytest.mark.parametrize(
    ("value", "before", "unit", "text"),
    [
        (0.3253, 0.3073, "share", "+1.8"),
        (0.28633, 0.28614, "share", "+0.019"),
        (0.286330001, 0.28633, "share", "≈0"),
        (0.5, 0.5, "share", "0"),
        (2.7685e8, 2.6152e8, "wan yuan", "+1,500"),
        (378.0, 351.0, "towns", "+27"),
        (3468892.0, 3473377.0, "persons", "-4,500"),
        (None, 1.0, "share", "—"),
    ],
)
def test_a_difference_has_a_sign_and_is_not_finer_than_its_level_bears(value, before, unit, text):
    assert difference(value, before, unit) == text


def test_the_small_world_is_not_held_against_targets_of_the_province():
    page = scoreboard([ROW], goals(), "en", paired=True, small=True)[0]
    assert "300" not in page.rows[0] and "no targets" in page.title
    assert not any("target" in head for head, _ in page.columns)


def said(**changes):
    usual = {"paired": True, "is_baseline": False, "sample": 1.0, "towns": False, "seed": 1}
    return " ".join(notes("zh", **(usual | changes)))


def test_notes_say_one_case_2012_conditions_and_what_is_missing():
    assert "单次测算" in said() and "2012 年条件" in said() and "未校准" in said()
    assert "单独测算" in said(paired=False) and "单独测算" not in said()
    assert "没有可比的方案" in said(paired=False, is_baseline=True)
    assert "周边条件固定" in said(towns=True) and "○" not in said(towns=True)
    assert "10%" in said(sample=0.1)


SPENDING = {
    "quarter": ["2013Q1", "2013Q2", "2013Q1", "2013Q1", "2013Q3"],
    "lever": ["art20_x", "art20_x", "in_force_2011:art20_x", "art20_x", "art20_x"],
    "payer": ["province", "province", "province", "cities", "province"],
    "receiver": ["firms"] * 5,
    "kind": ["payment", "payment", "payment", "forgone_tax", "return"],
    "amount": [100.0, 50.0, 999.0, 30.0, 20.0],
}


def test_spending_leaves_out_what_the_baseline_carries_on_and_nets_returns():
    totals = by_lever(SPENDING)
    assert totals == {
        ("art20_x", "province", "payment"): 150.0,
        ("art20_x", "cities", "forgone_tax"): 30.0,
        ("art20_x", "province", "return"): 20.0,
    }
    (page,) = spending_pages(SPENDING, {"art20_x": ("Guarantees", "担保")}, "zh")
    assert page.rows == (("担保", "130", "30", "160"),)
    assert "万元" in page.title and "现价" in page.title


def test_of_many_measures_the_dearest_have_lines_of_their_own_and_the_rest_one_together() -> None:
    levers = [f"art20_{place:02d}" for place in range(20)]
    table = {
        "quarter": ["2014Q1"] * 20,
        "lever": levers,
        "payer": ["province"] * 20,
        "receiver": ["firms"] * 20,
        "kind": ["payment"] * 20,
        "amount": [float(place + 1) for place in range(20)],
    }
    rows = spending_pages(table, {}, "en")[0].rows
    assert [row[0] for row in rows[:2]] == ["art20_19", "art20_18"]
    assert rows[-2][:2] == ("5 others", "15")  # 1 + 2 + 3 + 4 + 5
    assert rows[-1][:2] == ("all", "210")
