"""A transfer of money in the small world, run once for all tests."""

from __future__ import annotations

import pytest

from experiments.trial.study import TrialResult
from tests.trial.small_trials import run


@pytest.fixture(scope="session")
def transfer() -> TrialResult:
    return run(seeds=(2,))
