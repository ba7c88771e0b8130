"""Phase 4. Firms ask platforms they know when the gain exceeds the fee; platforms serve up to capacity.

Each quarter a firm considers one of the nine kinds. Each kind leaves one thing in the firm, and only that one.
"""

from __future__ import annotations

import numpy as np

from model.fields import KINDS_OF_PLATFORM, SERVICES
from model.programmes.duties import duty_saved
from model.programmes.facilities import standing
from model.programmes.helping import help_firms
from model.programmes.judging import awareness
from model.programmes.offers import on_offer
from model.programmes.platform_support import due_to_platforms
from model.programmes.schemes import keep_schemes
from model.programmes.standards import track_foreign_standards
from model.quarter import is_last_of_year
from model.services.design import design_products
from model.services.fees import free_fees, note_enquiries
from model.services.levy import collect_levies
from model.services.logistics import arrange_logistics
from model.services.online import search_online
from model.services.queues import admitted
from model.services.reach import Reach, hearing_chance, hotline_calls, platforms_in_reach, refer_clients
from model.services.results import equipped, pay_by_results, promise_pay
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
    promise_pay(province)
    rows, kind, platform = applicants(province)
    served = admit(province, rows, platform)
    serve(province, rows[served], kind[served], platform[served])
    wait(province, rows[~served], kind[~served])
    pay_by_results(province)
    collect_levies(province)
    search_online(province)
    design_products(province)
    arrange_logistics(province)
    run_platforms(province, platform, served, rows)
    keep_schemes(province)
    track_foreign_standards(province)
    help_firms(province)


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
    """Who waits for a kind that is no longer in reach waits for nothing."""
    f, reach = province.firm, platforms_in_reach(province)
    rows = np.flatnonzero(f.waiting > 0)
    f.waiting[rows[reach.platform[f.town[rows], waited_for(f.waiting[rows])] < 0]] = 0


def waited_for(waiting: np.ndarray) -> np.ndarray:
    """The kind of platform (index) of bits that are not all zero."""
    bits = waiting.astype(np.int64)
    return np.log2(bits & -bits).astype(np.int64)


