"""Limits of financing bodies: how often each kind's binds, and whether credit comes back after a crunch."""

from __future__ import annotations

import numpy as np

from experiments.specification import Specification
from experiments.starts import start_of
from model.fields import KINDS_OF_BODY
from model.province import Province
from model.quarter import parse_quarter
from scenarios.policy import load

CRUNCH, LATE = ("2013Q2", "2014Q1"), ("2016Q3", "2017Q2")


def limits(spec: Specification) -> tuple[dict[str, float], dict]:
    """Share of body-quarters that bind by kind, and banks in the crunch beside the baseline."""
    bound, new = zip(*(bodies(spec.of(load(name))) for name in ("baseline", "credit-crunch")), strict=True)
    first = parse_quarter(spec.start)
    crunch, late = (slice(parse_quarter(w[0]) - first, parse_quarter(w[1]) - first + 1) for w in (CRUNCH, LATE))
    lent = [arm["bank"].sum(axis=1) for arm in new]
    found = {f"bind_{kind}": share(rows) for kind, rows in bound[0].items()} | {
        "crunch_lending": 100.0 * float(lent[1][crunch].sum() / lent[0][crunch].sum() - 1.0),
        "crunch_binding": 100.0 * (share(bound[1]["bank"][crunch]) - share(bound[0]["bank"][crunch])),
        "crunch_recovery": 100.0 * float(lent[1][late].sum() / lent[0][late].sum() - 1.0),
    }
    return found, {
        "new_business": {kind: by_year(new[1][kind], new[0][kind]) for kind in KINDS_OF_BODY},
        "binding": [{kind: share(rows) for kind, rows in arm.items()} for arm in bound],
        "bodies": {kind: rows.shape[1] for kind, rows in bound[0].items()},
    }


def share(values: np.ndarray) -> float:
    """Mean of zeros and ones, NaN of none."""
    return float(values.mean()) if values.size else float("nan")


def by_year(crunch: np.ndarray, base: np.ndarray) -> list[float]:
    """New business (wan yuan, quarters by bodies) in the crunch over that of the baseline, per cent, by year."""
    years = [arm.sum(axis=1).reshape(-1, 4).sum(axis=1) for arm in (crunch, base)]
    with np.errstate(invalid="ignore", divide="ignore"):
        return (100.0 * (years[0] / years[1] - 1.0)).tolist()


def bodies(spec: Specification) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Whether limits bound (0 or 1) and new business (wan yuan) by kind, each (quarters, bodies)."""
    province = Province(spec.policy, rng=spec.seed, sample=spec.sample, world=spec.world, state=start_of(spec)).run()
    bound, new = (np.array([row[place] for row in province.records["bodies"]], float) for place in (1, 2))
    rows = {kind: np.flatnonzero(province.body.kind == place) for place, kind in enumerate(KINDS_OF_BODY)}
    return {k: bound[:, r] for k, r in rows.items()}, {k: new[:, r] for k, r in rows.items()}
