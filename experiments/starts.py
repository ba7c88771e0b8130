"""Settled starts kept between runs: building a province and letting it settle takes longer than many a run.

A file a start, in the user's cache folder (ZHENXING_CACHE, else the system's). Its name is the hash of all the start
depends on: data, policy of 2011, population, sample, towns, date, code and versions. A broken or foreign file is built
again, a folder that cannot be written is done without.
"""

from __future__ import annotations

import hashlib
import logging
import os
import pickle
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import IO

from experiments.keys import environment, sha256
from experiments.specification import Specification
from experiments.threads import one_thread
from model.quarter import parse_quarter

HEAD = "zhenxing start 1"
MOST_BYTES = 5 * 10**9  # kept in the folder, the least recently used go first
ABANDONED = 24 * 3600  # seconds after which an unfinished file is nobody's

Progress = Callable[[str, int, int, int], None]  # what is being done, quarter, done, total (0: not known)

log = logging.getLogger("zhenxing")


def cache_folder(variables: Mapping[str, str] = os.environ, system: str = sys.platform) -> Path:
    """Where starts are kept: ZHENXING_CACHE, else where the system keeps what can be made again."""
    if variables.get("ZHENXING_CACHE"):
        return Path(variables["ZHENXING_CACHE"])
    if system == "win32" and variables.get("LOCALAPPDATA"):
        return Path(variables["LOCALAPPDATA"]) / "zhenxing" / "cache"
    home = Path(variables.get("HOME") or variables.get("USERPROFILE") or Path.home())
    if system == "darwin":
        return home / "Library" / "Caches" / "zhenxing"
    return Path(variables.get("XDG_CACHE_HOME") or home / ".cache") / "zhenxing"


def start_of(spec: Specification, progress: Progress | None = None, place: Path | None = None) -> SimpleNamespace:
    """The settled start of a run, the caller's own: read when it was stored, built and stored otherwise."""
    folder, key = place or cache_folder(), key_of(spec)
    state = read(folder / file_name(key), key)
    if state is None:
        state = build(spec, progress)
        store(folder, key, state)
    return state


def ensure(spec: Specification, progress: Progress | None, spare: Path) -> Path:
    """The folder in which the start of a run now is: the cache, or `spare` where the cache cannot be written."""
    key = key_of(spec)
    folders = (cache_folder(), spare)
    for folder in folders:
        if intact(folder / file_name(key), key):
            return folder
    state = build(spec, progress)
    for folder in folders:
        if store(folder, key, state):
            return folder
    return spare


def key_of(spec: Specification) -> str:
    """Hash over all a settled start depends on."""
    return sha256({"start": _parts(spec)} | environment())


def _parts(spec: Specification) -> tuple:
    from model.start.settled import start_key

    return start_key(
        spec.policy,
        spec.policy.given(spec.world, dict(spec.parameters)),
        spec.population_seed,
        _sample(spec),
        spec.towns,
        parse_quarter(spec.start),
    )


def _sample(spec: Specification) -> float:
    """Share of small firms in the start: towns at 1:1 lie among a sampled province."""
    from model.province import AROUND

    return spec.sample if spec.towns is None else 1.0 if spec.world != "guangdong" else min(spec.sample, AROUND)


@one_thread()
def build(spec: Specification, progress: Progress | None = None) -> SimpleNamespace:
    """Build the population and let it settle."""
    from model.start.settled import BURN_IN, settled_start

    first = parse_quarter(spec.start)
    if progress is not None:
        progress("population", first - BURN_IN, 0, 0)

    def settling(_: str, done: int, total: int) -> None:
        if progress is not None:
            if done == 1:
                progress("population", first - BURN_IN, 1, 1)
            progress("burn-in", first - total + done - 1, done, total)

    return settled_start(
        spec.policy,
        spec.policy.given(spec.world, dict(spec.parameters)),
        population_seed=spec.population_seed,
        sample=_sample(spec),
        towns=spec.towns,
        start=first,
        progress=settling,
    )


# ---- files


def file_name(key: str) -> str:
    return f"start-{key[:32]}.bin"


def intact(path: Path, key: str) -> bool:
    """Is the file there and as it was written? A broken or foreign one is said to be so."""
    try:
        with open(path, "rb") as file:
            return _checked(file, path, key)
    except FileNotFoundError:
        return False
    except OSError as error:
        log.warning("stored start %s cannot be read (%s)", path, error.strerror)
        return False


def read(path: Path, key: str) -> SimpleNamespace | None:
    """The stored start, None when there is none that can be used."""
    if not intact(path, key):
        return None
    try:
        with open(path, "rb") as file:
            file.readline()
            state = pickle.load(file)  # our own file: the head has the key, and the content its hash
        os.utime(path)  # used now, so not the first to go
    except Exception as error:  # whatever a file can hold, it must not end a run
        log.warning("stored start %s cannot be used (%s); it is built again", path, type(error).__name__)
        return None
    return state


def _checked(file: IO[bytes], path: Path, key: str) -> bool:
    said = file.readline(300).decode("ascii", "replace").split()
    same_user = not hasattr(os, "getuid") or os.fstat(file.fileno()).st_uid == os.getuid()
    if same_user and said[:-1] == [*HEAD.split(), key] and said[-1] == _digest(file):
        return True
    log.warning("stored start %s is broken or not ours; it is built again", path)
    return False


def _digest(file: IO[bytes]) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


class _Hashing:
    """A file that hashes what is written to it: a large start is never held as one piece of bytes."""

    def __init__(self, file: IO[bytes]):
        self.file, self.digest = file, hashlib.sha256()

    def write(self, piece) -> int:
        self.digest.update(piece)
        return self.file.write(piece)


def store(folder: Path, key: str, state: SimpleNamespace) -> bool:
    """Write a start under a temporary name, then rename it. False, with a note, where that is not possible."""
    path = folder / file_name(key)
    temporary = folder / f".{path.name}.{os.getpid()}"
    blank = f"{HEAD} {key} {'0' * 64}\n".encode()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with open(temporary, "wb") as file:
                file.write(blank)
                hashing = _Hashing(file)
                pickle.dump(state, hashing, protocol=5)  # type: ignore[arg-type]
                file.seek(0)
                file.write(f"{HEAD} {key} {hashing.digest.hexdigest()}\n".encode())
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        log.warning("the start cannot be kept in %s (%s); going on without", folder, error.strerror)
        return False
    tidy(folder, path)
    return True


def tidy(folder: Path, kept: Path, most: int = MOST_BYTES) -> None:
    """Remove the least recently used starts beyond `most` bytes, and what a killed process left; never `kept`."""
    try:
        old = time.time() - ABANDONED
        for path in folder.glob(".start-*"):
            if path.stat().st_mtime < old:
                path.unlink(missing_ok=True)
        files = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in folder.glob("start-*.bin"))
        total = sum(size for _, size, _ in files)
        for _, size, path in files:
            if total <= most:
                break
            if path != kept:
                path.unlink(missing_ok=True)
                total -= size
    except OSError as error:  # another process tidies too
        log.info("the folder of starts was not tidied (%s)", error.strerror)
