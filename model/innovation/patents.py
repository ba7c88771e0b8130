"""Applications out of research and products, grants after each kind's lag.

A firm's first application has a barrier of its own: an agent's fee, and knowing how it is done. It is lower where
others of the trade hold patents. The surge of filings in China came from firms new to it (Hu, Zhang and Zhao 2017).
"""

from __future__ import annotations

import numpy as np

from model.fields import PATENTS
from model.programmes.research import public_part
from model.rules import for_all
from model.sums import of_group


def file_patents(province) -> None:
    """Applications out of research and products, grants after each kind's lag, patents given up (whole patents)."""
    f, p, draws, quarter = province.firm, province.parameters.patents, province.draws, province.quarter
    known = patents_known(f)
    patentees, others = np.flatnonzero(known > 0), np.flatnonzero(known == 0)
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
        kept = draws.whole(f"grant judged {kind}", quarter, f.uid[some], decided * granted_share(kind, p))
        if kind == "invention":
            f.patents_invention[some] += kept.astype(pending.dtype)
            f.grants_invention[some] += kept.astype(pending.dtype)
        else:
            f.patents_other[some] += kept.astype(pending.dtype)
            f.grants_other[some] += kept.astype(pending.dtype)
        filed = draws.whole(f"files {kind}", quarter, f.uid[patentees], applications(province, patentees, kind))
        pending[patentees] += filed.astype(pending.dtype)
    file_first(province, others)


def patents_known(f) -> np.ndarray:
    """Patents in force or filed (whole patents, by firm): who has any knows how it is done."""
    return f.pending_invention + f.pending_utility + f.pending_design + f.patents_invention + f.patents_other


def granted_share(kind: str, p) -> float:
    """Share of the applications of a kind granted in the end: only inventions are examined in substance."""
    return p.granted_invention if kind == "invention" else p.granted_other


def applications(province, rows: np.ndarray, kind: str) -> np.ndarray:
    """Patents of a kind (by row) that firms who know how apply for in a quarter, on average."""
    f, p = province.firm, province.parameters.patents
    rate = province.anchor.patent_rate[f.industry[rows], PATENTS.index(kind)]
    if kind == "invention":  # asked for in plans and where projects are accepted, by now more than in 2011
        rate = rate * float(province.given.at("research_norm", province.quarter)) ** p.inventions_by_norm
        rate = rate * (1.0 + p.asked_by_grants * np.broadcast_to(public_part(province), len(f))[rows])
    return rate * worth_filing(f, province.town, rows, kind, p) / granted_share(kind, p)


def worth_filing(f, town, rows: np.ndarray, kind: str, p) -> np.ndarray:
    """What there is to file (relative, by row): designs out of the lines of products, the others out of research."""
    staff = f.staff_production[rows] + f.staff_technician[rows]
    if kind == "design":
        return designs(staff, f.design[rows], p.size_elasticity)
    work = f.research[rows] / town.wage_research[f.town[rows]]
    return results(work, staff, p.research_elasticity, p.results_by_size) * (1.0 + p.filing_gain * f.filing[rows])


@for_all
def designs(staff, design, elasticity):
    """Designs worth filing over those of a firm of one (ratio): more lines in a larger firm, more where it designs
    well."""
    return np.exp(elasticity * np.log(np.maximum(staff, 1.0)) + 0.5 * design)


@for_all
def results(work, staff, elasticity, by_size):
    """Results of research worth filing (relative): of work (researchers paid for), each used in more lines the larger
    the firm."""
    if work <= 0.0:
        return 0.0
    return np.exp(elasticity * np.log(work) + by_size * np.log(np.maximum(staff, 1.0)))


def first_chance(f, rows: np.ndarray, seen: np.ndarray, norm: float, p) -> np.ndarray:
    """Chance (share a quarter, by row) that a firm without patents files its first one.

    The larger and those with research or help are likelier to; `seen` is the share of firms of the trade in reach that
    hold patents, `norm` how much more usual research is than in 2011 (ratio).
    """
    usual = p.first / 4 * norm**p.first_by_norm * p.first_by_size ** np.arange(4.0)
    chance = of_group(usual, f.size_class[rows]) * (1.0 + p.first_by_example * seen)
    chance *= 1.0 + p.first_by_research * (f.research[rows] > 0)
    return np.minimum(chance * (1.0 + p.filing_gain * f.filing[rows]), 1.0)


def file_first(province, rows: np.ndarray) -> None:
    """Some firms without patents file for the first time, a cheap kind: a utility model out of research; out of
    products a design or a utility model."""
    f, p, quarter = province.firm, province.parameters.patents, province.quarter
    seen = of_group(province.anchor.patented_near.ravel(), f.cell[rows])
    chance = first_chance(f, rows, seen, float(province.given.at("research_norm", quarter)), p)
    begins = province.draws.share("files its first patent", quarter, f.uid[rows], chance)
    some = np.flatnonzero(begins)
    rows, begins = rows[some], begins[some]
    design = province.draws.share("first is a design", quarter, f.uid[rows], p.first_designs) * (f.research[rows] <= 0)
    f.pending_design[rows] += (begins * design).astype(f.pending_design.dtype)
    f.pending_utility[rows] += (begins * (1.0 - design)).astype(f.pending_utility.dtype)


def give_up(province, name: str, share: float) -> None:
    """Owners stop paying for a share of the patents in force (whole patents)."""
    f = province.firm
    column = getattr(f, name)
    some = np.flatnonzero(column > 0)
    lapsed = province.draws.whole(f"lapses {name}", province.quarter, f.uid[some], column[some] * share)
    column[some] -= np.minimum(lapsed, column[some]).astype(column.dtype)
