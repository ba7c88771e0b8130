"""A trial from its file to its result: every seed once, kept as it is finished, the same folder for the same trial."""

from __future__ import annotations

import hashlib
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.estimators import Estimate
from experiments.keys import ROOT, environment, plain, sha256
from experiments.specification import Specification, specify, world_named
from experiments.trial.kept import keep_panel, read_panel
from experiments.trial.measuring import Measured, measured, verdict
from experiments.trial.running import Panel, run_seed
from experiments.trial.spec import Trial, load_trial
from model.quarter import format_quarter, parse_quarter
from scenarios.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

START = "2012Q1"
SEEDS = (1, 2, 3, 4, 5)
SAMPLE = 0.02

Progress = Callable[[str, int, int, int], None]


@dataclass(frozen=True)
class TrialResult:
    """A finished trial: `estimate` and `interval` of the study's estimator in its scale, `true` of the paired twins,
    the `panel` as a data frame, what it says of itself in `about`."""

    trial: Trial
    found: Measured
    panels: tuple[Panel, ...]
    about: dict[str, Any]
    folder: Path | None = None

    @property
    def key(self) -> str:
        return self.about["key"]

    @property
    def estimate(self) -> float:
        return self.found.study.effect

    @property
    def interval(self) -> tuple[float, float]:
        return self.found.study.interval

    @property
    def study(self) -> Estimate:
        return self.found.study

    @property
    def true(self) -> dict[str, float]:
        return {name: getattr(self.found, name).effect for name in ("direct", "indirect", "total")}

    @property
    def passed(self) -> bool | None:
        """Whether the estimate lies in the band that the evidence sets."""
        return verdict(self.found, self.trial)

    @cached_property
    def panel(self) -> pd.DataFrame:
        from experiments.trial.tables import panel_frame

        return panel_frame(self.panels, self.trial)

    def sentences(self, lang: str = "en") -> list[str]:
        from experiments.trial.words import sentences

        return sentences(self.trial, self.found, self.passed, self.about, lang)


def trial(
    spec: Trial | str | os.PathLike[str],
    seeds: Sequence[int] = SEEDS,
    *,
    sample: float | None = None,
    world: str = "guangdong",
    population_seed: int = 0,
    workers: int = 1,
    out: str | os.PathLike[str] | None = None,
    force: bool = False,
    progress: Progress | None = None,
    taken: Callable[[Path], object] | None = None,
) -> TrialResult:
    """Run a trial (a name, a file or a Trial) on some seeds; with `out` the result is written there, and seeds that
    have been run in that folder are not run again. Results do not depend on `workers`."""
    chosen = spec if isinstance(spec, Trial) else load_trial(spec)
    specs = specifications(chosen, seeds, sample, world, population_seed)
    study = content(chosen, specs)
    folder = None
    if out is not None:
        from experiments.trial.folder import take

        folder = Path(out)
        take(folder, study, force)
        if taken is not None:
            taken(folder)
    panels = run_all(chosen, specs, folder, workers, progress)
    result = TrialResult(
        chosen, measured(panels, chosen), tuple(panels), described(chosen, specs, panels, study), folder
    )
    if folder is not None:
        from experiments.trial.folder import write

        write(folder, result)
    return result


def specifications(
    chosen: Trial, seeds: Sequence[int], sample: float | None, world: str, population_seed: int
) -> list[Specification]:
    """A run a seed, from the start to the horizon of the trial."""
    from scenarios.policy import load

    if not seeds:
        raise InputError("no seed is given", zh="未给出随机种子", field="--seeds", allowed="such as 1-5")
    small = world_named(world) == "small"
    last = parse_quarter(START) + chosen.burn_in + chosen.horizon - 1
    policy = load(chosen.scenario)
    return [
        specify(
            policy, seed=int(seed), sample=1.0 if small else SAMPLE if sample is None else sample, world=world,
            start=START, end=format_quarter(last), population_seed=population_seed,
        )
        for seed in dict.fromkeys(seeds)
    ]  # fmt: skip


def content(chosen: Trial, specs: Sequence[Specification]) -> dict[str, Any]:
    """All that decides the result: the trial, the runs, the code of the model and of trials."""
    from scenarios.given import load_given

    runs = [{"seed": spec.seed, "run": sha256(spec.content())} for spec in specs]
    data = load_given(specs[0].world).key
    return {"trial": plain(chosen.content()), "runs": plain(runs), "data": data, "code": own_code(), **environment()}


