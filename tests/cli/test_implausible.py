"""A run made implausible on purpose: it stops with an explanation, exit code 1, and its files are kept."""

from __future__ import annotations

import json

import pytest

from experiments import arm as arms
from experiments.judging import ImplausibleEffect, findings
from experiments.results import results
from experiments.run import run

SHORT = ("--world", "small", "--end", "2014Q4")


@pytest.fixture
def boosted(monkeypatch) -> None:
    """Every policy adds a tenth to GDP, as a fault of the model might."""
    simulate = arms.simulate

    def too_good(spec, *arguments):
        done = simulate(spec, *arguments)
        if spec.policy.levers:
            rows = done.tables["province"]
            rows["value"] = [
                value * 1.1 if name == "gdp" else value
                for name, value in zip(rows["indicator"], rows["value"], strict=True)
            ]
        return done

    monkeypatch.setattr(arms, "simulate", too_good)


@pytest.mark.parametrize(
    ("lang", "words"), [("en", ("out of proportion", "%.", "1e8 yuan")), ("zh", ("不相称", "%", "文件保留在"))]
)
def test_the_command_explains_and_keeps_the_files(command, tmp_path, boosted, lang, words):
    answer = command("run", *SHORT, "--out", "d", "--lang", lang)
    assert answer.returncode == 1
    assert all(word in answer.stderr for word in words)
    assert "2014" in answer.stderr and "Traceback" not in answer.stderr
    assert answer.stdout == ""  # nothing is shown as a result
    kept = results(tmp_path / "d")
    assert kept.baseline is not None and set(kept.about["files"]) <= {
        path.relative_to(kept.folder).as_posix() for path in kept.folder.rglob("*")
    }


def test_the_same_command_again_finds_the_folder_and_explains_again(command, boosted):
    assert command("run", *SHORT, "--out", "d").returncode == 1
    again = command("run", *SHORT, "--out", "d", "--json")
    assert again.returncode == 1 and "Already there" in again.stderr
    broken = json.loads(again.stdout)["implausible"]
    assert [finding["bound"] for finding in broken] == ["gdp_per_public_yuan", "gdp_above_baseline"]


def test_a_picture_is_not_drawn_of_it(command, tmp_path, boosted):
    command("run", *SHORT, "--out", "d")
    assert command("picture", "--run", "d", "--out", "p.png").returncode == 1
    assert not (tmp_path / "p.png").exists()


def test_in_python_it_raises_and_hands_over_the_run(tmp_path, boosted):
    with pytest.raises(ImplausibleEffect, match="out of proportion") as stop:
        run("decision-2012", world="small", end="2014Q4", out=tmp_path / "d")
    assert stop.value.result.folder == tmp_path / "d"
    assert "界限" in stop.value.message("zh")
    assert len(stop.value.result.province) > 0


def test_a_run_alone_chosen_towns_and_a_shock_are_not_judged(tmp_path, boosted):
    alone = run("decision-2012", world="small", end="2014Q4", out=tmp_path / "alone", alone=True)
    town = run("decision-2012", world="small", end="2014Q4", out=tmp_path / "town", towns=[0])
    shock = run("export-slump", world="small", end="2014Q4", out=tmp_path / "shock")
    assert [findings(result) for result in (alone, town, shock)] == [(), (), ()]


def test_the_decision_itself_is_in_proportion(tmp_path):
    assert findings(run("decision-2012", world="small", out=tmp_path / "d")) == ()
