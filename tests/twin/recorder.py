"""Records quarters of the model: its firms before, after every phase, and what came to them from elsewhere.

Wraps the model's phases and some of its functions for the length of a quarter; the model itself knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from unittest.mock import patch

import numpy as np

import model.province as province_module
from model.draws import Draws
from model.province import Province
from tests.twin.answers import Columns, copy_of, listening, plain
from tests.twin.replay import News

SERVED_BY = ("guarantor", "micro_lender", "informal_lender", "venture_fund", "speciality")
TOWN_QUARTER = ("wage_production", "wage_technician", "wage_research", "sales_trend")
CONSTANTS = (  # of the anchor, as numbers and lists
    "local_machine_price",
    "local_machine_quality",
    "makers_quality",
    "lending_rate",
    "wage_normal",
    "automation_cost",
    "input_share",
    "common_technology",
    "technician_mix",
    "robot_suitability",
    "knowledge_depreciation",
    "research_usual",
    "research_start",
    "sales_of_class",
    "patent_rate",
    "customers",
    "demand",
    "inside_appeal",
    "outside_appeal",
    "spill",
    "usual_base",
    "automated_near",
    "digital_near",
    "patented_near",
    "firms_of_trade",
)


@dataclass
class Recorded:
    """One quarter of the model's firms."""

    news: News
    before: Columns
    after: dict[str, Columns]  # by the name of the phase


def record(province: Province) -> Recorded:
    """Run one quarter and record it."""
    before = copy_of(province.firm)
    news, after = news_at_the_start(province), {}
    with ExitStack() as stack:
        for patched in listening(province, news):
            stack.enter_context(patched)
        stack.enter_context(phases_followed(province, news, after))
        province.step()
    return Recorded(news, before, after)


def news_at_the_start(province: Province) -> News:
    """What is known before the quarter begins: series, numbers of 2011, reach, who serves a town."""
    quarter, town, anchor, given = province.quarter, province.town, province.anchor, province.given
    towns = [
        SimpleNamespace(brand=float(town.brand[row]), skill_decay=float(anchor.skill_decay[row]))
        for row in range(len(town))
    ]
    for name in SERVED_BY:
        for row, place in enumerate(towns):
            setattr(place, name, int(getattr(town, name)[row]))
    near = anchor.near
    reach = [
        list(zip(near.indices[a:b].tolist(), near.data[a:b].tolist(), strict=True))
        for a, b in zip(near.indptr[:-1], near.indptr[1:], strict=True)
    ]
    return News(
        quarter=quarter,
        draws=Draws(province.seed_of_draws),
        parameters=province.parameters,
        series={name: plain(np.asarray(given.at(name, quarter), float)) for name in given.series},
        anchor=SimpleNamespace(**{name: plain(np.array(getattr(anchor, name))) for name in CONSTANTS}),
        towns=towns,
        near=reach,
        platforms=[],
        terms={},
        expected_terms={},
        bond_desk=int(province.bodies("bond_desk")[0]),
    )


@contextmanager
def phases_followed(province: Province, news: News, after: dict[str, Columns]) -> Iterator[None]:
    """Copies of the firms after every phase, and what the phases lay down for all firms."""

    def followed(phase: Callable) -> Callable:
        def run(model: Province) -> None:
            if phase.__name__ == "choose_services":
                note_platforms(model, news)
            phase(model)
            if phase.__name__ == "set_terms":
                note_terms(model, news)
            after[phase.__name__] = copy_of(model.firm)

        run.__name__ = phase.__name__
        return run

    with patch.object(province_module, "PHASES", tuple(followed(phase) for phase in province_module.PHASES)):
        yield
    note_town_columns(province, news)
    note_moves(news, after)


def note_platforms(province: Province, news: News) -> None:
    """Platforms as firms find them when they ask."""
    table, capacity = province.platform, province.parameters.services.firms_per_expert / 4
    news.platforms = [
        SimpleNamespace(
            row=row,
            town=int(table.town[row]),
            kind=int(table.kind[row]),
            fee=float(table.fee[row]),
            quality=float(table.quality[row]),
            capacity=float(table.experts[row]) * capacity,
        )
        for row in range(len(table))
    ]


def note_terms(province: Province, news: News) -> None:
    """Terms of the quarter, and those announced for a year ahead."""
    names = list(province.terms.contributions)
    news.terms = {name: province.terms.value(name).tolist() for name in names}
    news.expected_terms = {name: province.expected_terms.value(name).tolist() for name in names}


def note_town_columns(province: Province, news: News) -> None:
    """What towns and bodies settled on in the quarter and kept to its end."""
    for name in TOWN_QUARTER:
        for value, place in zip(getattr(province.town, name).tolist(), news.towns, strict=True):
            setattr(place, name, value)
    news.rates = province.body.rate.tolist()
    news.skill = province.body.skill.tolist()


def note_moves(news: News, after: dict[str, Columns]) -> None:
    """Who produces in another town at the end of the quarter than before."""
    before, now = after["settle"], after["enter_exit_move"]
    old = dict(zip(before["uid"].tolist(), before["town"].tolist(), strict=True))
    for uid, town in zip(now["uid"].tolist(), now["town"].tolist(), strict=True):
        if old.get(uid, town) != town:
            news.moves[uid] = town
