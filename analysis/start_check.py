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
from scenarios.start_words import rule_zh, town_fact_zh

__all__ = ["compare", "summarise"]

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
    id: str,
    label: dict,
    unit: str,
    target: float,
    low: float,
    high: float | None,
    built: float | None,
    how: str,
    source: str,
) -> dict:
    if built is None or not math.isfinite(built):
        inside = None
    else:
        slack = 1e-6 * max(abs(low), abs(high or 0))
        inside = bool(low - slack <= built and (high is None or built <= high + slack))
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
        label, target, found = {"en": entry["label"], "zh": entry["label_zh"]}, given.assumptions[name], built.get(name)
        how = _how(name) if name in built else "assumed"
        if given.small and "small world" not in entry["source"]:  # it describes Guangdong
            how, found = "context", None
        rows.append(_row(name, label, entry["unit"], target, entry["low"], entry["high"], found, how, entry["source"]))
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
            high = None
        how = "context" if found is None else _how(name) if key in built else "imposed"
        label = {"en": f"{fact['label']}, {year}", "zh": f"{fact['label_zh']}({year}年)"}
        rows.append(_row(key, label, fact["unit"], value, low, high, found, how, fact["source"]))
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
    """Rows of cities, industries and real towns."""
    return _city_rows(built, given) + _industry_rows(built, given) + _town_rows(built, given) + _other_facts(given)


def _city_rows(built: Mapping[str, float], given) -> list[dict]:
    cities, rows = given.cities, []
    for k, name in enumerate(cities["id"]):
        for column, en, zh in (
            ("designated", "designated towns", "专业镇数"),
            ("candidates", "candidate towns", "其他建制镇数"),
        ):
            key, value = f"city.{name}.{column}", float(cities[column][k])
            label = {"en": f"{name}: {en}", "zh": f"{cities['zh'][k]}:{zh}"}
            rows.append(
                _row(key, label, "towns", value, value, value, float(built[key]), "imposed", "city_columns.csv")
            )
        key, value = f"city.{name}.towns_gdp", float(cities["gdp_2011"][k])
        label = {
            "en": f"{name}: GDP of its towns, at most the city's",
            "zh": f"{cities['zh'][k]}:各镇生产总值(不超过全市)",
        }
        source = cities["gdp_source"][k]
        rows.append(_row(key, label, "1e8 yuan", value, 0.0, value, float(built[key]), "emergent", source))
    return rows


def _industry_rows(built: Mapping[str, float], given) -> list[dict]:
    table, rows = given.industries, []
    how = "context" if given.small else "raked"  # the small world has the industries of its towns
    columns = (
        ("output_share", "%", 0.3, "share of industrial output", "占工业产值比重"),
        ("export_share", "share", 0.2, "export share", "出口比重"),
    )
    for k, name in enumerate(table["id"]):
        for column, unit, spread, en, zh in columns:
            value = float(table[column][k])
            if math.isfinite(value):
                key = f"industry.{name}.{column}"
                label = {"en": f"{table['en'][k]}: {en}", "zh": f"{table['zh'][k]}:{zh}"}
                low, high = (1 - spread) * value, (1 + spread) * value
                found = None if given.small else float(built[key])
                rows.append(_row(key, label, unit, value, low, high, found, how, "assumed"))
    return rows


TOWN_COLUMNS = (
    ("gdp_2011", "1e8 yuan", 0.01, "GDP 2011", "2011年生产总值"),
    (
        "output_2011",
        "1e8 yuan",
        0.01,
        "industrial and agricultural output 2011, no more than fits its GDP",
        "2011年工农业总产值(不超过生产总值所容)",
    ),
    ("residents", "persons", 0.01, "residents", "常住人口"),
    ("firms", "firms", 0.0, "firms", "企业数"),
    ("area", "km2", 0.0, "area", "面积"),
)
CELL_COLUMNS = (
    ("output", "1e8 yuan", 0.01, "output", "产值"),
    ("firms", "firms", 0.001, "firms", "企业数"),
    ("staff", "persons", 0.02, "staff, as many as its output can pay", "从业人员(以产值能支付薪酬为限)"),
)


