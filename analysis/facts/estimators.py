"""Estimators of the studies the stylised facts come from, on weighted data (a row of weight w stands for w firms).

Each takes plain arrays and returns a number (NaN where the data cannot say); none knows what the numbers mean.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import gammaln
from scipy.stats import levy_stable, norm


def weighted_mean(values, weight) -> float:
    """Mean of values, shape (rows,); NaN without rows."""
    return float(np.average(values, weights=weight)) if np.sum(weight) > 0 else float("nan")


def weighted_deviation(values, weight) -> float:
    """Standard deviation of values around their weighted mean, shape (rows,)."""
    return float(np.sqrt(weighted_mean((values - weighted_mean(values, weight)) ** 2, weight)))


def weighted_quantile(values, weight, share) -> Any:
    """Quantile of values at `share` (0-1), or an array of them: linear between the midpoints of the weights."""
    if not len(values):
        return np.full(np.shape(share), np.nan) if np.ndim(share) else float("nan")
    order = np.argsort(values, kind="stable")
    mass = np.cumsum(weight[order]) - 0.5 * weight[order]
    found = np.interp(np.asarray(share) * np.sum(weight), mass, values[order])
    return found if np.ndim(share) else float(found)


def skewness(values, weight) -> float:
    """Third standardised moment."""
    spread = weighted_deviation(values, weight)
    return weighted_mean(((values - weighted_mean(values, weight)) / spread) ** 3, weight) if spread > 0 else 0.0


def gini(values, weight) -> float:
    """Gini coefficient of values of zero or more (0 = equal)."""
    order = np.argsort(values, kind="stable")
    people = np.cumsum(weight[order])
    held = np.cumsum((values * weight)[order])
    if not len(values) or held[-1] <= 0:
        return float("nan")
    people, held = np.insert(people, 0, 0.0) / people[-1], np.insert(held, 0, 0.0) / held[-1]
    return float(1.0 - np.sum(np.diff(people) * (held[1:] + held[:-1])))


def hill(sizes, weight, share: float) -> float:
    """Cumulative Pareto exponent of the largest `share` of sizes (Hill 1975, Annals of Statistics 3)."""
    if not len(sizes):
        return float("nan")
    order = np.argsort(-sizes, kind="stable")
    count = np.cumsum(weight[order])
    last = int(np.searchsorted(count, share * count[-1]))
    if last < 10 or last >= len(order):
        return float("nan")
    top = order[:last]
    excess = float(weight[top] @ np.log(sizes[top] / sizes[order[last]]))
    return float(weight[top].sum() / excess) if excess > 0 else float("nan")


def subbotin(values, weight) -> float:
    """Shape b of a Subbotin density centred at the median, by maximum likelihood: 1 Laplace, 2 normal.

    f(x) ~ exp(-|x/a|^b / b), a^b = mean |x|^b (Bottazzi and Secchi 2006, Industrial and Corporate Change 15).
    """
    if len(values) < 50:
        return float("nan")
    distance = np.abs(values - weighted_quantile(values, weight, 0.5))
    distance = np.maximum(distance, 1e-12)

    def minus_likelihood(log_shape: float) -> float:
        shape = np.exp(log_shape)
        scale = weighted_mean(distance**shape, weight) ** (1.0 / shape)
        return np.log(2.0 * scale) + np.log(shape) / shape + gammaln(1.0 + 1.0 / shape) + 1.0 / shape

    best = minimize_scalar(minus_likelihood, bounds=(np.log(0.15), np.log(8.0)), method="bounded")
    return float(np.exp(best.x))


def stable_over_normal(values, weight, most: int = 4000) -> float:
    """Mean log likelihood of a Levy stable law less that of a normal law (nats a firm), on standardised values.

    The stable law is fitted by regression on the empirical characteristic function (Koutrouvelis 1980, JASA 75), on
    an even selection of at most `most` rows; the normal by its moments.
    """
    if len(values) < 200:
        return float("nan")
    if len(values) > most:
        chosen = np.argsort(values, kind="stable")[np.linspace(0, len(values) - 1, most).astype(int)]
        values, weight = values[chosen], weight[chosen]
    low, middle, high = weighted_quantile(values, weight, np.array([0.25, 0.5, 0.75]))
    if high <= low:
        return float("nan")
    scaled = (values - middle) / (0.5 * (high - low))
    alpha, beta, scale, place = stable_parameters(scaled, weight)
    # the density is costly: known on a grid that is finer in the middle, read between
    grid = np.unique(np.concatenate([np.sinh(np.linspace(-6.0, 6.0, 241)) / 10.0, scaled[[0, -1]]]))
    inside = np.clip(scaled, grid[0], grid[-1])
    law = levy_stable(alpha, beta, loc=place, scale=scale)
    stable = np.interp(inside, grid, np.log(np.maximum(law.pdf(grid), 1e-300)))
    spread, mean = weighted_deviation(scaled, weight), weighted_mean(scaled, weight)
    normal = -0.5 * ((scaled - mean) / spread) ** 2 - np.log(spread * np.sqrt(2.0 * np.pi))
    return weighted_mean(stable - normal, weight)


def stable_parameters(values, weight) -> tuple[float, float, float, float]:
    """Index, skewness, scale and place (parametrisation 1) of a stable law from its characteristic function."""
    at = np.linspace(0.1, 1.0, 10)
    wave = np.array([np.average(np.exp(1j * t * values), weights=weight) for t in at])
    size = np.log(np.maximum(-np.log(np.clip(np.abs(wave), 1e-12, 1 - 1e-12) ** 2), 1e-12))
    alpha, constant = np.polyfit(np.log(at), size, 1)
    alpha = float(np.clip(alpha, 0.5, 2.0))
    scale = float((np.exp(constant) / 2.0) ** (1.0 / alpha))
    if abs(alpha - 1.0) < 0.05:  # the tangent has its pole here; parametrisation 1 is not continuous
        alpha = 1.05 if alpha >= 1.0 else 0.95
    angle = np.unwrap(np.angle(wave))
    columns = np.column_stack([at, (scale * at) ** alpha * np.tan(np.pi * alpha / 2.0)])
    (place, beta), *_ = np.linalg.lstsq(columns, angle, rcond=None)
    return alpha, float(np.clip(beta, -0.95, 0.95)), scale, float(place)


def lognormal_over_pareto(sizes, weight, below: float) -> float:
    """Mean log likelihood of a lognormal less that of a Pareto law (nats a firm), both cut above the quantile `below`
    and, the Pareto, below the smallest size."""
    cut = weighted_quantile(sizes, weight, below)
    body = (sizes > 0) & (sizes <= cut)
    x, w = sizes[body], weight[body]
    if len(x) < 50 or x.min() >= cut:
        return float("nan")
    logs, least, top = np.log(x), np.log(x.min()), np.log(cut)

    def pareto(exponent: float) -> float:
        whole = 1.0 - np.exp(-exponent * (top - least))
        return weighted_mean(np.log(exponent / whole) - exponent * (logs - least) - logs, w)

    def lognormal(values) -> float:
        mean, spread = values[0], np.exp(values[1])
        inside = norm.logcdf((top - mean) / spread)
        return weighted_mean(norm.logpdf(logs, mean, spread) - logs - inside, w)

    best = minimize_scalar(lambda e: -pareto(e), bounds=(1e-3, 20.0), method="bounded")
    first = [weighted_mean(logs, w), np.log(weighted_deviation(logs, w))]
    found = minimize(lambda v: -lognormal(v), first, method="Nelder-Mead")
    return float(-found.fun + best.fun)


# ---- regressions


def demeaned(values, weight, *groups):
    """Values less their weighted group means; with several groupings, by turns until nothing is left to take."""
    out = np.asarray(values, float).copy()
    codes = [np.unique(group, return_inverse=True)[1] for group in groups]
    masses = [np.bincount(code, weight) for code in codes]
    for _ in range(1 if len(codes) == 1 else 60):
        before = out.copy()
        for code, mass in zip(codes, masses, strict=True):
            out -= (np.bincount(code, weight * out) / np.maximum(mass, 1e-300))[code]
        if np.max(np.abs(out - before), initial=0.0) < 1e-10:
            break
    return out


def slope(outcome, regressors, weight, *groups) -> float:
    """Coefficient of the first regressor in weighted least squares with the effects of `groups` taken out.

    `regressors`: one array (rows,) or several in a tuple; NaN with fewer than thirty rows or no variation.
    """
    columns = regressors if isinstance(regressors, tuple) else (regressors,)
    good = np.isfinite(outcome) & np.all([np.isfinite(c) for c in columns], axis=0) & (weight > 0)
    if good.sum() < 30:
        return float("nan")
    w, kept = weight[good], [np.asarray(group)[good] for group in groups]
    constant = kept or [np.zeros(good.sum(), int)]
    y = demeaned(outcome[good], w, *constant)
    x = np.column_stack([demeaned(c[good], w, *constant) for c in columns])
    root = np.sqrt(w)
    if np.average(x[:, 0] ** 2, weights=w) < 1e-14:
        return float("nan")
    found, *_ = np.linalg.lstsq(x * root[:, None], y * root, rcond=None)
    return float(found[0])


def instrumented(outcome, cause, instrument, weight, *groups) -> float:
    """Effect of a cause moved by one instrument (two-stage least squares), the effects of `groups` taken out.

    NaN where the instrument hardly moves the cause (first stage below 0.02).
    """
    good = np.isfinite(outcome) & np.isfinite(cause) & np.isfinite(instrument)
    outcome, cause, instrument, weight = outcome[good], cause[good], instrument[good], weight[good]
    kept = [np.asarray(group)[good] for group in groups]
    first = slope(cause, instrument, weight, *kept)
    return slope(outcome, instrument, weight, *kept) / first if abs(first) >= 0.02 else float("nan")


def fixed_effects_poisson(counts, regressors, weight, group) -> float:
    """Coefficient of the first regressor in a Poisson model with an effect for each group (firm).

    Conditional likelihood of Hausman, Hall and Griliches (1984, Econometrica 52); `regressors` shape (rows, columns).
    Groups without a count say nothing and drop out.
    """
    code = np.unique(group, return_inverse=True)[1]
    total = np.bincount(code, counts)
    rows = (total[code] > 0) & (np.bincount(code)[code] > 1)
    if rows.sum() < 30:
        return float("nan")
    code = np.unique(code[rows], return_inverse=True)[1]
    y, x, w = counts[rows], regressors[rows], weight[rows]
    x = x - np.average(x, axis=0)
    total = np.bincount(code, y)
    size, width = len(total), x.shape[1]
    beta = np.zeros(width)
    for _ in range(50):
        rate = np.exp(np.clip(x @ beta, -50, 50))
        share = rate / np.bincount(code, rate)[code]
        expected = total[code] * share
        gradient = x.T @ (w * (y - expected))
        mean = np.column_stack([np.bincount(code, share * x[:, k], size) for k in range(width)])
        apart = x - mean[code]
        curvature = (apart * (w * expected)[:, None]).T @ apart
        if not np.isfinite(curvature).all() or np.linalg.cond(curvature) > 1e12:
            return float("nan")
        step = np.clip(np.linalg.solve(curvature, gradient), -2.0, 2.0)
        beta += step
        if np.max(np.abs(step)) < 1e-9:
            break
    return float(beta[0])


# ---- lives


def life_table(age, ended, exposed, weight, ages: int) -> np.ndarray:
    """Yearly hazard by completed year of age (shape (ages,)) from exposures: deaths over years lived at the age.

    A row is one spell of observation: `age` at its beginning (years), `ended` 1 if the firm closed within it,
    `exposed` its length (years); central rates m become probabilities 1 - exp(-m). NaN where nobody was exposed.
    """
    year = np.floor(age).astype(int)
    inside = (year >= 0) & (year < ages)
    deaths = np.bincount(year[inside], (weight * ended)[inside], ages)[:ages]
    lived = np.bincount(year[inside], (weight * exposed)[inside], ages)[:ages]
    return np.where(lived > 0, 1.0 - np.exp(-deaths / np.where(lived > 0, lived, 1.0)), np.nan)


def survival(hazards: np.ndarray) -> np.ndarray:
    """Share alive after 1, 2, ... years, from yearly hazards."""
    return np.cumprod(1.0 - hazards)


def kaplan_meier_median(age, ended, weight, step: float) -> float:
    """Median life (years) by Kaplan and Meier (1958, JASA 53) with late entry: spells of `step` years from `age` on.

    Infinite where half are still alive at the oldest age observed.
    """
    place = np.round(np.asarray(age) / step).astype(int)
    at_risk, deaths = np.bincount(place, weight), np.bincount(place, weight * ended)
    alive = np.cumprod(np.where(at_risk > 0, 1.0 - deaths / np.where(at_risk > 0, at_risk, 1.0), 1.0))
    below = np.flatnonzero(alive <= 0.5 + 1e-12)
    return float((below[0] + 1) * step) if len(below) else float("inf")
