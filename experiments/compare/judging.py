"""An effect out of proportion to its money is said to be so: the bounds of a single pair, on the mean over cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from experiments.compare.folder import Comparison

if TYPE_CHECKING:
    import pandas as pd


def out_of_proportion(comparison: Comparison) -> dict[str, dict[str, str]]:
    """Explanation by language of every scenario whose mean effect breaks a bound; none for shocks or chosen towns."""
    from analysis.plausibility import explanation

    about = comparison.about
    if about["towns"]:
        return {}
    content = {one["id"]: one["content"] for one in about["scenarios"]}
    base = content[about["base"]]
    found = {}
    for name, scenario in content.items():
        if name == about["base"] or any(scenario[part] != base[part] for part in ("shocks", "parameters", "series")):
            continue
        findings = _findings(comparison.cases, comparison.costs, name)
        if findings:
            found[name] = {lang: explanation(findings, lang, scenario["parameters"]) for lang in ("en", "zh")}
    return found


def _findings(cases: pd.DataFrame, costs: pd.DataFrame, name: str) -> tuple:
    """Bounds broken by the mean over cases."""
    from analysis.plausibility import LUCK, MOST_ABOVE_BASELINE, MOST_PER_YUAN, Finding

    mine = cases[(cases["scenario"] == name) & (cases["counted"] == 1) & (cases["indicator"] == "gdp")]
    public = costs[
        (costs["scenario"] == name)
        & (costs["lever"] == "all")
        & (costs["payer"] == "public")
        & (costs["kind"] == "net")
    ]
    spent = float(public["amount"].iloc[0]) if len(public) else 0.0
    means = mine.groupby(["scope", "year"])[["value", "base_value"]].mean()
    found = []
    with_it, without = np.asarray(means.loc["province"].sum(), float)
    extra = with_it - without
    years = means.loc["province"].index
    if spent > 0 and extra > LUCK * without and extra > MOST_PER_YUAN * spent:
        period = f"{years.min()}-{years.max()}"
        found.append(Finding("gdp_per_public_yuan", extra / spent, MOST_PER_YUAN, extra, spent, period))
    with_it, without = np.asarray(means.loc["towns"].iloc[-1], float)
    if with_it > (1.0 + MOST_ABOVE_BASELINE) * without:
        share = with_it / without - 1.0
        found.append(Finding("gdp_above_baseline", share, MOST_ABOVE_BASELINE, with_it, without, str(years.max())))
    return tuple(found)
