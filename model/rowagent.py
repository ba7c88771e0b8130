"""A light Mesa agent for one row of a table: made when asked for, remembered by nobody."""

from __future__ import annotations

from typing import Any, ClassVar

from mesa import Agent, Model

from model.columns import Columns

# Mesa's numbers are unique in a model, a uid in its table only; 8 tables x 10^15 still fit a float64 exactly.
UIDS_A_TABLE = 10**15


class RowAgent(Agent):
    """One row of a table as a Mesa agent: its attributes are the row's columns, read and written in place."""

    word: ClassVar[str] = "agent"
    table_number: ClassVar[int] = 0  # 0 for firms, whose `unique_id` is their uid
    only: ClassVar[tuple[str, int] | None] = None  # (column, value): the rows of a shared table that are of this kind
    model: Any
    table: Columns
    uid: int

    def __init__(self, model: Model, table: Columns, uid: int, row: int = -1, version: int = -1):
        # Mesa's own constructor would register each view with the model, and keep it for ever
        self.__dict__.update(model=model, table=table, uid=uid, _row=row, _version=version)

    @property
    def unique_id(self) -> int:
        """Its number among all agents of the model, of whatever kind."""
        return self.table_number * UIDS_A_TABLE + self.uid

    @property
    def alive(self) -> bool:
        """Whether it still has a row."""
        return self._find() >= 0

    def remove(self) -> None:
        """Refused: agents close by the rules of the model."""
        raise TypeError(f"{self!r} cannot be removed by hand: agents close by the rules of the model")

    def _place(self) -> int:
        row = self._find()
        if row < 0:
            raise AttributeError(f"{self!r} has closed: it has no columns any more")
        return row

    def _find(self) -> int:
        own, table = self.__dict__, self.table
        if own["_version"] != table.version:  # rows have moved since it was last looked up
            own["_row"] = int(table.rows_of(own["uid"]))
            own["_version"] = table.version
        return own["_row"]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or "table" not in self.__dict__:
            raise AttributeError(name)
        row = self._place()  # first: that it has closed says more than that a name is unknown
        return self.table.column(name)[row].item()

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("uid", "unique_id", "model", "table"):
            raise AttributeError(f"{name} of {self!r} is for ever")
        self.table.column(name)[self._place()] = value

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.table.fields})

    def __repr__(self) -> str:
        return f"{self.word} {self.uid}"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.uid == self.uid and other.table is self.table

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.uid))
