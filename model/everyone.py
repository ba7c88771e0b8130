"""Agents of different kinds together: lists of views, and all agents of a model kind by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from random import Random
from typing import Any, Literal

import numpy as np
from mesa import Agent
from mesa.agentset import AbstractAgentSet, GroupBy


class ViewList(AbstractAgentSet):
    """Agents of any kind in a given order. It holds them: Mesa's own set would let views fade away at once."""

    def __init__(self, agents: Iterable[Agent], random: Random | None = None):
        self._held: dict[Agent, None] = dict.fromkeys(agents)
        self.random = random or next((agent.random for agent in self._held), None) or Random(0)

    @property
    def _agents(self) -> dict[Agent, None]:
        return dict.fromkeys(self)

    def __iter__(self) -> Iterator[Agent]:
        return (agent for agent in tuple(self._held) if getattr(agent, "alive", True))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, agent: object) -> bool:
        return agent in self._held and getattr(agent, "alive", True)

    def _update(self, agents: Iterable[Agent]) -> ViewList:
        self._held = dict.fromkeys(agents)
        return self

    def add(self, agent: Agent) -> None:
        """Take an agent into the list."""
        self._held[agent] = None

    def discard(self, agent: Agent) -> None:
        """Leave an agent out, if it is there."""
        self._held.pop(agent, None)

    def remove(self, agent: Agent) -> None:
        """Leave an agent out; KeyError if it is not there."""
        del self._held[agent]

    def shuffle(self, inplace: bool = False) -> ViewList:
        """The same agents in random order."""
        agents = list(self)
        self.random.shuffle(agents)
        return self._update(agents) if inplace else ViewList(agents, self.random)

    def sort(self, key: Callable | str, ascending: bool = False, inplace: bool = False) -> ViewList:
        """The same agents by an attribute or a function, largest first unless ascending."""
        by = key if callable(key) else lambda agent: getattr(agent, key)
        agents = sorted(self, key=by, reverse=not ascending)
        return self._update(agents) if inplace else ViewList(agents, self.random)

    def do(self, method: str | Callable, *args, **kwargs) -> ViewList:
        """Call a method of each agent, or a function with each."""
        self.map(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: str | Callable, *args, **kwargs) -> ViewList:
        """The same in random order."""
        self.shuffle().map(method, *args, **kwargs)
        return self

    def map(self, method: str | Callable, *args, **kwargs) -> list[Any]:
        """What each of these calls returns."""
        if isinstance(method, str):
            return [getattr(agent, method)(*args, **kwargs) for agent in self]
        return [method(agent, *args, **kwargs) for agent in self]


class AllAgents(ViewList):
    """All agents of a model, kind by kind, whoever enters or leaves."""

    def __init__(self, sets: Mapping[type, AbstractAgentSet], random: Random):
        self.sets = dict(sets)
        self.random = random

    def __iter__(self) -> Iterator[Agent]:
        return chain.from_iterable(self.sets.values())

    def __len__(self) -> int:
        return sum(len(agents) for agents in self.sets.values())

    def __contains__(self, agent: object) -> bool:
        return type(agent) in self.sets and agent in self.sets[type(agent)]

    def select(self, filter_func=None, at_most=float("inf"), inplace=False, agent_type=None) -> AbstractAgentSet:
        """The agents of a type and those a function picks; of one kind alone, that kind's own columns."""
        if inplace:
            return self._update(())
        kinds = {kind: agents for kind, agents in self.sets.items() if issubclass(kind, agent_type or object)}
        if isinstance(at_most, float) and at_most <= 1.0:
            at_most = int(len(self) * at_most)
        if len(kinds) == 1:
            return next(iter(kinds.values())).select(filter_func, at_most)
        if filter_func is None and at_most == float("inf"):
            return AllAgents(kinds, self.random)
        return ViewList(AllAgents(kinds, self.random), self.random).select(filter_func, at_most)

    def get(
        self, attr_names, handle_missing: Literal["error", "default"] = "error", default_value: Any = None
    ) -> np.ndarray:
        """An attribute of all agents, kind after kind, or several side by side: a copy."""
        parts = [agents.get(attr_names, handle_missing, default_value) for agents in self.sets.values() if len(agents)]
        return np.concatenate(parts) if parts else np.empty(0)

    def groupby(self, by: Callable | str, result_type: Literal["agentset", "list"] = "agentset") -> GroupBy:
        """Agents by an attribute or a function; `groupby(type)` gives the kinds with their columns."""
        if by is type and result_type == "agentset":
            return GroupBy({kind: agents for kind, agents in self.sets.items() if len(agents)})
        return ViewList(self, self.random).groupby(by, result_type)

    def copy(self) -> ViewList:
        """The agents of now, in a list of its own."""
        return ViewList(self, self.random)

    __copy__ = copy

    def _update(self, agents: Iterable[Agent]) -> ViewList:
        raise ValueError("the model's agents stay as they are: take copy() or select()")

    def add(self, agent: Agent) -> None:
        """Refused: agents enter by the rules of the model."""
        self._update([agent])

    def discard(self, agent: Agent) -> None:
        """Refused: agents close by the rules of the model."""
        self._update([agent])

    remove = discard
