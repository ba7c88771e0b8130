"""Where studies leave what they measured: docs/measured/<name>.json, stamped with the hash of the code."""

from __future__ import annotations

import json
from pathlib import Path

from experiments.folders import write_bytes
from experiments.keys import ROOT, code_hash

FOLDER = ROOT / "docs" / "measured"


def keep(name: str, content: dict, folder: Path = FOLDER) -> Path:
    """Write a study's figures (rounded to six digits, so that a file changes only when a figure does)."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    rounded = json.loads(json.dumps(content), parse_float=lambda text: float(f"{float(text):.6g}"))
    text = json.dumps({"code": code_hash(), **rounded}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    write_bytes(path, text.encode())
    return path
