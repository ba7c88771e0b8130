"""`compare`: scenarios on the same cases, from names to a folder of tables."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.baseline import implausible_baseline
from analysis.comparison import Arms, effects_table
from analysis.effects import LEVEL, MEAN_LEVEL
from analysis.outcomes import Outcome
from experiments.compare.cases import as_rows, case_numbers, cases_of
from experiments.compare.coalitions import METHODS, Coalitions, coalitions_of
from experiments.compare.execution import Progress, execute, waiting
from experiments.compare.folder import FILE, SERIES, Comparison, as_text, comparison_in, read_json, take
from experiments.compare.labels import labels_of
from experiments.compare.plan import Job, Plan, Settings, Starts, check_scenarios, series_of
from experiments.compare.precision import cases_wanted, precise, precision_rows
from experiments.compare.store import error_file, put, read_run, run_file
from experiments.compare.writing import COLUMNS, file_of, tables
from experiments.interruption import terminable
from experiments.keys import SCHEMA, file_sha256, plain, sha256
from scenarios.errors import InputError, nearest
from scenarios.members import ensemble as ensemble_named

if TYPE_CHECKING:
    from scenarios.policy import PolicyScenario

Ask = Callable[[float, float, int], bool]  # minutes, megabytes, runs -> go on?
MOST_CASES = 200
SAMPLE = 0.1  # of the small firms, unless asked otherwise


def compare(
    base: PolicyScenario | str,
    others: PolicyScenario | str | Sequence[PolicyScenario | str],
    cases: int | str | Sequence[int] = 30,
    *,
    out: str | Path | None = None,
    sample: float | None = None,
    towns: Sequence[int | str] | None = None,
    start: str = "2012Q1",
    end: str = "2017Q4",
    population_seed: int = 0,
    world: str = "guangdong",
    ensemble: str = "prior",
    starts: Starts = "own",
    repeats: int | None = None,
    until_precise: float | None = None,
    max_cases: int = MOST_CASES,
    contributions: str = "none",
    reuse: bool = True,
    workers: int | None = None,
    retry_failed: bool = False,
    force: bool = False,
    progress: Progress | None = None,
    ask: Ask | None = None,
    taken: Callable[[Path], object] | None = None,
    command: str = "compare",
) -> Comparison:
    """Run every scenario on the same cases and write the folder; finished runs in it are used again.

    `cases`: 30 is 1 to 30, "1-30" and "3,5" are what they say. `sample` defaults to a tenth, `out` to
    results/<command>-<base>-<key>; `taken` is told the folder before anything runs. Results do not depend on `workers`.
    `reuse=False` runs every scenario itself, also where two are the same. Raises InputError for bad input, and NoCases
    when not one case survives.
    """
    from experiments.run import town_rows
    from scenarios.policy import load

    several = [others] if isinstance(others, str) or not isinstance(others, Sequence) else list(others)
    first, *rest = (load(one) if isinstance(one, str) else one for one in (base, *several))
    check_scenarios(first, rest)
    if sample is None:
        sample = SAMPLE if world == "guangdong" else 1.0
    settings = Settings(sample, None, start, end, population_seed, world, starts).checked()
    settings = replace(settings, towns=town_rows(first, towns, world, None))
    members = ensemble_named(ensemble)
    numbers = case_numbers(cases)
    check_options(contributions, until_precise, max_cases, len(numbers))
    parts = coalitions_of(rest[0], contributions) if contributions != "none" else None
    plan = Plan(first, tuple(rest), settings, members, cases_of(numbers, members, repeats), reuse=reuse)
    study = plan.study()
    folder = Path(out) if out is not None else Path("results") / f"{command}-{first.name}-{sha256(study)[:8]}"
    take(folder, study, force)
    if taken is not None:
        taken(folder)
    work = Work(folder, workers or cores(), retry_failed, progress)
    with terminable():
        plan = work.until(plan, numbers, repeats, until_precise, max_cases)
        if parts is not None:
            parts = work.contributions(plan, parts, ask)
        return write(folder, plan, parts, until_precise)


def cores() -> int:
    import os

    return os.cpu_count() or 1


def check_options(contributions: str, until_precise: float | None, max_cases: int, count: int) -> None:
    if contributions not in METHODS:
        raise InputError(
            "no such method", zh="没有这种方法", field="--contributions", found=contributions, allowed=METHODS,
            nearest=nearest(contributions, METHODS),
        )  # fmt: skip
    if until_precise is not None and not 0 < until_precise < 1:
        raise InputError(
            "not a share", zh="不是比例", field="--until-precise", found=until_precise, allowed="above 0, below 1"
        )
    if until_precise is not None and max_cases < count:
        raise InputError(
            "fewer cases at most than at first",
            zh="上限小于起始个数",
            field="--max-cases",
            found=max_cases,
            allowed=f"{count} or more",
        )


class NoCases(Exception):
    """Not one case survived in both arms of any pair. `failed` says why."""

    def __init__(self, failed: Sequence[Mapping[str, Any]], folder: Path):
        self.failed, self.folder = failed, folder
        reasons = "; ".join(f"case {one['seed']}: {one['reason']}" for one in failed[:3])
        self.text = {
            "en": f"Not one case survived ({reasons}). What was run is kept: {folder}",
            "zh": f"没有一种情形成立({reasons})。已完成的测算保留在:{folder}",
        }
        super().__init__(self.text["en"])

    def message(self, lang: str) -> str:
        return self.text["zh" if lang == "zh" else "en"]


class Work:
    """The running part: how fast it went is what the next part is estimated from."""

    def __init__(self, folder: Path, workers: int, retry: bool, progress: Progress | None):
        self.folder, self.workers, self.retry, self.progress = folder, workers, retry, progress
        self.seconds, self.runs = 0.0, 0

    def run(self, jobs: Sequence[Job]) -> None:
        began = time.monotonic()
        made = execute(jobs, self.folder, workers=self.workers, retry=self.retry, progress=self.progress)
        if made:
            self.seconds, self.runs = self.seconds + time.monotonic() - began, self.runs + made

    def until(self, plan: Plan, numbers: Sequence[int], repeats: int | None, share: float | None, most: int) -> Plan:
        """Run all cases; with `share` add cases until the main effects are that precise, or there are `most`."""
        self.run(list(plan.jobs()))
        while share is not None and len(numbers) < most:
            arms, _ = arms_of(self.folder, plan)
            rows = precision_rows(effects_table(arms))
            if precise(rows, share):
                break
            following = iter(range(max(numbers) + 1, max(numbers) + most + 1))
            more = cases_wanted(rows, share, len(numbers), most) - len(numbers)
            numbers = (*numbers, *(next(following) for _ in range(more)))
            plan = replace(plan, cases=cases_of(numbers, plan.ensemble, repeats))
            self.run(list(plan.jobs()))
        return plan

    def contributions(self, plan: Plan, parts: Coalitions, ask: Ask | None) -> Coalitions | None:
        """The runs contributions need, told and asked before; None where the answer was no."""
        jobs = [plan.job(policy, case) for case in plan.cases if case.counted for policy in parts.policies.values()]
        todo = waiting(jobs, self.folder, self.retry)
        if todo and not self.runs:
            self.run(todo[:1])  # what one costs, where nothing was run yet
            todo = todo[1:]
        if todo and ask is not None:
            sizes = [path.stat().st_size for path in (self.folder / "runs").rglob("*.parquet")]
            each = sum(sizes) / max(len(sizes), 1)
            if not ask(self.seconds / self.runs * len(todo) / 60, each * len(todo) / 1e6, len(todo)):
                return None
        self.run(todo)
        return parts


def arms_of(folder: Path, plan: Plan) -> tuple[Arms, list[dict[str, Any]]]:
    """Outcomes of every scenario by case, and the runs that broke. A case whose base is no economy counts nowhere."""
    from scenarios.registry import goals, indicators

    outcomes: dict[str, list[Outcome | None]] = {}
    failed: list[dict[str, Any]] = []
    broken = set()
    for policy in plan.scenarios:
        found = outcomes.setdefault(policy.name, [])
        for case in plan.cases:
            outcome, reason = outcome_of(folder, plan.job(policy, case))
            if policy is plan.base and outcome is not None and (wrong := implausible_baseline(outcome)):
                outcome, reason = None, f"implausible baseline: {wrong}"
                broken.add(case)
            found.append(outcome)
            if reason and (policy is plan.base or case not in broken):
                failed.append({"scenario": policy.name, "member": case.member, "seed": case.seed, "reason": reason})
    arms = Arms(plan.base.name, outcomes, as_rows(plan.cases, plan.ensemble), indicators(), goals())
    return arms, failed


def outcome_of(folder: Path, job: Job) -> tuple[Outcome | None, str | None]:
    """A run's outcome, or why there is none."""
    path = run_file(folder, job.key)
    if path.is_file():
        return read_run(path), None
    error = (read_json(error_file(folder, job.key)) or {}).get("error", {})
    return None, f"{error.get('type', 'missing')}: {error.get('message', 'the run is not there')}"


