"""When a comparison says that an effect is out of proportion to its money, and when only that the cases are too few."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from experiments.compare.judging import beyond_in_the_mean, out_of_proportion


def comparison(gains: list[float], spent: float) -> SimpleNamespace:
    """One scenario whose province gains so much in each case (wan yuan, one year) for so much public money."""
    rows = [
        {"scenario": "mine", "counted": 1, "indicator": "gdp", "case": case, "year": 2017, "scope": scope}
        | {"value": 1e6 + gain * (scope == "province"), "base_value": 1e6}
        for case, gain in enumerate(gains)
        for scope in ("province", "towns")
    ]
    content = {"shocks": {}, "parameters": {}, "series": None}
    about = {
        "towns": None, "base": "baseline",
        "scenarios": [{"id": name, "content": content} for name in ("baseline", "mine")],
    }  # fmt: skip
    costs = pd.DataFrame([{"scenario": "mine", "payer": "public", "kind": "net", "amount": spent}])
    return SimpleNamespace(about=about, cases=pd.DataFrame(rows), costs=costs)


def test_six_yuan_a_yuan_in_every_case_is_out_of_proportion() -> None:
    made = comparison([5_990.0, 6_000.0, 6_010.0], 1_000.0)
    assert list(out_of_proportion(made)) == ["mine"]
    assert beyond_in_the_mean(made) == {}


def test_six_yuan_a_yuan_from_one_case_of_three_is_told_but_does_not_stop() -> None:
    made = comparison([0.0, 0.0, 18_000.0], 1_000.0)
    assert out_of_proportion(made) == {}
    assert list(beyond_in_the_mean(made)) == ["mine"]


@pytest.mark.parametrize("gains", [[4_000.0] * 3, [-9_000.0] * 3])
def test_four_yuan_a_yuan_or_a_loss_is_not(gains) -> None:
    made = comparison(gains, 1_000.0)
    assert out_of_proportion(made) == {} == beyond_in_the_mean(made)
