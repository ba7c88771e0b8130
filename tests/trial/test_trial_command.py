"""`zhenxing trial` as a user runs it: a folder, sentences in both languages, codes of exit, what is listed."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import zhenxing as package
from experiments.exporting import export
from experiments.trial.folder import trial_in as read_back
from experiments.trial.verification import compared, listed
from tests.trial.small_trials import BASE

SMALL = ("--world", "small", "--seeds", "2-3")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("trial")
    file = place / "transfer.yaml"
    file.write_text(BASE, encoding="utf-8")
    package.trial(file, (2, 3), world="small", out=place / "out")
    return place


def test_a_trial_leaves_a_folder_that_says_what_was_found(zhenxing, written: Path) -> None:
    done = zhenxing("trial", str(written / "transfer.yaml"), *SMALL, "--out", str(written / "out"))
    assert done.returncode == 0, done.stderr
    assert "effect on cash" in done.stdout and "twin" in done.stdout
    names = {path.name for path in (written / "out").iterdir()}
    assert {"trial.json", "panel.parquet", "panel.csv", "estimate.csv", "figure.svg", "trial.txt", "runs"} <= names
    about = json.loads((written / "out" / "trial.json").read_text(encoding="utf-8"))
    assert about["seeds"] == [2, 3] and about["worst_residual"] < 1e-8
    frame = pd.read_csv(written / "out" / "panel.csv")
    kept = pd.read_parquet(written / "out" / "panel.parquet")
    assert len(frame) == len(kept) and {"unit_id", "quarter", "arm", "treated", "cluster", "weight"} <= {*frame}
    estimates = pd.read_csv(written / "out" / "estimate.csv").set_index("what")
    assert estimates.loc["direct", "effect"] == pytest.approx(7.5)
    assert estimates.loc["study", "low"] < 7.5 < estimates.loc["study", "high"]


def test_a_folder_reads_back_as_the_result_it_was(written: Path) -> None:
    result = package.results(written / "out")
    assert isinstance(result, package.TrialResult)
    fresh = package.trial(written / "transfer.yaml", (2, 3), world="small")
    assert result.estimate == pytest.approx(fresh.estimate, rel=1e-12)
    assert result.interval == pytest.approx(fresh.interval, rel=1e-12)
    assert result.panel.equals(fresh.panel)
    assert read_back(written) is None


@pytest.mark.parametrize("to", ["csv", "xlsx", "dta", "netcdf"])
def test_a_trials_panel_and_estimates_are_exported_for_other_programs(written: Path, tmp_path: Path, to: str) -> None:
    result = package.results(written / "out")
    files = {path.stem: path for path in export(result, to, tmp_path)}
    assert set(files) == {"panel", "estimate"} and all(path.stat().st_size > 500 for path in files.values())
    if to == "csv":
        assert len(pd.read_csv(files["panel"])) == len(result.panel)


def test_a_folder_is_verified_and_a_touched_file_found_out(zhenxing, written: Path) -> None:
    result = package.results(written / "out")
    assert isinstance(result, package.TrialResult)
    rows = listed(result) + compared(result)
    assert len(rows) >= 8 and {row["state"] for row in rows} == {"same"}
    table = written / "out" / "estimate.csv"
    before = table.read_bytes()
    table.write_bytes(before.replace(b"study", b"stuby"))
    bad = zhenxing("verify", str(written / "out"))
    table.write_bytes(before)
    assert bad.returncode == 1 and "CHANGED" in bad.stdout


def test_another_trial_does_not_take_a_folder_that_is_taken(zhenxing, written: Path) -> None:
    other = written / "other.yaml"
    other.write_text(BASE.replace("7.5", "8.5"), encoding="utf-8")
    done = zhenxing("trial", str(other), *SMALL, "--out", str(written / "out"))
    assert done.returncode == 2 and "another trial is in this folder" in done.stderr


def test_a_bad_file_ends_with_two_and_says_where_in_either_language(zhenxing, written: Path) -> None:
    bad = written / "bad.yaml"
    bad.write_text(BASE.replace("outcome: cash", "outcome: chas"), encoding="utf-8")
    for language, word in (("en", "Did you mean cash?"), ("zh", "是否指 cash")):
        done = zhenxing("trial", str(bad), *SMALL, "--lang", language)
        assert done.returncode == 2
        assert "bad.yaml" in done.stderr and "6" in done.stderr and "estimator.outcome" in done.stderr
        assert word in done.stderr and "Traceback" not in done.stderr


def test_the_list_names_everything_a_file_may_use(zhenxing) -> None:
    done = zhenxing("trial", "--list", "--json")
    assert done.returncode == 0
    listed = json.loads(done.stdout)
    assert "amount" in listed["interventions"]["cash_transfer"]["settings"]
    assert {"sales", "town_gdp"} <= set(listed["outcomes"])
    assert {"bunching", "regression_discontinuity", "event_study"} <= set(listed["estimators"])
    assert "a19-extension" in listed["trials"]