def goal_years(settings: Settings) -> tuple[int, ...]:
    from experiments.outputs import years_between

    return years_between(settings.start, settings.end)


def write(folder: Path, plan: Plan, parts: Coalitions | None, asked: float | None) -> Comparison:
    """All tables, and compare.json last: a folder without it is not finished."""
    arms, failed = arms_of(folder, plan)
    if not any(arms.pairs(other).cases.n for other in arms.others):
        raise NoCases(failed, folder)
    made = built(folder, plan, arms, parts)
    (folder / FILE).unlink(missing_ok=True)
    for name in COLUMNS:
        if file_of(name) not in made:
            (folder / file_of(name)).unlink(missing_ok=True)
    for name, content in made.items():
        put(folder / name, content)
    for policy in plan.scenarios:
        for name in series_of(policy).values():
            put(folder / SERIES / name, Path(str(policy.series)).read_bytes())
    rows = precision_rows(effects_table(arms))
    files = {name: file_sha256(folder / name) for name in sorted(made)}
    about = description(folder, plan, parts, failed) | {
        "precision": {
            "asked": asked,
            "reached": None if asked is None else precise(rows, asked),
            "interval": "of the mean, 95 %",
            "level": max(arms.pairs(other).cases.level() for other in arms.others),
            "effects": rows,
        },
        "files": files,
    }
    put(folder / FILE, as_text(plain(about)))  # type: ignore[arg-type]
    found = comparison_in(folder)
    assert found is not None
    return found


