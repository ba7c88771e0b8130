"""A study with every name resolved: its model, its design as numbers, its outcomes, and the key of its folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from experiments.compare.plan import Settings
from experiments.keys import SCHEMA, plain, sha256
from experiments.sweep.design import Axis, design_matrix, design_told
from experiments.sweep.inputs import check_set, inputs_of
from experiments.sweep.models import Info, Model, check_quantity
from experiments.sweep.outcomes import OWN, Outcome, Quantity, parsed
from experiments.sweep.province_model import ProvinceModel
from experiments.sweep.study_file import StudyFile, read_study
from experiments.sweep.toy_model import ToyModel
from scenarios.errors import InputError, clean, nearest
from scenarios.yaml_files import Located

SAMPLE = 0.1  # of the small firms of Guangdong, unless the study says otherwise
MOST_RUNS = 10_000_000


@dataclass(frozen=True)
class Study:
    """All that a sweep needs to know. `inputs`: what every axis is, in the order of the columns of `points`."""

    name: str
    title: Mapping[str, str]
    scenarios: tuple[str, ...]
    inputs: Mapping[str, Info]
    outcomes: tuple[Outcome, ...]
    read: Mapping[str, Quantity]  # what is read for every outcome, scope and year filled in
    design: Mapping[str, Any]
    points: np.ndarray
    replications: int
    seed: int
    model: Model
    source: bytes = b""  # the file as it is

    @property
    def axes(self) -> tuple[Axis, ...]:
        return tuple(Axis(name, one["low"], one["high"]) for name, one in self.inputs.items())

    @property
    def key(self) -> str:
        """Of what the study varies, and with which code. More replications and other outcomes are the same study: its
        folder goes on with the runs it has."""
        return sha256(self.identity())

    def identity(self) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "scenarios": list(self.scenarios),
            "arms": {name: self.model.arms[name] for name in self.scenarios},
            "common": dict(self.model.common),
            "inputs": {name: [one["kind"], one["low"], one["high"]] for name, one in self.inputs.items()},
            "points": [list(self.points.shape), hashlib.sha256(np.ascontiguousarray(self.points)).hexdigest()],
            "seed": self.seed,
        }


def study_of(name_or_path: str | os.PathLike[str], model: Model | None = None) -> Study:
    """The study of a file. `model` stands in for the province. Raises InputError with file, line and field."""
    file, located, path = read_study(name_or_path)
    model = model or model_of(file, located)
    outcomes = tuple(_outcome(text, place, file, located) for place, text in enumerate(file.outcomes))
    scenarios, arms = _scenarios(file, outcomes, located, path.parent, isinstance(model, ProvinceModel))
    model = _with_arms(model, arms, file, located, path.parent)
    inputs = inputs_of(file, model, located)
    check_set(inputs, model, located)
    axes = [Axis(name, one["low"], one["high"]) for name, one in inputs.items()]
    points = design_matrix(file.design, axes, file.seed, located, path.parent)
    runs = len(points) * file.replications * len(arms)
    if runs > MOST_RUNS:
        raise located.error(
            "this study is too large", "replications", zh="研究过大", found=f"{runs:,} runs",
            allowed=f"at most {MOST_RUNS:,} runs",
        )  # fmt: skip
    return Study(
        name=clean(path.stem, 80),
        title=_title(file, path.stem),
        scenarios=scenarios,
        inputs=inputs,
        outcomes=outcomes,
        read=_read(outcomes, model, located),
        design=design_told(file.design, len(points), file.seed),
        points=points,
        replications=file.replications,
        seed=file.seed,
        model=model,
        source=path.read_bytes(),
    )


def _title(file: StudyFile, name: str) -> dict[str, str]:
    title = file.title if isinstance(file.title, dict) else {"en": file.title or name}
    first = next(iter(title.values()), name)
    return {lang: clean(title.get(lang, first), 200) for lang in ("en", "zh")}


def _with_arms(model: Model, arms: Mapping[str, str], file: StudyFile, located: Located, folder: Path) -> Model:
    """The model with its scenarios read; a fault of a scenario's own file is told at that file."""
    try:
        return model.with_arms(arms, folder)
    except InputError as error:
        if error.line is not None:
            raise
        raise located.error(
            error.text["en"], "towns" if file.towns else "scenario", zh=error.text["zh"], found=error.found,
            allowed=error.allowed, nearest=error.nearest,
        ) from None  # fmt: skip


def _read(outcomes: Sequence[Outcome], model: Model, located: Located) -> dict[str, Quantity]:
    """What is read of a run for every outcome."""
    read: dict[str, Quantity] = {}
    for place, outcome in enumerate(outcomes):
        if str(outcome) in read:
            raise located.error("an outcome stands twice", "outcomes", place, zh="结果指标重复", found=str(outcome))
        read[str(outcome)], error = check_quantity(model, outcome.quantity)
        if error is not None:
            raise located.error(
                error.text["en"], "outcomes", place, zh=error.text["zh"], found=error.found, allowed=error.allowed,
                nearest=error.nearest,
            )  # fmt: skip
    return read


