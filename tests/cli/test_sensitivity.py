"""Which parameters matter: the design, what is kept between stops, and the page."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from experiments.cli.sensitivity import pages_of
from experiments.cli.talk import Talk
from experiments.docs.sensitivity_page import sensitivity_pages
from experiments.measuring import sensitivity
from experiments.measuring.measured import keep
from experiments.measuring.sensitivity import DUMMIES, OUTCOMES, cases, outcomes, study
from scenarios.registry import parameter_ranges

COUNT = 4  # parameters of the tests' own small design


@pytest.fixture
def small_design(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Two trajectories over four parameters; outcomes that are a sum, with luck by the seed. Counts the cases run."""
    names = ["finance.bank_line", "households.local_part", "households.rest_part", "households.world_part"]
    factors = COUNT + DUMMIES
    points = np.zeros((2, factors + 1, factors))
    for step in range(factors):
        points[:, step + 1 :, step] = 2 / 3
    run: list[int] = []

    def made_up(parameters: dict[str, float], seed: int) -> dict[str, float]:
        run.append(seed)
        luck = np.random.default_rng(seed).standard_normal() * 1e-3
        return dict.fromkeys(OUTCOMES, 100.0 * parameters["finance.bank_line"] + luck)

    monkeypatch.setenv("ZHENXING_CACHE", str(tmp_path))
    monkeypatch.setattr(sensitivity, "design", lambda trajectories: (names, points[:trajectories]))
    monkeypatch.setattr(sensitivity, "outcomes", made_up)
    return names, points, run


def test_a_step_changes_one_parameter_and_a_dummy_the_seed_alone(small_design) -> None:
    names, points, _ = small_design
    made = cases(names, points[1], 1)
    low, high = parameter_ranges()[names[0]]
    (before, seed), (after, same_seed) = made[:2]
    assert [name for name in names if before[name] != after[name]] == [names[0]]
    assert after[names[0]] == pytest.approx(low + 2 / 3 * (high - low))
    assert seed == same_seed
    dummies = made[COUNT:]
    assert all(one[0] == dummies[0][0] for one in dummies)
    assert len({seed for _, seed in dummies}) == DUMMIES + 1
    assert not {seed for _, seed in made} & {seed for _, seed in cases(names, points[0], 0)}


def test_parts_of_a_whole_stay_a_whole_at_every_point(small_design) -> None:
    names, points, _ = small_design
    top = points[0].copy()
    top[:, :COUNT] = 1.0
    assert all(sum(one[name] for name in names[1:]) <= 1.0 + 1e-9 for one, _ in cases(names, top, 0))


def test_the_pages_name_outcomes_and_parameters_in_the_language_spoken(small_design, capsys) -> None:
    result = study(2)
    for lang, named in (("zh", "银行抵押贷款的违约风险上限"), ("en", "default risk up to which banks lend")):
        talk = Talk(lang)
        pages = pages_of(talk, result)
        talk.answer(*pages)
        assert len(pages) == len(OUTCOMES)
        said = capsys.readouterr().out
        assert named in said and "finance.bank_line" in said
        assert lang == "en" or not re.search(r"towns|patents granted|per cent|points", said)


def test_a_parameter_that_acts_stands_above_luck_and_one_that_does_not_below(small_design) -> None:
    one = study(2)["outcomes"]["gdp"]
    low, high = parameter_ranges()["finance.bank_line"]
    assert one["median"][0] == pytest.approx(100.0 * (high - low), rel=1e-2)
    assert one["median"][0] > one["luck"] > 0
    assert one["luck_chance"][0] == pytest.approx(1 / (DUMMIES + 1) ** 2)
    assert one["luck_chance"][1:] == [1.0] * (COUNT - 1)
    assert one["mu_star"][1:] == [0.0] * (COUNT - 1)
    assert one["rank"][0] == 1.0


def test_what_was_run_before_a_stop_is_not_run_again(small_design) -> None:
    _, points, run = small_design
    first = study(1)
    assert len(run) == points.shape[1]
    second = study(2)
    assert len(run) == 2 * points.shape[1]
    assert study(1) == first
    assert second["cases"] == 2 * points.shape[1]


def test_a_case_outside_what_the_economy_can_bear_is_missing_and_not_an_end() -> None:
    assert outcomes({"finance.bank_line": -1.0}, 1) is None  # out of range: refused by the reader


def test_the_outcomes_of_a_case_are_those_of_a_pair_of_runs() -> None:
    found = outcomes({"adopt.speed": 0.2}, 3)
    assert found is not None and set(found) == set(OUTCOMES)
    assert outcomes({"adopt.speed": 0.2}, 3) == found
    assert -20.0 < found["effect"] < 20.0


def test_trajectories_change_every_parameter_with_a_range_once() -> None:
    pytest.importorskip("SALib")
    names, points = sensitivity.design(2)
    assert points.shape == (2, len(names) + DUMMIES + 1, len(names) + DUMMIES)
    changes = (np.diff(points, axis=1) != 0).sum(axis=1)
    assert (changes == 1).all()


def test_the_page_says_what_matters_and_lists_what_does_not(small_design, tmp_path: Path) -> None:
    pages = sensitivity_pages(keep("sensitivity", study(2), tmp_path))
    assert "what may, is" in pages["sensitivity.md"] and "`finance.bank_line`" in pages["sensitivity.md"]
    assert "3 of them changed no digit" in pages["sensitivity.md"]
    assert pages["sensitivity.svg"].startswith("<svg")
    assert "Not measured yet" in sensitivity_pages(tmp_path / "none.json")["sensitivity.md"]
