"""Killed processes, full disks, broken files, two at once: it is said what happened, nothing finished is lost or made
twice."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from experiments.compare import store
from experiments.sweep import execution
from experiments.sweep.execution import Stopped
from experiments.sweep.sweep import Report, sweep
from tests.conftest import user_environment
from tests.sweep.conftest import OWN, SHORT, function_model


def finished(out: Path) -> list[Path]:
    return sorted(path for path in (out / "runs").glob("*/*.parquet") if not path.name.startswith("."))


def made(study: Path, out: Path, name: str = "linear", **others) -> Report:
    reports: list[Report] = []
    others = {"workers": 1, **others}
    sweep(study, out=out, model=function_model(name), reported=reports.append, **others)
    return reports[0]


def test_a_killed_driver_loses_nothing_that_was_finished(study, tmp_path: Path) -> None:
    place, out = study(SHORT.replace("replications: 2", "replications: 40")), tmp_path / "out"
    command = [sys.executable, "-m", "zhenxing", "sweep", str(place), "--out", str(out), "--workers", "1"]
    driver = subprocess.Popen(command, env=user_environment({}), stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    give_up = time.monotonic() + 90
    while len(finished(out)) < 2 and time.monotonic() < give_up and driver.poll() is None:
        time.sleep(0.02)
    driver.send_signal(signal.SIGKILL)
    driver.wait()
    kept = {path: path.stat().st_mtime_ns for path in finished(out)}
    assert 2 <= len(kept) < 120
    (out / "runs" / "00").mkdir(exist_ok=True)
    shorter = study(SHORT.replace("replications: 2", "replications: 1"))
    reports: list[Report] = []
    sweep(shorter, out=out, workers=1, reported=reports.append)
    assert reports[0].joined and reports[0].whole and reports[0].others == 0
    assert reports[0].tally.found >= 1
    assert {path: path.stat().st_mtime_ns for path in finished(out) if path in kept} == kept
    assert not list((out / "runs").glob("*/.*"))  # what the killed process was writing is gone


def test_a_truncated_file_is_made_again_and_no_other(study, tmp_path: Path) -> None:
    made(study(OWN), tmp_path / "out")
    broken = finished(tmp_path / "out")[2]
    whole = broken.read_bytes()
    broken.write_bytes(whole[: len(whole) // 2])
    report = made(study(OWN), tmp_path / "out")
    assert (report.tally.made, report.tally.found) == (1, 4)
    assert broken.read_bytes() == whole


def test_a_full_disk_stops_the_sweep_says_so_and_keeps_what_was_finished(study, tmp_path, monkeypatch, command) -> None:
    written = store.write_bytes
    count = 0

    def full(path: Path, content: bytes) -> None:
        nonlocal count
        count += re.match(r"\.[0-9a-f]{40}\.", path.name) is not None  # a run's file while it is written
        if count > 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        written(path, content)

    monkeypatch.setattr(store, "write_bytes", full)
    answer = command("sweep", str(study(SHORT)), "--workers", "1", "--out", "d")
    assert answer.returncode == 1
    assert "the disk is full" in answer.stderr and "2 finished runs are kept" in answer.stderr
    monkeypatch.undo()
    os.chdir(tmp_path)
    reports: list[Report] = []
    sweep(study(SHORT), out=tmp_path / "d", workers=1, reported=reports.append)
    assert (reports[0].tally.found, reports[0].tally.made) == (2, 4)


ELSEWHERE = """
import sys
from pathlib import Path
from tests.sweep.test_faults import made
report = made(Path(sys.argv[1]), Path(sys.argv[2]), "slow")
print(report.tally.made, report.whole)
"""


def test_two_drivers_at_once_share_the_work(study, tmp_path: Path) -> None:
    place, out = study(OWN.replace("points: 5", "points: 100")), tmp_path / "out"
    command = [sys.executable, "-c", ELSEWHERE, str(place), str(out)]
    other = subprocess.Popen(command, env=user_environment({}), stdout=subprocess.PIPE, text=True)
    while not finished(out) and other.poll() is None:
        time.sleep(0.01)
    own = made(place, out, "slow")
    made_there, whole = other.communicate(timeout=120)[0].split()
    assert own.others == 1 and own.whole and whole == "True"
    assert own.tally.made >= 10 and int(made_there) >= 10
    assert own.tally.made + int(made_there) <= 100 + 5  # what both had in hand at one moment
    assert len(finished(out)) == 100


def test_a_worker_killed_once_costs_nothing_but_time(study, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("KILLED_ONCE", str(tmp_path / "flag"))
    report = made(study(OWN), tmp_path / "out", "kills_its_process", workers=2)
    assert report.tally.lost >= 1 and report.tally.failed == [] and report.whole
    assert len(finished(tmp_path / "out")) == 5


def test_a_run_that_always_kills_its_worker_fails_and_the_others_do_not(study, tmp_path: Path) -> None:
    report = made(study(OWN), tmp_path / "out", "kills_its_process", workers=2)
    assert len(report.tally.failed) == 1 and len(finished(tmp_path / "out")) == 4


def test_a_worker_of_another_version_is_refused(study, tmp_path: Path, monkeypatch) -> None:
    now = execution.environment()
    monkeypatch.setattr(execution, "environment", lambda: {**now, "code": "another"})
    with pytest.raises(Stopped, match="another code"):
        made(study(OWN), tmp_path / "out")


@pytest.mark.slow
def test_a_lost_scheduler_stops_the_sweep_which_goes_on_with_another(study, tmp_path: Path) -> None:
    from distributed import LocalCluster

    place, out = study(OWN.replace("points: 5", "points: 200")), tmp_path / "out"
    scheduler = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard",
         "--scheduler-file", str(tmp_path / "s.json")], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(tmp_path / "s.json"),
             "--nthreads", "1", "--no-nanny", "--no-dashboard"], stderr=subprocess.DEVNULL,
        )
        for _ in range(2)
    ]  # fmt: skip
    try:
        while not (tmp_path / "s.json").exists():
            time.sleep(0.1)
        time.sleep(5)

        def kill() -> None:
            while len(finished(out)) < 5:
                time.sleep(0.02)
            scheduler.kill()

        threading.Thread(target=kill, daemon=True).start()
        with pytest.raises(Stopped, match="scheduler"):
            made(place, out, "slow", dask=str(tmp_path / "s.json"))
    finally:
        for process in (scheduler, *workers):
            process.kill()
            process.wait()
    kept = len(finished(out))
    assert kept >= 5
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        report = made(place, out, "slow", dask=cluster.scheduler_address)
    assert report.tally.found >= kept and report.whole
