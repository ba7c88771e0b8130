"""What a long study has found so far, a line a case in the user's cache: a stopped study goes on from there."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

log = logging.getLogger("zhenxing")


def read_kept(file: Path) -> dict[str, Any]:
    """Rows in the file by name; a line cut short by a stop is left out."""
    found: dict[str, Any] = {}
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError:
        return found
    for line in lines:
        try:
            name, rows = json.loads(line)
        except ValueError:
            continue
        found[name] = rows
    return found


def keep_one(file: Path, name: str, rows: Any) -> None:
    """Add a case to the file; where that is not possible the study goes on without."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with open(file, "a", encoding="utf-8") as out:
            out.write(json.dumps([name, rows]) + "\n")
    except OSError as error:
        log.warning("what was run cannot be kept in %s (%s)", file, error.strerror)
