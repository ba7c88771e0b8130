"""`zhenxing scenario new`: a file to fill in, by a name or as one types a file, that runs as it stands."""

from __future__ import annotations

import pytest

from scenarios.policy import load


@pytest.mark.parametrize(("typed", "file"), [("my", "my.yaml"), ("my.yaml", "my.yaml"), ("my.xlsx", "my.xlsx")])
def test_the_new_file_is_the_scenario_it_started_from(command, tmp_path, typed, file) -> None:
    answer = command("scenario", "new", typed, "--from", "finance-first")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == file
    made, was = load(tmp_path / file), load("finance-first")
    assert made.levers == was.levers and len(made.levers) > 5


def test_a_file_that_is_there_is_kept_and_a_name_that_leads_elsewhere_refused(command, tmp_path) -> None:
    (tmp_path / "mine.yaml").write_text("title: mine\n", encoding="utf-8")
    refused = command("scenario", "new", "mine.yaml")
    assert refused.returncode == 2 and "--force" in refused.stderr
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "title: mine\n"
    assert command("scenario", "new", "../mine").returncode == 2
    assert command("scenario", "nwe", "mine").returncode == 2
