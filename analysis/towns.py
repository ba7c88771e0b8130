"""Chosen towns, policy beside baseline: no provincial goals, surroundings held fixed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.numbers import shown, unit_name
from analysis.scoreboard import Page
from analysis.years import FLOWS, town_values

if TYPE_CHECKING:
    import pandas as pd


def town_pages(policy: pd.DataFrame, baseline: pd.DataFrame | None, towns: Sequence[int], lang: str) -> list[Page]:
    """One page a town: yearly values of the last complete year; none where no year is complete."""
    from scenarios.registry import indicators

    zh = lang == "zh"
    complete = [int(str(quarter)[:4]) for quarter in policy["quarter"] if str(quarter).endswith("Q4")]
    if not complete:
        return []
    year = max(complete)
    arms = [frame.to_dict("list") for frame in ([baseline] if baseline is not None else []) + [policy]]
    heads = (["不实施", "方案"] if zh else ["as before", "policy"])[-len(arms) :]
    columns = (
        ("指标" if zh else "Indicator", "left"),
        ("单位(现价)" if zh else "Unit (current prices)", "left"),
        *((f"{year} {head} 算" if zh else f"{year} {head} [sim]", "right") for head in heads),
    )
    known = indicators()
    names = [name for name in policy.columns if name in known]
    pages = []
    for town in towns:
        values = {name: [_value(arm, name, year, town) for arm in arms] for name in names}
        rows = tuple(
            (
                known[name].label.zh if zh else known[name].label.en,
                unit_name(_unit(known[name]), lang),
                *(shown(value, _unit(known[name])) for value in values[name]),
            )
            for name in names
        )
        title = _name(policy, town, lang)
        pages.append(Page(f"{title},周边条件固定" if zh else f"{title}, surroundings held fixed", columns, rows))
    return pages


def _unit(indicator: Any) -> str:
    """A flow of the quarters is shown for the year."""
    return indicator.unit.replace("a quarter", "a year") if indicator.id in FLOWS else indicator.unit


def _value(arm: dict, name: str, year: int, town: int) -> float | None:
    values = town_values(arm, name, year)
    return None if values is None or town >= len(values) else float(values[town])


def _name(frame: pd.DataFrame, town: int, lang: str) -> str:
    column = f"name_{lang}"
    rows = frame.loc[frame["town"] == town]
    return str(rows[column].iloc[0]) if column in frame and len(rows) else str(town)
