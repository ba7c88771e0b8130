"""Research, patents and the spread of machines (rows A3.1 to A3.9, A3.14, A3.16)."""

from __future__ import annotations

import numpy as np

from analysis.facts.estimators import fixed_effects_poisson, hill, skewness, slope, weighted_mean
from analysis.facts.observed import Observed, columns

MATCHED = {  # industry of the bulletin -> industries here that stand for it
    "textile": ("textiles",),
    "garments": ("garments",),
    "leather": ("leather",),
    "plastics": ("plastics",),
    "minerals": ("ceramics",),
    "metal": ("hardware",),
    "machinery": ("machinery",),
    "electrical": ("appliances", "lighting"),
    "food": ("food",),
    "electronics": ("electronics",),
    "furniture": ("furniture",),
}


# ---- research


def above_scale(observed: Observed, year: int):
    table = observed.years
    return table[table["above"] & (table["year"] == year)]


def doing(table) -> float:
    return weighted_mean((table["research"] > 0).to_numpy().astype(float), table["weight"].to_numpy())


def doers(observed: Observed) -> float:
    return doing(above_scale(observed, observed.first_year))


def rise_of_doers(observed: Observed) -> float:
    """Change of the share from the first to the last year."""
    return doing(above_scale(observed, observed.last_year)) - doing(above_scale(observed, observed.first_year))


def doers_by_size(observed: Observed) -> float:
    """Share doing R&D among large and medium firms over that among the others, above scale (ratio)."""
    table = observed.surveyed()
    large = table["staff"] >= 300  # and 20 m yuan of sales, which all of them have
    return doing(table[large]) / max(doing(table[~large]), 1e-9)


def intensity(names: tuple[str, ...] | None):
    """R&D over sales of firms above scale in the first year (per cent), of industries by name; None is all."""

    def found(observed: Observed) -> float:
        table = above_scale(observed, observed.first_year)
        if names is not None:
            rows = [observed.industry_ids.index(name) for name in names if name in observed.industry_ids]
            table = table[table["industry"].isin(rows)]
        research, sales, weight = columns(table, "research", "sales", "weight")
        return 100.0 * float(weight @ research / max(weight @ sales, 1e-9)) if len(table) else float("nan")

    return found


def without_research(observed: Observed) -> float:
    return 1.0 - doing(observed.surveyed())


def skew_of_intensity(observed: Observed) -> float:
    table = observed.surveyed()
    table = table[table["research"] > 0]
    return skewness((table["research"] / table["sales"]).to_numpy(), table["weight"].to_numpy())


def skew_of_log_intensity(observed: Observed) -> float:
    """Skewness of log R&D over sales where there is any: zero in a lognormal law."""
    table = observed.surveyed()
    table = table[table["research"] > 0]
    return skewness(np.log(table["research"] / table["sales"]).to_numpy(), table["weight"].to_numpy())


# ---- patents


def patents_to_research(observed: Observed) -> float:
    """Elasticity of inventions filed to R&D of the same year within firms: Poisson with firm and year effects."""
    table = observed.years
    table = table[(table["year"] >= observed.last_year - 2) & (table["research"] > 0)]
    count, research, weight, uid, year = columns(table, "filed_invention", "research", "weight", "uid", "year")
    years = np.unique(year)[1:]
    regressors = np.column_stack([np.log(research), *((year == y).astype(float) for y in years)])
    return fixed_effects_poisson(count, regressors, weight, uid)


def granted(table) -> np.ndarray:
    return (table["grants_invention"] + table["grants_other"]).to_numpy() * table["weight"].to_numpy()


def new_patentees(observed: Observed) -> float:
    """Share of the growth of grants from the first to the last year made by who patents in one of them only.

    Grants of firms without a patent in force and without a grant in the first year, less the first year's grants of
    firms without one in the last; NaN when grants did not grow.
    """
    one, two = (observed.years[observed.years["year"] == y] for y in (observed.first_year, observed.last_year))
    growth = granted(two).sum() - granted(one).sum()
    if growth <= 0:
        return float("nan")
    had = one[(one["patents"] >= 0.5) | (granted(one) > 0)]["uid"]
    has = two[granted(two) > 0]["uid"]
    gained = granted(two)[~np.isin(two["uid"], had)].sum()
    lost = granted(one)[~np.isin(one["uid"], has)].sum()
    return float((gained - lost) / growth)


