"""Checking a run folder against its own list of hashes, and against a second run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from experiments.folders import FILE
from experiments.keys import changed_since, file_sha256
from experiments.rebuild import specification_of
from experiments.results import RunResult
from experiments.run import run_specified


def listed(result: RunResult) -> list[dict[str, str]]:
    """State of every file: same, changed, missing, or extra."""
    expected = result.about["files"]
    rows = []
    for name, digest in sorted(expected.items()):
        path = result.folder / name
        state = "missing" if not path.is_file() else "same" if file_sha256(path) == digest else "changed"
        rows.append({"file": name, "state": state})
    present = {path.relative_to(result.folder).as_posix() for path in result.folder.rglob("*") if path.is_file()}
    rows += [{"file": name, "state": "extra"} for name in sorted(present - set(expected) - {FILE})]
    return rows


def compared(result: RunResult, progress: Callable[[str, int, int, int], None] | None = None) -> list[dict[str, str]]:
    """The run made again in a temporary folder, compared byte by byte. Another version says so and runs nothing."""
    if changed := changed_since(result.about):
        return [{"file": f"({', '.join(changed)})", "state": "other"}]
    spec = specification_of(result)
    with tempfile.TemporaryDirectory(prefix="zhenxing-") as place:
        again = run_specified(spec, out=Path(place) / "again", alone=not result.about["paired"], progress=progress)
        rows = []
        for name, digest in sorted(result.about["files"].items()):
            same = again.about["files"].get(name) == digest
            rows.append({"file": f"{name} (again)", "state": "same" if same else "differs"})
        return rows
