"""What an intervention of a trial is: what it does, after which phase, what may be set, who pays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from model.programmes.costs import credit
from model.settlement.goods import WORLD

WORLD_PAYS, PROVINCE_PAYS, FIRMS_PAY = "world", "province", "firms"
PAYERS = (WORLD_PAYS, PROVINCE_PAYS, FIRMS_PAY)


@dataclass(frozen=True)
class Amount:
    """A number that a trial may set: its unit, the usual value, its ends and what it means."""

    unit: str
    usual: float
    low: float
    high: float
    meaning: str


@dataclass(frozen=True)
class Choice:
    """A word that a trial may set: the usual one, all there are and what it means."""

    usual: str
    among: tuple[str, ...]
    meaning: str


Setting = Amount | Choice


@dataclass(frozen=True)
class Intervention:
    """Something done to chosen firms. `acts`: (phase after which, function of province, rows, treatment); `once` acts
    in the first quarter alone. `label` and `what` in English and Chinese; `lever` is the one whose awards it uses."""

    name: str
    label: tuple[str, str]
    what: str
    acts: tuple[tuple[str, Callable[..., None]], ...]
    settings: Mapping[str, Setting] = field(default_factory=dict)
    once: bool = False
    lever: str = ""
    pays: tuple[str, ...] = PAYERS


@dataclass(frozen=True)
class Treatment:
    """What one arm of a trial gets: an intervention on firms (uids, rising), or values of levers in towns (rows)."""

    arm: str
    since: int
    until: int
    intervention: str = ""
    settings: Mapping[str, float | str] = field(default_factory=dict)
    firms: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    paid_by: str = WORLD_PAYS
    levers: tuple[tuple[str, float], ...] = ()
    towns: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def tag(self) -> str:
        """Under which its cost stands in the ledger."""
        return f"trial.{self.arm}"

    def runs(self, quarter: int) -> bool:
        """Whether it is on in a quarter."""
        return self.since <= quarter < self.until

    def number(self, name: str) -> float:
        """A number that was set, in its declared unit."""
        return float(self.settings[name])

    def word(self, name: str) -> str:
        """A word that was set."""
        return str(self.settings[name])


def pay_for(province, treatment: Treatment, receiver: str, rows: np.ndarray, cost: np.ndarray) -> None:
    """Who pays for an arm pays `receiver`, a sector, a cost (wan yuan a firm of `rows`); both sides are booked.

    Usually a sponsor outside the province does: public money would reach firms that nobody treats.
    """
    f = province.firm
    by_town = np.bincount(f.town[rows], weights=cost * f.weight[rows], minlength=len(province.town))
    total = float(by_town.sum())
    if treatment.paid_by == FIRMS_PAY:
        f.cash[rows] -= cost
        province.memo.fees[rows] += cost
        payer = "firms"
    else:
        payer = draw_on(province, treatment, total)
    if receiver == "firms":
        f.cash[rows] += cost
    else:
        credit(province, receiver, by_town)
    province.ledger.pay("trial", payer, receiver, total, lever=treatment.tag)


def draw_on(province, treatment: Treatment, total: float) -> str:
    """The sponsor is debited (wan yuan); returns its sector."""
    if treatment.paid_by == PROVINCE_PAYS:
        province.government.cash[1] -= total
        province.government.programmes[1] += total
        return "province"
    province.outside.cash[WORLD] -= total
    return "world"


def is_one_of(values: np.ndarray, some: np.ndarray) -> np.ndarray:
    """Which values are among some that rise (bool)."""
    place = np.minimum(np.searchsorted(some, values), max(len(some) - 1, 0))
    return some[place] == values if len(some) else np.zeros(len(values), bool)
