"""R&D: what firms truly do of what they planned, what they report, who begins and who gives up."""

from __future__ import annotations

import numpy as np

from model.programmes.research import earn_grants


def do_research(province) -> None:
    """R&D truly done (wan yuan): staff actually hired carry it; what is reported may be more where tax relief is
    used."""
    f, p = province.firm, province.parameters.research
    rows = np.flatnonzero(f.research_ratio > 0)
    pay = (
        province.town.wage_research[f.town[rows]] * f.wage_factor[rows] * (1.0 + province.parameters.settle.social_rate)
    )
    staffed = f.staff_research[rows] * pay / p.labour_share
    done = np.minimum(np.maximum(f.planned_research[rows], 0.0), staffed * p.staff_stretch)
    f.research[:] = 0.0
    f.research[rows] = done
    f.research_reported[:] = 0.0
    f.research_reported[rows] = done * (1.0 + p.relabelled * province.memo.uses_deduction[rows])
    earn_grants(province)
    province.memo.research_rows = np.flatnonzero(f.research > 0)
    province.memo.research_intensity = research_intensity(province)


def research_intensity(province) -> np.ndarray:
    """R&D over sales relative to the industry's usual (ratio), 1 for a typical firm that does research."""
    f, rows = province.firm, province.memo.research_rows
    intensity = np.zeros(len(f))
    usual = province.anchor.research_usual[f.industry[rows]]
    intensity[rows] = f.research[rows] / np.maximum(f.sales[rows], 1e-6) / usual
    return intensity


def start_or_stop_research(province) -> None:
    """Some firms begin research and some give it up: larger, profitable ones begin more often."""
    f, p, draws, quarter = province.firm, province.parameters.research, province.draws, province.quarter
    doing = f.research_ratio > 0
    doers, others = np.flatnonzero(doing), np.flatnonzero(~doing & (f.profitability > 0))
    stopping = np.where(f.profitability[doers] < 0, 2.0, 1.0) * p.stopping / 4
    stop = doers[draws.occurs("stops research", quarter, f.uid[doers], stopping)]
    size = f.size_class[others]
    relative = np.minimum(f.sales[others] / province.anchor.sales_of_class[size], p.largest_beginner)
    # as research becomes usual more firms take it up, not only more of it
    norm = float(province.given.at("research_norm", quarter))
    start_rate = province.anchor.research_start[size] * relative * norm**2 * (1.0 + f.assistance[others])
    rows = others[draws.occurs("starts research", quarter, f.uid[others], start_rate)]
    f.research_ratio[stop] = 0.0
    luck = np.exp(p.ratio_spread * draws.normal("research ratio", quarter, f.uid[rows]) - 0.5 * p.ratio_spread**2)
    f.research_ratio[rows] = province.anchor.research_usual[f.industry[rows]] * luck
