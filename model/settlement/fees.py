"""Administrative fees that small firms are spared, and that towns and counties do without."""

from __future__ import annotations

import numpy as np

from model.public_finance import budget_left, measure_of, spend, use_budget


def waive_fees(province) -> None:
    """Fees are part of overheads: what is waived comes back to the firm out of budgets that live on it (wan yuan)."""
    terms = province.terms
    if not terms.acts("fees_cut"):
        return
    f, p = province.firm, province.parameters.settle
    cut = np.minimum(terms.firms("fees_cut", f.town, f.size_class), 1.0)
    waived = province.through("fees: waived", p.administrative_fees * cut * f.sales, np.zeros(len(f)))
    by_town = province.by_town(waived)
    f.cash += waived
    province.memo.fees -= waived
    province.memo.tallies.add("fees_waived", by_town)
    for lever, part in terms.split("fees_cut"):
        share = part.max(axis=1)
        own = by_town * share * (budget_left(province, lever) >= 0)
        use_budget(province, lever, float(own.sum()))
        spend(province, "fees_waived", lever, measure_of(province, lever).payers, "firms", own, whole=True)
