"""Phase 4. Firms ask platforms they know when the gain exceeds the fee; platforms serve up to capacity.

Each quarter a firm considers one of the nine kinds. Each kind leaves one thing in the firm, and only that one.
"""

from __future__ import annotations

import numpy as np

from model.fields import KINDS_OF_PLATFORM
from model.programmes.judging import awareness
from model.quarter import is_last_of_year
from model.sums import of_group

EFFECTS = (  # what a service of each kind leaves, in the order of KINDS_OF_PLATFORM
    "practice",
    "visibility",
    "assistance",
    "scan",
    "certified",
    "standard",
    "filing",
    "teaching",
    "delivery",
)


def choose_services(province) -> None:
    """Write the nine effects, aware, waiting; platforms' queue, served, fees, experts, and closing."""
    fade_effects(province)
    forget_closed_platforms(province)
    rows, kind, platform = applicants(province)
    served = admit(province, rows, platform)
    serve(province, rows[served], kind[served], platform[served])
    wait(province, rows[~served], kind[~served])
    run_platforms(province, platform, served, rows)


def fade_effects(province) -> None:
    """What services left fades (share a quarter)."""
    f, p = province.firm, province.parameters.services
    f.practice *= 1.0 - p.practice_decay / 4
    keep = np.float32(1.0 - p.effect_decay / 4)
    for name in EFFECTS[1:]:
        column = getattr(f, name)
        column *= keep


def expected_gain(sales, level, gain):
    """Gain a firm expects of a service over a year (wan yuan): less, the more of it it has already."""
    return 4.0 * sales * gain * np.maximum(1.0 - level, 0.0)


def forget_closed_platforms(province) -> None:
    """Who waits for a kind that its town has no longer waits for nothing."""
    f, table = province.firm, province.platform_of()
    rows = np.flatnonzero(f.waiting > 0)
    f.waiting[rows[table[f.town[rows], waited_for(f.waiting[rows])] < 0]] = 0


def waited_for(waiting: np.ndarray) -> np.ndarray:
    """The kind of platform (index) of bits that are not all zero."""
    bits = waiting.astype(np.int64)
    return np.log2(bits & -bits).astype(np.int64)


