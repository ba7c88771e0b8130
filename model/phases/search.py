"""Phase 7. Firms look for better processes and products: their own research, imitation, partners, patents.

Two steps after Nelson and Winter (1982) and Dosi, Fagiolo and Roventini (2010): first whether something is found, then
what it is worth, which may be less than nothing. Imitation needs absorptive capacity (Cohen and Levinthal 1990).
"""

from __future__ import annotations

import numpy as np

from model.fields import PATENTS
from model.rules import for_all
from model.sums import of_group


def search(province) -> None:
    """Write research, knowledge, process, quality, design, partner, patents; start and stop research."""
    do_research(province)
    innovate(province)
    imitate(province)
    learn(province)
    find_partners(province)
    file_patents(province)
    start_or_stop_research(province)


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
    province.memo.research_rows = np.flatnonzero(f.research > 0)
    province.memo.research_intensity = research_intensity(province)


def research_intensity(province) -> np.ndarray:
    """R&D over sales relative to the industry's usual (ratio), 1 for a typical firm that does research."""
    f, rows = province.firm, province.memo.research_rows
    intensity = np.zeros(len(f))
    usual = province.anchor.research_usual[f.industry[rows]]
    intensity[rows] = f.research[rows] / np.maximum(f.sales[rows], 1e-6) / usual
    return intensity


@for_all
def finding_chance(intensity, knowledge, assistance, rate, assistance_gain):
    """Chance that a research firm finds something this quarter (share), with diminishing returns to effort."""
    effort = rate * np.sqrt(intensity) * np.sqrt(knowledge) * (1.0 + assistance_gain * assistance)
    return 1.0 - np.exp(-effort)


def worth(normal, mean, spread):
    """What a finding is worth (log): on average little, often nothing or a loss, now and then a lot."""
    return mean + spread * normal


def innovate(province) -> None:
    """Own luck of the trade for all, findings for those who search (log)."""
    f, p, draws, quarter = province.firm, province.parameters.search, province.draws, province.quarter
    f.process *= p.persistence
    f.quality *= p.persistence
    f.design *= p.persistence
    f.process += p.process_luck * draws.normal("process", quarter, f.uid)
    f.quality += p.quality_luck * draws.normal("quality", quarter, f.uid)
    # a platform's laboratory searches for those who have none
    effort = province.memo.research_intensity + p.assistance_effort * f.assistance
    rows = np.flatnonzero(effort > 0.01)
    if len(rows) == 0:
        return
    uid = f.uid[rows]
    chance = finding_chance(effort[rows], f.knowledge[rows], f.assistance[rows], p.finding_rate, p.assistance_gain)
    found = draws.share("finds", quarter, uid, chance)
    gain = found * worth(draws.normal("worth", quarter, uid), p.worth_mean, p.worth_spread)
    # a disappointing finding is seen in trials: most of the loss is avoided, not all
    gain = np.where(gain < 0, p.loss_accepted * gain, gain)
    to_process = draws.uniform("process or product", quarter, uid) < p.process_part
    f.process[rows] += np.where(to_process, gain, 0.0)
    f.quality[rows] += np.where(to_process, 0.0, gain)
    f.design[rows] += p.design_part * found * np.abs(gain)


@for_all
def absorptive_capacity(knowledge, intensity, scan):
    """Share of what others do that a firm can take up: logistic in its own knowledge and research (Cohen-Levinthal)."""
    return 1.0 / (1.0 + np.exp(-(2.0 * np.log(knowledge) + 0.5 * np.minimum(intensity, 3.0) - 1.0 + scan)))


def imitate(province) -> None:
    """Move part of the way to the better firms within reach (log): near in place, able to absorb."""
    f, p = province.firm, province.parameters.search
    best = of_group(province.anchor.reachable_process.ravel(), f.cell)
    gap = np.maximum(best - f.process, 0.0)
    absorb = absorptive_capacity(f.knowledge, np.where(f.research > 0, 1.0, 0.0), f.scan)
    chance = p.imitation_rate / 4 * absorb * (1.0 + p.scan_gain * f.scan)
    taken = province.draws.share("imitates", province.quarter, f.uid, chance)
    f.process += taken * p.imitation_step * gap


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
    f.knowledge += wear * (inflow - f.knowledge)
    f.knowledge = np.maximum(f.knowledge, p.least)


def find_partners(province) -> None:
    """Research firms keep, lose or find one partner: the nearest in technology among a few they meet in the town."""
    f, p, draws, quarter = province.firm, province.parameters.search, province.draws, province.quarter
    rows = np.flatnonzero(f.research > 0)
    if len(rows) < 2:
        return
    uid = f.uid[rows]
    gone = f.rows_of(np.maximum(f.partner[rows], 0)) < 0
    ends = draws.occurs("partnership ends", quarter, uid, p.partnership_end / 4)
    f.partner[rows[gone | ends]] = -1
    single = (f.partner[rows] < 0) & draws.occurs("looks for partner", quarter, uid, p.partnership_start / 4)
    seekers = rows[single]
    if len(seekers) == 0:
        return
    # seekers meet those of their town and industry who seek too, in the order of their draws
    meet = draws.uniform("meets", quarter, f.uid[seekers])
    order = np.lexsort((meet, f.industry[seekers], f.town[seekers]))
    queue = seekers[order]
    first, second = queue[:-1], queue[1:]
    same = (f.town[first] == f.town[second]) & (f.industry[first] == f.industry[second])
    distance = np.hypot(f.position_x[first] - f.position_x[second], f.position_y[first] - f.position_y[second])
    chance = np.exp(-((distance - p.best_distance) ** 2) / p.distance_width**2)
    agrees = same & draws.occurs("agrees", quarter, f.uid[first], chance)
    agrees[1:] &= ~agrees[:-1]  # one partner each
    f.partner[first[agrees]] = f.uid[second[agrees]]
    f.partner[second[agrees]] = f.uid[first[agrees]]


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


def start_or_stop_research(province) -> None:
    """Some firms begin research and some give it up: larger, profitable ones begin more often."""
    f, p, draws, quarter = province.firm, province.parameters.research, province.draws, province.quarter
    doing = f.research_ratio > 0
    doers, others = np.flatnonzero(doing), np.flatnonzero(~doing & (f.profitability > 0))
    stopping = np.where(f.profitability[doers] < 0, 2.0, 1.0) * p.stopping / 4
    stop = doers[draws.occurs("stops research", quarter, f.uid[doers], stopping)]
    size = f.size_class[others]
    relative = np.minimum(f.sales[others] / province.anchor.sales_of_class[size], p.largest_beginner)
    start_rate = province.anchor.research_start[size] * relative * (1.0 + f.assistance[others])
    rows = others[draws.occurs("starts research", quarter, f.uid[others], start_rate)]
    f.research_ratio[stop] = 0.0
    luck = np.exp(p.ratio_spread * draws.normal("research ratio", quarter, f.uid[rows]) - 0.5 * p.ratio_spread**2)
    f.research_ratio[rows] = province.anchor.research_usual[f.industry[rows]] * luck
