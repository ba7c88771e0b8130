"""A trial file that cannot be used is refused with its file, line, field and what was meant."""

from __future__ import annotations

import pytest

from experiments.trial.spec import load_trial, shipped
from scenarios.errors import InputError
from tests.trial.small_trials import BASE, trial_in, with_field


def refusal(text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        trial_in(text)
    return caught.value


BAD = {
    "a field that is none": (with_field("assigment", "{unit: town}"), "assigment", "assignment"),
    "an intervention that is none": (
        with_field("arms", "{treated: {intervention: cash_transfr}}"), "arms.treated.intervention", "cash_transfer",
    ),
    "a setting that is none": (
        with_field("arms", "{treated: {intervention: cash_transfer, amout: 3}}"), "arms.treated.amout", "amount",
    ),
    "an amount out of range": (
        with_field("arms", "{treated: {intervention: loan, share: 3}}"), "arms.treated.share", None,
    ),
    "a choice that is none": (
        with_field("arms", "{treated: {intervention: service_visit, service: productivty}}"),
        "arms.treated.service", "productivity",
    ),
    "a payer who does not": (
        with_field("arms", "{treated: {intervention: tax_relief, paid_by: world}}"), "arms.treated.paid_by", None,
    ),
    "a lever that is none": (
        with_field("arms", "{t: {levers: {art20_guarantee_shar: 0.2}}}", with_field("assignment", "{unit: town}")),
        "arms.t.levers.art20_guarantee_shar", "art20_guarantee_share",
    ),
    "a lever out of bounds": (
        with_field("arms", "{t: {levers: {art20_guarantee_share: 7}}}", with_field("assignment", "{unit: town}")),
        "arms.t.levers.art20_guarantee_share", None,
    ),
    "levers for single firms": (
        with_field("arms", "{t: {levers: {art20_guarantee_share: 0.2}}}"), "assignment.unit", None,
    ),
    "both a lever and an intervention": (
        with_field("arms", "{t: {levers: {art20_guarantee_share: 0.2}, intervention: loan}}"), "arms.t", None,
    ),
    "a control that is written down": (with_field("arms", "{control: {intervention: loan}}"), "arms.control", None),
    "an outcome that is none": (
        with_field("estimator", "{kind: difference, outcome: saels}"), "estimator.outcome", "sales",
    ),
    "an outcome of towns for firms": (
        with_field("estimator", "{kind: difference, outcome: town_gdp}"), "estimator.outcome", None,
    ),
    "an estimator that is none": (
        with_field("estimator", "{kind: diference, outcome: sales}"), "estimator.kind", "difference",
    ),
    "a scale that is none": (
        with_field("estimator", "{kind: difference, outcome: sales, scale: logs}"), "estimator.scale", None,
    ),
    "a threshold without a discontinuity": (
        with_field("assignment", "{unit: firm, threshold: {score: staff, at: 20}}"), "assignment", None,
    ),
    "saturation without markets": (with_field("assignment", "{unit: firm, saturation: [0.5]}"), "assignment", None),
    "spillovers without markets": (
        with_field("estimator", "{kind: difference, outcome: sales, of: untreated}"), "estimator.of", None,
    ),
    "a share above one": (with_field("assignment", "{unit: firm, share: 1.5}"), "assignment.share", None),
    "no horizon to speak of": (with_field("horizon", "0"), "horizon", None),
    "a size that is none": (with_field("population", "{sizes: [smal]}"), "population.sizes[0]", "small"),
    "an industry that is none": (
        with_field("population", "{industries: [lightning]}"), "population.industries[0]", "lighting",
    ),
    "a band without ends": (
        with_field(
            "evidence",
            "{article: 19, study: x, row: x, finding: x, grade: A, code: V, rule: P2, unit: x}",
        ),
        "evidence.rule", None,
    ),
    "an article that sets nothing": (
        with_field(
            "evidence", "{article: 3, study: x, row: x, finding: x, grade: A, code: V, rule: P0, unit: x}"
        ),
        "evidence.article", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_trial_says_where_and_what_is_meant(name: str) -> None:
    text, field, nearest = BAD[name]
    error = refusal(text)
    assert error.file == "trial.yaml" and error.line is not None
    assert error.field == field
    if nearest is not None:
        assert error.nearest == nearest
    assert error.text["zh"] != error.text["en"]


def test_the_line_is_that_of_the_field() -> None:
    assert refusal(BASE.replace("outcome: cash", "outcome: cahs")).line == 6


def test_hostile_names_are_shown_escaped() -> None:
    error = refusal(with_field("arms", '{treated: {intervention: "\\e[31mloan"}}'))
    assert "\x1b" not in error.message("en") and "\x1b" not in error.message("zh")


def test_every_trial_that_comes_with_the_project_is_good() -> None:
    names = shipped()
    assert len([name for name in names if load_trial(name).evidence is not None]) >= 15
    with pytest.raises(InputError) as caught:
        load_trial("a19-extensoin")
    assert caught.value.nearest == "a19-extension"


def test_micro_experiments_cover_articles_nulls_and_signs() -> None:
    bands = [band for name in shipped() if (band := load_trial(name).evidence) is not None]
    assert len({band.article for band in bands}) >= 10
    downward = [b for b in bands if b.rule == "P0" or b.sign == "down" or (b.high is not None and b.high < 0)]
    assert len(downward) >= 5


def test_parameters_that_a_study_sets_exist_and_those_it_is_cited_for_are_named() -> None:
    from scenarios.registry import parameter_ranges

    for name in shipped():
        band = load_trial(name).evidence
        for parameter in () if band is None else band.sets:
            assert parameter in parameter_ranges(), f"{name}: {parameter}"
