"""What a user may change of what is given: parameters and assumptions, shocks to series, series of their own."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from model.quarter import format_quarter, parse_quarter
from scenarios.errors import InputError, nearest
from scenarios.table_files import ColumnRule, read_table


def override(name: str, value: float, assumptions: dict, values: dict, entries: Mapping, described: Mapping) -> None:
    """Replace a parameter or an assumption; refuses unknown ids and values outside the range in the data files."""
    if not math.isfinite(value):
        raise InputError("a parameter must be a finite number", field=f"parameters.{name}", found=value)
    if name in entries:
        low, high = entries[name]["low"], entries[name]["high"]
        if not low <= value <= high:
            raise _outside(name, value, low, high)
        values[name] = value
    elif name in assumptions:
        low, high = described[name]["low"], described[name]["high"]
        if not low <= value <= high:
            raise _outside(name, value, low, high)
        assumptions[name] = value
    else:
        raise InputError(
            "there is no such parameter",
            field=f"parameters.{name}",
            found=name,
            nearest=nearest(name, [*entries, *assumptions]),
            zh="没有这个参数",
        )


def _outside(name: str, value: float, low: float, high: float) -> InputError:
    return InputError(
        "this value is outside the range of the parameter",
        field=f"parameters.{name}",
        found=value,
        allowed=f"{low:g} to {high:g}",
        zh="参数超出范围",
    )


def dated(text: object, field: str) -> int:
    """A quarter of a shock (number or 2013Q1) as a number."""
    if isinstance(text, (int, np.integer)):
        return int(text)
    try:
        return parse_quarter(str(text))
    except ValueError:
        raise InputError(
            "this is not a quarter",
            field=f"shocks.{field}",
            found=text,
            allowed="a quarter such as 2013Q1",
            zh="不是季度",
        ) from None


def apply_shocks(series: dict[str, np.ndarray], first: int, blows: tuple) -> None:
    """Multiply series in place, each factor from its quarter until the next."""
    for name, path in blows:
        if name not in series:
            raise InputError(
                "there is no such series",
                field=f"shocks.{name}",
                found=name,
                allowed=tuple(sorted(series)),
                nearest=nearest(name, series),
                zh="没有这个序列",
            )
        values = series[name].copy()
        ends = [quarter for quarter, _ in path[1:]] + [first + len(values)]
        for (start, factor), end in zip(path, ends, strict=True):
            if not math.isfinite(factor) or factor <= 0:
                raise InputError(
                    "a shock is a factor above zero", field=f"shocks.{name}.{format_quarter(start)}", found=factor
                )
            values[max(start - first, 0) : max(end - first, 0)] *= factor
        series[name] = values


def own_series(path: str, first: int, series: dict[str, np.ndarray]) -> tuple[int, dict[str, np.ndarray]]:
    """A user's own values (columns series, quarter, value, and part: industry or class number where there are several).

    A value holds until the next date given; a series reaches as far as the last date of the file.
    """
    table = read_table(
        path,
        {
            "series": ColumnRule("text"),
            "quarter": ColumnRule("quarter"),
            "value": ColumnRule("number"),
            "part": ColumnRule("integer", required=False, empty=True),
        },
    )
    last = max(first + len(next(iter(series.values()))) - 1, int(table["quarter"].max()))
    found = {k: np.concatenate([v, np.repeat(v[-1:], last + 1 - first - len(v), axis=0)]) for k, v in series.items()}
    part = np.nan_to_num(np.asarray(table["part"], float), nan=-1).astype(int)
    for row in sorted(range(len(table["series"])), key=lambda r: (table["quarter"][r], r)):
        name, quarter = table["series"][row], int(table["quarter"][row])
        if name not in found:
            raise table.error("there is no such series", row, "series", found=name, nearest=nearest(name, found))
        if quarter < first:
            raise table.error(
                "this quarter is too early",
                row,
                "quarter",
                found=format_quarter(quarter),
                allowed=f"{format_quarter(first)} or later",
            )
        values = found[name]
        if part[row] >= 0 and (values.ndim == 1 or part[row] >= values.shape[1]):
            raise table.error("this series has no such part", row, "part", found=int(part[row]))
        values[quarter - first :, *([part[row]] if part[row] >= 0 else [])] = table["value"][row]
    return first, found
