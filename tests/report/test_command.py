"""`zhenxing report`: a comparison's report drawn again, nothing run."""

from __future__ import annotations

import json

import pytest

from experiments.compare.study import compare


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("report") / "small"
    compare("baseline", "decision-2012", 2, repeats=0, out=out, world="small", end="2013Q4", workers=1)
    return out


def test_a_report_is_drawn_from_the_folder_without_running_anything(command, folder, monkeypatch):
    from model.province import Province

    monkeypatch.setattr(Province, "step", lambda self: pytest.fail("the model was run"))
    before = {path: path.read_bytes() for path in folder.rglob("*.csv")}
    done = command("report", str(folder), "--lang", "zh", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert {"report.html", "report.docx", "effects.xlsx", "figures/cases.svg", "figures/cases.png"} <= set(
        said["files"]
    )
    assert all((folder / name).is_file() for name in said["files"])
    assert "决策参考" in (folder / "report.html").read_text(encoding="utf-8")
    assert before == {path: path.read_bytes() for path in folder.rglob("*.csv")}
    assert not list(folder.rglob(".*"))  # no temporary file is left


def test_the_language_can_be_changed_afterwards(command, folder):
    command("report", str(folder), "--lang", "zh")
    assert 'lang="zh-CN"' in (folder / "report.html").read_text(encoding="utf-8")
    assert command("report", str(folder)).returncode == 0
    assert 'lang="en"' in (folder / "report.html").read_text(encoding="utf-8")


def test_the_author_of_a_scenario_stands_in_the_report(command, folder):
    command("report", str(folder))
    assert "Author: zhenxing." in (folder / "report.html").read_text(encoding="utf-8")


def test_folders_that_hold_no_finished_comparison_are_refused(command, folder, tmp_path):
    import shutil

    assert command("report", str(tmp_path / "nowhere")).returncode == 2
    (tmp_path / "empty").mkdir()
    assert "no comparison in this folder" in command("report", str(tmp_path / "empty")).stderr
    shutil.copytree(folder, tmp_path / "open")
    (tmp_path / "open" / "compare.json").unlink()
    done = command("report", str(tmp_path / "open"))
    assert done.returncode == 2 and "not finished" in done.stderr
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "run.json").write_text("{}")
    assert "a run is in this folder" in command("report", str(tmp_path / "run")).stderr


def test_a_comparison_without_one_of_its_tables_says_which(command, folder, tmp_path):
    import shutil

    shutil.copytree(folder, tmp_path / "torn")
    (tmp_path / "torn" / "costs.csv").unlink()
    done = command("report", str(tmp_path / "torn"))
    assert done.returncode == 2 and "costs" in done.stderr and "Traceback" not in done.stderr
