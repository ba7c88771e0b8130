"""One comparison of the small world that most tests read."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.compare.folder import Comparison
from experiments.compare.study import compare

SHORT = {"world": "small", "end": "2013Q4", "workers": 1}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compare")


@pytest.fixture(scope="session")
def decision(folder: Path) -> Comparison:
    """The Decision beside the baseline, four cases and two repeats, two years."""
    return compare("baseline", "decision-2012", 4, repeats=2, out=folder / "decision", **SHORT)


@pytest.fixture
def copied(decision: Comparison, tmp_path: Path) -> Path:
    """The same folder, to be changed or gone on with."""
    import shutil

    shutil.copytree(decision.folder, tmp_path / "copy")
    return tmp_path / "copy"
