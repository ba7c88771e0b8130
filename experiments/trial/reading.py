"""A trial read back from its folder, without running anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from experiments.compare.store import RUNS
from experiments.trial.kept import ABOUT, panel_of
from experiments.trial.measuring import measured
from experiments.trial.spec import Trial
from experiments.trial.study import TrialResult
from scenarios.errors import InputError


def result_of(folder: Path, about: dict[str, Any]) -> TrialResult:
    """The result that the kept seeds of a folder give. Raises InputError when one is missing or broken."""
    trial = Trial.model_validate_json(json.dumps(about["trial"]), strict=False)
    panels = {}
    for path in sorted((folder / RUNS).rglob("*.parquet")):
        try:
            table = pq.read_table(path)
            panel = panel_of(table, trial, json.loads((table.schema.metadata or {})[ABOUT]))
        except (OSError, KeyError, ValueError, pa.ArrowException) as error:
            raise InputError("a seed of this trial cannot be read", zh="试验结果无法读取", file=path) from error
        panels[panel.seed] = panel
    wanted = [seed for seed in about["seeds"] if seed in panels]
    if len(wanted) < len(about["seeds"]):
        raise InputError("seeds of this trial are missing", zh="试验结果不完整", file=folder)
    chosen = tuple(panels[seed] for seed in wanted)
    own = {name: about[name] for name in OWN}
    return TrialResult(trial, measured(chosen, trial), chosen, own, folder)


OWN = (
    "name", "key", "seeds", "sample", "world", "fork", "treated", "controls", "cost", "cost_per_unit", "worst_residual",
    "population_seed", "code", "versions", "cpu",
)  # fmt: skip
