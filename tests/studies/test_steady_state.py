"""With draws and a constant environment nothing trends: mean growth over seeds, quarters 21 to 60."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t

from model.province import Province
from scenarios.policy import load
from tests.studies.measured import keep

MOMENTS = ("output_real", "employment", "price_index", "debt_to_output", "firms", "concentration")
SEEDS = range(1, 31)
FIRST, LAST = 20, 60  # quarters 21 to 60
BOUND = (
    0.005  # a year; the 95 % interval of the mean must lie within. Sampling noise of 30 seeds alone cannot widen it:
)
# an interval beyond the bound is either a trend or luck too large to tell, and both are reported as they are


def growth(path: np.ndarray) -> float:
    """Least-squares trend of the logarithm (a year) over the quarters observed."""
    quarters = np.arange(LAST - FIRST)
    return 4.0 * float(np.polyfit(quarters, np.log(path[FIRST:LAST]), 1)[0])


def trends(world: str, sample: float) -> dict[str, list[float]]:
    """Yearly trends by moment, one for each seed."""
    found: dict[str, list[float]] = {name: [] for name in MOMENTS}
    for seed in SEEDS:
        run = Province(
            load("baseline"), world=world, sample=sample, rng=seed, end="2026Q4", environment="constant"
        ).run()
        for name in MOMENTS:
            found[name].append(
                growth(np.array([r[3] for r in run.records["province"] if r[1:3] == (name, "province")]))
            )
    return found


def table(found: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    """Mean trend with its 95 % interval and the spread of seeds (a year)."""
    rows = {}
    for name, values in found.items():
        mean, spread = float(np.mean(values)), float(np.std(values, ddof=1))
        half = float(t.ppf(0.975, len(values) - 1)) * spread / np.sqrt(len(values))
        rows[name] = {"mean": mean, "low": mean - half, "high": mean + half, "standard_deviation_of_seeds": spread}
    return rows


@pytest.mark.slow
@pytest.mark.parametrize(("world", "sample"), [("small", 1.0), ("guangdong", 0.02)])
def test_in_a_constant_environment_nothing_trends(world: str, sample: float) -> None:
    rows = table(trends(world, sample))
    keep(
        f"steady_state_{world}",
        {"unit": "growth a year", "bound": BOUND, "seeds": len(SEEDS), "quarters": [FIRST + 1, LAST], "trends": rows},
    )
    outside = {n: (r["low"], r["high"]) for n, r in rows.items() if r["low"] < -BOUND or r["high"] > BOUND}
    assert outside == {}
