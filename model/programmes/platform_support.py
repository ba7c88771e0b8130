"""What platforms that run already get: contracts of declining grants, branches of national bodies, equipment."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.fields import KINDS_OF_PLATFORM
from model.programmes.judging import judged, select
from model.programmes.sharing import affordable_by_town, charge, everywhere, pay_together
from model.public_finance import (
    budget_left,
    cost_of_envelope,
    cost_within,
    envelope_of,
    measure_of,
    note_by_payer,
    spend,
    use_budget,
)

INNOVATION = KINDS_OF_PLATFORM.index("innovation")


class Signed(NamedTuple):
    """Contracts of one lever: with which platforms (rows), over how many years (by row)."""

    lever: str
    rows: np.ndarray
    years: np.ndarray


def sign_contracts(province) -> None:
    """Platforms without a running grant of a measure get one, once, the busiest first, while the money lasts."""
    decisions = []
    for kind, name in enumerate(KINDS_OF_PLATFORM):
        if province.terms.acts(f"running_grants.{name}"):
            decisions += contracts(province, kind, f"running_grants.{name}")
    for lever, rows, years in province.through("running_grants: signed", decisions, []):
        promise(province, lever, rows, measure_of(province, lever).options["grant"], years)


def promise(province, lever: str, rows: np.ndarray, grant: float, years) -> None:
    """Platforms (rows) are promised a running grant (wan yuan a year) that falls to nothing over some years."""
    years = np.broadcast_to(np.asarray(years, float), len(rows))
    province.contracts.append(
        len(rows),
        platform=province.platform.uid[rows],
        lever=province.measures.index(measure_of(province, lever)),
        grant=grant / 4,
        since=province.quarter,
        years=years,
    )
    note_by_payer(province, lever, "platforms", "commitment", float(promised(grant, years).sum()))


def promised(grant, years):
    """A grant (wan yuan) that falls in equal yearly steps from its full height, over all its years."""
    return grant * (np.ceil(years) - np.ceil(years) * (np.ceil(years) - 1.0) / (2.0 * years))


def contracts(province, kind: int, term: str) -> list[Signed]:
    """Whom the levers behind a term offer a contract this year."""
    platform = province.platform
    years = province.terms.value(term)[platform.town, 0]
    running = (platform.supported_by >= 0) & ~first_grant_over(province)
    had_one = np.isin(platform.uid, province.contracts.platform)
    rows = np.flatnonzero((platform.kind == kind) & (years > 0) & ~had_one & ~running)
    score = judged(province, term, platform.uid[rows], np.log1p(platform.served[rows]), platform.town[rows])
    decisions = []
    for lever, part in province.terms.split(term):
        measure = measure_of(province, lever)
        cost = measure.options["grant"] * part[platform.town[rows], 0]
        money = cost_within(province, lever, envelope_of(province, lever))
        chosen = select(score, cost, money) & (cost > 0)
        decisions.append(Signed(lever, rows[chosen], years[rows[chosen]]))
    return decisions


def first_grant_over(province) -> np.ndarray:
    """Whether the running grant that came with the foundation has ended (bool, by platform)."""
    platform, p = province.platform, province.parameters.programmes
    length = np.array([m.options.get("running_years", p.running_years) for m in province.measures] + [0.0])
    years = (province.quarter - platform.since.astype(np.int64)) // 4
    return years >= length[platform.supported_by]


def falling(years_passed, years):
    """Part of a grant still paid (share): all in the first year, falling in equal yearly steps to nothing."""
    return np.clip(1.0 - years_passed / np.maximum(years, 1e-9), 0.0, 1.0)


def due_to_platforms(province, ahead: int = 0) -> np.ndarray:
    """What contracts bring each platform this quarter, or so many quarters ahead (wan yuan, by platform)."""
    due, row = due_by_contract(province, ahead)
    return np.bincount(row, weights=due, minlength=len(province.platform))


def due_by_contract(province, ahead: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """What each contract brings (wan yuan, nothing to a platform that is gone) and the row of its platform."""
    contract = province.contracts
    passed = (province.quarter + ahead - contract.since.astype(np.int64)) // 4
    row = province.platform.rows_of(contract.platform)
    return contract.grant * falling(passed, contract.years) * (row >= 0), np.maximum(row, 0)


def pay_contracts(province) -> None:
    """The quarter's part of running grants under contract (wan yuan)."""
    platform = province.platform
    if len(province.contracts) == 0 or len(platform) == 0:
        return
    due, row = due_by_contract(province)
    received = due_to_platforms(province)
    platform.cash += received
    platform.support += received
    platform.public_income += received
    for index in np.unique(province.contracts.lever):
        lever = province.measures[index].id
        mine = due * (province.contracts.lever == index)
        by_town = np.bincount(platform.town[row], weights=mine, minlength=len(province.town))
        use_budget(province, lever, float(by_town.sum()))
        pay_together(province, "running_grants", lever, "platforms", by_town)


