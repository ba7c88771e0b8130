"""The prior ensemble: a Latin hypercube over the ranges of the parameters of behaviour."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from experiments.folders import write_bytes
from experiments.measuring.facts import PARTS_OF_A_WHOLE
from scenarios.members import FOLDER
from scenarios.yaml_files import read_yaml

DIGITS = 4  # significant, of a value in the file


def written_prior(folder: Path = FOLDER) -> Path:
    """Draw the ensemble as prior.yaml says and write prior.csv; returns the file."""
    path = folder / "prior.csv"
    write_bytes(path, prior_text().encode())
    return path


def prior_text() -> str:
    """prior.csv: a row a parameter, a column a member, so that a new parameter is a new line."""
    design: Any = read_yaml(FOLDER / "prior.yaml").mapping(("members", "seed", "imposed"))
    count = int(design["members"])
    values = prior(varied_parameters(design["imposed"]), count, int(design["seed"]))
    lines = [",".join(("parameter", *(str(number) for number in range(1, count + 1))))]
    lines.append(",".join(("weight", *["1"] * count)))
    lines += [",".join((name, *(repr(value) for value in row))) for name, row in values.items()]
    return "\n".join(lines) + "\n"


def varied_parameters(imposed: Mapping[str, str]) -> dict[str, tuple[float, float, float]]:
    """(low, central, high) of the parameters of behaviour that have a range and are no definition."""
    from scenarios.given_files import Files, read_parameters

    entries = read_parameters(Files("guangdong"))
    return {
        name: (float(entry["low"]), float(entry["value"]), float(entry["high"]))
        for name, entry in sorted(entries.items())
        if entry["low"] < entry["high"] and name not in imposed
    }


def prior(ranges: Mapping[str, tuple[float, float, float]], count: int, seed: int) -> dict[str, list[float]]:
    """Values by parameter, `count` each. Half of the members lie below the central value and half above.

    A range is often lopsided around its central value: even draws over it would be another economy on average.
    """
    from scipy.stats import qmc

    points: dict[str, np.ndarray] = {}
    for name, (low, middle, high) in ranges.items():
        own = int.from_bytes(hashlib.sha256(f"{seed} {name}".encode()).digest()[:8], "big")
        share = qmc.LatinHypercube(1, rng=own).random(count)[:, 0]
        points[name] = np.interp(share, (0.0, 0.5, 1.0), (low, middle, high))
    for parts in PARTS_OF_A_WHOLE:
        if not ranges.keys() >= set(parts):
            continue
        _draw_back(points, ranges, parts)
    return {name: [_rounded(value, *ranges[name][::2]) for value in values.tolist()] for name, values in points.items()}


def _draw_back(points: dict[str, np.ndarray], ranges: Mapping, parts: tuple[str, ...]) -> None:
    """Parts that come to more than the whole are drawn back towards their lower ends until they are the whole."""
    least = np.array([ranges[name][0] for name in parts])
    above = np.stack([points[name] for name in parts], axis=1) - least
    room = np.minimum((1.0 - 1e-4 - least.sum()) / above.sum(axis=1), 1.0)  # less what rounding may add
    for column, name in enumerate(parts):
        points[name] = least[column] + above[:, column] * room


def _rounded(value: float, low: float, high: float) -> float:
    return float(min(max(float(f"{value:.{DIGITS}g}"), low), high))
