"""What moves an outcome, on functions whose answers are known by hand."""

import numpy as np
import pytest
from SALib.analyze import morris as salib_morris
from SALib.analyze import pawn as salib_pawn

from analysis.understanding.inputs import morris_finding, pawn_finding, sobol_finding, variance_finding
from analysis.understanding.morris import morris_effects
from analysis.understanding.pawn import distances, pawn_indices
from analysis.understanding.sobol import sobol_indices
from analysis.understanding.telling import Finding, Unsaid
from analysis.understanding.variance import variance_split
from tests.understanding.frames import ISHIGAMI, ishigami, latin, morris, saltelli, study

NAMES = list(ISHIGAMI)
# Ishigami and Homma: V = a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2; S1 = .314, .442, 0; ST = .558, .442, .244; S13 = .244
FIRST = {"x1": 0.3139, "x2": 0.4424, "x3": 0.0}
TOTAL = {"x1": 0.5576, "x2": 0.4424, "x3": 0.2437}


@pytest.fixture(scope="module")
def points():
    return saltelli(ISHIGAMI, 512)


def test_sobol_indices_of_ishigami_are_those_computed_by_hand(points):
    found = sobol_indices(NAMES, ishigami(points), True)
    assert found is not None and found.pairs is not None and found.blocks == 512
    for row in found.table.itertuples():
        assert row.first == pytest.approx(FIRST[row.input], abs=0.05)
        assert row.total == pytest.approx(TOTAL[row.input], abs=0.05)
        assert row.first_low <= FIRST[row.input] <= row.first_high
        assert row.total_low <= TOTAL[row.input] <= row.total_high
    top = found.pairs.iloc[0]
    assert {top.input, top.other} == {"x1", "x3"} and top.second == pytest.approx(0.2437, abs=0.05)


def test_a_failed_run_takes_its_whole_block_with_it_and_the_sentence_says_so(points):
    values = ishigami(points)
    values[[3, 4, 100]] = np.nan  # two of block 0, one of block 12 (8 points a block)
    told = sobol_finding(study(points, {"y": values}, ISHIGAMI, "saltelli", second_order=True), "y")
    assert isinstance(told, Finding)
    assert told.numbers["blocks"] == 510 and told.points == 510 * 8
    assert "2 of 512 blocks" in told.sentence["en"] and "512 个样本块中有 2 个" in told.sentence["zh"]


def test_too_few_blocks_are_no_indices(points):
    values = np.where(np.arange(len(points)) < 15 * 8, ishigami(points), np.nan)
    told = sobol_finding(study(points, {"y": values}, ISHIGAMI, "saltelli", second_order=True), "y")
    assert isinstance(told, Unsaid) and "too few" in told.why["en"]


def test_an_outcome_that_never_changes_has_no_indices(points):
    same = study(points, {"y": np.ones(len(points))}, ISHIGAMI, "saltelli", second_order=True)
    assert isinstance(sobol_finding(same, "y"), Unsaid) and isinstance(pawn_finding(same, "y"), Unsaid)
    assert isinstance(variance_finding(same, ("y",)), Unsaid)


def test_an_input_that_does_nothing_shows_the_share_of_luck_that_is_told_beside_it():
    bounds = {"a": (0.0, 1.0), "idle": (0.0, 1.0)}
    x = saltelli(bounds, 256, second_order=False)
    rng = np.random.default_rng(5)
    noise = rng.normal(0.0, 0.3, (len(x), 4))
    made = study(x, {"y": np.sqrt(12) * x[:, 0]}, bounds, "saltelli", replications=4,
                 luck=lambda point, replication: noise[point, replication - 1])  # fmt: skip
    told = sobol_finding(made, "y")
    assert isinstance(told, Finding)
    idle = told.tables["sobol"].set_index("input").loc["idle"]
    expected = (0.3**2 / 4) / (1.0 + 0.3**2 / 4)  # the variance of a mean of four, over all
    assert told.numbers["luck"] == pytest.approx(expected, abs=0.005)
    assert idle.total == pytest.approx(expected, abs=0.01)
    assert "a (" in told.sentence["en"] and "idle (" not in told.sentence["en"]


def test_pawn_ranks_ishigami_as_salib_does_and_tells_what_chance_reaches():
    x = latin(ISHIGAMI | {"idle": (0.0, 1.0)}, 600)
    y = ishigami(x)
    found = pawn_indices([*NAMES, "idle"], x, y)
    assert found is not None and list(found.table["input"][:2]) == ["x2", "x1"]
    problem = {"num_vars": 4, "names": [*NAMES, "idle"], "bounds": [[0.0, 1.0]] * 4}
    theirs = dict(zip(problem["names"], salib_pawn.analyze(problem, x, y, S=found.slides)["median"], strict=True))
    ours = dict(zip(problem["names"], np.nanmedian(distances(x, y, found.slides), axis=0), strict=True))
    for row in found.table.itertuples():
        assert row.median == theirs[row.input] and ours[row.input] == pytest.approx(theirs[row.input], abs=1e-12)
        assert row.low <= row.median <= row.high + 0.02
    idle = found.table.set_index("input").loc["idle"]
    assert idle.low < found.chance < found.table["low"].iloc[0]


