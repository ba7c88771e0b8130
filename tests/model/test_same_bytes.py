"""The same specification gives the same bytes: in any process, in any order, however often."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import hashlib
from model.province import Province
from scenarios.policy import load
province = Province(load("decision-2012"), world="small", rng=7, end="2014Q4").run()
heap = hashlib.sha256(repr(province.records["province"]).encode())
for quarter, table in province.records["towns"]:
    for name, values in table.items():
        heap.update(name.encode() + values.tobytes())
heap.update(repr(province.ledger.spending).encode())
for name, table in province.tables_by_name().items():
    for column in table.fields:
        heap.update(getattr(table, column).tobytes())
print(heap.hexdigest())
"""


def in_another_process(hash_seed: str, threads: str) -> str:
    found = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env=os.environ
        | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": hash_seed}
        | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), threads),
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return found.stdout.strip()


def test_processes_with_other_hash_seeds_and_threads_give_the_same_bytes() -> None:
    digests = {in_another_process("0", "1"), in_another_process("12345", "2")}
    assert len(digests) == 1
    assert len(next(iter(digests))) == 64


def test_the_order_of_runs_in_a_process_does_not_matter(small, decision, baseline, digest_of) -> None:
    def run(policy, seed):
        return digest_of(small(policy, rng=seed, end="2013Q4").run())

    forward = [run(policy, seed) for policy in (decision, baseline) for seed in (1, 2)]
    backward = [run(policy, seed) for policy in (baseline, decision) for seed in (2, 1)]
    assert forward == backward[::-1]
    assert len(set(forward)) == 4


def test_a_run_between_the_steps_of_another_does_not_touch_it(small, baseline, digest_of) -> None:
    alone = small(end="2013Q4").run()
    mixed, other = small(end="2013Q4"), small(baseline, rng=9, end="2013Q4")
    while mixed.quarter <= mixed.last_quarter:
        other.step()
        mixed.step()
    assert digest_of(mixed) == digest_of(alone)


def test_a_kept_start_is_not_used_up_by_the_run_that_follows(small, digest_of) -> None:
    first = digest_of(small(end="2012Q4").run())
    assert digest_of(small(end="2012Q4").run()) == first


@pytest.mark.parametrize("sample", [0.5])
def test_another_population_is_another_start_and_the_same_one_is_the_same(sample, small, digest_of) -> None:
    first = digest_of(small(sample=sample))
    assert digest_of(small(sample=sample)) == first
    assert digest_of(small(sample=sample, population_seed=1)) != first
