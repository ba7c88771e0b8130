"""Who waits for a platform waits for something it can get and wants."""

from __future__ import annotations

import numpy as np

from model.phases.choose_services import applicants, forget_closed_platforms


def test_who_no_longer_finds_a_service_worth_its_price_leaves_the_queue(small) -> None:
    province = small()
    province.step()
    f, table = province.firm, province.platform_of()
    town, kind = np.argwhere(table >= 0)[0]
    row = int(np.flatnonzero(f.town == town)[0])
    f.aware[row] |= 1 << kind
    f.waiting[row] = 1 << kind
    assert row in applicants(province)[0] or f.waiting[row] == 0
    f.sales[row], f.waiting[row] = 0.0, 1 << kind  # nothing to gain
    assert row not in applicants(province)[0]
    assert f.waiting[row] == 0


def test_who_waits_for_a_platform_that_has_closed_is_free_to_think_of_another(small) -> None:
    province = small()
    province.step()
    f, table = province.firm, province.platform_of()
    town, kind = np.argwhere(table < 0)[0]
    row = int(np.flatnonzero(f.town == town)[0])
    f.waiting[row] = 1 << kind
    forget_closed_platforms(province)
    assert f.waiting[row] == 0
