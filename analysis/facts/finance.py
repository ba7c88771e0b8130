"""Investment, debt and credit (rows A2.12 to A2.20)."""

from __future__ import annotations

import numpy as np

from analysis.facts.estimators import slope, weighted_mean
from analysis.facts.observed import Observed, columns

A_LOAN = 0.5  # wan yuan: what is left of a loan below the smallest that is made is none
INACTION, SPIKE = 0.01, 0.20  # investment over capital, Cooper and Haltiwanger (2006)


# ---- investment


def investment_rates(observed: Observed):
    """Firms above scale in the last two years, and real investment over capital at the beginning of the year."""
    table = observed.surveyed()
    table = table[table["capital_before"] > 0]
    bought, before = columns(table, "investment", "capital_before")
    return table, bought / before


def inaction(observed: Observed) -> float:
    table, rate = investment_rates(observed)
    return weighted_mean((rate < INACTION).astype(float), table["weight"].to_numpy())


def spikes(observed: Observed) -> float:
    table, rate = investment_rates(observed)
    return weighted_mean((rate > SPIKE).astype(float), table["weight"].to_numpy())


def autocorrelation(observed: Observed) -> float:
    """Correlation of the investment rates of the two years over firms."""
    table, rate = investment_rates(observed)
    table = table[["uid", "year", "weight"]].assign(rate=rate)
    both = table.merge(table.assign(year=table["year"] - 1), on=["uid", "year"], suffixes=("", "_next"))
    one, two, weight = columns(both, "rate", "rate_next", "weight")
    if len(both) < 30:
        return float("nan")
    spread = np.cov(one, two, aweights=weight)
    return float(spread[0, 1] / np.sqrt(spread[0, 0] * spread[1, 1]))


# ---- balance sheets


def liabilities(table) -> np.ndarray:
    """Debts to lenders and suppliers, overdrafts (wan yuan)."""
    debt, payables, cash = columns(table, "debt", "payables", "cash")
    return debt + payables + np.maximum(-cash, 0.0)


def assets(table) -> np.ndarray:
    """Machines, deposits, claims on customers, stocks at cost (wan yuan)."""
    capital, cash, receivables, stock = columns(table, "capital", "cash", "receivables", "stock")
    return capital + np.maximum(cash, 0.0) + receivables + stock


def leverage(observed: Observed) -> float:
    table = observed.last_two()
    table = table[table["industrial"]]
    weight = table["weight"].to_numpy()
    return float(weight @ liabilities(table) / (weight @ assets(table)))


def bad_loans(table) -> float:
    """Bank debt of firms past the overdraft limit or without net worth for a quarter or more, over bank debt.

    The model writes a loan off when its debtor closes, so that a loan is bad only while the bank still waits.
    """
    debt, stress, weight = columns(table, "debt_bank", "stress", "weight")
    return weighted_mean((stress >= 1).astype(float), weight * debt)


def bad_loans_of_all(observed: Observed) -> float:
    return bad_loans(observed.last_two())


def bad_loans_of_small(observed: Observed) -> float:
    table = observed.last_two()
    return bad_loans(table[table["size_class"] < 3])


def guarantee_calls(observed: Observed) -> np.ndarray:
    """Guarantees called over those outstanding, by year (share)."""
    table = observed.province
    year = table.index.to_numpy() // 4
    code = year - year.min()
    called = np.bincount(code, table["guarantee_calls"])
    outstanding = np.bincount(code, table["guaranteed"]) / np.maximum(np.bincount(code), 1)
    return called / np.maximum(outstanding, 1e-9)


def rate_of_guarantee_calls(observed: Observed) -> float:
    return float(guarantee_calls(observed)[-2:].mean())


def guarantee_calls_and_growth(observed: Observed) -> float:
    """Correlation of yearly calls with growth of real GDP over the years of the run; below zero is counter-cyclical."""
    output = observed.province["gdp_real"].to_numpy()
    yearly = output.reshape(-1, 4).sum(axis=1)
    if len(yearly) < 4:
        return float("nan")
    growth, calls = np.diff(np.log(yearly)), guarantee_calls(observed)[1:]
    return float(np.corrcoef(growth, calls)[0, 1])


# ---- who has credit


def small_firms(observed: Observed):
    """Micro and small firms in the last two years."""
    table = observed.last_two()
    return table[table["size_class"] <= 1]


def coverage(observed: Observed) -> float:
    table = small_firms(observed)
    debt, weight = columns(table, "debt_bank", "weight")
    return weighted_mean((debt >= A_LOAN).astype(float), weight)


def approved(observed: Observed) -> float:
    """Firms that got a bank loan over those that applied, last two years (share)."""
    table = observed.province.iloc[-8:]
    return float(table["bank_approvals"].sum() / max(table["bank_applications"].sum(), 1e-9))