def test_pawn_leaves_out_points_without_a_result_and_counts_them():
    x = latin(ISHIGAMI, 200)
    values = ishigami(x)
    values[:50] = np.nan
    told = pawn_finding(study(x, {"y": values}, ISHIGAMI, "latin_hypercube"), "y")
    assert isinstance(told, Finding) and told.points == 150
    assert isinstance(pawn_finding(study(x[:59], {"y": values[50:109]}, ISHIGAMI, "latin_hypercube"), "y"), Unsaid)


def test_morris_through_a_frame_is_what_salib_says():
    x = morris(ISHIGAMI, 30)
    made = study(x, {"y": ishigami(x)}, ISHIGAMI, "morris")
    found = morris_effects(made, "y")
    problem = {"num_vars": 3, "names": NAMES, "bounds": [list(span) for span in ISHIGAMI.values()]}
    theirs = salib_morris.analyze(problem, x, ishigami(x), num_levels=4, scaled=False)
    assert found is not None and found.luck is None and found.failed == 0
    ours = found.table.set_index("input")
    for place, name in enumerate(NAMES):
        assert ours.loc[name, "mu_star"] == pytest.approx(theirs["mu_star"][place])
        assert ours.loc[name, "mu"] == pytest.approx(theirs["mu"][place])


def test_morris_steps_with_a_failed_end_are_left_out_and_luck_is_the_yardstick():
    bounds = {"a": (0.0, 10.0), "b": (0.0, 1.0)}
    x = morris(bounds, 20)
    rng = np.random.default_rng(3)
    noise = rng.normal(0.0, 1.0, (len(x), 2))
    y = 2.0 * x[:, 0]
    y[4] = np.nan  # the middle of trajectory 1 (3 points each): two steps
    made = study(x, {"y": y}, bounds, "morris", replications=2, luck=lambda p, r: noise[p, r - 1])
    told = morris_finding(made, "y")
    assert isinstance(told, Finding) and told.numbers["failed_steps"] == 2 and told.points == 59
    table = told.tables["morris"].set_index("input")
    assert table.loc["a", "median"] == pytest.approx(20.0, abs=1.5)  # 2 a unit, over a range of ten
    # a mean of two has variance 1/2, a difference of means 1; two thirds of the range is a step
    assert told.numbers["luck"] == pytest.approx(0.6745 * 1.5, rel=0.25)
    assert "a (" in told.sentence["en"] and "b (" not in told.sentence["en"]


@pytest.mark.parametrize("crossed", [False, True])
def test_a_known_split_of_variance_is_found_with_its_interval(crossed):
    rng = np.random.default_rng(8)
    runs = rng.normal(0.0, 2.0, (150, 1)) + rng.normal(0.0, 1.0, (150, 4))  # 4 of 5 parts are the inputs'
    found = variance_split(runs, crossed)
    assert found is not None and found.inputs.share == pytest.approx(0.8, abs=0.06)
    assert found.inputs.low < 0.8 < found.inputs.high and found.luck.low < 0.2 < found.luck.high
    assert found.noise == pytest.approx(1.0, abs=0.15)
    assert found.mean_luck == pytest.approx(0.25 / 4.25, abs=0.02)
    assert (found.common is None) is not crossed
    if found.common is not None:
        assert found.common.share < 0.02


def test_luck_that_all_points_share_is_told_apart_where_seeds_are_the_same():
    rng = np.random.default_rng(9)
    runs = rng.normal(0.0, 1.0, (60, 1)) + rng.normal(0.0, 1.0, (1, 30)) + rng.normal(0.0, 0.5, (60, 30))
    found = variance_split(runs, crossed=True)
    assert found is not None and found.common is not None
    assert found.common.low < 1 / 2.25 < found.common.high and found.inputs.low < 1 / 2.25 < found.inputs.high


def test_the_interval_of_the_split_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(10)
    held = 0
    for _ in range(120):  # at 90 % fewer than 97 or more than 117 of 120 come up less than once in a thousand
        runs = rng.normal(0.0, 1.0, (20, 1)) + rng.normal(0.0, 1.0, (20, 3))
        found = variance_split(runs, crossed=False)
        assert found is not None
        held += found.inputs.low <= 0.5 <= found.inputs.high
    assert 97 <= held <= 117


def test_unequal_replications_are_weighed_by_hand():
    runs = np.array([[1.0, 3.0], [5.0, np.nan], [2.0, 2.0], [7.0, 9.0], [4.0, 6.0], [0.0, 2.0]])
    found = variance_split(runs, crossed=False)
    assert found is not None and (found.points, found.runs) == (6, 11)
    # within: (2 + 0 + 0 + 2 + 2 + 2) / 5 = 1.6
    assert found.noise == pytest.approx(1.6)
    means, times = np.array([2.0, 5.0, 2.0, 8.0, 5.0, 1.0]), np.array([2, 1, 2, 2, 2, 2])
    between = (times * (means - 41 / 11) ** 2).sum() / 5
    usual = (11 - 21 / 11) / 5
    parts = (between - 1.6) / usual
    assert found.inputs.share == pytest.approx(parts / (parts + 1.6))
