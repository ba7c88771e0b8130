"""Runs on disk: `runs/<ab>/<key>.parquet` holds what is kept of a run, its metadata says what was run.

A file is written under a temporary name and renamed, so it is whole or absent; two processes may write the same run.
A run that ended in a fault leaves `<key>.error.json` instead.
"""

from __future__ import annotations

import json
import os
import socket
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.outcomes import PARTS, Block, Outcome, block_of
from experiments.folders import write_bytes
from experiments.keys import SCHEMA, canonical, sha256
from experiments.tables import parquet_bytes

RUNS = "runs"
TABLE = "outcomes"
ABOUT = "zhenxing.run"

Rows = tuple[list, list, list, Any]  # quarter, indicator, scope, value


def run_file(out: Path, key: str) -> Path:
    return out / RUNS / key[:2] / f"{key}.parquet"


def error_file(out: Path, key: str) -> Path:
    return out / RUNS / key[:2] / f"{key}.error.json"


def write_run(path: Path, parts: Mapping[str, Rows | Block], about: Mapping[str, Any]) -> None:
    """Write a run's rows, sorted by part, quarter, indicator and scope, with `about` in the metadata."""
    columns: dict[str, list] = {name: [] for name in ("part", "quarter", "scope", "indicator", "value")}
    for part in PARTS:
        found = parts.get(part)
        block = found if found is None or isinstance(found, Block) else block_of(*found)
        if block is None or not block.values.size:
            continue
        q, i, s = np.nonzero(~np.isnan(block.values))
        columns["part"].append(_named([part], np.zeros(len(q), np.int64)))
        for name, axis, codes in (
            ("quarter", block.quarters, q),
            ("scope", block.scopes, s),
            ("indicator", block.indicators, i),
        ):
            columns[name].append(_named(axis, codes))
        columns["value"].append(pa.array(block.values[q, i, s]))
    fields = [pa.field(name, pa.float64() if name == "value" else pa.string()) for name in columns]
    metadata = {"zhenxing.schema": str(SCHEMA), "zhenxing.table": TABLE, ABOUT: canonical(about)}
    arrays = [pa.chunked_array(pieces).combine_chunks() for pieces in columns.values()]
    put(path, parquet_bytes(pa.table(arrays, schema=pa.schema(fields, metadata=metadata))))


def _named(axis: Any, codes: np.ndarray) -> pa.Array:
    return pa.array(np.asarray(axis, object)[codes], pa.string())


def write_error(path: Path, about: Mapping[str, Any]) -> None:
    put(path, (json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())


def put(path: Path, content: bytes) -> None:
    """Write whole or not at all, whoever else writes the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    host = uuid.uuid5(uuid.NAMESPACE_DNS, socket.gethostname()).hex[:8]
    temporary = path.with_name(f".{path.name[:40]}.{os.getpid()}-{host}")
    try:
        write_bytes(temporary, content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def read_run(path: Path, labels: Mapping[str, Any] | None = None) -> Outcome:
    """The blocks of a kept run."""
    table = pq.read_table(path, read_dictionary=["part", "quarter", "scope", "indicator"])
    coded = {}
    for name in ("part", "quarter", "scope", "indicator"):
        column = table[name].combine_chunks()
        column = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
        coded[name] = (column.indices.to_numpy(), column.dictionary.to_pylist())
    values = table["value"].to_numpy()
    parts, names = coded.pop("part")
    blocks = {part: _block(coded, parts == code, values) for code, part in enumerate(names)}
    about = json.loads((table.schema.metadata or {}).get(ABOUT.encode(), b"{}"))
    return Outcome(blocks, about.get("key", ""), labels or {})


def _block(coded: Mapping[str, tuple[np.ndarray, list[str]]], rows: np.ndarray, values: np.ndarray) -> Block:
    axes, places = [], []
    for name in ("quarter", "indicator", "scope"):
        codes, names = coded[name]
        used, place = np.unique(codes[rows], return_inverse=True)
        order = sorted(range(len(used)), key=lambda at: names[used[at]])
        rank = np.empty(len(used), np.int64)
        rank[order] = np.arange(len(used))
        axes.append(tuple(names[used[at]] for at in order))
        places.append(rank[place])
    filled = np.full(tuple(len(axis) for axis in axes), np.nan)
    filled[tuple(places)] = values[rows]
    return Block(axes[0], axes[1], axes[2], filled)


def about_run(path: Path) -> dict[str, Any]:
    """What the metadata of a run file says was run."""
    return json.loads((pq.read_schema(path).metadata or {})[ABOUT.encode()])


def key_said(about: Mapping[str, Any]) -> str:
    """Key that follows from what a run file says of itself."""
    return sha256({name: about[name] for name in about if name not in ("key", "worst_residual")})


def whole(path: Path) -> bool:
    """Is a finished run there? A file that cannot be read is run again."""
    try:
        return path.is_file() and pq.read_metadata(path).num_rows > 0
    except (OSError, pa.ArrowException):
        return False
