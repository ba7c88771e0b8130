"""Phase 13. Once a year: what towns report, their rank, who becomes or stays a specialised town, innovative
clusters."""

from __future__ import annotations

import numpy as np

from model.fields import CONSTRAINTS
from model.programmes.judging import awareness
from model.quarter import is_last_of_year
from model.terms import IN_FORCE


def assess_and_designate(province) -> None:
    """Write output_year, output_reported, score, speed, designated, years_below, innovative."""
    if not is_last_of_year(province.quarter):
        return
    close_year(province)
    find_constraints(province)
    report(province)
    rank(province)
    if province.settled:
        remove(province)
        designate(province)
    judge_features(province)


def close_year(province) -> None:
    """Yearly sums, and the counters start again (wan yuan)."""
    town = province.town
    before = town.output_year.copy()
    town.output_year = town.output_to_date
    town.output_growth = np.where(before > 0, town.output_year / np.maximum(before, 1e-9) - 1.0, 0.0)
    town.speciality_share = np.where(
        town.output_to_date > 0, town.speciality_to_date / np.maximum(town.output_to_date, 1e-9), 0.0
    )
    town.research_share = np.where(
        town.gdp_to_date > 0, town.research_to_date / np.maximum(town.gdp_to_date, 1e-9), 0.0
    )
    for name in ("output_to_date", "speciality_to_date", "research_to_date", "gdp_to_date"):
        getattr(town, name)[:] = 0.0


def find_constraints(province) -> None:
    """What each town lacks compared with the others (ranks, 0-1), and what it lacks most.

    Judged by what firms could not borrow, technicians not found, backwardness, unsold stocks and land used up.
    """
    f, town = province.firm, province.town
    sales = np.maximum(province.by_town(f.sales), 1e-9)
    gap, stocks, process = province.many_by_town(f.finance_gap, f.inventory * f.price, f.process * f.sales)
    lacks = (
        gap / sales,
        town.unfilled_technician,
        -process / sales,
        stocks / sales,
        town.land_used / np.maximum(town.land, 1e-9),
    )
    for what, values in zip(CONSTRAINTS, lacks, strict=True):
        everywhere = province.surroundings.by_town(f"lacks {what}", province.quarter, values)
        setattr(town, f"lacks_{what}", percentile(everywhere))
    town.constraint = np.argmax([getattr(town, f"lacks_{what}") for what in CONSTRAINTS], axis=0)


def inflation(reward, chance, detection, penalty, most):
    """By how much a town overstates (share): only as far as reward times its chance exceeds what detection costs."""
    return most * np.clip((reward * chance - detection * penalty) / np.maximum(reward, 1e-9), 0.0, 1.0)


def report(province) -> None:
    """Reported output is true output plus what pays to add: only where rank moves money, or near the rule."""
    town, p = province.town, province.parameters.designation
    reward = province.through("rank_weight: reward", province.terms.value("rank_weight")[:, 0]) * p.reward_of_rank
    extra = np.where(reward > 0, inflation(reward, p.chance_by_rank, p.detection, p.penalty, p.most_inflation), 0.0)
    near = (town.designated == 0) & (town.output_year < p.least_output) & (town.output_year > 0.9 * p.least_output)
    gain = benefit(province)
    cheat = inflation(gain, p.chance_near_rule, p.detection, p.penalty * p.application_cost, p.most_inflation)
    town.output_reported = town.output_year * (1.0 + np.maximum(extra, np.where(near, cheat, 0.0)))


def rank(province) -> None:
    """Score in the assessment (0-1): ranks among assessed towns of growth, research and output; effort follows
    reward."""
    town = province.town
    assessed = np.flatnonzero(town.designated == 1)
    if len(assessed) == 0:
        return
    parts = []
    for name in ("output_growth", "research_share", "output_reported"):
        values = province.surroundings.by_town(f"assessed {name}", province.quarter, getattr(town, name))
        parts.append(percentile(values[assessed]))
    town.score[assessed] = np.mean(parts, axis=0)
    move_speed(province)


def move_speed(province) -> None:
    """Administrative speed (ratio) moves to what reward, powers, deadlines and ambition ask for."""
    town, p, terms = province.town, province.parameters.designation, province.terms
    weight = province.through("rank_weight: effort", terms.value("rank_weight")[:, 0])
    wanted = 1.0 + p.effort * weight
    if terms.acts("approval_speed"):
        wanted = wanted + province.through("administrative_speed: deadlines", terms.value("approval_speed")[:, 0], 0.0)
    if terms.acts("county_powers"):
        powers = terms.value("county_powers")[:, 0] * very_large(province)
        wanted = wanted + p.powers_speed * province.through("administrative_speed: powers", powers, 0.0)
    if terms.acts("title_places"):
        wanted = wanted + p.title_effort * province.through("title: ambition", title_chance(province), 0.0)
    town.speed += p.effort_adjustment * (wanted - town.speed)


def very_large(province) -> np.ndarray:
    """Towns large enough, by residents and output, to be given powers of a county (bool)."""
    town, p = province.town, province.parameters.designation
    return (town.residents >= p.powers_residents) & (town.output_year >= p.powers_output)


