"""Tables of a trial: the panel (unit, quarter, arm, treated, cluster, weight and outcomes), the estimates."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from analysis.estimators import Estimate
from experiments.keys import SCHEMA
from experiments.trial.measuring import Measured
from experiments.trial.outcomes import OUTCOMES
from experiments.trial.running import WORLDS, Panel
from experiments.trial.spec import CONTROL, Trial
from model.quarter import format_quarter

if TYPE_CHECKING:
    import pandas as pd

KEYS = ("seed", "unit_id", "quarter", "world")


def panel_table(panels: Sequence[Panel], trial: Trial) -> pa.Table:
    """Rows by seed, unit, quarter and world (trial, and its untreated twin); units in the metadata of the columns."""
    parts = [panel_columns(panel, trial) for panel in panels]
    fields, arrays = [], []
    for name in parts[0]:
        array = pa.concat_arrays([pa.array(part[name]) for part in parts])
        one = OUTCOMES.get(name)
        metadata = {"unit": one.unit, "en": one.label[0], "zh": one.label[1]} if one is not None else None
        fields.append(pa.field(name, array.type, metadata=metadata))
        arrays.append(array)
    metadata = {"zhenxing.schema": str(SCHEMA), "zhenxing.table": "panel"}
    return pa.table(arrays, schema=pa.schema(fields, metadata=metadata))


def panel_columns(panel: Panel, trial: Trial) -> dict[str, Any]:
    """One seed's columns, rows in the order of the keys."""
    units, quarters = panel.units, len(panel.quarters)
    number = len(units.uid)
    arms = np.array([CONTROL, *trial.arms], object)

    def of_unit(values: np.ndarray) -> np.ndarray:
        return np.repeat(values, quarters * len(WORLDS))

    names = np.array([format_quarter(quarter) for quarter in panel.quarters], object)
    since = np.arange(quarters) >= panel.first
    on = (units.arm > 0)[:, None, None] & since[None, :, None] & np.array([True, False])[None, None, :]
    cluster = {"firm": units.uid, "town": units.town, "industry": units.industry}[trial.estimator.cluster]
    columns: dict[str, Any] = {
        "seed": np.full(number * quarters * len(WORLDS), panel.seed, np.int64),
        "unit_id": of_unit(units.uid.astype(np.int64)),
        "quarter": np.tile(np.repeat(names, len(WORLDS)), number),
        "world": np.tile(np.array(WORLDS, object), number * quarters),
        "arm": of_unit(arms[units.arm]),
        "treated": on.astype(np.int64).ravel(),
        "cluster": of_unit(cluster.astype(np.int64)),
        "weight": of_unit(units.weight),
        "town": of_unit(units.town.astype(np.int64)),
        "industry": of_unit(units.industry.astype(np.int64)),
    }
    for name in ("score", "saturation", "kilometres"):
        if np.isfinite(getattr(units, name)).any():
            columns[name] = of_unit(getattr(units, name))
    for name, values in panel.values.items():
        columns[name] = values.transpose(2, 1, 0).ravel()
    return columns


def panel_frame(panels: Sequence[Panel], trial: Trial) -> pd.DataFrame:
    """The panel as a data frame."""
    return panel_table(panels, trial).to_pandas()


def csv_of(table: pa.Table) -> bytes:
    """A table as CSV; what is not a number is an empty cell."""
    from pyarrow import csv

    for place, field in enumerate(table.schema):
        if pa.types.is_floating(field.type):
            values = table.column(place).to_numpy()
            plain = pa.array(values, field.type, mask=np.isnan(values))
            table = table.set_column(place, field.name, plain)
    out = io.BytesIO()
    csv.write_csv(table, out, csv.WriteOptions(quoting_style="needed"))
    return out.getvalue()


HEADS = ("what", "effect", "error", "low", "high", "mean", "spread", "units", "clusters", "p")


def estimate_rows(found: Measured) -> list[dict[str, Any]]:
    """The study's estimate, the truth of the twins, and the study's quarter by quarter."""
    rows = [estimate_row(name, getattr(found, name)) for name in ("study", "direct", "indirect", "total")]
    for quarter, one in zip(found.quarters, found.by_quarter, strict=False):
        rows.append(estimate_row(f"study {format_quarter(quarter)}", one))
    return rows


def estimate_row(name: str, one: Estimate) -> dict[str, Any]:
    low, high = one.interval
    cells = (name, one.effect, one.error, low, high, one.mean, one.spread, one.units, one.clusters, one.chance)
    return dict(zip(HEADS, cells, strict=True))


def estimate_table(found: Measured) -> pa.Table:
    rows = estimate_rows(found)
    whole = ("units", "clusters")
    kinds = {name: pa.string() if name == "what" else pa.int64() if name in whole else pa.float64() for name in HEADS}
    arrays = [pa.array([row[name] for row in rows], kind) for name, kind in kinds.items()]
    return pa.table(arrays, names=list(kinds))
