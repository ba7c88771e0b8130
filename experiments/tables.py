"""Tables on disk: rows sorted by their keys, float64, units and labels inside the file, the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.folders import write_bytes
from experiments.keys import SCHEMA
from model.quarter import format_quarter

if TYPE_CHECKING:
    import pandas as pd

KEYS = {
    "province": ("quarter", "indicator", "scope"),
    "towns": ("quarter", "town"),
    "spending": ("quarter", "lever", "payer", "receiver", "kind"),
    "firms": ("quarter", "uid"),
    "start": ("town",),
    "goals": ("year", "goal", "scope"),
}
TEXT = {"quarter", "indicator", "scope", "unit", "lever", "payer", "receiver", "kind", "goal", "name_zh", "name_en"}
WHOLE = {"town", "uid", "year", "industry", "size_class"}

Label = Mapping[str, str]  # unit, en, zh
Values = Any  # a list, a tuple or an array


def arrow_table(name: str, columns: Mapping[str, Values], labels: Mapping[str, Label] | None = None) -> pa.Table:
    """A table sorted by its keys, with units and labels in the field metadata and the schema number in the file's."""
    ready = {column: _column(column, values) for column, values in columns.items()}
    lengths = {len(values) for values in ready.values()}
    if len(lengths) > 1:
        raise ValueError(f"{name}: columns of different lengths {sorted(lengths)}")
    order = _order([columns[key] for key in KEYS[name] if key in columns])
    fields = [
        pa.field(column, values.type, metadata=_metadata((labels or {}).get(column)))
        for column, values in ready.items()
    ]
    schema = pa.schema(fields, metadata={"zhenxing.schema": str(SCHEMA), "zhenxing.table": name})
    table = pa.table(list(ready.values()), schema=schema)
    return table if order is None else table.take(pa.array(order))


def _column(name: str, values: Values) -> pa.Array:
    if name == "quarter" and len(values) and not isinstance(values[0], str):
        codes, back = np.unique(np.asarray(values, np.int64), return_inverse=True)
        return pa.array(np.array([format_quarter(int(code)) for code in codes], object)[back], pa.string())
    if name in TEXT:
        return pa.array([None if value is None else str(value) for value in values], pa.string())
    if name in WHOLE:
        return pa.array(np.asarray(values, np.int64))
    return pa.array(np.asarray(values, np.float64))


def _order(keys: Sequence[Values]) -> np.ndarray | None:
    """Stable order of the rows by their keys, the first key first; None when there is nothing to sort."""
    if not keys or not len(keys[0]):
        return None
    codes = [
        np.unique(np.asarray([str(v) for v in key] if _is_text(key) else key), return_inverse=True)[1] for key in keys
    ]
    return np.lexsort(codes[::-1])


def _is_text(values: Values) -> bool:
    return not np.issubdtype(np.asarray(values[:1]).dtype, np.number)


def _metadata(label: Label | None) -> dict[str, str] | None:
    if not label:
        return None
    return {key: label[key] for key in ("unit", "en", "zh") if label.get(key)}


def parquet_bytes(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd", version="2.6", row_group_size=1 << 20)
    return out.getvalue()


def csv_bytes(table: pa.Table) -> bytes:
    """CSV in UTF-8 with LF and a mark (spreadsheets need it for Chinese); numbers read back equal."""
    lines = [",".join(table.column_names)]
    for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
        lines.append(",".join(_cell(value) for value in row))
    return ("\ufeff" + "\n".join(lines) + "\n").encode()


def _cell(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    text = str(value)
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if any(mark in text for mark in ',"\n\r') else text


def write_parquet(path: Path, table: pa.Table) -> None:
    write_bytes(path, parquet_bytes(table))


def write_csv(path: Path, table: pa.Table) -> None:
    write_bytes(path, csv_bytes(table))


def read_frame(path: Path) -> pd.DataFrame:
    """A table of a run folder as a DataFrame."""
    return pq.read_table(path).to_pandas()


class FirmWriter:
    """Firms into one Parquet file, a row group a quarter: a long run never holds all of them."""

    def __init__(self, path: Path, columns: Sequence[str], labels: Mapping[str, Label] | None = None):
        self.path, self.columns, self.labels = path, tuple(columns), labels
        self.writer: pq.ParquetWriter | None = None

    def add(self, quarter: int, values: Mapping[str, np.ndarray]) -> None:
        uid = np.asarray(values["uid"])
        columns = {"quarter": np.full(len(uid), quarter), "uid": uid}
        columns |= {column: values[column] for column in self.columns if column != "uid"}
        columns["alive"] = np.ones(len(uid))
        table = arrow_table("firms", columns, self.labels)
        if self.writer is None:
            self.writer = pq.ParquetWriter(self.path, table.schema, compression="zstd", version="2.6")
        assert self.writer is not None
        self.writer.write_table(table, row_group_size=1 << 20)

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
            self.writer = None
