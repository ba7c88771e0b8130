"""What is given to the economy: one world's facts, assumptions, parameters and outside series, checked and named.

given = load_given("guangdong", parameters={"firms.total": 280000})
find_town(given, "小榄")
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from model.given import Given
from scenarios.errors import InputError, nearest
from scenarios.frozen import Frozen
from scenarios.given_changes import apply_shocks, dated, override, own_series
from scenarios.given_files import Files, read_parameters, rows_of, zip_table
from scenarios.given_series import FIRST, outside_series, yearly
from scenarios.given_towns import Roster, known_cells, known_figures, known_platforms

EMPTY: Mapping = Frozen()


def load_given(
    world: str = "guangdong",
    *,
    parameters: Mapping[str, float] = EMPTY,
    shocks: Mapping[str, Mapping] = EMPTY,
    series: Path | str | None = None,
    forget: Collection[str] = (),
) -> Given:
    """The world as given, cached. `parameters` replaces parameters and assumptions by id, `shocks` multiplies a
    series from a quarter on (until the next date), `series` is a CSV or XLSX file of a user's own outside series;
    what is known of the towns in `forget` (ids) is left out, so that they are drawn like any other."""
    changes = tuple(sorted((str(k), float(v)) for k, v in parameters.items()))
    blows = tuple(
        (str(name), tuple(sorted((dated(q, name), float(f)) for q, f in path.items())))
        for name, path in sorted(shocks.items())
    )
    stamp = None if series is None else Path(series).stat().st_mtime_ns if Path(series).exists() else 0
    return _load(world, changes, blows, None if series is None else str(series), stamp, tuple(sorted(forget)))


@lru_cache(maxsize=16)
def _load(
    world: str, changes: tuple, blows: tuple, series: str | None, stamp: int | None, forgotten: tuple[str, ...]
) -> Given:
    if behaviour := tuple((name, value) for name, value in changes if name in _behaviour()):
        others = tuple(one for one in changes if one not in behaviour)
        return _behaving(_load(world, others, blows, series, stamp, forgotten), behaviour)
    files = Files(world)
    assumptions = files.assumptions()
    entries = read_parameters(files)
    values = {name: float(entry["value"]) for name, entry in entries.items()}
    for name, value in changes:
        override(name, value, assumptions, values, entries, files.described)
    industries, cities, towns = (files.table(name) for name in ("industries", "cities", "towns"))
    facts, yearly_data, law = files.table("town_facts"), files.table("series"), files.table("law")
    if forgotten:
        facts = facts.only([row for row, town in enumerate(facts["town"]) if town not in forgotten])
    universities, rules = files.table("universities"), files.table("rules")
    prices, coefficients = files.table("producer_prices"), zip_table(files.table("input_output"))
    gdp = yearly(yearly_data, "gd_gdp")
    after = gdp[2012] / gdp[2011] - 1

    roster = Roster(towns, cities, files.table("city_industries"), industries)
    elsewhere = (assumptions["candidate.agricultural_elsewhere"], assumptions["candidate.service_share"])
    delta = (assumptions["candidate.agricultural_delta"], assumptions["candidate.service_share"])
    roster.fill({"delta": delta, "east": elsewhere, "west": elsewhere, "north": elsewhere}, assumptions["town.spread"])
    county, county_names, county_city = roster.counties(files.table("counties"))
    listed = roster.columns() | {"county": county}
    blank = np.full(len(roster.rows), np.nan)
    for name, known in known_figures(towns, facts, cities, after).items():
        column = blank.copy()
        column[: len(known)] = known
        listed[{"gdp": "gdp_2011", "output": "output_2011"}.get(name, name)] = column
    cells = known_cells(towns, facts, cities, roster.industry_of, after)
    listed["grade"] = _grades(listed, cells["town"])

    outside = outside_series(yearly_data, prices, law, industries, assumptions)
    if world != "guangdong":  # a world of its own has as many people as its output would feed there
        outside["population_province"] = outside["population_province"] * (cities["gdp_2011"].sum() / gdp[2011])
    first, own = FIRST, b""
    if series is not None:
        first, outside = own_series(series, first, outside)
        own = Path(series).read_bytes()
    apply_shocks(outside, first, blows)

    raw = cities["gdp_2011"]
    total = gdp[2011] if world == "guangdong" else raw.sum()
    city_table = {k: tuple(v) if isinstance(v, list) else v for k, v in cities.items()}
    city_table |= {"gdp_raw_2011": raw, "gdp_2011": raw * total / raw.sum(), "weights": roster.weights}
    extra = json.dumps([changes, blows], sort_keys=True).encode() + own + ",".join(forgotten).encode()
    return Given(
        name=world,
        key=files.digest(extra),
        industries=_plain(industries),
        cities=_sealed(city_table),
        towns=_sealed(listed),
        universities=_plain(universities),
        assumptions=_sealed(assumptions),
        parameters=_sealed(values),
        first_quarter=first,
        series=_sealed(outside),
        small=world != "guangdong",
        notes=_sealed(
            {
                "cells": cells,
                "county_names": tuple(county_names),
                "county_city": county_city,
                "input_output": coefficients,
                "gdp_province": total,
                "assumptions": tuple(files.described.values()),
                "facts": tuple(rows_of(yearly_data) + rows_of(prices)),
                "town_facts": tuple(rows_of(facts)),
                "rules": tuple(rows_of(rules)),
                "platform_staff": known_platforms(towns, facts),
            }
        ),
    )


@lru_cache(maxsize=1)
def _behaviour() -> Mapping[str, dict]:
    """Parameters of behaviour as they stand in the files."""
    return Frozen(read_parameters(Files("guangdong")))


def _behaving(given: Given, changes: tuple) -> Given:
    """The same world under other behaviour: nothing given from outside depends on it."""
    values = dict(given.parameters)
    for name, value in changes:
        override(name, value, {}, values, _behaviour(), {})
    key = hashlib.sha256((given.key + json.dumps(changes)).encode()).hexdigest()
    return replace(given, key=key, parameters=_sealed(values))


def _plain(table: Mapping) -> Mapping:
    return _sealed({k: tuple(v) if isinstance(v, list) else v for k, v in table.items()})


def _sealed(values: Mapping) -> Mapping:
    """A mapping that can be shared between runs: it and its arrays cannot be written, and it can travel."""
    for value in values.values():
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
        elif isinstance(value, dict):
            _sealed(value)
    return Frozen(values)


def _grades(towns: Mapping, with_cells: np.ndarray) -> np.ndarray:
    """Data grade: 0 GDP and output known, 1 some figure known, 2 a real town without figures, 3 synthetic."""
    both = np.isfinite(towns["gdp_2011"]) & np.isfinite(towns["output_2011"])
    some = np.isfinite(towns["gdp_2011"]) | np.isfinite(towns["output_2011"]) | np.isfinite(towns["firms"])
    some[with_cells] = True
    return np.where(towns["named"] == 0, 3, np.where(both, 0, np.where(some, 1, 2)))


def _simple(text: str) -> str:
    """A name without tones, case, blanks and signs."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum())


def find_town(given: Given, text: str) -> int:
    """Index of a town by its Chinese name (with or without 镇), pinyin or id. Raises InputError with the nearest."""
    towns = given.towns
    known: dict[str, list[int]] = {}
    for column in ("id", "name_zh", "name_en", "pinyin"):
        for row, name in enumerate(towns[column]):
            rows = known.setdefault(_simple(name), [])
            if row not in rows:
                rows.append(row)
    for wanted in (_simple(text), _simple(text).removesuffix("镇"), _simple(text) + "镇"):
        rows = known.get(wanted, [])
        if len(rows) == 1:
            return rows[0]
        if rows:
            raise InputError(
                "several towns have this name",
                field="towns",
                found=text,
                allowed=tuple(towns["name_zh"][r] for r in rows),
                zh="有多个镇同名",
            )
    names = {_simple(name): name for column in ("name_en", "name_zh") for name in towns[column]}
    close = nearest(_simple(text), names)
    raise InputError(
        "there is no such town", field="towns", found=text, nearest=names[close] if close else None, zh="没有这个镇"
    )
