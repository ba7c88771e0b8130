"""Services, advice and meetings: what platforms, experts, teachers and other firms leave in a firm."""

from __future__ import annotations

import numpy as np

from model.fields import KINDS_OF_PLATFORM
from model.innovation.imitation import absorptive_capacity, move_towards
from model.interventions.declared import Amount, Choice, Intervention, Treatment, pay_for
from model.phases.choose_services import EFFECTS
from model.programmes.helping import HELPS, comes_to_something, leave

HELP = {help.kind: help for help in HELPS if not help.kind.endswith("_pairs")}
PEERS = ("random", "best", "own_trade")


def paid(province, rows: np.ndarray, treatment: Treatment, receiver: str) -> None:
    """The price of a service is paid for each firm (wan yuan)."""
    pay_for(province, treatment, receiver, rows, np.full(len(rows), treatment.number("price")))


def inform(province, rows: np.ndarray, treatment: Treatment) -> None:
    """Firms learn that a kind of platform exists, or all of them; whether they go there is their own decision."""
    kind = treatment.word("service")
    kinds = range(len(KINDS_OF_PLATFORM)) if kind == "all" else [KINDS_OF_PLATFORM.index(kind)]
    bits = sum(1 << index for index in kinds)
    province.firm.aware[rows] |= np.array(bits, province.firm.aware.dtype)
    paid(province, rows, treatment, "local_producers")


def visit(province, rows: np.ndarray, treatment: Treatment) -> None:
    """A service is given to each firm and leaves what a platform's service of its kind and quality leaves."""
    f, p = province.firm, province.parameters.services
    name = EFFECTS[KINDS_OF_PLATFORM.index(treatment.word("service"))]
    column, quality = getattr(f, name), treatment.number("quality")
    ceiling, gain = (p.practice_ceiling, p.practice_gain) if name == "practice" else (1.0, p.effect_gain)
    room = np.maximum(1.0 - column[rows] / ceiling, 0.0)
    column[rows] += (gain * quality * room).astype(column.dtype)
    paid(province, rows, treatment, "local_producers")


def teach_groups(province, rows: np.ndarray, treatment: Treatment) -> None:
    """A course for groups of firms adds practice (log), the less the more a firm has of it."""
    f, p = province.firm, province.parameters.services
    room = np.maximum(1.0 - f.practice[rows] / p.practice_ceiling, 0.0)
    f.practice[rows] += p.practice_by_course * room
    paid(province, rows, treatment, "local_producers")


def send_experts(province, rows: np.ndarray, treatment: Treatment) -> None:
    """Help of a kind is given to each firm; it comes to something as places of the same help do."""
    help = HELP[treatment.word("kind")]
    works = comes_to_something(province, help, rows)
    leave(province, help, rows[works])
    paid(province, rows, treatment, "universities")


def train(province, rows: np.ndarray, treatment: Treatment) -> None:
    """A share of production staff begin training beside those the firm trains itself (persons)."""
    f, crowding = province.firm, province.parameters.labour.training_crowding
    places = treatment.number("share") * f.staff_production[rows]
    f.trainees[rows] += places * (1.0 - crowding)
    pay_for(province, treatment, "local_producers", rows, places * treatment.number("price"))


def meet(province, rows: np.ndarray, treatment: Treatment) -> None:
    """Firms meet in groups; each looks at a peer and takes over part of what it does better (log), as in imitation.

    Groups are drawn by lot of the first quarter, so they stay together; `best` looks at the group's best, `random` and
    `own_trade` at the next in the group.
    """
    f, draws, p = province.firm, province.draws, province.parameters.search
    lot = draws.uniform("trial meeting group", treatment.since, f.uid[rows])
    order = np.lexsort((lot, f.industry[rows])) if treatment.word("peers") == "own_trade" else np.argsort(lot)
    size = int(treatment.number("size"))
    group = np.empty(len(rows), np.int64)
    group[order] = np.arange(len(rows)) // size
    peer = best_of(group, f.process[rows]) if treatment.word("peers") == "best" else next_in(group, order)
    model = rows[peer]
    chance = absorptive_capacity(f.knowledge[rows], (f.research[rows] > 0).astype(float), f.scan[rows])
    gap = f.process[model] - f.process[rows]
    follows = draws.occurs("trial follows a peer", province.quarter, f.uid[rows], chance) & (gap > 0)
    f.process[rows[follows]] += p.imitation_step * gap[follows]
    move_towards(f, rows[follows], model[follows], p.imitation_step)
    paid(province, rows, treatment, "local_producers")


def best_of(group: np.ndarray, merit: np.ndarray) -> np.ndarray:
    """Place of the best of each one's group, by merit (index)."""
    order = np.lexsort((merit, group))
    last = np.searchsorted(group[order], group[order], side="right") - 1
    best = np.empty(len(group), np.int64)
    best[order] = order[last]
    return best


def next_in(group: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Place of the next in each one's group, the first for the last (index)."""
    sorted_group = group[order]
    first = np.searchsorted(sorted_group, sorted_group, side="left")
    after = np.arange(len(order)) + 1
    after = np.where((after < len(order)) & (sorted_group[np.minimum(after, len(order) - 1)] == sorted_group), after, first)
    found = np.empty(len(group), np.int64)
    found[order] = order[after]
    return found


def price(usual: float, unit: str = "wan yuan a firm and quarter") -> Amount:
    """What a service costs whoever pays for the arm."""
    return Amount(unit, usual, 0.0, 1000.0, "what it costs whoever pays for the arm")


INTERVENTIONS = (
    Intervention(
        "information", ("information on a platform", "平台信息告知"), "firms learn that a platform exists",
        (("form_expectations", inform),),
        {"service": Choice("all", ("all", *KINDS_OF_PLATFORM), "kind of platform"), "price": price(0.1)},
    ),
    Intervention(
        "service_visit", ("a service", "上门服务"), "a service of a platform is given every quarter while it lasts",
        (("choose_services", visit),),
        {
            "service": Choice("productivity", KINDS_OF_PLATFORM, "kind of service"),
            "quality": Amount("ratio", 1.0, 0.0, 3.0, "quality of the service over that of a usual platform"),
            "price": price(3.0),
        },
    ),
    Intervention(
        "group_course", ("advice in groups", "小组辅导"), "a course for groups of firms every quarter while it lasts",
        (("choose_services", teach_groups),), {"price": price(1.0)},
    ),
    Intervention(
        "expert_help", ("help of experts", "专家帮扶"), "help of universities and institutes every quarter while it lasts",
        (("choose_services", send_experts),),
        {"kind": Choice("postings", tuple(HELP), "kind of help"), "price": price(3.0)},
    ),
    Intervention(
        "training", ("training of staff", "员工培训"), "a share of production staff begin training every quarter",
        (("hire_and_train", train),),
        {
            "share": Amount("share of staff a quarter", 0.025, 0.0, 0.25, "production staff that begin training"),
            "price": price(0.4, "wan yuan a person"),
        },
    ),
    Intervention(
        "meeting_group", ("a group that meets", "交流小组"), "firms meet in groups every quarter and see how peers work",
        (("search", meet),),
        {
            "size": Amount("firms", 10.0, 2.0, 50.0, "firms of a group"),
            "peers": Choice("random", PEERS, "whom a firm looks at in its group"),
            "price": price(0.2),
        },
    ),
)  # fmt: skip
