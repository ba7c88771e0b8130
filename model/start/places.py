"""The table of towns at the end of 2011: land, people, wages, the blocks of their GDP."""

from __future__ import annotations

import numpy as np

from model.columns import Columns
from model.fields import TOWN
from model.given import Given
from model.start.rake import ratio
from model.start.towns import FARM, SERVICE, TownFigures, pay_of_towns

SKILLS = ("production", "technician", "research")


def build_towns(given: Given, figures: TownFigures, firm: Columns, rng: np.random.Generator) -> Columns:
    """One row a town, in the order of the list of towns; `firm` is the population one to one."""
    _a, listed = given.assumptions, given.towns
    n = len(listed["city"])
    town = Columns(TOWN, n)
    for name in ("city", "county", "region", "type", "named", "grade", "x", "y", "speciality", "designated"):
        setattr(town, name, listed[name])
    town.designated_2011 = town.designated
    town.area = figures.area
    _labour(given, town, figures, firm)
    _land(given, town, figures, rng)
    _blocks(given, town, figures, firm)

    chance = rng.random((4, n))
    town.constraint = np.searchsorted([0.28, 0.5, 0.7, 0.87], chance[0])
    town.speed = np.exp(0.15 * (chance[1] - 0.5) * 2) * np.where(town.region == 0, 1.05, 0.95)
    town.market = np.where(town.type == 2, 0.5, np.where(town.designated == 1, 0.2, 0.08)) * (0.5 + chance[2])
    town.brand = np.where(town.designated == 1, 0.04 + 0.06 * town.named + 0.06 * chance[3], 0.0)
    town.score = 0.5
    return town


def _by_town(values: np.ndarray, firm: Columns, n: int) -> np.ndarray:
    return np.bincount(firm.town, values * firm.weight, n)


def _labour(given: Given, town: Columns, figures: TownFigures, firm: Columns) -> None:
    """Labour force and wages by skill, residents and housing (persons, wan yuan a quarter)."""
    a, n = given.assumptions, len(town)
    jobs = {skill: _by_town(getattr(firm, f"staff_{skill}"), firm, n) for skill in SKILLS}
    total = np.sum(list(jobs.values()), axis=0)
    local = a["town.service_jobs"] * total
    split = {"production": 0.86, "technician": 0.12, "research": 0.02}
    factor = pay_of_towns(given, total, town.area)
    force = np.zeros(n)
    for skill in SKILLS:
        setattr(town, f"jobs_local_{skill}", local * split[skill])
        here = (jobs[skill] + local * split[skill]) / (1 - a["town.unemployment"])
        setattr(town, f"force_{skill}", here)
        setattr(town, f"slack_{skill}", a["town.unemployment"])
        setattr(town, f"wage_{skill}", a[f"labour.wage_{skill}"] / 4 * factor)
        force += here
    known = np.isfinite(given.towns["residents"])
    residents = figures.residents.copy()
    for flag in (1, 0):  # nobody works who does not live there; totals stay
        group = (town.designated == flag) & ~known
        want = residents[group].sum()
        for _ in range(30):
            residents[group] = np.maximum(residents[group], force[group] / 0.75)
            residents[group] *= ratio(np.array(want), residents[group].sum())
    town.residents = np.where(known, residents, np.maximum(residents, force / 0.8))
    town.housing = town.residents * 1.02


def _land(given: Given, town: Columns, figures: TownFigures, rng: np.random.Generator) -> None:
    """Serviced industrial land (hectares), in use and its price (wan yuan a hectare), and who has a park."""
    a, names = given.assumptions, np.array(given.cities["id"])[town.city]
    built = np.full(len(town), a["town.built_elsewhere"])
    built[np.isin(names, ("Dongguan", "Foshan", "Shenzhen"))] = a["town.built_delta"]
    built[names == "Zhongshan"] = a["town.built_zhongshan"]
    need = figures.output / 1e4 * 2.0  # hectares: about 0.5 (1e8 yuan) of output a hectare at the least
    town.land = np.maximum(town.area * 100 * built * a["town.industrial_land"], need)
    town.land_used = town.land * (0.8 + 0.15 * rng.random(len(town)))
    price = np.where(town.region == 0, a["town.land_price_delta"], a["town.land_price_elsewhere"])
    town.land_price = price * np.exp(0.2 * rng.standard_normal(len(town)))
    wish = np.log(figures.output) + rng.standard_normal(len(town))
    for flag, share in ((1, a["town.park_share"]), (0, a["town.park_share"] * 0.4)):
        group = town.designated == flag
        line = np.quantile(wish[group], 1 - share) if group.any() else 0
        town.park[group] = wish[group] >= line


def _blocks(given: Given, town: Columns, figures: TownFigures, firm: Columns) -> None:
    """GDP of the quarter (wan yuan) and its blocks; what firms add comes first, the rest fills the town's sectors."""
    a, n = given.assumptions, len(town)
    ratios = given.industries["value_added_ratio"]
    added = firm.sales * ratios[firm.industry]
    part = [
        _by_town(np.where(mask, added, 0), firm, n)
        for mask in (firm.industry < FARM, firm.industry == FARM, firm.industry == SERVICE)
    ]
    town.va_firms = sum(part)
    town.taxes_products = a["town.taxes_products"] * town.va_firms
    gdp = figures.gdp / 4
    least = (town.va_firms + town.taxes_products) / a["town.firms_share_limit"]
    known = np.isfinite(given.towns["gdp_2011"])
    group = (town.designated == 1) & ~known
    total = gdp[group].sum()
    for _ in range(40):
        gdp = np.maximum(gdp, least)
        gdp[group] *= ratio(np.array(total), gdp[group].sum())
    gdp = np.maximum(gdp, least)
    rest = gdp - town.va_firms - town.taxes_products
    tertiary = 1 - figures.primary - figures.secondary
    blocks = {
        "va_other_industry": np.maximum(
            figures.secondary * gdp - part[0], 0.5 * a["town.construction_share"] * figures.secondary * gdp
        ),
        "va_agriculture": np.maximum(figures.primary * gdp - part[1], 0.1 * figures.primary * gdp),
        "va_services": np.maximum(tertiary * (1 - a["town.public_share"]) * gdp - part[2], 0.1 * tertiary * gdp),
        "va_public": tertiary * a["town.public_share"] * gdp,
    }
    scale = rest / sum(blocks.values())
    for name, value in blocks.items():
        setattr(town, name, value * scale)
    town.gdp = gdp
    farms = 4 * town.va_agriculture / ratios[FARM]
    made = np.zeros((n, len(ratios)))
    np.add.at(made, (firm.town.astype(int), firm.industry.astype(int)), 4 * firm.sales * firm.weight)
    town.output_year = made[:, : FARM + 1].sum(axis=1) + farms
    town.output_reported = town.output_year
    own = made[np.arange(n), town.speciality] + np.where(town.speciality == FARM, farms, 0)
    town.speciality_share = np.minimum(own / town.output_year, 1.0)
