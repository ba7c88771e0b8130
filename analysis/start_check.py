"""The population at the end of 2011 set beside every fact and assumption it was built from.

    rows = compare(summarise(start.tables, given), given)

`how` says where agreement comes from: imposed (put there), raked (scaled to), emergent (came out), assumed (an input
that no total of the start can show), context (a fact that nothing is built from).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from analysis.start_measures import UNIT, YEAR, summarise

__all__ = ["compare", "summarise"]

WORDS = {
    "gdp_2011": "GDP 2011",
    "output_2011": "industrial and agricultural output 2011, no more than fits its GDP",
}
RAKED = (
    "firms.jobs",
    "firms.total",
    "town.gdp_total",
    "town.gdp_mean",
    "town.residents_total",
    "candidate.total_residents",
    "research.intensity",
    "research.staff",
    "finance.loans_over_gdp",
    "platform.public_share",
    "output.export_share",
    "st_gdp",
    "st_gdp_share",
    "st_gdp_per_town",
    "firms.automated",
    "firms.digital",
)
EMERGENT = (
    "firms.above_scale",
    "firms.revenue_per_worker",
    "firms.value_added_per_worker",
    "firms.size_tail",
    "firms.individual",
    "firms.private",
    "firms.overseas",
    "firms.state",
    "town.over",
    "town.primary_all",
    "town.secondary_all",
    "town.tertiary_all",
    "town.speciality_share",
    "output.value_added_industry",
    "output.wage_share",
    "output.capital_over_revenue",
    "candidate.firms",
    "research.doers_share",
    "finance.payables",
    "st_towns_over_10bn",
    "firms.town_log_sd",
    "firms.town_median",
    "town.residents_median",
    "firms.largest",
    "firms.jobs_",
)


def _row(
    id: str, label: str, unit: str, target: float, low: float, high: float, built: float | None, how: str, source: str
) -> dict:
    if built is None or not math.isfinite(built):
        inside = None
    else:
        slack = 1e-6 * max(abs(low), abs(high))
        inside = bool(low - slack <= built <= high + slack)
    return {
        "id": id,
        "label": label,
        "unit": unit,
        "target": target,
        "low": low,
        "high": high,
        "built": built,
        "inside": inside,
        "how": how,
        "source": source,
    }


def _how(name: str) -> str:
    if name in RAKED:
        return "raked"
    return "emergent" if name.startswith(EMERGENT) else "imposed"


def compare(built: Mapping[str, float], given) -> list[dict]:
    """A row for every fact and assumption: what was aimed at, its range, what was built, whether it lies inside."""
    rows = []
    for entry in given.notes["assumptions"]:
        name = entry["id"]
        how = _how(name) if name in built else "assumed"
        rows.append(
            _row(
                name,
                entry["label"],
                entry["unit"],
                given.assumptions[name],
                entry["low"],
                entry["high"],
                built.get(name),
                how,
                entry["source"],
            )
        )
    rows += _series_rows(built, given)
    rows += _place_rows(built, given)
    return rows


def _series_rows(built: Mapping[str, float], given) -> list[dict]:
    """Provincial facts by year: those of 2011 against the start, outside ones against the series made of them."""
    path = _paths(given)
    rows = []
    for fact in given.notes["facts"]:
        name, year, value = fact["id"], int(fact["year"]), float(fact["value"])
        key = f"{name}@{year}"
        found = None if given.small else built.get(key, path.get(key))
        margin = 0.006 if fact.get("confidence", "medium") == "high" else 0.05
        margin = max(margin * abs(value), 0.02 if "%" in fact["unit"] else 0)
        if fact["unit"].startswith("towns ("):
            margin = 0.1 * value  # a count of synthetic towns
        low, high = (value - margin, value + margin)
        if math.isfinite(fact.get("low", math.nan)):
            low, high = fact["low"], fact["high"]
        if "lower bound" in fact["source"] or "over " in fact["source"]:
            high = math.inf
        how = "context" if found is None else _how(name) if key in built else "imposed"
        rows.append(_row(key, f"{fact['label']}, {year}", fact["unit"], value, low, high, found, how, fact["source"]))
    return rows


def _paths(given) -> dict[str, float]:
    """Yearly values of the outside series, as the facts give them."""

    def mean(name, year):
        return float(np.mean([given.at(name, year * YEAR + q) for q in range(YEAR)]))

    found: dict[str, float] = {}
    weight = np.nan_to_num(given.industries["output_share"]) * given.industries["export_share"]
    for year in range(2012, 2019):
        for fact, name in (("gd_cpi", "cpi"), ("cn_ppi", "price_inputs")):
            found[f"{fact}@{year}"] = 100 * (mean(name, year) / mean(name, year - 1) - 1)
        found[f"gd_gdp@{year}"] = mean("gdp_rest", year) * given.notes["gdp_province"]
        found[f"gd_population@{year}"] = float(given.at("population_province", year * YEAR + 3)) / 1e4
        found[f"pboc_lending_rate_1y_year_end@{year}"] = 100 * float(given.at("lending_rate", year * YEAR + 3))
        price = [np.mean([given.at("price_outside", y * YEAR + q)[0] for q in range(YEAR)]) for y in (year - 1, year)]
        found[f"gd_producer_prices@{year}"] = 100 * (price[1] / price[0] - 1)
        share = given.industries["processing_share"]
        level = []
        for y in (year - 1, year):
            sold = np.mean([(1 - share) * given.at("demand_export", y * YEAR + q) for q in range(YEAR)], axis=0)
            level.append(weight @ sold / (weight @ (1 - share)))
        found[f"gd_exports_growth@{year}"] = 100 * (level[1] / level[0] - 1)
    found["gd_gdp@2011"] = given.notes["gdp_province"]
    found["gd_population@2011"] = float(given.at("population_province", 2011 * YEAR + 3)) / 1e4
    found["pboc_lending_rate_1y_year_end@2011"] = 100 * float(given.at("lending_rate", 2011 * YEAR + 3))
    for k, name in enumerate(("class1_guangzhou", "class2_foshan_dongguan_zhongshan_zhuhai", "class3", "class4")):
        for year in (2011, 2013, 2015, 2018):
            found[f"gd_minimum_wage_{name}@{year}"] = float(given.at("minimum_wage", year * YEAR + 3)[k]) * UNIT / 3
    return found


def _place_rows(built: Mapping[str, float], given) -> list[dict]:
    rows = []
    cities, table, towns = given.cities, given.industries, given.towns
    for k, name in enumerate(cities["id"]):
        for column, label in (("designated", "designated towns"), ("candidates", "candidate towns")):
            value = float(cities[column][k])
            rows.append(
                _row(
                    f"city.{name}.{column}",
                    f"{name}: {label}",
                    "towns",
                    value,
                    value,
                    value,
                    float(built[f"city.{name}.{column}"]),
                    "imposed",
                    "assumed, see city_columns.csv",
                )
            )
        value = float(cities["gdp_2011"][k])
        rows.append(
            _row(
                f"city.{name}.towns_gdp",
                f"{name}: GDP of its towns, at most the city's",
                "1e8 yuan",
                value,
                0.0,
                value,
                float(built[f"city.{name}.towns_gdp"]),
                "emergent",
                cities["gdp_source"][k],
            )
        )
    for k, name in enumerate(table["id"]):
        for column, unit, how in (("output_share", "%", "raked"), ("export_share", "share", "raked")):
            value = float(table[column][k])
            if math.isfinite(value):
                spread = 0.3 if column == "output_share" else 0.2
                rows.append(
                    _row(
                        f"industry.{name}.{column}",
                        f"{table['en'][k]}: {column.replace('_', ' ')}",
                        unit,
                        value,
                        (1 - spread) * value,
                        (1 + spread) * value,
                        float(built[f"industry.{name}.{column}"]),
                        "emergent" if given.small else how,
                        "assumed",
                    )
                )
    for name, unit, slack in (
        ("gdp_2011", "1e8 yuan", 0.01),
        ("output_2011", "1e8 yuan", 0.01),
        ("residents", "persons", 0.01),
        ("firms", "firms", 0.0),
        ("area", "km2", 0.0),
    ):
        for place in np.flatnonzero(np.isfinite(towns[name])):
            value = float(towns[name][place])
            key = f"town.{towns['id'][place]}.{name}"
            rows.append(
                _row(
                    key,
                    f"{towns['name_zh'][place]}: {WORDS.get(name, name)}",
                    unit,
                    value,
                    (1 - slack) * value,
                    (1 + slack) * value,
                    float(built[key]),
                    "imposed",
                    "town_facts.csv, brought to 2011",
                )
            )
    known = given.notes["cells"]
    for name, unit, slack in (("output", "1e8 yuan", 0.01), ("firms", "firms", 0.001), ("staff", "persons", 0.02)):
        for place, kind, value in zip(known["town"], known["industry"], known[name], strict=True):
            if math.isfinite(value):
                key = f"town.{towns['id'][place]}.{table['id'][kind]}.{name}"
                label = f"{towns['name_zh'][place]}: {table['en'][kind]}, {name}"
                if name == "staff":
                    label += ", as many as its output can pay"
                rows.append(
                    _row(
                        key,
                        label,
                        unit,
                        float(value),
                        (1 - slack) * value,
                        (1 + slack) * value,
                        float(built[key]),
                        "imposed",
                        "town_facts.csv, brought to 2011",
                    )
                )
    return rows
