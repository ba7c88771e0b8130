"""Forty visitors at once, as websocket clients: how long each waits for a slider, and what memory stays behind.

python -m tests.app.forty [URL]      (starts a server of its own without one)
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import threading
import time
from pathlib import Path

from tests.app.visitor import Visitor

PUPILS, MOVES = 40, 6


def waits(url: str, pupils: int = PUPILS, moves: int = MOVES, pause: float = 0.6) -> tuple[list[float], list[float]]:
    """Seconds until the first picture and after each move of a slider, over all pupils."""
    opened: list[float] = []
    moved: list[float] = []
    together = threading.Barrier(pupils)
    failed: list[BaseException] = []

    def pupil(number: int) -> None:
        luck = random.Random(number)
        try:
            begun = time.monotonic()
            visitor = Visitor(url, 120)
            visitor.settled(120)
            opened.append(time.monotonic() - begun)
            lesson = json.loads(visitor.state["about"])["lessons"][0]
            together.wait(180)
            for _ in range(moves):
                measure = luck.choice(lesson["measures"])
                steps = round((measure["high"] - measure["low"]) / measure["step"])
                value = round(measure["low"] + luck.randrange(steps + 1) * measure["step"], 9)
                moved.append(visitor.ask(60, values={measure["id"]: value}))
                time.sleep(luck.uniform(0, 2 * pause))
            visitor.leave()
        except BaseException as error:
            failed.append(error)
            together.abort()

    threads = [threading.Thread(target=pupil, args=(number,), daemon=True) for number in range(pupils)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    if failed:
        raise failed[0]
    return opened, moved


def memory(pid: int) -> float:
    """Resident memory of a process, MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    url, pid = sys.argv[1], int(sys.argv[2])
    before = memory(pid)
    for turn in (1, 2):
        opened, moved = waits(url)
        slow = [statistics.quantiles(times, n=20)[-1] for times in (opened, moved)]
        print(f"round {turn}: open p95 {slow[0]:.2f} s; slider p50 {statistics.median(moved):.2f} p95 {slow[1]:.2f} s")
        print(f"  slowest slider {max(moved):.2f} s; memory {memory(pid):.0f} MB, before {before:.0f} MB")
    time.sleep(45)
    print(f"after all have left: {memory(pid):.0f} MB")


if __name__ == "__main__":
    main()
