"""Study frames made by hand, with answers known beforehand."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from analysis.understanding.frame import StudyFrame

ISHIGAMI = {f"x{k}": (-np.pi, np.pi) for k in (1, 2, 3)}


def ishigami(x: np.ndarray) -> np.ndarray:
    """Ishigami and Homma (1990), a = 7, b = 0.1."""
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def study(
    x: np.ndarray,
    outcomes: Mapping[str, np.ndarray],
    bounds: Mapping[str, tuple[float, float]],
    kind: str,
    *,
    second_order: bool = False,
    replications: int = 1,
    luck: Callable[[int, int], float] = lambda point, replication: 0.0,
    crossed: bool = True,
) -> StudyFrame:
    """A row a point and replication; `luck(point, replication)` is added to every outcome."""
    rows = []
    for point, at in enumerate(x):
        for replication in range(1, replications + 1):
            seed = replication if crossed else 1 + point * replications + replication
            noise = luck(point, replication)
            rows.append((point, replication, seed, *at, *(values[point] + noise for values in outcomes.values())))
    table = pd.DataFrame(rows, columns=["point", "replication", "seed", *bounds, *outcomes])
    return StudyFrame(table, bounds, tuple(outcomes), kind, len(x), second_order)


def saltelli(bounds: Mapping[str, tuple[float, float]], blocks: int, second_order: bool = True) -> np.ndarray:
    from SALib.sample import sobol

    problem = {"num_vars": len(bounds), "names": list(bounds), "bounds": [list(span) for span in bounds.values()]}
    return sobol.sample(problem, blocks, calc_second_order=second_order, seed=1)


def morris(bounds: Mapping[str, tuple[float, float]], trajectories: int) -> np.ndarray:
    from SALib.sample.morris import sample

    problem = {"num_vars": len(bounds), "names": list(bounds), "bounds": [list(span) for span in bounds.values()]}
    return sample(problem, trajectories, num_levels=4, seed=1)


def latin(bounds: Mapping[str, tuple[float, float]], points: int) -> np.ndarray:
    from scipy.stats.qmc import LatinHypercube

    low, high = (np.array([span[end] for span in bounds.values()]) for end in (0, 1))
    return low + (high - low) * LatinHypercube(len(bounds), rng=1).random(points)
