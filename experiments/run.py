"""One run and its baseline, from a policy to a folder of tables."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from experiments import arm as arms
from experiments.folders import FILE, check_place, new_folder, write_bytes
from experiments.interruption import terminable
from experiments.keys import SCHEMA, environment, file_sha256, plain, sha256
from experiments.pairs import carried_on, is_baseline, pair_of, sets_measures
from experiments.rebuild import scenario_file
from experiments.results import BASELINE, RunResult, run_in
from experiments.specification import Specification, specify, world_named

if TYPE_CHECKING:
    from model.given import Given
    from scenarios.policy import PolicyScenario


SPARE = ".starts"  # where starts go when the cache cannot be written

Progress = Callable[[str, int, int, int], None]  # arm, quarter, done, total


def run(
    policy: PolicyScenario | str,
    *,
    out: str | Path | None = None,
    seed: int = 1,
    sample: float = 1.0,
    towns: Sequence[int | str] | None = None,
    start: str = "2012Q1",
    end: str = "2017Q4",
    population_seed: int = 0,
    parameters: Mapping[str, float] | None = None,
    world: str = "guangdong",
    firms: str | Sequence[str] | None = None,
    alone: bool = False,
    workers: int | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> RunResult:
    """Run a policy and, unless `alone`, its baseline; write the folder; reuse it when the same run is already there.

    `out` defaults to results/run-<name>-<key>. Results do not depend on `workers`. Raises InputError for bad input, and
    ImplausibleEffect, once the folder is written, when the effect of the measures is out of proportion.
    """
    from experiments.judging import ImplausibleEffect, findings
    from scenarios.policy import load

    policy = load(policy) if isinstance(policy, str) else policy
    spec = specify(
        policy,
        seed=seed,
        sample=sample,
        towns=town_rows(policy, towns, world, parameters),
        start=start,
        end=end,
        population_seed=population_seed,
        parameters=parameters,
        world=world,
        firms=firms,
    )
    result = run_specified(spec, out=out, alone=alone, workers=workers, force=force, progress=progress)
    if findings(result):
        raise ImplausibleEffect(result)
    return result


def run_specified(
    spec: Specification,
    *,
    out: str | Path | None = None,
    command: str = "run",
    alone: bool = False,
    workers: int | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> RunResult:
    data = given_of(spec).key
    pair = pair_of(spec, alone)
    key = sha256({name: one.key(data) for name, one in pair.items()})
    folder = Path(out) if out is not None else Path("results") / f"{command}-{spec.policy.name}-{key[:8]}"
    if check_place(folder, key, force):
        return run_in(folder)
    with terminable(), new_folder(folder, force, key) as part:
        around = _surroundings(pair, folder.parent, progress)
        done = simulate_pair(pair, part, around, worker_count(spec, len(pair), workers), progress)
        _write(part, spec, pair, done, key, data)
    return run_in(folder)


def given_of(spec: Specification) -> Given:
    """The world of a run with the scenario's parameters, shocks and series, and the run's own parameters."""
    return given_for(spec.policy, spec.world, spec.parameters)


def given_for(policy: PolicyScenario, world: str, parameters: Mapping[str, float] | None) -> Given:
    from scenarios.given import load_given

    merged = {**policy.parameters, **(parameters or {})}
    return load_given(world_named(world), parameters=merged, shocks=policy.shocks, series=policy.series)


def town_rows(
    policy: PolicyScenario, towns: Sequence[int | str] | None, world: str, parameters: Mapping[str, float] | None
) -> tuple[int, ...] | None:
    """Row numbers of towns given by name (characters or pinyin) or number."""
    if not towns:
        return None
    from scenarios.given import find_town

    given = given_for(policy, world, parameters)
    return tuple(town if isinstance(town, int) else find_town(given, town) for town in towns)


def worker_count(spec: Specification, arm_count: int, wanted: int | None) -> int:
    """Two processes where there are two cores and the province is large enough to pay for starting them."""
    if wanted is not None:
        return max(1, min(wanted, arm_count))
    worth = spec.world != "small" and spec.towns is None
    return min(arm_count, os.cpu_count() or 1) if worth else 1


def simulate_pair(
    pair: Mapping[str, Specification],
    part: Path,
    around: Mapping[str, Mapping | None],
    workers: int,
    progress: Progress | None = None,
) -> dict[str, arms.Arm]:
    """All arms, one after the other or side by side; the results are the same. `around`: see `_surroundings`."""
    files = {name: firms_file(part, name) if spec.firms else None for name, spec in pair.items()}
    if workers == 1:
        done, starts = {}, stored_starts(pair, part, progress)
        for name, spec in pair.items():
            report = (
                None if progress is None else lambda quarter, d, total, name=name: progress(name, quarter, d, total)
            )
            done[name] = arms.simulate(spec, around[name], files[name], report, starts[name])
        forget_starts(part)
        return done
    return _side_by_side(pair, part, around, files, workers, progress)


def _side_by_side(pair, part: Path, around, files, workers: int, progress: Progress | None) -> dict[str, arms.Arm]:
    from experiments.workers import end_at_once, process_pool

    pool = process_pool(workers)
    watched = {name: part / f".{name}.progress" for name in pair}
    try:
        for _ in range(workers):
            pool.submit(_wake)
        starts = stored_starts(pair, part, progress)
        futures = {
            name: pool.submit(_worker, spec, around[name], files[name], watched[name], starts[name])
            for name, spec in pair.items()
        }
        while not all(future.done() for future in futures.values()):
            time.sleep(0.1)
            if any(future.done() and future.exception() for future in futures.values()):
                break
            for name, path in watched.items():
                if progress is not None and (seen := arms.read_progress(path)):
                    progress(name, *seen)
        for future in futures.values():
            if future.done():
                future.result()
        done = {name: future.result() for name, future in futures.items()}
    except BaseException:
        end_at_once(pool)
        raise
    pool.shutdown(wait=True)
    for path in watched.values():
        path.unlink(missing_ok=True)
    forget_starts(part)
    return done


def _wake() -> None:
    """In a worker, while the start is being built: load what takes seconds to load."""
    import model.province  # noqa: F401


def _worker(spec: Specification, boundary, file: Path | None, watched: Path, starts: Path) -> arms.Arm:
    return arms.simulate(spec, boundary, file, arms.progress_file(watched), starts)


def stored_starts(pair: Mapping[str, Specification], part: Path, progress: Progress | None) -> dict[str, Path]:
    """Build what the arms start from, once, before any of them runs; says in which folder each is."""
    from experiments.starts import ensure

    return {name: ensure(spec, progress, part / SPARE) for name, spec in pair.items()}


def forget_starts(part: Path) -> None:
    """Starts kept in the unfinished run folder, because the cache could not be written, are no result."""
    shutil.rmtree(part / SPARE, ignore_errors=True)


def firms_file(part: Path, name: str) -> Path:
    folder = part if name == "policy" else part / name
    folder.mkdir(exist_ok=True)
    return folder / "firms.parquet"


def _surroundings(
    pair: Mapping[str, Specification], cache: Path, progress: Progress | None
) -> dict[str, Mapping | None]:
    """What the towns around chosen ones do, by arm: as before, under its shocks. None for a whole province."""
    found: dict[str, Mapping | None] = {}
    known: dict[str, Mapping] = {}
    for name, spec in pair.items():
        if spec.towns is None:
            found[name] = None
            continue
        from experiments.boundary import recorded

        before = carried_on(spec.policy)
        if before.key not in known:
            known[before.key] = recorded(spec.of(before), cache, progress)
        found[name] = known[before.key]
    return found


def _write(part: Path, spec: Specification, pair, done: dict[str, arms.Arm], key: str, data: str) -> None:
    """Tables of every arm, the goals, and run.json last: a folder without it is no run."""
    from experiments.outputs import write_arm, write_goals

    for name, arm in done.items():
        write_arm(part if name == "policy" else part / name, arm)
    write_goals(part, done, spec)
    if spec.policy.series is not None:
        write_bytes(part / str(scenario_file(spec.policy)["series"]), Path(spec.policy.series).read_bytes())
    files = sorted(path for path in part.rglob("*") if path.is_file() and not path.name.startswith("."))
    about = {
        "schema": SCHEMA,
        "key": key,
        "arms": {name: one.key(data) for name, one in pair.items()},
        "scenario": scenario_file(spec.policy),
        "seed": spec.seed,
        "population_seed": spec.population_seed,
        "sample": spec.sample,
        "towns": spec.towns,
        "start": spec.start,
        "end": spec.end,
        "world": spec.world,
        "parameters": dict(spec.parameters),
        "firms": spec.firms,
        "paired": BASELINE in pair,
        "is_baseline": is_baseline(spec.policy),
        "compared": None if BASELINE not in pair else "measures" if sets_measures(spec.policy) else "shocks",
        "data": data,
        **environment(),
        "worst_residual": {name: arm.worst_residual for name, arm in done.items()},
        "files": {path.relative_to(part).as_posix(): file_sha256(path) for path in files},
    }
    text = json.dumps(plain(about), ensure_ascii=False, indent=1, sort_keys=True)
    write_bytes(part / FILE, (text + "\n").encode())
