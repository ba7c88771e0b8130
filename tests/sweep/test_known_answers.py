"""Known answers come back through design, store, execution and frame."""

from __future__ import annotations

import math

import numpy as np
import pytest

from experiments.sweep.sweep import sweep
from tests.sweep.conftest import OWN, function_model

ISHIGAMI = "scenario: own\nuncertainties: [x1, x2, x3]\noutcomes: [y]\ndesign: {kind: %s, points: %d}\n"


def ishigami(study, tmp_path, kind: str, points: int):
    model = function_model("ishigami", **dict.fromkeys(("x1", "x2", "x3"), (-math.pi, math.pi)))
    return sweep(study(ISHIGAMI % (kind, points)), model=model, out=tmp_path / kind, workers=1).frame


def test_sobol_indices_of_ishigami_are_right_within_their_intervals(study, tmp_path) -> None:
    from SALib.analyze import sobol

    frame = ishigami(study, tmp_path, "saltelli", 128)
    found = sobol.analyze(frame.attrs["problem"], frame["y"].to_numpy(), calc_second_order=False, seed=1)
    first, total = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)
    assert (np.abs(found["S1"] - first) < 1.5 * found["S1_conf"]).all()
    assert (np.abs(found["ST"] - total) < 1.5 * found["ST_conf"]).all()


def test_morris_effects_of_ishigami_rank_as_published(study, tmp_path) -> None:
    from SALib.analyze import morris

    frame = ishigami(study, tmp_path, "morris", 30)
    inputs = frame[["x1", "x2", "x3"]].to_numpy()
    found = morris.analyze(frame.attrs["problem"], inputs, frame["y"].to_numpy(), num_levels=4, seed=1)
    a, b, c = found["mu_star"]
    assert a > 0 and b > 0 and c > 0
    assert abs(found["mu"][2]) < c  # x3 acts through x1 only: its effects change sign


def test_a_known_split_of_variance_between_seeds_and_parameters_is_recovered(study, tmp_path) -> None:
    text = OWN.replace("grid, points: 5", "latin_hypercube, points: 40") + "replications: 12\n"
    found = sweep(study(text), model=function_model("noisy"), out=tmp_path / "d", workers=1)
    row = found.split("y").iloc[0]
    seeds = np.var([np.random.default_rng(seed).normal() for seed in range(1, 13)], ddof=1)
    assert row["parameters"] == pytest.approx(4 / (4 + seeds), abs=0.03)
    assert row["seeds_share"] == pytest.approx(seeds / (4 + seeds), abs=0.03)
    assert row["together"] == pytest.approx(0, abs=1e-9)
