"""The list of towns: real ones with what is known of them at the end of 2011, and synthetic ones that fill the cities.

Which towns there are does not depend on any seed; how large a synthetic town is does (model/start).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from model.fields import REGIONS, TOWN_TYPES
from scenarios.table_files import Table

GOLDEN = 0.6180339887498949
LATEST = 2012  # no figure of a town is used from a later year
# variables of the press that give a quantity of the whole town, in the order of preference
TOWN_VARIABLES = {
    "gdp": ("gdp", 1.0),
    "output": ("gross_output", 1.0),
    "output_industry": ("gross_industrial_output", 1.0),
    "output_above_scale": ("above_scale_output", 1.0),
    "output_sales": ("industrial_sales", 1.0),
    "residents": ("population", 1e4),
    "firms": ("firms", 1.0),
}
CELL_VARIABLES = {
    "output": (("speciality_output", 1.0), ("speciality_sales", 1.0)),
    "firms": (("speciality_firms", 1.0),),
    "staff": (("speciality_employment", 1e4),),
}
GROWING = {"gdp", "output", "output_industry", "output_above_scale", "output_sales"}


def to_2011(years: list[int], values: list[float], growth: float, after: float, grows: bool) -> float:
    """The figure nearest to 2011 (the earlier of two), moved there by the city's growth a year if it grows.

    A figure of 2012 goes back one year by the province's growth of that year.
    """
    usable = [(abs(y - 2011), y, v) for y, v in zip(years, values, strict=True) if y <= LATEST]
    if not usable:
        return np.nan
    _, year, value = min(usable)
    if not grows:
        return value
    return value / (1 + after) if year > 2011 else value * (1 + growth) ** (2011 - year)


def _figure(facts: Table, town: str, variable: str, growth: float, after: float, grows: bool, industry: str) -> float:
    rows = [
        i
        for i, t in enumerate(facts["town"])
        if t == town and facts["variable"][i] == variable and facts["industry"][i] == industry
    ]
    return to_2011(
        [int(facts["year"][i]) for i in rows], [float(facts["value"][i]) for i in rows], growth, after, grows
    )


def known_figures(towns: Table, facts: Table, cities: Table, after: float) -> dict[str, np.ndarray]:
    """What is known of each real town, brought to 2011; NaN when unknown. Output and GDP in 1e8 yuan."""
    found = {name: np.full(len(towns["id"]), np.nan) for name in ("gdp", "output", "residents", "firms", "area")}
    growth_of = dict(zip(cities["id"], cities["growth_before_2011"], strict=True))
    for row, (town, city) in enumerate(zip(towns["id"], towns["city"], strict=True)):

        def get(variable, grows, years_growth=growth_of[city], town=town):
            return _figure(facts, town, variable, years_growth, after, grows, "")

        for name, (variable, scale) in TOWN_VARIABLES.items():
            column = name.split("_")[0]
            if np.isnan(found[column][row]):
                found[column][row] = get(variable, name in GROWING) * scale
        part = get("speciality_share_of_output", False) / 100
        own = [_figure(facts, town, v, growth_of[city], after, True, "") * s for v, s in CELL_VARIABLES["output"]]
        if np.isnan(found["output"][row]) and np.isfinite(part * np.nansum(own)) and np.nansum(own) > 0:
            found["output"][row] = np.nansum(own[:1]) / part
        if np.isnan(found["residents"][row]):
            found["residents"][row] = (get("population_registered", False) + get("population_migrant", False)) * 1e4
        areas = [
            v
            for t, k, v in zip(facts["town"], facts["variable"], facts["value"], strict=True)
            if t == town and k == "area"
        ]
        found["area"][row] = areas[0] if areas else np.nan  # does not change
    return found


def known_cells(towns: Table, facts: Table, cities: Table, industries: Mapping[str, int], after: float) -> dict:
    """What is known of an industry in a real town: town, industry, output (1e8 yuan), firms, staff (persons)."""
    growth_of = dict(zip(cities["id"], cities["growth_before_2011"], strict=True))
    rows: dict[tuple[int, int], dict[str, float]] = {}
    for town, (name, city, own) in enumerate(zip(towns["id"], towns["city"], towns["industry"], strict=True)):
        for column, variables in CELL_VARIABLES.items():
            for variable, scale in variables:
                for industry in ("", *industries):
                    value = _figure(facts, name, variable, growth_of[city], after, column == "output", industry)
                    cell = rows.setdefault((town, industries[industry or own]), {})
                    if np.isfinite(value) and column not in cell:
                        cell[column] = value * scale
    kept = sorted((key, cell) for key, cell in rows.items() if cell)
    known = {"town": np.array([k[0] for k, _ in kept], int), "industry": np.array([k[1] for k, _ in kept], int)}
    return known | {c: np.array([cell.get(c, np.nan) for _, cell in kept]) for c in ("output", "firms", "staff")}


def known_platforms(towns: Table, facts: Table) -> dict[str, np.ndarray]:
    """Real innovation platforms whose staff (persons) is known: town and staff."""
    rows = [
        (towns["id"].index(t), v)
        for t, k, v in zip(facts["town"], facts["variable"], facts["value"], strict=True)
        if k == "platform_staff"
    ]
    return {"town": np.array([r[0] for r in rows], int), "staff": np.array([r[1] for r in rows], float)}


def apportion(total: int, weights: np.ndarray, taken: np.ndarray | None = None) -> np.ndarray:
    """Whole numbers that add up to `total` (towns), as near to the weights as can be, over what is taken already."""
    taken = np.zeros(len(weights)) if taken is None else taken
    want = weights / weights.sum() * (total + taken.sum())
    counts = np.zeros(len(weights), int)
    for _ in range(total):
        lack = (want - taken - counts) / np.maximum(want, 1e-9)
        counts[int(np.argmax(np.where(weights > 0, want - taken - counts + 1e-6 * lack, -np.inf)))] += 1
    return counts


class Roster:
    """Towns one after another: real ones first, then synthetic designated ones, then candidates."""

    def __init__(self, towns: Table, cities: Table, city_industries: Table, industries: Table):
        self.cities, self.industries = cities, industries
        self.city_of = {name: i for i, name in enumerate(cities["id"])}
        self.industry_of = {name: i for i, name in enumerate(industries["id"])}
        self.weights = np.zeros((len(cities["id"]), len(industries["id"])))
        for city, industry, weight in zip(*(city_industries[c] for c in ("city", "industry", "weight")), strict=True):
            self.weights[self.city_of[city], self.industry_of[industry]] = weight
        self.rows: list[dict] = []
        self.numbers: Counter = Counter()
        for i, name in enumerate(towns["id"]):
            self.rows.append(
                {
                    "id": name,
                    "name_zh": towns["zh"][i],
                    "name_en": name,
                    "pinyin": towns["pinyin"][i],
                    "city": self.city_of[towns["city"][i]],
                    "county_name": towns["county"][i],
                    "speciality": self.industry_of[towns["industry"][i]],
                    "second": self.industry_of.get(towns["second_industry"][i], -1),
                    "x": towns["x"][i],
                    "y": towns["y"][i],
                    "named": int(towns["named"][i]),
                    "designated": int(towns["designated"][i]),
                }
            )

    def fill(self, candidate_shares: Mapping[str, tuple[float, float]], spread: float) -> None:
        """Synthetic towns until every city has its numbers; candidate_shares: (agricultural, service) by region;
        `spread`: their median distance from the city (km)."""
        farm, service = self.industry_of["agriculture"], self.industry_of["services"]
        for designated in (1, 0):
            for city in range(len(self.cities["id"])):
                have = [r["speciality"] for r in self.rows if r["city"] == city and r["designated"] == designated]
                taken = np.bincount(have, minlength=self.weights.shape[1]).astype(float)
                if designated:
                    want = int(self.cities["designated"][city])
                    farms = int(self.cities["designated_agricultural"][city]) - int(taken[farm])
                    services = int(self.cities["designated_service"][city]) - int(taken[service])
                else:
                    want = int(self.cities["candidates"][city])
                    share = candidate_shares[self.cities["region"][city]]
                    farms, services = (
                        round(s * want) - int(taken[k]) for s, k in zip(share, (farm, service), strict=True)
                    )
                missing = max(want - len(have), 0)
                farms = min(max(farms, 0), missing)
                services = min(max(services, 0), missing - farms)
                industrial = taken * (self.weights[city] > 0)
                counts = np.zeros(len(taken), int)
                if missing > farms + services:
                    counts = apportion(missing - farms - services, self.weights[city], industrial)
                counts[farm] += farms
                counts[service] += services
                for industry in np.repeat(np.arange(len(counts)), counts):
                    self._synthetic(city, int(industry), designated, spread)

    def _synthetic(self, city: int, industry: int, designated: int, spread: float) -> None:
        self.numbers[city, industry] += 1
        number = f"{self.numbers[city, industry]:02d}"
        zh, en = self.cities["zh"][city], self.cities["id"][city]
        latin = f"Example town {number} ({en}, {self.industries['en'][industry]})"
        k = sum(r["city"] == city for r in self.rows)
        distance = spread * 5 ** ((k * GOLDEN) % 1 - 0.5)  # even in its logarithm, the largest five times the smallest
        angle = 2 * np.pi * ((k + 1) * GOLDEN % 1) + city
        self.rows.append(
            {
                "id": f"{en}-{self.industries['id'][industry]}-{number}",
                "name_zh": f"示例镇({zh}·{self.industries['short_zh'][industry]}){number}",
                "name_en": latin,
                "pinyin": latin,
                "city": city,
                "county_name": "",
                "speciality": industry,
                "second": -1,
                "x": round(self.cities["x"][city] + distance * np.cos(angle), 2),
                "y": round(self.cities["y"][city] + distance * np.sin(angle), 2),
                "named": 0,
                "designated": designated,
            }
        )

    def counties(self, known: Table) -> tuple[np.ndarray, list[str], np.ndarray]:
        """County of each town (by its bearing unless known), names of counties, and their cities."""
        names, of_city, first = [], [], []
        for city, zh in enumerate(self.cities["zh"]):
            own = [z for c, z in zip(known["city"], known["zh"], strict=True) if c == self.cities["id"][city]]
            count = max(int(self.cities["counties"][city]), len(own))
            first.append(len(names))
            names += own + [f"{zh}市区县{i + 1}" for i in range(len(own), count)]
            of_city += [city] * count
        place = dict(zip(known["id"], known["zh"], strict=True))
        found = []
        for r in self.rows:
            city, count = r["city"], of_city.count(r["city"])
            bearing = np.arctan2(r["y"] - self.cities["y"][city], r["x"] - self.cities["x"][city]) / (2 * np.pi) % 1
            known_as = place.get(r["county_name"])
            found.append(names.index(known_as) if known_as else first[city] + int(bearing * count))
        return np.array(found), names, np.array(of_city)

    def columns(self) -> dict[str, Any]:
        """The list as a dict of equally long arrays (texts as tuples)."""
        rows = self.rows
        text = {k: tuple(r[k] for r in rows) for k in ("id", "name_zh", "name_en", "pinyin")}
        number = {k: np.array([r[k] for r in rows]) for k in ("city", "speciality", "second", "named", "designated")}
        place = {k: np.array([r[k] for r in rows], float) for k in ("x", "y")}
        region = np.array([REGIONS.index(self.cities["region"][c]) for c in number["city"]])
        farm, service = self.industry_of["agriculture"], self.industry_of["services"]
        kind = np.where(number["speciality"] == farm, 1, np.where(number["speciality"] == service, 2, 0))
        assert TOWN_TYPES == ("industrial", "agricultural", "service")
        return text | number | place | {"region": region, "type": kind}
