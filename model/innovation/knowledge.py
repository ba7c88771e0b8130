"""The knowledge stock: old knowledge wears, new flows in from every source."""

from __future__ import annotations

import numpy as np

from model.innovation.ties import knowledge_that_wears, link_with_zones
from model.sums import of_group


def knowledge_inflow(intensity, spill, assistance, partner, scan, p):
    """New knowledge relative to the usual stock's wear (ratio): all sources, with diminishing returns."""
    own = p.from_research * np.sqrt(intensity)
    others = p.from_spill * spill + p.from_assistance * assistance + p.from_partner * partner + p.from_scan * scan
    return p.from_practice + own + others


def learn(province) -> None:
    """Renew the knowledge stock (1 = usual): old knowledge wears, new flows in from every source."""
    f, p = province.firm, province.parameters.knowledge
    wear = of_group(province.anchor.knowledge_depreciation / 4, f.industry)
    spill = of_group(province.anchor.spill.ravel(), f.cell)
    inflow = knowledge_inflow(
        province.memo.research_intensity, spill, f.assistance, (f.partner >= 0).astype(float), f.scan, p
    )
    rows, seen = link_with_zones(province)
    inflow[rows] += seen
    f.knowledge += wear * (inflow - knowledge_that_wears(province))
    f.knowledge = np.maximum(f.knowledge, p.least)
