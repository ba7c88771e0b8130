"""Estimators of paired comparisons: differences by case, their intervals, luck apart from doubt about parameters.

A case is a member of an ensemble with a seed; both arms of a pair run the same cases, so a difference is taken case by
case. Two intervals answer two questions and are never mixed:

- *over cases* (`low`, `high` at `level`): where the effect of one more case would lie. It holds luck and the doubt
  about parameters, and does not shrink with more cases. Sentences use it: "nine cases in ten lie in".
- *of the mean* (`mean_low`, `mean_high`): how well the mean over the ensemble is known. It shrinks with more cases.

All functions work on many quantities at once: arrays have cases as rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import t

LEVEL = 0.9  # of the interval over cases
MEAN_LEVEL = 0.95  # of the interval of the mean
SIGN = {"up": 1.0, "down": -1.0, "none": 1.0}


@dataclass(frozen=True)
class Cases:
    """Who the rows are: member and weight of each case. `counted` are the cases effects are read from; the others
    repeat a member with another seed and only tell luck apart."""

    member: np.ndarray
    weight: np.ndarray
    counted: np.ndarray

    @classmethod
    def equal(cls, count: int) -> Cases:
        """Every case a member of its own, all of the same weight."""
        return cls(np.arange(count), np.ones(count), np.ones(count, bool))

    def where(self, kept: np.ndarray) -> Cases:
        return Cases(self.member[kept], self.weight[kept], self.counted[kept])

    @property
    def n(self) -> int:
        return int(self.counted.sum())

    def level(self) -> float:
        """Level the interval over cases reaches with so few."""
        return round(reached(self.shares()), 6) if self.n else 0.0

    def shares(self) -> np.ndarray:
        """Weights of the counted cases, one in sum: a member's weight is shared by its cases."""
        member, weight = self.member[self.counted], self.weight[self.counted]
        _, back, times = np.unique(member, return_inverse=True, return_counts=True)
        weight = weight / times[back]
        return weight / weight.sum()


@dataclass(frozen=True)
class Estimate:
    """Arrays by quantity; NaN where the cases are too few to tell."""

    n: int
    effect: np.ndarray  # mean over the cases
    low: np.ndarray
    high: np.ndarray
    level: float  # that `low` to `high` has with so few cases
    mean_low: np.ndarray
    mean_high: np.ndarray
    chance_better: np.ndarray
    seed_share: np.ndarray
    seed_low: np.ndarray
    seed_high: np.ndarray


def estimate(difference: np.ndarray, cases: Cases, better: np.ndarray | None = None) -> Estimate:
    """All that is said of paired differences, shape (cases, quantities); `better`: +1 where more is better, else -1."""
    difference = np.asarray(difference, float)
    found = difference[cases.counted]
    shares = cases.shares()
    effect = shares @ found
    low, high, level = over_cases(found, shares)
    mean_low, mean_high = of_the_mean(difference, cases)
    luck, degrees = seed_variance(difference, cases)
    seed_low, seed_high = _thin(effect, luck, degrees, level)
    return Estimate(
        cases.n,
        effect,
        low,
        high,
        level,
        mean_low,
        mean_high,
        chance(found, shares, better),
        seed_share(found, shares, luck),
        seed_low,
        seed_high,
    )


def over_cases(found: np.ndarray, shares: np.ndarray, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray, float]:
    """Central interval of the cases and the level it has: one more case lies in it with that chance.

    The i-th of n cases in order stands at i / (n + 1). Fewer than 19 cases do not reach nine in ten: then it is their
    range, at (n - 1) / (n + 1). Weights move the places, keeping them symmetric.
    """
    many, level = 1.0 / float(np.sum(shares**2)), reached(shares, level)
    order = np.argsort(found, axis=0, kind="stable")
    values = np.take_along_axis(found, order, axis=0)
    weight = shares[order]
    place = (np.cumsum(weight, axis=0) - weight / 2) * many / (many + 1.0) + 0.5 / (many + 1.0)
    ends = (0.5 - level / 2, 0.5 + level / 2)
    low, high = (
        np.array([np.interp(end, place[:, column], values[:, column]) for column in range(values.shape[1])])
        for end in ends
    )
    return low, high, round(level, 6)


