"""The start is settled: what moves in 2012 without any outside change, against what moves in later years."""

import numpy as np
import pytest

from model.province import Province
from scenarios.policy import load
from tests.studies.measured import keep

MOMENTS = (
    "output_real",
    "employment",
    "price_index",
    "debt_to_output",
    "firms",
    "concentration",
    "knowledge",
    "research_spending",
    "tfp_dispersion",
    "wage_mean",
)
SEEDS = range(1, 5)


@pytest.mark.slow
def test_drift_in_the_first_year_is_reported_beside_that_of_later_years():
    drift: dict[str, list] = {name: [] for name in MOMENTS}
    later: dict[str, list] = {name: [] for name in MOMENTS}
    for seed in SEEDS:
        run = Province(
            load("baseline"), world="guangdong", sample=0.1, rng=seed, end="2021Q4", environment="constant"
        ).run()
        for name in MOMENTS:
            path = [r[3] for r in run.records["province"] if r[1] == name and r[2] == "province"]
            years = np.log(np.array(path).reshape(-1, 4).mean(axis=1))
            quarters = np.log(np.array(path))
            drift[name].append(quarters[3] - quarters[0])
            later[name].append(np.abs(np.diff(years)[3:]).mean())
    table = {
        name: {
            "drift_2012_percent": 100 * abs(float(np.mean(drift[name]))) * 4 / 3,
            "drift_later_percent_a_year": 100 * float(np.mean(later[name])),
        }
        for name in MOMENTS
    }
    for row in table.values():
        row["ratio"] = row["drift_2012_percent"] / row["drift_later_percent_a_year"]
    keep("start_drift", {"seeds": len(SEEDS), "sample": 0.1, "moments": table})
    assert all(row["drift_2012_percent"] < 5.0 for row in table.values()), table