def model_of(file: StudyFile, located: Located) -> Model:
    """The model a study file asks for: the province, under its settings, or a plugin's toy model."""
    if file.model is not None:
        return _toy_model(file.model, located)
    try:
        return ProvinceModel(
            Settings(
                sample=file.sample if file.sample is not None else SAMPLE if file.world == "guangdong" else 1.0,
                towns=tuple(file.towns) if file.towns else None,  # type: ignore[arg-type]
                start=file.start,
                end=file.end,
                world=file.world,
                starts=file.starts,
            ).checked()
        )
    except InputError as error:
        name = (error.field or "").removeprefix("--")
        raise located.error(
            error.text["en"], name, zh=error.text["zh"], found=error.found, allowed=error.allowed, nearest=error.nearest
        ) from None


def _toy_model(name: str, located: Located) -> Model:
    from experiments.plugins import toy_models

    if name not in toy_models():
        raise located.error(
            "no plugin that is in use has such a model: give its file with --plugin",
            "model",
            zh="所用插件中没有这个模型,请用 --plugin 指明文件",
            found=name,
            allowed=tuple(toy_models()) or "a toy model of a plugin",
            nearest=nearest(name, toy_models()),
        )
    return ToyModel(name)  # type: ignore[return-value]


def _outcome(text: str, place: int, file: StudyFile, located: Located) -> Outcome:
    found = parsed(text)
    if found is None:
        raise located.error(
            "this is not an outcome",
            "outcomes",
            place,
            zh="不是结果指标",
            found=text,
            allowed="indicator, indicator@scope@year, or effect(A, BASE, indicator)",
        )
    return found


def _scenarios(
    file: StudyFile, outcomes: Sequence[Outcome], located: Located, folder: Path, province: bool
) -> tuple[tuple[str, ...], dict[str, str]]:
    """Names of the study's scenarios, and where every arm is to be found."""
    if file.model is not None and file.scenario is None and file.scenarios is None:
        file = file.model_copy(update={"scenario": file.model})
    if (file.scenario is None) == (file.scenarios is None):
        raise located.error("a study has a scenario, or scenarios", zh="应写 scenario 或 scenarios 之一")
    given = file.scenarios or [str(file.scenario)]
    field = "scenarios" if file.scenarios else "scenario"
    arms: dict[str, str] = {}
    for place, one in enumerate(given):
        where = (field, place) if file.scenarios else (field,)
        name, found = _arm(one, located, folder, province, where)
        if name in arms or name == OWN:
            raise located.error("a scenario stands twice", *where, zh="方案重复", found=name)
        arms[name] = found
    scenarios = tuple(arms)
    for place, outcome in enumerate(outcomes):
        for one in (outcome.scenario, outcome.base):
            if one and one != OWN and one not in arms:
                name, arms[one] = _arm(one, located, folder, province, ("outcomes", place))
                if name != one:
                    arms[name] = arms.pop(one)
        if outcome.base == OWN:
            raise located.error("the base of an effect is a scenario's name", "outcomes", place, zh="对照应为方案名称")
    return scenarios, arms


def _arm(text: str, located: Located, folder: Path, province: bool, where: tuple) -> tuple[str, str]:
    """(name, name or file): a shipped scenario, or a file beside the study."""
    from scenarios.scenario_files import shipped

    if not province or text in shipped():
        return text, text
    for path in (folder / text, folder / f"{text}.yaml", folder / f"{text}.yml"):
        if path.suffix in (".yaml", ".yml") and path.is_file():
            return path.stem, str(path)
    raise located.error(
        "there is no such scenario", *where, zh="没有这个方案", found=text,
        allowed=(*shipped(), "or a file beside the study"), nearest=nearest(text, shipped()),
    )  # fmt: skip


def described(study: Study) -> dict[str, Any]:
    """The study as its folder keeps it: enough to know every run's key again."""
    return plain(  # type: ignore[return-value]
        {
            "schema": SCHEMA,
            "kind": "sweep",
            "key": study.key,
            "name": study.name,
            "title": dict(study.title),
            "scenarios": study.scenarios,
            "inputs": list(study.inputs.items()),
            "outcomes": [str(outcome) for outcome in study.outcomes],
            "design": dict(study.design),
            "replications": study.replications,
            "seed": study.seed,
            "common": dict(study.model.common),
            "arms": dict(study.model.arms),
            "neutral": {name: value for name, value in study.model.neutral.items() if name in study.inputs},
            "indicators": {
                one.quantity.indicator: study.model.indicators()[one.quantity.indicator] for one in study.outcomes
            },
            "read": dict(study.read),
        }
    )
