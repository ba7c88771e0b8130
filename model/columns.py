"""Tables of agents as NumPy columns: one array a declared field, alive rows side by side, some room to grow.

`table.cash` is the live array of the alive rows; `table.cash = values` writes into it. A view taken before `append` or
`keep` is stale afterwards: ask the table again. A table with a `uid` column numbers its rows, strictly increasing and
never twice, so a row is found by binary search however many others have come and gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import TypeVar

import numpy as np

from model.fields import Field
from model.sums import close_up, found_in, runs_of

Columned = TypeVar("Columned", bound=tuple)

OWN_WORDS = ("n", "version", "fields")
PAGE, STEP = 4096, 320  # bytes: columns begin at different places of a page, see `room_for`
LARGEST_BLOCK = 31 << 20  # bytes: that library looks at blocks below 32 MiB
GROWTH = 1.05  # a table of firms is hundreds of megabytes: doubling would cost more than the copies it saves


def room_for(rows: int, dtype: str | np.dtype, place: int) -> np.ndarray:
    """An empty column (rows) for the place-th field of a table.

    Large arrays all begin at the same offset in a page, so that the same row of twenty columns would fall on the same
    few lines of the processor's cache and drive one another out: a pass over many columns takes twice as long.
    """
    start = place * STEP % PAGE // np.dtype(dtype).itemsize
    return np.empty(rows + start, dtype)[start:]


def hold_freed_memory() -> None:
    """Let the arrays one phase frees serve the next. The C library of Linux hands memory beyond twice the largest block
    it has ever seen freed back to the system, which clears every page before it gives it out again: a seventh of a
    quarter's time, or nothing, as small things happen to lie. Elsewhere this does nothing."""
    np.empty(LARGEST_BLOCK, np.int8)


