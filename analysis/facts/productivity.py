"""Productivity, its spread and growth, markups and pay (rows A1.17, A1.18, A2.1 to A2.11)."""

from __future__ import annotations

import numpy as np

from analysis.facts.estimators import (
    instrumented,
    slope,
    weighted_deviation,
    weighted_mean,
    weighted_quantile,
)
from analysis.facts.observed import Observed, Table, by_industry_year, columns

SUBSTITUTION = 3.0  # elasticity of substitution between firms, as in Hsieh and Klenow
GAIN_US = 0.429  # gain from equal TFPR in the United States of 1997, the same paper


# ---- spread (Hsieh and Klenow 2009)


def trimmed(table: Table, values: np.ndarray) -> tuple[Table, np.ndarray]:
    """Rows and their values less the industry's mean of the year, the 1 % tails of those left out."""
    good = np.isfinite(values)
    table, values = table[good], values[good]
    apart = by_industry_year(table, values)
    low, high = weighted_quantile(apart, table["weight"].to_numpy(), np.array([0.01, 0.99]))
    inside = (apart >= low) & (apart <= high)
    return table[inside], by_industry_year(table[inside], values[inside])


def revenue_productivity(observed: Observed) -> tuple[Table, np.ndarray]:
    table = observed.surveyed()
    return trimmed(table, table["tfpr"].to_numpy())


def quantity_productivity(table: Table, share: float) -> np.ndarray:
    """Log TFPQ up to a constant of the industry: value added to the power s / (s - 1) over the bundle."""
    added, capital, pay = columns(table, "value_added", "capital", "wages")
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(added > 0, np.log(np.where(added > 0, added, 1.0)), np.nan)
        bundle = share * np.log(np.maximum(capital, 1e-9)) + (1 - share) * np.log(np.maximum(pay, 1e-9))
    return SUBSTITUTION / (SUBSTITUTION - 1.0) * logs - bundle


def spread_of_tfpr(observed: Observed) -> float:
    table, values = revenue_productivity(observed)
    return weighted_deviation(values, table["weight"].to_numpy())


def gap_of_tfpr(low: float, high: float):
    def gap(observed: Observed) -> float:
        table, values = revenue_productivity(observed)
        ends = weighted_quantile(values, table["weight"].to_numpy(), np.array([low, high]))
        return float(ends[1] - ends[0])

    return gap


def spread_of_tfpq(observed: Observed) -> float:
    table = observed.surveyed()
    table, values = trimmed(table, quantity_productivity(table, observed.parameters["produce.capital_share"]))
    return weighted_deviation(values, table["weight"].to_numpy())


def gain_from_equal_tfpr(table: Table, share: float) -> float:
    """Output at equal TFPR within industries over actual output, less one (Hsieh and Klenow 2009, equation 20)."""
    quantity = quantity_productivity(table, share)
    table = table[np.isfinite(quantity)]
    quantity = quantity[np.isfinite(quantity)]
    table, _ = trimmed(table, table["tfpr"].to_numpy())
    total, logs = 0.0, 0.0
    power = SUBSTITUTION - 1.0
    for _, firms in table.groupby(["year", "industry"]):
        added, capital, pay, weight = columns(firms, "value_added", "capital", "wages", "weight")
        if len(firms) < 2:
            continue
        bundle = capital**share * pay ** (1.0 - share)
        physical = added ** (SUBSTITUTION / power) / bundle
        revenue = added / bundle
        # the industry's TFPR: harmonic means of marginal products weighted by value added
        whole = float(weight @ added)
        mean = (whole / float(weight @ capital)) ** share * (whole / float(weight @ pay)) ** (1.0 - share)
        efficient = float(weight @ physical**power)
        actual = float(weight @ (physical * mean / revenue) ** power)
        logs += whole * np.log(actual / efficient) / power
        total += whole
    return float(np.exp(-logs / total) - 1.0) if total > 0 else float("nan")


def gain_at_us_spread(observed: Observed) -> float:
    gain = gain_from_equal_tfpr(observed.surveyed(), observed.parameters["produce.capital_share"])
    return (1.0 + gain) / (1.0 + GAIN_US) - 1.0


def tfpr_by_size(observed: Observed) -> float:
    """Slope of log TFPR on the log of mean staff, industry and year taken out.

    Staff and not value added: the latter stands on both sides.
    """
    table, values = revenue_productivity(observed)
    staff, weight, industry, year = columns(table, "staff", "weight", "industry", "year")
    return slope(values, np.log(staff), weight, year * 1000 + industry)


def persistence(observed: Observed) -> float:
    """Coefficient of a firm's log TFP a year before, both less the mean of industry and year."""
    pairs = observed.pairs
    pairs = pairs[pairs["above"] & pairs["above_next"] & np.isfinite(pairs["tfp"]) & np.isfinite(pairs["tfp_next"])]
    before, after, weight, industry, year = columns(pairs, "tfp", "tfp_next", "weight", "industry", "year")
    return slope(after, before, weight, year * 1000 + industry)


# ---- growth (Brandt, Van Biesebroeck and Zhang 2012)