def patents_held(observed: Observed):
    """Patents in force (whole patents) of firms above scale at the end of the last year, and weights."""
    table = above_scale(observed, observed.last_year)
    return np.round(table["patents"].to_numpy().astype(float)), table["weight"].to_numpy()


def without_patents(observed: Observed) -> float:
    held, weight = patents_held(observed)
    return weighted_mean((held < 1).astype(float), weight)


def top_share(observed: Observed) -> float:
    """Share of patents held by the 1 % of firms with most."""
    held, weight = patents_held(observed)
    order = np.argsort(-held, kind="stable")
    count = np.cumsum(weight[order]) / weight.sum()
    part = np.clip((0.01 - (count - weight[order] / weight.sum())) / (weight[order] / weight.sum()), 0.0, 1.0)
    return weighted_mean(part, (held * weight)[order])


def tail_of_patents(observed: Observed) -> float:
    """Hill exponent of patents in force over the largest tenth of firms that hold any."""
    held, weight = patents_held(observed)
    some = held >= 1
    return hill(held[some], weight[some], 0.1)


def filed_share(kind: str):
    """Share of a kind in the flow of grants expected: what is pending over the time to a grant, last two years."""

    def share(observed: Observed) -> float:
        table, p = observed.last_two(), observed.parameters
        weight = table["weight"].to_numpy()
        flow = {
            name: float(weight @ table[f"pending_{name}"].to_numpy()) / p[f"patents.lag_{name}"]
            for name in ("invention", "utility", "design")
        }
        return flow[kind] / max(sum(flow.values()), 1e-12)

    return share


# ---- machines


def time_to_spread(observed: Observed) -> float:
    """Years from 10 to 90 % of the tasks that can be automated, from the trend of their log odds (logistic).

    The ceiling is what the trades there are allow for, as Griliches (1957) has a ceiling of hybrid corn for each state.
    """
    path = observed.province
    share = (path["automated_share"] / path["automatable"]).to_numpy()
    odds = np.log(share / (1.0 - share))
    trend = 4.0 * float(np.polyfit(np.arange(len(odds)), odds, 1)[0])
    return float(np.log(81.0) / trend) if trend > 0 else float("inf")


def automated_at_first(observed: Observed) -> float:
    return float(observed.province["automated_share"].iloc[:4].mean())


def after_adopting(outcome: str):
    """Slope of a change (logs; share) over a year on the change of the automated share; industry, year, size out."""

    def found(observed: Observed) -> float:
        pairs = observed.pairs
        pairs = pairs[pairs["above"] & pairs["above_next"]]
        pairs = pairs[(pairs["value_added"] > 0) & (pairs["value_added_next"] > 0)]
        adopted = (pairs["automated_next"] - pairs["automated"]).to_numpy()
        change = {
            "staff": lambda: np.log(pairs["staff_end_next"] / pairs["staff_end"]),
            "pay": lambda: np.log(pairs["wages_next"] / pairs["staff_next"]) - np.log(pairs["wages"] / pairs["staff"]),
            "labour_share": lambda: (
                pairs["wages_next"] / pairs["value_added_next"] - pairs["wages"] / pairs["value_added"]
            ),
        }[outcome]().to_numpy()
        weight, industry, year, size = columns(pairs, "weight", "industry", "year", "size_class")
        return slope(change, adopted, weight, (year * 1000 + industry) * 10 + size)

    return found


FACTS = {
    "A3.1.1": doers,
    "A3.1.2": rise_of_doers,
    "A3.2": doers_by_size,
    **{f"A3.3.{number}": intensity(names) for number, names in enumerate(MATCHED.values(), 1)},
    f"A3.3.{len(MATCHED) + 1}": intensity(None),
    "A3.4.1": without_research,
    "A3.4.2": skew_of_intensity,
    "A3.4.3": skew_of_log_intensity,
    "A3.6": patents_to_research,
    "A3.7": new_patentees,
    "A3.8.1": without_patents,
    "A3.8.2": top_share,
    "A3.8.3": tail_of_patents,
    "A3.9.1": filed_share("invention"),
    "A3.9.2": filed_share("utility"),
    "A3.9.3": filed_share("design"),
    "A3.14.1": time_to_spread,
    "A3.14.2": automated_at_first,
    "A3.16.1": after_adopting("staff"),
    "A3.16.2": after_adopting("pay"),
    "A3.16.3": after_adopting("labour_share"),
}
