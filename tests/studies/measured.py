"""Where slow studies leave what they measured: docs/measured/<name>.json, stamped with the hash of the code."""

from __future__ import annotations

import json
from pathlib import Path

from experiments.keys import code_hash

FOLDER = Path(__file__).parents[2] / "docs" / "measured"


def keep(name: str, content: dict) -> Path:
    """Write a study's figures (rounded to six digits, so that a file changes only when a figure does)."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.json"
    rounded = json.loads(json.dumps(content), parse_float=lambda text: float(f"{float(text):.6g}"))
    path.write_text(json.dumps({"code": code_hash(), **rounded}, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    return path
