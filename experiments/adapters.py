"""Other tools at the wheel: the EMA Workbench, Optuna and SALib drive a ModelFunction (see `zhenxing.as_function`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from experiments.function import ModelFunction
from scenarios.errors import InputError, nearest


def workbench_model(function: ModelFunction, name: str = "zhenxing") -> Any:
    """The function as a Model of the EMA Workbench: parameters are its uncertainties, levers of the Decision its
    levers, outcomes are scalars under their own texts."""
    try:
        from ema_workbench import Model, RealParameter, ScalarOutcome
    except ImportError:
        raise _missing("the EMA Workbench", "EMA Workbench") from None
    made = Model(name, function=function)
    kinds = {one: info.get("kind") for one, info in function.study.inputs.items()}
    ranges = {one: RealParameter(one, low, high) for one, (low, high) in function.inputs.items()}
    made.uncertainties = [one for name, one in ranges.items() if kinds[name] != "lever"]
    made.levers = [one for name, one in ranges.items() if kinds[name] == "lever"]
    made.outcomes = [ScalarOutcome(text) for text in function.outcomes]
    return made


def optuna_objective(function: ModelFunction, *outcomes: str) -> Callable[[Any], Any]:
    """An objective for Optuna: every input is a float within its range, what is returned are the outcomes named. A
    point at which the economy does not survive is pruned."""
    for outcome in outcomes:
        if outcome not in function.outcomes:
            raise InputError(
                "the study has no such outcome", zh="本研究没有这项结果", field="optuna_objective", found=outcome,
                allowed=function.outcomes, nearest=nearest(outcome, function.outcomes),
            )  # fmt: skip

    def objective(trial: Any) -> float | tuple[float, ...]:
        from optuna import TrialPruned

        found = function({one: trial.suggest_float(one, low, high) for one, (low, high) in function.inputs.items()})
        values = tuple(found[outcome] for outcome in outcomes)
        if not np.isfinite(values).all():
            raise TrialPruned("a run at this point ended in a fault")
        return values if len(values) > 1 else next(iter(values))

    return objective


def evaluated(function: ModelFunction, points: np.ndarray, outcome: str) -> np.ndarray:
    """An outcome at every row of a design (points, inputs), as SALib's samplers give it and its analyses take it."""
    names: Sequence[str] = tuple(function.inputs)
    return np.array([function(dict(zip(names, row, strict=True)))[outcome] for row in points.tolist()])


def _missing(en: str, zh: str) -> InputError:
    return InputError(
        f"this needs {en}", zh=f"此功能需要 {zh} 程序库", field="adapters", allowed="pip install 'zhenxing[adapters]'"
    )
