"""Phase 2. Public money: yearly rounds of application and selection within envelopes, payment with a lag.

What was spent by the old rule before 2011 is carried on; measures come on top under their own ids.
"""

from __future__ import annotations

import numpy as np

from model.fields import KINDS_OF_PLATFORM
from model.public_finance import book, budget_left, measure_of, note_by_payer, spend, use_budget
from model.quarter import is_last_of_year, year_of
from model.terms import IN_FORCE

EXISTING = "existing_funds"
AWARDED = "equipment support awarded under "
INNOVATION = KINDS_OF_PLATFORM.index("innovation")


def allocate_public_money(province) -> None:
    """Write support_due, equipment_support, new platforms; pay what is due this quarter (wan yuan)."""
    if is_last_of_year(province.quarter - 1):
        award_existing_funds(province)
        award_equipment_support(province)
        set_up_platforms(province)
    pay_support(province)
    pay_platforms(province)
    pay_assessment(province)


def select(score: np.ndarray, cost: np.ndarray, envelope: float) -> np.ndarray:
    """Who is chosen (bool): by falling score until the envelope is spent (wan yuan)."""
    order = np.argsort(-score, kind="stable")
    chosen = np.zeros(len(score), bool)
    chosen[order] = np.cumsum(cost[order]) <= envelope
    return chosen


def rank_bonus(province, towns: np.ndarray) -> np.ndarray:
    """What a town's rank in the assessment adds to a score (standard deviations)."""
    weight = province.terms.value("rank_weight")[towns, 0]
    return weight * (2.0 * province.town.score[towns] - 1.0)


def award_existing_funds(province) -> None:
    """The old rule: grants to research firms of the whole province, by the size of their research, judged with
    error."""
    f, p, draws, quarter = province.firm, province.parameters.programmes, province.draws, province.quarter
    rows = np.flatnonzero(f.research > 0)
    carried = province.carried.get(EXISTING, 0.0)
    budget = province.anchor.existing_funds * (1.0 - p.unspent) + carried
    if len(rows) == 0 or budget <= 0:
        return
    uid = f.uid[rows]
    applies = draws.occurs(f"applies {EXISTING}", quarter, uid, p.applicants_by_size * (1.0 + f.size_class[rows]))
    rows, uid = rows[applies], uid[applies]
    if len(rows) == 0:
        return
    asked = p.grant_share * 4.0 * f.research[rows]
    score = np.log(f.research[rows]) + p.selection_error * draws.normal(f"judged {EXISTING}", quarter, uid)
    score = score + rank_bonus(province, f.town[rows])
    chosen = select(score, asked * f.weight[rows], budget)
    f.support_due[rows[chosen]] += asked[chosen]
    spent = float((asked * f.weight[rows])[chosen].sum())
    province.carried[EXISTING] = province.anchor.existing_funds * p.unspent + max(budget - spent, 0.0) * p.carried_over
    province.ledger.note(EXISTING, "province", "firms", "commitment", spent)


def award_equipment_support(province) -> None:
    """Support of computer-controlled machines: firms that know and gain apply; the envelope limits who is chosen."""
    f, p, draws, quarter = province.firm, province.parameters.programmes, province.draws, province.quarter
    f.equipment_support[:] = 0.0
    rate = province.terms.firms("equipment_support", f.town, f.size_class)
    rows = np.flatnonzero(rate > 0)
    if len(rows) == 0:
        return
    uid = f.uid[rows]
    staff = f.staff_production[rows] + f.staff_technician[rows]
    room = np.maximum(province.anchor.robot_suitability[f.industry[rows]] * 0.5 - f.automated[rows], 0.0)
    expected = rate[rows] * province.parameters.adopt.machine_per_worker * room * staff * p.expected_step
    knows = draws.occurs("knows equipment support", 0, uid, p.applicants_by_size * (1.0 + f.size_class[rows]))
    applies = knows & (expected > p.application_cost)
    rows, uid, expected = rows[applies], uid[applies], expected[applies]
    if len(rows) == 0:
        return
    score = np.log(np.maximum(expected, 1e-9)) + p.selection_error * draws.normal("judged equipment", quarter, uid)
    score = score + rank_bonus(province, f.town[rows])
    for lever, part in province.terms.split("equipment_support"):
        share = part[f.town[rows], f.size_class[rows]]
        envelope = measure_of(province, lever).ceiling(year_of(quarter)) * province.anchor.part_of_province
        envelope += province.carried.get(lever, 0.0)
        spendable = min(envelope * (1.0 - p.unspent), budget_left(province, lever))
        chosen = select(score, expected * share * f.weight[rows], spendable)
        spent = float((expected * share * f.weight[rows])[chosen].sum())
        use_budget(province, lever, spent)
        if np.isfinite(envelope):
            province.carried[lever] = (envelope - spent) * p.carried_over
        province.carried[AWARDED + lever] = province.carried.get(AWARDED + lever, 0.0) + spent
        f.equipment_support[rows[chosen]] += (rate[rows] * share)[chosen].astype(np.float32)
        note_by_payer(province, lever, "firms", "commitment", spent)


