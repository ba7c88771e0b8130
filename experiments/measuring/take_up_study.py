"""Who takes up services and public support, by size, age and distance; and what knowing alone changes."""

from __future__ import annotations

import numpy as np

from experiments.specification import Specification
from experiments.starts import start_of
from model.fields import SIZE_CLASSES
from model.phases.choose_services import EFFECTS
from model.province import Province

AGES = ("below 3 years", "3 to 10 years", "past 10 years")
DISTANCES = ("a platform in its town", "below 10 km", "10 to 20 km", "20 to 40 km", "past 40 km")
AGE_BOUNDS, DISTANCE_BOUNDS = (12, 40), (1e-9, 10.0, 20.0, 40.0)  # quarters, km
OUTREACH = {"services.outreach": 0.1}  # of 0.02: the top of its range
LEAST = 1e-4  # rise of what a service leaves, and of support due (wan yuan), that counts as one


def take_up(spec: Specification) -> tuple[dict[str, float], dict]:
    """Ratios between groups and the effect of knowing alone; rates a year by group."""
    rates = observed_rates(spec)
    tables = {group: {what: values.tolist() for what, values in columns.items()} for group, columns in rates.items()}
    return ratios(rates) | information(spec), tables


def observed_rates(spec: Specification) -> dict[str, dict[str, np.ndarray]]:
    """Services and awards a firm and year, and firms, by size, age and distance to the nearest platform."""
    province = Province(spec.policy, rng=spec.seed, sample=spec.sample, world=spec.world, state=start_of(spec))
    sums: dict[str, np.ndarray] = {}
    while province.running:
        before = kept(province)
        quarter = province.quarter
        far = distance_to_platform(province)
        province.step()
        services, awards, firm, rows = events(province, before)
        groups = {
            "size": (firm.size_class[rows], len(SIZE_CLASSES)),
            "age": (np.searchsorted(AGE_BOUNDS, quarter - firm.cohort[rows], "right"), len(AGES)),
            "distance": (np.searchsorted(DISTANCE_BOUNDS, far[before["town"]], "right"), len(DISTANCES)),
        }
        for name, (group, count) in groups.items():
            new = [
                np.bincount(group, weights=firm.weight[rows] * value, minlength=count)
                for value in (np.ones(len(rows)), services, awards)
            ]
            sums[name] = sums.get(name, 0.0) + np.array(new)
    quarters = province.last_quarter - province.first_quarter + 1
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            name: {"firms": one / quarters, "services": 4.0 * served / one, "awards": 4.0 * awarded / one}
            for name, (one, served, awarded) in sums.items()
        }


def kept(province: Province) -> dict[str, np.ndarray]:
    """What firms hold before a quarter: rows are put in the order of their identity."""
    firm = province.firm
    return {name: getattr(firm, name).copy() for name in ("uid", "town", "support_due", *EFFECTS)}


def events(province: Province, before: dict[str, np.ndarray]):
    """Services received and support awarded (0 or 1) in the quarter by each firm that was there before and after; the
    table and the rows. `before` is cut to them."""
    firm = province.firm
    p, programmes = province.parameters.services, province.parameters.programmes
    _, rows, old = np.intersect1d(firm.uid, before["uid"], return_indices=True)
    for name in before:
        before[name] = before[name][old]
    services = np.zeros(len(rows))
    for place, name in enumerate(EFFECTS):
        decay = p.practice_decay if place == 0 else p.effect_decay
        services += getattr(firm, name)[rows] > before[name] * (1.0 - decay / 4) + LEAST
    # a share of what is due is paid in the quarter; more than the rest is due only to whom something was awarded
    left = before["support_due"] * (1.0 - programmes.payment_speed)
    return services, (firm.support_due[rows] > left + LEAST).astype(float), firm, rows


def distance_to_platform(province: Province) -> np.ndarray:
    """Kilometres from each town to the nearest town that has a platform of any kind; zero at home."""
    town = province.town
    has = np.unique(province.platform.town)
    far = np.hypot(town.x[:, None] - town.x[None, has], town.y[:, None] - town.y[None, has])
    found = far.min(axis=1) if len(has) else np.full(len(town), np.inf)
    found[has] = 0.0
    return found


def ratios(rates: dict[str, dict[str, np.ndarray]]) -> dict[str, float]:
    """Take-up of one group over that of another."""
    size, age, distance = (rates[name] for name in ("size", "age", "distance"))
    large = {
        what: float(np.average(size[what][2:], weights=np.maximum(size["firms"][2:], 1e-9)))
        for what in ("services", "awards")
    }
    return {
        "services_large_over_micro": over(large["services"], size["services"][0]),
        "grants_large_over_micro": over(large["awards"], size["awards"][0]),
        "services_old_over_young": over(age["services"][2], age["services"][0]),
        "grants_old_over_young": over(age["awards"][2], age["awards"][0]),
        "services_far_over_near": over(distance["services"][2], distance["services"][0]),
    }


def over(one: float, other: float) -> float:
    """A ratio; NaN where there is nothing to divide by."""
    return float(one / other) if other > 0 else float("nan")


def information(spec: Specification) -> dict[str, float]:
    """Services and public money (per cent) when more firms hear of platforms from 2012 on, from the same start."""
    arms = [
        Province(
            spec.policy,
            rng=spec.seed,
            sample=spec.sample,
            world=spec.world,
            parameters=changed,
            state=start_of(spec),
        )
        for changed in (None, OUTREACH)
    ]
    served, paid = zip(*(served_and_paid(arm) for arm in arms), strict=True)
    return {
        "information_services": 100.0 * (served[1] / served[0] - 1.0),
        "information_money": 100.0 * (paid[1] / paid[0] - 1.0),
    }


def served_and_paid(province: Province) -> tuple[float, float]:
    """Services of all platforms over a run, and public money paid (wan yuan)."""
    served = 0.0
    while province.running:
        province.step()
        served += float(province.platform.served.sum())
    return served, sum(row[5] for row in province.ledger.spending if row[4] == "payment")
