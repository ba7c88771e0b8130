"""Calls for research: public shares of what chosen firms spend, and what that makes of their own spending."""

from __future__ import annotations

from functools import partial

import numpy as np

from model.programmes.awards import earn, holders, rate_awarded
from model.programmes.calls import Call

YEARS, TEAM_YEARS = 2, 3  # an award lasts
GRANTS = ("research_grants.pilot_firms", "research_grants.international", "research_grants.teams")
JOINT = "joint_projects"
MOST_PAID = 0.8  # share of a firm's R&D that public money may pay at the most


def project_of_year(province, rows: np.ndarray, term: str, part: float = 1.0) -> np.ndarray:
    """R&D of a year (wan yuan) that firms of `rows` would do in a project of this term, their own and the grant's: what
    they apply with. A `part` of their R&D goes into such a project."""
    f = province.firm
    paid = np.minimum(part * province.terms.firms(term, f.town[rows], f.size_class[rows]), MOST_PAID)
    return part * 4.0 * f.research[rows] / (1.0 - paid)


def joint_project_of_year(province, rows: np.ndarray) -> np.ndarray:
    """The same of a joint project (wan yuan), which takes a part of a firm's R&D."""
    return project_of_year(province, rows, JOINT, province.parameters.research.joint_part)


def without(province, term: str) -> np.ndarray:
    """Firms that do research and hold no award of this term (bool)."""
    able = province.firm.research > 0
    able[holders(province, term)[0]] = False
    return able


def open_to_pilots(province) -> np.ndarray:
    """Research firms that are not pilots yet (bool)."""
    return without(province, GRANTS[0])


def open_to_international(province) -> np.ndarray:
    """Research firms with customers abroad and no such project (bool)."""
    return without(province, GRANTS[1]) & (province.firm.export_mix + province.firm.processing_mix > 0)


def open_to_teams(province) -> np.ndarray:
    """Research firms of strategic trades without a team from outside (bool)."""
    return without(province, GRANTS[2]) & province.anchor.strategic[province.firm.industry]


def open_to_joint(province) -> np.ndarray:
    """Research firms that would work with others of their trade (bool): the fewer rivals are next door the likelier.

    Branstetter and Sakakibara (2002): consortia do better where rivalry on the product market is low.
    """
    f, p, anchor = province.firm, province.parameters.research, province.anchor
    whole = np.maximum(anchor.firms_of_trade.sum(axis=0), 1e-12)
    next_door = (anchor.firms_of_trade / whole)[f.town, f.industry]
    joins = province.draws.occurs("joins rivals", 0, f.uid, p.joins * (1.0 - p.rivalry * next_door))
    return without(province, JOINT) & joins


CALLS = (
    Call(GRANTS[0], partial(project_of_year, term=GRANTS[0]), open_to_pilots, YEARS),
    Call(GRANTS[1], partial(project_of_year, term=GRANTS[1]), open_to_international, YEARS),
    Call(GRANTS[2], partial(project_of_year, term=GRANTS[2]), open_to_teams, TEAM_YEARS),
    Call(JOINT, joint_project_of_year, open_to_joint, YEARS),
)


def parts_supported(province) -> tuple[tuple[str, float], ...]:
    """Terms of research calls, and the part of R&D each supports (share)."""
    return (*((term, 1.0) for term in GRANTS), (JOINT, province.parameters.research.joint_part))


def public_part(province) -> np.ndarray | float:
    """Share of R&D that awards pay for, by firm; a plain 0.0 when nobody holds one."""
    total = 0.0
    for term, part in parts_supported(province):
        total = total + part * rate_awarded(province, term)
    return np.minimum(total, MOST_PAID) if isinstance(total, np.ndarray) else total


def answer_to_grants(public, size_class, p):
    """R&D over what it would be without grants (ratio): at an additionality of zero own spending stays what it was.

    (1 - s)^-(1 + a): own spending changes by about `a` for a yuan of public money (Dimos et al. 2022: 0.075), more for
    small firms than for large ones, who do it anyway (Bronzini and Iachini 2014).
    """
    additionality = p.additionality - p.additionality_by_size * (size_class - 1.0)
    return (1.0 - public) ** -(1.0 + additionality)


def answers_to_grants(province, rows: np.ndarray) -> tuple[np.ndarray | float, np.ndarray | float]:
    """R&D over what it would be without grants (ratio, by row), last quarter and now; a plain 1.0 without any."""
    f, p = province.firm, province.parameters.research
    now = public_part(province)
    held, share = province.granted_before
    if not isinstance(now, np.ndarray) and len(held) == 0:
        return 1.0, 1.0
    now = np.broadcast_to(now, len(f))
    before, there = np.zeros(len(f)), f.rows_of(held)
    before[there[there >= 0]] = share[there >= 0]
    some = np.flatnonzero(now)
    province.granted_before = f.uid[some], now[some]
    size = f.size_class[rows]
    return answer_to_grants(before[rows], size, p), answer_to_grants(now[rows], size, p)


def earn_grants(province) -> None:
    """R&D done makes grants due (wan yuan)."""
    f, held = province.firm, public_part(province)
    if not isinstance(held, np.ndarray):
        return
    for term, part in parts_supported(province):
        earn(province, term, part * f.research)
    province.memo.tallies.add("research_grants", province.by_town(held * f.research))
