"""The guides: every command in them ends well and answers as shown, numbers aside; every piece of Python runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.docs.guides import GUIDES, blocks, skeleton, walked

DOCS = Path(__file__).resolve().parents[2] / "docs"
QUICK = ("planner.md", "researcher.md")  # the others give the same commands in other words


def guide(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def run_guide(name: str, folder: Path, command, monkeypatch, slow: bool) -> None:
    def run(arguments: list[str]) -> tuple[int, str]:
        done = command(*arguments)
        return done.returncode, done.stdout

    monkeypatch.setenv("COLUMNS", "118")
    monkeypatch.chdir(folder)
    text = guide(name)
    shown = walked(text, folder, run, slow=slow)
    for before, after in zip(blocks(text), blocks(shown), strict=True):
        assert skeleton(after.content) == skeleton(before.content), "renew it with `zhenxing tables --guides`"
    for block in blocks(text):
        if block.kind == "python" and (slow or not block.slow):
            exec(compile(block.content, name, "exec"), {})


@pytest.mark.parametrize("name", QUICK)
def test_a_guide_can_be_walked_through(name: str, tmp_path: Path, command, monkeypatch) -> None:
    run_guide(name, tmp_path, command, monkeypatch, slow=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_can_be_walked_through_with_its_long_parts(name: str, tmp_path: Path, command, monkeypatch) -> None:
    run_guide(name, tmp_path, command, monkeypatch, slow=True)


@pytest.mark.parametrize("key", ["1e0ae96c", "d2bfacc3", "37301456", "abcdefab"])
def test_the_key_of_a_run_which_names_the_machine_is_no_part_of_what_a_guide_shows(key: str) -> None:
    assert skeleton(f"Run {key}\nFile  State") == skeleton("Run 0f0f0f0f\nFile  State")
    assert skeleton("Run good\nFile  State") != skeleton("Run bad\nFile  State")


@pytest.mark.parametrize("english", ["planner.md", "teacher.md"])
def test_both_languages_of_a_guide_give_the_same_commands(english: str) -> None:
    def commands(name: str) -> list[list[str]]:
        every = [command for block in blocks(guide(name)) for command in block.commands]
        return [[part for part in command if part not in ("--lang", "zh")] for command in every]

    assert commands(english) == commands(english.replace(".md", ".zh.md"))


def test_a_command_that_fails_is_named() -> None:
    with pytest.raises(ValueError, match="zhenxing chek"):
        walked("```console\n$ zhenxing chek my.yaml\n```\n", Path(), lambda arguments: (2, "no such command"))
