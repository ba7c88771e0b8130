"""A few towns run with what surrounds them held as recorded: how near this is to the run of the whole province."""

from __future__ import annotations

import numpy as np
import pytest

from model.surroundings import TOWN_COLUMNS, Surroundings

TOWNS = range(5)


def path(province, indicator: str, town: int) -> np.ndarray:
    return np.array([table[indicator][town] for _, table in province.records["towns"]])


def without_moves(province):
    """Firms do not change towns: they cannot where the other towns are held fixed."""
    province.parameters.demography.moves = 0.0
    return province


def test_a_total_is_what_the_others_were_recorded_with_and_the_towns_own() -> None:
    inside = np.array([True, False, False])
    record = Surroundings(3, record=True, inside=inside)
    assert record.total("x", 1, np.array([1.0, 2.0, 4.0])) == 7.0
    fixed = Surroundings(3, fixed=record.recorded, inside=inside)
    assert fixed.total("x", 1, np.array([10.0, 900.0, 900.0])) == 16.0
    with pytest.raises(KeyError):
        fixed.total("x", 2, np.array([10.0, 0.0, 0.0]))


def test_by_town_the_others_are_as_recorded() -> None:
    inside = np.array([True, False, True])
    record = Surroundings(3, record=True, inside=inside)
    record.by_town("y", 1, np.array([[1.0], [2.0], [3.0]]))
    fixed = Surroundings(3, fixed=record.recorded, inside=inside)
    assert fixed.by_town("y", 1, np.array([[7.0], [8.0], [9.0]])).tolist() == [[7.0], [2.0], [9.0]]


def test_a_run_of_towns_without_surroundings_is_refused(small) -> None:
    with pytest.raises(ValueError, match="surroundings"):
        small(towns=[0])


def test_recording_changes_not_one_bit(small, baseline, state_of, differing) -> None:
    plain, recorded = small(baseline, end="2013Q4"), small(baseline, towns=[1], record_surroundings=True, end="2013Q4")
    assert differing(state_of(plain.run()), state_of(recorded.run())) == []
    assert recorded.surroundings.recorded


def test_all_towns_in_their_own_surroundings_go_the_same_way(small, baseline) -> None:
    whole = without_moves(small(baseline, towns=TOWNS, record_surroundings=True)).run()
    again = without_moves(small(baseline, towns=TOWNS, surroundings=whole.surroundings.recorded)).run()
    for indicator in ("gdp", "employment", "firms", "debt", "research_spending", "residents"):
        for town in TOWNS:
            np.testing.assert_allclose(path(again, indicator, town), path(whole, indicator, town), rtol=1e-6)


@pytest.fixture(scope="module")
def around(baseline):
    """For each town: the run of the province that was recorded, and the town alone in it."""
    from model.province import Province

    pairs = []
    for town in TOWNS:
        whole = without_moves(Province(baseline, world="small", towns=[town], record_surroundings=True)).run()
        alone = Province(baseline, world="small", towns=[town], surroundings=whole.surroundings.recorded).run()
        pairs.append((whole, alone))
    return pairs


@pytest.mark.parametrize("town", TOWNS)
def test_in_the_first_quarter_a_town_alone_has_the_firms_people_and_research_it_had_in_the_province(
    town, around
) -> None:
    whole, alone = around[town]
    for indicator in ("firms", "employment", "residents", "research_spending", "exports"):
        assert path(alone, indicator, town)[0] == pytest.approx(path(whole, indicator, town)[0], rel=1.5e-2, abs=1e-9)
    assert path(alone, "gdp", town)[0] == pytest.approx(path(whole, "gdp", town)[0], rel=2e-2)


def test_a_town_alone_in_the_baseline_stays_near_its_path_in_the_province(around, capsys) -> None:
    """Not exactly: lenders, funds and programmes are shared by towns, and a town alone has its part of 2011 of them."""
    gap = np.array([path(alone, "gdp", t) / path(whole, "gdp", t) - 1.0 for t, (whole, alone) in enumerate(around)])
    debt = np.array([path(alone, "debt", t) / path(whole, "debt", t) - 1.0 for t, (whole, alone) in enumerate(around)])
    with capsys.disabled():
        print(
            f"\ntown alone against the province, 2017, per cent: GDP {np.round(100 * gap[:, -4:].mean(axis=1), 1)}",
            end=", ",
        )
        print(f"debt {np.round(100 * debt[:, -4:].mean(axis=1), 1)}", end="")
    assert np.abs(gap[:, :4]).max() < 0.03
    assert np.abs(gap).max() < 0.12
    assert abs(gap[:, -4:].mean()) < 0.03


def test_under_a_policy_the_other_towns_stay_as_they_were_recorded(small, baseline, decision) -> None:
    whole = small(baseline, towns=[0], record_surroundings=True).run()
    held = whole.surroundings.recorded
    alone = small(decision, towns=[0], surroundings=held)
    others = np.array([1, 2, 3, 4])
    while alone.quarter <= alone.last_quarter:
        quarter = alone.quarter
        alone.step()
        for name in TOWN_COLUMNS:
            assert np.array_equal(getattr(alone.town, name)[others], held[f"town.{name}@{quarter}"][others]), name
    assert set(np.unique(alone.firm.town)) == {0}
    assert path(alone, "gdp", 0)[-1] != path(whole, "gdp", 0)[-1]  # the policy is felt in the town itself
