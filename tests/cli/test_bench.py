"""The yardstick of `zhenxing bench`: one Mesa agent a firm beside the columns."""

from __future__ import annotations

from experiments.bench import ROOT, TWIN, yardstick
from experiments.cli.bench import yardstick_said
from experiments.cli.talk import Talk


def test_the_yardstick_is_set_against_the_largest_province_and_the_small_world() -> None:
    sizes = [{"cpu_ns_per_firm_quarter": 2000}, {"cpu_ns_per_firm_quarter": 1000}]
    found = yardstick({"twin_ns_per_firm_quarter": 120_000}, sizes, {"cpu_ns_per_firm_quarter": 4000})
    assert (found["times_faster"], found["times_faster_small_world"]) == (120.0, 30.0)


def test_without_the_tests_of_a_checkout_it_is_said_that_nothing_was_measured() -> None:
    assert (ROOT / TWIN).exists()
    assert "not measured" in yardstick_said(Talk(lang="en"), None)
