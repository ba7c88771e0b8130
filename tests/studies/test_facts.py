"""Ten seeds of the baseline: what docs/measured/facts.json says is inside its band still is."""

from __future__ import annotations

import json

import pytest

from experiments.measuring.facts import study
from experiments.measuring.measured import FOLDER
from scenarios.facts import facts


@pytest.mark.slow
def test_facts_kept_as_inside_their_bands_still_are() -> None:
    kept = json.loads((FOLDER / "facts.json").read_text(encoding="utf-8"))
    now = study(kept["seeds"], sample=kept["sample"], world=kept["world"])["facts"]
    inside = [name for name, found in kept["facts"].items() if found.get("inside")]
    # no draws: the seeds are those that were measured, so that a row lost is a change of the economy and never luck
    lost = {name: (now[name]["mean"], facts()[name].band) for name in inside if not now[name]["inside"]}
    assert len(inside) >= 20
    assert lost == {}
