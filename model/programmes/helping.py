"""Help from outside the firm for a quarter: experts, results, visits, planning together.

Each kind is open to some firms, asks for experts of a finite pool or for none, and leaves one thing in the firm. Places
are given by lot among those who know of it; who cannot use it gets nothing (Cohen and Levinthal 1990).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from model.innovation.findings import worth
from model.programmes.calls import knows_call
from model.programmes.costs import pay_cost, quarters_money
from model.public_finance import measure_of

RESULT = "result"  # a finding, in the process or the product


class Help(NamedTuple):
    """A kind of help: what it leaves, to whom it is open (bool by firm), who is paid, whose experts come (persons a
    firm), whether it needs knowledge of the firm's own, whether others must be there to work with (bool by row)."""

    kind: str
    leaves: str
    open_to: Callable
    receiver: str
    experts: str = ""  # university, academy or any
    persons: float = 0.0
    absorbs: bool = True
    with_others: Callable | None = None
    leaks: bool = False

    @property
    def term(self) -> str:
        return f"help.{self.kind}"


class Places(NamedTuple):
    """Who is helped under one lever (rows) and for whom it comes to something (bool by row)."""

    lever: str
    rows: np.ndarray
    works: np.ndarray


def help_firms(province) -> None:
    """Write what help of every kind leaves in firms; pay for it (wan yuan)."""
    province.memo.experts_out = np.zeros(len(province.university))
    for help in HELPS:
        decisions = give_places(province, help) if province.terms.acts(help.term) else []
        for places in province.through(f"help: {help.kind}", decisions, []):
            lever, rows = places.lever, places.rows
            price = measure_of(province, lever).options["cost_per_firm"]
            pay_cost(province, "help", lever, help.receiver, rows, np.full(len(rows), price))
            leave(province, help, rows[places.works])
            tallies, f = province.memo.tallies, province.firm
            tallies.add_rows("help_used", f.town[rows], f.weight[rows] * places.works)
            tallies.add_rows("help_in_vain", f.town[rows], f.weight[rows] * ~places.works)
            if help.leaks:
                leak(province, rows)


def give_places(province, help: Help) -> list[Places]:
    """Places of the quarter by lever: as many firms as its number, its money and the free experts allow."""
    f, quarter = province.firm, province.quarter
    rows = np.flatnonzero(help.open_to(province))
    rows = rows[province.terms.firms(help.term, f.town[rows], f.size_class[rows]) > 0]
    if help.kind.endswith("_pairs"):
        rows = rows[paired_towns(province, help)[f.town[rows]]]
    rows = rows[knows_call(province, help.term, rows)]
    if len(rows) == 0:
        return []
    lot = province.draws.uniform(f"place in {help.term}", quarter, f.uid[rows])
    decisions, before = [], 0.0
    for lever, values in province.terms.contributions[help.term]:
        number = number_helped(province, help, lever, float(values.max()), rows)
        chance = min(number / max(float(f.weight[rows].sum()), 1e-12), 1.0 - before)
        chosen = rows[(lot >= before) & (lot < before + chance)]
        before += chance
        hire(province, help, float(f.weight[chosen].sum()))
        decisions.append(Places(lever, chosen, comes_to_something(province, help, chosen)))
    return decisions


def number_helped(province, help: Help, lever: str, value: float, rows: np.ndarray) -> float:
    """Firms that a lever's number, its money and the free experts allow this quarter (firms)."""
    p, anchor = province.parameters.help, province.anchor
    number = value * anchor.part_of_province / 4.0
    if help.kind.endswith("_pairs"):
        number *= p.experts_per_pair * province.parameters.services.firms_per_expert
    price = measure_of(province, lever).options["cost_per_firm"]
    number = min(number, quarters_money(province, lever) / max(price, 1e-12))
    if help.persons > 0.0:
        number = min(number, float(free_experts(province, help).sum()) / help.persons)
    return number


def free_experts(province, help: Help) -> np.ndarray:
    """Experts of the pool a kind of help asks, not out this quarter (persons, by university)."""
    pool = province.university
    free = np.maximum(pool.experts_free - province.memo.experts_out, 0.0)
    if help.experts == "any":
        return free
    return np.where(pool.academy == (help.experts == "academy"), free, 0.0)


def hire(province, help: Help, firms: float) -> None:
    """The experts who are with firms this quarter are not free for others (persons)."""
    if help.persons > 0.0 and firms > 0.0:
        free = free_experts(province, help)
        province.memo.experts_out += free * min(firms * help.persons / max(float(free.sum()), 1e-12), 1.0)


def paired_towns(province, help: Help) -> np.ndarray:
    """Towns with a partner (bool): by lasting luck, as many as there are pairs for."""
    town, offered = province.town, province.terms.value(help.term).max(axis=1)
    reached = max(float((offered > 0).sum()), 1.0)
    chance = offered * province.anchor.part_of_province / reached
    return province.draws.occurs(f"paired {help.kind}", 0, town.uid, np.minimum(chance, 1.0))


@np.errstate(over="ignore")
def takes_root(knowledge, research, p):
    """Chance that help finds ground (share): a threshold, logistic, in the firm's own knowledge and research.

    Guangdong's survey of firms (Hu Junyan et al. 2016): ties with universities help above a threshold only.
    """
    standing = np.log(knowledge) + p.research_counts * research
    return 1.0 / (1.0 + np.exp(-p.steepness * (standing - p.threshold)))


