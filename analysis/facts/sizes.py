"""Sizes of firms and their growth (rows A1.1 to A1.9)."""

from __future__ import annotations

import numpy as np

from analysis.facts.estimators import (
    gini,
    hill,
    lognormal_over_pareto,
    slope,
    stable_over_normal,
    subbotin,
    weighted_deviation,
    weighted_mean,
    weighted_quantile,
)
from analysis.facts.observed import ABOVE_SCALE, Observed, by_industry_year, columns

TAILS = (0.05, 0.075, 0.1)  # shares of the largest firms


def tail(sizes, weight) -> float:
    """Mean of the Hill exponents of the largest 5, 7.5 and 10 %."""
    return float(np.mean([hill(sizes, weight, share) for share in TAILS]))


def last(observed: Observed):
    """Industrial firms in the last year."""
    table = observed.last_two()
    return table[(table["year"] == observed.last_year) & table["industrial"]]


def tail_of_employment(observed: Observed) -> float:
    return tail(*columns(last(observed), "staff", "weight"))


def tail_of_sales(observed: Observed) -> float:
    return tail(*columns(last(observed), "sales", "weight"))


def lognormal_body(observed: Observed) -> float:
    sales, weight = columns(last(observed), "sales", "weight")
    return lognormal_over_pareto(sales, weight, 0.8)


def gini_of_employment(observed: Observed) -> float:
    table = last(observed)
    return gini(*columns(table[table["above"]], "staff", "weight"))


def small_share(table) -> float:
    """Share of employment in firms that are not large: fewer than 1,000 staff or sales below 400 m yuan (2011)."""
    staff, sales, weight = columns(table, "staff", "sales", "weight")
    small = (staff < 1000) | (sales < 40_000)
    return weighted_mean(small.astype(float), weight * staff)


def small_share_of_all(observed: Observed) -> float:
    return small_share(last(observed))


def small_share_above_scale(observed: Observed) -> float:
    table = last(observed)
    return small_share(table[table["above"]])


def above_scale_by_town(observed: Observed) -> np.ndarray:
    """Industrial firms above scale in each town designated in the first quarter, at that quarter's yearly rate."""
    quarter = observed.firms["quarter"].min()
    firms = observed.firms[observed.firms["quarter"] == quarter]
    towns = observed.towns[(observed.towns["quarter"] == quarter) & (observed.towns["designated"] == 1)]
    town, industry, sales, weight = columns(firms, "town", "industry", "sales", "weight")
    counted = (4.0 * sales >= ABOVE_SCALE) & observed.industrial[industry]
    count = np.bincount(town[counted], weight[counted], int(observed.towns["town"].max()) + 1)
    return count[towns["town"].to_numpy()]


def above_scale_per_town(observed: Observed) -> float:
    return float(above_scale_by_town(observed).mean())


def right_tail_of_towns(observed: Observed) -> float:
    """Mean over median of firms above scale by town (ratio, above one with a long right tail)."""
    found = above_scale_by_town(observed)
    return float(found.mean() / max(np.median(found), 1e-9))


def growth(observed: Observed):
    """Pairs of years above scale in both, and their log growth of sales less the mean of industry and year."""
    pairs = observed.pairs
    pairs = pairs[pairs["above"] & pairs["above_next"]]
    before, after = columns(pairs, "sales", "sales_next")
    return pairs, by_industry_year(pairs, np.log(after / before))


def growth_shape(observed: Observed) -> float:
    pairs, rate = growth(observed)
    return subbotin(rate, pairs["weight"].to_numpy())


def productivity_of_labour(table) -> np.ndarray:
    """Value added a head (wan yuan a year)."""
    return table["value_added"].to_numpy() / np.maximum(table["staff"].to_numpy(), 1e-9)


def stable_productivity(observed: Observed) -> float:
    table = last(observed)
    table = table[table["above"]]
    return stable_over_normal(productivity_of_labour(table), table["weight"].to_numpy())


def stable_productivity_change(observed: Observed) -> float:
    pairs = observed.pairs
    pairs = pairs[pairs["above"] & pairs["above_next"] & (pairs["year"] == observed.last_year - 1)]
    before = productivity_of_labour(pairs)
    after = (pairs["value_added_next"] / np.maximum(pairs["staff_next"], 1e-9)).to_numpy()
    return stable_over_normal(after - before, pairs["weight"].to_numpy())


def spread_by_size(observed: Observed) -> float:
    """Slope of the log standard deviation of growth on log size over twenty classes of equally many firms."""
    pairs, rate = growth(observed)
    sales, weight = columns(pairs, "sales", "weight")
    size = np.log(sales)
    if len(size) < 400:
        return float("nan")
    bounds = weighted_quantile(size, weight, np.linspace(0, 1, 21)[1:-1])
    group = np.searchsorted(bounds, size)
    places, spreads = [], []
    for number in range(20):
        rows = group == number
        if rows.sum() >= 10:
            places.append(weighted_mean(size[rows], weight[rows]))
            spreads.append(np.log(weighted_deviation(rate[rows], weight[rows])))
    return float(np.polyfit(places, spreads, 1)[0])


def gibrat(observed: Observed) -> float:
    """Slope of log growth of staff on log staff among industrial firms that survive, industry and year effects."""
    pairs = observed.pairs
    pairs = pairs[pairs["industrial"]]
    before, after, weight, industry, year = columns(pairs, "staff", "staff_next", "weight", "industry", "year")
    return slope(np.log(after / before), np.log(before), weight, year * 1000 + industry)


FACTS = {
    "A1.1.1": tail_of_employment,
    "A1.1.2": tail_of_sales,
    "A1.2": lognormal_body,
    "A1.3": gini_of_employment,
    "A1.4.1": small_share_of_all,
    "A1.4.2": small_share_above_scale,
    "A1.5.1": above_scale_per_town,
    "A1.5.2": right_tail_of_towns,
    "A1.6": growth_shape,
    "A1.7.1": stable_productivity,
    "A1.7.2": stable_productivity_change,
    "A1.8": spread_by_size,
    "A1.9": gibrat,
}
