"""The model as a function: a mapping of inputs in, a mapping of outcomes out. What SALib, Optuna, the EMA Workbench or
any other tool needs to drive it.

    f = zhenxing.as_function("study.yaml")
    f({"sell.price_elasticity": 4.0})          # {"effect(decision-2012, baseline, gdp)": 12.3}

The study file says which scenarios, inputs, ranges and outcomes; its design is not used. Inputs that are left out stand
in the middle of their range. Runs are stored in a folder as a sweep's are: what was run once is read again.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from experiments.sweep.design import problem
from experiments.sweep.plan import plan_of
from experiments.sweep.study import Study, described, study_of
from scenarios.errors import InputError, nearest


@dataclass
class ModelFunction:
    """Call it with a mapping, or with keywords where ids are names. It pickles, and so works in any tool's processes.

    `out`: folder of the runs, a temporary one without. A point at which a run fails gives outcomes that are NaN.
    """

    study: Study
    out: Path | None = None
    seed: int = 1
    _temporary: Any = field(default=None, repr=False)
    _starts: dict[str, str | None] = field(default_factory=dict, repr=False)

    @property
    def inputs(self) -> dict[str, tuple[float, float]]:
        """(low, high) of every input."""
        return {axis.id: (axis.low, axis.high) for axis in self.study.axes}

    @property
    def outcomes(self) -> tuple[str, ...]:
        return tuple(str(outcome) for outcome in self.study.outcomes)

    @property
    def problem(self) -> dict[str, Any]:
        """The inputs as SALib wants them."""
        return problem(self.study.axes)

    def __call__(
        self, values: Mapping[str, float] | None = None, /, *, seed: int | None = None, **named: float
    ) -> dict[str, float]:
        """Outcomes at a point, on the luck of `seed`. In a study of several scenarios each outcome has their names."""
        point = self.point({**(values or {}), **named})
        frame = self.rows(point, self.seed if seed is None else seed)
        several = len(self.study.scenarios) > 1
        found = {}
        for row in frame.to_dict("records"):
            for text in self.outcomes:
                found[f"{row['scenario']}: {text}" if several else text] = float(row[text])
        return found

    def point(self, values: Mapping[str, float]) -> np.ndarray:
        """Values in the order of the design. Raises InputError for an unknown input, and outside its range."""
        ranges = self.inputs
        for name, value in values.items():
            if name not in ranges:
                raise InputError(
                    "the study has no such input", zh="本研究没有这个输入", field="as_function", found=name,
                    allowed=tuple(ranges), nearest=nearest(name, ranges),
                )  # fmt: skip
            low, high = ranges[name]
            if not low <= float(value) <= high:
                raise InputError(
                    "the value is outside the input's range", zh="取值超出范围", field=name, found=float(value),
                    allowed=f"{low:g} to {high:g}",
                )  # fmt: skip
        return np.array([[float(values.get(name, (low + high) / 2)) for name, (low, high) in ranges.items()]])

    def rows(self, point: np.ndarray, seed: int) -> Any:
        """The sweep's frame of one point, run where it is not there yet."""
        from experiments.packs import Store
        from experiments.pools import Here
        from experiments.sweep.execution import execute
        from experiments.sweep.reading import frame_of

        folder = self.folder()
        study = replace(self.study, points=point, replications=1, seed=seed)
        plan = plan_of(described(study), point, study.outcomes)
        key = str(folder)
        if key not in self._starts:
            self._starts[key] = study.model.prepare(folder, None)
        execute(plan, study.model, folder, Here(), starts=self._starts[key])
        return frame_of(plan, Store(folder), study.read)

    def folder(self) -> Path:
        if self.out is not None:
            self.out.mkdir(parents=True, exist_ok=True)
            return self.out
        if self._temporary is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="zhenxing-")
        return Path(self._temporary.name)

    def __getstate__(self) -> dict[str, Any]:
        """A temporary folder stays with the process that made it."""
        return {**self.__dict__, "_temporary": None, "_starts": {}}


def as_function(
    study: str | os.PathLike[str] | Study, *, out: str | os.PathLike[str] | None = None, seed: int = 1
) -> ModelFunction:
    """A study (name, file or Study) as a function of its inputs. Raises InputError as `sweep` does."""
    found = study if isinstance(study, Study) else study_of(study)
    return ModelFunction(found, None if out is None else Path(out), seed)
