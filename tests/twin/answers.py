"""What lenders, towns, schools, programmes and markets answer the firms of the model, noted as it is said.

The functions of the model that give the answers are wrapped for the length of a quarter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import numpy as np

from model.labour import training
from model.phases import allocate_public_money, enter_exit_move, hire_and_train, seek_finance
from model.programmes.awards import holders
from model.province import Province
from tests.twin.replay import News

Columns = dict[str, np.ndarray]


def copy_of(table) -> Columns:
    """The live columns of a table, copied."""
    return {name: table.column(name).copy() for name in table.fields}


def plain(value) -> Any:
    """Arrays as lists, numbers as Python numbers."""
    return value.tolist() if hasattr(value, "tolist") else value


def listening(province: Province, news: News) -> Iterator[Any]:
    """Patches that note what lenders, towns, schools and markets answer."""
    yield wrapped(seek_finance, "ration", note_rationing, news)
    yield wrapped(hire_and_train, "change_staff", note_filled, news)
    yield wrapped(training, "pay_training", note_training, news)
    yield wrapped(allocate_public_money, "pay_support", note_awards, news, first=True)
    yield patch.object(allocate_public_money, "pay_awards", noting_awards(allocate_public_money.pay_awards, news))
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
    measure = training.measure_of(province, lever)
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


def noting_awards(pay: Callable, news: News) -> Callable:
    """What firms are paid on awards, and the rates they hold."""

    def noted(province: Province) -> None:
        f, before = province.firm, province.firm.support_received.copy()
        pay(province)
        paid = f.support_received - before
        some = np.flatnonzero(paid)
        news.awards_paid = dict(zip(f.uid[some].tolist(), paid[some].tolist(), strict=True))
        rows, rate = holders(province, "equipment_support")
        for uid, share in zip(f.uid[rows].tolist(), rate.tolist(), strict=True):
            news.equipment_support[uid] = min(news.equipment_support.get(uid, 0.0) + share, 1.0)

    return noted


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
