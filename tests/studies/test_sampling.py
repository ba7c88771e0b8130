"""A sample of the firms against all of them: levels after the burn-in, and in 2017."""

from __future__ import annotations

import pytest

from model.province import Province
from scenarios.policy import load
from tests.studies.measured import keep

PROMISED_AMOUNTS = ("gdp", "research_staff", "patents_granted")
AMOUNTS = (*PROMISED_AMOUNTS, "employment", "output_gross", "research_spending")  # the others are kept, not promised
FLOWS = ("gdp", "patents_granted", "output_gross", "research_spending")  # summed over the year, others its last quarter
COUNTS = ("towns_designated", "towns_over_10bn", "platforms")
# means of these: what is measured is the sample, not one luck
SEEDS = {1.0: (1, 2), 0.1: (1, 2, 3), 0.02: (1, 2, 3, 4, 5)}
# share off, and counts off by so many or by that share: what the two samples promise
PROMISED = {0.1: (0.02, 1, 0.03), 0.02: (0.05, 2, 0.08)}


def figures(sample: float, seed: int) -> dict[str, dict[str, float]]:
    """Amounts and counts of designated towns in 2012 Q1 (what follows the burn-in) and in 2017."""
    run = Province(load("baseline"), world="guangdong", sample=sample, rng=seed).run()
    rows = {(q, i): v for q, i, scope, v in run.records["province"] if scope == "designated"}
    first, last = run.first_quarter, run.last_quarter
    return {
        "after burn-in": {name: rows[first, name] for name in (*AMOUNTS, *COUNTS)},
        "2017": {
            name: sum(rows[q, name] for q in range(last - 3, last + 1)) if name in FLOWS else rows[last, name]
            for name in (*AMOUNTS, *COUNTS)
        },
    }


def mean_figures(sample: float) -> dict[str, dict[str, float]]:
    """The mean over the seeds of a sample."""
    runs = [figures(sample, seed) for seed in SEEDS[sample]]
    return {when: {n: sum(r[when][n] for r in runs) / len(runs) for n in runs[0][when]} for when in runs[0]}


@pytest.fixture(scope="module")
def everybody() -> dict[str, dict[str, float]]:
    return mean_figures(1.0)


@pytest.mark.slow
@pytest.mark.parametrize("sample", sorted(PROMISED, reverse=True))
def test_a_sample_is_as_near_to_all_firms_as_promised(sample: float, everybody) -> None:
    found = mean_figures(sample)
    share, number, part = PROMISED[sample]
    rows, off = {}, {}
    for when, values in everybody.items():
        for name, whole in values.items():
            value = found[when][name]
            gap = value / whole - 1.0 if whole else value
            rows[f"{name}, {when}"] = {"all": whole, "sample": value, "gap": gap}
            allowed = share * whole if name in AMOUNTS else max(number, part * whole)
            if name not in AMOUNTS[len(PROMISED_AMOUNTS) :] and abs(value - whole) > allowed:
                off[f"{name}, {when}"] = round(gap, 4)
    keep(f"sampling_{sample}", {"seeds": list(SEEDS[sample]), "promised": list(PROMISED[sample]), "figures": rows})
    assert off == {}
