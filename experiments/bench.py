"""Speed and memory: population, burn-in, phases, a firm-quarter, a row, and how time grows with the number of firms.

Each measurement has a process of its own, so that its memory is its own: `python -m experiments.bench PART ...`.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from experiments.keys import ROOT, code_hash, cpu_level, versions
from experiments.threads import ONE_THREAD

SIZES = ((0.1, "guangdong"), (0.3, "guangdong"), (1.0, "guangdong"))
QUICK = ((0.05, "guangdong"),)
QUARTERS = 8  # of them the first is not counted: it reads what was compiled
TOWN_FIRMS = 300
TWIN = "tests/twin/timing.py"  # of a checkout; an installed package has no tests


# ---- measured in processes of their own


def idle() -> dict[str, object]:
    """Memory of an interpreter that has imported what a run imports and done nothing."""
    import experiments.starts
    import model.province
    from scenarios.policy import load

    load("decision-2012").given("guangdong")
    assert experiments.starts and model.province
    return {"peak_bytes": peak_bytes()}


def prepare(sample: float, world: str) -> dict[str, object]:
    """Seconds of building the population and of the burn-in; leaves the start in the store."""
    from experiments.starts import build, cache_folder, key_of, store
    from model.start import build_start

    spec = _spec(sample, world)
    given = spec.policy.given(world)
    before = time.perf_counter()
    build_start(given, population_seed=0, sample=sample)
    population = time.perf_counter() - before
    before, told = time.perf_counter(), []
    state = build(spec, lambda *words: told.append((words[0], time.perf_counter())))
    burn_in = told[-1][1] - next(at for name, at in told if name == "burn-in")  # from the end of its first quarter
    firms = len(state.tables["firm"])
    store(cache_folder(), key_of(spec), state)
    quarters = sum(name == "burn-in" for name, _ in told)
    return {
        "population_seconds": round(population, 3),
        "burn_in_seconds": round(burn_in * quarters / (quarters - 1), 3),
        "burn_in_quarters": quarters,
        "start_seconds": round(time.perf_counter() - before, 3),
        "firms": firms,
    }


def live(sample: float, world: str) -> dict[str, object]:
    """Seconds of each phase and memory of a run from a stored start."""
    import model.province as province_module
    from experiments.starts import cache_folder, file_name, key_of, read

    spec = _spec(sample, world)
    key = key_of(spec)
    seconds: dict[str, float] = {phase.__name__: 0.0 for phase in province_module.PHASES}
    province_module.PHASES = tuple(_timed(phase, seconds) for phase in province_module.PHASES)
    state = read(cache_folder() / file_name(key), key)
    if state is None:
        raise RuntimeError("the start is not in the store")
    province = province_module.Province(spec.policy, sample=sample, world=world, end="2013Q4", state=state)
    del state
    province.step()
    for name in seconds:
        seconds[name] = 0.0
    rows, quarters, busy = 0, [], time.process_time()
    for _ in range(QUARTERS - 1):
        rows += len(province.firms)
        before = time.perf_counter()
        province.step()
        quarters.append(time.perf_counter() - before)
    lived, busy = sum(quarters), time.process_time() - busy
    return {
        "rows": len(province.firms),
        "quarter_seconds": round(lived / len(quarters), 4),
        "quickest_quarter_seconds": round(min(quarters), 4),
        "ns_per_firm_quarter": round(1e9 * lived / rows),
        "cpu_ns_per_firm_quarter": round(1e9 * busy / rows),  # what a machine shared with other work does not inflate
        "phases_ns": {name: round(1e9 * value / rows, 1) for name, value in seconds.items()},
        "column_bytes_per_row": round(province.firm.nbytes / max(1, len(province.firms))),
        "peak_bytes": peak_bytes(),
    }


def small_world() -> dict[str, object]:
    """Seconds of 24 quarters of the small world, the best of three after one that is not counted."""
    from experiments.starts import start_of
    from model.province import Province

    spec, taken, busy = _spec(1.0, "small"), [], []
    for _ in range(4):
        province = Province(spec.policy, world="small", state=start_of(spec))
        rows, before, worked = 0, time.perf_counter(), time.process_time()
        while province.running:
            rows += len(province.firm)
            province.step()
        taken.append(time.perf_counter() - before)
        busy.append(1e9 * (time.process_time() - worked) / rows)
    return {
        "rows": len(province.firms),
        "seconds": round(min(taken[1:]), 3),
        "cpu_ns_per_firm_quarter": round(min(busy[1:])),
    }


def one_town() -> dict[str, object]:
    """Seconds of 24 quarters of one town of about 300 firms at 1:1, its surroundings recorded before."""
    import numpy as np

    from experiments.boundary import record
    from experiments.starts import start_of
    from model.province import Province
    from scenarios.policy import load

    whole = start_of(_spec(0.1, "guangdong"))
    firm, town = whole.tables["firm"], whole.tables["town"]
    count = np.bincount(firm.town, weights=firm.weight, minlength=len(town))
    near = np.where(town.designated == 1, np.abs(count - TOWN_FIRMS), np.inf)
    chosen = int(near.argmin())
    spec = _spec(0.1, "guangdong", towns=[chosen])
    around = record(spec.of(load("baseline")), None)
    taken = []
    for _ in range(3):
        province = Province(spec.policy, sample=0.1, towns=[chosen], surroundings=around, state=start_of(spec))
        before = time.perf_counter()
        province.run()
        taken.append(time.perf_counter() - before)
    return {"town": chosen, "rows": len(province.firms), "seconds": round(min(taken), 3)}


def _spec(sample: float, world: str, towns: list[int] | None = None):
    from experiments.specification import specify
    from scenarios.policy import load

    return specify(load("decision-2012"), sample=sample, world=world, towns=towns)


def _timed(phase: Callable, seconds: dict[str, float]) -> Callable:
    name = phase.__name__

    def timed(province) -> None:
        before = time.perf_counter()
        phase(province)
        seconds[name] += time.perf_counter() - before

    timed.__name__ = name
    return timed


def peak_bytes() -> int | None:
    """Largest memory of this process, None where the system does not say (Windows)."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


