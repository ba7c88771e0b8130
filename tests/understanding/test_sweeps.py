"""What docs/sweep-results.md promises of a frame, turned into points, scenarios side by side, units people use."""

import numpy as np
import pandas as pd
import pytest

from analysis.understanding.findings import findings
from analysis.understanding.telling import Finding
from experiments.understand.asked import limits, of_goals
from experiments.understand.sweeps import of_frame
from scenarios.errors import InputError
from tests.understanding.frames import latin

BOUNDS = {"art20_guarantee_share": (0.0, 0.6), "sell.price_elasticity": (3.0, 7.0)}
OUTCOMES = {
    "gdp@designated": ("wan yuan", "value", "up"),
    "effect(scenario, baseline, gdp@designated)": ("wan yuan", "effect", "up"),
    "effect(decision-2012, baseline, patents_granted)": ("patents a quarter", "effect", "up"),
}


@pytest.fixture
def frame():
    """80 points, two scenarios, two replications; the second scenario adds 300 million yuan where a is over a half."""
    x = latin(BOUNDS, 80)
    rows = []
    for scenario, gain in (("decision-2012", 20_000.0), ("no-platform-grants-after-three-years", 30_000.0)):
        for point, (share, elasticity) in enumerate(x):
            for replication in (1, 2):
                effect = gain if share > 0.3 or scenario == "decision-2012" else 0.0
                noise = 100.0 * (-1) ** (replication + point)
                rows.append((scenario, point, replication, 6 + replication, "done", share, elasticity,
                             1e6 + effect + noise, effect + noise, 5.0))  # fmt: skip
    heads = ["scenario", "point", "replication", "seed", "state", *BOUNDS, *OUTCOMES]
    made = pd.DataFrame(rows, columns=heads)
    made.loc[(made["point"] == 3) & (made["scenario"] == "decision-2012"), list(OUTCOMES)] = np.nan
    made.attrs = {
        "title": {"en": "A study", "zh": "研究"},
        "key": "k" * 64,
        "design": {"kind": "latin_hypercube", "points": 80, "seed": 1},
        "scenarios": ["decision-2012", "no-platform-grants-after-three-years"],
        "replications": 2,
        "inputs": {name: {"kind": "uncertainty", "low": low, "high": high, "unit": "-", "en": name, "zh": name}
                   for name, (low, high) in BOUNDS.items()},
        "outcomes": {text: {"unit": unit, "en": text, "zh": text, "kind": kind, "better": better}
                     for text, (unit, kind, better) in OUTCOMES.items()},
        "planned": 320,
    }  # fmt: skip
    return made


def test_scenarios_stand_side_by_side_by_point_and_in_the_units_people_use(frame):
    material = of_frame(frame, "2017")
    study = material.frame
    lead = "effect(no-platform-grants-after-three-years, baseline, gdp@designated)"
    assert set(study.outcomes) == {
        "decision-2012: gdp@designated", "no-platform-grants-after-three-years: gdp@designated",
        "effect(decision-2012, baseline, gdp@designated)", lead, "effect(decision-2012, baseline, patents_granted)",
    }  # fmt: skip
    assert (study.points, study.runs(lead).shape) == (80, (80, 2)) and study.crossed()
    assert study.runs(lead).max() == pytest.approx(3.0, abs=0.02)  # 30,000 wan yuan are 3 times 100 million yuan
    assert study.units["effect(decision-2012, baseline, patents_granted)"] == "patents a year"
    assert study.labels["decision-2012"]["zh"] == "2012 年《决定》按文件实施"


def test_a_point_that_failed_under_one_scenario_is_left_out_where_both_are_needed(frame):
    material = of_frame(frame, "2017")
    told = findings(material.frame, (), [one for one in material.choices if "gdp" in one.id])
    ranked = next(one for one in told if isinstance(one, Finding) and one.method == "rankings")
    assert ranked.points == 79 and "优于" in ranked.sentence["zh"]
    lost = next(one for one in told if isinstance(one, Finding) and one.method == "regret")
    rows = lost.tables["regret"].set_index("scenario")
    assert rows.loc["decision-2012", "maximum"] == pytest.approx(1.0, abs=0.03)
    assert rows.loc["no-platform-grants-after-three-years", "maximum"] == pytest.approx(2.0, abs=0.03)
    assert "million yuan" in lost.sentence["en"] and "亿元" in lost.sentence["zh"]


def test_limits_are_given_in_the_unit_of_the_table_and_goals_are_found_by_what_they_are_about(frame):
    material = of_frame(frame, "2017")
    miss = limits(material, ["decision-2012: gdp@designated < 1010000"])[0]
    assert (miss.limit, miss.better) == (pytest.approx(101.0), 1)
    goals = of_goals(material, ["gdp"])
    assert [one.outcome for one in goals] == [
        "decision-2012: gdp@designated", "no-platform-grants-after-three-years: gdp@designated"]  # fmt: skip
    assert goals[0].limit == pytest.approx(25_000.0)  # 2.5 trillion yuan
    with pytest.raises(InputError, match="does not keep"):
        of_goals(material, ["rd_intensity"])
    with pytest.raises(InputError, match="no targets of its own"):
        of_goals(of_frame(frame, "2017", small=True), ["gdp"])
    with pytest.raises(InputError, match="sets no number"):
        of_goals(material, ["leading_industry"])