def contributions(observed: Observed) -> dict[str, float]:
    """Growth of the industries' TFP from the first to the last year, by who made it (logs, weighted by output).

    Griliches and Regev (1995): those who stay are valued at the mean of the two years, entrants and exits against it.
    Entering is coming above scale as well as being born, as in the survey. TFP of gross output, constant prices.
    """
    years = observed.years[observed.years["above"]]
    ends = {"first": years[years["year"] == observed.first_year], "last": years[years["year"] == observed.last_year]}
    parts = {"stay": 0.0, "enter": 0.0, "exit": 0.0, "total": 0.0}
    weight_of_all = 0.0
    for industry in np.unique(years["industry"]):
        one, two = (ends[name][ends[name]["industry"] == industry] for name in ("first", "last"))
        if not len(one) or not len(two):
            continue
        share1, share2 = (_shares(table) for table in (one, two))
        level1, level2 = one["tfp_gross"].to_numpy(), two["tfp_gross"].to_numpy()
        whole1, whole2 = float(share1 @ level1), float(share2 @ level2)
        middle = 0.5 * (whole1 + whole2)
        stay1, stay2 = np.isin(one["uid"], two["uid"]), np.isin(two["uid"], one["uid"])
        enter = float(share2[~stay2] @ (level2[~stay2] - middle))
        leave = -float(share1[~stay1] @ (level1[~stay1] - middle))
        weight = float(one["weight"] @ one["sales"] + two["weight"] @ two["sales"])
        weight_of_all += weight
        for name, value in (("enter", enter), ("exit", leave), ("total", whole2 - whole1)):
            parts[name] += weight * value
    found = {name: value / max(weight_of_all, 1e-9) for name, value in parts.items()}
    found["stay"] = found["total"] - found["enter"] - found["exit"]
    return found


def _shares(table: Table) -> np.ndarray:
    sold = (table["weight"] * table["sales"]).to_numpy()
    return sold / sold.sum()


def share_of_net_entry(observed: Observed) -> float:
    """Net entry over all growth of TFP (share); NaN when TFP did not grow by half a percent, which decides nothing."""
    found = contributions(observed)
    return (found["enter"] + found["exit"]) / found["total"] if found["total"] > 0.005 else float("nan")


def growth_of_incumbents(observed: Observed) -> float:
    """Mean yearly growth of gross-output TFP of firms above scale in the first and the last year (share)."""
    years = observed.years[observed.years["above"]]
    one, two = (years[years["year"] == year] for year in (observed.first_year, observed.last_year))
    both = one.merge(two, on="uid", suffixes=("", "_next"))
    change = (both["tfp_gross_next"] - both["tfp_gross"]).to_numpy()
    return weighted_mean(change, both["weight"].to_numpy()) / max(observed.last_year - observed.first_year, 1)


def research_elasticity(observed: Observed) -> float:
    """Slope of log TFP on log R&D of the year before among firms that do R&D: log staff, industry and year out."""
    pairs = observed.pairs
    pairs = pairs[pairs["above"] & pairs["above_next"] & (pairs["research"] > 0) & np.isfinite(pairs["tfp_next"])]
    outcome, research, staff, weight, industry, year = columns(
        pairs, "tfp_next", "research", "staff", "weight", "industry", "year"
    )
    return slope(outcome, (np.log(np.maximum(research, 1e-12)), np.log(staff)), weight, year * 1000 + industry)


# ---- markups and pay


def mean_markup(observed: Observed) -> float:
    """Price over variable cost of a unit at the year's end, mean over firms above scale (ratio)."""
    return weighted_mean(*columns(observed.surveyed(), "markup", "weight"))


def within_firm(observed: Observed, income: str) -> float:
    """Elasticity of pay a head to an income a head (positive in all years) within firms, year effects out.

    The income is moved by log sales: pay is a part of what is subtracted from profit, so that the two are tied the
    wrong way round without an instrument (Card et al. 2018).
    """
    years = observed.years
    table = years[(years["year"] >= observed.last_year - 2) & years["above"]]
    least = table.groupby("uid")[income].transform("min")
    table = table[least > 0]
    staff, wages, earned, sales = columns(table, "staff", "wages", income, "sales")
    weight, uid, year = columns(table, "weight", "uid", "year")
    return instrumented(np.log(wages / staff), np.log(earned / staff), np.log(sales), weight, uid, year)


def wage_to_profit(observed: Observed) -> float:
    return within_firm(observed, "profit")


def wage_to_value_added(observed: Observed) -> float:
    return within_firm(observed, "value_added")


FACTS = {
    "A1.17": share_of_net_entry,
    "A1.18": growth_of_incumbents,
    "A2.1": spread_of_tfpr,
    "A2.2": gap_of_tfpr(0.1, 0.9),
    "A2.3": gap_of_tfpr(0.25, 0.75),
    "A2.4": spread_of_tfpq,
    "A2.5": gain_at_us_spread,
    "A2.6": tfpr_by_size,
    "A2.7": persistence,
    "A2.8": research_elasticity,
    "A2.9": mean_markup,
    "A2.11.1": wage_to_profit,
    "A2.11.2": wage_to_value_added,
}
