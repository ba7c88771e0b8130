"""What an outcome of a plugin sees of a quarter that has ended: every column, and none that it could change."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.quarter import format_quarter

TABLES = ("firm", "town", "platform", "body", "university", "government", "household", "outside")


class Reading:
    """Columns of one table of agents by name, read only; model/fields.py says what each is and its unit."""

    def __init__(self, table: Any):
        self._table = table

    def __getattr__(self, name: str) -> np.ndarray:
        if name not in self._table.fields:
            raise AttributeError(f"there is no column {name!r}; there are {', '.join(sorted(self._table.fields))}")
        column = getattr(self._table, name).view()
        column.flags.writeable = False
        return column

    def __len__(self) -> int:
        return len(self._table)


class View:
    """A quarter: `quarter` (2013Q1), the tables `firm`, `town`, `platform`, `body`, `university`, `government`,
    `household`, `outside`, and sums of firms by town and of towns by scope. Firms count with `firm.weight`."""

    firm: Reading
    town: Reading
    platform: Reading
    body: Reading
    university: Reading
    government: Reading
    household: Reading
    outside: Reading

    def __init__(self, province: Any, quarter: int):
        self._province = province
        self.quarter = format_quarter(quarter)
        for name in TABLES:
            setattr(self, name, Reading(getattr(province, name)))

    def by_town(self, firms: np.ndarray) -> np.ndarray:
        """Weighted sum of a quantity of firms by town."""
        return self._province.by_town(np.asarray(firms, np.float64))

    def by_scope(self, towns: np.ndarray) -> dict[str, float]:
        """Sum of a quantity of towns by scope (province: all towns that are run, without the rest of the province)."""
        from model.phases.observe import scopes

        return {scope: float(np.asarray(towns)[mask].sum()) for scope, mask in scopes(self._province).items()}
