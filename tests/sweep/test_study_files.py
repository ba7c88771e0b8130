"""Study files that are wrong are refused, with the line and the field."""

from __future__ import annotations

import pytest

from experiments.sweep.study import study_of
from experiments.sweep.study_file import shipped
from scenarios.errors import InputError
from tests.sweep.conftest import SHORT

LEVERS, DESIGN = "[art20_guarantee_share]", "points: 2"

BAD = {
    "unknown outcome": (SHORT.replace("[gdp,", "[gpd,"), "outcomes[0]", "gdp"),
    "unknown lever": (SHORT.replace("guarantee_share", "guarantee_shore"), "levers[0]", "art20_guarantee_share"),
    "reversed range": (SHORT.replace(LEVERS, "{art20_guarantee_share: [0.5, 0.1]}"), "levers.art", None),
    "range beyond the law": (SHORT.replace(LEVERS, "{art20_guarantee_share: [0, 9]}"), "levers.art", None),
    "too large": (SHORT.replace(DESIGN, "points: 20000000"), "design.points", None),
    "unknown design": (SHORT.replace("grid", "gird"), "design.kind", "grid"),
    "another design's field": (SHORT.replace(DESIGN, "points: 2, second_order: true"), "design.second_order", None),
    "not a power of two": (SHORT.replace("grid, points: 2", "sobol, points: 100"), "design.points", "128"),
    "unknown scenario": (SHORT.replace("decision-2012\nworld", "decision-2021\nworld"), "scenario", "decision-2012"),
    "unknown base": (SHORT.replace("2012, baseline", "2012, basline"), "outcomes[1]", "baseline"),
    "unknown scope": (SHORT.replace("[gdp,", "[gdp@everywhere,"), "outcomes[0]", None),
    "a year outside": (SHORT.replace("[gdp,", "[gdp@2017,"), "outcomes[0]", None),
    "unknown field": (SHORT + "replicatons: 3\n", "replicatons", "replications"),
    "unknown parameter": (SHORT + "uncertainties: [sell.price_elastic]\n", "uncertainties[0]", "sell.price_elasticity"),
    "no scenario": (SHORT.replace("scenario: decision-2012\n", ""), None, None),
    "outcome twice": (SHORT.replace("[gdp,", "[gdp, gdp,"), "outcomes", None),
    "replications": (SHORT.replace("replications: 2", "replications: 0"), "replications", None),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_study_is_refused_at_its_field(fault: str, study) -> None:
    text, field, close = BAD[fault]
    with pytest.raises(InputError) as caught:
        study_of(study(text))
    assert caught.value.file.endswith("study.yaml")
    assert field is None or (caught.value.field or "").startswith(field)
    assert caught.value.nearest == close
    assert caught.value.line


def test_a_bad_study_ends_with_exit_code_2(study, command) -> None:
    answer = command("sweep", str(study(BAD["unknown outcome"][0])))
    assert answer.returncode == 2
    assert "line 6" in answer.stderr and "Did you mean gdp?" in answer.stderr


def test_an_unknown_study_names_the_nearest(command) -> None:
    answer = command("sweep", "guarantee-smal")
    assert answer.returncode == 2 and "guarantee-small" in answer.stderr


@pytest.mark.parametrize("name", shipped())
def test_shipped_studies_can_be_named_without_a_path(name: str) -> None:
    found = study_of(name)
    assert len(found.points) and found.outcomes and set(found.title) == {"en", "zh"}


def test_at_least_three_studies_are_shipped() -> None:
    assert len(shipped()) >= 3


def test_a_bare_lever_takes_the_studied_range_and_a_bare_parameter_its_own(study) -> None:
    found = study_of(study(SHORT + "uncertainties: [research.stopping]\n"))
    assert [(one["low"], one["high"]) for one in found.inputs.values()] == [(0.0, 0.6), (0.05, 0.3)]


def test_the_key_knows_ranges_but_not_title_outcomes_or_replications(study) -> None:
    first = study_of(study(SHORT)).key
    same = study_of(study("title: other\n" + SHORT.replace("replications: 2", "replications: 9").replace("[gdp,", "[")))
    assert same.key == first
    assert study_of(study(SHORT.replace(DESIGN, "points: 3"))).key != first
