"""Mesa's agent set over rows of a table: the verbs of Mesa at the speed of arrays.

A set is the whole table, the rows of one kind in it, or a selection. A selection is held by uid and looked up when it
is asked, so it outlives entry and exit: who has closed drops out, and nobody else slips in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Any

import numpy as np
from mesa import Model
from mesa.agentset import AbstractAgentSet

from model.aggregates import ColumnGroups, aggregate
from model.columns import Columns
from model.fields import FIRM
from model.rowagent import UIDS_A_TABLE, RowAgent


class ColumnSet(AbstractAgentSet):
    """Rows of a table as Mesa's agent set; `ColumnSet(agents, random)` makes a selection of views, as Mesa's own do."""

    agent_class: type[RowAgent] = RowAgent
    model: Any
    table: Columns
    random: Random
    _uids: np.ndarray | None  # of a selection, in its order
    _members: frozenset[int] | None

    def __init__(self, model, table: Any = None, rows=None, *, agent_class: type[RowAgent] | None = None, random=None):
        own = vars(self)
        own.update(_version=-1, _rows=None, _uids=None, _members=None)
        if isinstance(model, Model):
            own.update(model=model, table=table, random=model.random, agent_class=agent_class or self.agent_class)
            if rows is not None:
                own["_uids"] = table.uid[self._kind_rows()][rows]
            return
        agents = list(model)
        random = table if isinstance(table, Random) else random
        first = agents[0] if agents else None
        own.update(
            model=first.model if first else None,
            table=first.table if first else Columns(FIRM[:1]),
            random=random or (first.model.random if first else Random(0)),
            agent_class=agent_class or (type(first) if first else self.agent_class),
        )
        self._update(agents)

    # what is in it

    @property
    def rows(self) -> np.ndarray:
        """Where its members stand in the table now (row indices), in the set's order."""
        own, table = vars(self), self.table
        if own["_version"] != table.version:
            if own["_uids"] is None:
                own["_rows"] = np.arange(table.n)[self._kind_rows()]
            else:
                rows = table.rows_of(own["_uids"])
                own["_rows"] = rows[rows >= 0]
            own["_version"] = table.version
        return own["_rows"]

    @property
    def whole(self) -> bool:
        """Whether it is every row of its table, whoever enters or leaves."""
        return self._uids is None and self.agent_class.only is None

    def _kind_rows(self):
        if self.agent_class.only is None:
            return slice(None)
        column, value = self.agent_class.only
        return np.flatnonzero(getattr(self.table, column) == value)

    def __len__(self) -> int:
        return self.table.n if self.whole else len(self.rows)

    def __iter__(self) -> Iterator[RowAgent]:
        model, table, make, rows = self.model, self.table, self.agent_class, self.rows
        version = table.version  # a snapshot: rows may move while the caller is at work
        for uid, row in zip(table.uid[rows].tolist(), rows.tolist(), strict=True):
            yield make(model, table, uid, row, version)

    def __contains__(self, agent: object) -> bool:
        if type(agent) is not self.agent_class or agent.table is not self.table or not agent.alive:
            return False
        if self._uids is None:
            return True
        members = self._members or frozenset(self._uids.tolist())
        vars(self)["_members"] = members
        return agent.uid in members

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self)} of {self.agent_class.word})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ColumnSet):
            return NotImplemented
        same = self.table is other.table and self.agent_class is other.agent_class
        return same and np.array_equal(np.sort(self.rows), np.sort(other.rows))

    __hash__ = None  # type: ignore[assignment]  # as every set that can change

    def view(self, uid: int) -> RowAgent:
        """The agent of this uid; KeyError when it is not in the set."""
        agent = self.agent_class(self.model, self.table, int(uid))
        if agent not in self:
            raise KeyError(f"no {self.agent_class.word} {uid} in the set: closed, never born or not selected")
        return agent

    def to_list(self) -> list[RowAgent]:
        """Its members as a list of views."""
        return list(self)

    # columns

    def __getattr__(self, name: str) -> np.ndarray:
        if name.startswith("_") or "table" not in vars(self):
            raise AttributeError(name)
        column = self.table.column(name)
        if self.whole:
            return column
        values = column[self.rows]
        values.flags.writeable = False  # a copy: writing into it would be lost without a word
        return values

    def __setattr__(self, name: str, value: Any) -> None:
        self.set(name, value)

    def get(self, attr_names, handle_missing: str = "error", default_value: Any = None) -> np.ndarray:
        """An attribute of all members (its unit), or several side by side (members x names): a copy."""
        if handle_missing not in ("error", "default"):
            raise ValueError(f"handle_missing is 'error' or 'default', found {handle_missing!r}")
        if not isinstance(attr_names, str):
            columns = [self.get(name, handle_missing, default_value) for name in attr_names]
            return np.stack(columns, axis=1) if columns else np.empty((len(self), 0))
        if attr_names in self.table.fields:
            column = self.table.column(attr_names)
            return column.copy() if self.whole else column[self.rows]
        if attr_names == "unique_id":
            return self.get("uid") + self.agent_class.table_number * UIDS_A_TABLE
        if not hasattr(self.agent_class, attr_names):
            if handle_missing == "default":
                return np.full(len(self), default_value)
            self.table.column(attr_names)  # raises, naming the nearest column
        return np.array([getattr(agent, attr_names) for agent in self])

    def set(self, attr_name: str, value: Any) -> ColumnSet:
        """One value for all members, or an array with one each, in the set's order."""
        if attr_name == "uid":
            raise AttributeError("uid is for ever")
        column = self.table.column(attr_name)
        if value is column:
            return self  # `firms.cash += x` has already written into the column
        value = np.asarray(value)
        if value.ndim and value.shape != (len(self),):
            raise ValueError(f"{attr_name} needs one value or {len(self)}, found shape {value.shape}")
        column[slice(None) if self.whole else self.rows] = value
        return self

    def agg(self, attribute: str, func: Callable | Iterable[Callable], weighted: bool = False) -> Any:
        """An attribute of all members through a function of the array, or several; weighted: as firms, not rows."""
        values = self.get(attribute)
        weights = self.get("weight") if weighted else None
        if callable(func):
            return aggregate(values, func, weights)
        return [aggregate(values, one, weights) for one in tuple(func)]

    def groupby(self, by: Any, result_type: str = "agentset") -> ColumnGroups:
        """Members by a column, by several (keys are tuples), by a function of the agent or by an array of labels."""
        if callable(by):
            numbers: dict[Any, int] = {}  # labels of any type, in the order they are met
            labels = np.array([numbers.setdefault(by(agent), len(numbers)) for agent in self], dtype=np.int64)
            return self._grouped(labels, list(numbers), result_type)
        if isinstance(by, str):
            labels = self.get(by)
        elif isinstance(by, (list, tuple)) and all(isinstance(name, str) for name in by):
            labels = self.get(list(by))
        else:
            labels = np.asarray(by)
            if len(labels) != len(self):
                raise ValueError(f"groupby needs {len(self)} labels, found {len(labels)}")
        keys, group = np.unique(labels, axis=0 if labels.ndim > 1 else None, return_inverse=True)
        names = [tuple(key) if isinstance(key, list) else key for key in keys.tolist()]
        return self._grouped(group.ravel(), names, result_type)

    def _grouped(self, group: np.ndarray, names: list, result_type: str) -> ColumnGroups:
        order = np.argsort(group, kind="stable")
        ends = np.cumsum(np.bincount(group, minlength=len(names)))[: len(names)]
        parts = np.split(order, ends[:-1])[: len(names)]
        sets = {name: self._selection(part) for name, part in zip(names, parts, strict=True)}
        groups: dict = {name: list(one) for name, one in sets.items()} if result_type == "list" else sets
        return ColumnGroups(groups)

    # selections and orders

    def select(
        self,
        filter_func: Callable[[RowAgent], bool] | None = None,
        at_most: float = float("inf"),
        inplace: bool = False,
        agent_type: type | None = None,
        *,
        mask: np.ndarray | None = None,
    ) -> ColumnSet:
        """Members where `mask` is true (fast) and `filter_func` of the agent; the first `at_most`, number or share."""
        if filter_func is None and mask is None and agent_type is None and at_most == float("inf"):
            return self if inplace else self.copy()
        chosen = np.arange(len(self))
        if mask is not None:
            flags = np.asarray(mask)
            if flags.dtype != bool or flags.shape != (len(self),):
                raise ValueError(f"mask needs {len(self)} booleans, found {flags.dtype} of shape {flags.shape}")
            chosen = np.flatnonzero(flags)
        if agent_type is not None and not issubclass(self.agent_class, agent_type):
            chosen = chosen[:0]
        most = int(len(self) * at_most) if isinstance(at_most, float) and at_most <= 1.0 else at_most
        if filter_func is not None:
            found = []
            for place, agent in zip(chosen.tolist(), self._selection(chosen), strict=True):
                if len(found) >= most:
                    break
                if filter_func(agent):
                    found.append(place)
            chosen = np.array(found, dtype=np.int64)
        chosen = chosen[: len(chosen) if most == float("inf") else int(most)]
        return self._arrange(chosen, inplace)

    def shuffle(self, inplace: bool = False) -> ColumnSet:
        """The same members in random order."""
        order = list(range(len(self)))
        self.random.shuffle(order)
        return self._arrange(np.array(order, dtype=np.int64), inplace)

    def sort(self, key, ascending: bool = False, inplace: bool = False) -> ColumnSet:
        """The same members by a column or a function of the agent, largest first unless ascending."""
        values = np.array([key(agent) for agent in self]) if callable(key) else self.get(key)
        order = np.argsort(values if ascending else values[::-1], kind="stable")
        return self._arrange(order if ascending else len(values) - 1 - order[::-1], inplace)

    def copy(self) -> ColumnSet:
        """The same members in a set of its own; of a whole table, again the whole table."""
        twin = object.__new__(type(self))
        vars(twin).update(vars(self))
        return twin

    __copy__ = copy

    def _selection(self, places: np.ndarray) -> ColumnSet:
        rows = self.rows[places]
        twin = self.copy()
        vars(twin).update(_uids=self.table.uid[rows], _rows=rows, _version=self.table.version, _members=None)
        return twin

    def _arrange(self, places: np.ndarray, inplace: bool) -> ColumnSet:
        chosen = self._selection(places)
        if not inplace:
            return chosen
        self._refuse_if_held()
        vars(self).update(vars(chosen))
        return self

    def _refuse_if_held(self) -> None:
        held = getattr(self.model, "agents_by_type", {})
        if held.get(self.agent_class) is self:
            raise ValueError(f"the model's own set of {self.agent_class.word} stays as it is: take select() or copy()")

    # agent by agent: for a few agents; arrays are a hundred times faster

    def _call(self, method: str | Callable, args, kwargs) -> Iterator[Any]:
        for agent in self:
            if agent.alive:  # an agent before it may have closed it
                call = getattr(agent, method) if isinstance(method, str) else method
                yield call(*args, **kwargs) if isinstance(method, str) else call(agent, *args, **kwargs)

    def do(self, method: str | Callable, *args, **kwargs) -> ColumnSet:
        """Call a method of each member, or a function with each."""
        for _ in self._call(method, args, kwargs):
            pass
        return self

    def shuffle_do(self, method: str | Callable, *args, **kwargs) -> ColumnSet:
        """The same in random order."""
        self.shuffle().do(method, *args, **kwargs)
        return self

    def map(self, method: str | Callable, *args, **kwargs) -> list[Any]:
        """What each of these calls returns, as a list."""
        return list(self._call(method, args, kwargs))

    # members one by one: of a selection only

    def _update(self, agents: Iterable[RowAgent]) -> ColumnSet:
        self._refuse_if_held()
        agents = list(agents)
        if strangers := [a for a in agents if type(a) is not self.agent_class or a.table is not self.table]:
            raise ValueError(f"{strangers[0]!r} is not a {self.agent_class.word} of this table")
        uids = np.array(list(dict.fromkeys(agent.uid for agent in agents)), dtype=np.int64)
        vars(self).update(_uids=uids, _version=-1, _members=None)
        return self

    def add(self, agent: RowAgent) -> None:
        """Take an agent into the selection."""
        if agent not in self:
            self._update([*self, agent])

    def discard(self, agent: RowAgent) -> None:
        """Leave an agent out of the selection, if it is there."""
        if agent in self:
            self._update([one for one in self if one != agent])

    def remove(self, agent: RowAgent) -> None:
        """Leave an agent out of the selection; KeyError if it is not there."""
        if agent not in self:
            raise KeyError(agent)
        self.discard(agent)
