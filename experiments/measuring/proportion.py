"""Are effects in proportion to the money? Every shipped scenario with measures, in the small world and in a comparison.

Two bounds (analysis/plausibility.py): extra GDP of the whole run at most 5 yuan a public yuan, GDP of the towns in the
last year at most 3 per cent above the baseline. Beside them what each scenario was planned to cost, committed and paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from analysis.plausibility import MOST_ABOVE_BASELINE, MOST_PER_YUAN, public_money
from experiments.arm import RECORDED, columns_of, province_of
from experiments.measuring.lever_runs import LAST, Progress
from experiments.measuring.packages import planned
from experiments.pairs import carried_on
from experiments.specification import Specification, specify
from experiments.starts import start_of
from experiments.threads import one_thread
from scenarios.policy import PolicyScenario, load
from scenarios.scenario_files import shipped

BUDGET_YEARS = 5  # 2013-17


def with_measures() -> list[str]:
    """Names of the shipped scenarios that set a measure."""
    return [name for name in shipped() if load(name).levers]


@one_thread()
def small_world(seeds: Sequence[int], progress: Progress | None = None) -> dict[str, Any]:
    """Extra GDP, public money and GDP of the last year of every scenario, in the mean of the seeds."""
    names, found = with_measures(), {}
    base = {seed: _told(specify(carried_on(load(names[0])), seed=seed, world="small")) for seed in seeds}
    for place, name in enumerate(names):
        arms = {seed: _told(specify(load(name), seed=seed, world="small")) for seed in seeds}
        extra = [arms[seed][0] - base[seed][0] for seed in seeds]
        money = float(np.mean([arms[seed][1] for seed in seeds]))
        above = float(np.mean([arms[seed][2] for seed in seeds]) / np.mean([base[seed][2] for seed in seeds]) - 1.0)
        found[name] = judged(extra, money, above)
        if progress is not None:
            progress("measures", LAST, place + 1, len(names))
    return {"seeds": list(seeds), "scenarios": found}


def judged(extra: Sequence[float], money: float, above: float) -> dict[str, Any]:
    """A scenario's figures, with the one-sided 95 % error of the mean extra GDP (Student's t), all in wan yuan."""
    from scipy import stats

    n, mean = len(extra), float(np.mean(extra))
    error = float(stats.t.ppf(0.95, n - 1) * np.std(extra, ddof=1) / n**0.5) if n > 1 else 0.0
    ratio = mean / money if money > 0 else None
    broken = money > 0 and mean - error > MOST_PER_YUAN * money
    return {
        "extra_gdp": mean,
        "error": error,
        "public_money": money,
        "per_yuan": ratio,
        "above_baseline": above,
        "in_proportion": not broken and above <= MOST_ABOVE_BASELINE,
    }


def _told(spec: Specification) -> tuple[float, float, float]:
    """GDP of the province over the run, public money for measures, GDP of all towns in the last year (wan yuan)."""
    province = province_of(spec, start_of(spec))
    province.run()
    whole = towns = 0.0
    for quarter, indicator, scope, value in province.records["province"]:
        if indicator == "gdp":
            whole += float(value) * (scope == "province")
            towns += float(value) * (scope in ("designated", "candidate") and quarter > LAST - 4)
    spending = columns_of(province.ledger.spending, RECORDED["spending"])
    return whole, public_money(spending), towns


def in_comparison(folder: Path) -> dict[str, Any]:
    """The same figures out of a comparison, and what was planned, committed, paid and left unspent a year."""
    import pandas as pd

    from analysis.report.material import material_of
    from analysis.report.purses import public_cost, spent_by_payer
    from experiments.reporting import report_in

    comparison = report_in(folder)
    material, about = material_of(comparison, True), comparison.about
    cases: Any = pd.read_parquet(folder / "cases.parquet")
    gdp = cases[(cases["indicator"] == "gdp") & (cases["counted"] == 1)]
    found = {}
    for name in material.scenarios:
        mine = gdp[gdp["scenario"] == name]
        gain = (mine["value"] - mine["base_value"])[mine["scope"] == "province"].groupby(mine["case"]).sum()
        last = mine[(mine["scope"] == "towns") & (mine["year"] == mine["year"].max())]
        above = float(last["value"].mean() / last["base_value"].mean() - 1.0)
        purses = [kinds for payer, kinds in spent_by_payer(material, name).items() if payer not in ("firms", "society")]
        policy: PolicyScenario = load(name)
        found[name] = judged(gain.tolist(), public_cost(material, name), above) | {
            "planned": planned(policy.levers),
            "committed": sum(kinds.get("commitment", 0.0) for kinds in purses) / BUDGET_YEARS,
            "paid": public_cost(material, name) / BUDGET_YEARS,
            "unspent": sum(kinds.get("unspent", 0.0) for kinds in purses) / BUDGET_YEARS,
        }
    counted = len(about["cases"])
    return {"cases": counted, "sample": about["sample"], "key": about["key"], "scenarios": found}
