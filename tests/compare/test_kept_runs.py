"""Runs are kept and used again: any number of workers, killed and resumed, broken cases told, folders checked."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from experiments.compare import execution
from experiments.compare.folder import Comparison
from experiments.compare.study import NoCases, compare
from experiments.results import results
from scenarios.policy import load

SHORT = {"world": "small", "end": "2013Q4"}
COMMAND = (
    "compare",
    "baseline",
    "decision-2012",
    "--cases",
    "4",
    "--repeats",
    "2",
    "--world",
    "small",
    "--end",
    "2013Q4",
)


def content(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def stamps(folder):
    """Identity of every kept run's file: another number after it was written anew."""
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.rglob("*.parquet")}


@pytest.mark.slow  # the runs of the stopped comparison below are made by two workers too
def test_two_workers_write_the_same_bytes_as_one(decision, tmp_path):
    again = compare("baseline", "decision-2012", 4, repeats=2, out=tmp_path / "c", workers=2, **SHORT)
    assert content(again.folder) == content(decision.folder)


def test_nothing_written_holds_a_path_a_host_or_a_clock(decision):
    for name, data in content(decision.folder).items():
        for word in (str(decision.folder), time.strftime("%Y-%m-%d"), f'"{os.uname().nodename}"'):
            assert word.encode() not in data, name


def test_more_cases_use_the_runs_that_are_there_and_equal_a_fresh_comparison(decision, copied, tmp_path):
    before = stamps(copied / "runs")
    more = compare("baseline", "decision-2012", 5, repeats=2, out=copied, workers=1, **SHORT)
    assert before.items() <= stamps(copied / "runs").items()
    fresh = compare("baseline", "decision-2012", 5, repeats=2, out=tmp_path / "fresh", workers=1, **SHORT)
    assert content(more.folder) == content(fresh.folder)
    assert more.key != decision.key


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, *(pytest.param(one, marks=pytest.mark.slow) for one in (signal.SIGINT, signal.SIGKILL))]
)
def test_a_comparison_stopped_under_two_workers_goes_on_under_one_to_the_same_bytes(
    decision, tmp_path, environment, number
):
    command = [sys.executable, "-m", "zhenxing", *COMMAND, "--workers", "2", "--out", "c", "--lang", "en"]
    runs = tmp_path / "c" / "runs"
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True)
    waited = time.monotonic() + 100
    while len(list(runs.rglob("*.parquet"))) < 3 and process.poll() is None and time.monotonic() < waited:
        time.sleep(0.005)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    code = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -9}[number]
    assert process.returncode == code, said
    before = stamps(runs)
    assert len(before) >= 3 and not (tmp_path / "c" / "compare.json").exists()
    if number != signal.SIGKILL:
        assert f"{len(before)} finished runs are kept" in said and "goes on from there" in said
        assert "Traceback" not in said
    again = compare("baseline", "decision-2012", 4, repeats=2, out=tmp_path / "c", workers=1, **SHORT)
    assert before.items() <= stamps(runs).items()
    made = {name: data for name, data in content(again.folder).items() if "/." not in name}  # what a kill left half
    assert made == content(decision.folder)


def test_a_run_file_that_was_cut_off_is_made_again(decision, copied):
    path = next((copied / "runs").rglob("*.parquet"))
    path.write_bytes(path.read_bytes()[:1000])
    compare("baseline", "decision-2012", 4, repeats=2, out=copied, workers=1, **SHORT)
    assert content(copied) == content(decision.folder)


@pytest.fixture
def fragile(monkeypatch):
    """Runs of member 2 under the Decision break."""
    observe = execution.observe

    def breaking(spec, *rest):
        if spec.seed == 2 and spec.policy.levers:
            raise FloatingPointError("prices are not finite")
        return observe(spec, *rest)

    monkeypatch.setattr(execution, "observe", breaking)
    return monkeypatch


def test_a_broken_case_is_told_left_out_of_its_pair_and_tried_again_on_request(decision, fragile, copied):
    shutil.rmtree(copied / "runs")
    made = compare("baseline", "decision-2012", 4, repeats=2, out=copied, workers=1, **SHORT)
    assert made.about["failed"] == [
        {"scenario": "decision-2012", "member": 2, "seed": 2, "reason": "FloatingPointError: prices are not finite"}
    ]
    assert (made.effects["n"] == 3).all()
    assert len(list(copied.rglob("*.error.json"))) == 1
    fragile.undo()
    left = compare("baseline", "decision-2012", 4, repeats=2, out=copied, workers=1, **SHORT)
    assert left.about["failed"]
    healed = compare("baseline", "decision-2012", 4, repeats=2, out=copied, workers=1, retry_failed=True, **SHORT)
    assert not healed.about["failed"] and content(copied) == content(decision.folder)


def test_an_implausible_base_takes_the_case_out_everywhere(decision, copied, monkeypatch):
    from experiments.compare import study

    judged = study.implausible_baseline
    seen = []

    def judge(outcome):
        seen.append(outcome)
        return "GDP of the towns is not above zero" if len(seen) == 1 else judged(outcome)

    monkeypatch.setattr(study, "implausible_baseline", judge)
    made = compare("baseline", "decision-2012", 4, repeats=2, out=copied, workers=1, **SHORT)
    assert [(one["scenario"], one["seed"]) for one in made.about["failed"]] == [("baseline", 1)]
    assert "implausible baseline" in made.about["failed"][0]["reason"]
    assert (made.effects["n"] == 3).all()