def applicants(province) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows of firms that ask this quarter, the kind they ask for and the platform of that kind in their town."""
    f, p = province.firm, province.parameters.services
    table = province.platform_of()
    reachable = np.flatnonzero(of_group((table >= 0).any(axis=1), f.town))
    none = np.zeros(0, np.int64)
    if len(reachable) == 0:
        return none, none, none
    quarter, uid = province.quarter, f.uid[reachable]
    heard = np.minimum(p.outreach * awareness(province, f.town[reachable], "platforms"), 1.0)
    hears = province.draws.occurs("hears of platform", quarter, uid, heard)
    tries = province.draws.occurs("asks for service", quarter, uid, p.asking)
    some = hears | tries | (f.waiting[reachable] > 0)  # of the others nothing more need be known
    reachable, uid, hears, tries = reachable[some], uid[some], hears[some], tries[some]
    kind = considered(province, table, reachable, uid)
    platform = table[f.town[reachable], kind]
    bit = np.left_shift(1, kind)
    knows = (f.aware[reachable] & bit) > 0
    told = np.flatnonzero(~knows & (platform >= 0) & hears)
    f.aware[reachable[told]] |= bit[told].astype(f.aware.dtype)

    again = (f.waiting[reachable] & bit) > 0
    tries = again | tries
    # the filing of inventions needs somebody who makes them
    able = (kind != KINDS_OF_PLATFORM.index("property")) | (f.research[reachable] > 0)
    asks = np.flatnonzero(knows & (platform >= 0) & tries & able)
    rows, kind, platform = reachable[asks], kind[asks], platform[asks]
    level = np.zeros(len(rows))
    for index, name in enumerate(EFFECTS):
        chosen = kind == index
        level[chosen] = getattr(f, name)[rows[chosen]]
    level[kind == 0] /= p.practice_ceiling
    worth = expected_gain(f.sales[rows], level, p.expected_gain) > fee_for(province, rows, platform) + p.time_cost
    stays = np.zeros(len(reachable), bool)
    stays[asks[worth]] = True
    f.waiting[reachable[again & ~stays]] = 0  # who does not want it any more leaves the queue
    return rows[worth], kind[worth], platform[worth]


def considered(province, table: np.ndarray, rows: np.ndarray, uid: np.ndarray) -> np.ndarray:
    """The kind each firm thinks of this quarter (index): the one it waits for, else one of those its town has, by
    lot."""
    f, kinds = province.firm, len(KINDS_OF_PLATFORM)
    there = table >= 0
    listed = np.argsort(~there, axis=1, kind="stable")  # a town's kinds first
    number = there.sum(axis=1)
    town = f.town[rows]
    draw = province.draws.uniform("kind of service", province.quarter, uid)
    kind = listed[town, np.minimum((draw * number[town]).astype(np.int64), kinds - 1)]
    some = np.flatnonzero(f.waiting[rows] > 0)
    kind[some] = waited_for(f.waiting[rows[some]])
    return kind


def fee_for(province, rows: np.ndarray, platform: np.ndarray) -> np.ndarray:
    """Fee a firm pays for a service (wan yuan): more the larger it is, with the square root of its staff over 20."""
    f = province.firm
    staff = f.staff_production[rows] + f.staff_technician[rows]
    return province.platform.fee[platform] * np.sqrt(np.maximum(staff, 4.0) / 20.0)


def admit(province, rows: np.ndarray, platform: np.ndarray) -> np.ndarray:
    """Who is served (bool by applicant): those who waited first, then by lot, up to the platform's capacity."""
    f, p = province.firm, province.parameters.services
    if len(rows) == 0:
        return np.zeros(0, bool)
    luck = province.draws.uniform("place in the queue", province.quarter, f.uid[rows])
    waited = f.waiting[rows] > 0
    order = np.lexsort((luck, ~waited, platform))
    sorted_platform = platform[order]
    weight = f.weight[rows][order]
    upto = np.cumsum(weight)
    first = np.searchsorted(sorted_platform, sorted_platform, side="left")
    before = upto - weight - np.where(first > 0, upto[first - 1], 0.0)
    capacity = province.platform.experts * p.firms_per_expert / 4
    served = np.zeros(len(rows), bool)
    served[order] = before + 0.5 * weight <= capacity[sorted_platform]
    return served


def serve(province, rows: np.ndarray, kind: np.ndarray, platform: np.ndarray) -> None:
    """Pay the fee and leave the effect of the kind, in proportion to the platform's quality."""
    f, plat, p = province.firm, province.platform, province.parameters.services
    quality = plat.quality[platform]
    for index, name in enumerate(EFFECTS):
        chosen = kind == index
        if not chosen.any():
            continue
        column, where = getattr(f, name), rows[chosen]
        if name == "practice":
            column[where] += (
                p.practice_gain * quality[chosen] * np.maximum(1.0 - column[where] / p.practice_ceiling, 0.0)
            )
        else:
            column[where] += p.effect_gain * quality[chosen] * np.maximum(1.0 - column[where], 0.0)
    f.waiting[rows] = 0
    fee = fee_for(province, rows, platform)
    f.cash[rows] -= fee
    province.memo.fees = np.zeros(len(f))
    province.memo.fees[rows] = fee
    income = np.bincount(platform, weights=fee * f.weight[rows], minlength=len(plat))
    plat.fee_income = income
    plat.cash += income
    plat.served = np.bincount(platform, weights=f.weight[rows], minlength=len(plat))
    province.ledger.pay("platform_fees", "firms", "platforms", income.sum())


