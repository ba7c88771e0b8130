"""The year before a run begins, as the built province has it: what progress is counted from.

The start is anchored to the yearly totals of that year: a flow of its last quarter, times four, is the year.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np

QUARTERS = 4.0


def base_towns(province: Any) -> dict[str, np.ndarray]:
    """Yearly values by town of a province that has not stepped yet: flows a year, stocks at its end."""
    firm, town = province.firm, province.town
    innovation = province.platform.kind == 2
    grants = (firm.grants_invention + firm.grants_other).astype(np.float64)
    return {
        "town": np.arange(len(town)),
        "gdp": QUARTERS * town.gdp,
        "research_spending": QUARTERS * province.by_town(firm.research),
        "research_staff": province.by_town(firm.staff_research),
        "patents_granted": QUARTERS * province.by_town(grants),
        "residents": town.residents.astype(np.float64),
        "platforms": np.bincount(province.platform.town[innovation], minlength=len(town)).astype(np.float64),
        "output_year": town.output_year.astype(np.float64),
        "designated": (town.designated == 1).astype(np.float64),
        "designated_2011": (town.designated_2011 == 1).astype(np.float64),
        "inside": province.inside.astype(np.float64),
        "employment": province.by_town(firm.staff_production + firm.staff_technician + firm.staff_research),
        "near_2011": near_2011(province).astype(np.float64),
    }


def base_province(province: Any, towns: dict[str, np.ndarray]) -> dict[str, list]:
    """The same by scope, with the ratios goals are read from."""
    inside, designated = towns["inside"] > 0, towns["designated"] > 0
    scopes = {
        "province": inside,
        "designated": inside & designated,
        "designated_2011": inside & (towns["designated_2011"] > 0),
        "candidate": inside & ~designated,
    }
    rest = {"gdp": QUARTERS * float(province.outside.gdp[0]), "residents": float(province.outside.residents[0])}
    whole = float(towns["gdp"][inside].sum()) + rest["gdp"]
    rows: list[tuple[str, str, float]] = [(name, "rest", value) for name, value in rest.items()]
    states = observed(province, scopes)
    for scope, mask in scopes.items():
        found = scope_values({name: values[mask] for name, values in towns.items()}, whole)
        if scope == "province":
            rows += [(name, "towns", value) for name, value in found.items()]
            if province.whole_province:
                found |= {name: found[name] + value for name, value in rest.items()}
        rows += [(name, scope, value) for name, value in (found | states[scope]).items()]
    names, where, values = zip(*rows, strict=True)
    return {"indicator": list(names), "scope": list(where), "value": list(values)}


def near_2011(province: Any) -> np.ndarray:
    """Towns not designated in 2011 within reach of one that was (bool by town)."""
    designated = province.town.designated_2011 == 1
    return ~designated & province.inside & ((province.anchor.near @ designated.astype(np.float64)) > 0)


def observed(province: Any, scopes: Mapping[str, np.ndarray]) -> dict[str, dict[str, float]]:
    """Shares and indices of the start by scope, read as they are read in every quarter."""
    from model.phases.observe import indicators, town_quantities
    from model.tallies import Tallies

    nothing = np.zeros(len(province.town))  # what only a quarter that was lived leaves
    kept = province.memo
    province.memo = SimpleNamespace(**dict.fromkeys(LIVED, nothing), tallies=Tallies(len(nothing)))
    try:
        by_town = town_quantities(province)
        found = {}
        for scope, mask in scopes.items():
            sums = {name: float(values[mask].sum()) for name, values in by_town.items()}
            values = indicators(province, sums, scope, mask)
            found[scope] = {name: values[name] for name in STATES}
    finally:
        province.memo = kept
    return found


def scope_values(towns: dict[str, np.ndarray], whole: float) -> dict[str, float]:
    """Indicators of one group of towns; `whole` is provincial GDP, wan yuan a year."""
    sums = {name: float(towns[name].sum()) for name in ADDED}
    return sums | {
        "gdp_share": sums["gdp"] / whole if whole else 0.0,
        "rd_intensity": sums["research_spending"] / sums["gdp"] if sums["gdp"] else 0.0,
        "rd_staff_per_10k": 1e4 * sums["research_staff"] / sums["residents"] if sums["residents"] else 0.0,
        "towns_designated": float(towns["designated"].sum()),
        "towns_over_100bn": float((towns["output_year"] >= 1e7).sum()),
        "towns_over_10bn": float((towns["output_year"] >= 1e6).sum()),
    }


LIVED = ("wages_by_town", "log_productivity", "log_productivity_square", "opened", "closed")
STATES = ("hightech_share", "modern_services_share", "knowledge_intensive_share", "leading_industry")
ADDED = ("gdp", "research_spending", "research_staff", "patents_granted", "residents", "platforms")
