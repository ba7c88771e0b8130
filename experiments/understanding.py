"""From a folder to what can be understood of it: its results as a frame, the findings, the files. Nothing is run."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.numbers import scale
from analysis.understanding.findings import Told, findings
from analysis.understanding.frame import StudyFrame
from analysis.understanding.packages import Choice
from analysis.understanding.telling import Miss, both
from scenarios.errors import InputError, nearest

if TYPE_CHECKING:
    from experiments.compare.folder import Comparison

FOLDER = "understanding"
LIMIT = re.compile(r"(.+?)\s*(<|>)\s*([^<>]+)\Z")
MAIN_CHOICES = 3  # outcomes of a comparison that packages are judged by, unless others are named

Progress = Callable[[str, int, int, int], None]


@dataclass(frozen=True)
class Material:
    """A folder's results, ready for findings. `shown`: outcomes that are looked at unless others are named."""

    frame: StudyFrame
    choices: tuple[Choice, ...]
    title: Mapping[str, str]
    key: str
    shown: tuple[str, ...]
    goals: Mapping[str, Sequence[str]] = field(default_factory=dict)  # goal id -> outcomes that are held against it
    small: bool = False


@dataclass(frozen=True)
class Understanding:
    folder: Path
    told: tuple[Told, ...]
    about: dict[str, Any]


def understood(
    folder: str | Path,
    outcomes: Sequence[str] = (),
    goals: Sequence[str] = (),
    misses: Sequence[str] = (),
    out: str | Path | None = None,
    progress: Progress | None = None,
) -> Understanding:
    """Findings on a study or a comparison, written to DIR/understanding. `misses`: such as "OUTCOME < 3". Raises
    InputError for what is no such folder, and for outcomes and goals that it does not have."""
    import json

    from analysis.understanding.pages import files_of
    from experiments.compare.store import put

    material = material_of(Path(folder))
    frame = material.frame
    chosen = tuple(known(frame, one, "--outcome") for one in outcomes) or material.shown
    wanted = [*limits(frame, misses), *of_goals(material, goals)]
    choices = [one for one in material.choices if not outcomes or any(c in chosen for c in one.columns.values())]

    def report(done: int, total: int) -> None:
        if progress is not None:
            progress("findings", 0, done, total)

    told = tuple(findings(frame, chosen, choices, wanted, report))
    made = files_of(frame, told, material.title, material.key)
    place = Path(out) if out is not None else Path(folder) / FOLDER
    try:
        for name in sorted(made, key=lambda name: name == "understanding.json"):  # what tells that all is there, last
            put(place / name, made[name])
    except OSError as error:
        raise InputError(
            f"writing failed: {error.strerror or error}", zh="写入失败", file=place, field="--out"
        ) from error
    return Understanding(place, told, json.loads(made["understanding.json"]))


def material_of(folder: Path) -> Material:
    """What is in a folder. Raises InputError where it holds neither a study nor a comparison."""
    from experiments.compare.folder import Comparison
    from experiments.results import results

    found = results(folder)
    if isinstance(found, Comparison):
        return of_comparison(found)
    raise InputError(
        "a run is in this folder: several points are needed to understand anything",
        zh="该文件夹中只有一次测算;需要多个参数点才能作此分析",
        file=folder,
        field="DIR",
        allowed=("zhenxing sweep", "zhenxing compare"),
    )


def known(frame: StudyFrame, outcome: str, field: str) -> str:
    if outcome not in frame.outcomes:
        raise InputError(
            "there is no such outcome",
            zh="没有这项结果",
            field=field,
            found=outcome,
            allowed=frame.outcomes,
            nearest=nearest(outcome, frame.outcomes),
        )
    return outcome


def limits(frame: StudyFrame, given: Sequence[str]) -> list[Miss]:
    """Limits as written: OUTCOME < VALUE is missed below it, OUTCOME > VALUE above it."""
    found = []
    for text in given:
        parts = LIMIT.match(text.strip())
        try:
            value = float(parts[3]) if parts else float("nan")
        except ValueError:
            value = float("nan")
        if parts is None or not np.isfinite(value):
            raise InputError(
                "this is no limit", zh="不是界限", field="--misses", found=text, allowed="such as 'OUTCOME < 3'"
            )
        outcome = known(frame, parts[1].strip(), "--misses")
        name = {lang: frame.labels.get(outcome, {}).get(lang) or outcome for lang in ("en", "zh")}
        better = 1 if parts[2] == "<" else -1
        said = ("{what} of {value} at least", "{what}不低于 {value}") if better > 0 else (
            "{what} of {value} at most", "{what}不高于 {value}")  # fmt: skip
        found.append(Miss(outcome, value, better, both(*said, what=name, value=f"{value:g}")))
    return found


