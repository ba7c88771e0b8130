"""Phase 15. Declared outputs, and nothing else: indicators by scope, towns, firms asked for."""

from __future__ import annotations

import numpy as np

from model.fields import KINDS_OF_PLATFORM
from model.programmes.facilities import count_of
from model.programmes.standards import energy_saved
from model.programmes.town_programmes import farming, poorest_farms
from model.tallies import TALLIES
from model.town_sums import Industries, sums_of_firms

SCOPES = ("province", "designated", "designated_2011", "candidate", "rest")


def observe(province) -> None:
    """Append this quarter's rows to `province.records`."""
    by_town = town_quantities(province)
    quarter = province.quarter
    rows = province.records["province"]
    table = np.stack(list(by_town.values()))
    for scope, mask in scopes(province).items():
        sums = dict(zip(by_town, table.compress(mask, axis=1).sum(axis=1).tolist(), strict=True))
        for indicator, value in indicators(province, sums, scope, mask).items():
            rows.append((quarter, indicator, scope, value))
    rows.append((quarter, "gdp", "rest", float(province.outside.gdp[0])))
    rows.append((quarter, "residents", "rest", float(province.outside.residents[0])))
    province.records["towns"].append((quarter, towns_table(province, by_town)))
    body = province.body
    province.records["bodies"].append((quarter, body.bound.copy(), body.new_business.copy()))
    if province.keep_firms:
        f = province.firm
        kept = {
            name: getattr(f, name).copy()
            for name in ("uid", "town", "industry", "size_class", "weight", *province.keep_firms)
        }
        province.records["firms"].append((quarter, kept))
    for uid in province.follow:
        row = province.firm.rows_of(np.array([uid]))[0]
        if row >= 0:
            values = {name: getattr(province.firm, name)[row].item() for name in province.firm.fields}
            province.records["followed"].append((quarter, uid, values))


def scopes(province) -> dict[str, np.ndarray]:
    """Towns of each scope (bool by town). The rest of the province is one agent, not towns; the province adds it."""
    town, inside = province.town, province.inside
    return {
        "province": inside,
        "designated": inside & (town.designated == 1),
        "designated_2011": inside & (town.designated_2011 == 1),
        "candidate": inside & (town.designated == 0),
    }


def town_quantities(province) -> dict[str, np.ndarray]:
    """Sums by town that indicators are made of, each shape (towns,)."""
    quantities = firm_sums(province)
    quantities["energy"] = quantities["energy"] - energy_saved(province)
    town, memo, p = province.town, province.memo, province.parameters
    farms = town.va_agriculture / p.local.agriculture_ratio
    quantities["output_gross"] = quantities["output_gross"] + farms
    jobs_local = town.jobs_local_production + town.jobs_local_technician + town.jobs_local_research
    poor_sales, poor_farms = poorest_farms(province)
    quantities |= {
        "gdp": town.gdp,
        "value_added_firms": town.va_firms,
        "employment_all": quantities["employment"] + jobs_local,
        "neighbours_jobs": neighbours_jobs(province, quantities["employment"]),
        "labour_force": town.force_production + town.force_technician + town.force_research,
        "skilled_force": town.force_technician + town.force_research,
        "wages": memo.wages_by_town,
        "services": town.va_services,
        "log_productivity": memo.log_productivity,
        "log_productivity_square": memo.log_productivity_square,
        "residents": town.residents,
        "land_used": town.land_used,
        "land_serviced": town.land,
        "land_idle": np.maximum(town.land - town.land_used, 0.0),
        "facilities": sum((count_of(province, kind) for kind in province.facilities), np.zeros(len(town))),
        "opened": memo.opened,
        "closed": memo.closed,
        "towns": np.ones(len(town)),
        "town_brand_sales": (town.brand + town.mark) * quantities["speciality_sales"],
        "poorest_sales": poor_sales,
        "poorest_farms": poor_farms,
        "designated": (town.designated == 1).astype(float),
        "innovative": (town.innovative == 1).astype(float),
        "over_100bn": (town.output_year >= 1e7).astype(float),
        "over_10bn": (town.output_year >= 1e6).astype(float),
    }
    quantities |= province.memo.tallies.by_town()
    common = province.anchor.common_technology
    quantities["common_technology"] = np.zeros(len(town))
    if common.any():
        quantities["common_technology"] = province.by_town(province.firm.sales * common[province.firm.industry])
    platform = province.platform
    innovation = platform.kind == KINDS_OF_PLATFORM.index("innovation")
    quantities["platforms"] = np.bincount(platform.town[innovation], minlength=len(town)).astype(float)
    own = platform.fee_income + platform.levy_income
    pays = innovation & (own >= 0.5 * platform.cost)
    quantities["platforms_self_financing"] = np.bincount(platform.town[pays], minlength=len(town)).astype(float)
    for name, values in (("own_income", own), ("cost", platform.cost), ("experts", platform.experts)):
        weights = values * innovation
        quantities[f"platform_{name}"] = np.bincount(platform.town, weights=weights, minlength=len(town))
    return quantities


