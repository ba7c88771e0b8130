"""Micro-experiments: trials of one design share their runs and come out as they do alone; what the page says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from experiments.trial import micro
from experiments.trial.page import counted, micro_page
from experiments.trial.remarks import by_figures, written
from experiments.trial.spec import load_trial
from experiments.trial.study import trial

NAMES = ("a20-guarantee-loans", "a20-guarantee-productivity", "a15-quality-exit")


def test_shared_runs_give_what_each_trial_gives_alone() -> None:
    together = {row["name"]: row for row in micro.study([1], world="small", names=NAMES)["rows"]}
    assert len(micro.by_design([load_trial(name) for name in NAMES])) == 2
    for name in NAMES:
        alone = trial(name, (1,), world="small")
        assert together[name]["study"]["effect"] == pytest.approx(alone.estimate, rel=1e-12)
        assert together[name]["direct"]["effect"] == pytest.approx(alone.true["direct"], rel=1e-12)
        assert together[name]["cost_per_unit"] == pytest.approx(alone.about["cost_per_unit"])
        assert together[name]["passed"] == alone.passed


def row(effect: float, low: float, high: float, true: float, rule: str = "P0", spread: float = 1.0) -> dict:
    return {
        "of": "treated", "study": {"effect": effect, "low": low, "high": high, "spread": spread},
        "direct": {"effect": true}, "indirect": {"effect": 0.0}, "evidence": {"rule": rule},
    }  # fmt: skip


def test_a_remark_says_when_a_null_is_shown_and_when_an_effect_is_lost_in_noise() -> None:
    assert "is shown" in by_figures(row(0.0, -0.05, 0.05, 0.0))
    assert "is not shown" in by_figures(row(0.0, -0.2, 0.2, 0.0))
    assert "too small for this estimator" in by_figures(row(0.3, -1.0, 1.6, 0.2, "P2"))
    assert "misses what is true" in by_figures(row(2.0, 1.0, 3.0, 0.2, "P2"))


def test_remarks_by_hand_are_about_trials_there_are() -> None:
    assert set(written()) <= set(micro.names_with_evidence())


def test_the_page_counts_rows_that_set_nothing_apart(tmp_path: Path) -> None:
    rows = micro.study([1], world="small", names=NAMES)["rows"]
    content = {"code": "c" * 64, "data": "d" * 64, "seeds": [1], "sample": 1.0, "world": "small", "rows": rows}
    free = [one for one in rows if not one["evidence"]["sets"]]
    passed = sum(one["passed"] is True for one in free)
    assert f"Of the {len(free)} rows that set no\nparameter {passed} are" in counted(content)
    file = tmp_path / "measured.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    page = micro_page(file)
    assert all(f"### {name}" in page for name in NAMES) and "| none |" in page
    assert "Estimate" in micro_page(tmp_path / "nothing.json")
