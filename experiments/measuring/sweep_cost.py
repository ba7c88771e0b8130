"""What a sweep costs beside its model: scheduling, storing, reading, and the driver's memory.

    python -m experiments.measuring.sweep_cost RUNS

measures on this machine (one process, two, a local Dask cluster) and writes docs/measured/sweep.json. Shares are of CPU
time: they hold on a machine that others use, where ratios of wall time do not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from experiments.measuring.measured import keep
from experiments.pools import Here

STUDY = """
scenario: decision-2012
world: small
levers: [art20_guarantee_share]
uncertainties: [sell.price_elasticity]
outcomes: [gdp, "effect(decision-2012, baseline, gdp)"]
design: {{kind: latin_hypercube, points: {points}}}
"""
WAYS = ("one", "two", "dask")
LARGE, CORES = 100_000, 1_000
READ = 200  # times a run is read to time it


def study_file(folder: Path, runs: int) -> Path:
    """A study of so many runs: two a point."""
    path = folder / "study.yaml"
    path.write_text(STUDY.format(points=runs // 2), encoding="utf-8")
    return path


def cpu() -> float:
    """Seconds of this process."""
    used = os.times()
    return used.user + used.system


def peak_megabytes() -> float:
    """Most memory this process has held."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def one_way(way: str, runs: int) -> dict[str, Any]:
    """A whole sweep in one of the ways, by wall and by CPU time of the model and of all that is not the model."""
    from experiments.sweep.sweep import Report, sweep

    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        study = study_file(Path(place), runs)
        sweep(study_file(Path(place), 4), out=Path(place) / "first", workers=1)  # libraries, the start
        study_file(Path(place), runs)
        given: dict[str, Any] = {"workers": 2 if way == "two" else 1}
        if way == "dask":
            from distributed import LocalCluster

            made: Any = LocalCluster
            cluster = made(n_workers=2, threads_per_worker=1, dashboard_address=None)
            stack.callback(cluster.close)
            given = {"dask": cluster.scheduler_address}
        reports: list[Report] = []
        before, began = cpu(), time.monotonic()
        sweep(study, out=Path(place) / "out", reported=reports.append, **given)
        wall, driver = time.monotonic() - began, cpu() - before
        tally = reports[0].tally
        model = tally.model_seconds
        beside = driver - model if way == "one" else driver + tally.other_seconds
        files = [path.stat().st_size for path in (Path(place) / "out" / "runs").glob("*/*.parquet")]
    return {
        "runs": runs,
        "failed": len(tally.failed),
        "wall_seconds": wall,
        "model_cpu_seconds": model,
        "beside_cpu_seconds": beside,
        "beside_share": beside / model,
        "driver_peak_megabytes": peak_megabytes(),
        "bytes_per_run": sum(files) / max(len(files), 1),
    }


class Nobody(Here):
    """A thousand workers that do nothing: what handing out costs the driver."""

    width = CORES

    def submit(self, function: Any, *given: Any) -> Future:
        import pickle

        from experiments.sweep.execution import Tally

        pickle.dumps((function, given))
        made = len(given[0].numbers)
        future: Future = Future()
        future.set_result((Tally(made=made), 0.25 * made))
        return future


def large() -> dict[str, Any]:
    """The driver with 100,000 planned runs: handing out, naming and laying out the frame, reading one run."""
    from experiments.packs import Store
    from experiments.sweep.execution import execute
    from experiments.sweep.plan import plan_of
    from experiments.sweep.reading import frame_of, quantities, values_of
    from experiments.sweep.study import described, study_of

    with tempfile.TemporaryDirectory() as place:
        study = study_of(study_file(Path(place), LARGE))
        plan = plan_of(described(study), study.points, study.outcomes)
        before = cpu()
        execute(plan, study.model, Path(place), Nobody(), starts=None)
        handing = cpu() - before
        before = cpu()
        frame_of(plan, Store(Path(place)), study.read)
        naming = cpu() - before
        tally = execute(plan, study.model, Path(place), Here(), starts=None, numbers=range(2))
        contents = [path.read_bytes() for path in (Path(place) / "runs").glob("*/*.parquet")] * READ
        before = cpu()
        for content in contents:
            values_of(content, quantities(study.read))
        reading = (cpu() - before) / len(contents)
        assert tally.made == 2
    return {
        "runs": len(plan),
        "handing_out_cpu_seconds": handing,
        "naming_and_looking_cpu_seconds": naming,
        "reading_cpu_seconds_per_run": reading,
        "driver_peak_megabytes": peak_megabytes(),
    }


def on_paper(found: dict[str, Any]) -> dict[str, float]:
    """100,000 runs on 1,000 cores, from what was measured: workers side by side, then one driver that reads all."""
    two, driver = found["two"], found["large"]
    seconds = two["model_cpu_seconds"] / two["runs"]
    alone = driver["handing_out_cpu_seconds"] + driver["naming_and_looking_cpu_seconds"]
    alone += LARGE * driver["reading_cpu_seconds_per_run"]
    return {
        "seconds_per_run": seconds,
        "core_hours": LARGE * seconds / 3600,
        "hours_on_1000_cores": LARGE * seconds * (1 + two["beside_share"]) / CORES / 3600,
        "hours_of_the_driver": alone / 3600,
        "driver_share_of_model": alone / (LARGE * seconds),
        "seconds_per_run_from_which_the_driver_takes_a_tenth_of_the_clock": 10 * alone * CORES / LARGE,
        "gigabytes": LARGE * two["bytes_per_run"] / 1e9,
    }


def measured(runs: int) -> dict[str, Any]:
    """Every way in a process of its own, so that memory is its own."""
    found: dict[str, Any] = {}
    for way in (*WAYS, "large"):
        command = [sys.executable, "-m", "experiments.measuring.sweep_cost", str(runs), way]
        found[way] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    found["two_workers_over_one"] = found["one"]["wall_seconds"] / found["two"]["wall_seconds"]
    found["cores"], found["load"] = os.cpu_count(), os.getloadavg()[1]
    return found | {"on_paper": on_paper(found)}


def main(arguments: list[str]) -> int:
    runs = int(arguments[0])
    if len(arguments) > 1:
        print(json.dumps(large() if arguments[1] == "large" else one_way(arguments[1], runs)))
        return 0
    print(keep("sweep", measured(runs)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