def reached(shares: np.ndarray, level: float = LEVEL) -> float:
    """The level asked for, or what so few cases reach."""
    many = 1.0 / float(np.sum(shares**2))
    return min(level, max((many - 1.0) / (many + 1.0), 0.0))


def of_the_mean(difference: np.ndarray, cases: Cases, level: float = MEAN_LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Student's interval of the mean over members; cases of one member are not independent and count as their mean."""
    found = difference[cases.counted]
    member, weight = cases.member[cases.counted], cases.weight[cases.counted]
    _, first, back = np.unique(member, return_index=True, return_inverse=True)
    times = np.bincount(back)
    means = np.zeros((len(first), found.shape[1]))
    np.add.at(means, back, found)
    means /= times[:, None]
    share = weight[first] / weight[first].sum()
    centre = share @ means
    many = 1.0 / float(np.sum(share**2))
    if len(first) < 2:
        nothing = np.full(found.shape[1], np.nan)
        return nothing, nothing
    spread = share @ (means - centre) ** 2 * many / (many - 1.0)
    half = float(t.ppf(0.5 + level / 2, many - 1.0)) * np.sqrt(spread / many)
    return centre - half, centre + half


def seed_variance(difference: np.ndarray, cases: Cases) -> tuple[np.ndarray, int]:
    """Variance between seeds within a member, pooled over the members that have several, and its degrees of freedom.

    NaN without a member that was run twice: then luck and doubt about parameters cannot be told apart.
    """
    _, back, times = np.unique(cases.member, return_inverse=True, return_counts=True)
    degrees = int((times - 1).sum())
    if degrees == 0:
        return np.full(difference.shape[1], np.nan), 0
    means = np.zeros((len(times), difference.shape[1]))
    np.add.at(means, back, difference)
    means /= times[:, None]
    return ((difference - means[back]) ** 2).sum(axis=0) / degrees, degrees


def seed_share(found: np.ndarray, shares: np.ndarray, luck: np.ndarray) -> np.ndarray:
    """Part of the variance over cases that more seeds would remove (0-1); the rest is doubt about parameters.

    NaN where luck is not known, or where nothing varies.
    """
    many = 1.0 / float(np.sum(shares**2))
    if many <= 1.0 + 1e-9:
        return np.full(found.shape[1], np.nan)
    whole = shares @ (found - shares @ found) ** 2 * many / (many - 1.0)
    return np.where(whole > 0, np.minimum(luck / np.where(whole > 0, whole, 1.0), 1.0), np.nan)


def chance(found: np.ndarray, shares: np.ndarray, better: np.ndarray | None = None) -> np.ndarray:
    """Share of cases in which the difference goes the better way; equal cases count half."""
    signed = found if better is None else found * better
    return shares @ ((signed > 0) + 0.5 * (signed == 0))


def _thin(effect: np.ndarray, luck: np.ndarray, degrees: int, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Interval that luck alone would give a single case around the mean, at the same level as over cases."""
    if degrees == 0 or level <= 0:
        return np.full_like(effect, np.nan), np.full_like(effect, np.nan)
    half = float(t.ppf(0.5 + level / 2, degrees)) * np.sqrt(luck)
    return effect - half, effect + half


def excludes_zero(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return (low > 0) | (high < 0)


SURE = 0.9  # share of cases in which one must beat the other for them to be in different tiers


def tiers(values: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Tier of each item (1 best), shape (items,), from values by case and item, more is better.

    The first of a tier is the best that is left; who does not lose to it in nine cases of ten is in its tier.
    """
    means = shares @ values
    left = list(np.argsort(-means, kind="stable"))
    found, tier = np.zeros(values.shape[1], int), 0
    while left:
        tier += 1
        lead = values[:, left[0]]
        beaten = [chance((lead - values[:, item])[:, None], shares)[0] >= SURE for item in left]
        for item, lost in zip(left, beaten, strict=True):
            if not lost:
                found[item] = tier
        left = [item for item, lost in zip(left, beaten, strict=True) if lost]
    return found


def beats(values: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Chance that item A beats item B, shape (items, items), from values by case and item; equal cases count half."""
    count = values.shape[1]
    return np.stack([chance(values[:, [item]] - values, shares) for item in range(count)])
