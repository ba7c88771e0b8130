"""`understood`: findings on a folder's results, written beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.understanding.findings import Told, findings
from experiments.understand.asked import known, limits, of_goals
from experiments.understand.material import Material
from scenarios.errors import InputError

FOLDER, LIST = "understanding", "understanding.json"

Progress = Callable[[str, int, int, int], None]


@dataclass(frozen=True)
class Understanding:
    """What was said, and where it was written."""

    folder: Path
    told: tuple[Told, ...]
    about: dict[str, Any]


def understood(
    folder: str | Path,
    outcomes: Sequence[str] = (),
    goals: Sequence[str] = (),
    misses: Sequence[str] = (),
    out: str | Path | None = None,
    progress: Progress | None = None,
) -> Understanding:
    """Findings on a sweep or a comparison, written to DIR/understanding. `misses`: such as "OUTCOME < 3". Raises
    InputError for what is no such folder, and for outcomes and goals that it does not have."""
    from analysis.understanding.pages import files_of

    material = material_of(Path(folder))
    frame = material.frame
    chosen = tuple(known(frame, one, "--outcome") for one in outcomes) or material.shown
    wanted = [*limits(material, misses), *of_goals(material, goals)]
    choices = [one for one in material.choices if not outcomes or set(chosen) & set(one.columns.values())]

    def report(done: int, total: int) -> None:
        if progress is not None:
            progress("findings", 0, done, total)

    told = tuple(findings(frame, chosen, choices, wanted, report))
    made = files_of(frame, told, material.title, material.key, material.made_with)
    place = Path(out) if out is not None else Path(folder) / FOLDER
    write(place, made)
    return Understanding(place, told, json.loads(made[LIST]))


def write(place: Path, made: dict[str, bytes]) -> None:
    """Every file whole, understanding.json last. What an earlier call made there and this one did not goes."""
    from experiments.compare.folder import read_json
    from experiments.compare.store import put

    try:
        before = (read_json(place / LIST) or {}).get("files", [])
        for name in set(before) - set(made):
            if re.fullmatch(r"(figures|tables)/[a-z0-9.-]+", str(name)):
                (place / str(name)).unlink(missing_ok=True)
        for name in sorted(made, key=lambda name: name == LIST):
            put(place / name, made[name])
    except OSError as error:
        raise InputError(
            f"writing failed: {error.strerror or error}", zh="写入失败", file=place, field="--out"
        ) from error


def material_of(folder: Path) -> Material:
    """What is in a folder. Raises InputError where it holds neither a sweep nor a comparison."""
    from experiments.compare.folder import Comparison
    from experiments.results import results
    from experiments.sweep.results import Sweep
    from experiments.understand.comparisons import of_comparison
    from experiments.understand.sweeps import of_sweep

    found = results(folder)
    if isinstance(found, Sweep):
        return of_sweep(found)
    if isinstance(found, Comparison):
        return of_comparison(found)
    raise InputError(
        "a run is in this folder: several points are needed to understand anything",
        zh="该文件夹中只有一次测算;需要多个参数点才能作此分析",
        file=folder,
        field="DIR",
        allowed=("zhenxing sweep", "zhenxing compare"),
    )
