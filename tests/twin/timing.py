"""How long a firm-quarter takes firm by firm: the yardstick of `zhenxing bench`, `python -m tests.twin.timing`."""

from __future__ import annotations

import json
import time

from experiments.specification import specify
from experiments.starts import start_of
from model.province import Province
from scenarios.policy import load
from tests.twin.answers import rows_of
from tests.twin.economy import Economy
from tests.twin.recorder import record
from tests.twin.replay import LEVERS

QUARTERS = 5  # a year and its end; the first is not counted: it reads what was compiled


def twin_ns_per_firm_quarter() -> float:
    """Processor time of a firm-quarter of the twin on the small world (ns), without building and comparing it."""
    spec = specify(load("baseline", levers=LEVERS), world="small")
    province = Province(spec.policy, world="small", state=start_of(spec))
    busy = firms = 0
    for turn in range(QUARTERS):
        recorded = record(province)
        economy = Economy(rows_of(recorded.before))
        before = time.process_time()
        for _ in economy.live(recorded.news):
            pass
        if turn:
            busy += time.process_time() - before
            firms += len(recorded.before["uid"])
    return 1e9 * busy / firms


if __name__ == "__main__":
    print(json.dumps({"twin_ns_per_firm_quarter": round(twin_ns_per_firm_quarter())}))