def firm_sums(province) -> dict[str, np.ndarray]:
    """Weighted sums of firms by town, by name."""
    anchor = province.anchor
    industries = Industries(
        industrial=np.arange(province.industry_count) < anchor.service_industry,
        high_tech=anchor.high_tech_industry,
        knowledge_intensive=anchor.knowledge_intensive,
        energy=anchor.energy,
        farming=farming(province),
    )
    return sums_of_firms(province.firm, industries, province.town.speciality)._asdict()


def ratio(over: float, under: float) -> float:
    """A ratio, zero where there is nothing to divide by."""
    return over / under if under else 0.0


def indicators(province, s: dict[str, float], scope: str, mask: np.ndarray) -> dict[str, float]:
    """Indicators of one scope from its sums (units in scenarios/indicators.yaml)."""
    given, quarter = province.given, province.quarter
    cpi = float(given.at("cpi", quarter))
    gdp = s["gdp"] + (float(province.outside.gdp[0]) if scope == "province" and province.whole_province else 0.0)
    whole = float(province.town.gdp[province.inside].sum() + province.outside.gdp[0])
    residents = s["residents"] + (
        float(province.outside.residents[0]) if scope == "province" and province.whole_province else 0.0
    )
    mean = ratio(s["log_productivity"], s["sales"])
    firms_debt = s["debt"]
    return {
        "gdp": gdp,
        "gdp_real": gdp / cpi,
        "gdp_share": ratio(s["gdp"], whole),
        "towns_designated": s["designated"],
        "towns_innovative_cluster": s["innovative"],
        "towns_over_100bn": s["over_100bn"],
        "towns_over_10bn": s["over_10bn"],
        "platforms": s["platforms"],
        "platforms_self_financing": s["platforms_self_financing"],
        "rd_staff_per_10k": ratio(s["research_staff"], s["residents"]) * 1e4,
        "rd_heads_per_10k": ratio(s["research_staff"], s["residents"])
        * 1e4
        * province.parameters.observe.heads_per_fte,
        "patents_granted": s["patents_invention"] + s["patents_other"],
        "patents_invention": s["patents_invention"],
        "rd_intensity": ratio(s["research_spending"], s["gdp"]),
        "hightech_share": ratio(s["hightech_sales"], s["industrial_sales"]),
        "modern_services_share": ratio(s["services"], s["gdp"]) * province.parameters.observe.modern_part,
        "knowledge_intensive_share": ratio(s["intensive_sales"], s["industrial_sales"]),
        "traditional_upgraded_share": ratio(s["upgraded"], s["industrial_firms"]),
        "leading_industry": ratio(s["speciality_sales"], s["sales"]) / province.anchor.reference["leading_industry"],
        "spillover_jobs": s["neighbours_jobs"],
        "output_gross": s["output_gross"],
        "output_real": s["output_real"],
        "value_added_firms": s["value_added_firms"],
        "employment": s["employment"],
        "firms": s["firms"],
        "firms_above_scale": s["firms_above_scale"],
        "wage_mean": ratio(s["wages"], s["employment"]),
        "price_index": float(np.exp(ratio(s["priced"], s["sales"]))),
        "debt_to_output": ratio(firms_debt, 4.0 * s["sales"]),
        "loans_small_firms": s["loans_small_firms"],
        "exit_rate": ratio(4.0 * s["closed"], s["firms"]),
        "entry_rate": ratio(4.0 * s["opened"], s["firms"]),
        "exports": s["exports"],
        "labour_productivity": ratio(s["value_added_firms"], s["employment"]),
        "tfp_dispersion": float(np.sqrt(max(ratio(s["log_productivity_square"], s["sales"]) - mean * mean, 0.0))),
        "concentration": ratio(s["sales_square"], s["sales"] ** 2),
        "residents": residents,
        "unemployment": 1.0 - ratio(s["employment_all"], s["labour_force"]),
        "land_output": ratio(s["output_gross"], s["land_used"]),
        "energy_intensity": ratio(s["energy"], s["output_real"]) / province.anchor.reference["energy_intensity"],
        "theil_regions": theil(province, mask),
        "research_staff": s["research_staff"],
        "research_spending": s["research_spending"],
        "research_reported": s["research_reported"],
        "automated_share": ratio(s["automated_staff"], s["employment"]),
        "digital_share": ratio(s["digital_staff"], s["employment"]),
        "technicians": s["technicians"],
        "guarantee_calls": getattr(province.memo, "guarantees_called", 0.0) if scope == "province" else 0.0,
        "knowledge": ratio(s["knowledge"], s["firms"]),
        "practice": ratio(s["practice"], s["firms"]),
        "skilled_force": s["skilled_force"],
        "teaching": ratio(s["teaching"], s["firms"]),
        "platforms_own_income": ratio(s["platform_own_income"], s["platform_cost"]),
        "platform_experts": s["platform_experts"],
        "inventories": s["inventories"],
        "exports_small": s["exports_small"],
        "design": ratio(s["design"], s["firms"]),
        "assistance": ratio(s["assistance"], s["firms"]),
        "scan": ratio(s["scan"], s["firms"]),
        "certified": ratio(s["certified"], s["firms"]),
        "delivery": ratio(s["delivery"], s["firms"]),
        "product_quality": ratio(s["quality_sales"], s["sales"]),
        "firm_brand": ratio(s["brand_sales"], s["sales"]),
        "town_brand": ratio(s["town_brand_sales"], s["speciality_sales"]),
        "standards_met": ratio(s["standard_sales"], s["sales"]),
        "certified_part": ratio(s["certified_sales"], s["sales"]),
        "filing_help": ratio(s["filing_help"], s["firms"]),
        "farm_value_added": s["farm_value_added"],
        "poorest_farm_sales": ratio(s["poorest_sales"], s["poorest_farms"]),
        "common_technology": ratio(s["common_technology"], s["sales"]),
        "machine_quality": province.anchor.local_machine_quality - province.anchor.makers_quality,
        "land_serviced": s["land_serviced"],
        "land_idle": s["land_idle"],
        "facilities": s["facilities"],
        "local_machine_quality": float(province.anchor.local_machine_quality),
        "local_machine_price": float(province.anchor.local_machine_price),
    } | {name: s[name] for name in TALLIES}


