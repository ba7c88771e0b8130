"""Stored starts: built once, checked when read, never the end of a run."""

import os
import pickle
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from experiments import starts
from experiments.run import run
from experiments.specification import specify
from scenarios.policy import load

STATE = SimpleNamespace(tables={"firm": [1.0, 2.0]}, name="a start")


@pytest.fixture
def spec():
    return specify(load("decision-2012"), world="small")


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("variables", "system", "expected"),
    [
        ({"ZHENXING_CACHE": "/c", "HOME": "/h"}, "linux", "/c"),
        ({"HOME": "/h"}, "linux", "/h/.cache/zhenxing"),
        ({"XDG_CACHE_HOME": "/x", "HOME": "/h"}, "linux", "/x/zhenxing"),
        ({"HOME": "/h", "XDG_CACHE_HOME": "/x"}, "darwin", "/h/Library/Caches/zhenxing"),
        ({"LOCALAPPDATA": "/l", "USERPROFILE": "/h"}, "win32", "/l/zhenxing/cache"),
    ],
)
def test_the_folder_is_the_users_word_then_the_systems_custom(variables, system, expected):
    assert starts.cache_folder(variables, system).as_posix() == expected


def test_a_start_is_read_as_it_was_stored_and_nothing_else_is_left(tmp_path):
    assert starts.store(tmp_path, "k", STATE)
    assert starts.read(tmp_path / starts.file_name("k"), "k") == STATE
    assert files(tmp_path) == [starts.file_name("k")]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: content[:-1],
        lambda content: content[:-3] + bytes([content[-3] ^ 1]) + content[-2:],
        lambda content: b"PK\x03\x04" + content,
        lambda content: content.replace(b" k ", b" j ", 1),  # a start of something else under this name
        lambda content: os.urandom(1000),
    ],
)
def test_a_broken_or_foreign_file_is_said_to_be_so_and_not_used(tmp_path, caplog, spoil):
    starts.store(tmp_path, "k", STATE)
    path = tmp_path / starts.file_name("k")
    path.write_bytes(spoil(path.read_bytes()))
    assert starts.read(path, "k") is None
    assert "built again" in caplog.text


def test_a_file_that_was_changed_together_with_its_hash_but_is_no_start_is_not_used(tmp_path, caplog):
    import hashlib

    content = pickle.dumps(STATE)[:-5]
    head = f"{starts.HEAD} k {hashlib.sha256(content).hexdigest()}\n".encode()
    path = tmp_path / starts.file_name("k")
    path.write_bytes(head + content)
    assert starts.read(path, "k") is None
    assert "cannot be used" in caplog.text


def test_the_least_recently_used_go_first_when_the_folder_is_full(tmp_path):
    for age, key in ((300, "old"), (200, "middle"), (100, "new")):
        starts.store(tmp_path, key, STATE)
        os.utime(tmp_path / starts.file_name(key), (time.time() - age,) * 2)
    starts.read(tmp_path / starts.file_name("old"), "old")  # used just now
    size = (tmp_path / starts.file_name("new")).stat().st_size
    starts.tidy(tmp_path, tmp_path / starts.file_name("new"), most=2 * size + 10)
    assert files(tmp_path) == sorted(starts.file_name(key) for key in ("old", "new"))


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path, caplog):
    (tmp_path / "file").write_text("in the way")
    assert not starts.store(tmp_path / "file" / "cache", "k", STATE)
    assert "going on without" in caplog.text


def test_a_run_is_the_same_with_a_stored_start_a_broken_one_and_none(tmp_path, monkeypatch):
    found = []
    for name in ("built", "stored", "broken", "nowhere"):
        cache = tmp_path / ("cache" if name != "nowhere" else "file")
        if name == "broken":
            for path in cache.iterdir():
                path.write_bytes(path.read_bytes()[:-7])
        if name == "nowhere":
            cache.write_text("a file where the cache should be")
        monkeypatch.setenv("ZHENXING_CACHE", str(cache))
        result = run("decision-2012", world="small", end="2013Q4", out=tmp_path / name)
        found.append(result.about["files"])
        assert not [path for path in result.folder.rglob("*") if "start-" in path.name]
    assert found[0] == found[1] == found[2] == found[3]


def test_both_arms_start_from_one_stored_start(tmp_path, monkeypatch):
    monkeypatch.setenv("ZHENXING_CACHE", str(tmp_path / "cache"))
    run("decision-2012", world="small", end="2012Q4", out=tmp_path / "run")
    assert len(files(tmp_path / "cache")) == 1


def test_the_key_of_a_start_follows_population_and_date_but_not_the_luck_or_the_policy(spec):
    from dataclasses import replace

    key = starts.key_of(spec)
    assert starts.key_of(replace(spec, seed=9)) == key
    assert starts.key_of(spec.of(load("baseline"))) == key
    assert starts.key_of(replace(spec, end="2013Q4")) == key
    changed = [{"population_seed": 1}, {"start": "2013Q1"}, {"sample": 0.5}, {"world": "guangdong"}]
    assert len({key, *(starts.key_of(replace(spec, **change)) for change in changed)}) == 5


def test_progress_names_the_population_and_the_burn_in(spec, tmp_path):
    from model.start import settled

    settled._settled.clear()
    told = []
    starts.start_of(spec, lambda *words: told.append(words), tmp_path)
    assert [words[0] for words in told[:2]] == ["population", "population"]
    assert [words[2:] for words in told if words[0] == "burn-in"][-1] == (settled.BURN_IN, settled.BURN_IN)
    assert told[-1][1] == 2011 * 4 + 3  # it ends with the last quarter before the run
