"""Models with known answers, importable by workers."""

from __future__ import annotations

import math
import os
import signal
import time
from pathlib import Path

import numpy as np


def ishigami(seed: int, x1: float, x2: float, x3: float) -> dict[str, float]:
    """Ishigami and Homma (1990) with a = 7, b = 0.1."""
    return {"y": math.sin(x1) + 7.0 * math.sin(x2) ** 2 + 0.1 * x3**4 * math.sin(x1)}


def noisy(seed: int, x: float) -> dict[str, float]:
    """Uniform x on [0, 1] scaled to a variance of 4; a seed's own luck with a variance of 1."""
    luck = np.random.default_rng(seed).normal()
    return {"y": x * math.sqrt(4 * 12) + luck}


def linear(seed: int, x: float) -> dict[str, float]:
    return {"y": 2.0 * x + seed, "z": -x}


def slow(seed: int, x: float) -> dict[str, float]:
    time.sleep(0.05)
    return {"y": x}


def breaks_above_half(seed: int, x: float) -> dict[str, float]:
    if x > 0.5 and not os.environ.get("MENDED"):
        raise ZeroDivisionError("x is too large")
    return {"y": x}


def kills_its_process(seed: int, x: float) -> dict[str, float]:
    """At the largest x: once where the flag is a place for a file, always without one."""
    flag = os.environ.get("KILLED_ONCE")
    if x == 1.0 and not (flag and Path(flag).exists()):
        if flag:
            Path(flag).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return {"y": x}


def with_lever(seed: int, x: float, a: float = 0.0) -> dict[str, float]:
    return {"y": 10.0 * a + 100.0 * x + 1000.0 * seed}
