"""Ensembles: tables of parameter values with weights. A member is one set of values; member 0 is the central one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from scenarios.errors import InputError, nearest
from scenarios.frozen import Frozen
from scenarios.registry import parameter_ranges
from scenarios.table_files import ColumnRule, Table, csv_rows, read_table
from scenarios.text_files import decode, read_bytes

FOLDER = Path(__file__).parent / "ensembles"
CENTRAL = "central"
LARGEST_FILE = 20_000_000


@dataclass(frozen=True)
class Ensemble:
    """Members by number (1 to len); number 0 stands for the values of scenarios/parameters themselves."""

    name: str
    parameters: tuple[Mapping[str, float], ...]
    weights: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.parameters)

    def member(self, number: int) -> Mapping[str, float]:
        """Parameter values of a member, none for the central one."""
        return self.parameters[number - 1] if number else Frozen()

    def weight(self, number: int) -> float:
        return self.weights[number - 1] if number else 1.0

    def of_case(self, case: int) -> int:
        """Member of the case of this number: members follow one another and begin again after the last."""
        return (case - 1) % len(self) + 1 if len(self) else 0


def shipped_ensembles() -> tuple[str, ...]:
    return (CENTRAL, *sorted(path.stem for path in FOLDER.glob("*.csv")))


@lru_cache(maxsize=4)
def ensemble(name: str) -> Ensemble:
    """The ensemble of a name; `central` has no doubt about parameters. Every value must lie in its range."""
    if name == CENTRAL:
        return Ensemble(CENTRAL, (), ())
    if name not in shipped_ensembles():
        raise InputError(
            "there is no such ensemble",
            zh="没有这个参数集合",
            field="--ensemble",
            found=name,
            allowed=shipped_ensembles(),
            nearest=nearest(name, shipped_ensembles()),
        )
    return read_ensemble(FOLDER / f"{name}.csv", name)


def read_ensemble(path: Path, name: str) -> Ensemble:
    """Members from a table with the columns member, weight and one a parameter."""
    names = [str(cell) for cell in csv_rows(decode(read_bytes(path, LARGEST_FILE), str(path)), str(path))[0][1]]
    table = read_table(path, {column: ColumnRule("number") for column in names})
    varied = [column for column in names if column not in ("member", "weight")]
    for column in varied:
        _check_range(table, column)
    for row, number in enumerate(table["member"]):
        if number != row + 1:
            raise table.error("members are numbered from 1", row, "member", found=float(number))
        if not table["weight"][row] > 0:
            raise table.error("a weight is above 0", row, "weight", found=float(table["weight"][row]))
    columns = [np.asarray(table[column]).tolist() for column in varied]
    return Ensemble(
        name,
        tuple(Frozen(dict(zip(varied, values, strict=True))) for values in zip(*columns, strict=True)),
        tuple(np.asarray(table["weight"]).tolist()),
    )


def _check_range(table: Table, column: str) -> None:
    if column not in parameter_ranges():
        raise table.error("there is no such parameter", 0, column, found=column)
    low, high = parameter_ranges()[column]
    outside = np.flatnonzero((table[column] < low) | (table[column] > high))
    if len(outside):
        row = int(outside[0])
        found = float(table[column][row])
        raise table.error(
            "outside the range of the parameter", row, column, found=found, allowed=f"{low:g} to {high:g}"
        )
