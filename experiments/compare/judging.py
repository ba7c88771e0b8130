"""An effect out of proportion to its money is said to be so: the bounds of a single pair, on the mean over cases.

A mean of few cases is not known well: a bound is broken when the lower end of the mean's interval lies beyond it. Where
only the mean does, that is said as well, and no figure of such a scenario should be quoted.
"""

from __future__ import annotations

from typing import Any

from experiments.compare.folder import Comparison


def beyond_in_the_mean(comparison: Comparison) -> dict[str, dict[str, str]]:
    """A warning by language for each scenario whose mean lies beyond a bound by less than the error of so few cases."""
    sure = out_of_proportion(comparison)
    return {
        name: {
            "en": "in the mean the effect is out of proportion to its money, by less than the error of so few cases: "
            "take more cases before any figure of it is quoted.",
            "zh": "平均效果与投入不相称,但未超出少数情形的误差:请增加情形数,在此之前不宜引用其数值。",
        }
        for name in out_of_proportion(comparison, sure=False)
        if name not in sure
    }


def out_of_proportion(comparison: Comparison, sure: bool = True) -> dict[str, dict[str, str]]:
    """Explanation by language of every scenario whose mean effect breaks a bound, `sure` beyond the error of the mean;
    none for shocks or chosen towns."""
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
        findings = _findings(comparison.cases, comparison.costs, name, sure)
        if findings:
            found[name] = {lang: explanation(findings, lang, scenario["parameters"]) for lang in ("en", "zh")}
    return found


def _findings(cases: Any, costs: Any, name: str, sure: bool) -> tuple:
    """Bounds broken by the mean over cases, of a scenario's rows of both tables."""
    from analysis.plausibility import LUCK, MOST_ABOVE_BASELINE, MOST_PER_YUAN, Finding

    mine = cases[(cases["scenario"] == name) & (cases["counted"] == 1) & (cases["indicator"] == "gdp")]
    net = costs[(costs["scenario"] == name) & (costs["payer"] == "public") & (costs["kind"] == "net")]
    spent = float(net["amount"].sum())
    count, years = mine["case"].nunique(), sorted(mine["year"].unique())
    if not count:
        return ()
    found = []
    whole = mine[mine["scope"] == "province"]
    with_it, without = (float(whole[column].sum()) / count for column in ("value", "base_value"))
    extra = with_it - without
    if spent > 0 and extra > LUCK * without and extra - sure * error(whole) > MOST_PER_YUAN * spent:
        period = f"{years[0]}-{years[-1]}"
        found.append(Finding("gdp_per_public_yuan", extra / spent, MOST_PER_YUAN, extra, spent, period))
    last = mine[(mine["scope"] == "towns") & (mine["year"] == years[-1])]
    with_it, without = (float(last[column].sum()) / count for column in ("value", "base_value"))
    if with_it - sure * error(last) > (1.0 + MOST_ABOVE_BASELINE) * without:
        share = with_it / without - 1.0
        found.append(Finding("gdp_above_baseline", share, MOST_ABOVE_BASELINE, with_it, without, str(years[-1])))
    return tuple(found)


def error(rows: Any) -> float:
    """How far the mean over cases may lie above the truth (wan yuan), once in twenty; zero for a single case."""
    from scipy.stats import t

    gain = (rows["value"] - rows["base_value"]).groupby(rows["case"]).sum()
    if len(gain) < 2:
        return 0.0
    return float(t.ppf(0.95, len(gain) - 1) * gain.std(ddof=1) / len(gain) ** 0.5)
