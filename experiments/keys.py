"""The key of a run: one hash over everything that decides its results, and nothing else.

Not in it: the clock, the machine, paths, titles, the number of workers, and how results are read afterwards.
"""

from __future__ import annotations

import functools
import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

SCHEMA = 1
ROOT = Path(__file__).resolve().parent.parent
CODE = ("model", "scenarios")
LIBRARIES = ("numpy", "scipy", "numba")
PLUGINS: dict[str, bool] = {}  # sha256 of each plugin in use -> does it change the economy? See experiments.plugins


def plain(value: object) -> object:
    """Dataclasses, mappings, sets and arrays as JSON can hold them, in one order only."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(value[name]) for name in sorted(value, key=str)}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item) for item in value), key=repr)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())  # type: ignore[attr-defined]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(f"a {type(value).__name__} cannot be part of a key")


def canonical(value: object) -> str:
    """JSON with sorted names and no blanks: equal content, equal text."""
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(value: object) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def file_sha256(path: Path) -> str:
    """Hash of a file's bytes, read in pieces."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


@functools.cache
def code_hash() -> str:
    """Hash over (path, bytes with LF) of the Python files that decide results; the commit is not in it."""
    digest = hashlib.sha256()
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py"), key=lambda p: p.relative_to(ROOT).as_posix()):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
            digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


@functools.cache
def versions() -> dict[str, str]:
    return {name: version(name) for name in LIBRARIES}


@functools.cache
def cpu_level() -> str:
    """Feature level of the processor: results are equal byte for byte on one level only."""
    import numpy as np

    found = np._core._multiarray_umath.__cpu_features__  # type: ignore[attr-defined]
    if found.get("AVX512_SKX"):
        return "x86-64-v4"
    if found.get("AVX2") and found.get("FMA3"):
        return "x86-64-v3"
    return platform.machine().lower() or "unknown"


def environment_of(about: Mapping[str, Any]) -> dict[str, Any]:
    """The same as a description (run.json, compare.json) says it."""
    plugins = {"plugins": list(about["plugins"])} if about.get("plugins") else {}
    return {name: about.get(name) for name in ("code", "versions", "cpu")} | plugins


def changed_since(about: Mapping[str, Any]) -> list[str]:
    """What of the environment is not as a description says: code, versions, cpu, plugins."""
    now, then = plain(environment()), environment_of(about)
    assert isinstance(now, dict)
    return sorted(name for name in {*now, *then} if now.get(name) != then.get(name))


def environment(observing: bool = True) -> dict[str, object]:
    """What decides results beside a specification: code, libraries, processor, and a user's plugins where in use; not
    `observing`: of these only such as change the economy, for a start that others may share."""
    named = sorted(sha for sha, acts in PLUGINS.items() if acts or observing)
    return {"code": code_hash(), "versions": versions(), "cpu": cpu_level(), **({"plugins": named} if named else {})}
