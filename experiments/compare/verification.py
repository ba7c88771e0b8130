"""Checking a comparison: runs against their keys, tables against a rebuild, and all of it against a second run."""

from __future__ import annotations

import tempfile
from pathlib import Path

from experiments.compare.execution import Progress, execute
from experiments.compare.folder import Comparison
from experiments.compare.rebuild import parts_of, plan_of
from experiments.compare.store import about_run, key_said, run_file
from experiments.compare.study import arms_of, built
from experiments.keys import changed_since, file_sha256

Row = dict[str, str]


def listed(comparison: Comparison) -> list[Row]:
    """State of every table and run: same, changed, missing, or made of something else than its key says."""
    folder, about = comparison.folder, comparison.about
    rows = [{"file": name, "state": _state(folder / name, digest)} for name, digest in sorted(about["files"].items())]
    for key, digest in sorted(about["runs"].items()):
        path = run_file(folder, key)
        state = _state(path, digest)
        if state == "same" and key_said(about_run(path)) != key:
            state = "key"
        rows.append({"file": path.relative_to(folder).as_posix(), "state": state})
    return rows


def _state(path: Path, digest: str) -> str:
    return "missing" if not path.is_file() else "same" if file_sha256(path) == digest else "changed"


def rebuilt(comparison: Comparison) -> list[Row]:
    """Tables made again from the runs, against those in the folder."""
    plan = plan_of(comparison)
    arms, _ = arms_of(comparison.folder, plan)
    made = built(comparison.folder, plan, arms, parts_of(comparison, plan))
    rows = []
    for name, content in sorted(made.items()):
        path = comparison.folder / name
        same = path.is_file() and path.read_bytes() == content
        rows.append({"file": f"{name} (rebuilt)", "state": "same" if same else "differs"})
    return rows


def again(comparison: Comparison, workers: int = 1, progress: Progress | None = None) -> list[Row]:
    """Every run made again elsewhere, compared byte by byte. Another version says so and runs nothing."""
    if changed := changed_since(comparison.about):
        return [{"file": f"({', '.join(changed)})", "state": "other"}]
    plan = plan_of(comparison)
    jobs = [job for job in plan.jobs() if job.key in comparison.about["runs"]]
    with tempfile.TemporaryDirectory(prefix="zhenxing-") as place:
        execute(jobs, Path(place), workers=workers, progress=progress)
        rows = []
        for key in sorted({job.key for job in jobs}):
            path = run_file(Path(place), key)
            same = path.is_file() and file_sha256(path) == comparison.about["runs"][key]
            rows.append({"file": f"{key[:12]} (again)", "state": "same" if same else "differs"})
        return rows
