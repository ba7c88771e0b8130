"""Run folders are whole or absent; nobody's files are overwritten by accident."""

import json
from pathlib import Path

import pytest

from experiments.folders import FILE, check_place, new_folder
from scenarios.errors import InputError


def write_run(folder, key):
    folder.mkdir(parents=True)
    (folder / FILE).write_text(json.dumps({"schema": 1, "key": key, "files": {}}))


def test_a_new_folder_appears_whole_when_the_block_ends(tmp_path):
    out = tmp_path / "deep" / "run"
    with new_folder(out, False, "k") as part:
        (part / "a.csv").write_text("1")
        assert not out.exists()
    assert (out / "a.csv").read_text() == "1"
    assert [path.name for path in out.parent.iterdir()] == ["run"]


def test_a_failed_block_leaves_nothing_behind(tmp_path):
    with pytest.raises(RuntimeError), new_folder(tmp_path / "run", False, "k") as part:
        (part / "a.csv").write_text("1")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_the_same_key_is_there_already_and_another_is_refused(tmp_path):
    write_run(tmp_path / "run", "aaa")
    assert check_place(tmp_path / "run", "aaa", force=False) is True
    with pytest.raises(InputError, match="another run") as error:
        check_place(tmp_path / "run", "bbb", force=False)
    assert error.value.field == "--out"
    assert check_place(tmp_path / "run", "bbb", force=True) is False


def test_force_replaces_a_run_but_never_a_folder_of_something_else(tmp_path):
    write_run(tmp_path / "run", "aaa")
    with new_folder(tmp_path / "run", True, "bbb") as part:
        (part / "new").write_text("x")
    assert [path.name for path in (tmp_path / "run").iterdir()] == ["new"]
    precious = tmp_path / "home"
    precious.mkdir()
    (precious / "thesis.docx").write_text("years of work")
    with pytest.raises(InputError, match="left as it is"):
        check_place(precious, "k", force=True)
    assert (precious / "thesis.docx").exists()


def test_a_file_or_a_dead_link_in_the_way_is_bad_input(tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("file", "link"):
        with pytest.raises(InputError):
            check_place(tmp_path / name, "k", force=False)
    with pytest.raises(InputError):
        check_place(tmp_path / "file" / "below", "k", force=False)


def test_an_empty_folder_is_used(tmp_path):
    (tmp_path / "run").mkdir()
    assert check_place(tmp_path / "run", "k", force=False) is False
    with new_folder(tmp_path / "run", False, "k") as part:
        (part / "a").write_text("1")
    assert (tmp_path / "run" / "a").exists()


def test_a_name_the_system_cannot_have_is_bad_input(tmp_path):
    with pytest.raises(InputError):
        check_place(tmp_path / ("x" * 5000) / "run", "k", force=False)
    with pytest.raises(InputError):
        check_place(tmp_path / "nul\0byte" / "run", "k", force=False)


def test_two_processes_with_one_run_both_succeed_and_another_run_loses(tmp_path):
    out = tmp_path / "run"
    with new_folder(out, False, "same") as part:
        (part / "mine").write_text("x")
        write_run(out, "same")
    assert not (out / "mine").exists()
    with pytest.raises(InputError, match="meanwhile"), new_folder(tmp_path / "other", False, "mine") as part:
        (part / "mine").write_text("x")
        write_run(tmp_path / "other", "theirs")
    assert json.loads((tmp_path / "other" / FILE).read_text())["key"] == "theirs"


def test_a_place_the_system_keeps_to_itself_is_bad_input():
    with pytest.raises(InputError, match="cannot write"):
        check_place(Path("/proc/zhenxing/run"), "k", force=False)


def test_a_folder_of_a_newer_version_is_refused(tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / FILE).write_text(json.dumps({"schema": 99, "key": "k", "files": {}}))
    with pytest.raises(InputError, match="newer version"):
        check_place(folder, "k", force=False)
