"""Trials in the small world, run once for all tests."""

from __future__ import annotations

from functools import lru_cache

from experiments.trial.spec import Trial, trial_of
from experiments.trial.study import TrialResult, trial
from scenarios.yaml_files import parse_yaml

BASE = """
title: {en: A trial, zh: 试验}
burn_in: 2
arms:
  treated: {intervention: cash_transfer, amount: 7.5}
estimator: {kind: difference_in_differences, outcome: cash, window: 1}
horizon: 1
"""


def trial_in(text: str) -> Trial:
    return trial_of(parse_yaml(text, "trial.yaml"), "trial")


def with_field(name: str, value: str, base: str = BASE) -> str:
    """The base file with one of its fields replaced, or added."""
    lines = base.strip().splitlines()
    kept, dropping = [], False
    for line in lines:
        if not line.startswith(" "):
            dropping = line.split(":")[0] == name
        if not dropping:
            kept.append(line)
    return "\n".join([*kept, f"{name}: {value}"]) + "\n"


@lru_cache(maxsize=8)
def run(text: str = BASE, seeds: tuple[int, ...] = (1,)) -> TrialResult:
    return trial(trial_in(text), seeds, world="small")
