"""Money and equipment that platforms get while they run: pay by results, what tracking adds to their service."""

from __future__ import annotations

import numpy as np

from model.fields import KINDS_OF_PLATFORM
from model.programmes.sharing import affordable_by_town, charge, everywhere

PRODUCTIVITY = KINDS_OF_PLATFORM.index("productivity")


def promise_pay(province) -> None:
    """Write memo.results_pay: what a productivity centre is promised for a client (wan yuan, by platform)."""
    platform = province.platform
    province.memo.results_pay = np.zeros(len(platform))
    if province.terms.acts("results_support"):
        pay = province.terms.value("results_support")[platform.town, 0] * (platform.kind == PRODUCTIVITY)
        province.memo.results_pay = province.through("results_support: pay a client", pay, np.zeros(len(platform)))


def pay_by_results(province) -> None:
    """Centres are paid for every client they served, those included who would have come anyway (wan yuan)."""
    if not province.terms.acts("results_support"):
        return
    platform = province.platform
    due = province.memo.results_pay * platform.served
    by_town = np.bincount(platform.town, weights=due, minlength=len(province.town))
    allowed = affordable_by_town(province, "results_support", by_town)
    due = due * allowed[platform.town]
    charge(province, "results_support", "platforms", everywhere(by_town * allowed))
    platform.cash += due
    platform.support += due
    platform.public_income += due


def equipped(tracking, experts, gain):
    """Quality of a service with tracking equipment (wan yuan) over that without (ratio): diminishing by expert."""
    return 1.0 + gain * np.log1p(tracking / np.maximum(experts, 1.0))
