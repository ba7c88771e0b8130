"""What research and luck find, and what a finding is worth: now and then a lot, often nothing or a loss.

Two steps after Nelson and Winter (1982) and Dosi, Fagiolo and Roventini (2010): first whether something is found, then
what it is worth.
"""

from __future__ import annotations

import numpy as np

from model.innovation.common import roadmap_factor
from model.luck import lumps
from model.programmes.town_programmes import towns_in
from model.rules import for_all
from model.sums import of_group


@for_all
def finding_chance(intensity, knowledge, assistance, rate, assistance_gain):
    """Chance that a research firm finds something this quarter (share), with diminishing returns to effort."""
    effort = rate * np.sqrt(intensity) * np.sqrt(knowledge) * (1.0 + assistance_gain * assistance)
    return 1.0 - np.exp(-effort)


def worth(normal, mean, spread):
    """What a finding is worth (log): on average little, often nothing or a loss, now and then a lot."""
    return mean + spread * normal


def forewarned(gain, warned, p):
    """What a finding brings (log) to who knows the patents of others: fewer dead ends, and some good ideas given up."""
    kept = np.where(gain < 0, 1.0 - p.dead_ends_avoided, 1.0 - p.ideas_given_up)
    return np.where(warned, kept, 1.0) * gain


def innovate(province) -> None:
    """Own luck of the trade for all, findings for those who search (log)."""
    f, p, draws, quarter = province.firm, province.parameters.search, province.draws, province.quarter
    f.process *= p.persistence
    f.quality *= p.persistence
    f.design *= p.persistence
    # luck evens out among the many products of a large firm
    evens_out = of_group(p.luck_by_size ** np.arange(4.0), f.size_class)
    strikes = province.parameters.sell.lumpiness
    evens_out *= 1.0 / np.sqrt(2.0 * strikes)  # a double exponential of unit scale has a variance of two
    struck = p.process_luck * evens_out * lumps(draws.uniform("process", quarter, f.uid), strikes)
    f.process += struck
    # a stroke of luck is in part one of the kind of business, whose lead is competed away more slowly
    usual = of_group(province.anchor.usual_base.ravel(), f.cell)
    f.base += (1.0 - p.kind_persistence) * (usual - f.base) + p.lasting * struck
    f.quality += p.quality_luck * evens_out * lumps(draws.uniform("quality", quarter, f.uid), strikes)
    # a platform's laboratory searches for those who have none
    effort = province.memo.research_intensity + p.assistance_effort * f.assistance
    rows = np.flatnonzero(effort > 0.01)
    if len(rows) == 0:
        return
    uid = f.uid[rows]
    chance = finding_chance(effort[rows], f.knowledge[rows], f.assistance[rows], p.finding_rate, p.assistance_gain)
    chance = chance * roadmap_factor(province, rows)
    found = draws.share("finds", quarter, uid, chance)
    province.memo.tallies.add_rows("findings", f.town[rows], found * f.weight[rows])
    gain = found * worth(draws.normal("worth", quarter, uid), p.worth_mean, p.worth_spread)
    # a disappointing finding is seen in trials: most of the loss is avoided, not all
    gain = np.where(gain < 0, p.loss_accepted * fewer_failures(province, rows) * gain, gain)
    gain = forewarned(gain, towns_in(province, "patent_warning")[f.town[rows]], province.parameters.property)
    province.memo.tallies.add_rows("research_losses", f.town[rows], -np.minimum(gain, 0.0) * f.weight[rows])
    to_process = draws.uniform("process or product", quarter, uid) < p.process_part
    f.process[rows] += np.where(to_process, gain, 0.0)
    f.quality[rows] += np.where(to_process, 0.0, gain)
    f.design[rows] += p.design_part * found * np.abs(gain)


def fewer_failures(province, rows: np.ndarray) -> np.ndarray | float:
    """What is left of losses (share, by row) where a town's roadmap says what will not work."""
    if not province.terms.acts("town_roadmap"):
        return 1.0
    avoided = np.minimum(province.terms.value("town_roadmap")[:, 0], 1.0)
    return 1.0 - province.through("search_risk: roadmap", avoided, np.zeros(len(avoided)))[province.firm.town[rows]]