class Posting(NamedTuple):
    """Branches one lever sets up this year at these platforms (rows)."""

    lever: str
    rows: np.ndarray


def open_branches(province) -> None:
    """National bodies open branches at innovation platforms: their experts come from beyond the province."""
    decisions = branches(province) if province.terms.acts("branches") else []
    platform, p = province.platform, province.parameters.programmes
    for lever, rows in province.through("branches: opened", decisions, []):
        measure = measure_of(province, lever)
        start, posted = measure.options["start_grant"], measure.options["experts"]
        equipment = p.equipment_part * start
        platform.quality[rows] = joined_quality(
            platform.quality[rows], platform.experts[rows], measure.options["quality"], posted
        )
        platform.experts[rows] += posted
        platform.equipment[rows] += equipment
        platform.cash[rows] += start - equipment
        platform.branch[rows] = 1
        by_town = np.bincount(platform.town[rows], weights=np.full(len(rows), start), minlength=len(province.town))
        use_budget(province, lever, float(by_town.sum()))
        pay_together(province, "branch_start", lever, "platforms", by_town)
        province.outside.cash[1] += equipment * len(rows)
        province.ledger.pay("platform_equipment", "platforms", "world", equipment * len(rows))
        promise(province, lever, rows, measure.options["running_grant"], measure.options["running_years"])


def joined_quality(quality, experts, quality_of_posted, posted):
    """Quality of a platform (ratio) when experts of another quality are posted to it: the mean over all its experts."""
    return (quality * experts + quality_of_posted * posted) / np.maximum(experts + posted, 1e-9)


def branches(province) -> list[Posting]:
    """Which platforms get a branch: those in towns with most research, as many as the year's number, the experts that
    national bodies can spare and the money allow."""
    platform, draws, quarter = province.platform, province.draws, province.quarter
    value = province.terms.value("branches")
    options = [measure_of(province, lever).options for lever, _ in province.terms.split("branches")]
    spared = max(o["experts_spared"] / o["experts"] for o in options)
    wanted = min(float(value.max()), spared) * province.anchor.sample_of_province
    number = int(draws.whole("number of branches", quarter, np.zeros(1, np.int64), np.array([wanted]))[0])
    open_to = (platform.kind == INNOVATION) & (platform.branch == 0) & (value[platform.town, 0] > 0)
    rows = np.flatnonzero(open_to & province.inside[platform.town])
    research = province.by_town(province.firm.research)[platform.town[rows]]
    score = judged(province, "branches", platform.uid[rows], np.log1p(research), platform.town[rows])
    order = rows[np.argsort(-score, kind="stable")]
    decisions, first = [], 0
    for lever, part in province.terms.split("branches"):
        measure = measure_of(province, lever)
        affordable_now = min(cost_of_envelope(province, lever), budget_left(province, lever))
        grants = affordable_now // measure.options["start_grant"]
        count = min(round(number * float(part.max())), grants, len(order) - first)
        if count > 0:
            decisions.append(Posting(lever, np.sort(order[first : first + int(count)])))
            first += int(count)
    return decisions


def administer_grants(province) -> None:
    """Calls for new platforms are held, judged and accepted by people, whether any is founded or not (wan yuan)."""
    costs = []
    for kind in KINDS_OF_PLATFORM:
        for lever, part in province.terms.split(f"platform_grants.{kind}"):
            yearly = measure_of(province, lever).options.get("administration", 0.0)
            reached = (part[:, 0] > 0) & province.inside
            if yearly > 0 and reached.any():
                cost = reached * min(yearly * province.anchor.part_of_province / 4, budget_left(province, lever))
                costs.append((lever, cost / reached.sum()))
    for lever, cost in province.through("platform_grants: administered", costs, []):
        use_budget(province, lever, float(cost.sum()))
        province.household.cash += cost
        province.household.income += cost
        spend(province, "platform_grants", lever, measure_of(province, lever).payers, "households", cost, whole=True)


def equip_platforms(province) -> None:
    """Logistics platforms buy equipment to follow goods on their way; it wears (wan yuan)."""
    platform, p = province.platform, province.parameters.services
    platform.tracking *= 1.0 - p.tracking_wear / 4
    term = "platform_equipment.logistics"
    if not province.terms.acts(term):
        return
    kind = KINDS_OF_PLATFORM.index("logistics")
    grant = province.terms.value(term)[platform.town, 0] / 4 * (platform.kind == kind)
    by_town = np.bincount(platform.town, weights=grant, minlength=len(province.town))
    allowed = affordable_by_town(province, term, by_town)
    grant = province.through("platform_equipment: bought", grant * allowed[platform.town], np.zeros(len(platform)))
    platform.tracking += grant
    by_town = np.bincount(platform.town, weights=grant, minlength=len(province.town))
    province.outside.cash[1] += charge(province, term, "world", everywhere(by_town)).sum()
