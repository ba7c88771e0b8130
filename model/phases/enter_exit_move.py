"""Phase 12. Firms close, open and move; what closes leaves losses with those who trusted it."""

from __future__ import annotations

import numpy as np

from model.demography.closing import close_firms
from model.demography.moving import move_firms
from model.demography.opening import open_firms
from model.rules import for_all


def enter_exit_move(province) -> None:
    """Write stress; remove closed firms through the ledger; add new ones; move some; land and its price follow."""
    mark_stress(province)
    closing = insolvent(province) | gives_up(province)
    province.memo.defaults = 0.0
    f, towns = province.firm, len(province.town)
    province.memo.closed = np.bincount(f.town[closing], weights=f.weight[closing], minlength=towns)
    close_firms(province, closing)
    opened = open_firms(province)
    province.memo.opened = opened
    province.births_and_deaths.append((float(opened.sum()), float(province.memo.closed.sum())))
    move_firms(province)
    price_land(province)


def owes(province) -> np.ndarray:
    """Debt to lenders (wan yuan)."""
    f = province.firm
    return f.debt_bank + f.debt_micro + f.debt_bond + f.debt_informal


def net_worth(province) -> np.ndarray:
    """What would be left after all debts (wan yuan)."""
    f = province.firm
    assets = f.cash + f.capital + f.receivables + f.receivables_outside + f.inventory * f.unit_cost
    return assets - owes(province) - f.payables - f.payables_outside


def mark_stress(province) -> None:
    """Count quarters in a row with an overdraft past the bank's limit or with negative worth."""
    f, p = province.firm, province.parameters.demography
    stressed = (f.cash < -p.overdraft_limit * f.sales) | (net_worth(province) < 0)
    f.stress = np.where(stressed, np.minimum(f.stress + 1, 100), 0)


def insolvent(province) -> np.ndarray:
    """Firms whose stress has lasted as long as lenders wait (bool)."""
    return province.firm.stress >= province.parameters.demography.patience


def closing_hazard(age, size_class, profitability, p):
    """Chance of giving up (share a quarter): a peak at two to four years, falling with size and with profit.

    SAIC (2013), survival of domestic firms: 1.6 % in the first year, a peak of 9.5 % in the third, then falling.
    """
    years = np.arange(401) / 4.0
    by_age = p.hazard_late + (p.hazard_peak - p.hazard_late) * np.exp(-(((years - p.peak_year) / p.peak_width) ** 2))
    by_age = np.where(years < 1.0, p.hazard_first, by_age)
    by_size = p.hazard_by_size ** np.arange(4.0)
    by_profit = profit_factor(profitability, p.normal_margin, p.hazard_profit)
    return np.take(by_age / 4.0, np.minimum(age, 400)) * np.take(by_size, size_class) * by_profit


@for_all
def profit_factor(profitability, normal, slope):
    """Factor on the chance of giving up (ratio): lower, the more profit exceeds the normal, within 20 points."""
    return np.exp(-slope * np.minimum(np.maximum(profitability - normal, -0.2), 0.2))


def gives_up(province) -> np.ndarray:
    """Owners who close of their own will (bool)."""
    f, p = province.firm, province.parameters.demography
    age = np.maximum(province.quarter - f.cohort.astype(np.int64), 0)
    hazard = closing_hazard(age, f.size_class, f.profitability, p)
    return province.draws.occurs("gives up", province.quarter, f.uid, hazard)


def price_land(province) -> None:
    """Land used follows the firms' machines; its price rises as serviced land runs short (wan yuan a hectare)."""
    town, p = province.town, province.parameters.demography
    town.land_used = province.anchor.land_per_capital * province.by_town(province.firm.capital)
    short = np.maximum(town.land_used / np.maximum(town.land, 1e-9), 0.05)
    wanted = province.anchor.land_price * short**p.land_elasticity
    town.land_price += p.land_adjustment * (wanted - town.land_price)
    town.land += p.land_release / 4 * np.maximum(town.land_used - 0.95 * town.land, 0.0)
