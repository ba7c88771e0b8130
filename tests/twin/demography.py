"""Firms close, open and move; what closes leaves losses with its neighbours and its circle."""

from __future__ import annotations

from math import exp

from tests.twin.firm import Firm


def enter_exit_move(economy, news) -> None:
    """Stress is counted, some close, others open, a few move."""
    for firm in economy.agents:
        count_stress(firm, news.parameters.demography)
    closing = [firm for firm in economy.agents if closes(firm, news)]
    if closing:
        wind_up(economy, closing, news)
    for columns in news.entrants:
        economy.add(Firm(economy, columns))
    movers = [economy.by_uid[uid] for uid in sorted(news.moves)]
    if movers:
        clear_trade_credit(economy, dict.fromkeys(movers, 1.0), news)
    for firm in movers:
        firm.town = news.moves[firm.uid]
        firm.cell = firm.town * len(news.anchor.input_share) + firm.industry


def count_stress(firm, p) -> None:
    """Quarters in a row with an overdraft past the bank's limit, or with any and debts above all it has."""
    owns = firm.cash + firm.capital + firm.receivables + firm.receivables_outside + firm.inventory * firm.unit_cost
    owes = firm.debt + firm.payables + firm.payables_outside
    stressed = firm.cash < -p.overdraft_limit * firm.sales or (firm.cash < 0 and owns < owes)
    firm.stress = min(firm.stress + 1, 100) if stressed else 0


def closes(firm, news) -> bool:
    """Wound up by lenders who have waited long enough, or given up by its owner."""
    p = news.parameters.demography
    waiting = p.patience + p.patience_by_size * firm.size_class
    return firm.stress >= waiting or news.happens("gives up", firm, hazard_of_giving_up(firm, news.quarter, p))


def hazard_of_giving_up(firm, quarter: int, p) -> float:
    """Chance that the owner gives up (share a quarter): by age with a peak, less with size and with profit."""
    years = min(max(quarter - firm.cohort, 0), 400) / 4
    if years < 1:
        a_year = p.hazard_first
    else:
        hump = exp(-(((years - p.peak_year) / p.peak_width) ** 2))
        a_year = p.hazard_late + (p.hazard_peak - p.hazard_late) * hump
    better = min(max(firm.profitability - p.normal_margin, -0.2), 0.2)
    return a_year / 4 * p.hazard_by_size**firm.size_class * exp(-p.hazard_profit * better)


def wind_up(economy, closing: list, news) -> None:
    """What closing firms own is sold and creditors are paid: the bank first for what is secured, then all alike.

    Circles and neighbours bear their part.
    """
    recovered, circles = {}, {}
    for firm in closing:
        recovered[firm], unpaid = pay_creditors(firm, news.parameters.demography)
        own = firm.debt_bank - firm.debt_guaranteed
        if firm.circle >= 0 and own > 0:
            backed = unpaid * min(firm.debt_circle / own, 1.0)
            circles[firm.circle] = circles.get(firm.circle, 0.0) + backed * firm.weight
    staying = [firm for firm in economy.agents if firm not in recovered]
    call_circles(circles, staying)
    clear_trade_credit(economy, recovered, news)
    for firm in closing:
        economy.take_out(firm)


def pay_creditors(firm, p) -> tuple[float, float]:
    """Share that creditors without security recover, guarantors among them, and what the bank does not recover of its
    own (wan yuan)."""
    firm.cash += p.recovery * firm.capital + p.recovery_stock * firm.inventory * firm.unit_cost
    firm.cash += firm.receivables_outside
    pot = max(firm.cash + firm.receivables, 0.0)
    own = firm.debt_bank - firm.debt_guaranteed
    to_bank = min(pot, own)
    others = (
        firm.debt_guaranteed
        + firm.debt_micro
        + firm.debt_bond
        + firm.debt_informal
        + firm.payables
        + firm.payables_outside
    )
    share = min((pot - to_bank) / others, 1.0) if others > 0 else 1.0
    return share, own - to_bank


def call_circles(losses: dict[int, float], staying: list) -> None:
    """Members that stay in business pay for the one that failed, by their sales (wan yuan)."""
    members = [firm for firm in staying if firm.circle in losses]
    sales: dict[int, float] = {}
    for firm in members:
        sales[firm.circle] = sales.get(firm.circle, 0.0) + firm.sales * firm.weight
    for firm in members:
        if sales[firm.circle] > 0:
            firm.cash -= losses[firm.circle] * firm.sales / sales[firm.circle]


def clear_trade_credit(economy, leaving: dict, news) -> None:
    """Firms that leave (with the share of their payables they pay) settle with their town's others (wan yuan).

    Those who stay get by their sales what leavers pay, less what they have to pay to them; claims without a debtor
    are written off, debts without a creditor likewise. Where nobody stays, leavers' claims on one another lapse.
    """
    for town in {firm.town for firm in leaving}:
        here = [firm for firm in economy.agents if firm.town == town]
        gone, stay = [f for f in here if f in leaving], [f for f in here if f not in leaving]
        owed = sum(firm.payables * firm.weight for firm in gone)
        paid = sum(firm.payables * leaving[firm] * firm.weight for firm in gone)
        claimed = sum(firm.receivables * firm.weight for firm in gone)
        share_among(stay, owed, paid, claimed)
        for firm in gone:
            called_in = firm.receivables if stay or claimed <= 0 else firm.receivables * paid / claimed
            firm.cash += called_in - firm.payables * leaving[firm]
            firm.payables = firm.receivables = 0.0


def share_among(stay: list, owed: float, paid: float, claimed: float) -> None:
    """What the firms that stay in a town bear of what leavers owed, paid and claimed (wan yuan)."""
    sales = sum(firm.sales * firm.weight for firm in stay)
    heads = sum(firm.weight for firm in stay)
    claims = sum(firm.receivables * firm.weight for firm in stay)
    debts = sum(firm.payables * firm.weight for firm in stay)
    for firm in stay:
        part = firm.sales / sales if sales > 0 else 1 / heads
        firm.cash -= (claimed - paid) * part
        if claims > 0:
            firm.receivables *= 1 - max(owed - claimed, 0.0) / claims
        if debts > 0:
            firm.payables *= 1 - max(claimed - owed, 0.0) / debts
