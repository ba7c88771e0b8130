"""Platforms set up and run with public money: towns apply, the best judged are chosen, running grants decline."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.fields import KINDS_OF_PLATFORM
from model.programmes.duties import duty_saved
from model.programmes.existing import EXISTING
from model.programmes.judging import judged
from model.programmes.sharing import pay_together
from model.public_finance import base_name, budget_left, measure_of, spend, use_budget
from model.quarter import year_of
from model.terms import IN_FORCE


class Founding(NamedTuple):
    """Platforms of a kind (index) that one lever sets up this year, in these towns (rows)."""

    lever: str
    kind: int
    towns: np.ndarray


def set_up_platforms(province) -> None:
    """Platforms supported this year, kind by kind (platforms)."""
    decisions = []
    for kind, name in enumerate(KINDS_OF_PLATFORM):
        if province.terms.acts(f"platform_grants.{name}"):
            decisions += foundings(province, kind, f"platform_grants.{name}")
    for place, decision in enumerate(province.through("platform_grants: founded", decisions, [])):
        start = measure_of(province, decision.lever).options["start_grant"]
        use_budget(province, decision.lever, len(decision.towns) * start)
        found_platforms(province, decision, place)


def foundings(province, kind: int, term: str) -> list[Founding]:
    """Towns without a platform of the kind apply; the best judged are chosen, as many as the year's number and each
    lever's money allow."""
    town, draws, quarter = province.town, province.draws, province.quarter
    value = province.terms.value(term)
    wanted = float(value.max()) * province.anchor.sample_of_province
    has = np.zeros(len(town), bool)
    has[province.platform.town[province.platform.kind == kind]] = True
    land = land_wanted(province, term)
    room = (land == 0.0) | (town.land - town.land_used >= land)
    rows = np.flatnonzero((value[:, 0] > 0) & ~has & province.inside & room)
    if wanted <= 0 or len(rows) == 0:
        return []
    purpose = f"platforms, {KINDS_OF_PLATFORM[kind]}"
    number = int(draws.whole(f"number of {purpose}", quarter, np.zeros(1, np.int64), np.array([wanted]))[0])
    firms = province.firms_by_town()[rows]
    research = province.by_town(province.firm.research)[rows]
    score = judged(province, purpose, town.uid[rows], np.log1p(firms) + 0.5 * np.log1p(research), rows)
    order = rows[np.argsort(-score, kind="stable")]
    decisions, first = [], 0
    for lever, part in province.terms.split(term):
        measure = measure_of(province, lever)
        affordable = min(measure.ceiling(year_of(quarter)), budget_left(province, lever))
        count = min(round(number * float(part.max())), affordable // measure.options["start_grant"], len(order) - first)
        if count > 0:
            decisions.append(Founding(lever, kind, np.sort(order[first : first + int(count)])))
            first += int(count)
    return decisions


def land_wanted(province, term: str) -> float:
    """Serviced land (hectares) a platform of this kind is built on; most sit in offices and want none."""
    return max(measure_of(province, lever).options.get("land", 0.0) for lever, _ in province.terms.split(term))


def found_platforms(province, decision: Founding, place: int) -> None:
    """New platforms in the towns chosen, with their grants (wan yuan)."""
    p, quarter, platform = province.parameters.programmes, province.quarter, province.platform
    measure, towns = measure_of(province, decision.lever), decision.towns
    start = measure.options["start_grant"]
    by_town = np.zeros(len(province.town))
    by_town[towns] = start
    uid = (np.int64(quarter) << 32) + (place << 20) + towns
    kind = np.full(len(towns), decision.kind)
    price = p.equipment_part * start
    saved = duty_saved(province, "first", uid, towns, kind, np.full(len(towns), price))
    equipment = price - saved
    new = platform.append(
        len(towns),
        uid=uid,
        kind=decision.kind,
        town=towns,
        since=quarter,
        experts=0.0,
        equipment=equipment,
        quality=measure.options.get("quality", p.new_quality),
        fee=province.anchor.platform_fee[decision.kind],
        cash=start - equipment,
        running_grant=measure.options["running_grant"] / 4,
        policy=0 if decision.lever.startswith(IN_FORCE) else 1,
        supported_by=province.measures.index(measure),
    )
    wanted = np.zeros(len(platform))
    wanted[new] = p.first_experts
    pool = province.university
    factor = min(1.0, float(pool.experts_free.sum()) / max(wanted.sum(), 1e-12))
    platform.experts[new] = wanted[new] * factor
    pool.experts_free = np.maximum(pool.experts_free - wanted.sum() * factor * pool.experts / pool.experts.sum(), 0.0)
    province.town.land[towns] -= measure.options.get("land", 0.0)  # stays a warehouse, full or empty
    pay_together(province, "platform_start", decision.lever, "platforms", by_town)
    bought = price * len(towns) - float(saved.sum())
    province.outside.cash[1] += bought
    province.ledger.pay("platform_equipment", "platforms", "world", bought)


def pay_platforms(province) -> None:
    """Running grants: those of measures end over some years, old ones go on as before (wan yuan)."""
    platform, p, towns = province.platform, province.parameters.programmes, len(province.town)
    years = (province.quarter - platform.since.astype(np.int64)) // 4
    supported = (province.anchor.platforms_known_from <= platform.since) & (platform.supported_by >= 0)
    length = np.array([m.options.get("running_years", p.running_years) for m in province.measures] or [1.0])
    declining = np.clip(1.0 - years / length[np.maximum(platform.supported_by, 0)], 0.0, 1.0)
    promised = platform.running_grant * np.where(supported, declining, 1.0)
    # owners of old platforms cover what is lacking, up to what they promised: what measures bring they save
    income = platform.fee_income + platform.levy_income + platform.support
    lacking = platform.cost - income + np.maximum(p.platform_reserve * platform.cost - platform.cash, 0.0)
    most = promised if province.settled else np.inf
    due = np.where(supported, promised, np.clip(lacking, 0.0, most))
    platform.public_income = due
    platform.support[:] = 0.0
    platform.cash += due
    old = np.bincount(platform.town, weights=np.where(supported, 0.0, due), minlength=towns)
    spend(province, "platform_running", EXISTING, (("town", 1.0),), "platforms", old)
    for index in np.unique(platform.supported_by[supported]):
        measure = province.measures[index]
        for lever, flag in ((base_name(measure.id), 0), (measure.id, 1)):
            part = supported & (platform.supported_by == index) & (platform.policy == flag)
            by_town = np.bincount(platform.town[part], weights=due[part], minlength=towns)
            use_budget(province, lever, float(by_town.sum()))
            pay_together(province, "platform_running", lever, "platforms", by_town)