def comes_to_something(province, help: Help, rows: np.ndarray) -> np.ndarray:
    """For whom help does more than would have been done without (bool by row): not for those who would have found it
    themselves or leave it unused, nor for those who do not know enough, nor where there is nobody to work with."""
    f, p, draws, quarter = province.firm, province.parameters.help, province.draws, province.quarter
    works = draws.occurs(f"makes use of {help.term}", quarter, f.uid[rows], p.additional)
    if help.absorbs:
        chance = takes_root(f.knowledge[rows], f.research[rows] > 0, p)
        works &= draws.occurs(f"{help.term} takes root", quarter, f.uid[rows], chance)
    if help.with_others is not None:
        works &= help.with_others(province, rows)
    return works


def leave(province, help: Help, rows: np.ndarray) -> None:
    """What help leaves: a part of what the firm lacks in a column of services (share), or a finding (log)."""
    f, p = province.firm, province.parameters.help
    if help.leaves == RESULT:
        leave_result(province, help, rows)
        return
    column = getattr(f, help.leaves)
    most = {"chains": p.most_delivery, "joint_standards": p.most_standard}.get(help.kind, 1.0)
    column[rows] += (p.gain * np.maximum(most - column[rows], 0.0)).astype(column.dtype)


def leave_result(province, help: Help, rows: np.ndarray) -> None:
    """A result of others' research is worth what a finding is worth, now and then a loss (log)."""
    f, p, search = province.firm, province.parameters.help, province.parameters.search
    luck = province.draws.normal(f"worth of {help.term}", province.quarter, f.uid[rows])
    gain = worth(luck, p.result_worth, search.worth_spread)
    gain = np.where(gain < 0, search.loss_accepted * gain, gain)
    to_process = province.draws.uniform(f"{help.term}, process or product", province.quarter, f.uid[rows])
    to_process = (to_process < search.process_part) & (help.kind == "results")
    f.process[rows] += np.where(to_process, gain, 0.0)
    f.quality[rows] += np.where(to_process, 0.0, gain)


def leak(province, rows: np.ndarray) -> None:
    """Who visits is visited: sellers abroad learn as well, and their offer on the markets abroad gains (ratio)."""
    f, anchor = province.firm, province.anchor
    seen = np.bincount(f.industry[rows], weights=f.sales[rows] * f.weight[rows], minlength=province.industry_count)
    whole = province.by_industry(f.sales)
    gain = province.parameters.help.outflow * seen / np.maximum(whole, 1e-12)
    anchor.outside_appeal[1:] = anchor.outside_appeal[1:] * (1.0 + gain)


# ---- to whom each kind is open


def small_or_larger(province) -> np.ndarray:
    """Industrial firms with 20 staff or more (bool)."""
    f = province.firm
    return (f.size_class >= 1) & (f.industry < province.anchor.service_industry)


def researchers(province) -> np.ndarray:
    """Firms that do research (bool)."""
    return (province.firm.research > 0) & (province.firm.size_class >= 1)


def feeding_trades(province) -> np.ndarray:
    """Firms of other trades of industry than the strategic ones (bool)."""
    return small_or_larger(province) & ~province.anchor.strategic[province.firm.industry]


def machine_makers(province) -> np.ndarray:
    """Firms that make machines (bool)."""
    return province.firm.industry == province.anchor.machinery


def exporters(province) -> np.ndarray:
    """Firms with customers abroad (bool)."""
    f = province.firm
    return small_or_larger(province) & (f.export_mix + f.processing_mix > 0)


def buyers_near(province, rows: np.ndarray) -> np.ndarray:
    """Whether firms of strategic trades are within reach who could buy (bool by row)."""
    anchor, p = province.anchor, province.parameters.help
    buyers = anchor.near @ anchor.firms_of_trade[:, anchor.strategic].sum(axis=1)
    return buyers[province.firm.town[rows]] >= p.least_buyers


def other_towns_near(province, rows: np.ndarray) -> np.ndarray:
    """Whether other towns within reach have firms of the trade with whom deliveries can be planned (bool by row)."""
    f, anchor, p = province.firm, province.anchor, province.parameters.help
    others = anchor.near @ anchor.firms_of_trade - anchor.firms_of_trade
    return others[f.town[rows], f.industry[rows]] >= p.least_partners


HELPS: tuple[Help, ...] = (
    Help("results", RESULT, small_or_larger, "universities"),
    Help("parts", RESULT, feeding_trades, "local_producers", with_others=buyers_near),
    Help("centres", "assistance", researchers, "world", absorbs=False),
    Help("resident_bodies", "assistance", researchers, "universities", "any", 2.0, absorbs=False),
    Help("machine_controls", RESULT, machine_makers, "world"),
    Help("university_pairs", "assistance", small_or_larger, "universities", "university", 0.3),
    Help("academy_pairs", "assistance", small_or_larger, "universities", "academy", 0.3),
    Help("postings", "assistance", small_or_larger, "universities", "any", 0.5),
    Help("chains", "delivery", small_or_larger, "local_producers", absorbs=False, with_others=other_towns_near),
    Help("joint_standards", "standard", small_or_larger, "local_producers"),
    Help("exchanges", "scan", small_or_larger, "world", leaks=True),
    Help("cooperation_bases", "certified", exporters, "world", leaks=True),
)
