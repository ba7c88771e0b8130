"""Who takes part in a trial and who gets what: by lot of identities, by a threshold in a score, by distance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from analysis.facts.estimators import weighted_quantile
from experiments.trial.outcomes import OUTCOMES
from experiments.trial.spec import Population, Threshold, Trial
from model.draws import Draws
from model.fields import SIZE_CLASSES
from scenarios.errors import InputError

OUT = -1  # arm of a unit that is neither treated nor a control


@dataclass(frozen=True)
class Units:
    """The population of a trial: firms (uid) or towns (row), rising; `arm` is 0 for controls, 1.. for the arms.

    `score` is centred on the threshold, `saturation` the share treated in a unit's market, `kilometres` those to the
    nearest site; each not a number where there is no such thing.
    """

    uid: np.ndarray
    town: np.ndarray
    industry: np.ndarray
    weight: np.ndarray
    arm: np.ndarray
    score: np.ndarray
    saturation: np.ndarray
    kilometres: np.ndarray
    towns_of_arms: dict[int, np.ndarray] = field(default_factory=dict)


def population_rows(province, population: Population) -> np.ndarray:
    """Rows of firms that may take part now."""
    f, town = province.firm, province.town
    inside = f.weight > 0
    designated = town.designated == 1
    farming = town.speciality == province.industries["id"].index("agriculture")
    places = {"all": None, "designated": designated, "candidate": ~designated, "farming": farming}[population.towns]
    if places is not None:
        inside &= places[f.town]
    if population.industries:
        wanted = [province.industries["id"].index(name) for name in population.industries]
        inside &= np.isin(f.industry, wanted)
    if population.sizes:
        inside &= np.isin(f.size_class, [SIZE_CLASSES.index(name) for name in population.sizes])
    for name, (low, high) in population.where.items():
        value = OUTCOMES[name].read(province)
        inside &= np.isfinite(value)
        inside &= (value >= (-np.inf if low is None else low)) & (value <= (np.inf if high is None else high))
    rows = np.flatnonzero(inside)
    for name, (low, high) in population.quantile.items():
        value = OUTCOMES[name].read(province)[rows]
        ends = weighted_quantile(value, f.weight[rows], np.array([low, high])) if len(rows) else (0.0, 0.0)
        rows = rows[(value >= ends[0]) & (value <= ends[1])]
    return rows


def assigned(province, trial: Trial, seed: int) -> Units:
    """The population with its arms, by lots of the seed. Raises InputError when nobody may take part."""
    f, rows = province.firm, population_rows(province, trial.population)
    if len(rows) < 4:
        raise InputError(
            "almost nobody may take part in this trial", zh="几乎没有符合条件的单位", field="population",
            found=f"{len(rows)} firms", allowed="a wider population, or a larger sample",
        )  # fmt: skip
    nan = np.full(len(rows), np.nan)
    found: dict[str, Any] = {"arm": np.zeros(len(rows), np.int64), "score": nan, "saturation": nan, "kilometres": nan}
    found |= DESIGNS[trial.assignment.unit](province, trial, rows, Draws(seed))
    keep = found["arm"] != OUT
    units = Units(
        uid=f.uid[rows].copy(), town=f.town[rows].copy(), industry=f.industry[rows].copy(),
        weight=f.weight[rows].copy(), **found,
    )  # fmt: skip
    return units if keep.all() else only(units, keep)


def only(units: Units, keep: np.ndarray) -> Units:
    """Some of the units (bool)."""
    columns = {name: value[keep] for name, value in vars(units).items() if isinstance(value, np.ndarray)}
    return Units(**columns, towns_of_arms=units.towns_of_arms)


def arms_by_lot(lot: np.ndarray, share: float, arms: int) -> np.ndarray:
    """Arm of each unit (index): the first share of lots is treated, in equal parts by arm."""
    place = np.floor(lot / max(share, 1e-12) * arms).astype(np.int64)
    return np.where(lot < share, np.minimum(place, arms - 1) + 1, 0)


def by_firm(province, trial: Trial, rows: np.ndarray, draws: Draws) -> dict[str, Any]:
    uid, given = province.firm.uid[rows], trial.assignment
    if given.threshold is not None:
        return by_threshold(province, given.threshold, rows)
    lot = draws.uniform("assigned in a trial", 0, uid)
    return {"arm": arms_by_lot(np.asarray(lot), given.share, len(trial.arms))}


def by_threshold(province, threshold: Threshold, rows: np.ndarray) -> dict[str, Any]:
    score = OUTCOMES[threshold.score].read(province)[rows]
    cut = threshold.at
    if cut is None:
        cut = float(weighted_quantile(score, province.firm.weight[rows], threshold.quantile))
    centred = score - cut
    treated = centred >= 0 if threshold.side == "above" else centred < 0
    return {"arm": treated.astype(np.int64), "score": centred}


def by_town(province, trial: Trial, rows: np.ndarray, draws: Draws) -> dict[str, Any]:
    towns = np.unique(province.firm.town[rows])
    lot = draws.uniform("town assigned in a trial", 0, province.town.uid[towns])
    # an exact share of towns: there are few of them
    order = np.argsort(lot)
    place = (np.argsort(order) + 0.5) / len(towns)
    arm = np.zeros(len(province.town), np.int64)
    arm[towns] = arms_by_lot(place, trial.assignment.share, len(trial.arms))
    own = {index + 1: np.flatnonzero(arm == index + 1) for index in range(len(trial.arms))}
    return {"arm": arm[province.firm.town[rows]], "towns_of_arms": own}


def by_market(province, trial: Trial, rows: np.ndarray, draws: Draws) -> dict[str, Any]:
    """Towns draw a saturation, firms in them a lot below it."""
    f, levels = province.firm, np.array(trial.assignment.saturation)
    towns = np.unique(f.town[rows])
    order = np.argsort(draws.uniform("market assigned in a trial", 0, province.town.uid[towns]))
    saturation = np.full(len(province.town), np.nan)
    saturation[towns[order]] = levels[np.arange(len(towns)) % len(levels)]
    own = saturation[f.town[rows]]
    lot = draws.uniform("assigned in a trial", 0, f.uid[rows])
    return {"arm": (lot < own).astype(np.int64), "saturation": own}


def by_ring(province, trial: Trial, rows: np.ndarray, draws: Draws) -> dict[str, Any]:
    """Some towns are sites; treated are firms of the inner ring, controls those of the outer one."""
    town, f = province.town, province.firm
    ring = trial.assignment.ring
    assert ring is not None
    towns = np.unique(f.town[rows])
    order = np.argsort(draws.uniform("site of a trial", 0, town.uid[towns]))
    sites = np.sort(towns[order[: max(1, round(ring.sites * len(towns)))]])
    away = np.hypot(town.x[:, None] - town.x[sites], town.y[:, None] - town.y[sites]).min(axis=1)
    near = away[f.town[rows]]
    arm = np.where(near <= ring.inner, 1, np.where(near <= ring.outer, 0, OUT))
    return {"arm": arm, "kilometres": near, "towns_of_arms": {1: sites}}


def by_date(province, trial: Trial, rows: np.ndarray, draws: Draws) -> dict[str, Any]:
    return {"arm": np.ones(len(rows), np.int64), "towns_of_arms": {1: np.unique(province.firm.town[rows])}}


DESIGNS = {"firm": by_firm, "town": by_town, "market": by_market, "ring": by_ring, "date": by_date}