def own_code() -> str:
    """Hash over the code that gives out, reads and estimates."""
    digest = hashlib.sha256()
    for folder in ("experiments/trial", "analysis/estimators"):
        for path in sorted((ROOT / folder).glob("*.py")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def described(
    chosen: Trial, specs: Sequence[Specification], panels: Sequence[Panel], study: dict[str, Any]
) -> dict[str, Any]:
    """What a result says of itself."""
    arms = {name: index for index, name in enumerate(chosen.arms, 1)}

    def mean_weight(index: int) -> float:
        return float(np.mean([panel.units.weight[panel.units.arm == index].sum() for panel in panels]))

    treated = {name: mean_weight(index) for name, index in arms.items()}
    cost = {name: float(np.mean([panel.cost[name] for panel in panels])) for name in arms}
    return {
        "name": chosen.name,
        "key": sha256(study),
        "seeds": [spec.seed for spec in specs],
        "sample": specs[0].sample,
        "world": specs[0].world,
        "fork": format_quarter(panels[0].quarters[panels[0].first]),
        "treated": treated,
        "controls": mean_weight(0),
        "cost": cost,
        "cost_per_unit": {name: cost[name] / treated[name] if treated[name] else 0.0 for name in arms},
        "population_seed": specs[0].population_seed,
        "worst_residual": max(panel.worst_residual for panel in panels),
        **environment(),
    }


def run_all(
    chosen: Trial,
    specs: Sequence[Specification],
    folder: Path | None,
    workers: int,
    progress: Progress | None,
) -> list[Panel]:
    """Every seed once; what a folder holds of the same run is read."""
    from experiments.starts import start_of

    panels: dict[int, Panel] = {}
    for place, spec in enumerate(specs):
        kept = read_panel(folder, chosen, spec)
        if kept is not None:
            panels[place] = kept
    todo = [place for place in range(len(specs)) if place not in panels]
    if todo:
        start_of(specs[todo[0]], progress)  # once, before any run asks for it
    if workers > 1 and len(todo) > 1:
        run_in_parallel(chosen, specs, todo, panels, folder, workers, progress)
    else:
        for done, place in enumerate(todo):

            def told(quarter: int, part: int, whole: int, done: int = done) -> None:
                if progress is not None:
                    progress("runs", quarter, done * whole + part, len(todo) * whole)

            panels[place] = run_seed(chosen, specs[place], told)
            keep_panel(folder, chosen, specs[place], panels[place])
    return [panels[place] for place in range(len(specs))]


def run_in_parallel(
    chosen: Trial,
    specs: Sequence[Specification],
    todo: Sequence[int],
    panels: dict[int, Panel],
    folder: Path | None,
    workers: int,
    progress: Progress | None,
) -> None:
    """Seeds as processes, handed out as these become free; a panel comes back by itself or by its file."""
    from experiments.compare.execution import fed

    workers = min(workers, len(todo))
    with pool_of(workers) as pool:
        calls = [(run_and_keep, chosen, specs[place], folder) for place in todo]
        for done, _ in fed(pool, workers, calls, lambda place, made: panels.update({todo[place]: made})):
            if progress is not None:
                progress("runs", parse_quarter(specs[0].end), done, len(todo))


@contextmanager
def pool_of(workers: int) -> Iterator[Any]:
    """Processes of one thread each, gone at once when something goes wrong."""
    from experiments.workers import end_at_once, process_pool

    pool = process_pool(workers)
    try:
        with warnings.catch_warnings():
            # a process that has grown by a whole province is begun anew between two seeds: nothing to tell
            warnings.filterwarnings("ignore", message="A worker stopped while some jobs")
            yield pool
    except BaseException:
        end_at_once(pool)
        raise
    pool.shutdown(wait=True)


def run_and_keep(chosen: Trial, spec: Specification, folder: Path | None) -> Panel:
    """One seed in a process of its own; kept at once, so that an interruption loses nothing that is finished."""
    panel = run_seed(chosen, spec)
    keep_panel(folder, chosen, spec, panel)
    return panel
