"""Order of packages, regret, and where one of them fails: on tables computed by hand."""

import numpy as np
import pytest

from analysis.understanding import discovery
from analysis.understanding.discovery import discover
from analysis.understanding.failing import discovery_finding
from analysis.understanding.findings import findings
from analysis.understanding.packages import Choice, lead_finding, ranking_finding, regret_finding
from analysis.understanding.rankings import kendall, leads, rankings
from analysis.understanding.regret import regret, regrets
from analysis.understanding.telling import Finding, Miss, Unsaid, both
from tests.understanding.frames import latin, saltelli, study

SQUARE = {"a": (0.0, 1.0), "b": (0.0, 1.0)}
FOUR = dict.fromkeys("abcd", (0.0, 1.0))
WHAT = {"en": "GDP of 2017", "zh": "2017 年地区生产总值"}


@pytest.fixture(autouse=True)
def few_halves(monkeypatch):
    monkeypatch.setattr(discovery, "HALVES", 4)


def test_regret_is_computed_as_by_hand():
    values = np.array([[1.0, 4.0, 0.0], [3.0, 2.0, 0.0], [2.0, 2.0, 5.0], [np.nan, 9.0, 9.0]])
    assert regrets(values[:3], 1).tolist() == [[3.0, 0.0, 4.0], [0.0, 1.0, 3.0], [3.0, 3.0, 0.0]]
    found = regret(["A", "B", "C"], values)
    assert found is not None and found.points == 3  # the fourth point has no result of A
    rows = found.table.set_index("scenario")
    assert rows["maximum"].to_dict() == {"A": 3.0, "B": 3.0, "C": 4.0}
    assert rows["mean"].to_dict() == pytest.approx({"A": 2.0, "B": 4 / 3, "C": 7 / 3})
    assert rows["best"].to_dict() == pytest.approx({"A": 1 / 3, "B": 1 / 3, "C": 1 / 3})
    assert found.mean == "B"


def test_regret_where_less_is_better_turns_the_sign():
    assert regrets(np.array([[1.0, 4.0]]), -1).tolist() == [[0.0, 3.0]]
    found = regret(["A", "B"], np.array([[1.0, 4.0], [2.0, 3.0]]), better=-1)
    assert found is not None and found.minimax == "A" and found.table["maximum"].tolist() == [0.0, 3.0]


def test_chances_and_ranks_are_computed_as_by_hand():
    values = np.array([[3.0, 2.0, 1.0], [3.0, 1.0, 2.0], [1.0, 2.0, 2.0], [4.0, 4.0, 0.0]])
    found = rankings(["A", "B", "C"], values)
    assert found is not None and list(found.table["scenario"]) == ["A", "B", "C"]
    pairs = found.pairs.set_index(["scenario", "other"])["beats"]
    assert pairs.to_dict() == {("A", "B"): (2 + 0.5) / 4, ("A", "C"): 0.75, ("B", "C"): (2 + 0.5) / 4}
    assert found.table["mean_rank"].tolist() == pytest.approx([(1 + 1 + 3 + 1.5) / 4, (2 + 3 + 1.5 + 1.5) / 4,
                                                              (3 + 2 + 1.5 + 3) / 4])  # fmt: skip
    assert found.table["first"].tolist() == pytest.approx([(1 + 1 + 0 + 0.5) / 4, (0.5 + 0.5) / 4, 0.5 / 4])


def test_agreement_is_one_for_one_order_and_kendalls_w_by_hand():
    assert kendall(np.array([[1.0, 2.0, 3.0]] * 5)) == pytest.approx(1.0)
    # sums of ranks 4, 4, 4: no agreement at all
    assert kendall(np.array([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]])) == pytest.approx(0.0)


def test_equal_scenarios_share_rank_and_neither_leads():
    gap, ahead = leads(np.array([[1.0, 1.0], [2.0, 1.0], [np.nan, 1.0]]), (0, 1), 1)
    assert gap[:2].tolist() == [0.0, 1.0] and ahead[:2].tolist() == [0.5, 1.0] and np.isnan(ahead[2])


def choice():
    return Choice("gdp", {"baseline": None, "A": "effect A", "B": "effect B"}, 1, WHAT, "%")


