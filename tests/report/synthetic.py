"""A made-up comparison: seeded numbers in the shape of a real one, no model behind them."""

from __future__ import annotations

import numpy as np

from analysis.comparison import Arms, cases_table, effects_table, goals_tables, ranking_tables
from analysis.costs import costs_table
from analysis.effects import Cases
from analysis.gains import displacement_table, winners_table
from analysis.outcomes import Block, Outcome
from analysis.report.material import _in_yearly_units as yearly
from analysis.report.places import places
from analysis.report.reading import Material

YEARS = range(2012, 2018)
TITLES = {
    "decision-2012": {"en": "The Decision as enacted", "zh": "2012 年《决定》按文件实施"},
    "platforms": {"en": "Platforms and testing", "zh": "平台与检测"},
    "finance": {"en": "Credit and guarantees", "zh": "信贷与担保"},
    "equal-split": {"en": "The same money evenly", "zh": "平均分配"},
    "placebo": {"en": "A fine name", "zh": "只有好名称"},
}
LIFT = {"decision-2012": 0.004, "platforms": 0.0025, "finance": 0.0003, "equal-split": 0.001, "placebo": 0.0}
SCOPES = ("candidate", "designated", "designated_2011", "province", "rest", "towns")
RATIO_OF = {"rd_intensity": ("research_spending", "gdp"), "rd_staff_per_10k": ("research_staff", "residents")}
LEVERS = {
    "art07_equipment_support": {"2013Q1": 0.1},
    "art17_dual_training": {"2013Q3": 4.0},
    "art20_guarantee_share": {"2013Q1": 0.2},
    "art21_platform_grants": {"2013Q1": 35.0},
    "art29_deduction_takeup": {"2013Q1": 0.15},
    "art31_yearly_assessment": {"2013Q1": 0.5},
}


def block(quarters, table: dict[str, np.ndarray], scopes) -> Block:
    names = tuple(sorted(table))
    return Block(tuple(quarters), names, tuple(scopes), np.stack([table[name] for name in names], axis=1))


def outcome(case: int, lift: float, world: str) -> Outcome:
    """One run: towns grow, a lift raises those of 2011, some towns become designated."""
    rng = np.random.default_rng(1000 + case)
    town = places(world)
    assert town is not None
    count = len(town.x)
    first = np.arange(count) < (330 if count > 400 else 3)
    near = ~first & (np.arange(count) % 3 == 0)
    start = 400_000 * rng.lognormal(0, 0.7, count) * np.where(first, 1.3, 0.35)
    growth = 1.10 + 0.01 * rng.standard_normal() + 0.01 * rng.standard_normal(count)
    strength = lift * (1 + 0.8 * rng.standard_normal())
    quarters = [f"{year}Q4" for year in YEARS]
    towns: dict[str, list] = {name: [] for name in (
        "gdp", "employment", "research_spending", "research_staff", "patents_granted", "residents", "platforms",
        "designated")}  # fmt: skip
    for step in range(1, len(YEARS) + 1):
        ramp = step / len(YEARS)
        more = 1 + ramp * strength * np.where(first, 1.0, np.where(near, -0.3, 0.0))
        gdp = start * growth**step * more
        added = int(ramp * (20 + (60 if lift else 0)))
        designated = first | (np.cumsum(~first) <= added)
        towns["gdp"].append(gdp)
        towns["employment"].append(gdp * 0.1)
        towns["research_spending"].append(gdp * (0.012 + 0.002 * step) * more**3)
        towns["research_staff"].append(gdp * 0.00035 * more)
        towns["patents_granted"].append(np.floor(gdp * 0.00016 * more))
        towns["residents"].append(start * 0.12)
        towns["platforms"].append((rng.random(count) < 0.35 + 0.4 * ramp * (lift > 0)).astype(float) * first)
        towns["designated"].append(designated.astype(float))
    table = {name: np.array(values) for name, values in towns.items()}
    return Outcome({"town": block(quarters, table, [f"{t:04d}" for t in range(count)]),
                    **_of_province(table, quarters, first, near, rng, strength),
                    "start_town": _start(start, first, near, town), "start": _start_province(start, first)},
                    "")  # fmt: skip


def _of_province(table, quarters, first, near, rng, strength) -> dict[str, Block]:
    year: dict[str, np.ndarray] = {}
    masks = [table["designated"] < 0.5, table["designated"] > 0.5, np.broadcast_to(first, table["gdp"].shape)]
    rest = table["gdp"].sum(axis=1) * 1.6
    for name, values in table.items():
        sums = [(values * mask).sum(axis=1) for mask in masks]
        whole = values.sum(axis=1)
        outside = (
            rest * values.sum() / table["gdp"].sum() if name in ("gdp", "employment") else np.full(len(rest), np.nan)
        )
        year[name] = np.stack([*sums, whole + np.nan_to_num(outside), outside, whole], axis=1)
    for name, (above, below) in RATIO_OF.items():
        year[name] = year[above] / year[below] * (1e4 if name == "rd_staff_per_10k" else 1)
    year["gdp_share"] = year["gdp"] / year["gdp"][:, [3]]
    year["towns_designated"] = table["designated"].sum(axis=1)[:, None] * np.array(
        [np.nan, 1, np.nan, np.nan, np.nan, np.nan]
    )
    year["patents_invention"] = np.floor(year["patents_granted"] * 0.06)
    for name, level in (("towns_innovative_cluster", 130), ("towns_over_100bn", 4), ("towns_over_10bn", 110)):
        year[name] = np.floor(level * (1 + 0.2 * rng.standard_normal()) * np.ones_like(year["gdp"]))
    for name, level in (
        ("hightech_share", 0.2),
        ("modern_services_share", 0.1),
        ("knowledge_intensive_share", 0.25),
        ("leading_industry", 1.0),
    ):
        year[name] = level * np.ones_like(year["gdp"]) * (1 + strength)
    year["spillover_jobs"] = year["employment"] * 0.5
    groups = {}
    for kind, ids in (("industry", [f"{i:02d}" for i in range(20)]), ("size", ["micro", "small", "medium", "large"]),
                      ("age", ["under_3", "3_to_5", "6_to_9", "10_and_more"])):  # fmt: skip
        shares = rng.dirichlet(np.ones(len(ids)))
        tilt = 1 + strength * np.linspace(-1, 1.5, len(ids))
        base = year["gdp"][:, [5]] * shares * tilt * 0.6
        groups[kind] = block(quarters, {"value_added_firms": base, "employment": base * 0.1}, ids)
    return {"year": block(quarters, year, SCOPES), **groups, **_money(quarters, rng, strength)}


