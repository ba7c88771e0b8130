"""What a sweep will need: runs, time and disk, from one run that is timed."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from experiments.packs import Store
from experiments.pools import Here
from experiments.sweep.execution import Stopped, execute
from experiments.sweep.models import Progress
from experiments.sweep.plan import plan_of
from experiments.sweep.study import Study, described

OVERHEAD = 1.1  # scheduling, storing and reading, of the model's time
BLOCK = 4096  # bytes a file takes at least


@dataclass(frozen=True)
class Forecast:
    """`runs` of the study, `there` of them already; seconds and bytes of one."""

    runs: int
    there: int
    points: int
    seconds: float
    size: int

    @property
    def left(self) -> int:
        return self.runs - self.there

    def hours(self, workers: int) -> float:
        return self.left * self.seconds * OVERHEAD / workers / 3600

    @property
    def gigabytes(self) -> float:
        return self.runs * -(-self.size // BLOCK) * BLOCK / 1e9


def forecast(study: Study, out: Path | None, progress: Progress | None = None) -> Forecast:
    """Make one run elsewhere, and multiply. The start it needs is built and stays in the cache."""
    plan = plan_of(described(study), study.points, study.outcomes)
    with tempfile.TemporaryDirectory(prefix="zhenxing-") as place:
        folder = Path(place)
        starts = study.model.prepare(folder, progress)
        for number in (max(len(plan) - 2, 0), len(plan) - 1):  # the first loads libraries and compiles
            began = time.monotonic()
            tally = execute(plan, study.model, folder, Here(), starts=starts, numbers=(number,))
            seconds = time.monotonic() - began
        if tally.failed:
            raise Stopped("the run that was to be timed failed", "用于计时的测算失败")
        sizes = [path.stat().st_size for path in folder.rglob("runs/*/*.parquet")]
    there = 0
    if out is not None and out.is_dir():
        store = Store(out)
        there = sum(store.finished(plan.key(number)) for number in range(len(plan)))
    return Forecast(len(plan), there, len(study.points), seconds, max(sizes, default=0))
