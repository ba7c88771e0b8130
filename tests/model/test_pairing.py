"""Two arms of one comparison share everything until something that agents face, or expect, differs."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from model.draws import Draws
from model.mechanisms import TERMS
from model.phases.set_terms import set_terms
from model.province import Province
from model.quarter import format_quarter, parse_quarter
from scenarios.cards import cards
from scenarios.policy import load

SUMS_OVER_ALL_FIRMS = ("ledger.flows", "ledger.turnover", "outside.cash", "university.cash")
OWED_OR_OWNED = (
    "cash",
    "debt_bank",
    "debt_guaranteed",
    "debt_circle",
    "debt_micro",
    "debt_bond",
    "debt_informal",
    "equity_venture",
    "payables",
    "receivables",
    "payables_outside",
    "receivables_outside",
)


def faced(province: Province) -> list[bytes]:
    """What agents face and expect in the quarter to come: the values of every term."""
    set_terms(province)
    return [terms.value(term).tobytes() for terms in (province.terms, province.expected_terms) for term in TERMS]


def first_quarters_apart(one: Province, other: Province, state_of, differing) -> tuple[int | None, int | None]:
    """The first quarter in which terms differ, and the first at whose end anything else does."""
    terms = state = None
    while one.quarter <= one.last_quarter and state is None:
        quarter = one.quarter
        if terms is None and faced(one) != faced(other):
            terms = quarter
        one.step()
        other.step()
        if differing(state_of(one), state_of(other)):
            state = quarter
    return terms, state


def test_the_decision_and_the_baseline_are_alike_bit_by_bit_until_the_announcement(
    small, baseline, state_of, differing
) -> None:
    terms, state = first_quarters_apart(small(), small(baseline), state_of, differing)
    assert format_quarter(terms) == "2012Q3"  # announced; nothing is in force before 2013
    # firms wait for the support of machines that was announced: some few, so it may take a quarter until one would buy
    assert format_quarter(state) in ("2012Q3", "2012Q4", "2013Q1")


def test_a_lever_that_is_announced_late_changes_nothing_before_its_start(small, baseline, state_of, differing) -> None:
    late = load("baseline", levers={"art20_guarantee_share": {"2016Q1": 0.3}})
    terms, state = first_quarters_apart(small(late), small(baseline), state_of, differing)
    assert format_quarter(terms) == "2015Q1"  # expected a year ahead
    assert terms <= state <= parse_quarter("2016Q2")


@pytest.mark.parametrize("seed", [1, 4_294_967_295])
def test_every_lever_at_neutral_changes_not_one_bit_in_six_years(seed, small, baseline, state_of, differing) -> None:
    # the steps are written out: a scenario file would leave out steps that change nothing
    dates = [parse_quarter(date) for date in ("2012Q3", "2013Q1", "2015Q2")]
    measures = tuple(replace(m, path=tuple((date, m.neutral) for date in dates)) for m in baseline.measures)
    neutral = SimpleNamespace(measures=measures, given=baseline.given)
    one, other = small(neutral, rng=seed), small(baseline, rng=seed)
    assert all(measure.path for measure in one.measures)
    terms, state = first_quarters_apart(one, other, state_of, differing)
    assert (terms, state) == (None, None)
    assert one.records["province"] == other.records["province"]
    assert one.ledger.spending == other.ledger.spending


def test_a_scenario_with_every_lever_at_neutral_is_the_baseline(baseline) -> None:
    neutral = load(
        "baseline", levers={lever: {format_quarter(card.announced): card.neutral} for lever, card in cards().items()}
    )
    assert neutral.measures == baseline.measures
    assert neutral.key == baseline.key


def test_another_seed_is_another_history(small, state_of, differing) -> None:
    one, other = small(rng=1), small(rng=2)
    assert not differing(state_of(one), state_of(other))  # the same population
    one.step()
    other.step()
    assert "firm.cash" in differing(state_of(one), state_of(other))


def add_firm(province: Province, like: int, **changes) -> None:
    """One more firm, a copy of a row with an identity of its own, behind all others."""
    firm = province.firm
    columns = {name: values[like : like + 1] for name, values in firm.frame().items()}
    columns |= {name: np.array([value]) for name, value in changes.items()}
    columns["uid"] = firm.uid[-1:] + 1_000_003
    firm.append(1, **columns)


def of_firms(state: dict, uids: np.ndarray) -> dict:
    """The state with these firms only."""
    kept = np.isin(state["firm.uid"], uids)
    return {name: values[kept] if name.startswith("firm.") else values for name, values in state.items()}


def test_a_firm_that_stands_for_nobody_changes_not_one_bit_of_any_other(small, baseline, state_of, differing) -> None:
    plain, more = small(baseline), small(baseline)
    add_firm(more, like=100, weight=0.0)
    uid = int(more.firm.uid[-1])
    for _ in range(24):
        plain.step()
        more.step()
        one, other = state_of(plain), state_of(more)
        other = of_firms(other, np.setdiff1d(other["firm.uid"], [uid]))
        # sums over all firms that only the outside's account sees may differ in their last bit
        assert differing(one, other, ignore=SUMS_OVER_ALL_FIRMS) == [], more.quarter_name
        np.testing.assert_allclose(other["ledger.flows"], one["ledger.flows"], rtol=1e-9, atol=1e-6)
        np.testing.assert_allclose(other["outside.cash"], one["outside.cash"], rtol=1e-12)
        np.testing.assert_allclose(other["university.cash"], one["university.cash"], rtol=1e-12)


class Remembering(Draws):
    """Draws that keep whom they were drawn for."""

    def __init__(self, seed: int):
        super().__init__(seed)
        self.kept: dict[tuple[str, int, int], float] = {}

    def _keep(self, purpose, quarter, uid):
        luck = Draws(self.seed).uniform(purpose, quarter, np.atleast_1d(uid))
        self.kept |= {(purpose, quarter, int(who)): float(u) for who, u in zip(np.atleast_1d(uid), luck, strict=True)}

    def uniform(self, purpose, quarter, uid, other=None):
        self._keep(purpose, quarter, uid)
        return super().uniform(purpose, quarter, uid, other)

    def normal(self, purpose, quarter, uid, other=None):
        self._keep(purpose, quarter, uid)
        return super().normal(purpose, quarter, uid, other)

    def occurs(self, purpose, quarter, uid, probability):
        self._keep(purpose, quarter, uid)
        return super().occurs(purpose, quarter, uid, probability)

    def share(self, purpose, quarter, uid, probability):
        self._keep(purpose, quarter, uid)
        return super().share(purpose, quarter, uid, probability)

    def whole(self, purpose, quarter, uid, amounts):
        self._keep(purpose, quarter, uid)
        return super().whole(purpose, quarter, uid, amounts)


def test_one_firm_more_reaches_others_only_where_they_meet(small, baseline, state_of, differing, capsys) -> None:
    """A services firm more in the country town: its market, town, bank and government are not those of other towns."""
    plain, more = small(baseline), small(baseline)
    plain.draws, more.draws = Remembering(1), Remembering(1)
    town = int(np.flatnonzero(np.array([names[0] for names in plain.town_names]) == "示例镇(乙·服务)01")[0])
    like = int(np.flatnonzero(plain.firm.town == town)[0])
    industry = int(plain.firm.industry[like])
    add_firm(more, like, **dict.fromkeys(OWED_OR_OWNED, 0.0))
    uid = int(more.firm.uid[-1])
    first = {}
    for _ in range(8):
        quarter = plain.quarter_name
        plain.step()
        more.step()
        one, other = state_of(plain), state_of(more)
        alive = np.intersect1d(one["firm.uid"], other["firm.uid"])
        alive = alive[alive < uid]  # not those born since, whose parents are now more
        one, other = of_firms(one, alive), of_firms(other, alive)
        near, rivals = one["firm.town"] == town, one["firm.industry"] == industry
        city = plain.town.city[one["firm.town"]] == plain.town.city[town]
        groups = {
            "its town": near,
            "its market elsewhere": rivals & ~near,
            "its lenders' other customers": city & ~near & ~rivals,
            "everybody else": ~city & ~rivals,
        }
        for who, rows in groups.items():
            moved = [
                name
                for name in one
                if name.startswith("firm.") and one[name][rows].tobytes() != other[name][rows].tobytes()
            ]
            if moved and who not in first:
                first[who] = (quarter, moved)
    with capsys.disabled():
        for who, (quarter, moved) in first.items():
            print(f"\none firm more is felt in {who} from {quarter}: {', '.join(moved[:6])}", end="")
    shared = plain.draws.kept.keys() & more.draws.kept.keys()
    assert len(shared) > 10_000
    assert all(plain.draws.kept[key] == more.draws.kept[key] for key in shared)
    # firms are drawn for by identity: whoever else is drawn for in one of the two has another reason to be
    start = parse_quarter("2012Q1")
    names = [{who for what, when, who in p.draws.kept if when == start and what == "process"} for p in (plain, more)]
    assert names[1] - names[0] == {uid}
    assert names[0] <= names[1]
    assert first["its town"][0] == first["its market elsewhere"][0] == "2012Q1"  # wages and customers are shared
    # others meet it first in the markets and where it takes public money, and with it cash for staff and machines, from
    # somebody: what they know, make and owe to banks is as it was
    decided = {
        "debt_bank",
        "debt_guaranteed",
        "process",
        "quality",
        "research",
        "partner",
    }
    assert not decided & {name.removeprefix("firm.") for name in first["everybody else"][1]}


def test_a_fork_goes_on_as_the_original_would_have_and_leaves_it_alone(small, digest_of, state_of, differing) -> None:
    straight = small().run()
    original = small()
    for _ in range(9):
        original.step()
    before = state_of(original)
    twin = original.fork()
    twin.run()
    assert differing(before, state_of(original)) == []
    assert len(original.records["towns"]) == 9
    original.run()
    assert digest_of(twin) == digest_of(straight) == digest_of(original)


def test_two_forks_may_go_different_ways(small, baseline, state_of, differing) -> None:
    original = small()
    for _ in range(3):
        original.step()
    twin = original.fork()
    twin.measures = baseline.measures
    for _ in range(4):
        original.step()
        twin.step()
    assert "firm.cash" in differing(state_of(original), state_of(twin))
