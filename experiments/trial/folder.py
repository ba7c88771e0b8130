"""A trial's folder: whose it is, what it holds, how it is read back."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.compare import folder as folders
from experiments.compare.folder import STUDY, as_text, read_json
from experiments.compare.store import RUNS, put
from experiments.folders import refuse_newer
from experiments.keys import SCHEMA, file_sha256, plain
from experiments.tables import csv_bytes, parquet_bytes

if TYPE_CHECKING:
    from experiments.trial.study import TrialResult

FILE, PANEL = "trial.json", "panel.parquet"
WRITTEN = (FILE, STUDY, PANEL, "panel.csv", "estimate.csv", "figure.svg", "figure.png", "trial.txt")


def take(out: Path, study: Mapping[str, Any], force: bool) -> None:
    """Make the folder this trial's. Raises InputError where it is another's, or cannot be written."""
    folders.take(out, study, force, ("trial", "试验"), clear)


def clear(out: Path) -> None:
    """Remove what belongs to a trial, and nothing else."""
    for name in WRITTEN:
        (out / name).unlink(missing_ok=True)
    shutil.rmtree(out / RUNS, ignore_errors=True)


def write(out: Path, result: TrialResult) -> None:
    """Panel, estimates, sentences and figure; the description last, so that a folder with one is whole."""
    from experiments.trial.figure import figure
    from experiments.trial.tables import csv_of, estimate_rows, estimate_table, panel_table

    panel = panel_table(result.panels, result.trial)
    put(out / PANEL, parquet_bytes(panel))
    put(out / "panel.csv", csv_of(panel))
    put(out / "estimate.csv", csv_bytes(estimate_table(result.found)))
    drawing = figure(result)
    put(out / "figure.svg", drawing.svg)
    put(out / "figure.png", drawing.png)
    lines = [*result.sentences("en"), "", *result.sentences("zh")]
    put(out / "trial.txt", ("\n".join(lines) + "\n").encode())
    files = [out / name for name in WRITTEN if name not in (FILE, STUDY)] + sorted((out / RUNS).rglob("*.parquet"))
    about = {
        "schema": SCHEMA,
        **result.about,
        "files": {path.relative_to(out).as_posix(): file_sha256(path) for path in files},
        "title": result.trial.title.model_dump(),
        "trial": result.trial.model_dump(mode="json"),
        "passed": result.passed,
        "estimates": [{k: finite(v) for k, v in row.items()} for row in estimate_rows(result.found)],
    }
    put(out / FILE, as_text(plain(about)))  # type: ignore[arg-type]


def finite(value: Any) -> Any:
    """A number that is none is nothing."""
    return None if isinstance(value, float) and value != value else value


def trial_in(folder: Path) -> TrialResult | None:
    """The finished trial in a folder, None when there is none. Refuses a newer schema."""
    about = read_json(folder / FILE)
    if about is None or not isinstance(about.get("trial"), dict):
        return None
    refuse_newer(about, SCHEMA, folder / FILE)
    from experiments.trial.reading import result_of

    return result_of(folder, about)
