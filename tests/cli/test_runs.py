"""Runs as a user makes them, on the small world: folders, reuse, checking, stories, and being stopped."""

import json
import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pyarrow.parquet as pq
import pytest

from experiments.results import results
from experiments.run import run
from scenarios.policy import load

SHORT = ("--world", "small", "--end", "2013Q4")
FILES = {"goals.csv", "province.parquet", "spending.parquet", "start.parquet", "towns.parquet"}


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """The Decision beside its baseline, six years of the small world."""
    return run("decision-2012", world="small", out=tmp_path_factory.mktemp("runs") / "pair")


def hashes(result):
    return result.about["files"]


def test_a_run_folder_holds_both_arms_and_a_description_without_clock_or_path(pair):
    assert set(hashes(pair)) == FILES | {f"baseline/{name}" for name in FILES - {"goals.csv"}}
    text = (pair.folder / "run.json").read_text(encoding="utf-8")
    assert str(pair.folder) not in text and os.uname().nodename not in text
    assert pair.baseline is not None


def test_tables_have_the_columns_others_rely_on(pair):
    assert list(pair.province.columns) == ["quarter", "indicator", "scope", "value", "unit"]
    assert list(pair.towns.columns)[:2] == ["quarter", "town"]
    assert list(pair.spending.columns) == ["quarter", "lever", "payer", "receiver", "kind", "amount"]
    wanted = [
        "year",
        "goal",
        "scope",
        "value",
        "target",
        "unit",
        "met",
        "shortfall",
        "start_2011",
        "background",
        "designation",
        "upgrading",
    ]
    assert set(wanted) <= set(pair.goals.columns)
    assert sorted(pair.goals["year"].unique()) == [2016, 2017]
    assert (pair.province["quarter"] >= "2012Q1").all() and (pair.province["quarter"] <= "2017Q4").all()


def test_arms_are_equal_until_the_announcement_and_differ_later(pair):
    keys = ["quarter", "indicator", "scope"]
    keys = ["quarter", "indicator", "scope"]
    policy, baseline = (frame.set_index(keys)["value"] for frame in (pair.province, pair.baseline.province))
    before = policy.index.get_level_values("quarter") < "2012Q3"
    assert before.any()
    assert policy[before].equals(baseline[before])
    assert not policy[~before].equals(baseline[~before])


def test_split_of_progress_adds_up_in_the_written_goals(pair):
    split = pair.goals.dropna(subset=["background"])
    assert "gdp" in set(split["goal"])
    parts = split["start_2011"] + split["background"] + split["designation"] + split["upgrading"]
    pd.testing.assert_series_equal(parts, split["value"], check_names=False, rtol=1e-9)


def test_results_do_not_depend_on_the_number_of_processes(pair, tmp_path):
    again = run("decision-2012", world="small", out=tmp_path / "two", workers=2)
    assert hashes(again) == hashes(pair)
    assert (again.folder / "run.json").read_bytes() == (pair.folder / "run.json").read_bytes()


def test_another_luck_is_another_run(pair, tmp_path):
    other = run("decision-2012", world="small", seed=2, end="2014Q4", out=tmp_path / "two")
    assert other.key != pair.key
    assert hashes(other)["province.parquet"] != hashes(pair)["province.parquet"]


def test_a_baseline_has_no_pair_and_equals_the_baseline_of_a_policy(pair, tmp_path):
    alone = run("baseline", world="small", out=tmp_path / "alone")
    assert alone.baseline is None and alone.about["is_baseline"]
    assert hashes(alone)["province.parquet"] == hashes(pair)["baseline/province.parquet"]


def test_all_levers_neutral_is_the_baseline_bit_for_bit(pair, tmp_path):
    neutral = load("decision-2012", levers=dict.fromkeys(load("decision-2012").levers, "neutral"))
    alone = run(neutral, world="small", out=tmp_path / "neutral")
    assert hashes(alone)["towns.parquet"] == hashes(pair)["baseline/towns.parquet"]


def test_firms_are_kept_when_asked_for_and_change_nothing_else(pair, tmp_path):
    kept = run("decision-2012", world="small", out=tmp_path / "firms", firms="default", alone=True)
    firms = kept.firms
    assert {"quarter", "uid", "town", "industry", "size_class", "alive", "weight", "sales"} <= set(firms.columns)
    assert not firms.duplicated(["quarter", "uid"]).any()
    assert hashes(kept)["province.parquet"] == hashes(pair)["province.parquet"]


@pytest.mark.parametrize("shock", ["export-slump", "credit-crunch", "wage-spike"])
def test_a_shock_runs_like_any_scenario_with_its_baseline_beside(command, tmp_path, shock):
    answer = command("run", shock, *SHORT, "--out", "d")
    assert answer.returncode == 0, answer.stderr
    assert "effect of the shock alone" in answer.stdout
    made = results(tmp_path / "d")
    assert made.about["compared"] == "shocks" and made.baseline is not None
    before, after = (made.province["quarter"] < "2013Q1", made.province["quarter"] >= "2013Q1")
    values, calm = made.province["value"], made.baseline.province["value"]
    assert values[before].equals(calm[before]) and not values[after].equals(calm[after])


def test_a_policy_under_shocks_has_them_in_both_arms_and_says_so(command, tmp_path):
    (tmp_path / "both.yaml").write_text("inherits: decision-2012\nshocks: {demand_export: {2013Q1: 0.8}}\n")
    answer = command("run", "both.yaml", *SHORT, "--out", "d")
    assert "the same shocks" in answer.stdout
    assert results(tmp_path / "d").about["compared"] == "measures"


