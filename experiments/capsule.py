"""A capsule: one file with a study, its stored runs and its versions, from which tables and figures are made again.

Making them again reads the stored runs and never runs the model.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

from experiments.compare.folder import as_text
from experiments.compare.store import put
from experiments.exporting import csv_content
from experiments.folders import cannot_write
from experiments.keys import ROOT, plain
from experiments.packs import RUN, Store
from experiments.sweep.folder import ABOUT, DESIGN, FRAME, FRAME_CSV, SOURCE
from experiments.sweep.results import Sweep, frame_bytes
from scenarios.errors import InputError

CONTENTS = "capsule.json"
LOCK = "requirements.lock"
SCRIPT = "rebuild.py"
REBUILT = "rebuilt"
PROGRAM = '''"""Make the tables and figures of this study again from its stored runs. The model is not run.

Unpack the archive, install the package (requirements.lock says what it was made with), then: python rebuild.py
"""

import sys
from pathlib import Path

from experiments.capsule import rebuild

sys.exit(rebuild(Path(__file__).resolve().parent))
'''


def capsule(result: Sweep, out: Path | None = None) -> Path:
    """Write the archive; returns its path (default: the folder's name with .zip, beside it)."""
    if not result.finished:
        raise InputError(
            "this study is not finished; the same sweep command goes on", zh="该研究尚未完成", file=result.folder
        )
    path = out or result.folder.with_name(f"{result.folder.name}.zip")
    temporary = path.with_name(f".{path.name[:80]}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(temporary, "w") as file:
            for name, content in files_of(result):
                entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
                entry.external_attr = 0o644 << 16
                file.writestr(entry, content)
        os.replace(temporary, path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)
    return path


def files_of(result: Sweep) -> Iterator[tuple[str, bytes]]:
    """(name, content) of all that is in the archive; stored runs come one by one, however many there are."""
    made = tables_and_figures(result)
    lock = ROOT / LOCK
    common = result.study["common"]
    yield (
        CONTENTS,
        as_text(
            plain(  # type: ignore[arg-type]
                {
                    "kind": "capsule",
                    "schema": result.study["schema"],
                    "key": result.key,
                    "made_with": {name: common[name] for name in ("code", "versions", "cpu") if name in common},
                    "files": {name: sha256_of(content) for name, content in made.items()},
                }
            )
        ),
    )
    yield SCRIPT, PROGRAM.encode()
    yield LOCK, lock.read_bytes() if lock.is_file() else installed().encode()
    for name in (SOURCE, ABOUT, DESIGN):
        if (result.folder / name).is_file():
            yield name, (result.folder / name).read_bytes()
    for name, content in made.items():
        yield name, content
    store = Store(result.folder)
    for name in store.names():
        key = name.split(".")[0]
        content = store.run(key) if name.endswith(RUN) else store.error(key)
        if content is not None:
            yield f"runs/{name[:2]}/{name}", content


def tables_and_figures(result: Sweep) -> dict[str, bytes]:
    """All that is made of the stored runs, by name of file."""
    from analysis.sweep_picture import sweep_picture

    frame = result.fresh_frame()
    made = {FRAME: frame_bytes(frame, result.study), FRAME_CSV: csv_content(frame, {})}
    if result.study["replications"] > 1 and len(result.plan.points) > 1:
        import pandas as pd

        result.__dict__["frame"] = frame
        split = pd.concat([result.split(text) for text in result.study["outcomes"]], ignore_index=True)
        made["split.csv"] = csv_content(split, {})
    made["figures/outcomes.svg"] = sweep_picture(frame)
    return made


def rebuild(folder: Path) -> int:
    """Make tables and figures in <folder>/rebuilt and hold them against what the capsule says; 1 where they differ."""
    from experiments.sweep.results import sweep_in

    said = json.loads((folder / CONTENTS).read_text(encoding="utf-8"))
    result = sweep_in(folder)
    if result is None:
        raise InputError("no study in this folder", zh="该文件夹中没有研究", file=folder)
    wrong = 0
    for name, content in tables_and_figures(result).items():
        put(folder / REBUILT / name, content)
        same = sha256_of(content) == said["files"].get(name)
        wrong += not same
        print(f"{REBUILT}/{name}: {'same' if same else 'DIFFERS'}")
    return 1 if wrong else 0


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def installed() -> str:
    """What is installed here, where the package came without its lock file."""
    found = {one.metadata["Name"]: one.version for one in distributions() if one.metadata["Name"]}
    return "".join(f"{name}=={version}\n" for name, version in sorted(found.items(), key=lambda pair: pair[0].lower()))