def of_goals(material: Material, wanted: Sequence[str]) -> list[Miss]:
    """Goals of the Decision, for every scenario whose level the study keeps."""
    from scenarios.registry import goals

    found = []
    for one in wanted:
        if one not in goals():
            raise InputError(
                "there is no such goal", zh="没有这个目标", field="--goal", found=one, allowed=tuple(goals()),
                nearest=nearest(one, goals()),
            )  # fmt: skip
        goal, columns = goals()[one], material.goals.get(one, ())
        if goal.target is None or material.small or not columns:
            reason = (
                ("the text sets no number for this goal", "原文对该目标没有定量标准")
                if goal.target is None
                else ("the small world has no targets of its own: use --misses", "小世界没有目标值,请用 --misses")
                if material.small
                else ("this study does not keep what the goal is about", "本研究未保留该目标所涉的结果")
            )
            raise InputError(
                reason[0],
                zh=reason[1],
                field="--goal",
                found=one,
                allowed=tuple(material.goals) or material.frame.outcomes,
            )
        factor = scale(goal.unit)[0]
        better = 1 if goal.direction == "up" else -1
        label = {"en": goal.label.en, "zh": goal.label.zh}
        found += [Miss(column, goal.target * factor, better, label) for column in columns]
    return found


# ---- comparisons


def of_comparison(comparison: Comparison) -> Material:
    """A comparison as a study: its points are the members of the ensemble, its replications their seeds."""
    import pandas as pd

    from analysis.comparison import MAIN
    from scenarios.registry import goals, indicators

    about, cases = comparison.about, comparison.cases
    year = int(cases["year"].max())
    cases = cases[cases["year"] == year]
    central = about["ensemble"] == "central"
    runs = [
        (one["member"] if not central else one["seed"], one["seed"]) for one in [*about["cases"], *about["repeats"]]
    ]
    points = {member: place for place, member in enumerate(dict.fromkeys(member for member, _ in runs))}
    table = pd.DataFrame([(points[member], seed) for member, seed in runs], columns=["point", "seed"])
    table.insert(1, "replication", table.groupby("point").cumcount() + 1)
    table, bounds = with_members(table, {} if central else {place: member for member, place in points.items()}, about)
    others = list(dict.fromkeys(cases["scenario"]))
    labels: dict[str, dict[str, str]] = {
        one["id"]: {lang: str(one["title"].get(lang) or one["id"]) for lang in ("en", "zh")}
        for one in about["scenarios"]
    }
    units: dict[str, str] = {}
    choices, kept = [], {}
    wanted = [pair for pair in MAIN if pair[0] in indicators()] + [
        (goal.indicator, goal.scope) for goal in goals().values() if goal.target is not None
    ]
    for indicator, scope in dict.fromkeys(wanted):
        rows = cases[(cases["indicator"] == indicator) & (cases["scope"] == scope)]
        if rows.empty:
            continue
        known_as = indicators()[indicator]
        factor, unit, _ = scale(known_as.unit)
        columns: dict[str, str | None] = {about["base"]: None}
        for other in others:
            own = rows[rows["scenario"] == other].set_index("case")
            effect, level = f"effect({other}, {about['base']}, {indicator}, {scope})", f"{indicator}({other}, {scope})"
            kept[effect] = factor * table["seed"].map(own["value"] - own["base_value"])
            kept[level] = factor * table["seed"].map(own["value"])
            columns[other] = effect
            units[effect] = units[level] = unit
            what = {"en": known_as.label.en, "zh": known_as.label.zh}
            labels[effect] = both("effect of {s} on {w} ({scope})", "{s}对{w}({scope})的效果", s=labels[other], w=what,
                                  scope=scope)  # fmt: skip
            labels[level] = both("{w} ({scope}) under {s}", "{s}下的{w}({scope})", s=labels[other], w=what, scope=scope)
        if known_as.better != "none" and (indicator, scope) in MAIN:
            what = both("{w} ({scope}, {year})", "{year} 年{w}({scope})", w={"en": known_as.label.en,
                        "zh": known_as.label.zh}, scope=scope, year=year)  # fmt: skip
            better = 1 if known_as.better == "up" else -1
            choices.append(Choice(f"{indicator}-{scope}", columns, better, what, unit))
    table = pd.concat([table, pd.DataFrame(kept)], axis=1)
    frame = StudyFrame(
        table, bounds, tuple(kept), "latin", len(points), units=units, labels=labels, about={"when": year}
    )
    of_goal = {
        name: [f"{goal.indicator}({other}, {goal.scope})" for other in others]
        for name, goal in goals().items()
        if f"{goal.indicator}({others[0]}, {goal.scope})" in kept
    }
    title = both("What can be understood of a comparison with {base}", "对照“{base}”的比较:可以得知什么",
                 base=labels[about["base"]])  # fmt: skip
    shown = tuple(c for choice in choices[:MAIN_CHOICES] for c in choice.columns.values() if c is not None)
    return Material(
        frame, tuple(choices[:MAIN_CHOICES]), title, comparison.key, shown, of_goal, about["world"] == "small"
    )


def with_members(table: Any, members: Mapping[int, int], about: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The parameters of every member beside its runs, and their ranges; none in the central ensemble."""
    import pandas as pd

    from scenarios.members import ensemble
    from scenarios.registry import parameter_ranges

    if not members:
        return table, {}
    values = ensemble(about["ensemble"])
    by_point = pd.DataFrame({place: dict(values.member(member)) for place, member in members.items()}).T
    ranges = parameter_ranges()
    bounds = {name: ranges[name] for name in by_point.columns if ranges[name][0] < ranges[name][1]}
    inputs = by_point[list(bounds)].loc[table["point"]].reset_index(drop=True)
    return pd.concat([table, inputs], axis=1), bounds
