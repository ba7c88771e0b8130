"""How much the same luck in both arms narrows an effect: spread over seeds, paired against unpaired."""

import numpy as np
import pytest

from model.province import Province
from scenarios.policy import load
from tests.studies.measured import keep

OUTCOMES = ("gdp", "employment", "research_spending", "patents_granted", "loans_small_firms")
SEEDS = range(1, 9)


def last_year(province: Province, indicator: str) -> float:
    """Mean of an indicator over the last four quarters, towns of 2011."""
    rows = [r for r in province.records["province"] if r[1] == indicator and r[2] == "designated_2011"]
    return float(np.mean([r[3] for r in rows[-4:]]))


@pytest.mark.slow
def test_pairing_narrows_the_effect_of_the_decision_on_five_outcomes():
    values = {}
    for name in ("baseline", "decision-2012"):
        policy = load(name)
        for seed in SEEDS:
            run = Province(policy, world="guangdong", sample=0.05, rng=seed).run()
            values[name, seed] = {outcome: last_year(run, outcome) for outcome in OUTCOMES}
    table = {}
    for outcome in OUTCOMES:
        base = np.array([values["baseline", seed][outcome] for seed in SEEDS])
        policy = np.array([values["decision-2012", seed][outcome] for seed in SEEDS])
        paired = 100 * (policy / base - 1)
        independent = 100 * (policy / np.roll(base, 1) - 1)
        table[outcome] = {
            "mean_effect_percent": float(paired.mean()),
            "spread_paired_percent": float(paired.std(ddof=1)),
            "spread_independent_percent": float(independent.std(ddof=1)),
            "ratio": float(paired.std(ddof=1) / independent.std(ddof=1)),
        }
    keep("paired_effects", {"seeds": len(SEEDS), "sample": 0.05, "outcomes": table})
    # a ratio of variances of two samples of eight exceeds 0.06 under equality in all but 1 of 1,000 cases (F test)
    narrower = [table[outcome]["ratio"] < 1.0 for outcome in OUTCOMES]
    assert sum(narrower) >= 4, table
