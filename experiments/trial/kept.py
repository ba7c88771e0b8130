"""Seeds of a trial that have been run, kept as panels: a file a seed, whole or absent, read back when asked again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.compare.store import put, run_file, whole
from experiments.keys import canonical, environment, sha256
from experiments.specification import Specification
from experiments.tables import parquet_bytes
from experiments.trial.assignment import Units
from experiments.trial.running import WORLDS, Panel
from experiments.trial.spec import CONTROL, Trial

ABOUT = b"zhenxing.panel"


def key_of(trial: Trial, spec: Specification) -> str:
    """Hash over all that one seed's panel depends on."""
    return sha256({"trial": trial.content(), "run": spec.content(), **environment()})


def keep_panel(folder: Path | None, trial: Trial, spec: Specification, panel: Panel) -> None:
    """Write one seed's panel, where there is a folder."""
    from experiments.trial.tables import panel_table

    if folder is None:
        return
    table = panel_table([panel], trial)
    about = {
        "seed": panel.seed,
        "quarters": panel.quarters,
        "first": panel.first,
        "cost": panel.cost,
        "worst_residual": panel.worst_residual,
        "outcomes": list(panel.values),
    }
    metadata = {**(table.schema.metadata or {}), ABOUT: canonical(about).encode()}
    put(run_file(folder, key_of(trial, spec)), parquet_bytes(table.replace_schema_metadata(metadata)))


def read_panel(folder: Path | None, trial: Trial, spec: Specification) -> Panel | None:
    """The panel of a seed that has been run in this folder, None when there is none that can be read."""
    path = None if folder is None else run_file(folder, key_of(trial, spec))
    if path is None or not whole(path):
        return None
    try:
        table = pq.read_table(path)
        return panel_of(table, trial, json.loads((table.schema.metadata or {})[ABOUT]))
    except (OSError, KeyError, ValueError, pa.ArrowException):
        return None


def panel_of(table: pa.Table, trial: Trial, about: Mapping[str, Any]) -> Panel:
    """A panel out of its rows."""
    quarters, worlds = len(about["quarters"]), len(WORLDS)
    every = quarters * worlds
    number = table.num_rows // every

    def of_unit(name: str) -> np.ndarray:
        if name not in table.column_names:
            return np.full(number, np.nan)
        return table[name].to_numpy()[::every]

    arms = {name: index for index, name in enumerate([CONTROL, *trial.arms])}
    arm = np.array([arms[name] for name in of_unit("arm")], np.int64)
    units = Units(
        uid=of_unit("unit_id"), town=of_unit("town"), industry=of_unit("industry"), weight=of_unit("weight"), arm=arm,
        score=of_unit("score"), saturation=of_unit("saturation"), kilometres=of_unit("kilometres"),
    )  # fmt: skip
    values = {
        name: table[name].to_numpy().reshape(number, quarters, worlds).transpose(2, 1, 0) for name in about["outcomes"]
    }
    return Panel(
        about["seed"], units, list(about["quarters"]), about["first"], values, dict(about["cost"]),
        about["worst_residual"],
    )  # fmt: skip