def test_towns_of_a_shock_live_in_the_shocked_province_and_their_baseline_in_the_calm_one(tmp_path):
    made = run("export-slump", world="small", end="2013Q2", towns=[0], out=tmp_path / "d")
    assert made.about["compared"] == "shocks"
    assert len(list(tmp_path.glob("surroundings-*.npz"))) == 2
    both = run("decision-2012", world="small", end="2013Q2", towns=[0], out=tmp_path / "e")
    assert both.about["compared"] == "measures"
    assert len(list(tmp_path.glob("surroundings-*.npz"))) == 2  # that of the calm province is used again


def test_the_command_prints_the_goals_and_reuses_the_folder(zhenxing, tmp_path):
    first = zhenxing("demo", "--world", "small", "--lang", "zh", "--out", "d")
    assert first.returncode == 0, first.stderr
    for words in ("2016 年,小世界", "2017 年,小世界", "不实施", "单次测算", "2012 年条件", "现价", "提质增效"):
        assert words in first.stdout
    assert max(len(line.rstrip()) for line in first.stdout.splitlines()) <= 100
    second = zhenxing("demo", "--world", "small", "--lang", "zh", "--out", "d")
    assert "已有结果" in second.stderr
    assert second.stdout == first.stdout
    as_json = json.loads(zhenxing("demo", "--world", "small", "--out", "d", "--json").stdout)
    assert as_json["paired"] is True and len(as_json["goals"]) > 20


@pytest.mark.slow
def test_the_demo_answers_in_five_lines_and_shows_goals_and_report(zhenxing, tmp_path):
    made = zhenxing("demo", "--lang", "zh", "--out", "d")
    assert made.returncode == 0, made.stderr
    lines = made.stdout.splitlines()
    assert all(len(line) > 10 for line in lines[:5]) and lines[5].startswith("目标")
    for words in ("平台优先", "金融优先", "人才优先", "企业优先", "25,000", "只作演示", "d/report.html"):
        assert words in made.stdout
    assert (tmp_path / "d" / "report.html").is_file()


def test_another_run_in_the_folder_is_refused_and_force_replaces_it(command):
    assert command("run", *SHORT, "--out", "d", "--alone").returncode == 0
    refused = command("run", *SHORT, "--seed", "2", "--out", "d", "--alone")
    assert refused.returncode == 2 and "another run" in refused.stderr
    assert command("run", *SHORT, "--seed", "2", "--out", "d", "--alone", "--force").returncode == 0


def test_a_run_alone_says_so(command):
    answer = command("run", *SHORT, "--out", "d", "--alone")
    assert "Run alone, without its baseline" in answer.stdout
    assert "adds" not in answer.stdout and "before\n" not in answer.stdout


def test_the_default_folder_is_named_after_command_scenario_and_key(command, tmp_path):
    command("run", *SHORT, "--alone")
    made = [path.name for path in (tmp_path / "results").iterdir()]
    assert len(made) == 1 and made[0].startswith("run-decision-2012-")
    assert made[0].endswith(results(tmp_path / "results" / made[0]).key[:8])


def test_verify_finds_a_changed_byte_and_a_second_run_agrees(command, tmp_path):
    command("run", *SHORT, "--out", "d")
    assert command("verify", "d", "--rerun").returncode == 0
    goals = tmp_path / "d" / "goals.csv"
    goals.write_bytes(goals.read_bytes().replace(b"2013", b"2023", 1))
    answer = command("verify", "d")
    assert answer.returncode == 1 and "CHANGED" in answer.stdout


def test_a_story_tells_one_firm_and_calls_it_synthetic(command, tmp_path):
    command("run", *SHORT, "--out", "kept", "--alone", "--firms")
    uid = str(pq.read_table(tmp_path / "kept" / "firms.parquet", columns=["uid"])["uid"][0].as_py())
    command("run", *SHORT, "--out", "plain", "--alone")
    kept, again = (command("story", uid, "--run", folder, "--lang", "zh") for folder in ("kept", "plain"))
    assert kept.returncode == 0 and again.returncode == 0, again.stderr
    assert "虚拟企业" in kept.stdout and "2013Q4" in kept.stdout
    assert kept.stdout.splitlines()[:2] == again.stdout.splitlines()[:2]
    assert command("story", "987654321987", "--run", "plain").returncode == 2


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_run_leaves_nothing_and_says_so(tmp_path, environment, number, code):
    command = [sys.executable, "-m", "zhenxing", "run", "--world", "small", "--end", "2040Q4", "--out", "runs/d"]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(
            signal.SIGINT, signal.default_int_handler
        ),  # tests in the background ignore it
    )
    waited = time.monotonic() + 60
    while not list(tmp_path.glob("runs/.*.part")) and process.poll() is None and time.monotonic() < waited:
        time.sleep(0.02)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == code, said
    assert "Stopped" in said and "Traceback" not in said
    assert list((tmp_path / "runs").iterdir()) == []


def test_a_run_without_a_complete_year_says_so_and_keeps_its_quarters(command, tmp_path) -> None:
    answer = command("run", "--alone", "--world", "small", "--end", "2012Q2", "--out", "short", "--quiet")
    assert answer.returncode == 0, answer.stderr
    assert "No year is complete" in answer.stdout
    assert (tmp_path / "short" / "province.parquet").is_file()
