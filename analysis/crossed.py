"""Where the variance of an outcome comes from when every point of a design is run with the same seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def crossed_components(values: np.ndarray) -> tuple[float, float, float]:
    """Variance components (parameters, seeds, both together) of points x seeds, in the squared unit of the outcome.

    Two crossed random factors with one run a cell: mean squares have the expectations rest + seeds x parameters,
    rest + points x seeds, and rest (Searle, Casella and McCulloch 1992, ch. 4). An estimate below nothing is nothing.
    """
    points, seeds = values.shape
    mean = values.mean()
    by_point, by_seed = values.mean(axis=1) - mean, values.mean(axis=0) - mean
    rest = values - mean - by_point[:, None] - by_seed[None, :]
    left = float((rest**2).sum()) / ((points - 1) * (seeds - 1))
    of_points = seeds * float((by_point**2).sum()) / (points - 1)
    of_seeds = points * float((by_seed**2).sum()) / (seeds - 1)
    return max((of_points - left) / seeds, 0.0), max((of_seeds - left) / points, 0.0), left


def crossed_split(frame: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """A row a scenario: shares of variance and their sum in the squared unit. Points with a failed run are left out."""
    import pandas as pd

    rows = []
    for scenario, part in frame.groupby("scenario", sort=False):
        table = part.pivot(index="point", columns="replication", values=outcome).dropna()
        row = {"scenario": scenario, "outcome": outcome, "points": table.shape[0], "seeds": table.shape[1]}
        if min(table.shape) < 2:
            shares = dict.fromkeys(("parameters", "seeds_share", "together", "variance"), float("nan"))
        else:
            found = crossed_components(table.to_numpy(np.float64))
            total = sum(found)
            parts = [one / total if total else float("nan") for one in found]
            shares = dict(zip(("parameters", "seeds_share", "together"), parts, strict=True)) | {"variance": total}
        rows.append(row | shares)
    return pd.DataFrame(rows)
