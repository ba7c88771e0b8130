"""A sweep's folder: whose it is, who else works in it, and what killed processes left behind."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import socket
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from psutil import pid_exists

from experiments.compare.folder import FILE as COMPARISON
from experiments.compare.folder import STUDY as COMPARISON_STUDY
from experiments.compare.folder import SURROUNDINGS, as_text, read_json
from experiments.compare.store import RUNS, put
from experiments.folders import FILE as RUN_FILE
from experiments.folders import belongs_to_another, cannot_write, holds_something_else, refuse_a_file, refuse_newer
from experiments.keys import SCHEMA
from experiments.sweep.province_model import STARTS
from experiments.tables import parquet_bytes
from scenarios.errors import InputError

ABOUT = "sweep.json"
DESIGN = "design.parquet"
SOURCE = "study.yaml"  # as the user wrote it
FRAME, FRAME_CSV = "frame.parquet", "frame.csv"
DRIVERS = "drivers"
BEAT = 10.0  # seconds between signs of life of a driver
SILENT = 60.0  # seconds after which it counts as gone
ABANDONED = 24 * 3600.0  # seconds after which another machine's unfinished file is nobody's


def take(out: Path, about: Mapping[str, Any], points: np.ndarray, force: bool, source: bytes = b"") -> bool:
    """Make the folder this study's; True when it was before. Raises InputError where it is another's."""
    try:
        joined = _take(out, about, points, force)
        if source:
            put(out / SOURCE, source)
        return joined
    except (OSError, ValueError) as error:
        raise cannot_write(out, error) from error


def _take(out: Path, about: Mapping[str, Any], points: np.ndarray, force: bool) -> bool:
    refuse_a_file(out)
    found = described(out) if out.is_dir() else None
    joined = found is not None and found.get("key") == about["key"]
    if found is not None and not joined and not force:
        raise belongs_to_another(out, ("study", "另一项研究"), found.get("key"), str(about["key"]))
    if found is not None and not joined:
        clear(out)
    elif found is None and out.is_dir() and any(out.iterdir()):
        others = (RUN_FILE, COMPARISON, COMPARISON_STUDY)
        text = (
            "a run or a comparison is in this folder"
            if any((out / name).exists() for name in others)
            else "the folder is not empty and holds no study"
        )
        raise holds_something_else(out, text)
    out.mkdir(parents=True, exist_ok=True)
    tidy(out)
    if not joined or not (out / DESIGN).is_file():
        put(out / DESIGN, design_bytes(about, points))
    put(out / ABOUT, as_text(about))
    return joined


def described(out: Path) -> dict[str, Any] | None:
    """sweep.json of a folder, None when it is no sweep's. Refuses a newer schema."""
    about = read_json(out / ABOUT)
    if about is None or not isinstance(about.get("key"), str):
        return None
    refuse_newer(about, SCHEMA, out / ABOUT)
    return about


def clear(out: Path) -> None:
    """Remove what belongs to a sweep, and nothing else."""
    for name in (ABOUT, DESIGN, SOURCE, FRAME, FRAME_CSV):
        (out / name).unlink(missing_ok=True)
    for name in (RUNS, SURROUNDINGS, STARTS, DRIVERS):
        shutil.rmtree(out / name, ignore_errors=True)


def design_bytes(about: Mapping[str, Any], points: np.ndarray) -> bytes:
    """The design: a row a point, a column an input with its unit."""
    fields = [pa.field("point", pa.int64())]
    arrays = [pa.array(np.arange(len(points)))]
    for column, (name, one) in enumerate(about["inputs"]):
        fields.append(pa.field(name, pa.float64(), metadata={k: one[k] for k in ("unit", "en", "zh") if one.get(k)}))
        arrays.append(pa.array(points[:, column]))
    metadata = {"zhenxing.schema": str(SCHEMA), "zhenxing.table": "design"}
    return parquet_bytes(pa.table(arrays, schema=pa.schema(fields, metadata=metadata)))


def read_points(out: Path) -> np.ndarray:
    """float64 (points, inputs) of the folder's design."""
    try:
        table = pq.read_table(io.BytesIO((out / DESIGN).read_bytes()))
    except (OSError, pa.ArrowException) as error:
        raise InputError(
            "the design of this study is missing or broken; the same sweep command writes it again",
            zh="该研究的设计文件缺失或损坏;重新执行同一命令即可恢复",
            file=out / DESIGN,
        ) from error
    names = [name for name in table.column_names if name != "point"]
    return np.column_stack([table[name].to_numpy() for name in names]) if names else np.zeros((table.num_rows, 0))


# ---- who works here


def _host() -> str:
    return uuid.uuid5(uuid.NAMESPACE_DNS, socket.gethostname()).hex[:8]


@contextmanager
def driving(out: Path) -> Iterator[tuple[int, Beat]]:
    """Say that a process drives this folder; yields how many others do, and what is to be called now and then."""
    folder = out / DRIVERS
    folder.mkdir(exist_ok=True)
    others = sum(_lives(path) for path in folder.glob("*.driver"))
    own = folder / f"{_host()}-{os.getpid()}.driver"
    own.touch()
    try:
        yield others, Beat(own)
    finally:
        with contextlib.suppress(OSError):
            own.unlink(missing_ok=True)
            folder.rmdir()


class Beat:
    """A sign of life: the file's time."""

    def __init__(self, path: Path):
        self.path, self.last = path, time.monotonic()

    def __call__(self) -> None:
        if time.monotonic() - self.last > BEAT:
            self.last = time.monotonic()
            with contextlib.suppress(OSError):
                self.path.touch()


def _lives(path: Path) -> bool:
    host, _, pid = path.stem.partition("-")
    if host == _host() and pid.isdigit() and not pid_exists(int(pid)):
        path.unlink(missing_ok=True)
        return False
    try:
        return time.time() - path.stat().st_mtime < SILENT
    except OSError:
        return False


def tidy(out: Path) -> None:
    """Remove unfinished files of processes that are no more."""
    now = time.time()
    for path in (out / RUNS).glob("*/.*"):
        pid, _, host = path.name.rpartition(".")[2].partition("-")
        with contextlib.suppress(OSError):
            dead = host == _host() and pid.isdigit() and not pid_exists(int(pid))
            if dead or now - path.stat().st_mtime > ABANDONED:
                path.unlink()
