"""Checking a trial's folder against its own list of hashes, and against a second run."""

from __future__ import annotations

import tempfile
from pathlib import Path

from experiments.compare.folder import read_json
from experiments.folders import refuse_newer
from experiments.keys import SCHEMA, changed_since, file_sha256
from experiments.trial.folder import FILE, PANEL
from experiments.trial.study import Progress, TrialResult, trial

Row = dict[str, str]


def listed(result: TrialResult) -> list[Row]:
    """State of every file: same, changed or missing."""
    assert result.folder is not None
    about = read_json(result.folder / FILE) or {}
    refuse_newer(about, SCHEMA, result.folder / FILE)
    rows = []
    for name, digest in sorted(about.get("files", {}).items()):
        path = result.folder / name
        state = "missing" if not path.is_file() else "same" if file_sha256(path) == digest else "changed"
        rows.append({"file": name, "state": state})
    return rows


def compared(result: TrialResult, progress: Progress | None = None) -> list[Row]:
    """The trial run again elsewhere, its panel compared byte by byte. Another version says so and runs nothing."""
    assert result.folder is not None
    if changed := changed_since(result.about):
        return [{"file": f"({', '.join(changed)})", "state": "other"}]
    about = result.about
    with tempfile.TemporaryDirectory(prefix="zhenxing-") as place:
        out = Path(place) / "again"
        trial(
            result.trial, about["seeds"], sample=about["sample"], world=about["world"], out=out, progress=progress,
            population_seed=about["population_seed"],
        )  # fmt: skip
        same = file_sha256(out / PANEL) == file_sha256(result.folder / PANEL)
    return [{"file": f"{PANEL} (again)", "state": "same" if same else "differs"}]