# ---- put together


def apart(*words: object, module: str = "experiments.bench") -> dict[str, Any]:
    """One measurement in a process of its own, on one core."""
    command = [sys.executable, "-m", module, *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ | ONE_THREAD)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, words)) or module}: {done.stderr.strip().splitlines()[-1:]}")
    return json.loads(done.stdout.splitlines()[-1])


def bench(quick: bool = False, report: Callable[[dict], None] | None = None) -> dict[str, object]:
    """All sizes, each in processes of its own, the small world, a town, and the exponent of time over firms."""
    bare = apart("idle")["peak_bytes"]
    sizes = []
    for sample, world in QUICK if quick else SIZES:
        one = {"sample": sample, "world": world, **apart("prepare", sample, world), **apart("live", sample, world)}
        if bare is not None:
            one["bytes_per_row"] = round((one["peak_bytes"] - bare) / one["rows"])
        sizes.append(one)
        if report is not None:
            report(one)
    found: dict[str, Any] = {
        "code": code_hash(),
        "versions": versions(),
        "python": sys.version.split()[0],
        "cpu": cpu_level(),
        "idle_bytes": bare,
        "exponent": exponent([(one["rows"], one["quarter_seconds"]) for one in sizes if one["world"] == "guangdong"]),
        "sizes": sizes,
        "small_world": apart("small_world"),
    }
    if not quick:
        found["one_town"] = apart("one_town")
    if (ROOT / TWIN).exists():
        found["yardstick"] = yardstick(apart(module="tests.twin.timing"), sizes, found["small_world"])
    return found


def yardstick(twin: dict, sizes: list[dict], small: dict) -> dict[str, float]:
    """Processor time of a firm-quarter of the plain twin (ns), one Mesa agent a firm, and how many times faster the
    columns are: in the largest province measured, and in the small world, where the cost of every pass weighs most."""
    whole = twin["twin_ns_per_firm_quarter"]
    return {
        "twin_ns_per_firm_quarter": whole,
        "times_faster": round(whole / sizes[-1]["cpu_ns_per_firm_quarter"], 1),
        "times_faster_small_world": round(whole / small["cpu_ns_per_firm_quarter"], 1),
    }


def exponent(points: list[tuple[float, float]]) -> float | None:
    """Slope of log time over log firms by least squares: 1 is linear. None for fewer than two sizes."""
    if len(points) < 2:
        return None
    xs, ys = [math.log(firms) for firms, _ in points], [math.log(seconds) for _, seconds in points]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return round(sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs), 3)


def remember(found: dict[str, object], history: Path) -> None:
    """One line more in the history."""
    history.parent.mkdir(parents=True, exist_ok=True)
    with open(history, "a", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(found, sort_keys=True) + "\n")


PARTS: dict[str, Callable[..., dict]] = {
    "idle": idle,
    "prepare": prepare,
    "live": live,
    "small_world": small_world,
    "one_town": one_town,
}

if __name__ == "__main__":
    name, *rest = sys.argv[1:]
    print(json.dumps(PARTS[name](*([float(rest[0]), rest[1]] if rest else []))))
