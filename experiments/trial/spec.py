"""A trial file: what is tried on whom, how it is given out, how it is measured. Data; refusals name file and line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from analysis.estimators import KINDS
from experiments.trial.arms import CONTROL, MOST_QUARTERS, Arm, Part, arms_of
from experiments.trial.outcomes import OUTCOMES
from model.fields import SIZE_CLASSES
from scenarios.checked import checked
from scenarios.errors import InputError, clean, nearest
from scenarios.registry import parameter_ranges
from scenarios.scenario_files import shipped as scenarios
from scenarios.yaml_files import Located, read_yaml

HOME = Path(__file__).resolve().parents[2] / "scenarios" / "trials"


def between(low: float, high: float) -> AfterValidator:
    """A number between two ends, refused in both languages."""

    def check(value: float) -> float:
        if value < low:
            raise PydanticCustomError("range", "too small", {"message": "too small", "zh": "数值过小", "ge": low})
        if value > high:
            raise PydanticCustomError("range", "too large", {"message": "too large", "zh": "数值过大", "le": high})
        return value

    return AfterValidator(check)


Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Share = Annotated[Number, between(0.0, 1.0)]
Kilometres = Annotated[Number, between(0.1, 1000.0)]
Width = Annotated[Number, between(1e-9, 1e9)]
Word = Annotated[str, Field(strict=True, min_length=1, max_length=80)]
Line = Annotated[str, Field(strict=True, min_length=1, max_length=600)]
Quarters = Annotated[int, Field(strict=True), between(1, MOST_QUARTERS)]


class Title(Part):
    en: Line
    zh: Line


class Population(Part):
    """Who may take part. `where`: outcome -> [lowest, highest] at the fork, either of them empty; `quantile`: the same
    as shares of those who pass the rest."""

    towns: Literal["all", "designated", "candidate", "farming"] = "all"
    industries: tuple[Word, ...] = ()
    sizes: tuple[Word, ...] = ()
    where: dict[Word, tuple[Number | None, Number | None]] = Field(default_factory=dict)
    quantile: dict[Word, tuple[Share, Share]] = Field(default_factory=dict)


class Threshold(Part):
    score: Word
    at: Number | None = None
    quantile: Share | None = None
    side: Literal["above", "below"] = "above"


class Ring(Part):
    sites: Share = 0.1  # of the towns
    inner: Kilometres = 15.0
    outer: Kilometres = 60.0


class Assignment(Part):
    unit: Literal["firm", "town", "market", "ring", "date"] = "firm"
    share: Share = 0.5
    saturation: tuple[Share, ...] = ()
    threshold: Threshold | None = None
    ring: Ring | None = None


class Measure(Part):
    kind: Word = "difference"
    outcome: Word
    scale: Literal["level", "log", "log_points", "percent", "sd"] = "level"
    cluster: Literal["firm", "town", "industry"] = "firm"
    window: Annotated[int, Field(strict=True), between(1, 20)] = 4
    of: Literal["treated", "untreated"] = "treated"
    arms: dict[Word, Number] = Field(default_factory=dict)
    per: Word | None = None
    per_cost: Annotated[bool, Field(strict=True)] = False
    level: Literal["firm", "town"] = "firm"
    bandwidth: Width | None = None
    width: Width | None = None
    weighted: Annotated[bool, Field(strict=True)] = True


class Evidence(Part):
    """The published study, what it found and the band it sets; written before the trial is run."""

    article: Annotated[int, Field(strict=True), between(4, 31)]
    study: Line
    row: Line
    finding: Line
    grade: Literal["A", "B", "C", "D"]
    code: Line
    rule: Literal["P0", "P1", "P1r", "P2", "P3"]
    low: Number | None = None
    high: Number | None = None
    sign: Literal["up", "down"] | None = None
    unit: Line
    sets: tuple[Word, ...] = ()
    differs: Line = "nothing that is known"


class Trial(Part):
    """A whole trial, checked. `burn_in`: quarters run before the fork; `horizon`: quarters run after it."""

    name: str
    title: Title
    scenario: Word = "baseline"
    burn_in: Quarters = 4
    population: Population = Population()
    arms: dict[str, Arm]
    assignment: Assignment = Assignment()
    estimator: Measure
    outcomes: tuple[Word, ...] = ()
    horizon: Quarters = 8
    evidence: Evidence | None = None

    @property
    def read(self) -> tuple[str, ...]:
        """Outcomes the panel keeps: those asked for first."""
        wanted = [self.estimator.outcome, self.estimator.per, *self.outcomes, "alive"]
        usual = ["town_gdp"] if self.estimator.level == "town" else ["sales", "staff", "productivity"]
        return tuple(dict.fromkeys(name for name in (*wanted, *usual) if name and fits(name, self.estimator.level)))

    @property
    def design(self) -> dict[str, Any]:
        """What is done to whom: trials of one design differ in what they look at."""
        kept = {"scenario", "burn_in", "population", "arms", "assignment", "horizon"}
        return {**self.model_dump(include=kept), "level": self.estimator.level}

    def content(self) -> dict[str, Any]:
        """What the trial does, without words about it."""
        return self.model_dump(exclude={"name", "title", "evidence"})


def fits(name: str, level: str) -> bool:
    return OUTCOMES[name].of_towns == (level == "town")


def shipped() -> tuple[str, ...]:
    """Names of the trials that come with the project."""
    return tuple(sorted(path.stem for path in HOME.glob("*.yaml")))


def load_trial(name_or_path: str | os.PathLike[str]) -> Trial:
    """A trial by name (of those shipped) or file. Raises InputError naming file, line and field."""
    text = os.fspath(name_or_path)
    path = Path(text)
    if isinstance(name_or_path, str) and not text.endswith((".yaml", ".yml")) and "/" not in text and "\\" not in text:
        if text not in shipped():
            raise InputError(
                "there is no such trial", zh="没有这项试验", field="trial", found=text,
                allowed=(*shipped(), "or a file that ends in .yaml"),
                allowed_zh="、".join((*shipped(), "或以 .yaml 结尾的文件")), nearest=nearest(text, shipped()),
            )  # fmt: skip
        path = HOME / f"{text}.yaml"
    return trial_of(read_yaml(path), path.stem)


def trial_of(located: Located, name: str) -> Trial:
    """A trial out of a file that has been read."""
    data = dict(located.mapping((*Trial.model_fields.keys() - {"name"},)))
    if isinstance(data.get("title"), str):
        data["title"] = {"en": data["title"], "zh": data["title"]}
    if "arms" not in data:
        raise located.error("this field is missing", "arms", zh="缺少这一项")
    data["arms"] = arms_of(located, data["arms"])
    trial = checked(Trial, {**data, "name": clean(name, 80)}, located)
    check_words(trial, located)
    check_design(trial, located)
    return trial


def check_words(trial: Trial, located: Located) -> None:
    """Every name of an outcome, estimator, size or industry is one there is."""
    known = tuple(name for name, one in OUTCOMES.items() if not one.of_towns)
    at_level = tuple(name for name in OUTCOMES if fits(name, trial.estimator.level))
    check = [
        (("estimator", "kind"), trial.estimator.kind, tuple(KINDS)),
        (("estimator", "outcome"), trial.estimator.outcome, at_level),
        *((("outcomes", place), name, at_level) for place, name in enumerate(trial.outcomes)),
        *((("population", "where", name), name, known) for name in trial.population.where),
        *((("population", "quantile", name), name, known) for name in trial.population.quantile),
        *((("population", "sizes", place), name, SIZE_CLASSES) for place, name in enumerate(trial.population.sizes)),
        *((("estimator", "arms", name), name, (CONTROL, *trial.arms)) for name in trial.estimator.arms),
    ]
    if trial.population.industries:
        from scenarios.given import load_given

        trades = tuple(load_given("small").industries["id"])
        names = enumerate(trial.population.industries)
        check += [(("population", "industries", place), name, trades) for place, name in names]
    if not trial.scenario.endswith((".yaml", ".yml")):
        check.append((("scenario",), trial.scenario, scenarios()))
    if trial.evidence is not None and trial.evidence.sets:
        parameters = tuple(parameter_ranges())
        check += [(("evidence", "sets", place), name, parameters) for place, name in enumerate(trial.evidence.sets)]
    if trial.estimator.per is not None:
        check.append((("estimator", "per"), trial.estimator.per, at_level))
    if trial.assignment.threshold is not None:
        check.append((("assignment", "threshold", "score"), trial.assignment.threshold.score, known))
    for path, name, allowed in check:
        if name not in allowed:
            raise located.error(
                "there is no such name here", *path, zh="没有这个名称", found=name, allowed=allowed,
                nearest=nearest(name, allowed),
            )  # fmt: skip


def check_design(trial: Trial, located: Located) -> None:
    """What does not fit together: who decides, who is compared, how long it lasts."""
    unit, kind = trial.assignment.unit, trial.estimator.kind
    discontinuity = kind in ("regression_discontinuity", "bunching")
    problems = [
        (any(arm.levers for arm in trial.arms.values()) and unit in ("firm", "market"), ("assignment", "unit"),
         "levers act in whole towns: give them out by town, ring or date", "措施按镇实施:请按 town、ring 或 date 分组"),
        (discontinuity != (trial.assignment.threshold is not None), ("assignment",),
         "a threshold goes with regression_discontinuity or bunching, and they with a threshold",
         "threshold 与断点回归或聚束法须同时使用"),
        (trial.assignment.threshold is not None and unit != "firm", ("assignment", "unit"),
         "a threshold is one of firms", "threshold 只用于企业"),
        ((unit == "market") != bool(trial.assignment.saturation), ("assignment",),
         "saturation goes with unit: market, and that with saturation", "saturation 与 unit: market 须同时使用"),
        ((unit == "date") != (kind == "before_after"), ("estimator", "kind"),
         "before_after goes with unit: date, where all are treated", "before_after 只用于 unit: date"),
        (trial.estimator.of == "untreated" and not trial.assignment.saturation, ("estimator", "of"),
         "spillovers need markets of varying saturation", "外溢须有不同饱和度的市场"),
        (trial.estimator.level == "town" and unit not in ("town", "date"), ("estimator", "level"),
         "outcomes of towns need towns as units", "镇级结果须以镇为分组单位"),
        (trial.estimator.per_cost and bool(trial.estimator.per), ("estimator", "per_cost"),
         "per and per_cost exclude each other", "per 与 per_cost 不可并用"),
        (len(trial.arms) > 1 and (discontinuity or unit in ("ring", "date", "market")), ("arms",),
         "this design has one arm", "该设计只能有一组"),
    ]  # fmt: skip
    threshold = trial.assignment.threshold
    problems.append(
        ((unit == "ring") != (trial.assignment.ring is not None), ("assignment",),
         "ring goes with unit: ring, and that with ring", "ring 与 unit: ring 须同时使用")
    )  # fmt: skip
    if threshold is not None:
        problems.append(
            ((threshold.at is None) == (threshold.quantile is None), ("assignment", "threshold"),
             "a threshold stands at a value or at a quantile", "threshold 应给出 at 或 quantile 之一")
        )  # fmt: skip
    if trial.evidence is not None:
        problems += band_problems(trial.evidence)
    for wrong, path, english, chinese in problems:
        if wrong:
            raise located.error(english, *path, zh=chinese)


def band_problems(evidence: Evidence) -> list[tuple[bool, tuple[str, ...], str, str]]:
    needs_ends = evidence.rule in ("P1", "P1r", "P2")
    has_ends = evidence.low is not None and evidence.high is not None and evidence.low < evidence.high
    return [
        (needs_ends and not has_ends, ("evidence", "rule"), "this rule needs low and high", "该规则须有 low 与 high"),
        ((evidence.rule == "P3") != (evidence.sign is not None), ("evidence", "rule"),
         "P3 needs a sign, and a sign P3", "P3 须有 sign"),
    ]  # fmt: skip
