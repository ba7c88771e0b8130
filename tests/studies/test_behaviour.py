"""The studies of behaviour as they are kept: what docs/measured/behaviour.json says agrees still does."""

from __future__ import annotations

import json

import pytest

from experiments.measuring.behaviour import study
from experiments.measuring.measured import FOLDER


@pytest.mark.slow
def test_expectations_kept_as_met_still_are() -> None:
    kept = json.loads((FOLDER / "behaviour.json").read_text(encoding="utf-8"))
    now = study(seeds=kept["seeds"], sample=kept["sample"], world=kept["world"])["quantities"]
    met = [name for name, found in kept["quantities"].items() if found["verdict"] == "agrees"]
    # no draws: the seeds are those that were measured, so that what is lost is a change of the economy and never luck
    assert len(met) >= 15
    assert {name: now[name]["mean"] for name in met if now[name]["verdict"] != "agrees"} == {}
