"""A comparison as a study: its points are the members of the ensemble, its replications their seeds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.comparison import MAIN
from analysis.numbers import scale
from analysis.understanding.frame import StudyFrame
from analysis.understanding.packages import Choice
from analysis.understanding.telling import both, place
from experiments.compare.folder import Comparison
from experiments.understand.material import Material
from scenarios.members import CENTRAL, ensemble
from scenarios.registry import goals, indicators, parameter_ranges

CHOICES = 3  # outcomes that packages are judged by: the first of MAIN


def of_comparison(comparison: Comparison) -> Material:
    """Effects and levels of the last year, in the units people use."""
    about = comparison.about
    table, members = runs_of(about)
    table, bounds = with_members(table, members, about["ensemble"])
    made = Outcomes(comparison, table)
    wanted = [*MAIN, *((goal.indicator, goal.scope) for goal in goals().values() if goal.target is not None)]
    for indicator, scope in dict.fromkeys(wanted):
        made.add(indicator, scope)
    frame = StudyFrame(
        made.table(table), bounds, tuple(made.columns), "latin_hypercube", len(members), units=made.units,
        labels=made.labels, about={"when": made.year},
    )  # fmt: skip
    title = both("What can be understood of a comparison with {base}", "与“{base}”的比较:可以得知什么",
                 base=made.labels[about["base"]])  # fmt: skip
    choices = tuple(made.choices[:CHOICES])
    shown = tuple(column for choice in choices for column in choice.columns.values() if column is not None)
    return Material(
        frame,
        choices,
        title,
        comparison.key,
        shown,
        made.factors,
        made.goals(),
        {"code": about["code"], "data": about["data"]},
        about["world"] == "small",
    )


def runs_of(about: Mapping[str, Any]) -> tuple[Any, dict[int, int]]:
    """A row a case (point, replication, seed), and the point of every member; in the central ensemble, of every seed,
    as its cases differ by luck alone."""
    import pandas as pd

    by = "seed" if about["ensemble"] == CENTRAL else "member"
    cases = [*about["cases"], *about["repeats"]]
    points = {one: place for place, one in enumerate(dict.fromkeys(case[by] for case in cases))}
    table = pd.DataFrame([(points[case[by]], case["seed"]) for case in cases], columns=["point", "seed"])
    table.insert(1, "replication", table.groupby("point").cumcount() + 1)
    return table, points


def with_members(table: Any, points: Mapping[int, int], name: str) -> tuple[Any, dict[str, tuple[float, float]]]:
    """The parameters of every member beside its runs, and their ranges; none in the central ensemble."""
    import pandas as pd

    if name == CENTRAL:
        return table, {}
    members = ensemble(name)
    by_point = pd.DataFrame({place: dict(members.member(member)) for member, place in points.items()}).T
    ranges = parameter_ranges()
    bounds = {one: ranges[one] for one in map(str, by_point.columns) if ranges[one][0] < ranges[one][1]}
    inputs = by_point[list(bounds)].loc[table["point"]].reset_index(drop=True)
    return pd.concat([table, inputs], axis=1), bounds


class Outcomes:
    """Columns of effects and levels as they are added, with their units and labels, and the choices they make."""

    def __init__(self, comparison: Comparison, table: Any):
        about = comparison.about
        cases: Any = comparison.cases
        self.base = about["base"]
        self.year = int(cases["year"].max())
        self.cases: Any = cases[cases["year"] == self.year]
        self.others = [one["id"] for one in about["scenarios"] if one["id"] != self.base]
        self.seeds = table["seed"]
        self.columns: dict[str, Any] = {}
        self.units: dict[str, str] = {}
        self.factors: dict[str, float] = {}
        self.labels: dict[str, dict[str, str]] = {
            one["id"]: {lang: str(one["title"].get(lang) or one["id"]) for lang in ("en", "zh")}
            for one in about["scenarios"]
        }
        self.choices: list[Choice] = []

    def add(self, indicator: str, scope: str) -> None:
        """An indicator of a scope, under every scenario, where the comparison has it."""
        rows = self.cases[(self.cases["indicator"] == indicator) & (self.cases["scope"] == scope)]
        if rows.empty or indicator not in indicators():
            return
        known = indicators()[indicator]
        factor, unit = scale(known.unit)[0], known.unit
        label = {"en": known.label.en, "zh": known.label.zh}
        what = both("{w}, {scope}", "{scope}{w}", w=label, scope=place(scope))
        columns: dict[str, str | None] = {self.base: None}
        for other in self.others:
            own = rows[rows["scenario"] == other].set_index("case")
            effect, level = f"effect({other}, {self.base}, {indicator}, {scope})", f"{indicator}({other}, {scope})"
            columns[other] = effect
            self.columns[effect] = factor * self.seeds.map(own["value"] - own["base_value"])
            self.columns[level] = factor * self.seeds.map(own["value"])
            self.units.update({effect: unit, level: unit})
            self.factors.update({effect: factor, level: factor})
            name = self.labels[other]
            self.labels[effect] = both("effect of {s} on {w}", "{s}对{w}的效果", s=name, w=what)
            self.labels[level] = both("{w} under {s}", "{s}下的{w}", s=name, w=what)
        if known.better != "none" and (indicator, scope) in MAIN:
            better = 1 if known.better == "up" else -1
            judged = both("{w} ({year})", "{year} 年{w}", w=what, year=self.year)
            self.choices.append(Choice(f"{indicator}-{scope}", columns, better, judged, unit))

    def table(self, runs: Any) -> Any:
        import pandas as pd

        return pd.concat([runs, pd.DataFrame(self.columns)], axis=1)

    def goals(self) -> dict[str, list[str]]:
        """Levels that each goal is held against, by scenario."""
        found = {}
        for name, goal in goals().items():
            columns = [f"{goal.indicator}({other}, {goal.scope})" for other in self.others]
            if all(column in self.columns for column in columns):
                found[name] = columns
        return found
