"""Speed and memory: start, phases, a firm-quarter, a row, and how time grows with the number of firms.

Each size has a process of its own, so that memory is its own; `python -m experiments.bench SAMPLE WORLD` is one.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from experiments.keys import ROOT, code_hash, cpu_level, versions

SIZES = ((0.05, "guangdong"), (0.1, "guangdong"), (0.3, "guangdong"), (1.0, "guangdong"))
QUICK = ((1.0, "small"), (0.05, "guangdong"))
QUARTERS = 8
END = "2013Q4"


def measure(sample: float, world: str) -> dict[str, object]:
    """One size: seconds of the start and of each phase, nanoseconds a firm-quarter, bytes a row."""
    import model.province as province_module
    from scenarios.policy import load

    policy = load("decision-2012")
    seconds: dict[str, float] = {phase.__name__: 0.0 for phase in province_module.PHASES}
    province_module.PHASES = tuple(_timed(phase, seconds) for phase in province_module.PHASES)
    before = time.perf_counter()
    province = province_module.Province(policy, sample=sample, world=world, end=END)
    start = time.perf_counter() - before
    for name in seconds:  # the burn-in is part of the start
        seconds[name] = 0.0
    province.step()  # the first quarter compiles
    for name in seconds:
        seconds[name] = 0.0
    before, rows = time.perf_counter(), 0
    for _ in range(QUARTERS - 1):
        rows += len(province.firms)
        province.step()
    lived = time.perf_counter() - before
    return {
        "sample": sample,
        "world": world,
        "firms": len(province.firms),
        "start_seconds": round(start, 3),
        "quarter_seconds": round(lived / (QUARTERS - 1), 4),
        "ns_per_firm_quarter": round(1e9 * lived / rows),
        "phases": {name: round(value / (QUARTERS - 1), 4) for name, value in seconds.items()},
        "peak_bytes": peak_bytes(),
        "column_bytes_per_row": round(province.firm.nbytes / max(1, len(province.firms))),
    }


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


def bench(quick: bool = False, report: Callable[[dict], None] | None = None) -> dict[str, object]:
    """All sizes, each in its own process, with the exponent of time over firms."""
    sizes = []
    for sample, world in QUICK if quick else SIZES:
        done = subprocess.run(
            [sys.executable, "-m", "experiments.bench", str(sample), world], cwd=ROOT, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"sample {sample} of {world}: {done.stderr.strip().splitlines()[-1:]}")
        sizes.append(json.loads(done.stdout.splitlines()[-1]))
        if report is not None:
            report(sizes[-1])
    return {
        "code": code_hash(),
        "versions": versions(),
        "python": sys.version.split()[0],
        "cpu": cpu_level(),
        "exponent": exponent([(one["firms"], one["quarter_seconds"]) for one in sizes if one["world"] == "guangdong"]),
        "sizes": sizes,
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


if __name__ == "__main__":
    print(json.dumps(measure(float(sys.argv[1]), sys.argv[2])))