def title_chance(province) -> np.ndarray:
    """Chance (share, root) that a town in the upper half of the assessment sees of a national title: it works for it.

    The label itself changes nothing (Martin, Mayer and Mayneris 2011); only the way to it does.
    """
    town, places = province.town, province.terms.value("title_places")[:, 0]
    contenders = (town.designated == 1) & (town.score >= 0.5) & (places > 0)
    places = float(places.max()) * province.anchor.sample_of_province
    return contenders * np.sqrt(min(places / max(np.count_nonzero(contenders), 1), 1.0))


def percentile(values: np.ndarray) -> np.ndarray:
    """Rank of each value among all (0-1), ties in order."""
    order = np.argsort(np.argsort(values, kind="stable"), kind="stable")
    return (order + 0.5) / len(values)


def benefit(province, as_in_2011: bool = False) -> np.ndarray:
    """What designation would bring a town a year (wan yuan): support designated towns get, and the name itself.

    With `as_in_2011` only what was in force then is counted.
    """
    p = province.parameters.designation
    terms = province.expected_terms
    designated = province.town.designated == 1
    worth = np.full(len(designated), p.worth_of_name)
    for term, value in (
        ("equipment_support", p.worth_of_equipment),
        ("guarantee_share", p.worth_of_guarantee),
        ("training_places", p.worth_of_training),
        ("platform_grants.innovation", p.worth_of_platform),
    ):
        if not designated.any():
            break
        offered = terms.value(term)
        if as_in_2011:
            parts = [part for lever, part in terms.contributions[term] if lever.startswith(IN_FORCE)]
            offered = sum(parts, np.zeros(terms.shape))
        offered = province.through(f"{terms.declared[term].mediator}: benefit of {term}", offered)
        worth = worth + value * float(offered[designated].mean())
    return worth


def near_rule(output, speciality_share, least_output, least_share):
    """Towns that meet the rule (bool): output (wan yuan a year) and the speciality's share of it."""
    return (output >= least_output) & (speciality_share >= least_share)


def designate(province) -> None:
    """Towns that meet the rule and find it worth while apply; the yearly batch takes the largest."""
    town, p, quarter = province.town, province.parameters.designation, province.quarter
    meets = near_rule(town.output_reported, town.speciality_share, p.least_output, p.least_share)
    told = awareness(province, np.arange(len(town)), "designation")
    chance = application_chance(benefit(province), p, told)
    applies = meets & (town.designated == 0) & province.inside & province.whole_province
    applies &= province.draws.occurs("applies for designation", quarter, town.uid, chance)
    rows = np.flatnonzero(applies)
    if len(rows) == 0:
        return
    accepted = province.draws.occurs("designation judged", quarter, town.uid[rows], np.full(len(rows), p.accepted))
    rows = rows[accepted]
    batch = int(p.batch * province.anchor.sample_of_province + 0.5)
    rows = rows[np.argsort(-town.output_reported[rows], kind="stable")][:batch]
    town.designated[rows] = 1
    # the same draw decides in both arms: who would have applied for what 2011 offered is not counted as induced
    anyway = province.draws.occurs(
        "applies for designation", quarter, town.uid[rows], application_chance(benefit(province, True), p)[rows]
    )
    town.designated_by_policy[rows] = ~anyway


def application_chance(worth, p, known: np.ndarray | float = 1.0):
    """Chance of applying in a year (share): odds in proportion to benefit over cost."""
    odds = (worth / p.application_cost) ** p.benefit_elasticity * p.application_rate * known
    return odds / (1.0 + odds)


def remove(province) -> None:
    """A town below the rule two years running may lose the name."""
    town, p = province.town, province.parameters.designation
    below = (town.designated == 1) & (town.designated_2011 == 0)
    below &= ~near_rule(
        town.output_reported, town.speciality_share, p.removal_slack * p.least_output, p.removal_slack * p.least_share
    )
    if province.terms.acts("removal"):  # also of those designated before, below this part of the rule
        part = province.through("removal: line", province.terms.value("removal")[:, 0], np.zeros(len(town)))
        # by output alone: of farm towns most of the speciality's output stands in a block that is not told apart
        below |= (town.designated == 1) & (town.output_reported < part * p.least_output)
    town.years_below = np.where(below, np.minimum(town.years_below + 1, 100), 0)
    losing = (town.years_below >= 2) & province.inside & province.whole_province
    town.designated[losing] = 0
    town.years_below[losing] = 0


def judge_features(province) -> None:
    """Features of an innovative cluster: research by firms, knowledge-intensive products over half, a working
    platform."""
    f, town, p = province.firm, province.town, province.parameters.designation
    sales = np.maximum(province.by_town(f.sales), 1e-9)
    intensive = (
        province.anchor.knowledge_intensive[f.industry]
        | (f.high_tech == 1)
        | (f.research > p.intensive_research * f.sales)
    )
    part = province.by_town(f.sales * intensive) / sales
    doing = province.by_town((f.research > 0).astype(float) * (f.sales * 4 > 2000.0))
    large = np.maximum(province.by_town((f.sales * 4 > 2000.0).astype(float)), 1.0)
    works = np.zeros(len(town), bool)
    platform = province.platform
    works[platform.town[(platform.kind == 2) & (platform.served > 0)]] = True
    town.innovative = (town.designated == 1) & (part > p.intensive_part) & (doing / large > p.innovators_part) & works
