"""Common technology: an industry's public good, moved by joint projects; roadmaps say where to search."""

from __future__ import annotations

import numpy as np

from model.programmes.awards import holders
from model.programmes.costs import affordable_part, pay_public_cost
from model.programmes.research import JOINT
from model.public_finance import measure_of


def known_roadmaps(province) -> np.ndarray:
    """Whether research of an industry follows a roadmap: 1 a right one, -1 a wrong one, 0 none (by industry).

    Those of more industries are added in a lasting order; whether one proves right is its own luck for the whole run.
    """
    kinds = province.industry_count
    if not province.terms.acts("roadmaps"):
        return np.zeros(kinds)
    of_goods = np.arange(kinds) != province.anchor.service_industry
    order = np.argsort(np.argsort(np.where(of_goods, -province.anchor.target_research, np.inf), kind="stable"))
    number = float(province.terms.value("roadmaps").max())
    right = province.draws.occurs("roadmap is right", 0, np.arange(kinds), province.parameters.research.roadmap_right)
    return np.where(of_goods & (order < number), np.where(right, 1.0, -1.0), 0.0)


def draw_roadmaps(province) -> None:
    """Write the roadmaps of the quarter for those who search (memo); pay those who keep them (wan yuan)."""
    roads = known_roadmaps(province)
    reached = province.terms.value("roadmaps").max(axis=1) > 0
    roads, reached = province.through("roadmaps: followed", (roads, reached), None)
    province.memo.roadmaps = roads[None, :] * reached[:, None]
    for lever, values in province.terms.contributions["roadmaps"]:
        number = float(values.max()) * province.anchor.part_of_province
        cost = measure_of(province, lever).options["cost_per_industry"] / 4 * number
        cost *= affordable_part(province, lever, cost)
        part = reached / max(float(reached.sum()), 1.0)
        pay_public_cost(province, "roadmaps", lever, "universities", cost * part)


def roadmap_factor(province, rows: np.ndarray) -> np.ndarray | float:
    """Chance of a finding over what it would be without a roadmap (ratio, by row); a plain 1.0 without any."""
    f, p, roads = province.firm, province.parameters.research, province.memo.roadmaps
    if not roads.any():
        return 1.0
    road = roads[f.town[rows], f.industry[rows]]
    return 1.0 + np.where(road > 0, p.roadmap_gain, 0.0) - np.where(road < 0, p.roadmap_loss, 0.0)


def common_gain(joint, usual, right, p):
    """What joint R&D (wan yuan a quarter) adds to common technology in the long run (log), where the direction is
    right."""
    return p.common_elasticity * np.where(usual > 0, joint / np.maximum(usual, 1e-12), 0.0) * right


def move_common_technology(province) -> None:
    """Joint projects move the technology of all firms of their industry, members or not (log); it wears."""
    f, p, anchor, kinds = province.firm, province.parameters.research, province.anchor, province.industry_count
    rows, _ = holders(province, JOINT)
    if len(rows) == 0 and not anchor.common_technology.any():
        return
    spent = p.joint_part * f.research[rows] * f.weight[rows]
    joint = np.bincount(f.industry[rows], weights=spent, minlength=kinds)
    followed = province.memo.roadmaps
    road = np.where(followed.any(axis=0), np.sign(followed.sum(axis=0)), 0.0)
    luck = province.draws.uniform("direction of joint projects", province.quarter // 4, np.arange(kinds))
    chance = np.where(road > 0, 1.0, np.where(road < 0, 0.0, p.right_direction))
    right = (luck < chance).astype(float)
    # an industry that hardly did any research in 2011 is not moved without bound
    usual = np.maximum(anchor.target_research, joint)
    goal = common_gain(joint, usual, right, p)
    anchor.common_technology += p.common_wear / 4 * (goal - anchor.common_technology)