class Columns:
    """Rows of declared fields, each field one compact array of its own type."""

    n: int
    version: int  # rises whenever rows move, so that a row once looked up is known to be stale
    fields: Mapping[str, Field]
    _buffers: dict[str, np.ndarray]
    _capacity: int
    _next_uid: int
    _rows_named: dict[str, tuple]  # of tables that name rows of another one

    def __init__(self, fields: Iterable[Field], size: int = 0):
        fields = tuple(fields)
        declared = {field.name: field for field in fields}
        if len(declared) < len(fields):
            raise ValueError("a field is declared twice")
        if taken := [name for name in declared if name.startswith("_") or name in OWN_WORDS or hasattr(Columns, name)]:
            raise ValueError(f"a field cannot be called {taken[0]!r}: the table uses that word itself")
        put = self.__dict__
        put["fields"] = MappingProxyType(declared)
        put["_capacity"] = 0
        put["_buffers"] = {name: np.empty(0, field.dtype) for name, field in declared.items()}
        put["_next_uid"] = 0
        put["version"] = 0
        put["_rows_named"] = {}
        self._show(0)
        self.append(size)

    def __len__(self) -> int:
        return self.n

    def __repr__(self) -> str:
        return f"Columns({len(self.fields)} fields, {self.n} rows)"

    def __getattr__(self, name: str) -> np.ndarray:
        # reached only for what is not there: the columns themselves are plain attributes of the instance
        raise AttributeError(self._unknown(name))

    def __setattr__(self, name: str, values) -> None:
        if name not in self.fields:
            raise AttributeError(self._unknown(name))
        column = self.__dict__[name]
        if values is not column:  # `table.cash += x` has already written into the column
            values = self._fitting(name, values, self.n)
            if name == "uid":
                self._check_uids(values, -1)
                self.__dict__["version"] += 1
            column[...] = values

    def append(self, count: int, **values) -> slice:
        """Rows added at the end (a number of rows), given values or else the declared defaults; says where they are."""
        fitted = {name: self._fitting(name, value, count) for name, value in values.items()}
        start, stop = self.n, self.n + int(count)
        if "uid" in self.fields:
            first = self._free_uid()
            if "uid" in fitted and count:
                self._check_uids(fitted["uid"], first - 1)
            elif count:
                fitted["uid"] = np.arange(first, first + count)
        if stop > self._capacity:
            self._reserve(int(stop * GROWTH) if self.n else stop)  # who has grown once will grow again
        for name, buffer in self._buffers.items():
            buffer[start:stop] = fitted.get(name, self.fields[name].default)
        self._show(stop)
        return slice(start, stop)

    def make_room(self) -> None:
        """Room for rows to come, where there is none: cheapest before anything else stands in memory."""
        if self.n > self._capacity:
            self._reserve(int(self.n * GROWTH))
            self._show(self.n)

    def keep(self, mask: np.ndarray) -> int:
        """Rows removed (a number of rows): those where `mask` is false; the others close up in their order."""
        mask = np.asarray(mask)
        if mask.dtype != bool or mask.shape != (self.n,):
            raise ValueError(f"keep needs {self.n} booleans, found {mask.dtype} of shape {mask.shape}")
        removed = self.n - int(np.count_nonzero(mask))
        if removed:
            self.__dict__["_next_uid"] = self._free_uid()
            first = int(np.argmin(mask))  # what stands before the first row removed stays where it is
            runs = runs_of(mask, first)
            for buffer in self._buffers.values():
                close_up(buffer, runs, first)
            self._show(self.n - removed)
        return removed

    def rows_of(self, uids) -> np.ndarray:
        """Rows of these identities (row indices), -1 for those that are gone."""
        uids = np.asarray(uids, dtype=np.int64)
        return found_in(self.uid, uids.ravel()).reshape(uids.shape)

    def rows_named_in(self, table: Columns, column: str) -> np.ndarray:
        """Rows of the identities that stand in a column of another table: looked up once, until rows move in either.

        Not to be written to.
        """
        case = table.version, self.version
        if table._rows_named.get(column, (None,))[0] != case:
            table._rows_named[column] = case, self.rows_of(table.column(column))
        return table._rows_named[column][1]

    def copy(self) -> Columns:
        """The same rows in a table of its own (deep), without spare room."""
        twin = Columns.__new__(Columns)
        twin.__setstate__(self.__getstate__())
        return twin

    def column(self, name: str) -> np.ndarray:
        """The live column of this name; AttributeError, naming the nearest, when there is none."""
        if name not in self.fields:
            raise AttributeError(self._unknown(name))
        return self.__dict__[name]

    def columns(self, kind: type[Columned]) -> Columned:
        """The live columns that a named tuple names, for a compiled walk over the rows."""
        return kind(*(self.column(name) for name in kind._fields))  # type: ignore[attr-defined]

    def frame(self, names: Iterable[str] | None = None) -> dict[str, np.ndarray]:
        """Copies of the columns named (all by default), by name, for tables and files."""
        names = tuple(self.fields) if names is None else tuple(names)
        return {name: self.column(name).copy() for name in names}

    @property
    def nbytes(self) -> int:
        """Memory the columns hold (bytes), spare room included."""
        return sum(buffer.nbytes for buffer in self._buffers.values())

    def __getstate__(self) -> dict:
        columns = {name: self.__dict__[name].copy() for name in self.fields}
        return {"fields": tuple(self.fields.values()), "columns": columns, "next_uid": self._next_uid}

    def __setstate__(self, state: dict) -> None:
        columns = state["columns"]
        size = len(next(iter(columns.values()))) if columns else 0
        put = self.__dict__
        put["fields"] = MappingProxyType({field.name: field for field in state["fields"]})
        put["_buffers"] = columns
        put["_next_uid"] = state["next_uid"]
        put["version"] = 0
        put["_rows_named"] = {}
        put["_capacity"] = 0  # where they were read to; the first rows added move them to room of their own
        self._show(size)

    def __deepcopy__(self, memo: dict) -> Columns:
        return self.copy()

    # below: the table's own work

    def _show(self, n: int) -> None:
        """Put the views of the alive rows where attribute access finds them without a call."""
        self.__dict__["n"] = n
        self.__dict__["version"] += 1
        self.__dict__.update({name: buffer[:n] for name, buffer in self._buffers.items()})

    def _reserve(self, capacity: int) -> None:
        for place, (name, old) in enumerate(self._buffers.items()):  # one at a time: never two tables in memory
            buffer = room_for(capacity, old.dtype, place)
            buffer[: self.n] = old[: self.n]
            self._buffers[name] = buffer
            self.__dict__.pop(name, None)
        self.__dict__["_capacity"] = capacity

    def _free_uid(self) -> int:
        last = int(self.uid[-1]) + 1 if self.n and "uid" in self.fields else 0
        return max(self._next_uid, last)

    def _check_uids(self, uids: np.ndarray, above: int) -> None:
        uids = np.atleast_1d(uids)
        if (len(uids) and uids[0] <= above) or np.any(uids[1:] <= uids[:-1]):
            raise ValueError(f"uids must increase from row to row and exceed {above}, the largest used so far")

    def _fitting(self, name: str, values, count: int) -> np.ndarray:
        if name not in self.fields:
            raise AttributeError(self._unknown(name))
        values = np.asarray(values)
        if values.ndim and values.shape != (count,):
            raise ValueError(f"{name} needs one value or {count}, found shape {values.shape}")
        return values

    def _unknown(self, name: str) -> str:
        nearest = get_close_matches(name, list(self.__dict__.get("fields", ())), 1)
        return f"no column {name!r}" + (f"; the nearest is {nearest[0]!r}" if nearest else "")
