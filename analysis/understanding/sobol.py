"""Sobol indices: the share of an outcome's variance that each input accounts for, from a Saltelli design, by SALib.

A block of the design (a row of A, of B and of every mixture) is used whole or not at all: one failed point drops its
block, and the count of blocks says so.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.understanding.frame import saltelli_block

if TYPE_CHECKING:
    import pandas as pd

LEVEL = 0.90  # of the intervals
RESAMPLES = 1000
SEED = 2001  # of the resampling
FEWEST = 16  # blocks below which indices are not worth telling


@dataclass(frozen=True)
class SobolIndices:
    """`table`: input, first, first_low, first_high, total, total_low, total_high. `pairs`: input, other, second,
    second_low, second_high; None where the design cannot tell."""

    table: pd.DataFrame
    pairs: pd.DataFrame | None
    blocks: int
    of_blocks: int


def sobol_indices(names: Sequence[str], values: np.ndarray, second_order: bool) -> SobolIndices | None:
    """Indices from the outcome at every point, in the order of the design; None with too few whole blocks, or where
    nothing varies. Intervals are percentiles over resampled blocks; of pairs, SALib's normal ones."""
    import pandas as pd
    from SALib.analyze import sobol

    size = saltelli_block(len(names), second_order)
    blocks = values.reshape(-1, size)
    whole = np.isfinite(blocks).all(axis=1)
    kept = blocks[whole]
    if len(kept) < FEWEST or not np.ptp(kept) > 0.0:
        return None
    problem = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = sobol.analyze(
            problem, kept.ravel(), calc_second_order=second_order, num_resamples=RESAMPLES, conf_level=LEVEL,
            keep_resamples=True, seed=SEED,
        )  # fmt: skip
    ends = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    columns = {"input": list(names)}
    for word, short in (("first", "S1"), ("total", "ST")):
        low, high = np.nanquantile(found[f"{short}_conf_all"], ends, axis=0)
        columns |= {word: found[short], f"{word}_low": low, f"{word}_high": high}
    table = pd.DataFrame(columns).sort_values("total", ascending=False, kind="stable", ignore_index=True)
    pairs = _pairs(names, found["S2"], found["S2_conf"]) if second_order else None
    return SobolIndices(table, pairs, int(whole.sum()), len(blocks))


def _pairs(names: Sequence[str], second: np.ndarray, half: np.ndarray) -> pd.DataFrame:
    import pandas as pd

    rows = [
        (names[a], names[b], second[a, b], second[a, b] - half[a, b], second[a, b] + half[a, b])
        for a in range(len(names))
        for b in range(a + 1, len(names))
    ]
    frame = pd.DataFrame(rows, columns=["input", "other", "second", "second_low", "second_high"])
    return frame.sort_values("second", ascending=False, kind="stable", ignore_index=True)
