"""A sweep of the small world: one frame, the same bytes whoever makes them, nothing made twice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from experiments.folders import FILE
from experiments.keys import file_sha256
from experiments.packs import Store, compact
from experiments.sweep.results import Sweep
from experiments.sweep.sweep import Report, sweep
from scenarios.errors import InputError
from tests.sweep.conftest import OWN, SHORT, function_model


def made(study, out: Path, **others) -> tuple[Sweep, Report]:
    reports: list[Report] = []
    return sweep(study, out=out, workers=others.pop("workers", 1), reported=reports.append, **others), reports[0]


def run_hashes(out: Path) -> dict[str, str]:
    return {path.name: file_sha256(path) for path in (out / "runs").rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Path:
    """A finished sweep: two values of a measure, two seeds, and the baseline they are compared with."""
    folder = tmp_path_factory.mktemp("sweep")
    (folder / "study.yaml").write_text(SHORT, encoding="utf-8")
    sweep(folder / "study.yaml", out=folder / "out", workers=1)
    return folder


def test_an_effect_is_the_difference_of_runs_on_the_same_seed(first: Path) -> None:
    from experiments.arm import RECORDED, columns_of
    from scenarios.policy import load
    from zhenxing import Province, results

    frame = results(first / "out").frame
    assert list(frame.columns[:5]) == ["scenario", "point", "replication", "seed", "state"]
    assert frame["seed"].tolist() == [1, 2, 1, 2]
    row = frame.iloc[3]
    values = {}
    for name, levers in (("decision-2012", {"art20_guarantee_share": row["art20_guarantee_share"]}), ("baseline", {})):
        province = Province(load(name, levers=levers), rng=2, world="small", end="2012Q4").run()
        rows = columns_of(province.records["province"], RECORDED["province"])
        of_gdp = (np.array(rows["indicator"]) == "gdp") & (np.array(rows["scope"]) == "province")
        values[name] = np.array(rows["value"])[of_gdp].sum()
    assert row["gdp"] == pytest.approx(values["decision-2012"], rel=1e-12)
    expected = values["decision-2012"] - values["baseline"]
    assert row["effect(decision-2012, baseline, gdp)"] == pytest.approx(expected, rel=1e-6)


def test_the_baseline_that_no_input_touches_is_run_once_a_seed(first: Path) -> None:
    assert len(run_hashes(first / "out")) == 2 * 2 + 2


def test_every_run_has_the_same_bytes_from_shards_in_any_order(first: Path, tmp_path: Path) -> None:
    for shard in ("3/3", "1/3", "2/3"):
        _, report = made(first / "study.yaml", tmp_path / "out", shard=shard)
    assert report.whole
    assert run_hashes(tmp_path / "out") == run_hashes(first / "out")
    assert file_sha256(tmp_path / "out" / "frame.parquet") == file_sha256(first / "out" / "frame.parquet")


@pytest.mark.slow
def test_every_run_has_the_same_bytes_from_two_workers_and_from_dask(first: Path, tmp_path: Path) -> None:
    from distributed import LocalCluster

    made(first / "study.yaml", tmp_path / "two", workers=2)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        made(first / "study.yaml", tmp_path / "dask", dask=cluster.scheduler_address)
    assert run_hashes(tmp_path / "two") == run_hashes(tmp_path / "dask") == run_hashes(first / "out")


def test_a_finished_sweep_makes_nothing_again_and_goes_on_over_packed_runs(study, tmp_path: Path) -> None:
    place, model = study(OWN), function_model("linear", ("y", "z"))
    frame = made(place, tmp_path / "out", model=model)[0].frame
    compact(tmp_path / "out")
    assert not list((tmp_path / "out").rglob("runs/*/*.parquet"))
    more = study(OWN.replace("outcomes: [y]", "outcomes: [y, z]") + "replications: 2\n")
    again, report = made(more, tmp_path / "out", model=model)
    assert (report.tally.found, report.tally.made) == (5, 5)
    assert again.frame.query("replication == 1")["y"].tolist() == frame["y"].tolist()
    assert again.frame["z"].tolist() == [-x for x in again.frame["x"]]


def test_packing_keeps_every_byte_and_leaves_few_files(study, tmp_path: Path) -> None:
    place = study(OWN.replace("points: 5", "points: 300"))
    made(place, tmp_path / "out", model=function_model("linear"))
    before = {name: (tmp_path / "out" / "runs" / name[:2] / name).read_bytes() for name in run_hashes(tmp_path / "out")}
    packed, packs = compact(tmp_path / "out")
    store = Store(tmp_path / "out")
    assert packed == 300 and packs <= 256
    assert {name: store.run(name.removesuffix(".parquet")) for name in before} == before
    assert compact(tmp_path / "out") == (0, packs)


def test_a_failed_run_is_told_kept_and_does_not_stop_the_others(study, tmp_path, command, monkeypatch) -> None:
    place, model = study(OWN), function_model("breaks_above_half")
    found, report = made(place, tmp_path / "out", model=model)
    assert len(report.tally.failed) == 2 and report.tally.made == 3
    assert found.frame["state"].tolist() == ["done"] * 3 + ["failed"] * 2
    assert found.failures["type"].tolist() == ["ZeroDivisionError"] * 2
    assert found.failures["where"].str.contains("functions.py").all()
    assert made(place, tmp_path / "out", model=model)[1].tally.failed == report.tally.failed  # not tried again
    monkeypatch.setenv("MENDED", "yes")
    found, report = made(place, tmp_path / "out", model=model, retry_failed=True)
    assert report.tally.made == 2 and (found.frame["state"] == "done").all()
    assert not list((tmp_path / "out").rglob("*.error.json"))


def test_the_command_ends_with_exit_code_1_where_a_run_failed(study, command, monkeypatch) -> None:
    from experiments.sweep.province_model import ProvinceModel

    def live(self, draw, out, starts):
        raise FloatingPointError(f"broken by {draw.seed}")

    monkeypatch.setattr(ProvinceModel, "live", live)
    answer = command("sweep", str(study(SHORT)), "--workers", "1", "--out", "d")
    assert answer.returncode == 1
    assert "6 failed" in answer.stdout and "broken by 1" in answer.stdout


def test_another_study_does_not_get_the_folder(study, tmp_path: Path) -> None:
    made(study(OWN), tmp_path / "out", model=function_model("linear"))
    with pytest.raises(InputError, match="another study"):
        made(study(OWN.replace("points: 5", "points: 4")), tmp_path / "out", model=function_model("linear"))
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / FILE).write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="a run or a comparison"):
        made(study(OWN), tmp_path / "run", model=function_model("linear"), force=True)


def test_part_of_a_sweep_can_be_read_before_it_ends(study, tmp_path: Path) -> None:
    from zhenxing import results

    made(study(OWN), tmp_path / "out", model=function_model("linear"), shard="1/2")
    part = results(tmp_path / "out")
    assert part.frame["point"].tolist() == [0, 2, 4] and not part.finished
    assert part.frame.attrs["planned"] == 5


def test_several_scenarios_share_points_and_an_effect_may_be_the_rows_own(tmp_path: Path, study) -> None:
    text = OWN.replace("scenario: own", "scenarios: [a, b]").replace("[y]", "[y, 'effect(scenario, base, y)']")
    frame = made(study(text), tmp_path / "out", model=function_model("linear"))[0].frame
    assert len(frame) == 10 and frame["scenario"].unique().tolist() == ["a", "b"]
    assert (frame["effect(scenario, base, y)"] == 0).all()  # the function knows no scenario


def test_both_arms_of_an_effect_have_the_points_parameters_and_only_one_its_levers(tmp_path: Path, study) -> None:
    text = OWN.replace("points: 5", "points: 3") + "levers: [a]\nreplications: 2\n"
    model = function_model("with_lever", x=(0.0, 1.0), a=(0.0, 1.0))
    frame = made(study(text.replace("[y]", "['effect(own, base, y)']")), tmp_path / "out", model=model)[0].frame
    assert len(frame) == 3 * 3 * 2
    assert frame["effect(own, base, y)"].tolist() == pytest.approx((10.0 * frame["a"]).tolist())


def test_a_damaged_description_is_told_and_written_again_by_the_same_command(study, tmp_path: Path) -> None:
    from zhenxing import results

    made(study(OWN), tmp_path / "out", model=function_model("linear"))
    path = tmp_path / "out" / "sweep.json"
    whole = path.read_bytes()
    path.write_text(whole.decode().replace('"read"', '"raed"'), encoding="utf-8")
    with pytest.raises(InputError, match="damaged"):
        results(tmp_path / "out")
    assert made(study(OWN), tmp_path / "out", model=function_model("linear"))[1].tally.found == 5
    assert path.read_bytes() == whole