def wait(province, rows: np.ndarray, kind: np.ndarray) -> None:
    """Those not served wait; some give up."""
    f, p = province.firm, province.parameters.services
    f.waiting[rows] = np.left_shift(1, kind).astype(f.waiting.dtype)
    gives_up = province.draws.occurs("gives up waiting", province.quarter, f.uid[rows], p.giving_up)
    f.waiting[rows[gives_up]] = 0


def run_platforms(province, platform: np.ndarray, served: np.ndarray, rows: np.ndarray) -> None:
    """Pay staff, set fee and staff for next quarter, close when money has been short for a year."""
    plat, p = province.platform, province.parameters.services
    weight = province.firm.weight[rows]
    plat.queue = np.bincount(platform[~served], weights=weight[~served], minlength=len(plat))
    salaries = plat.experts * p.cost_per_expert / 4 * wage_level(province)
    other = salaries * p.other_cost
    plat.cost = salaries + other
    plat.cash -= plat.cost
    households = np.bincount(plat.town, weights=salaries, minlength=len(province.town))
    province.household.cash += households
    province.household.income += households
    province.ledger.pay("platform_salaries", "platforms", "households", households.sum())
    province.outside.cash[1] += other.sum()
    province.ledger.pay("platform_purchases", "platforms", "world", other.sum())

    pressure = plat.queue / np.maximum(plat.served + plat.queue, 1.0)
    short = plat.cash < 0
    plat.fee *= 1.0 + p.fee_step * (pressure > p.busy) - p.fee_step * (plat.served < 0.5 * capacity(province))
    plat.fee = np.clip(plat.fee, p.lowest_fee, p.highest_fee)
    margin = plat.fee_income + plat.running_grant - plat.cost
    change = np.where(
        short | (margin < -p.tolerated_loss * plat.cost), -p.staff_step, np.where(pressure > p.busy, p.staff_step, 0.0)
    )
    if not province.settled:  # before the start staff and number are those of 2011, whatever their owners pay for it
        return
    hire_experts(province, np.maximum(plat.experts * change, 1.0 - plat.experts))
    deep = plat.cash < -p.tolerated_debt * plat.cost
    plat.deficit_quarters = np.where(deep, np.minimum(plat.deficit_quarters + 1, 100), 0)
    close_platforms(province, plat.deficit_quarters >= p.patience)


def capacity(province) -> np.ndarray:
    """Firms a platform can serve in a quarter."""
    return province.platform.experts * province.parameters.services.firms_per_expert / 4


def wage_level(province) -> float:
    """Outside wage of research staff over that of 2011 (ratio)."""
    return float(province.given.at("wage_outside_research", province.quarter)) / province.anchor.wage_outside[2]


def hire_experts(province, wanted: np.ndarray) -> None:
    """Experts hired from or returned to the finite pool of universities of the province."""
    pool = province.university
    hires = np.maximum(wanted, 0.0)
    available = pool.experts_free.sum()
    factor = min(1.0, available / hires.sum()) if hires.sum() > 0 else 0.0
    change = hires * factor + np.minimum(wanted, 0.0)
    province.platform.experts += change
    pool.experts_free = np.clip(pool.experts_free - change.sum() * pool.experts / pool.experts.sum(), 0.0, None)


def close_platforms(province, closing: np.ndarray) -> None:
    """Platforms close: what they hold or owe falls to the town that owns them, experts go back."""
    if not closing.any():
        return
    plat, town = province.platform, province.town
    left = np.bincount(plat.town[closing], weights=plat.cash[closing], minlength=len(town))
    plat.cash[closing] = 0.0
    government = province.government
    government.cash += np.bincount(town.government, weights=left, minlength=len(government))
    province.ledger.pay("platforms_closed", "platforms", "towns", left.sum())
    pool = province.university
    pool.experts_free += plat.experts[closing].sum() * pool.experts / pool.experts.sum()
    plat.keep(~closing)


def is_budget_round(province) -> bool:
    """True in the first quarter of a year, when yearly rounds are held."""
    return is_last_of_year(province.quarter - 1)
