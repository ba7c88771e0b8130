"""What a measure offers in towns quarter after quarter, within its money, and who pays for it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from model.programmes.costs import affordable_part
from model.programmes.sharing import pay_together
from model.public_finance import measure_of, use_budget
from model.settlement.goods import credit_local


def on_offer(province, term: str, yearly_cost: Callable[..., np.ndarray]) -> np.ndarray:
    """Value of a term by town within its levers' money, which is paid; `yearly_cost(measure)` is what one unit of it
    costs by town (wan yuan a year)."""
    none = np.zeros(len(province.town))
    if not province.terms.acts(term):
        return none
    mediator = province.terms.declared[term].mediator
    offer = within_means(province, term, yearly_cost)
    value, bills = province.through(f"{mediator}: {term} on offer", offer, (none, []))
    for lever, cost in bills:
        buy_locally(province, lever, cost)
    return value


def within_means(province, term: str, yearly_cost) -> tuple[np.ndarray, list[tuple[str, np.ndarray]]]:
    """Value of a term by town, cut lever by lever to the money of a quarter, and what each costs by town (wan yuan)."""
    value, bills = np.zeros(len(province.town)), []
    for lever, values in province.terms.contributions[term]:
        part = values.max(axis=1) * province.inside
        measure = measure_of(province, lever)
        cost = yearly_cost(measure) / 4 * part
        factor = affordable_part(province, lever, float(cost.sum()))
        value += part * factor
        bills.append((lever, cost * factor))
    return value, bills


def buy_locally(province, lever: str, by_town: np.ndarray) -> None:
    """A cost by town (wan yuan) is paid to producers of the town by those who pay for the lever, society included."""
    use_budget(province, lever, float(by_town.sum()))
    pay_together(province, "offers", lever, "local_producers", by_town)
    credit_local(province, by_town)


def pay_local(province, rows: np.ndarray, cost: np.ndarray) -> None:
    """Firms of `rows` buy a service of producers of their town (wan yuan); it is a cost of the quarter."""
    charge(province, rows, cost)
    f = province.firm
    by_town = np.bincount(f.town[rows], weights=cost * f.weight[rows], minlength=len(province.town))
    credit_local(province, by_town)
    province.ledger.pay("services_bought.local", "firms", "local_producers", float(by_town.sum()))


def pay_outside(province, rows: np.ndarray, cost: np.ndarray) -> None:
    """Firms of `rows` pay a fee to sellers outside (wan yuan); it is a cost of the quarter."""
    charge(province, rows, cost)
    total = float(cost @ province.firm.weight[rows])
    province.outside.cash[1] += total
    province.ledger.pay("services_bought.world", "firms", "world", total)


def charge(province, rows: np.ndarray, cost: np.ndarray) -> None:
    """Firms of `rows`, each named once, pay a cost (wan yuan)."""
    province.firm.cash[rows] -= cost
    province.memo.fees[rows] += cost