def discouraged(observed: Observed) -> float:
    """Firms that lacked money and did not apply to a bank over all that lacked it, last two years (share)."""
    table = observed.province.iloc[-8:]
    return float(table["discouraged"].sum() / max(table["short_of_money"].sum(), 1e-9))


def constrained(table) -> np.ndarray:
    """Firms that sought money and did not find it in a quarter of the year (0/1)."""
    return (table["gap_quarters"] > 0).to_numpy().astype(float)


def share_constrained(observed: Observed) -> float:
    table = observed.last_two()
    table = table[table["size_class"] < 3]
    return weighted_mean(constrained(table), table["weight"].to_numpy())


def constrained_by_size(larger: int, smaller: int):
    """Share constrained among the smaller class less that among the larger (share)."""

    def difference(observed: Observed) -> float:
        table = observed.last_two()
        share = {}
        for size in (larger, smaller):
            firms = table[table["size_class"] == size]
            share[size] = weighted_mean(constrained(firms), firms["weight"].to_numpy())
        return share[smaller] - share[larger]

    return difference


def constrained_by(name: str):
    """Slope of being constrained (0/1) on log age or log TFP, size class, industry and year taken out."""

    def found(observed: Observed) -> float:
        table = observed.last_two()
        table = table[(table["size_class"] < 3) & table["industrial"]]
        if name == "age":
            cause = np.log(np.maximum(table["year"] * 4 + 3 - table["cohort"], 1) / 4.0).to_numpy()
        else:
            cause = table["tfp"].to_numpy()
        weight, size, industry, year = columns(table, "weight", "size_class", "industry", "year")
        return slope(constrained(table), cause, weight, (year * 1000 + industry) * 10 + size)

    return found


def loans_of_small(observed: Observed) -> float:
    """Share of micro and small firms in bank debt at the end of the last year."""
    table = observed.last_two()
    table = table[table["year"] == observed.last_year]
    debt, size, weight = columns(table, "debt_bank", "size_class", "weight")
    return weighted_mean((size <= 1).astype(float), weight * debt)


def bank_money_at_birth(observed: Observed) -> float:
    """Bank debt over machines and deposits of firms in the quarter of their birth (share)."""
    firms = observed.firms[observed.firms["cohort"] == observed.firms["quarter"]]
    debt, capital, cash, weight = columns(firms, "debt_bank", "capital", "cash", "weight")
    means = weight @ (capital + np.maximum(cash, 0.0))
    return float(weight @ debt / means) if means > 0 else float("nan")


# ---- clusters (Long and Zhang 2011)


def on_clusters(outcome: str):
    """Slope of an outcome of a firm on the log of firms of its trade per km2 of its town; industry and year out."""

    def found(observed: Observed) -> float:
        table = observed.last_two()
        table = table[table["industrial"]]
        town, industry, year, weight = columns(table, "town", "industry", "year", "weight")
        cell = np.unique((year * 100_000 + town) * 1000 + industry, return_inverse=True)[1]
        number = np.bincount(cell, weight)
        area = observed.area_of_town()[town]
        index = np.log(number[cell] / area)
        values = {
            "small": lambda: (table["size_class"] <= 1).to_numpy().astype(float),
            "barrier": lambda: np.log(np.maximum(table["capital"], 1e-9)).to_numpy(),
            "trade_credit": lambda: table["payables"].to_numpy() / np.maximum(assets(table), 1e-9),
            "bank": lambda: table["debt_bank"].to_numpy() / np.maximum(assets(table), 1e-9),
            "exports": lambda: (table["sales_outside"] / np.maximum(table["sales"], 1e-9)).to_numpy(),
            "tfp": lambda: table["tfp"].to_numpy(),
        }[outcome]()
        return slope(values, index, weight, year * 1000 + industry)

    return found


FACTS = {
    "A2.12.1": inaction,
    "A2.12.2": spikes,
    "A2.12.3": autocorrelation,
    "A2.13": leverage,
    "A2.14.1": bad_loans_of_all,
    "A2.14.2": bad_loans_of_small,
    "A2.15.1": rate_of_guarantee_calls,
    "A2.15.2": guarantee_calls_and_growth,
    "A2.16.1": coverage,
    "A2.16.2": approved,
    "A2.16.3": discouraged,
    "A2.17.1": share_constrained,
    "A2.17.2": constrained_by_size(2, 1),
    "A2.17.3": constrained_by_size(3, 2),
    "A2.17.4": constrained_by("age"),
    "A2.17.5": constrained_by("tfp"),
    "A2.18": loans_of_small,
    "A2.19": bank_money_at_birth,
    "A2.20.1": on_clusters("small"),
    "A2.20.2": on_clusters("barrier"),
    "A2.20.3": on_clusters("trade_credit"),
    "A2.20.4": on_clusters("bank"),
    "A2.20.5": on_clusters("exports"),
    "A2.20.6": on_clusters("tfp"),
}
