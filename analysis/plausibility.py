"""Is the effect of a policy in proportion? Two bounds on a pair of tables, and an explanation when one is broken.

The package of 2012 is worth some 20-60 (1e8 yuan) a year, 0.1-0.35 % of the towns' GDP. A model that turns that into
several per cent of GDP is wrong somewhere, whatever its mechanism. Too little is no fault: policies can fail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from analysis.numbers import digits
from analysis.spending import PAYERS, by_lever, paid_by
from analysis.years import Yearly, quarter_codes
from model.quarter import format_quarter
from scenarios.meanings import parameter_name
from scenarios.punctuation import full_width

MOST_PER_YUAN = 5.0  # yuan of extra GDP a public yuan
MOST_ABOVE_BASELINE = 0.03  # GDP of the towns in YEAR, over the baseline's
YEAR = 2017
# A cheap measure divides luck by little: a lever of 5,000 wan yuan gave 4, -7 and 17 yuan a yuan with three seeds, all
# of it below 0.003 % of GDP. The ratio is judged where the extra GDP is more than luck brings about: 0.05 % of the
# province's is more than ten times the spread over seeds of a sum of six years (sample of 5 %).
LUCK = 0.0005
PUBLIC = ("centre", "province", "cities", "counties", "towns")

Table = Mapping[str, Any]  # equally long columns by name
Bound = Literal["gdp_per_public_yuan", "gdp_above_baseline"]


@dataclass(frozen=True)
class Finding:
    """A bound that is broken: what was found, and what it was made of (wan yuan, current prices)."""

    bound: Bound
    found: float
    allowed: float
    above: float  # extra GDP, or GDP of the year with the policy
    below: float  # public money, or GDP of the year in the baseline
    period: str  # 2012Q1-2017Q4, or a year


def implausible(policy: Mapping[str, Table], baseline: Mapping[str, Table]) -> tuple[Finding, ...]:
    """Bounds broken by a pair, `policy` with the tables province and spending, `baseline` with province.

    Both arms must live through the same shocks: the effect is that of the measures. Without public money the ratio is
    not defined and only the second bound counts.
    """
    found = (_per_yuan(policy, baseline), _above_baseline(policy["province"], baseline["province"]))
    return tuple(finding for finding in found if finding is not None)


def public_money(spending: Table) -> float:
    """Wan yuan that all levels of government bore for measures: paid, forgone and called, less what came back.

    What the baseline carries on is not among it.
    """
    totals = by_lever(spending)
    levers = sorted({lever for lever, _, _ in totals})
    assert set(PUBLIC) <= {name for name, _ in PAYERS.values()}
    return sum(paid_by(totals, lever, payer) for lever in levers for payer in PUBLIC)


def _per_yuan(policy: Mapping[str, Table], baseline: Mapping[str, Table]) -> Finding | None:
    public = public_money(policy["spending"])
    with_it, without = (_sum(arm["province"], "gdp", "province") for arm in (policy, baseline))
    extra = with_it - without
    if public <= 0 or extra <= LUCK * without or extra <= MOST_PER_YUAN * public:
        return None
    quarters = quarter_codes(policy["province"]["quarter"])
    period = f"{format_quarter(int(quarters.min()))}-{format_quarter(int(quarters.max()))}"
    return Finding("gdp_per_public_yuan", extra / public, MOST_PER_YUAN, extra, public, period)


def _above_baseline(policy: Table, baseline: Table) -> Finding | None:
    arms = Yearly(policy), Yearly(baseline)
    complete = [year for year in arms[0].years() if arms[0].value("gdp", "towns", year) is not None]
    if not complete:
        return None
    year = YEAR if YEAR in complete else complete[-1]
    with_it, without = (arm.value("gdp", "towns", year) for arm in arms)
    if with_it is None or not without or with_it <= (1.0 + MOST_ABOVE_BASELINE) * without:
        return None
    return Finding("gdp_above_baseline", with_it / without - 1.0, MOST_ABOVE_BASELINE, with_it, without, str(year))


def _sum(province: Table, indicator: str, scope: str) -> float:
    """Sum of a flow over all quarters, undiscounted."""
    rows = zip(province["indicator"], province["scope"], province["value"], strict=True)
    return sum(float(value) for name, where, value in rows if name == indicator and where == scope)


def explanation(findings: Sequence[Finding], lang: str, changed: Mapping[str, float] | None = None) -> str:
    """What is said instead of results: bound, what was found, how it was computed, what to check.

    `changed`: parameters that differ from those of the project, the first thing to look at.
    """
    zh = lang == "zh"
    lines = [
        "政策效果与投入不相称,不予列示。"
        if zh
        else "The effect of the measures is out of proportion: it is not shown as a result."
    ]
    for finding in findings:
        lines += _said(finding, zh)
    lines += _to_check(lang, changed or {})
    return full_width("\n".join(lines)) if zh else "\n".join(lines)


def _said(finding: Finding, zh: bool) -> list[str]:
    above, below = digits(finding.above * 1e-4, 4), digits(finding.below * 1e-4, 4)
    span = finding.period
    if finding.bound == "gdp_per_public_yuan":
        found = digits(finding.found)
        return (
            [
                f"- 界限:每元公共资金带来的累计新增生产总值不超过 {finding.allowed:g} 元;测得 {found} 元。",
                f"  算法:{span} 各季全省生产总值(含省内其余地区)方案减不实施之和 {above} 亿元,除以同期各级财政"
                f"为政策措施支付、减收和代偿减收回 {below} 亿元;现价,直接加总,不贴现。",
            ]
            if zh
            else [
                f"- Bound: at most {finding.allowed:g} yuan of extra GDP a public yuan. Found: {found}.",
                f"  How: GDP of the province, its rest included, policy less baseline, summed over {span}: {above} "
                f"(1e8 yuan); over what all levels of government paid, did not collect or covered for the measures, "
                f"less what came back: {below} (1e8 yuan). Current prices, plain sums, not discounted.",
            ]
        )
    percent = f"{100 * finding.found:+.1f} %"
    return (
        [
            f"- 界限:{span} 年生产总值高于不实施不超过 {finding.allowed:.0%};测得 {percent}。",
            f"  算法:{span} 年四个季度全部镇(无论是否认定)的生产总值之和,方案 {above} 亿元,不实施 {below} 亿元;现价。",
        ]
        if zh
        else [
            f"- Bound: GDP of {span} at most {finding.allowed:.0%} above the baseline. Found: {percent}.",
            f"  How: GDP of all towns, designated or not, four quarters of {span}: {above} (1e8 yuan) with the policy, "
            f"{below} without. Current prices.",
        ]
    )


def _to_check(lang: str, changed: Mapping[str, float]) -> list[str]:
    zh = lang == "zh"
    lines = ["请检查:" if zh else "What to check:"]
    if changed:
        values = ("、" if zh else ", ").join(
            f"{parameter_name(name, lang)} = {value:g}" for name, value in sorted(changed.items())
        )
        lines.append(f"- 改动的行为参数:{values}" if zh else f"- the parameters changed: {values}")
    lines += (
        [
            "- 取值接近研究范围上限的政策措施(zhenxing levers),以及费用表中费用过小的措施",
            "- 换一次模拟(--seed)、扩大抽样(--sample)后是否依旧;若仍如此,是模型的缺陷,请勿引用",
        ]
        if zh
        else [
            "- measures near the top of the range studied (zhenxing levers), and those whose cost is small in the "
            "spending table",
            "- whether it stays with another --seed and a larger --sample: then it is a fault of the model, not to be "
            "quoted",
        ]
    )
    return lines
