"""Applications out of research and products, grants after each kind's lag."""

from __future__ import annotations

import numpy as np

from model.fields import PATENTS
from model.rules import for_all
from model.sums import of_group


def file_patents(province) -> None:
    """Applications out of research and products, grants after each kind's lag (patents)."""
    f, p, draws, quarter = province.firm, province.parameters.patents, province.draws, province.quarter
    doers, everyone, rate = province.memo.research_rows, slice(None), province.anchor.patent_rate
    effort = f.research[doers] ** p.research_elasticity * (1.0 + p.filing_gain * f.filing[doers])
    filers = {
        "invention": (doers, rate[f.industry[doers], 0] * effort),
        "utility": (doers, rate[f.industry[doers], 1] * effort),
        "design": (everyone, of_group(rate[:, 2].copy(), f.industry) * designs(f.sales, f.design, p.sales_elasticity)),
    }
    lags = {"invention": p.lag_invention, "utility": p.lag_utility, "design": p.lag_design}
    f.patents_invention *= np.float32(1.0 - p.lapse_invention / 4)
    f.patents_other *= np.float32(1.0 - p.lapse_other / 4)
    f.grants_invention[:] = 0.0
    f.grants_other[:] = 0.0
    for kind in PATENTS:
        pending = getattr(f, f"pending_{kind}")
        some = np.flatnonzero(pending > 0)
        granted = draws.whole(f"grants {kind}", quarter, f.uid[some], pending[some] / (4.0 * lags[kind]))
        granted = np.minimum(granted, pending[some])
        pending[some] -= granted.astype(pending.dtype)
        kept = (granted * p.granted_share).astype(pending.dtype)
        if kind == "invention":
            f.patents_invention[some] += kept
            f.grants_invention[some] += kept
        else:
            f.patents_other[some] += kept
            f.grants_other[some] += kept
        rows, expected = filers[kind]
        filed = draws.whole(f"files {kind}", quarter, f.uid[rows], expected / p.granted_share)
        pending[rows] += filed.astype(pending.dtype)


@for_all
def designs(sales, design, elasticity):
    """Designs worth filing over those of a firm with sales of one (ratio), more for a firm that designs well."""
    return np.exp(elasticity * np.log(np.maximum(sales, 1e-9)) + 0.5 * design)
