"""What cannot be compared is refused with exit code 2, before anything runs."""

import pytest

from experiments.compare.cases import case_numbers, cases_of
from scenarios.errors import InputError
from scenarios.members import ensemble

SMALL = ("--world", "small", "--end", "2012Q4")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("baseline", "decison-2012"), "Did you mean decision-2012"),
        (("baseline", "baseline"), "the base is among the scenarios"),
        (("baseline", "decision-2012", "decision-2012"), "two scenarios have the same name"),
        (("baseline", "decision-2012", "--cases", "0"), "cases are a number, a span or a list"),
        (("baseline", "decision-2012", "--cases", "5-3"), "cases are a number, a span or a list"),
        (("baseline", "decision-2012", "--cases", "1-3,2"), "a case is named twice"),
        (("baseline", "decision-2012", "--cases", "many"), "Found 'many'"),
        (("baseline", "decision-2012", "--ensemble", "prio"), "Did you mean prior"),
        (("baseline", "decision-2012", "--contributions", "shaply"), "Did you mean shapley"),
        (("baseline", "decision-2012", "--until-precise", "2"), "not a share"),
        (("baseline", "decision-2012", "--sample", "0"), "not a share in range"),
        (("baseline", "decision-2012", "--end", "2012Q2"), "the horizon holds none"),
        (("baseline", "export-slump", "--contributions", "shapley"), "sets no measure"),
        (("baseline",), "A"),
    ],
)
def test_bad_input_is_told_in_one_message_and_nothing_is_written(command, tmp_path, arguments, said):
    rest = [word for word in SMALL if word != "2012Q4" or "--end" not in arguments]
    options = rest if "--end" not in arguments else ["--world", "small"]
    answer = command("compare", *arguments, *options, "--out", "c")
    assert answer.returncode == 2 and said in answer.stderr, answer.stderr
    assert "Traceback" not in answer.stderr and not (tmp_path / "c").exists()


def test_chinese_messages_are_chinese(command):
    answer = command("compare", "baseline", "decision-2012", "--cases", "0", "--lang", "zh")
    assert answer.returncode == 2 and "情形应为个数" in answer.stderr


def test_another_comparison_in_the_folder_is_refused_and_force_replaces_it(command, tmp_path):
    once = ("--cases", "1", "--workers", "1", "--out", "c")
    assert command("compare", "baseline", "decision-2012", *SMALL, *once).returncode == 0
    refused = command("compare", "baseline", "export-slump", *SMALL, *once)
    assert refused.returncode == 2 and "another comparison is in this folder" in refused.stderr
    before = sorted((tmp_path / "c" / "runs").rglob("*.parquet"))
    assert command("compare", "baseline", "export-slump", *SMALL, *once, "--force").returncode == 0
    assert not set(before) <= set((tmp_path / "c" / "runs").rglob("*.parquet"))


def test_a_folder_with_something_else_is_left_alone_even_with_force(command, tmp_path):
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "thesis.txt").write_text("mine")
    answer = command("compare", "baseline", "decision-2012", *SMALL, "--out", "c", "--force")
    assert answer.returncode == 2 and "not empty" in answer.stderr
    assert [path.name for path in (tmp_path / "c").iterdir()] == ["thesis.txt"]


def test_a_town_that_is_not_there_is_named(command):
    answer = command("compare", "baseline", "decision-2012", *SMALL, "--towns", "Atlantis", "--out", "c")
    assert answer.returncode == 2 and "Atlantis" in answer.stderr


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("3", (1, 2, 3)), (3, (1, 2, 3)), ("2-4", (2, 3, 4)), ("5, 3", (3, 5)), ("7,9-10", (7, 9, 10))],
)
def test_cases_are_read_as_people_write_them(text, numbers):
    assert case_numbers(text) == numbers


def test_a_case_is_a_member_with_its_own_seed_and_members_begin_again():
    members = ensemble("prior")
    cases = cases_of((1, 2, len(members) + 1), members, 1)
    assert [(one.member, one.seed) for one in cases[:3]] == [(1, 1), (2, 2), (1, len(members) + 1)]
    assert [one.counted for one in cases] == [True, True, True, False] and cases[3].member == 1
    with pytest.raises(InputError):
        cases_of((1, 2), members, 3)
