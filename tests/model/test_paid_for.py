"""What a firm pays for, it pays for once, and it counts as a cost."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import model.province as province_module
from model.province import Province


@pytest.fixture
def around(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Look at a province right before and right after one of its phases."""

    def look(name: str, before: Callable[[Province], None], after: Callable[[Province], None]) -> None:
        def looked_at(phase):
            def run(province: Province) -> None:
                before(province)
                phase(province)
                after(province)

            run.__name__ = phase.__name__
            return run if phase.__name__ == name else phase

        monkeypatch.setattr(province_module, "PHASES", tuple(looked_at(phase) for phase in province_module.PHASES))

    return look


def test_machines_automation_and_software_together_cost_no_more_than_the_cash_at_hand(small, around) -> None:
    tight = []

    def paid(province: Province) -> None:
        f, p = province.firm, province.parameters.adopt
        stepped = np.flatnonzero(province.memo.investment > f.planned_investment)
        at_hand = f.cash[stepped] - p.least_cash * f.sales[stepped]
        assert (province.memo.investment[stepped] <= at_hand * (1 + 1e-12)).all()
        tight.append(np.count_nonzero(province.memo.investment[stepped] >= 0.999 * at_hand))

    around("invest_and_adopt", lambda province: None, paid)
    small(end="2012Q4").run()
    assert sum(tight) > 0  # some would have spent more


def test_what_a_firm_pays_to_schools_is_a_cost_of_the_quarter(small, around) -> None:
    before, places = {}, []

    def remember(province: Province) -> None:
        before.update(cash=province.firm.cash.copy(), fees=province.memo.fees.copy())

    def compare(province: Province) -> None:
        paid = before["cash"] - province.firm.cash
        np.testing.assert_allclose(province.memo.fees - before["fees"], paid, atol=1e-9)
        places.append(np.count_nonzero(paid > 0))

    around("hire_and_train", remember, compare)
    small(end="2012Q2").run()
    assert min(places) > 100