def built(folder: Path, plan: Plan, arms: Arms, parts: Coalitions | None) -> dict[str, bytes]:
    """Every table's file as bytes. Chosen towns have no provincial goals."""
    return tables(
        arms,
        [case.seed for case in plan.cases],
        goal_years(plan.settings) if plan.settings.towns is None else (),
        labels_of(plan.settings.world),
        contribution_runs(folder, plan, parts),
    )


def contribution_runs(folder: Path, plan: Plan, parts: Coalitions | None) -> list[tuple]:
    """Outcomes of every coalition by case, as the table of contributions wants them."""
    if parts is None:
        return []
    runs = {
        name: [outcome_of(folder, plan.job(policy, case))[0] if case.counted else None for case in plan.cases]
        for name, policy in parts.policies.items()
    }
    return [(parts.scenario, parts.method, runs, parts.labels)]


def description(folder: Path, plan: Plan, parts: Coalitions | None, failed: Sequence[Mapping]) -> dict[str, Any]:
    """What compare.json says of inputs, without clock, path or host."""
    jobs = list(plan.jobs())
    if parts is not None:
        jobs += [plan.job(policy, case) for case in plan.cases if case.counted for policy in parts.policies.values()]
    runs = sorted({job.key for job in jobs if run_file(folder, job.key).is_file()})
    study = plan.study()
    inputs = {
        "study": sha256(study),
        "cases": [plain(case) for case in plan.cases if case.counted],
        "repeats": [plain(case) for case in plan.cases if not case.counted],
        "contributions": None if parts is None else parts.method,
    }
    settings = plan.settings
    return {
        "schema": SCHEMA,
        "kind": "comparison",
        "key": sha256(inputs),
        **inputs,
        "base": plan.base.name,
        "scenarios": plan.described(),
        "ensemble": plan.ensemble.name,
        "calibrated": False,
        "starts": settings.starts,
        "reuse": plan.reuse,
        "years": list(goal_years(settings)),
        "start": settings.start,
        "end": settings.end,
        "sample": settings.sample,
        "towns": settings.towns,
        "world": settings.world,
        "population_seed": settings.population_seed,
        "levels": {"cases": LEVEL, "mean": MEAN_LEVEL},
        "failed": list(failed),
        "data": plan.data,
        **plan.made_with,
        "runs": {key: file_sha256(run_file(folder, key)) for key in runs},
    }
