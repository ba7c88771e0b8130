"""Who gains and who loses, by town, city, industry, size and age of firms; and what one place's gain takes from others.

Groups of firms are those of the year: a firm that grows moves from one size to the next, in both arms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analysis.comparison import Arms, Columns, Pairs, both, joined
from analysis.effects import estimate, excludes_zero, over_cases, tiers

WINNERS = (
    "scenario", "base", "year", "group_kind", "group", "label_zh", "label_en", "indicator", "unit", "n", "effect",
    "low", "high", "level", "chance_better", "base_mean", "tier",
)  # fmt: skip
OF_TOWNS = ("gdp", "employment")
OF_FIRMS = ("value_added_firms", "employment", "research_spending", "support")
KINDS = ("town", "city", "industry", "size", "age")
MOST_IN_TIERS = 100  # groups; towns are too many to be ranked one by one


def winners_table(arms: Arms, labels: Mapping[str, Mapping[str, tuple[str, str]]]) -> Columns:
    """Effect on every group in the last year. `labels`: (Chinese, English) by kind and id of the group."""
    tables = []
    for other in arms.others:
        pairs = arms.pairs(other)
        if not pairs.cases.n:
            continue
        for kind in KINDS:
            for indicator in OF_TOWNS if kind in ("town", "city") else OF_FIRMS:
                tables.append(_groups(arms, pairs, kind, indicator, labels.get(kind, {})))
    return joined(tables, WINNERS)


def _groups(arms: Arms, pairs: Pairs, kind: str, indicator: str, labels: Mapping[str, tuple[str, str]]) -> Columns:
    found = _last_year(pairs, kind, indicator)
    if found is None:
        return {}
    year, groups, base, policy = found
    difference = policy - base
    cases = pairs.cases
    told = estimate(difference, cases)
    tier = tiers(difference[cases.counted], cases.shares()) if len(groups) <= MOST_IN_TIERS else [None] * len(groups)
    names = [labels.get(group, (group, group)) for group in groups]
    count = len(groups)
    return {
        "scenario": [pairs.scenario] * count,
        "base": [pairs.base_name] * count,
        "year": [year] * count,
        "group_kind": [kind] * count,
        "group": list(groups),
        "label_zh": [name[0] for name in names],
        "label_en": [name[1] for name in names],
        "indicator": [indicator] * count,
        "unit": [arms.unit(indicator)] * count,
        "n": [told.n] * count,
        "effect": told.effect.tolist(),
        "low": told.low.tolist(),
        "high": told.high.tolist(),
        "level": [told.level] * count,
        "chance_better": told.chance_better.tolist(),
        "base_mean": (cases.shares() @ base[cases.counted]).tolist(),
        "tier": [None if one is None else int(one) for one in tier],
    }


def _last_year(pairs: Pairs, kind: str, indicator: str) -> tuple[int, Sequence[str], np.ndarray, np.ndarray] | None:
    """(year, groups, base, policy) with values by case and group. Groups that are empty in every case are left out."""
    of_towns = kind in ("town", "city")
    axes, base, policy = both(pairs, "town" if of_towns else kind)
    if indicator not in axes.indicators or not axes.quarters:
        return None
    i = axes.indicators.index(indicator)
    values = [np.nan_to_num(arm[:, -1, i]) for arm in (base, policy)]
    groups: Sequence[str] = axes.scopes
    if of_towns:
        values = [one * inside(pairs) for one in values]
    if kind == "city":
        values = [by_city(pairs, one) for one in values]
        groups = [f"{city:02d}" for city in range(values[0].shape[1])]
    there = (values[0] != 0).any(axis=0) | (values[1] != 0).any(axis=0)
    return (
        int(axes.quarters[-1][:4]),
        [group for group, one in zip(groups, there, strict=True) if one],
        values[0][:, there],
        values[1][:, there],
    )


def inside(pairs: Pairs) -> np.ndarray:
    """Towns that are simulated (bool): all of them, or the chosen ones."""
    start = pairs.base[0]["start_town"]
    return start.values[0, start.indicators.index("inside")] > 0.5


def by_city(pairs: Pairs, values: np.ndarray) -> np.ndarray:
    """Sums of towns by city, by case."""
    start = pairs.base[0]["start_town"]
    city = start.values[0, start.indicators.index("city")].astype(int)
    found = np.zeros((len(values), int(city.max()) + 1))
    np.add.at(found.T, city, values.T)
    return found


DISPLACEMENT = (
    "scenario", "base", "year", "indicator", "part", "unit", "n", "effect", "low", "high", "level", "of_gain", "reason",
)  # fmt: skip
NO_GAIN = "the interval of the towns' gain holds zero"
GAINERS = "towns_2011"


def displacement_table(arms: Arms) -> Columns:
    """The towns of 2011, the others near and far, the rest: what each gains or loses, every year.

    `of_gain`: what a part loses for every unit the towns of 2011 gain, where they gain at all. In a run of chosen towns
    the others are held fixed: nothing is displaced that could be seen.
    """
    tables = []
    for other in arms.others:
        pairs = arms.pairs(other)
        if pairs.cases.n and inside(pairs).all():
            tables += [_displaced(arms, pairs, indicator) for indicator in OF_TOWNS]
    return joined(tables, DISPLACEMENT)


def _displaced(arms: Arms, pairs: Pairs, indicator: str) -> Columns:
    axes, base, policy = both(pairs, "town")
    if indicator not in axes.indicators:
        return {}
    more = np.nan_to_num((policy - base)[:, :, axes.indicators.index(indicator)])[pairs.cases.counted]
    start = pairs.base[0]["start_town"]
    first, near = (start.values[0, start.indicators.index(name)] > 0.5 for name in ("designated_2011", "near_2011"))
    parts = {
        GAINERS: more[:, :, first].sum(axis=2),
        "near": more[:, :, near & ~first].sum(axis=2),
        "elsewhere": more[:, :, ~near & ~first].sum(axis=2),
    }
    rest = _rest(pairs, indicator)
    if rest is not None:
        parts["rest"] = rest
    parts["all"] = sum(parts.values())  # type: ignore[assignment]
    rows: dict[str, list] = {name: [] for name in DISPLACEMENT}
    shares = pairs.cases.shares()
    gain_low, gain_high, _ = over_cases(parts[GAINERS], shares)
    gains = excludes_zero(gain_low, gain_high) & (gain_low > 0)
    gain = shares @ parts[GAINERS]
    for name, values in parts.items():
        low, high, level = over_cases(values, shares)
        mean = shares @ values
        for at, quarter in enumerate(axes.quarters):
            shown = name not in (GAINERS, "all")
            row: dict[str, Any] = {
                "scenario": pairs.scenario, "base": pairs.base_name, "year": int(quarter[:4]), "indicator": indicator,
                "part": name, "unit": arms.unit(indicator), "n": pairs.cases.n, "effect": float(mean[at]),
                "low": float(low[at]), "high": float(high[at]), "level": level,
                "of_gain": float(-mean[at] / gain[at]) if shown and gains[at] else None,
                "reason": NO_GAIN if shown and not gains[at] else None,
            }  # fmt: skip
            for column, cell in row.items():
                rows[column].append(cell)
    return rows


def _rest(pairs: Pairs, indicator: str) -> np.ndarray | None:
    """The rest of the province by counted case and year, where it has the quantity."""
    axes, base, policy = both(pairs, "year")
    if "rest" not in axes.scopes or indicator not in axes.indicators:
        return None
    cell = (slice(None), slice(None), axes.indicators.index(indicator), axes.scopes.index("rest"))
    more = (policy[cell] - base[cell])[pairs.cases.counted]
    return more if np.isfinite(more).all() else None
