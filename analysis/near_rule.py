"""Candidates near the rule of designation: how far their output and their speciality's share stand from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

WITHIN = 0.10  # of the rule, on either side


def margin(output: np.ndarray, share: np.ndarray, least_output: float, least_share: float) -> np.ndarray:
    """The lesser of output (wan yuan a year) over what the rule asks and of the speciality's share over what it asks:
    one stands on the line, above it the rule is met."""
    return np.minimum(np.asarray(output) / least_output, np.asarray(share) / least_share)


def near(room: np.ndarray, within: float = WITHIN) -> np.ndarray:
    """Whether a margin lies near the line (bool)."""
    return np.abs(room - 1.0) <= within


def near_rows(towns: Mapping[str, Any], least_output: float, least_share: float, within: float = WITHIN) -> list[dict]:
    """Towns without the name near the rule, the nearest first: `town`, `output`, `share`, `margin`, `meets`.

    `towns`: columns `town`, `designated`, `output_reported`, `speciality_share` of one date.
    """
    output, share = np.asarray(towns["output_reported"]), np.asarray(towns["speciality_share"])
    room = margin(output, share, least_output, least_share)
    chosen = np.flatnonzero((np.asarray(towns["designated"]) == 0) & near(room, within))
    chosen = chosen[np.argsort(np.abs(room[chosen] - 1.0), kind="stable")]
    return [
        {
            "town": int(towns["town"][row]),
            "output": float(output[row]),
            "share": float(share[row]),
            "margin": float(room[row]),
            "meets": bool(room[row] >= 1.0),
        }
        for row in chosen
    ]
