"""Checking a sweep: stored runs against their keys, the written frame against one made anew, runs made again."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from experiments.compare.store import ABOUT, key_said
from experiments.keys import changed_since
from experiments.packs import ERROR, RUN, Store
from experiments.sweep.folder import FRAME
from experiments.sweep.results import Sweep, frame_bytes

Row = dict[str, str]


def listed(result: Sweep) -> list[Row]:
    """State of every stored run that is not as it should be, all good ones in one row, and of the frame."""
    good, bad = 0, []
    for name in result.store.names():
        if name.endswith(ERROR):
            continue
        state = _state(name.removesuffix(RUN), result.store)
        good += state == "same"
        if state != "same":
            bad.append({"file": f"runs/{name[:2]}/{name}", "state": state})
    rows = [*bad, {"file": f"runs ({good})", "state": "same"}]
    path = result.folder / FRAME
    if path.is_file():
        same = path.read_bytes() == frame_bytes(result.fresh_frame(), result.study)
        rows.append({"file": f"{FRAME} (rebuilt)", "state": "same" if same else "differs"})
    return rows


def _state(key: str, store: Store) -> str:
    """Can the run be read, and is it what its key says?"""
    content = store.run(key)
    try:
        table = pq.read_table(io.BytesIO(content or b""), use_threads=False)
        about: dict[str, Any] = json.loads((table.schema.metadata or {})[ABOUT.encode()])
        return "same" if about["key"] == key == key_said(about) else "key"
    except (OSError, pa.ArrowException, KeyError, ValueError):
        return "changed"


def again(result: Sweep) -> list[Row]:
    """Every finished run of the province made again elsewhere, compared byte by byte; not where the version is another.

    The study is read from the folder's own copy of its file.
    """
    from experiments.pools import Here
    from experiments.sweep.execution import execute
    from experiments.sweep.folder import SOURCE
    from experiments.sweep.study import study_of

    common = result.study["common"]
    changed = changed_since(common)
    if changed or common.get("model") != "province":
        return [{"file": f"({', '.join(changed) or common.get('model')})", "state": "other"}]
    study = study_of(result.folder / SOURCE)
    if study.key != result.key:
        return [{"file": SOURCE, "state": "changed"}]
    numbers = [number for number in range(len(result.plan)) if result.store.finished(result.plan.key(number))]
    with tempfile.TemporaryDirectory(prefix="zhenxing-") as place:
        starts = study.model.prepare(Path(place), None)
        execute(result.plan, study.model, Path(place), Here(), starts=starts, numbers=numbers)
        made = Store(Path(place))
        keys = sorted({result.plan.key(number) for number in numbers})
        differs = [key for key in keys if made.run(key) != result.store.run(key)]
    rows = [{"file": f"{key[:12]} (again)", "state": "differs"} for key in differs]
    return rows or [{"file": f"runs ({len(keys)}, again)", "state": "same"}]