def test_without_a_single_case_left_there_is_no_table_and_a_reason(tmp_path, monkeypatch, command):
    def breaking(*_):
        raise ValueError("no economy")

    monkeypatch.setattr(execution, "observe", breaking)
    with pytest.raises(NoCases, match="no economy"):
        compare("baseline", "decision-2012", 2, repeats=0, out=tmp_path / "c", workers=1, **SHORT)
    assert not (tmp_path / "c" / "compare.json").exists()
    answer = command(*COMMAND, "--workers", "1", "--out", "d")
    assert answer.returncode == 1 and "Not one case survived" in answer.stderr


def test_a_full_disk_ends_the_comparison_and_is_no_result_of_a_case(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(execution, "observe", full)
    with pytest.raises(OSError, match="No space left"):
        compare("baseline", "decision-2012", 2, repeats=0, out=tmp_path / "c", workers=1, **SHORT)
    assert not list(tmp_path.rglob("*.error.json"))


def test_results_read_a_comparison_and_a_run_is_no_comparison(decision, command, tmp_path):
    read = results(decision.folder)
    assert isinstance(read, Comparison) and read.key == decision.key and len(read.effects)
    command("run", "--world", "small", "--end", "2012Q4", "--alone", "--out", "r")
    answer = command("diff", str(decision.folder), "r")
    assert answer.returncode == 2 and "holds a run, not a comparison" in answer.stderr


def test_the_public_names_are_there():
    import zhenxing

    assert zhenxing.compare is compare and zhenxing.Comparison is Comparison


def test_verify_passes_as_written_and_finds_a_changed_table_run_or_key(decision, copied, command):
    good = command("verify", str(copied))
    assert good.returncode == 0 and "effects.csv (rebuilt)" in good.stdout, good.stdout
    effects = copied / "effects.csv"
    kept = effects.read_bytes()
    effects.write_bytes(kept.replace(b"gdp_share", b"gdp_shore", 1))
    answer = command("verify", str(copied))
    assert answer.returncode == 1 and "CHANGED" in answer.stdout and "DIFFERS" in answer.stdout
    effects.write_bytes(kept)
    first, second = sorted((copied / "runs").rglob("*.parquet"))[:2]
    shutil.copyfile(first, second)
    answer = command("verify", str(copied))
    assert answer.returncode == 1 and second.name in answer.stdout
    about = json.loads((copied / "compare.json").read_text())
    about["runs"][second.stem] = about["runs"][first.stem]  # a forger mends the list too
    (copied / "compare.json").write_text(json.dumps(about))
    answer = command("verify", str(copied))
    assert answer.returncode == 1 and "NOT OF ITS KEY" in answer.stdout


def test_verify_with_rerun_makes_every_run_again(decision, command):
    answer = command("verify", str(decision.folder), "--rerun", "--json")
    files = json.loads(answer.stdout)["files"]
    assert answer.returncode == 0 and sum("(again)" in row["file"] for row in files) == len(decision.about["runs"])


def test_diff_says_which_inputs_changed_and_what_became_of_the_answers(decision, tmp_path, command):
    stronger = replace(load("decision-2012", levers={"art20_guarantee_share": {"2013Q1": 0.6}}), name="decision-2012")
    other = compare("baseline", stronger, 3, repeats=2, out=tmp_path / "c", workers=1, **SHORT)
    answer = command("diff", str(decision.folder), str(other.folder), "--json")
    told = json.loads(answer.stdout)
    changed = {row["what"]: (row["before"], row["after"]) for row in told["inputs"]}
    assert changed["cases"] == ("4: 1-4", "3: 1-3")
    assert changed["decision-2012: art20_guarantee_share"] == ({"2013Q1": 0.2}, {"2013Q1": 0.6})
    assert len(changed) == 2
    assert told["answers"] and all(row["answer"] != "same" for row in told["answers"] if row["effect_before"])
    same = json.loads(command("diff", str(decision.folder), str(decision.folder), "--json").stdout)
    assert same["inputs"] == [] and {row["answer"] for row in same["answers"]} == {"same"} and same["goals"] == []
    shown = command("diff", str(decision.folder), str(other.folder), "--lang", "zh")
    assert shown.returncode == 0 and "输入的变化" in shown.stdout


def test_a_newer_folder_is_refused(copied, command):
    about = json.loads((copied / "compare.json").read_text())
    (copied / "compare.json").write_text(json.dumps(about | {"schema": 99}))
    answer = command("verify", str(copied))
    assert answer.returncode == 2 and "newer version" in answer.stderr


def test_the_tables_have_the_columns_others_rely_on(decision):
    wanted = {
        "effects": "scenario base year scope indicator unit n effect low high level chance_better base_mean seed_share",
        "goals": "year goal scope value target unit met shortfall start_2011 background designation upgrading",
        "costs": "scenario base lever payer kind amount low high",
        "winners": "scenario base year group_kind group indicator effect low high n",
    }
    for name, columns in wanted.items():
        there = set(decision.table(name).columns) | ({"met"} if name == "goals" else set())
        assert set(columns.split()) <= there, name
    assert set(decision.winners["group_kind"]) == {"town", "city", "industry", "size", "age"}
    path = next((decision.folder / "runs").rglob("*.parquet"))
    assert pq.read_schema(path).names == ["part", "quarter", "scope", "indicator", "value"]


def test_the_answer_on_the_terminal_names_cases_interval_and_what_it_is_not(decision, command):
    english = command(*COMMAND, "--workers", "1", "--out", str(decision.folder))
    assert "60 % of cases lie in" in english.stdout and "Not calibrated" in english.stdout
    chinese = command(*COMMAND, "--workers", "1", "--out", str(decision.folder), "--lang", "zh")
    assert "比不实施多" in chinese.stdout and "不代表可能性" in chinese.stdout
    told = json.loads(command(*COMMAND, "--out", str(decision.folder), "--json").stdout)
    assert told["cases"] == 4 and told["calibrated"] is False and len(told["effects"]) == 6