def _town_rows(built: Mapping[str, float], given) -> list[dict]:
    """What is known of real towns (in the small world: given of all), as brought to 2011.

    Press figures that contradict each other: output no more than fits the town's GDP, staff no more than the output can
    pay. The lower end of the range is then what the other figure allows.
    """
    towns, table, known, rows = given.towns, given.industries, given.notes["cells"], []
    source = "town_facts.csv, brought to 2011"
    for name, unit, slack, en, zh in TOWN_COLUMNS:
        for place in np.flatnonzero(np.isfinite(towns[name])):
            key, value = f"town.{towns['id'][place]}.{name}", float(towns[name][place])
            label = {"en": f"{towns['name_en'][place]}: {en}", "zh": f"{towns['name_zh'][place]}:{zh}"}
            least = min(value, _most_output(given, int(place))) if name == "output_2011" else value
            low, high = (1 - slack) * least, (1 + slack) * value
            rows.append(_row(key, label, unit, value, low, high, float(built[key]), "imposed", source))
    for name, unit, slack, en, zh in CELL_COLUMNS:
        for place, kind, value in zip(known["town"], known["industry"], known[name], strict=True):
            if not math.isfinite(value):
                continue
            cell = f"town.{towns['id'][place]}.{table['id'][kind]}"
            label = {
                "en": f"{towns['name_en'][place]}: {table['en'][kind]}, {en}",
                "zh": f"{towns['name_zh'][place]}:{table['short_zh'][kind]},{zh}",
            }
            least = value
            if name == "staff":
                least = min(value, 0.8 * built[f"{cell}.output"] * UNIT / _least_sales(given, place, kind))
            low, high, found = (1 - slack) * least, (1 + slack) * value, float(built[f"{cell}.{name}"])
            rows.append(_row(f"{cell}.{name}", label, unit, float(value), low, high, found, "imposed", source))
    return rows


def _most_output(given, place: int) -> float:
    """Output (1e8 yuan a year) beyond which simulated firms would make more than their most of a town's GDP."""
    a = given.assumptions
    added = a["output.value_added_industry"] * (1 + a["town.taxes_products"])
    return float(given.towns["gdp_2011"][place]) * a["town.firms_share_most"] / added


def _least_sales(given, place: int, kind: int) -> float:
    """Sales a head (wan yuan a year) below which an industry's staff cannot be paid the town's wages."""
    a = given.assumptions
    skilled = a["labour.technician_share"]
    pay = (1 - skilled) * a["labour.wage_production"] + skilled * a["labour.wage_technician"]
    region = ("delta", "east", "west", "north")[given.towns["region"][place]]
    return a["firms.pay_cover"] * pay * a[f"labour.wage_{region}"] / float(given.industries["value_added_ratio"][kind])


def _other_facts(given) -> list[dict]:
    """Figures of towns as printed, and rules of the time: kept beside the rest, no total of the start shows them."""
    towns = dict(zip(given.towns["id"], given.towns["name_zh"], strict=True))
    trades = dict(zip(given.industries["id"], given.industries["short_zh"], strict=True))
    rows = []
    for fact in given.notes["town_facts"]:
        town, variable, industry, year = fact["town"], fact["variable"], fact["industry"] or "", int(fact["year"])
        trade = f".{industry}" if industry else ""
        label = {
            "en": f"{town}: {variable.replace('_', ' ')}{trade.replace('.', ', ')}, {year}",
            "zh": town_fact_zh(towns.get(town, town), variable, trades.get(industry, industry), year),
        }
        rows.append(_context_row(f"fact.{town}.{variable}{trade}@{year}", label, fact))
    for fact in given.notes["rules"]:
        year = int(fact["year"])
        label = {"en": f"{fact['label']}, {year}", "zh": rule_zh(fact["id"], year)}
        rows.append(_context_row(f"{fact['id']}@{year}", label, fact))
    return rows


def _context_row(key: str, label: dict, fact: Mapping) -> dict:
    value = float(fact["value"])
    return _row(key, label, fact["unit"], value, value, value, None, "context", fact["source"])
