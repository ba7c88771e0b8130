"""Which package is best, how sure that is, what decides it, and what choosing it may cost: findings on scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analysis.understanding.figures import Bar, Strip, Words, draw_ranges, draw_strips
from analysis.understanding.frame import StudyFrame, saltelli_block
from analysis.understanding.rankings import leads, rankings
from analysis.understanding.regret import HIGH, regret
from analysis.understanding.sobol import sobol_indices
from analysis.understanding.telling import (
    Finding,
    Unsaid,
    both,
    listed,
    measured,
    name,
    number,
    percent,
    shares,
    under,
    unit_of,
)

FEWEST = 5  # points
MOST_RANKS = 6  # told apart in the figure


@dataclass(frozen=True)
class Choice:
    """Scenarios that one outcome judges: `columns` says which column of the study holds each; None is the base they
    are compared with, whose effect is zero."""

    id: str
    columns: Mapping[str, str | None]
    better: int
    what: Mapping[str, str]  # what they are judged by, by language
    unit: str  # of the registry; values are in the one people use for it

    def values(self, study: StudyFrame) -> np.ndarray:
        """By point and scenario; NaN where a scenario is missing."""
        found = [np.zeros(study.points) if column is None else study.means(column) for column in self.columns.values()]
        return np.stack(found, axis=1)

    @property
    def scenarios(self) -> tuple[str, ...]:
        return tuple(self.columns)


def ranking_finding(study: StudyFrame, choice: Choice) -> Finding | Unsaid:
    """Order of the scenarios over the points, and the chance that one beats another."""
    values = study.drawn(choice.values(study))
    found = rankings(choice.scenarios, values, choice.better)
    if found is None or found.points < FEWEST:
        return Unsaid("rankings", choice.id, both("fewer than {n} points have results of every scenario",
                                                  "每个方案都有结果的点不足 {n} 个", n=FEWEST))  # fmt: skip
    best, second = found.table["scenario"].iloc[:2]
    pair = found.pairs.iloc[0]
    tied = bool(found.table["tier"].iloc[0] == found.table["tier"].iloc[1])
    sentence = both(
        "By {what}, {best} ranks first at {first} of the points and beats {second} at {beats} ({low} to {high}); "
        "{told} The order agrees over the points by {w} (Kendall's W, 1 is the same everywhere).",
        "按{what},{best}在 {first} 的点上列第一,在 {beats}({low} 至 {high})的点上优于{second};{told}"
        "各点名次一致程度 {w}(肯德尔 W,1 为处处相同)。",
        what=choice.what, best=name(study, best), second=name(study, second), w=f"{found.agreement:.2f}",
        first=percent(found.table["first"].iloc[0]), beats=percent(pair.beats), low=percent(pair.low),
        high=percent(pair.high),
        told=both("the two cannot be told apart.", "两者难分。") if tied
        else both("it leads in nine of ten points or more.", "在九成以上的点上领先。"),
    )  # fmt: skip

    def draw(lang: str):
        ranks = _rank_shares(values, choice.better)
        order = [choice.scenarios.index(one) for one in found.table["scenario"]]
        shown = min(len(order), MOST_RANKS)
        names = [both("rank {k}", "第 {k} 名", k=k + 1)[lang] for k in range(shown)]
        strips = [
            Strip(name(study, choice.scenarios[at])[lang], ranks[at][:shown],
                  both("mean rank {r}", "平均第 {r}", r=f"{found.table['mean_rank'].iloc[place]:.1f}")[lang])
            for place, at in enumerate(order)
        ]  # fmt: skip
        title = both("How often each scenario ranks where: {what}", "各方案名次的分布:{what}", what=choice.what)
        line = under(study, "share of points", "占点数比重", found.points, None)
        return draw_strips(strips, names, Words(title[lang], line[lang]))

    tables = {"rankings": found.table, "rankings-pairs": found.pairs}
    return Finding("rankings", choice.id, sentence, tables, draw, found.points, {"agreement": found.agreement})


def _rank_shares(values: np.ndarray, better: int) -> np.ndarray:
    """Share of the points at which each scenario has each rank (scenarios, ranks); equals share their ranks."""
    from scipy.stats import rankdata

    values = better * values[np.isfinite(values).all(axis=1)]
    count = values.shape[1]
    first, last = (rankdata(-values, method=method, axis=1) for method in ("min", "max"))
    places = np.arange(1, count + 1)
    held = (first[:, :, None] <= places) & (places <= last[:, :, None])
    return (held / held.sum(axis=2, keepdims=True)).mean(axis=0)


def regret_finding(study: StudyFrame, choice: Choice) -> Finding | Unsaid:
    """What each scenario may cost against the best one at the same point."""
    found = regret(choice.scenarios, choice.values(study), choice.better)
    if found is None or found.points < FEWEST:
        return Unsaid("regret", choice.id, both("fewer than {n} points have results of every scenario",
                                                "每个方案都有结果的点不足 {n} 个", n=FEWEST))  # fmt: skip
    table = found.table
    least, last = table.iloc[0], table.iloc[-1]
    where = _where(study, found.worst_point)
    sentence = both(
        "By {what}, the least that can be regretted at worst is {most}, with {best}; {last} may cost {worst}. "
        "{mean} regrets least on average ({average}). {best} regrets most {where}.",
        "按{what},最大遗憾最小的是{best}({most});{last}最多可达 {worst}。平均遗憾最小的是{mean}"
        "({average})。{best}的最大遗憾出现在{where}。",
        what=choice.what, most=measured(least.maximum, choice.unit), best=name(study, least.scenario), where=where,
        last=name(study, last.scenario), worst=measured(last.maximum, choice.unit), mean=name(study, found.mean),
        average=measured(table["mean"].to_numpy(float).min(), choice.unit),
    )  # fmt: skip

    def draw(lang: str):
        series = [
            (both("greatest", "最大")[lang], [Bar(value) for value in table["maximum"]]),
            (both("exceeded at one point in ten", "一成的点超过")[lang], [Bar(value) for value in table["high"]]),
            (both("mean", "平均")[lang], [Bar(value) for value in table["mean"]]),
        ]
        title = both("What is lost against the best scenario: {what}", "与该点最优方案相比的损失:{what}",
                     what=choice.what)  # fmt: skip
        line = under(study, "regret, {unit}", "遗憾,{unit}", found.points, None, unit=unit_of(choice.unit))
        words = Words(title[lang], line[lang], unit_of(choice.unit)[lang])
        return draw_ranges([name(study, one)[lang] for one in table["scenario"]], series, words, None)

    numbers = {"minimax": found.minimax, "least_mean": found.mean, "high": HIGH}
    return Finding("regret", choice.id, sentence, {"regret": table}, draw, found.points, numbers)


def _where(study: StudyFrame, point: int) -> dict[str, str]:
    """Where a point lies: the two inputs that stand furthest from the middle of their ranges."""
    place = [(value - low) / (high - low) if high > low else 0.5 for value, (low, high) in zip(
        study.x[point], study.bounds.values(), strict=True)]  # fmt: skip
    far = np.argsort(-np.abs(np.array(place) - 0.5), kind="stable")[:2]
    parts = [
        both("{input} is {value}", "{input} = {value}", input=name(study, study.inputs[k]),
             value=number(study.x[point, k])) for k in far
    ]  # fmt: skip
    return both("where {parts}", "{parts} 处", parts=listed(parts)) if parts else both("anywhere", "任意处")


def lead_finding(study: StudyFrame, choice: Choice) -> Finding | Unsaid:
    """Sobol indices of a ranking: which inputs decide whether the first scenario beats the second."""
    values = choice.values(study)
    order = rankings(choice.scenarios, study.drawn(values), choice.better)
    if order is None:
        return Unsaid("sobol of the ranking", choice.id, both("no point has results of every scenario",
                                                              "没有一个点具备所有方案的结果"))  # fmt: skip
    first, second = order.table["scenario"].iloc[:2]
    places = choice.scenarios.index(first), choice.scenarios.index(second)
    gap, ahead = leads(values, places, choice.better)
    by_gap = sobol_indices(study.inputs, gap, study.second_order)
    by_order = sobol_indices(study.inputs, ahead, study.second_order)
    names = {"first": name(study, first), "second": name(study, second)}
    if by_gap is None:
        return Unsaid("sobol of the ranking", choice.id, both(
            "the lead of {first} over {second} is the same everywhere, or too few whole blocks have results",
            "{first}对{second}的领先处处相同,或完整的样本块过少", **names))  # fmt: skip
    size = by_gap.blocks * saltelli_block(len(study.inputs), study.second_order)
    top = by_gap.table.iloc[0]
    sentence = both(
        "How far {first} leads {second} hangs most on {input}: {total} of the variance of the lead with all "
        "interactions ({low} to {high}).",
        "{first}领先{second}多少,最取决于{input}:含交互作用占领先幅度方差的 {total}({low} 至 {high})。",
        input=name(study, top.input), **shares(top.total, top.total_low, top.total_high), **names,
    )  # fmt: skip
    tables = {"lead": by_gap.table}
    if by_order is None:
        tail = both(" Which of the two is ahead is the same at every point.", "两者孰先在各点上相同。")
    else:
        tables["order"] = by_order.table
        tail = both(" Which of the two is ahead hangs most on {input} ({total}).", "两者孰先最取决于{input}({total})。",
                    input=name(study, by_order.table["input"].iloc[0]),
                    total=percent(min(by_order.table["total"].iloc[0], 1.0)))  # fmt: skip

    def draw(lang: str):
        series = [(both("how far ahead", "领先多少")[lang], _totals(by_gap, study))]
        if by_order is not None:
            series.append((both("which is ahead", "孰先")[lang], _totals(by_order, study)))
        title = both("What decides between {first} and {second}", "什么决定{first}与{second}的高下", **names)
        line = under(study, "total share of variance; {what}", "总效应占方差比重;{what}", size, what=choice.what)
        words = Words(title[lang], line[lang], both("share of variance", "占方差比重")[lang])
        return draw_ranges([name(study, one)[lang] for one in study.inputs], series, words, None)

    return Finding("sobol of the ranking", choice.id, both("{head}{tail}", "{head}{tail}", head=sentence, tail=tail),
                   tables, draw, size)  # fmt: skip


def _totals(found, study: StudyFrame) -> list[Bar]:
    """Total indices in the order of the inputs."""
    rows = found.table.set_index("input").loc[list(study.inputs), ["total", "total_low", "total_high"]]
    return [Bar(*row) for row in rows.itertuples(index=False)]