def neighbours_jobs(province, employment: np.ndarray) -> np.ndarray:
    """Jobs of firms (persons, by town) in towns that are not designated within reach of a designated one, else none."""
    designated = province.town.designated == 1
    near = (province.anchor.near @ designated.astype(float)) > 0
    return np.where(near & ~designated, employment, 0.0)


def theil(province, mask: np.ndarray) -> float:
    """Theil index of GDP per resident between regions (0 = equal), by towns of the scope."""
    town = province.town
    gdp = np.bincount(town.region[mask], weights=town.gdp[mask], minlength=4)
    people = np.bincount(town.region[mask], weights=town.residents[mask], minlength=4)
    there = (gdp > 0) & (people > 0)
    share, weight = gdp[there] / max(gdp.sum(), 1e-12), people[there] / max(people.sum(), 1e-12)
    return float((share * np.log(share / weight)).sum())


TOWN_INDICATORS = (
    "gdp",
    "output_gross",
    "value_added_firms",
    "employment",
    "firms",
    "research_spending",
    "research_staff",
    "patents_invention",
    "patents_other",
    "residents",
    "exports",
    "debt",
    "designated",
    "innovative",
    "platforms",
)


def towns_table(province, by_town: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Columns of the towns table of this quarter (float64 by town)."""
    table = {name: by_town[name].astype(float) for name in TOWN_INDICATORS}
    table["wage_production"] = province.town.wage_production.copy()
    table["unemployment"] = province.town.slack_production.copy()
    table["output_year"] = province.town.output_year.copy()
    table["output_reported"] = province.town.output_reported.copy()
    table["speciality_share"] = province.town.speciality_share.copy()
    return table
