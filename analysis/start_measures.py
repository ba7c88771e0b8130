"""Numbers measured on the tables of a start, by the id of the fact or assumption they answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

YEAR = 4  # quarters
UNIT = 1e4  # wan yuan in 1e8 yuan
CLASSES = (("below_20", 0, 20), ("20_299", 20, 300), ("300_999", 300, 1000), ("1000_more", 1000, np.inf))
OWNERSHIPS = ("individual", "private", "overseas", "state")
PLATFORMS = (
    "productivity",
    "finance",
    "innovation",
    "information",
    "testing",
    "standards",
    "property",
    "training",
    "logistics",
)
BODIES = ("bank", "guarantor", "venture_fund", "micro_lender", "mutual_circle", "bond_desk", "informal_lender")


def summarise(tables: Mapping[str, Any], given) -> dict[str, float]:
    """Number by id of fact or assumption, measured on the tables of a start (units of the facts)."""
    firm, town = tables["firm"], tables["town"]
    weight = firm.weight
    ours = town.designated[firm.town] == 1
    staff = firm.staff_production + firm.staff_technician + firm.staff_research
    sales = YEAR * firm.sales

    def of(mask, values=1.0):
        return float((weight * values * mask).sum())

    made: dict[str, float] = {}
    made |= _firms(firm, ours, staff, sales, of)
    made |= _towns(town, firm, weight, given)
    made |= _research(firm, town, ours, sales, of)
    made |= _money(firm, town, tables["body"], ours, sales, of)
    made |= _institutions(tables)
    made |= _outputs(firm, town, ours, staff, sales, of, given)
    made |= _places(firm, town, staff, sales, weight, given)
    return made


def _firms(firm, ours, staff, sales, of) -> dict[str, float]:
    made = {"firms.total": of(ours), "firms.jobs": of(ours, staff), "candidate.firms": of(~ours)}
    for name, low, high in CLASSES:
        inside = ours & (staff >= low) & (staff < high)
        made[f"firms.{name}"], made[f"firms.jobs_{name}"] = of(inside), of(inside, staff)
    made["firms.largest"] = float(staff[ours].max())
    made["firms.size_tail"] = tail_exponent(staff[ours], firm.weight[ours])
    above = ours & (sales >= 2000)
    made["firms.above_scale"] = of(above)
    made["firms.revenue_per_worker_above"] = of(above, sales) / of(above, staff)
    made["firms.revenue_per_worker_below"] = of(ours & (sales < 2000), sales) / of(ours & (sales < 2000), staff)
    for k, name in enumerate(OWNERSHIPS):
        kind = ours & (firm.ownership == k)
        made[f"firms.{name}"], made[f"firms.{name}_output"] = of(kind) / of(ours), of(kind, sales) / of(ours, sales)
    age = (2013 * YEAR - firm.cohort) / YEAR - 1  # the structure is taken a year early
    made["firms.age_below_5"] = of(age < 5) / of(age < 999)
    made["firms.age_5_10"] = of((age >= 5) & (age < 10)) / of(age < 999)
    made["firms.age_over_10"] = of(age >= 10) / of(age < 999)
    made["firms.automated"] = of(ours | True, firm.automated) / of(ours | True)
    made["firms.digital"] = of(ours | True, firm.digital) / of(ours | True)
    made["firms.process_log_sd"] = _spread(firm.process, firm.weight)
    made["firms.quality_log_sd"] = _spread(firm.quality, firm.weight)
    made["firms.design_log_sd"] = _spread(firm.design, firm.weight)
    known = sum(((firm.aware.astype(int) >> k) & 1) for k in range(9)) / 9
    made["firms.aware"] = of(ours | True, known) / of(ours | True)
    return made


def _spread(values: np.ndarray, weight: np.ndarray) -> float:
    mean = np.average(values, weights=weight)
    return float(np.sqrt(np.average((values - mean) ** 2, weights=weight)))


def tail_exponent(sizes: np.ndarray, weight: np.ndarray, share: float = 0.05) -> float:
    """Cumulative exponent of the largest `share` of sizes (Hill estimator, weighted)."""
    order = np.argsort(-sizes, kind="stable")
    count = np.cumsum(weight[order])
    last = int(np.searchsorted(count, share * weight.sum()))
    top = order[: max(last, 2)]
    return float(weight[top].sum() / (weight[top] * np.log(sizes[top] / sizes[top[-1]])).sum())


def _towns(town, firm, weight, given) -> dict[str, float]:
    own = town.designated == 1
    output, gdp = town.output_year / UNIT, YEAR * town.gdp / UNIT
    firms = np.bincount(firm.town, weight, len(town))
    tertiary = town.va_services + town.va_public
    service = given.industries["value_added_ratio"] * (np.arange(len(given.industries["id"])) == 19)
    farming = given.industries["value_added_ratio"] * (np.arange(len(given.industries["id"])) == 18)
    in_services = np.bincount(firm.town, weight * firm.sales * service[firm.industry], len(town))
    in_farms = np.bincount(firm.town, weight * firm.sales * farming[firm.industry], len(town))
    total = town.gdp[own].sum()

    def ratio(values):
        return float(values[own].sum() / total)

    province = given.notes["gdp_province"]
    return {
        "town.designated_count": int(own.sum()),
        "town.candidate_count": int((~own).sum()),
        "town.industrial_share": float((town.type[own] == 0).mean()),
        "town.agricultural_share": float((town.type[own] == 1).mean()),
        "town.service_share": float((town.type[own] == 2).mean()),
        "town.output_mean": float(output[own].mean()),
        "town.output_median": float(np.median(output[own])),
        "town.output_log_sd": float(np.log(output[own]).std()),
        "town.over_10bn": int((output[own] > 100).sum()),
        "town.over_100bn": int((output[own] > 1000).sum()),
        "town.gdp_total": float(gdp[own].sum()),
        "town.gdp_mean": float(gdp[own].mean()),
        "town.residents_total": float(town.residents[own].sum()),
        "town.residents_mean": float(town.residents[own].mean()),
        "town.residents_median": float(np.median(town.residents[own])),
        "town.residents_log_sd": float(np.log(town.residents[own]).std()),
        "candidate.total_residents": float(town.residents[~own].sum()),
        "town.primary_all": ratio(town.va_agriculture + in_farms),
        "town.tertiary_all": ratio(tertiary + in_services),
        "town.secondary_all": 1 - ratio(town.va_agriculture + in_farms) - ratio(tertiary + in_services),
        "town.speciality_share": float(np.median(town.speciality_share[own])),
        "town.taxes_products": float(town.taxes_products[own].sum() / town.va_firms[own].sum()),
        "town.unemployment": float(np.average(town.slack_production[own], weights=town.force_production[own])),
        "town.park_share": float(town.park[own].mean()),
        "firms.town_median": float(np.median(firms[own])),
        "firms.town_log_sd": float(np.log(firms[own]).std()),
        "firms.town_largest": float(firms[own].max()),
        "firms.above_scale_per_town": float((weight * (firm.sales * YEAR >= 2000) * own[firm.town]).sum() / own.sum()),
        "town.spread": float(np.median(np.hypot(*_from_city(town, given)))),
        "st_count@2011": int(own.sum()),
        "st_gdp@2011": float(gdp[own].sum()),
        "st_gdp_share@2011": float(100 * gdp[own].sum() / province),
        "st_gdp_per_town@2011": float(gdp[own].mean()),
        "st_towns_over_10bn@2011": int((output[own] > 100).sum()),
    }


def _from_city(town, given) -> tuple[np.ndarray, np.ndarray]:
    """East and north of their city (km), synthetic towns."""
    made = town.named == 0
    city = town.city[made]
    return town.x[made] - given.cities["x"][city], town.y[made] - given.cities["y"][city]


def _research(firm, town, ours, sales, of) -> dict[str, float]:
    gdp = YEAR * town.gdp[town.designated == 1].sum()
    grants = YEAR * (of(ours, firm.grants_invention) + of(ours, firm.grants_other))
    pending = of(ours, firm.pending_invention) + of(ours, firm.pending_utility) + of(ours, firm.pending_design)
    return {
        "research.intensity": YEAR * of(ours, firm.research) / gdp,
        "research.staff": of(ours, firm.staff_research),
        "research.doers": of(ours & (firm.research > 0)),
        "research.doers_share": of(ours & (firm.research > 0) & (sales >= 2000)) / of(ours & (sales >= 2000)),
        "research.cost_per_person": YEAR * of(ours, firm.research) / of(ours, firm.staff_research),
        "research.patents": grants,
        "research.invention": YEAR * of(ours, firm.grants_invention) / grants,
        "research.in_force": (of(ours, firm.patents_invention) + of(ours, firm.patents_other)) / grants,
        "research.pending": pending / grants,
        "research.high_tech": of(ours & (firm.high_tech == 1)),
        "research.reported_over_true": of(ours, firm.research_reported) / of(ours, firm.research),
    }


def _money(firm, town, body, ours, sales, of) -> dict[str, float]:
    gdp = YEAR * town.gdp[town.designated == 1].sum()
    large = firm.size_class == 3
    small = firm.size_class <= 1
    kinds = {kind: body.kind == k for k, kind in enumerate(BODIES)}
    micro, few, more = firm.size_class == 0, firm.size_class == 1, firm.size_class >= 2

    def covered(mask):
        return of(mask & (firm.debt_bank > 0)) / max(of(mask), 1)

    owed = of(ours & small, firm.debt_bank) + of(ours & small, firm.debt_informal) + of(ours & small, firm.debt_micro)
    return {
        "finance.loans_over_gdp": of(ours, firm.debt_bank) / gdp,
        "finance.small_share": of(ours & ~large, firm.debt_bank) / of(ours, firm.debt_bank),
        "finance.coverage_micro": covered(micro),
        "finance.coverage_small": covered(few),
        "finance.coverage_large": covered(more),
        "finance.informal_share": of(ours & small, firm.debt_informal) / owed,
        "finance.payables_over_sales": of(ours | True, firm.payables + firm.payables_outside) / of(ours | True, sales),
        "finance.cash_over_sales": YEAR * of(ours | True, firm.cash) / of(ours | True, sales),
        "finance.banks": int(kinds["bank"].sum()),
        "finance.guarantors": int(kinds["guarantor"].sum()),
        "finance.micro_lenders": int(kinds["micro_lender"].sum()),
        "finance.venture_funds": int(kinds["venture_fund"].sum()),
        "finance.circles": int(kinds["mutual_circle"].sum()),
        "finance.bond_desks": int(kinds["bond_desk"].sum()),
        "finance.circle_members": of(firm.circle >= 0) / of(few),
        "finance.guarantee_leverage": float(
            body.guarantees[kinds["guarantor"]].sum() / body.equity[kinds["guarantor"]].sum()
        ),
    }


def _institutions(tables) -> dict[str, float]:
    platform, university, government = tables["platform"], tables["university"], tables["government"]
    made: dict[str, float] = {f"platform.{kind}": int((platform.kind == k).sum()) for k, kind in enumerate(PLATFORMS)}
    made["platform.total"] = len(platform)
    made["platform.staff"] = float(np.median(platform.experts))
    made["platform.cost_per_staff"] = float(YEAR * platform.cost.sum() / platform.experts.sum())
    made["platform.public_share"] = float(
        platform.public_income.sum() / (platform.public_income + platform.fee_income).sum()
    )
    made["university.count"] = len(university)
    made["university.academies"] = int(university.academy.sum())
    made["university.experts"] = float(university.experts.mean())
    made["government.counties"] = int((government.level == 3).sum())
    return made


def _outputs(firm, town, ours, staff, sales, of, given) -> dict[str, float]:
    table = given.industries
    goods = firm.industry < 18
    added = table["value_added_ratio"][firm.industry] * sales
    pay = sum(
        getattr(firm, f"staff_{skill}") * YEAR * getattr(town, f"wage_{skill}")[firm.town]
        for skill in ("production", "technician", "research")
    )
    pay = pay * (1 + given.assumptions["labour.social_rate"])
    everyone = ours | True
    return {
        "output.value_added_industry": of(goods, added) / of(goods, sales),
        "output.export_share": of(goods, (firm.export_mix + firm.processing_mix) * sales) / of(goods, sales),
        "output.capital_over_revenue": of(goods, firm.capital) / of(goods, sales),
        "output.wage_share": of(everyone, pay) / of(everyone, added),
        "firms.value_added_per_worker": of(ours, added) / of(ours, staff),
        "labour.technician_share": of(everyone, firm.staff_technician) / of(everyone, staff),
    }


def _places(firm, town, staff, sales, weight, given) -> dict[str, float]:
    """By city, industry and real town."""
    made: dict[str, float] = {}
    cities, kinds = len(given.cities["id"]), len(given.industries["id"])
    count = np.bincount(town.city, town.designated == 1, cities)
    candidates = np.bincount(town.city, town.designated == 0, cities)
    gdp = np.bincount(town.city, YEAR * town.gdp / UNIT, cities)
    for k, name in enumerate(given.cities["id"]):
        made |= {
            f"city.{name}.designated": count[k],
            f"city.{name}.candidates": candidates[k],
            f"city.{name}.towns_gdp": gdp[k],
        }
    output = np.bincount(firm.industry, weight * sales, kinds)
    abroad = np.bincount(firm.industry, weight * sales * (firm.export_mix + firm.processing_mix), kinds)
    for k, name in enumerate(given.industries["id"]):
        if k < 18:
            made[f"industry.{name}.output_share"] = 100 * output[k] / output[:18].sum()
        made[f"industry.{name}.export_share"] = abroad[k] / max(output[k], 1e-9)
    cell = firm.town.astype(int) * kinds + firm.industry
    size = len(town) * kinds
    sums = {
        "output": np.bincount(cell, weight * sales, size) / UNIT,
        "firms": np.bincount(cell, weight, size),
        "staff": np.bincount(cell, weight * staff, size),
    }
    known = given.notes["cells"]
    for name, values in sums.items():
        for place, kind in zip(known["town"], known["industry"], strict=True):
            made[f"town.{given.towns['id'][place]}.{given.industries['id'][kind]}.{name}"] = values[
                place * kinds + kind
            ]
    firms = np.bincount(firm.town, weight, len(town))
    whole = {
        "gdp_2011": YEAR * town.gdp / UNIT,
        "output_2011": town.output_year / UNIT,
        "residents": town.residents,
        "firms": firms,
        "area": town.area,
    }
    for name, values in whole.items():
        for place in np.flatnonzero(np.isfinite(given.towns[name])):
            made[f"town.{given.towns['id'][place]}.{name}"] = values[place]
    return made
