"""The inputs by date: every outside series with its unit, first and last values, and where it comes from."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from experiments.docs.reference import markdown
from model.given import Given
from model.quarter import format_quarter, parse_quarter
from scenarios.given_series import LAW

SHOWN = ("2011Q4", "2014Q4", "2017Q4", "2018Q4")

# what each series is made of: `file:id`, the file without its ending
_WAGES = ("labour.wage_growth_2012_13", "labour.wage_growth_2014_15", "labour.wage_growth_2016_17")
_DEMAND = (
    "industry_columns:demand_growth_2012_14",
    "industry_columns:demand_growth_2015_16",
    "industry_columns:demand_growth_2017_18",
    "series:gd_exports_growth",
    "assumptions:outside.processing_growth",
)
ORIGINS: Mapping[str, tuple[str, ...]] = {
    "demand_domestic": _DEMAND,
    "demand_export": _DEMAND[:4],
    "demand_processing": _DEMAND,
    "price_outside": ("producer_prices:gd_producer_prices", "series:gd_cpi"),
    "price_inputs": ("series:cn_ppi",),
    "cpi": ("series:gd_cpi",),
    "gdp_rest": ("series:gd_gdp",),
    "population_province": ("series:gd_population",),
    "lending_rate": ("series:pboc_lending_rate_1y_year_end",),
    "bank_quota": (),  # 1 throughout: there for shocks and for a user's own series
    "frontier": ("assumptions:outside.frontier_growth", "assumptions:outside.frontier_gap"),
    "research_norm": ("assumptions:outside.research_norm_growth",),
    "machine_price": ("assumptions:outside.machine_price_growth",),
    "minimum_wage": tuple(f"law:minimum_wage_{k}" for k in (1, 2, 3, 4)),
    **{
        f"wage_outside_{skill}": tuple(f"assumptions:{name}" for name in (f"labour.wage_{skill}", *_WAGES))
        for skill in ("production", "technician", "research")
    },
    **{name: (f"law:{name}",) for name in LAW},
}
MEANING = {
    "demand_domestic": "domestic demand, by industry",
    "demand_export": "export demand, by industry",
    "demand_processing": "demand for processing, by industry",
    "price_outside": "prices of outside competitors, by industry",
    "price_inputs": "prices of intermediate inputs",
    "cpi": "consumer prices",
    "gdp_rest": "path of the GDP of the rest of the province, and of outside orders of local producers",
    "population_province": "residents of the province",
    "lending_rate": "benchmark lending rate, one year",
    "bank_quota": "new bank loans that head offices allow, over the quota of the parameters",
    "frontier": "technology embodied in new machines",
    "research_norm": "R&D over sales that firms everywhere take for usual",
    "machine_price": "price of machines, over other prices",
    "minimum_wage": "minimum wage, by class of city",
    "wage_outside_production": "wage outside, production staff",
    "wage_outside_technician": "wage outside, technicians",
    "wage_outside_research": "wage outside, research staff",
    "super_deduction": "share of R&D deducted again from taxable profit",
    "super_deduction_small_tech": "the same for small technology firms",
    "cit_rate": "income tax rate",
    "cit_rate_high_tech": "income tax rate of high-tech firms",
    "small_profit_rate": "income tax rate of small low-profit firms",
    "small_profit_ceiling": "profit up to which that rate holds",
    "vat_rate": "rate of value added tax",
}
INTRODUCTION = """\
Everything that reaches the simulated province from outside after the start stands in this table. Nothing else changes
with the calendar but the measures of a scenario ([levers](levers.md)). Yearly data become quarters on the path that
bends least and keeps every yearly mean; stocks run straight between year ends; law moves in steps. Where a series has
one value an industry or class, the least and the largest are shown. A scenario may replace series by a file of its own
(`series:`) and multiply those marked in the last column (`shocks:`). *From memory* means that no page was found to
check the number. Years after 2012 come from outside the province's own past and tune nothing."""