def _money(quarters, rng, strength) -> dict[str, Block]:
    levers, items = list(LEVERS), {}
    ramp = np.arange(1, len(quarters) + 1)[:, None] / len(quarters) * (strength != 0)
    amounts = 8_000 * (1 + 0.1 * rng.standard_normal()) * ramp * np.array([3, 1, 0, 2, 0, 1])
    for payer, share in (("province", 0.5), ("cities", 0.3), ("counties", 0.1), ("towns", 0.1)):
        items[f"{payer}|firms|payment"] = amounts * share
        items[f"{payer}|firms|commitment"] = amounts * share * np.array([1.4, np.nan, np.nan, 1.2, np.nan, np.nan])
    items["centre|firms|forgone_tax"] = 5_000 * ramp * np.array([0, 0, 0, 0, 1, 0])
    items["cities|banks|called_loss"] = 2_000 * ramp * np.array([0, 0, 1, 0, 0, 0])
    items["cities|banks|contingent_loss"] = 6_000 * ramp * np.array([0, 0, 1, 0, 0, 0])
    items["firms|local_producers|payment"] = amounts * 0.3
    levels = ("centre", "cities", "counties", "firms", "province", "towns")
    budget = {
        "revenue": 1e6 * (1 + strength * ramp) * np.ones((len(quarters), len(levels))),
        "programmes": 1e5 * (1 + 0.1 * ramp) * np.ones((len(quarters), len(levels))),
        "investment": 1e7 * (1 + strength * ramp) * np.ones((len(quarters), len(levels))),
    }
    return {"spending": block(quarters, items, levers), "budget": block(quarters, budget, levels)}


def _start(start, first, near, town) -> Block:
    table = {
        "gdp": start, "research_spending": start * 0.012, "research_staff": start * 0.00035,
        "patents_granted": np.floor(start * 0.00016), "residents": start * 0.12, "platforms": 0.35 * first,
        "output_year": start * 3, "designated": first, "designated_2011": first, "near_2011": near,
        "inside": np.ones(len(start)),
        "employment": start * 0.1, "city": np.arange(len(start)) % len(town.city_x),
    }  # fmt: skip
    return block(["2011Q4"], {name: np.asarray(values, float)[None] for name, values in table.items()},
                 [f"{t:04d}" for t in range(len(start))])  # fmt: skip


def _start_province(start, first) -> Block:
    whole, inside = start.sum(), start[first].sum()
    values = {"gdp": np.array([[whole - inside, inside, inside, whole * 2.6, whole * 1.6, whole]])}
    return block(["2011Q4"], values, SCOPES)


def comparison(
    scenarios=tuple(TITLES), cases: int = 30, world: str = "guangdong", titles=None, author: str = "", title=None
) -> Material:
    """Tables of a made-up comparison of `scenarios` with the baseline."""
    import pandas as pd

    from scenarios.members import ensemble
    from scenarios.registry import goals, indicators

    outcomes = {"baseline": [outcome(case, 0.0, world) for case in range(cases)]}
    outcomes |= {name: [outcome(case, LIFT[name], world) for case in range(cases)] for name in scenarios}
    arms = Arms("baseline", outcomes, Cases.equal(cases), indicators(), goals())
    frames = [yearly(pd.DataFrame(t)) for t in (effects_table(arms), goals_tables(arms, (2016, 2017))[0],
        costs_table(arms),
              winners_table(arms, labels(world)), displacement_table(arms), cases_table(arms, range(1, cases + 1)),
              *ranking_tables(arms))]  # fmt: skip
    given = titles or TITLES
    about = {
        "title": title, "author": author, "base": "baseline", "key": "0123456789abcdef" * 4, "code": "c0de" * 16,
        "data": "da7a" * 16, "world": world, "sample": 0.1, "first_year": 2012, "ensemble": "prior",
        "version": "0.0.0", "versions": {"numpy": "2"},
        "start_2011": {"gdp|designated_2011": float(outcomes["baseline"][0]["start"].values[0, 0, 2])},
        "scenarios": {"baseline": {"title": {"en": "as before", "zh": "不实施"}, "levers": {}}} | {
            name: {"title": given.get(name, TITLES[name]), "author": author,
            "levers": LEVERS if name != "placebo" else {}}
            for name in scenarios
        },
    }  # fmt: skip
    members = ensemble("prior")
    values = {n: np.array([members.member(case)[n] for case in range(1, cases + 1)]) for n in members.member(1)}
    return Material(about, *frames, members=values)


def labels(world: str) -> dict[str, dict[str, tuple[str, str]]]:
    town = places(world)
    assert town is not None
    names = zip(town.names["zh"], town.names["en"], strict=True)
    cities = zip(town.cities["zh"], town.cities["en"], strict=True)
    return {
        "town": {f"{t:04d}": name for t, name in enumerate(names)},
        "city": {f"{c:02d}": name for c, name in enumerate(cities)},
    }
