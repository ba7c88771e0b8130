"""Given and starts shared by the tests of the population; Guangdong is built once a process."""

from __future__ import annotations

import pytest

from analysis.start_check import compare, summarise
from model.start import build_start
from scenarios.given import load_given


@pytest.fixture(scope="session")
def small():
    return load_given("small")


@pytest.fixture(scope="session")
def guangdong():
    return load_given("guangdong")


@pytest.fixture(scope="session")
def start(guangdong):
    return build_start(guangdong, population_seed=0)


@pytest.fixture(scope="session")
def tenth(guangdong):
    return build_start(guangdong, population_seed=0, sample=0.1)


@pytest.fixture(scope="session")
def small_start(small):
    return build_start(small, population_seed=0)


@pytest.fixture(scope="session")
def checked(start, guangdong):
    return {row["id"]: row for row in compare(summarise(start.tables, guangdong), guangdong)}
