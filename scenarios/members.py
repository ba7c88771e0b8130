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
    """Members from a table with a row a parameter and a column a member (1, 2, ...); the first row is their weight."""
    heads = [str(cell) for cell in csv_rows(decode(read_bytes(path, LARGEST_FILE), str(path)), str(path))[0][1]]
    members = heads[1:]
    table = read_table(path, {heads[0]: ColumnRule("text")} | {column: ColumnRule("number") for column in members})
    if members != [str(number) for number in range(1, len(members) + 1)]:
        raise InputError("members are numbered from 1", zh="成员应从 1 起编号", file=path, line=1, found=members[:3])
    ids = [str(one) for one in table[heads[0]]]
    if ids[:1] != ["weight"] or len(set(ids)) < len(ids):
        raise InputError("weights come first, then each parameter once", zh="首行为权重,参数各一行", file=path)
    values = np.stack([np.asarray(table[column], np.float64) for column in members], axis=1)
    for row, one in enumerate(ids):
        _check(table, row, one, values[row])
    return Ensemble(
        name,
        tuple(Frozen(dict(zip(ids[1:], column, strict=True))) for column in values[1:].T.tolist()),
        tuple(values[0].tolist()),
    )


def _check(table: Table, row: int, name: str, values: np.ndarray) -> None:
    """Weights are above 0, every value is in the range of its parameter."""
    if name == "weight":
        low, high = np.nextafter(0.0, 1.0), np.inf
    elif name in parameter_ranges():
        low, high = parameter_ranges()[name]
    else:
        raise table.error("there is no such parameter", row, name, found=name)
    outside = values[~((values >= low) & (values <= high))]
    if len(outside):
        found = float(outside[0])
        raise table.error("outside its range", row, name, found=found, allowed=f"{low:g} to {high:g}")
