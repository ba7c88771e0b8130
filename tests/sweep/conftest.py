"""Study files and models that most tests of sweeps use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from experiments.sweep.models import FunctionModel
from tests.sweep import functions

SHORT = """
scenario: decision-2012
world: small
end: 2012Q4
levers: [art20_guarantee_share]
outcomes: [gdp, "effect(decision-2012, baseline, gdp)"]
design: {kind: grid, points: 2}
replications: 2
"""
OWN = """
scenario: own
uncertainties: [x]
outcomes: [y]
design: {kind: grid, points: 5}
"""


@pytest.fixture
def study(tmp_path: Path) -> Callable[..., Path]:
    """Write a study file; returns its path."""

    def write(text: str, name: str = "study.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def function_model(name: str, outputs: tuple[str, ...] = ("y",), **ranges: tuple[float, float]) -> Any:
    return FunctionModel(getattr(functions, name), ranges or {"x": (0.0, 1.0)}, outputs)
