"""What moves an outcome: findings on the inputs of a study, by the method its design allows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from analysis.understanding.figures import Bar, Strip, Words, draw_ranges, draw_strips
from analysis.understanding.frame import StudyFrame, saltelli_block
from analysis.understanding.morris import morris_effects
from analysis.understanding.pawn import LEVEL, pawn_indices, points_needed, skewness
from analysis.understanding.sobol import SobolIndices, sobol_indices
from analysis.understanding.telling import (
    Finding,
    Unsaid,
    both,
    listed,
    name,
    number,
    percent,
    rows,
    shares,
    under,
    unit_of,
)
from analysis.understanding.variance import VarianceSplit, variance_split

if TYPE_CHECKING:
    pass

SKEWED = 2.0  # from this skewness on variance is a few extreme points
SHOWN = 12  # inputs in a figure
NAMED = 3  # inputs in a sentence
HEAVY = 0.4  # share of all luck that one point may make before it is said


def sobol_finding(study: StudyFrame, outcome: str) -> Finding | Unsaid:
    """First and total order, and pairs where the design has them, beside what luck alone would show."""
    found = sobol_indices(study.inputs, study.means(outcome), study.second_order)
    if found is None:
        why = both(
            "too few whole blocks of the design have results, or the outcome is the same everywhere",
            "设计中完整的样本块过少,或结果处处相同",
        )
        return Unsaid("sobol", outcome, why)
    split = variance_split(study.runs(outcome), study.crossed())
    luck = split.mean_luck if split is not None else None
    table, what = found.table, name(study, outcome)
    points = found.blocks * saltelli_block(len(study.inputs), study.second_order)
    tables = {"sobol": table} | ({} if found.pairs is None else {"sobol-pairs": found.pairs})

    def draw(lang: str):
        shown = table.head(SHOWN)
        series = [
            (word[lang], [Bar(*row) for row in shown[[key, f"{key}_low", f"{key}_high"]].itertuples(index=False)])
            for key, word in (
                ("total", both("with all interactions (total)", "含交互作用(总效应)")),
                ("first", both("by itself (first order)", "单独作用(一阶)")),
            )
        ]
        title = both("What moves {what}", "什么左右{what}", what=what)
        line = under(study, "share of its variance", "占其方差的比重", points)
        mark = None if luck is None else (luck, both("luck", "随机")[lang])
        words = Words(title[lang], line[lang], both("share of variance", "占方差比重")[lang])
        return draw_ranges([name(study, one)[lang] for one in shown["input"]], series, words, mark)

    return Finding(
        "sobol",
        outcome,
        sobol_sentence(study, outcome, found, luck),
        tables,
        draw,
        points,
        {"blocks": found.blocks, "of_blocks": found.of_blocks, "luck": luck},
    )


def sobol_sentence(study: StudyFrame, outcome: str, found: SobolIndices, luck: float | None) -> dict[str, str]:
    """The inputs whose total effect is above zero and above luck; how much of it is interaction; what is left out."""
    floor = 0.0 if luck is None else luck
    told = found.table[(found.table["total_low"] > floor)].head(NAMED)
    what = name(study, outcome)
    dropped = found.of_blocks - found.blocks
    tail = both("", "") if not dropped else both(
        " {dropped} of {all} blocks had a failed or missing run and are left out.",
        "{all} 个样本块中有 {dropped} 个含失败或缺失的测算,未计入。", dropped=dropped, all=found.of_blocks,
    )  # fmt: skip
    if luck is None:
        tail = both("{tail} Points have one run each: luck is part of these shares.",
                    "{tail}每个点只测算一次,随机成分含在内。", tail=tail)  # fmt: skip
    else:
        tail = both("{tail} An input that does nothing would show {luck} in total, through luck.",
                    "{tail}毫无作用的参数因随机也会显示总效应 {luck}。", tail=tail, luck=percent(luck))  # fmt: skip
    if told.empty:
        head = both("No input can be told from luck in what moves {what}.", "没有一个参数对{what}的影响能与随机区分。",
                    what=what)  # fmt: skip
        return both("{head}{tail}", "{head}{tail}", head=head, tail=tail)
    parts = [
        both("{input} ({total}, {low} to {high})", "{input}({total},{low} 至 {high})", input=name(study, row.input),
             **shares(row.total, row.total_low, row.total_high))
        for row in rows(told)
    ]  # fmt: skip
    alone = float(np.maximum(found.table["first"].to_numpy(float), 0.0).sum())
    head = both(
        "What moves {what} most, with all interactions: {parts} of its variance; all inputs by themselves make "
        "{alone} of it.",
        "对{what}影响最大的(含交互作用,占其方差):{parts};各参数单独作用合计占 {alone}。",
        what=what, parts=listed(parts), alone=percent(min(alone, 1.0)),
    )  # fmt: skip
    return both("{head}{tail}", "{head}{tail}", head=head, tail=tail)


def pawn_finding(study: StudyFrame, outcome: str) -> Finding | Unsaid:
    """Distance between distributions: fit for skewed outcomes, and for any design that fills the space."""
    values = study.drawn(study.means(outcome))
    found = pawn_indices(study.inputs, study.x, values)
    if found is None:
        return Unsaid("pawn", outcome, both(
            "{n} points with a result and {k} inputs: {least} points at least are needed, and an outcome that varies",
            "有结果的点 {n} 个、参数 {k} 个:至少需要 {least} 个点,且结果有变化", n=int(np.isfinite(values).sum()),
            k=len(study.inputs), least=points_needed(len(study.inputs))))  # fmt: skip
    skew, what = skewness(values), name(study, outcome)
    told = found.table[found.table["low"] > found.chance].head(NAMED)
    if told.empty:
        head = both("No input shifts the distribution of {what} more than chance would.",
                    "没有一个参数使{what}的分布变动超过偶然。", what=what)  # fmt: skip
    else:
        parts = [
            both("{input} ({value})", "{input}({value})", input=name(study, row.input), value=f"{row.median:.2f}")
            for row in rows(told)
        ]
        head = both("What shifts the whole distribution of {what} most (PAWN, 0 to 1): {parts}; chance reaches "
                    "{chance}.", "使{what}整个分布变动最大的(PAWN,0 至 1):{parts};偶然可达 {chance}。", what=what,
                    parts=listed(parts), chance=f"{found.chance:.2f}")  # fmt: skip
    tail = both(" Its skewness is {skew}{so}.", "其偏度为 {skew}{so}。", skew=f"{skew:.1f}", so=both(
        ", so that shares of variance would rest on a few extreme points",
        ",方差比重只取决于少数极端点") if abs(skew) >= SKEWED else both("", ""))  # fmt: skip

    def draw(lang: str):
        shown = found.table.head(SHOWN)
        bars = [Bar(*row) for row in shown[["median", "low", "high"]].itertuples(index=False)]
        title = both("What shifts the distribution of {what}", "什么使{what}的分布变动", what=what)
        line = under(study, "PAWN, median over {k} slides", "PAWN,{k} 个区段的中位数", found.points, LEVEL,
                     k=found.slides)  # fmt: skip
        words = Words(
            title[lang], line[lang], both("distance between distributions, 0 to 1", "分布间距离,0 至 1")[lang]
        )
        labels = [name(study, one)[lang] for one in shown["input"]]
        return draw_ranges(labels, [("", bars)], words, (found.chance, both("chance", "偶然")[lang]))

    return Finding("pawn", outcome, both("{head}{tail}", "{head}{tail}", head=head, tail=tail), {"pawn": found.table},
                   draw, found.points, {"chance": found.chance, "slides": found.slides, "skewness": skew})  # fmt: skip


def morris_finding(study: StudyFrame, outcome: str) -> Finding | Unsaid:
    """Elementary effects of every input through its whole range, beside what luck would do."""
    found = morris_effects(study, outcome)
    if found is None:
        return Unsaid("morris", outcome, both("no whole step of a trajectory has results at both ends",
                                              "没有一步轨迹两端都有结果"))  # fmt: skip
    table, what = found.table, name(study, outcome)
    told = table[table["low"] > (found.luck or 0.0)].head(NAMED)
    if told.empty:
        head = both("No input moves {what} more than luck does.", "没有一个参数对{what}的影响超过随机。", what=what)
    else:
        parts = [
            both("{input} ({value})", "{input}({value})", input=name(study, row.input), value=number(row.median))
            for row in rows(told)
        ]
        head = both("Moved through its whole range, one input at a time, what moves {what} most is {parts} (median "
                    "size of the effect).", "单个参数走完其全部范围,对{what}影响最大的是{parts}(影响大小的中位数)。",
                    what=what, parts=listed(parts))  # fmt: skip
    tail = both(" Points have one run each: luck is part of these effects.", "每个点只测算一次,随机成分含在内。")
    if found.luck is not None:
        tail = both(" Luck alone makes {luck}.", "随机本身造成 {luck}。", luck=number(found.luck))
    if found.failed:
        tail = both("{tail} {failed} of {all} steps had a failed or missing run and are left out.",
                    "{tail}{all} 步中有 {failed} 步含失败或缺失的测算,未计入。", tail=tail, failed=found.failed,
                    all=found.steps)  # fmt: skip

    def draw(lang: str):
        shown = table.head(SHOWN)
        bars = [Bar(*row) for row in shown[["median", "low", "high"]].itertuples(index=False)]
        title = both("What moves {what}, one input at a time", "逐个参数:什么左右{what}", what=what)
        line = under(study, "effect of the whole range, median of {t} trajectories, {unit}",
                     "走完全部范围的影响,{t} 条轨迹的中位数,{unit}", found.points, LEVEL, t=found.trajectories,
                     unit=unit_of(study.units.get(outcome, "-")))  # fmt: skip
        mark = None if found.luck is None else (found.luck, both("luck", "随机")[lang])
        words = Words(title[lang], line[lang], unit_of(study.units.get(outcome, ""))[lang])
        return draw_ranges([name(study, one)[lang] for one in shown["input"]], [("", bars)], words, mark)

    return Finding("morris", outcome, both("{head}{tail}", "{head}{tail}", head=head, tail=tail), {"morris": table},
                   draw, found.points, {"trajectories": found.trajectories, "luck": found.luck,
                                        "failed_steps": found.failed})  # fmt: skip


def variance_finding(study: StudyFrame, outcomes: tuple[str, ...]) -> Finding | Unsaid:
    """Inputs against luck, for all outcomes together."""
    import pandas as pd

    crossed = study.crossed()
    found: dict[str, VarianceSplit] = {}
    for outcome in outcomes:
        split = variance_split(study.runs(outcome), crossed)
        if split is not None:
            found[outcome] = split
    if not found:
        return Unsaid("variance", "", both(
            "luck and inputs are told apart by points that are run with several seeds: too few of these are",
            "区分随机与参数需要同一点用多个随机种子测算:此类点过少"))  # fmt: skip
    table = pd.DataFrame([_variance_row(outcome, split) for outcome, split in found.items()])
    most = max(found, key=lambda one: found[one].luck.share)
    split = found[most]
    head = both(
        "Of the variance of a single run of {what}, luck makes {luck} ({low} to {high}) and the inputs the rest.",
        "{what}单次测算的方差中,随机占 {luck}({low} 至 {high}),其余来自参数。", what=name(study, most),
        luck=percent(split.luck.share), low=percent(split.luck.low), high=percent(split.luck.high),
    )  # fmt: skip
    if split.heaviest > HEAVY:
        head = both("{head} A single point makes {part} of that luck: the split rests on it.",
                    "{head}其中单独一个点就占随机部分的 {part}:该分解取决于它。", head=head,
                    part=percent(split.heaviest))  # fmt: skip
    if len(found) > 1:
        least = min(found, key=lambda one: found[one].luck.share)
        head = both("{head} That is the most of {n} outcomes; the least is {share}, of {what}.",
                    "{head}这是 {n} 项结果中最高的;最低的是{what},{share}。", head=head, n=len(found),
                    share=percent(found[least].luck.share), what=name(study, least))  # fmt: skip

    def draw(lang: str):
        names = [both("inputs", "参数")[lang], both("luck at a point", "各点随机")[lang]]
        if crossed:
            names.append(both("luck shared by all points", "各点共有的随机")[lang])
        strips = []
        for outcome, one in found.items():
            common = one.common.share if one.common is not None else 0.0
            parts = (one.inputs.share, one.luck.share - common, *((common,) if crossed else ()))
            strips.append(Strip(name(study, outcome)[lang], parts, f"n = {one.points} × {one.runs / one.points:.3g}",
                                (one.inputs.low, one.inputs.high)))  # fmt: skip
        title = both("Luck and inputs", "随机与参数")
        points = max(one.points for one in found.values())
        line = under(study, "share of the variance of a single run", "占单次测算方差的比重", points,
                     parts=len(found))  # fmt: skip
        return draw_strips(strips, names, Words(title[lang], line[lang]))

    return Finding("variance", "", head, {"variance": table}, draw, max(one.points for one in found.values()))


def _variance_row(outcome: str, split: VarianceSplit) -> dict[str, object]:
    common = split.common
    return {
        "outcome": outcome,
        "inputs": split.inputs.share,
        "inputs_low": split.inputs.low,
        "inputs_high": split.inputs.high,
        "luck": split.luck.share,
        "luck_low": split.luck.low,
        "luck_high": split.luck.high,
        "luck_shared": math.nan if common is None else common.share,
        "luck_of_mean": split.mean_luck,
        "heaviest": split.heaviest,
        "points": split.points,
        "runs": split.runs,
    }