def number(value: float) -> str:
    """Four digits that matter; whole numbers from 10,000 on."""
    return f"{value:,.0f}" if abs(value) >= 1e4 else f"{value:.4g}"


def shown(values: np.ndarray) -> str:
    """One number, or the least and the largest of several."""
    low, high = float(np.min(values)), float(np.max(values))
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def sources() -> dict[str, str]:
    """Source of every origin, `file:id` -> words; several sources of one id stand side by side."""
    from scenarios.given_files import Files
    from scenarios.table_files import ColumnRule, read_table

    files = Files("guangdong")
    found: dict[str, list[str]] = {}
    for file in ("series", "producer_prices", "law", "assumptions"):
        listed = files.table(file)
        for name, source in zip(listed["id"], listed["source"], strict=True):
            known = found.setdefault(f"{file}:{name}", [])
            if source and source not in known:
                known.append(source)
    rules = {"column": ColumnRule("text"), "source": ColumnRule("text")}
    columns = read_table(files.path("industry_columns.csv"), rules, unknown="ignore")
    for name, source in zip(columns["column"], columns["source"], strict=True):
        found[f"industry_columns:{name}"] = [source]
    for origin in {origin for origins in ORIGINS.values() for origin in origins if origin.startswith("industry")}:
        found.setdefault(origin, ["assumed; the file gives no source"])
    return {name: "; ".join(known) for name, known in found.items()}


def kind_of(origin: str, source: str) -> str:
    """Assumed, written from memory, or sourced."""
    if origin.startswith(("assumptions", "industry_columns")) or "assumed" in source:
        return "assumed"
    return "from memory" if "from memory" in source else "sourced"


def readers() -> dict[str, list[str]]:
    """Files of the model that ask for each series, found in their calls of `given.at`."""
    home = Path(__import__("model").__path__[0])
    found: dict[str, list[str]] = {name: [] for name in ORIGINS}
    for path in sorted(home.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "at"):
                continue
            asked = call.args[0]
            parts = asked.values if isinstance(asked, ast.JoinedStr) else [asked]
            words = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z]+" for part in parts]
            for name in ORIGINS:
                if re.fullmatch("".join(words), name) and path.stem not in found[name]:
                    found[name].append(path.stem)
    return found


def last_quarter(given: Given) -> int:
    return given.first_quarter + len(given.series["cpi"]) - 1


def inputs_by_date() -> str:
    """The page: what changes by date from outside, and nothing else."""
    from scenarios.given import load_given
    from scenarios.given_series import UNITS
    from scenarios.registry import series_names

    given, known, read_by = load_given("guangdong"), sources(), readers()
    rows = [
        (
            f"`{name}`",
            MEANING[name],
            UNITS[name],
            *(shown(given.at(name, parse_quarter(quarter))) for quarter in SHOWN),
            ", ".join(f"`{origin.partition(':')[2]}` ({kind_of(origin, known[origin])})" for origin in ORIGINS[name])
            or "nothing: 1 throughout",
            ", ".join(f"`{file}`" for file in read_by[name]) or "nobody yet",
            "yes" if name in series_names() else "no",
        )
        for name in sorted(given.series)
    ]
    heads = ("series", "meaning", "unit", *SHOWN, "made of", "read by", "may be shocked")
    used = sorted({origin for name in given.series for origin in ORIGINS[name]})
    listed = [(f"`{o.partition(':')[2]}`", o.partition(":")[0], kind_of(o, known[o]), known[o]) for o in used]
    span = f"from {format_quarter(given.first_quarter)} to {format_quarter(last_quarter(given))}"
    return (
        f"# Inputs by date\n\n{INTRODUCTION}\n\n"
        f"Series run by quarter {span}. Until 2011Q4 each stands at its value of then; beyond its end at its last.\n\n"
        + markdown(heads, rows)
        + "\n## What they are made of\n\nFiles lie in `scenarios/guangdong/`.\n\n"
        + markdown(("id", "file", "kind", "source"), listed)
    )