def applicants(province) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows of firms that ask this quarter, the kind they ask for and the platform of that kind in reach."""
    f, p = province.firm, province.parameters.services
    reach = platforms_in_reach(province)
    reachable = np.flatnonzero(of_group((reach.platform >= 0).any(axis=1), f.town))
    none = np.zeros(0, np.int64)
    if len(reachable) == 0:
        return none, none, none
    quarter, uid = province.quarter, f.uid[reachable]
    outreach, ease = hearing_chance(province), ease_of_hearing(province, reachable)
    luck = province.draws.uniform("hears of platform", quarter, uid)
    calls = hotline_calls(province, reachable)
    tries = (province.draws.occurs("asks for service", quarter, uid, p.asking) & (f.aware[reachable] > 0)) | calls
    # of the others nothing more need be known
    some = np.flatnonzero((luck < outreach.max() * ease) | tries | (f.waiting[reachable] > 0))
    reachable, uid, luck, tries, calls = (values[some] for values in (reachable, uid, luck, tries, calls))
    kind, town = considered(province, reach, reachable, uid), f.town[reachable]
    platform = reach.platform[town, kind]
    hears = (luck < outreach[platform] * ease[some] * reach.heard[town, kind]) | calls
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
    gain = expected_gain(f.sales[rows], level, p.expected_gain)
    gain = gain * reach.near[f.town[rows], kind]  # who has further to go gains less
    # a team that comes to the firm saves its time, and so does one place for all services
    time = p.time_cost * (1.0 - calls[asks]) * (1.0 - time_saved(province)[f.town[rows]])
    size = fee_factor(province, rows)
    note_enquiries(province, platform, (gain - time) / size, size * f.weight[rows])
    worth = gain > province.platform.fee[platform] * size + time
    stays = np.zeros(len(reachable), bool)
    stays[asks[worth]] = True
    f.waiting[reachable[again & ~stays]] = 0  # who does not want it any more leaves the queue
    return rows[worth], kind[worth], platform[worth]


def ease_of_hearing(province, rows: np.ndarray) -> np.ndarray:
    """Chance to hear of a platform over the usual one (ratio, by row): better where it is told what worked elsewhere,
    and where a science park has brought firms and platforms together."""
    town = province.firm.town[rows]
    ease = np.ones(len(rows)) * awareness(province, town, "platforms")
    if "science_park" in province.facilities:
        ease *= 1.0 + province.parameters.land.park_outreach * (standing(province, "science_park")[town] > 0)
    return ease


def time_saved(province) -> np.ndarray:
    """Part of the own time a service takes that a market of all services saves (share, by town)."""
    every_town = np.ones(len(province.town))
    return on_offer(province, "service_time", lambda measure: measure.options["cost_per_town"] * every_town)


def considered(province, reach: Reach, rows: np.ndarray, uid: np.ndarray) -> np.ndarray:
    """The kind each firm thinks of this quarter (index): the one it waits for, else one of those in reach, by lot in
    proportion to their nearness."""
    f = province.firm
    upto = np.cumsum(reach.near, axis=1)
    draw = province.draws.uniform("kind of service", province.quarter, uid)
    upto = upto[f.town[rows]]
    kind = (draw[:, None] * upto[:, -1:] >= upto).sum(axis=1)
    some = np.flatnonzero(f.waiting[rows] > 0)
    kind[some] = waited_for(f.waiting[rows[some]])
    return kind


def fee_for(province, rows: np.ndarray, platform: np.ndarray) -> np.ndarray:
    """Fee a firm pays for a service (wan yuan): more the larger it is."""
    return province.platform.fee[platform] * fee_factor(province, rows)


def fee_factor(province, rows: np.ndarray) -> np.ndarray:
    """Fee over that of a firm of 20 staff (ratio): it grows with the square root of staff."""
    f = province.firm
    staff = f.staff_production[rows] + f.staff_technician[rows]
    return np.sqrt(np.maximum(staff, 4.0) / 20.0)


def admit(province, rows: np.ndarray, platform: np.ndarray) -> np.ndarray:
    """Who is served (bool by applicant): those who waited first, then by lot, up to the platform's capacity."""
    f, p = province.firm, province.parameters.services
    luck = province.draws.uniform("place in the queue", province.quarter, f.uid[rows])
    able = province.platform.experts * p.firms_per_expert / 4
    return admitted(platform, luck, f.weight[rows], able, first=f.waiting[rows] > 0)


def serve(province, rows: np.ndarray, kind: np.ndarray, platform: np.ndarray) -> None:
    """Pay the fee and leave the effect of the kind, in proportion to the platform's quality."""
    f, plat, p = province.firm, province.platform, province.parameters.services
    quality = plat.quality[platform] * equipped(plat.tracking[platform], plat.experts[platform], p.tracking_gain)
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
    province.memo.fees[rows] += fee
    income = np.bincount(platform, weights=fee * f.weight[rows], minlength=len(plat))
    plat.fee_income = income
    plat.cash += income
    plat.served = np.bincount(platform, weights=f.weight[rows], minlength=len(plat))
    province.ledger.pay("platform_fees", "firms", "platforms", income.sum())
    for index, name in enumerate(SERVICES):
        province.memo.tallies.add_rows(name, f.town[rows], f.weight[rows] * (kind == index))
    refer_clients(province, rows, platform)
    province.memo.tallies.add_rows("services_used", f.town[rows], f.weight[rows])


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
    other = other - duty_saved(province, "running", plat.uid, plat.town, plat.kind, p.instrument_part * other)
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
    usual = 1.0 + p.fee_step * (pressure > p.busy) - p.fee_step * (plat.served < 0.5 * capacity(province))
    plat.fee *= usual + free_fees(province)
    plat.fee = np.clip(plat.fee, p.lowest_fee, p.highest_fee)
    # a grant that falls is seen to fall: who has a contract plans a year ahead, and without a loss
    now, ahead = due_to_platforms(province), due_to_platforms(province, ahead=4)
    margin = plat.fee_income + plat.levy_income + plat.running_grant + plat.support - now + ahead - plat.cost
    tolerated = np.where(now > 0, 0.0, p.tolerated_loss)
    change = np.where(
        short | (margin < -tolerated * plat.cost), -p.staff_step, np.where(pressure > p.busy, p.staff_step, 0.0)
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