def test_a_study_of_effects_ranks_its_scenarios_beside_carrying_on_and_says_what_decides():
    x = saltelli(SQUARE, 64)
    outcomes = {"effect A": 1.0 + x[:, 0], "effect B": 3.0 * x[:, 0]}  # B is ahead where a is above a half
    made = study(x, outcomes, SQUARE, "saltelli", second_order=True)
    ranked, lead, lost = (one(made, choice()) for one in (ranking_finding, lead_finding, regret_finding))
    assert isinstance(ranked, Finding) and isinstance(lead, Finding) and isinstance(lost, Finding)
    pairs = ranked.tables["rankings-pairs"].set_index(["scenario", "other"])["beats"]
    assert pairs["A", "baseline"] == 1.0 and pairs["A", "B"] == pytest.approx(0.5, abs=0.03)
    assert ranked.points == 2 * 64  # rows of A and B only: the others repeat their coordinates
    by_lead = lead.tables["lead"].set_index("input")
    assert by_lead.loc["a", "total"] == pytest.approx(1.0, abs=0.03) and by_lead.loc["b", "total"] < 0.01
    assert "hangs most on a" in lead.sentence["en"]
    table = lost.tables["regret"].set_index("scenario")
    assert table.loc["A", "maximum"] == pytest.approx(1.0, abs=0.02)  # 3a - (1 + a) at a = 1
    assert table.loc["B", "maximum"] == pytest.approx(1.0, abs=0.02)  # 1 + a - 3a at a = 0
    assert table.loc["baseline", "maximum"] == pytest.approx(3.0, abs=0.05)


def test_a_missing_scenario_drops_the_point_and_the_count_says_so():
    x = latin(SQUARE, 80)
    outcomes = {"effect A": x[:, 0].copy(), "effect B": x[:, 1]}
    outcomes["effect A"][:20] = np.nan
    told = ranking_finding(study(x, outcomes, SQUARE, "latin_hypercube"), choice())
    assert isinstance(told, Finding) and told.points == 60


def test_prim_finds_a_box_that_is_known():
    x = latin(FOUR, 500)
    misses = ((x[:, 0] > 0.6) & (x[:, 2] < 0.5)).astype(float)
    found = discover(list(FOUR), x, misses, FOUR)
    assert found is not None and list(found.box["input"]) == ["a", "c"]
    a, c = found.box.iloc[0], found.box.iloc[1]
    assert a.low == pytest.approx(0.6, abs=0.02) and not a.limited_above and a.high == 1.0
    assert c.high == pytest.approx(0.5, abs=0.03) and not c.limited_below and c.low == 0.0
    assert found.coverage > 0.95 and found.density > 0.95 and found.base == pytest.approx(0.2, abs=0.02)
    assert a.quasi_p_low < 1e-6 and c.quasi_p_high < 1e-6 and a.reproduced == c.reproduced == 1.0


def test_misses_by_chance_alone_make_no_box():
    x = latin(FOUR, 300)
    misses = np.random.default_rng(4).uniform(size=300) < 0.3
    told = discovery_finding(
        study(x, {"y": 1.0 - misses}, FOUR, "latin_hypercube"), Miss("y", 0.5, 1, both("the goal", "目标"))
    )
    assert isinstance(told, Unsaid) and "no range of any input" in told.why["en"]


def test_the_sentence_says_when_the_goal_is_missed_and_on_how_many_points_that_rests():
    x = latin(FOUR, 300)
    y = np.where(x[:, 1] > 0.7, 0.0, 10.0)
    y[:30] = np.nan
    told = discovery_finding(
        study(x, {"y": y}, FOUR, "latin_hypercube"), Miss("y", 5.0, 1, both("five at least", "至少五"))
    )
    assert isinstance(told, Finding) and told.points == 270
    assert told.sentence["en"].startswith('"five at least" is missed when b is above 0.')
    assert "all 270 points" in told.sentence["en"] and told.sentence["zh"].startswith("当b高于 0.")


def test_too_few_misses_are_said_to_be_too_few():
    x = latin(FOUR, 200)
    y = np.where(np.arange(200) < 5, 0.0, 10.0)
    told = discovery_finding(study(x, {"y": y}, FOUR, "latin_hypercube"), Miss("y", 5.0, 1, both("five", "五")))
    assert isinstance(told, Unsaid) and "at 5 of 200 points" in told.why["en"]


def test_a_limit_where_less_is_better_is_missed_from_above():
    miss = Miss("y", 2.0, -1, both("two at most", "至多二"))
    assert miss.missed(np.array([1.0, 3.0, np.nan]))[:2].tolist() == [0.0, 1.0]
    assert np.isnan(miss.missed(np.array([np.nan]))[0])


@pytest.mark.parametrize(
    ("kind", "done", "refused"),
    [
        ("latin_hypercube", {"pawn", "rankings", "regret"}, {"sobol", "morris"}),
        ("grid", {"regret"}, {"sobol", "morris", "pawn, rankings, prim"}),
    ],
)
def test_a_design_is_used_for_what_it_allows_and_the_rest_is_refused_with_the_reason(kind, done, refused):
    x = latin(SQUARE, 80)
    made = study(x, {"effect A": x[:, 0], "effect B": x[:, 1]}, SQUARE, kind)
    told = findings(made, ["effect A"], [choice()])
    assert {one.method for one in told if isinstance(one, Finding)} == done
    unsaid = {one.method: one.why for one in told if isinstance(one, Unsaid)}
    assert set(unsaid) == refused | {"variance"} and all(kind in unsaid[name]["en"] for name in refused)
