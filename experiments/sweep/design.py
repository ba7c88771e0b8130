"""Designs: which points of the inputs' ranges are run. A point is a row; a column is an input."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from experiments.sweep.study_file import DesignFile
from scenarios.yaml_files import Located

MOST_POINTS = 1_000_000
MOST_CELLS = 50_000_000  # points x inputs: 400 MB
FIELDS = {  # what each kind is told by, and its default
    "grid": ("points", "levels"),
    "list": ("rows", "file"),
    "latin_hypercube": ("points", "seed"),
    "sobol": ("points", "seed"),
    "saltelli": ("points", "seed", "second_order"),
    "morris": ("points", "levels", "seed"),
}
MORRIS_LEVELS = 4


@dataclass(frozen=True)
class Axis:
    """An input and the range it is varied over."""

    id: str
    low: float
    high: float


def design_matrix(design: DesignFile, axes: Sequence[Axis], seed: int, located: Located, folder: Path) -> np.ndarray:
    """float64 (points, inputs), read only. Raises InputError at the field that does not fit."""
    _check_fields(design, axes, located)
    if design.kind == "grid":
        points = _grid(design, axes, located)
    elif design.kind == "list":
        points = _listed(design, axes, located, folder)
    else:
        low, high = (np.array([getattr(axis, end) for axis in axes]) for end in ("low", "high"))
        drawn = _drawn(design, axes, seed if design.seed is None else design.seed, located)
        points = np.clip(drawn, low, high)  # what scaling rounds beyond an end
    points.setflags(write=False)
    return points


def problem(axes: Sequence[Axis]) -> dict[str, Any]:
    """The inputs as SALib wants them."""
    return {
        "num_vars": len(axes),
        "names": [axis.id for axis in axes],
        "bounds": [[axis.low, axis.high] for axis in axes],
    }


def _check_fields(design: DesignFile, axes: Sequence[Axis], located: Located) -> None:
    allowed = FIELDS[design.kind]
    for name in sorted(design.model_fields_set - {"kind"}):
        if name not in allowed:
            raise located.error(
                f"a {design.kind} design has no such field",
                "design",
                name,
                zh="这种设计没有该字段",
                found=name,
                allowed=allowed,
            )
    if not axes and design.kind != "list":
        raise located.error(
            "nothing is varied", "design", "kind", zh="没有可变的输入", found=design.kind,
            allowed="levers or uncertainties, or a list of one empty row",
        )  # fmt: skip
    if design.points is None and design.kind not in ("list", "grid"):
        raise located.error("the number of points is missing", "design", zh="缺少 points", allowed="points: N")


def _too_large(count: float, width: int, located: Located, field: str) -> None:
    most = min(MOST_POINTS, MOST_CELLS // max(width, 1))
    if count > most:
        raise located.error(
            "this design is too large",
            "design",
            field,
            zh="设计过大",
            found=f"{count:.3g} points",
            allowed=f"at most {most:,} points with {width} inputs",
        )


def _grid(design: DesignFile, axes: Sequence[Axis], located: Located) -> np.ndarray:
    """Every combination; the last input changes fastest."""
    own: Mapping[str, list[float]] = design.levels if isinstance(design.levels, dict) else {}
    names = [axis.id for axis in axes]
    for name in own:
        if name not in names:
            raise located.error(
                "this is no input of the study", "design", "levels", name, zh="不是本研究的输入", found=name,
                allowed=names,
            )  # fmt: skip
    count = design.points or (design.levels if isinstance(design.levels, int) else None)
    values = []
    for axis in axes:
        if axis.id in own:
            values.append(_within(own[axis.id], axis, located, "design", "levels", axis.id))
        elif count is None:
            raise located.error(
                "the levels of an input are missing", "design", zh="缺少取值个数", found=axis.id, allowed="points: N"
            )
        else:
            values.append(np.linspace(axis.low, axis.high, min(count, MOST_POINTS + 1)) if count > 1 else [axis.low])
    field = "points" if design.points else "levels"
    _too_large(math.prod(float(len(one)) for one in values), len(axes), located, field)
    return np.array(list(itertools.product(*values)), np.float64).reshape(-1, len(axes))


def _within(values: Sequence[float], axis: Axis, located: Located, *path: str | int) -> Sequence[float]:
    for value in values:
        if not axis.low <= value <= axis.high:
            raise located.error(
                "the value is outside the input's range", *path, zh="取值超出范围", found=value,
                allowed=f"{axis.low:g} to {axis.high:g}",
            )  # fmt: skip
    return values


def _listed(design: DesignFile, axes: Sequence[Axis], located: Located, folder: Path) -> np.ndarray:
    """Rows as they are written, in the file or in a table beside it; every input in every row."""
    if (design.rows is None) == (design.file is None):
        raise located.error("a list has rows, or a file with them", "design", zh="应写 rows 或 file 之一")
    if design.file is not None:
        return _from_table(design.file, axes, located, folder)
    rows, names = design.rows or [], [axis.id for axis in axes]
    _too_large(len(rows), len(axes), located, "rows")
    for place, row in enumerate(rows):
        wrong = sorted(set(row) ^ set(names))
        if wrong:
            raise located.error(
                "a row names every input of the study and no other",
                "design",
                "rows",
                place,
                zh="每行应包含且仅包含本研究的输入",
                found=wrong[0],
                allowed=names,
            )
        for axis in axes:
            _within([row[axis.id]], axis, located, "design", "rows", place, axis.id)
    return np.array([[row[name] for name in names] for row in rows], np.float64).reshape(len(rows), len(axes))


def _from_table(file: str, axes: Sequence[Axis], located: Located, folder: Path) -> np.ndarray:
    from scenarios.table_files import ColumnRule, read_table

    path = folder / file
    if path.suffix.lower() not in (".csv", ".xlsx", ".txt") or not path.is_file():
        raise located.error(
            "there is no such table", "design", "file", zh="没有这个表格", found=file, allowed="a .csv or .xlsx file"
        )
    table = read_table(path, {axis.id: ColumnRule("number", low=axis.low, high=axis.high) for axis in axes})
    _too_large(len(table.lines), len(axes), located, "file")
    return np.column_stack([np.asarray(table[axis.id], np.float64) for axis in axes])


def _drawn(design: DesignFile, axes: Sequence[Axis], seed: int, located: Located) -> np.ndarray:
    count, width = int(design.points or 0), len(axes)
    if design.kind in ("sobol", "saltelli") and count & (count - 1):
        near = 1 << round(math.log2(count))
        raise located.error(
            "a Sobol sequence is balanced over powers of two only",
            "design",
            "points",
            zh="Sobol 序列的点数应为 2 的幂",
            found=count,
            allowed="2, 4, 8, 16, ...",
            nearest=str(near),
        )
    rows = count * {"saltelli": 2 * width + 2 if design.second_order else width + 2, "morris": width + 1}.get(
        design.kind, 1
    )
    _too_large(rows, width, located, "points")
    low, high = (np.array([getattr(axis, end) for axis in axes]) for end in ("low", "high"))
    if design.kind == "saltelli":
        from SALib.sample import sobol

        return sobol.sample(problem(axes), count, calc_second_order=design.second_order, seed=seed)
    if design.kind == "morris":
        from SALib.sample import morris

        levels = design.levels if isinstance(design.levels, int) else MORRIS_LEVELS
        if levels % 2 or isinstance(design.levels, dict):
            raise located.error(
                "Morris' design has an even number of levels", "design", "levels", zh="levels 应为偶数", found=levels
            )
        return morris.sample(problem(axes), count, num_levels=levels, seed=seed)
    from scipy.stats import qmc

    sampler = qmc.LatinHypercube(width, rng=seed) if design.kind == "latin_hypercube" else qmc.Sobol(width, rng=seed)
    return low + sampler.random(count) * (high - low)
