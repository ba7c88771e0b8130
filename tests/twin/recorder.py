"""Records quarters of the model: its firms before, after every phase, and what came to them from elsewhere.

Wraps the model's phases and some of its functions for the length of a quarter; the model itself knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import numpy as np

import model.province as province_module
from model.draws import Draws
from model.phases import allocate_public_money, enter_exit_move, hire_and_train, seek_finance
from model.province import Province
from tests.twin.replay import News

Columns = dict[str, np.ndarray]

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
    "automated_near",
    "digital_near",
    "firms_of_trade",
)
SOURCES_ASKED = 9  # bodies asked in a quarter, one kind after the other


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


def copy_of(table) -> Columns:
    """The live columns of a table, copied."""
    return {name: table.column(name).copy() for name in table.fields}


def plain(value) -> Any:
    """Arrays as lists, numbers as Python numbers."""
    return value.tolist() if hasattr(value, "tolist") else value


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


def listening(province: Province, news: News) -> Iterator[Any]:
    """Patches that note what lenders, towns, schools and markets answer."""
    yield wrapped(seek_finance, "ration", note_rationing, news)
    yield wrapped(hire_and_train, "change_staff", note_filled, news)
    yield wrapped(hire_and_train, "pay_training", note_training, news)
    yield wrapped(allocate_public_money, "pay_support", note_awards, news, first=True)
    yield wrapped(enter_exit_move, "open_firms", note_entrants, news)
    yield patch.object(province.surroundings, "total", noting_totals(province.surroundings.total, news))


def wrapped(module, name: str, note: Callable, news: News, first: bool = False):
    """A patch of a function that notes its arguments and, unless noted first, its result."""
    function = getattr(module, name)

    def run(*arguments):
        if first:
            note(news, None, *arguments)
            return function(*arguments)
        result = function(*arguments)
        note(news, result, *arguments)
        return result

    return patch.object(module, name, run)


def note_rationing(news: News, granted, province, kind, lender, amount, weight) -> None:
    """Share of what was asked of each body that it grants."""
    some = amount > 0
    shares = granted[some] / amount[some]
    news.granted.append(dict(zip(lender[some].tolist(), shares.tolist(), strict=True)))


def note_filled(news: News, result, town, staff, change, filled) -> None:
    """Share of its vacancies that each town fills, skill by skill."""
    skill = next(s for s in ("production", "technician", "research") if not hasattr(news.towns[0], f"filled_{s}"))
    for place, value in zip(news.towns, filled.tolist(), strict=True):
        setattr(place, f"filled_{skill}", value)


def note_training(news: News, granted, province, lever, rows, places) -> None:
    """Subsidised places on offer, and the share of them that budgets allow."""
    measure = hire_and_train.measure_of(province, lever)
    by_cell = dict(province.terms.contributions["training_places"])[lever]
    asked = places > 0
    news.training.append(
        SimpleNamespace(
            places=by_cell.tolist(),
            price=float(measure.options["cost_per_place"]),
            own_part=float(dict(measure.payers).get("firms", 0.0)),
            granted=float((granted[asked] / places[asked]).mean()) if asked.any() else 1.0,
        )
    )


def note_awards(news: News, _, province) -> None:
    """Support due and rates awarded, before anything is paid."""
    f = province.firm
    news.support_due = dict(zip(f.uid.tolist(), f.support_due.tolist(), strict=True))
    news.equipment_support = dict(zip(f.uid.tolist(), f.equipment_support.tolist(), strict=True))


def note_entrants(news: News, opened, province) -> None:
    """Columns of new firms on their first day."""
    new = np.flatnonzero(province.firm.uid >> 32 == province.quarter)
    news.entrants = rows_of(copy_of(province.firm), new)


def noting_totals(total: Callable, news: News) -> Callable:
    """Totals over all sellers, by name."""

    def noted(name: str, quarter: int, by_town: np.ndarray) -> np.ndarray:
        result = total(name, quarter, by_town)
        news.totals[name] = plain(np.array(result))
        return result

    return noted


def rows_of(columns: Columns, rows: np.ndarray | None = None) -> list[dict[str, Any]]:
    """Rows as dicts by column: singles stay NumPy's, everything else becomes a Python number."""
    chosen = {name: column if rows is None else column[rows] for name, column in columns.items()}
    lists = [list(column) if column.dtype == np.float32 else column.tolist() for column in chosen.values()]
    return [dict(zip(chosen, values, strict=True)) for values in zip(*lists, strict=True)]
