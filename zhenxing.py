"""zhenxing: an agent-based policy laboratory for the specialised towns of Guangdong.

Public names, loaded on first use so that `import zhenxing` and `zhenxing --help` cost nothing:

    from zhenxing import load, run
    result = run(load("decision-2012"), sample=0.1, out="results/first")
    print(result.goals)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOME = {
    "Comparison": "experiments.compare.folder",
    "FirmSet": "model.firms",
    "ImplausibleEffect": "experiments.judging",
    "InputError": "scenarios.errors",
    "PolicyScenario": "scenarios.policy",
    "Province": "model.province",
    "RunResult": "experiments.results",
    "compare": "experiments.compare.study",
    "lesson": "experiments.lessons.classroom",
    "load": "scenarios.policy",
    "results": "experiments.results",
    "run": "experiments.run",
}

if TYPE_CHECKING:
    from experiments.compare.folder import Comparison
    from experiments.compare.study import compare
    from experiments.judging import ImplausibleEffect
    from experiments.lessons.classroom import lesson
    from experiments.results import RunResult, results
    from experiments.run import run
    from model.firms import FirmSet
    from model.province import Province
    from scenarios.errors import InputError
    from scenarios.policy import PolicyScenario, load

__all__ = [
    "Comparison",
    "FirmSet",
    "ImplausibleEffect",
    "InputError",
    "PolicyScenario",
    "Province",
    "RunResult",
    "compare",
    "lesson",
    "load",
    "results",
    "run",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'zhenxing' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})


if __name__ == "__main__":
    import sys

    from experiments.cli import main

    sys.exit(main())
