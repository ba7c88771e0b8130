"""Applications out of research and products, grants after each kind's lag."""

from __future__ import annotations

import numpy as np

from model.fields import PATENTS
from model.rules import for_all


def file_patents(province) -> None:
    """Applications out of research and products, grants after each kind's lag, patents given up (whole patents)."""
    f, p, draws, quarter = province.firm, province.parameters.patents, province.draws, province.quarter
    doers, rate = province.memo.research_rows, province.anchor.patent_rate
    effort = f.research[doers] ** p.research_elasticity * (1.0 + p.filing_gain * f.filing[doers])
    norm = float(province.given.at("research_norm", quarter))
    own = np.flatnonzero(draws.occurs("designs of its own", 0, f.uid, designer_chance(f.size_class, norm, p)))
    filers = {
        "invention": (doers, rate[f.industry[doers], 0] * effort),
        "utility": (doers, rate[f.industry[doers], 1] * effort),
        "design": (own, rate[f.industry[own], 2] * designs(f.sales[own], f.design[own], p.sales_elasticity)),
    }
    lags = {"invention": p.lag_invention, "utility": p.lag_utility, "design": p.lag_design}
    give_up(province, "patents_invention", p.lapse_invention / 4)
    give_up(province, "patents_other", p.lapse_other / 4)
    f.grants_invention[:] = 0.0
    f.grants_other[:] = 0.0
    for kind in PATENTS:
        pending = getattr(f, f"pending_{kind}")
        some = np.flatnonzero(pending > 0)
        decided = draws.whole(f"grants {kind}", quarter, f.uid[some], pending[some] / (4.0 * lags[kind]))
        decided = np.minimum(decided, pending[some])
        pending[some] -= decided.astype(pending.dtype)
        kept = draws.whole(f"grant judged {kind}", quarter, f.uid[some], decided * p.granted_share)
        if kind == "invention":
            f.patents_invention[some] += kept.astype(pending.dtype)
            f.grants_invention[some] += kept.astype(pending.dtype)
        else:
            f.patents_other[some] += kept.astype(pending.dtype)
            f.grants_other[some] += kept.astype(pending.dtype)
        rows, expected = filers[kind]
        filed = draws.whole(f"files {kind}", quarter, f.uid[rows], expected / p.granted_share)
        pending[rows] += filed.astype(pending.dtype)


def give_up(province, name: str, share: float) -> None:
    """Owners stop paying for a share of the patents in force (whole patents)."""
    f = province.firm
    column = getattr(f, name)
    some = np.flatnonzero(column > 0)
    lapsed = province.draws.whole(f"lapses {name}", province.quarter, f.uid[some], column[some] * share)
    column[some] -= np.minimum(lapsed, column[some]).astype(column.dtype)


def designer_chance(size_class, norm: float, p) -> np.ndarray:
    """Chance (share) that a firm has designs of its own at all: rises with size, and as research becomes usual.

    Most firms never file; the surge of filings came from firms new to it (Hu, Zhang and Zhao 2017).
    """
    return np.minimum(p.designers * p.designers_by_size ** np.arange(4.0) * norm, 1.0)[size_class]


@for_all
def designs(sales, design, elasticity):
    """Designs worth filing over those of a firm with sales of one (ratio), more for a firm that designs well."""
    return np.exp(elasticity * np.log(np.maximum(sales, 1e-9)) + 0.5 * design)
