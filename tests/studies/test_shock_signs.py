"""Shocks against the signs declared for them, on a sample of Guangdong: the table of docs/shocks.md."""

from __future__ import annotations

import pytest

from experiments.measuring.shock_study import arms, measured, missed
from scenarios.shock_signs import shock_signs
from tests.studies.measured import keep

SEEDS, SAMPLE = range(1, 9), 0.05


@pytest.mark.slow
def test_shocks_do_what_was_expected_but_for_the_misses_that_are_diagnosed() -> None:
    table = measured(arms(shock_signs(), SEEDS, sample=SAMPLE, world="guangdong"))
    keep("shock_signs", {"seeds": len(SEEDS), "sample": SAMPLE, "shocks": table})
    found = {(shock, name) for shock, rows in table.items() for name, row in rows.items() if missed(row)}
    told = {(shock, name) for shock, one in shock_signs().items() for name, sign in one.signs.items() if sign.diagnosis}
    assert found - told == set(), "misses without a diagnosis in scenarios/shocks.yaml"
    assert told - found == set(), "diagnoses of what is no miss any more"
