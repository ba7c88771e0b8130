"""Patents: a barrier before the first, and what those file who know how."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from model.innovation.patents import (
    designs,
    file_first,
    file_patents,
    first_chance,
    granted_share,
    patents_known,
    results,
    worth_filing,
)

PARAMETERS = SimpleNamespace(
    first=0.04,
    first_by_size=3.0,
    first_by_norm=2.0,
    first_by_example=5.0,
    first_by_research=4.0,
    filing_gain=0.5,
    granted_invention=0.4,
    granted_other=0.9,
    research_elasticity=0.5,
    results_by_size=0.5,
    size_elasticity=1.0,
)


def firms(**columns) -> SimpleNamespace:
    """Two micro firms without research unless told otherwise."""
    usual = {"size_class": [0, 0], "research": [0.0, 0.0], "filing": [0.0, 0.0]}
    return SimpleNamespace(**{name: np.array(values) for name, values in (usual | columns).items()})


def chance(seen=(0.0, 0.0), norm=1.0, **columns) -> list[float]:
    return first_chance(firms(**columns), np.array([0, 1]), np.array(seen), norm, PARAMETERS).tolist()


def test_the_barrier_before_a_first_patent_falls_with_size_research_help_and_example() -> None:
    assert chance() == pytest.approx([0.01, 0.01])  # 4 % a year
    assert chance(size_class=[0, 2]) == pytest.approx([0.01, 0.09])
    assert chance(research=[0.0, 1.0]) == pytest.approx([0.01, 0.05])
    assert chance(filing=[0.0, 1.0]) == pytest.approx([0.01, 0.015])
    assert chance(seen=[0.0, 0.2]) == pytest.approx([0.01, 0.02])
    assert chance(norm=1.1) == pytest.approx([0.0121, 0.0121])
    assert chance(seen=[1.0, 1.0], size_class=[3, 3], research=[1.0, 1.0]) == [1.0, 1.0]


def test_only_inventions_are_examined_in_substance() -> None:
    assert [granted_share(kind, PARAMETERS) for kind in ("invention", "utility", "design")] == [0.4, 0.9, 0.9]


def test_four_times_the_staff_has_four_times_the_designs_and_a_result_is_used_in_twice_as_many_lines() -> None:
    assert designs(40.0, 0.0, 1.0) == pytest.approx(40.0)
    assert results(4.0, 100.0, 0.5, 0.5) == pytest.approx(2.0 * 10.0)
    assert results(4.0, 400.0, 0.5, 0.5) == pytest.approx(2.0 * 20.0)
    assert results(0.0, 400.0, 0.5, 0.5) == 0.0


def test_dearer_researchers_do_not_make_more_inventions() -> None:
    f = firms(
        research=[8.0, 16.0],
        town=[0, 1],
        staff_production=[90.0, 90.0],
        staff_technician=[10.0, 10.0],
        design=[0.0, 0.0],
    )
    town = SimpleNamespace(wage_research=np.array([2.0, 4.0]))
    filed = worth_filing(f, town, np.array([0, 1]), "invention", PARAMETERS)
    assert filed.tolist() == pytest.approx([20.0, 20.0])


def test_a_first_patent_of_a_firm_without_research_is_a_cheap_kind_and_no_invention(small, baseline) -> None:
    province = small(baseline, parameters={"patents.first": 0.01, "patents.first_by_example": 120.0})
    for _ in range(4):
        province.step()
    f = province.firm
    for name in ("pending_invention", "pending_utility", "pending_design", "patents_invention", "patents_other"):
        getattr(f, name)[:] = 0.0
    f.research[:] = 0.0
    province.anchor.patented_near[:] = 1.0
    file_first(province, np.arange(len(f)))
    assert f.pending_invention.sum() == 0.0
    assert f.pending_utility.sum() > 0.0
    assert f.pending_design.sum() > 0.0
    assert patents_known(f).max() == 1.0


def test_who_has_let_all_its_patents_lapse_begins_anew(small, baseline) -> None:
    province = small(baseline, parameters={"patents.first": 0.0005})
    province.step()
    f = province.firm
    for name in ("pending_invention", "pending_utility", "pending_design", "patents_invention", "patents_other"):
        getattr(f, name)[:] = 0.0
    doers = f.research > 0
    assert doers.any()
    file_patents(province)
    assert patents_known(f)[doers].mean() < 0.5  # research alone files nothing
