"""Phase 12. Firms close, open and move; what closes leaves losses with those who trusted it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.demography.arriving import arrive, incubated, leavers
from model.demography.closing import close_firms
from model.demography.land import release_land, usual_release
from model.demography.moving import move_firms
from model.demography.opening import open_firms
from model.rules import firm_by_firm, for_all
from model.sums import of_group


def enter_exit_move(province) -> None:
    """Write stress; remove closed firms through the ledger; add new ones; move some; land and its price follow."""
    mark_stress(province)
    ends = insolvent(province) | gives_up(province) | closed_by_standard(province) | leavers(province)
    closing = np.flatnonzero(ends)
    f, towns = province.firm, len(province.town)
    province.memo.closed = np.bincount(f.town[closing], weights=f.weight[closing], minlength=towns)
    close_firms(province, closing)
    opened = open_firms(province) + arrive(province)
    province.memo.opened = opened
    province.births_and_deaths.append((float(opened.sum()), float(province.memo.closed.sum())))
    move_firms(province)
    price_land(province)


class BalanceSheet(NamedTuple):
    """Columns of firms that say what a firm is worth, and for how long it has been in trouble."""

    cash: np.ndarray
    capital: np.ndarray
    receivables: np.ndarray
    receivables_outside: np.ndarray
    inventory: np.ndarray
    unit_cost: np.ndarray
    debt_bank: np.ndarray
    debt_micro: np.ndarray
    debt_bond: np.ndarray
    debt_informal: np.ndarray
    payables: np.ndarray
    payables_outside: np.ndarray
    sales: np.ndarray
    stress: np.ndarray


@firm_by_firm
def count_stress(f, overdraft_limit):
    """Quarters in a row with an overdraft past the limit, or with any and negative worth, of every firm.

    Enterprise Bankruptcy Law of 2006, article 2: who cannot pay what is due and owns less than it owes.
    """
    for row in range(len(f.cash)):
        assets = f.cash[row] + f.capital[row] + f.receivables[row] + f.receivables_outside[row]
        assets += f.inventory[row] * f.unit_cost[row]
        owes = f.debt_bank[row] + f.debt_micro[row] + f.debt_bond[row] + f.debt_informal[row]
        worth = assets - owes - f.payables[row] - f.payables_outside[row]
        stressed = f.cash[row] < -overdraft_limit * f.sales[row] or (f.cash[row] < 0 and worth < 0)
        f.stress[row] = min(f.stress[row] + 1, 100) if stressed else 0


def mark_stress(province) -> None:
    """Count quarters in a row in which a firm could be brought to court: see `count_stress`."""
    count_stress(province.firm.columns(BalanceSheet), province.parameters.demography.overdraft_limit)


def insolvent(province) -> np.ndarray:
    """Firms whose stress has lasted as long as lenders wait (bool): longer for the larger, whose loans are renewed.

    Caballero, Hoshi and Kashyap (2008), American Economic Review 98, on loans that keep large debtors going.
    """
    f, p = province.firm, province.parameters.demography
    return f.stress >= of_group(p.patience + p.patience_by_size * np.arange(4.0), f.size_class)


def closing_hazard(age, size_class, profitability, p):
    """Chance of giving up (share a quarter): a peak at two to four years, falling with size and with profit.

    SAIC (2013), survival of domestic firms: 1.6 % in the first year, a peak of 9.5 % in the third, then falling.
    """
    by_profit = profit_factor(profitability, p.normal_margin, p.hazard_profit)
    return np.take(hazard_by_age(p), np.minimum(age, 400)) * np.take(hazard_by_size(p), size_class) * by_profit


def hazard_by_age(p) -> np.ndarray:
    """Chance of giving up of a micro firm with a normal profit (share a quarter), by age in quarters up to a
    century."""
    years = np.arange(401) / 4.0
    by_age = p.hazard_late + (p.hazard_peak - p.hazard_late) * np.exp(-(((years - p.peak_year) / p.peak_width) ** 2))
    return np.where(years < 1.0, p.hazard_first, by_age) / 4.0


def hazard_by_size(p) -> np.ndarray:
    """Factor on the chance of giving up (ratio), by size class."""
    return p.hazard_by_size ** np.arange(4.0)


@for_all
def profit_factor(profitability, normal, slope):
    """Factor on the chance of giving up (ratio): lower, the more profit exceeds the normal, within 20 points."""
    return np.exp(-slope * np.minimum(np.maximum(profitability - normal, -0.2), 0.2))


def gives_up(province) -> np.ndarray:
    """Owners who close of their own will (bool)."""
    f, p = province.firm, province.parameters.demography
    luck = province.draws.uniform("gives up", province.quarter, f.uid)
    hosted = incubated(province)
    luck[hosted] = luck[hosted] / p.incubator_survival  # as if the chance were lower by as much
    closes = luck < largest_hazard(p)  # only of these need more be known
    rows = np.flatnonzero(closes)
    age = np.maximum(province.quarter - f.cohort[rows].astype(np.int64), 0)
    closes[rows] = luck[rows] < closing_hazard(age, f.size_class[rows], f.profitability[rows], p)
    return closes


def closed_by_standard(province) -> np.ndarray:
    """Firms (bool) that cannot pay for what the energy standard asks and are closed for it."""
    closed = np.zeros(len(province.firm), bool)
    closed[province.memo.closed_by_standard] = True
    return closed


def largest_hazard(p) -> float:
    """A chance of giving up that no firm exceeds (share a quarter)."""
    by_profit = profit_factor(np.array([-1.0, 1.0]), p.normal_margin, p.hazard_profit)
    return 1.000001 * float(hazard_by_age(p).max() * hazard_by_size(p).max() * by_profit.max())


def price_land(province) -> None:
    """Land used follows the firms' machines; its price rises as serviced land runs short (wan yuan a hectare)."""
    town, p = province.town, province.parameters.demography
    town.land_used = province.anchor.land_per_capital * province.by_town(province.firm.capital)
    short = np.maximum(town.land_used / np.maximum(town.land, 1e-9), 0.05)
    wanted = province.anchor.land_price * short**p.land_elasticity
    town.land_price += p.land_adjustment * (wanted - town.land_price)
    town.land += usual_release(province)
    release_land(province)
