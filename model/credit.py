"""Credit that measures open: loans on pledged shares and patents, lines without collateral, pooled issues."""

from __future__ import annotations

import numpy as np

from model.lending import add_bank_debt, known_to_bank, raise_savings, ration, seen_risk
from model.programmes.costs import pay_cost
from model.programmes.pledges import book_pledges, outstanding, pool_cover
from model.public_finance import measure_of


def backed_loan(province, term: str, rows, wanted, ceiling, known) -> np.ndarray:
    """Bank loan (wan yuan a firm) up to a ceiling of its own: where the bank knows the firm and sees its risk,
    less what a pool bears, below its line; valuing and registering it costs its payers a share."""
    if len(rows) == 0:
        return np.zeros(0)
    f, p = province.firm, province.parameters.finance
    lender = f.bank[rows].astype(np.int64)
    seen = seen_risk(province, rows, lender, "bank looks") * (1.0 - pool_cover(province, term, rows))
    had = outstanding(province, term)
    free = np.maximum(ceiling - (had[rows] if isinstance(had, np.ndarray) else 0.0), 0.0)
    amount = np.where((seen < p.bank_line) & known, np.minimum(wanted, free), 0.0)
    amount = province.through(f"{term}: asked for", amount, np.zeros(len(rows)))
    granted = ration(province, "bank", lender, amount, f.weight[rows])
    add_bank_debt(province, rows, lender, granted, term)
    book_pledges(province, term, rows, granted)
    for lever, part in province.terms.split(term):
        cost = measure_of(province, lever).options["cost_share"] * granted * part[f.town[rows], f.size_class[rows]]
        pay_cost(province, f"{term}_cost", lever, "households", rows, cost)
    return granted


def own_worth(f, rows) -> np.ndarray:
    """What a firm is worth to its owners (wan yuan): assets less debts, not below zero."""
    assets = f.capital[rows] + np.maximum(f.cash[rows], 0.0) + f.receivables[rows] + f.receivables_outside[rows]
    debts = f.debt_bank[rows] + f.debt_micro[rows] + f.debt_bond[rows] + f.debt_informal[rows]
    return np.maximum(assets - debts - f.payables[rows] - f.payables_outside[rows], 0.0)


def equity_pledged_loan(province, rows, wanted):
    """Bank loan on the owners' shares (wan yuan): what they are worth falls with the firm."""
    f = province.firm
    share = province.terms.firms("equity_pledge", f.town[rows], f.size_class[rows])
    return backed_loan(
        province, "equity_pledge", rows, wanted, share * own_worth(f, rows), known_to_bank(province, rows)
    )


def patents_worth(f, rows, p) -> np.ndarray:
    """Assessed value of the patents a firm holds (wan yuan)."""
    return p.invention_worth * f.patents_invention[rows] + p.patent_worth * f.patents_other[rows]


def rights_pledged_loan(province, rows, wanted):
    """Bank loan on patents (wan yuan), with a public pool behind it."""
    f, p = province.firm, province.parameters.finance
    share = province.terms.firms("rights_pledge", f.town[rows], f.size_class[rows])
    ceiling = share * patents_worth(f, rows, p)
    return backed_loan(province, "rights_pledge", rows, wanted, ceiling, known_to_bank(province, rows))


def unsecured_line(province, rows, wanted):
    """Line without collateral (wan yuan) for firms a bank has been brought to look at."""
    f, p = province.firm, province.parameters.finance
    chance = province.terms.firms("credit_line", f.town[rows], f.size_class[rows])
    offered = province.draws.occurs("offered a credit line", 0, f.uid[rows], np.minimum(chance, 1.0))
    return backed_loan(province, "credit_line", rows, wanted, p.line_over_sales * 4.0 * f.sales[rows], offered)


def pooled_issue(province, rows, wanted):
    """Part in a pooled bond or note that the public brings about (wan yuan): a quota, issuing costs shared."""
    f, p, body = province.firm, province.parameters.finance, province.body
    desk = province.bodies("bond_desk")[:1]
    granted = np.zeros(len(rows))
    chosen = province.draws.occurs("chosen for a pooled issue", province.quarter, f.uid[rows], p.issue_chance)
    fits = chosen & (f.rating[rows] < p.bank_line)
    for lever, part in province.terms.split("pooled_bonds"):
        mine = part[f.town[rows], f.size_class[rows]]
        asked = np.where(fits, np.minimum(wanted, f.sales[rows]), 0.0) * mine
        total = float(asked @ f.weight[rows])
        left = issue_quota(province, lever)
        amount = asked * min(1.0, left / max(total, 1e-12))
        amount = province.through("pooled_bonds: taken in", amount, np.zeros(len(rows)))
        amount = ration(province, "bond_desk", np.full(len(rows), desk[0]), amount, f.weight[rows])
        province.carried[lever] = left - float(amount @ f.weight[rows])
        cost = measure_of(province, lever).options["issue_cost"] * amount
        pay_cost(province, "issue_cost", lever, "households", rows, cost)
        granted += amount
    f.debt_bond[rows] += granted
    f.cash[rows] += granted
    total = float(granted @ f.weight[rows])
    body.loans[desk] += total
    raise_savings(province, desk, np.array([total]), "bond_desk")
    province.ledger.lend("bond_issue.pooled", "bonds", "bond_desk", "firms", total)
    return granted


def issue_quota(province, lever: str) -> float:
    """Pooled issues still allowed (wan yuan): a quarter of the year's, and what was not used."""
    value = float(max(values.max() for name, values in province.terms.contributions["pooled_bonds"] if name == lever))
    return value / 4 * province.anchor.part_of_province + province.carried.get(lever, 0.0)


def limited_company(province, rows) -> np.ndarray:
    """Private companies where shares can be pledged (bool)."""
    f = province.firm
    return province.terms.acts("equity_pledge") & (f.ownership[rows] == 1)


def patent_holder(province, rows) -> np.ndarray:
    """Firms with patents where these can be pledged (bool)."""
    f = province.firm
    return province.terms.acts("rights_pledge") & (f.patents_invention[rows] + f.patents_other[rows] > 0)


def lines_offered(province, rows) -> np.ndarray:
    """Micro and small firms where lines without collateral are offered (bool)."""
    return province.terms.acts("credit_line") & small(province, rows)


def small(province, rows) -> np.ndarray:
    """Micro and small firms (bool)."""
    return province.firm.size_class[rows] <= 1


def of_medium_size(province, rows) -> np.ndarray:
    """Medium-sized firms (bool)."""
    return province.firm.size_class[rows] == 2


def small_or_medium(province, rows) -> np.ndarray:
    """Small and medium-sized firms where pooled issues are brought about (bool)."""
    size = province.firm.size_class[rows]
    return province.terms.acts("pooled_bonds") & (size >= 1) & (size <= 2)
