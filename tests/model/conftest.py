"""Policies and small worlds shared by the tests of the economy, and what it means that two worlds are alike."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np
import pytest

from model.province import Province
from scenarios.policy import load

State = dict[str, np.ndarray]


@pytest.fixture(scope="session")
def decision():
    return load("decision-2012")


@pytest.fixture(scope="session")
def baseline():
    return load("baseline")


@pytest.fixture
def small(decision) -> Callable[..., Province]:
    """A small world under a policy (the Decision unless told otherwise) at the start of 2012."""

    def build(policy=None, **arguments) -> Province:
        return Province(decision if policy is None else policy, world="small", **arguments)

    return build


@pytest.fixture(scope="session")
def state_of() -> Callable[[Province], State]:
    """Everything that an agent, the accounts and the surroundings hold, by name: copies."""

    def copies(province: Province) -> State:
        held = {
            f"{table}.{name}": getattr(columns, name).copy()
            for table, columns in province.tables_by_name().items()
            for name in columns.fields
        }
        for name, value in vars(province.anchor).items():
            held[f"anchor.{name}"] = value.toarray() if hasattr(value, "toarray") else np.array(value)
        held |= {f"carried.{name}": np.array(value) for name, value in province.carried.items()}
        held["ledger.flows"] = province.ledger.flows.copy()
        held["ledger.turnover"] = np.array(sorted(province.ledger.turnover.items()), dtype=object)
        return held

    return copies


@pytest.fixture(scope="session")
def differing() -> Callable[..., list[str]]:
    """Names of what differs between two states, by bits (NaN equals NaN); `ignore` leaves out columns by name."""

    def names(one: State, other: State, ignore: tuple[str, ...] = ()) -> list[str]:
        found = sorted(set(one) ^ set(other))
        for name in sorted(set(one) & set(other)):
            left, right = one[name], other[name]
            if left.shape != right.shape or left.dtype != right.dtype:
                found.append(name)
            elif left.dtype == object:
                if not np.array_equal(left, right):
                    found.append(name)
            elif left.tobytes() != right.tobytes():
                found.append(name)
        return [name for name in found if name not in ignore]

    return names


@pytest.fixture(scope="session")
def digest_of() -> Callable[[Province], str]:
    """sha256 of all that a run recorded and of the state it ended in."""

    def digest(province: Province) -> str:
        heap = hashlib.sha256()
        for row in province.records["province"]:
            heap.update(repr(row).encode())
        for quarter, table in province.records["towns"]:
            heap.update(str(quarter).encode())
            for name in sorted(table):
                heap.update(name.encode() + np.ascontiguousarray(table[name]).tobytes())
        heap.update(repr(province.ledger.spending).encode())
        for name, table in sorted(province.tables_by_name().items()):
            for column in table.fields:
                heap.update(f"{name}.{column}".encode() + getattr(table, column).tobytes())
        return heap.hexdigest()

    return digest