def set_up_platforms(province) -> None:
    """Innovation platforms (article 21) supported this year: towns apply, the best judged are chosen (platforms)."""
    town, p, draws, quarter = province.town, province.parameters.programmes, province.draws, province.quarter
    wanted = float(province.terms.value("platform_grants").max()) * province.anchor.sample_of_province
    has = np.zeros(len(town), bool)
    has[province.platform.town[province.platform.kind == INNOVATION]] = True
    reach = province.terms.value("platform_grants")[:, 0] > 0
    rows = np.flatnonzero(reach & ~has & province.inside)
    if wanted <= 0 or len(rows) == 0:
        return
    number = int(draws.whole("platforms of the year", quarter, np.zeros(1, np.int64), np.array([wanted]))[0])
    firms = province.by_town(np.ones(len(province.firm)))[rows]
    research = province.by_town(province.firm.research)[rows]
    score = np.log1p(firms) + 0.5 * np.log1p(research)
    score = (
        score
        + p.selection_error * draws.normal("judged platforms", quarter, town.uid[rows])
        + rank_bonus(province, rows)
    )
    order = rows[np.argsort(-score, kind="stable")]
    first = 0
    for lever, part in province.terms.split("platform_grants"):
        measure = measure_of(province, lever)
        count = round(number * float(part.max()))
        start = measure.options["start_grant"]
        affordable = min(measure.ceiling(year_of(quarter)), budget_left(province, lever))
        count = int(min(count, affordable // start, len(order) - first))
        if count <= 0:
            continue
        chosen = np.sort(order[first : first + count])
        first += count
        use_budget(province, lever, count * start)
        found_platforms(province, lever, measure, chosen)


def found_platforms(province, lever: str, measure, chosen: np.ndarray) -> None:
    """New innovation platforms in the towns chosen, with their grants (wan yuan)."""
    p, quarter, platform = province.parameters.programmes, province.quarter, province.platform
    start, running = measure.options["start_grant"], measure.options["running_grant"]
    by_town = np.zeros(len(province.town))
    by_town[chosen] = start
    new_flag = 0 if lever.startswith(IN_FORCE) else 1
    equipment = p.equipment_part * start
    before = len(platform)
    platform.append(
        len(chosen),
        uid=(np.int64(quarter) << 24) + (new_flag << 20) + chosen,
        kind=INNOVATION,
        town=chosen,
        since=quarter,
        experts=0.0,
        equipment=equipment,
        quality=p.new_quality,
        fee=province.anchor.platform_fee[INNOVATION],
        cash=start - equipment,
        running_grant=running / 4,
        policy=new_flag,
    )
    new = slice(before, before + len(chosen))
    wanted = np.zeros(len(platform))
    wanted[new] = p.first_experts
    pool = province.university
    factor = min(1.0, float(pool.experts_free.sum()) / max(wanted.sum(), 1e-12))
    platform.experts[new] = wanted[new] * factor
    pool.experts_free = np.maximum(pool.experts_free - wanted.sum() * factor * pool.experts / pool.experts.sum(), 0.0)
    spend(province, "platform_start", lever, measure.payers, "platforms", by_town)
    province.outside.cash[1] += equipment * len(chosen)
    province.ledger.pay("platform_equipment", "platforms", "world", equipment * len(chosen))


def pay_platforms(province) -> None:
    """Running grants: those of measures end over three years, old ones go on as before (wan yuan)."""
    platform, p = province.platform, province.parameters.programmes
    age = province.quarter - platform.since.astype(np.int64)
    years = age // 4
    length = [float(m.options.get("running_years", p.running_years)) for m in platform_measures(province)]
    declining = np.clip(1.0 - years / max(length, default=p.running_years), 0.0, 1.0)
    supported = province.anchor.platforms_known_from <= platform.since
    promised = platform.running_grant * np.where(supported, declining, 1.0)
    # owners of old platforms cover what is lacking, up to what they promised
    lacking = platform.cost - platform.fee_income + np.maximum(p.platform_reserve * platform.cost - platform.cash, 0.0)
    most = promised if province.settled else np.inf
    due = np.where(supported, promised, np.clip(lacking, 0.0, most))
    platform.public_income = due
    platform.cash += due
    towns = len(province.town)
    old = np.bincount(platform.town, weights=np.where(supported, 0.0, due), minlength=towns)
    spend(province, "platform_running", EXISTING, (("town", 1.0),), "platforms", old)
    for measure in platform_measures(province):
        for lever, flag in ((f"{IN_FORCE}:{measure.id}", 0), (measure.id, 1)):
            part = supported & (platform.policy == flag)
            by_town = np.bincount(platform.town, weights=np.where(part, due, 0.0), minlength=towns)
            use_budget(province, lever, float(by_town.sum()))
            spend(province, "platform_running", lever, measure.payers, "platforms", by_town)


def platform_measures(province) -> list:
    """Measures that support platforms."""
    return [measure for measure in province.measures if measure.mechanism == "platform_grants"]


def pay_support(province) -> None:
    """A share of what is due is paid each quarter, so that money comes two to four quarters late (wan yuan)."""
    f, p, towns = province.firm, province.parameters.programmes, len(province.town)
    f.support_received = 0.0
    rows = np.flatnonzero(f.support_due)
    paid = p.payment_speed * f.support_due[rows]
    f.support_due[rows] -= paid
    credit_firms(province, rows, paid)
    # what leaks on the way is kept by those who handle it: paid out, not received
    town, weight = f.town[rows], f.weight[rows]
    by_town = np.bincount(town, weights=paid * weight, minlength=towns)
    leaked = np.bincount(town, weights=paid * p.leakage * weight, minlength=towns)
    province.household.cash += leaked
    province.household.income += leaked
    book(province, "province", -(by_town + leaked))
    province.ledger.pay("existing_funds", "province", "firms", by_town.sum(), lever=EXISTING)
    province.ledger.pay("existing_funds.leaked", "province", "households", leaked.sum(), lever=EXISTING)

    rows = np.flatnonzero(f.equipment_due)
    if len(rows) == 0:
        return
    earned = p.payment_speed * f.equipment_due[rows]
    f.equipment_due[rows] -= earned
    credit_firms(province, rows, earned)
    by_town = np.bincount(f.town[rows], weights=earned * f.weight[rows], minlength=towns)
    for lever, part in awarded_parts(province):
        spend(province, "equipment_support", lever, measure_of(province, lever).payers, "firms", by_town * part)


def awarded_parts(province) -> list[tuple[str, float]]:
    """Share of each lever in the equipment support awarded so far: what was promised is paid, whatever is in force
    now."""
    awarded = {key: value for key, value in province.carried.items() if key.startswith(AWARDED)}
    total = sum(awarded.values())
    return [(key.removeprefix(AWARDED), value / total) for key, value in sorted(awarded.items())]


def credit_firms(province, rows: np.ndarray, amount: np.ndarray) -> None:
    """Firms of `rows` receive support (wan yuan a firm)."""
    f = province.firm
    f.cash[rows] += amount
    f.support_received[rows] += amount


def pay_assessment(province) -> None:
    """Assessed towns and the province pay for reporting and judging (wan yuan)."""
    for lever, part in province.terms.split("rank_weight"):
        measure = measure_of(province, lever)
        cost = measure.options["cost_per_town"] / 4 * (part[:, 0] > 0) * province.inside
        cost = cost * min(1.0, budget_left(province, lever) / max(float(cost.sum()), 1e-12))
        use_budget(province, lever, float(cost.sum()))
        province.household.cash += cost
        province.household.income += cost
        spend(province, "assessment", lever, measure.payers, "households", cost)
