"""The notebooks are what the lessons give, and every cell of all six runs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from experiments.lessons.notebooks import notebooks

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def test_the_notebooks_in_the_repository_are_what_the_lessons_give() -> None:
    stale = [name for name, text in notebooks().items() if (DOCS / name).read_text(encoding="utf-8") != text]
    assert stale == [], "renew them with `zhenxing tables`"


def test_all_six_notebooks_run_from_the_first_cell_to_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setenv("MPLBACKEND", "agg")
    books = [nbformat.read(DOCS / name, as_version=4) for name in sorted(notebooks())]
    whole = nbformat.v4.new_notebook()
    whole.cells = [cell for book in books for cell in book.cells if cell.cell_type == "code"]
    for place, cell in enumerate(whole.cells):  # one kernel for all: starting one costs more than a lesson
        cell["id"] = f"cell-{place}"
    nbclient.NotebookClient(whole, timeout=300, kernel_name="python3").execute()
    printed = "".join(output.get("text", "") for cell in whole.cells for output in cell.outputs)
    assert printed.count("model / 模型") == 6
    assert printed.count("(wanted") >= 6 * 5
