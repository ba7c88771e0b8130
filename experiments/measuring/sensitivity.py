"""Which parameters matter: elementary effects (Morris) of all of them on six outcomes, in the small world.

A trajectory changes one parameter at a time, each once, by two thirds of its range; a changed parameter has its own
settled start. All cases of a trajectory share their luck, but for dummies among the factors: a dummy changes the seed
and nothing else, so that what it moves is luck. What moves an outcome less than luck does is said not to matter.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator

import numpy as np

from experiments.measuring.kept_rows import keep_one, read_kept
from experiments.threads import one_thread
from model.quarter import parse_quarter
from scenarios.errors import InputError
from scenarios.given import load_given
from scenarios.policy import load
from scenarios.registry import parameter_ranges

OUTCOMES = {  # id -> (what, unit of its effects)
    "gdp": ("GDP of 2017, towns of 2011", "per cent"),
    "rd_intensity": ("R&D over GDP of 2017, towns of 2011", "per cent"),
    "patents_granted": ("patents granted in 2017, towns of 2011", "per cent"),
    "firms": ("firms at the end of 2017, towns of 2011", "per cent"),
    "debt_to_output": ("loans over yearly output in 2017, towns of 2011", "per cent"),
    "effect": ("effect of the Decision on that GDP, per cent of the baseline", "points"),
}
OUTCOMES_ZH = {
    "gdp": ("2017 年地区生产总值,2011 年存量镇", "%"),
    "rd_intensity": ("2017 年研发投入强度,2011 年存量镇", "%"),
    "patents_granted": ("2017 年专利授权量,2011 年存量镇", "%"),
    "firms": ("2017 年末企业数,2011 年存量镇", "%"),
    "debt_to_output": ("2017 年贷款与年产出之比,2011 年存量镇", "%"),
    "effect": ("《决定》对该生产总值的净增(占不实施)", "个百分点"),
}
SCOPE, WORLD, YEAR = "designated_2011", "small", 2017
LEVELS = 4  # of the grid: a step is two thirds of a range
DUMMIES = 8  # steps of each trajectory that change the seed only
DESIGN_SEED = 1991

Progress = Callable[[str, int, int, int], None]
Values = dict[str, float]

log = logging.getLogger("zhenxing")


def design(trajectories: int) -> tuple[list[str], np.ndarray]:
    """Names of the parameters, and points in the unit cube (trajectories, steps + 1, parameters and then dummies)."""
    try:
        from SALib.sample.morris import sample
    except ImportError:
        raise InputError(
            "this study needs the library SALib",
            zh="本研究需要 SALib 程序库",
            field="sensitivity",
            allowed="pip install 'zhenxing[dev]'",
        ) from None

    ranges = parameter_ranges()
    names = [name for name in sorted(load_given(WORLD).parameters) if ranges[name][0] < ranges[name][1]]
    factors = len(names) + DUMMIES
    problem = {"num_vars": factors, "names": [f"x{k}" for k in range(factors)], "bounds": [[0.0, 1.0]] * factors}
    points = sample(problem, trajectories, num_levels=LEVELS, seed=DESIGN_SEED)
    return names, points.reshape(trajectories, factors + 1, factors)


def cases(names: list[str], points: np.ndarray, trajectory: int) -> list[tuple[dict[str, float], int]]:
    """Parameters and seed of every point (steps + 1, factors) of a trajectory."""
    from experiments.measuring.facts import within_wholes

    low, high = (np.array([parameter_ranges()[name][end] for name in names]) for end in (0, 1))
    values = within_wholes(low + (high - low) * points[:, : len(names)], names, low).clip(low, high)
    bits = (points[:, len(names) :] > 0.5) @ (1 << np.arange(DUMMIES))
    seeds = 1 + (trajectory << DUMMIES) + bits
    return [(dict(zip(names, row.tolist(), strict=True)), int(seed)) for row, seed in zip(values, seeds, strict=True)]


def outcomes(parameters: dict[str, float], seed: int) -> Values | None:
    """100 times the natural logarithm of each of five levels, and the effect (per cent); None where the economy does
    not survive."""
    from model.province import Province

    try:
        arms = [
            Province(load(name), rng=seed, world=WORLD, parameters=parameters).run()
            for name in ("baseline", "decision-2012")
        ]
        base, policy = (levels(arm) for arm in arms)
        found = {name: 100.0 * math.log(value) for name, value in base.items()}
        found["effect"] = 100.0 * (policy["gdp"] / base["gdp"] - 1.0)
    except Exception as error:  # a case outside what the economy can bear is a result, not an end of the study
        log.info("a case failed (%s: %s)", type(error).__name__, error)
        return None
    return found if all(math.isfinite(value) for value in found.values()) else None


def levels(province) -> Values:
    """The five levels of a run that has ended (wan yuan, share, patents, firms, share)."""
    last = parse_quarter(f"{YEAR}Q4")
    path = {
        (indicator, quarter): value
        for quarter, indicator, scope, value in province.records["province"]
        if scope == SCOPE and quarter > last - 4
    }

    def year(indicator: str) -> float:
        return sum(path[indicator, quarter] for quarter in range(last - 3, last + 1))

    return {
        "gdp": year("gdp"),
        "rd_intensity": year("research_spending") / year("gdp"),
        "patents_granted": year("patents_granted"),
        "firms": path["firms", last],
        "debt_to_output": year("debt_to_output") / 4,
    }


@one_thread()
def study(trajectories: int = 10, progress: Progress | None = None) -> dict:
    """Effects of every parameter on every outcome; plain data. What was run before it was stopped is not run again."""
    names, points = design(trajectories)
    found = np.full((len(OUTCOMES), *points.shape[:2]), np.nan)
    for trajectory, rows in enumerate(runs(names, points, progress)):
        for step, row in enumerate(rows):
            if row is not None:
                found[:, trajectory, step] = [row[name] for name in OUTCOMES]
    return {
        "trajectories": trajectories,
        "cases": int(found[0].size),
        "failed": int(np.isnan(found[0]).sum()),
        "dummies": DUMMIES,
        "levels": LEVELS,
        "data": load_given(WORLD).key,
        "parameters": names,
        "outcomes": {name: judged(points, found[place], len(names)) for place, name in enumerate(OUTCOMES)},
    }


def judged(points: np.ndarray, values: np.ndarray, count: int) -> dict:
    """Statistics of the first `count` factors on one outcome, beside what luck moves it by in the median."""
    from analysis.elementary import elementary_effects, luck_chance, ranking

    effects = elementary_effects(points, values)
    found = ranking(effects[:, :count])
    return {
        "luck": float(np.nanmedian(np.abs(effects[:, count:]))),
        "mu": found.mu.tolist(),
        "mu_star": found.mu_star.tolist(),
        "sigma": found.sigma.tolist(),
        "median": found.median.tolist(),
        "median_interval": found.interval.T.tolist(),
        "luck_chance": luck_chance(effects[:, :count], effects[:, count:]).tolist(),
        "rank": found.rank.tolist(),
        "rank_interval": found.ranks.T.tolist(),
    }


# ---- runs, kept as they are made


def runs(names: list[str], points: np.ndarray, progress: Progress | None) -> Iterator[list[Values | None]]:
    """Outcomes of each trajectory; those in the user's cache are read, the others run and written there."""
    from experiments.keys import environment, sha256
    from experiments.starts import cache_folder

    key = sha256({"names": names, "outcomes": list(OUTCOMES), "data": load_given(WORLD).key} | environment())
    file = cache_folder() / f"sensitivity-{key[:32]}.jsonl"
    kept, steps = read_kept(file), points.shape[1]
    for trajectory, path in enumerate(points):
        name = sha256([trajectory, path])
        if name not in kept:
            kept[name] = []
            for step, case in enumerate(cases(names, path, trajectory)):
                kept[name].append(outcomes(*case))
                if progress is not None:
                    done = trajectory * steps + step + 1
                    progress("trajectories", parse_quarter(f"{YEAR}Q4"), done, len(points) * steps)
            keep_one(file, name, kept[name])
        yield kept[name]
