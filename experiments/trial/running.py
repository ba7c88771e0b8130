"""One trial on one seed: burn in, fork, treat one of the two, look at both until the horizon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from experiments.arm import province_of
from experiments.specification import Specification
from experiments.starts import start_of
from experiments.threads import one_thread
from experiments.trial.assignment import Units, assigned
from experiments.trial.outcomes import OUTCOMES
from experiments.trial.spec import Trial
from model.interventions.declared import Treatment

BEFORE = 4  # quarters before the fork that are kept, as far as the burn-in has them
WORLDS = ("trial", "twin")

Progress = Callable[[int, int, int], None]


@dataclass
class Panel:
    """Units of one seed and what they did, `values[outcome]` of shape (worlds, quarters, units), not a number for who
    is gone; `first` is the place of the first treated quarter; `cost` by arm (wan yuan)."""

    seed: int
    units: Units
    quarters: list[int]
    first: int
    values: dict[str, np.ndarray]
    cost: dict[str, float] = field(default_factory=dict)
    worst_residual: float = 0.0


Told = Callable[[int], None]


class Life:
    """A world and what has been seen of it."""

    def __init__(self, world: Any, recorder: Recorder):
        self.world, self.recorder = world, recorder

    def fork(self) -> Life:
        """An independent copy with the same past."""
        return Life(self.world.fork(), self.recorder.fork())

    def live(self, quarters: int, kept: int | None = None, told: Told | None = None) -> Life:
        """So many quarters more, of which the last `kept` are kept (all of them without)."""
        for done in range(quarters):
            self.world.step()
            self.recorder.take(self.world, keep=kept is None or done >= quarters - kept)
            if told is not None:
                told(self.world.quarter - 1)
        return self


@one_thread()
def run_seed(trial: Trial, spec: Specification, progress: Progress | None = None) -> Panel:
    """Both worlds of a trial on the luck of one seed."""
    told = counting(trial.burn_in + 2 * trial.horizon, progress)
    past = Life(province_of(spec, start_of(spec)), Recorder(trial.read))
    past.live(trial.burn_in, BEFORE, told)
    twin = past.fork().live(trial.horizon, told=told)
    return treated(trial, spec.seed, past, twin, told=told)


@one_thread()
def run_designs(designs: Sequence[tuple[Trial, tuple[str, ...]]], spec: Specification) -> list[Panel]:
    """Panels of several trials on the luck of one seed, each with its own outcomes: those that fork in the same quarter
    share the burn-in and the untreated twin."""
    every = tuple(dict.fromkeys(name for _, names in designs for name in names))
    found: dict[int, Panel] = {}
    for burn_in in sorted({trial.burn_in for trial, _ in designs}):
        chosen = [(place, *one) for place, one in enumerate(designs) if one[0].burn_in == burn_in]
        past = Life(province_of(spec, start_of(spec)), Recorder(every)).live(burn_in, BEFORE)
        twin = past.fork().live(max(trial.horizon for _, trial, _ in chosen))
        for place, trial, names in chosen:
            found[place] = treated(trial, spec.seed, past.fork(), twin, names)
    return [found[place] for place in range(len(designs))]


def counting(total: int, progress: Progress | None) -> Told:
    """Counts quarters lived in either world."""
    done = 0

    def told(quarter: int) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(quarter, done, total)

    return told


def treated(
    trial: Trial, seed: int, life: Life, twin: Life, names: tuple[str, ...] = (), told: Told | None = None
) -> Panel:
    """Treat in `life`, live to the horizon, and put it beside the twin, who has lived at least as long."""
    world, spent = life.world, len(life.world.ledger.spending)
    units = assigned(world, trial, seed)
    if trial.estimator.level == "town":
        units = towns_as_units(world, units)
    world.treatments = treatments(trial, units, world.quarter)
    life.live(trial.horizon, told=told)
    quarters = life.recorder.quarters
    both = (life.recorder, twin.recorder)
    return Panel(
        seed=seed,
        units=units,
        quarters=list(quarters),
        first=len(quarters) - trial.horizon,
        values={
            name: np.stack([one.of(name, units.uid, len(quarters)) for one in both])
            for name in names or life.recorder.names
        },
        cost=costs(trial, world, twin.world, spent),
        worst_residual=max(float(world.ledger.worst_residual), float(twin.world.ledger.worst_residual)),
    )


def treatments(trial: Trial, units: Units, quarter: int) -> tuple[Treatment, ...]:
    """What each arm gets from this quarter on."""
    found = []
    for index, (name, arm) in enumerate(trial.arms.items(), 1):
        until = quarter + (arm.quarters or trial.horizon)
        towns = units.towns_of_arms.get(index, np.zeros(0, np.int64))
        found.append(
            Treatment(
                arm=name,
                since=quarter,
                until=until,
                intervention=arm.intervention,
                settings=arm.settings,
                firms=units.uid[units.arm == index],
                paid_by=arm.paid_by,
                levers=tuple(arm.levers.items()),
                towns=towns,
            )
        )
    return tuple(found)


def towns_as_units(province, units: Units) -> Units:
    """The towns of a population as its units, one each: their arm is that of their firms."""
    towns, first = np.unique(units.town, return_index=True)
    nan = np.full(len(towns), np.nan)
    return Units(
        uid=towns, town=towns, industry=province.town.speciality[towns].astype(np.int64), weight=np.ones(len(towns)),
        arm=units.arm[first], score=nan, saturation=nan, kilometres=nan, towns_of_arms=units.towns_of_arms,
    )  # fmt: skip


def costs(trial: Trial, province, twin, since: int) -> dict[str, float]:
    """What each arm cost (wan yuan): what stands under it in the ledger, or under its levers beyond the twin's."""
    from model.interventions import INTERVENTIONS

    found, last = {}, province.quarter - 1
    for name, arm in trial.arms.items():
        kind = INTERVENTIONS.get(arm.intervention)
        levers = {kind.lever} if kind is not None and kind.lever else set(arm.levers)
        own = sum(
            amount for *_, lever, _, _, kind_, amount in rows_until(province, since, last)
            if lever == f"trial.{name}" and kind_ in COST
        )  # fmt: skip
        both = [
            sum(
                amount
                for *_, lever, _, _, kind_, amount in rows_until(world, since, last)
                if lever in levers and kind_ in COST
            )
            for world in (province, twin)
        ]
        found[name] = float(own + both[0] - both[1])
    return found


COST = ("payment", "forgone_tax", "called_loss")


def rows_until(province, since: int, last: int) -> list[tuple[Any, ...]]:
    """Rows of spending from one on, up to a quarter."""
    return [row for row in province.ledger.spending[since:] if row[0] <= last]


class Recorder:
    """Outcomes of all firms quarter by quarter; a town's outcomes are kept for all towns."""

    def __init__(self, names: tuple[str, ...]):
        self.names = names
        self.quarters: list[int] = []
        self.kept: list[tuple[np.ndarray, dict[str, np.ndarray]]] = []
        self.before: tuple[np.ndarray, dict[str, np.ndarray]] | None = None

    def fork(self) -> Recorder:
        """A recorder with the same past."""
        twin = Recorder(self.names)
        twin.quarters, twin.kept, twin.before = list(self.quarters), list(self.kept), self.before
        return twin

    def take(self, province, keep: bool = True) -> None:
        """Look at the quarter that has just ended."""
        uid = province.firm.uid.copy()
        read = {name: np.asarray(OUTCOMES[name].read(province), float) for name in self.names}
        made = {name: self.changed(province, name, uid, values) for name, values in read.items()}
        self.before = uid, {name: read[name] for name in self.names if OUTCOMES[name].change is not None}
        if keep:
            self.quarters.append(province.quarter - 1)
            self.kept.append((uid, made))

    def changed(self, province, name: str, uid: np.ndarray, values: np.ndarray) -> np.ndarray:
        """The outcome itself, or what it makes of now and a quarter before."""
        change = OUTCOMES[name].change
        if change is None:
            return values
        past = np.full(len(uid), np.nan) if self.before is None else at(self.before[0], self.before[1][name], uid)
        return change(province, values, past)

    def of(self, name: str, units: np.ndarray, quarters: int) -> np.ndarray:
        """The first quarters of an outcome of these units (firms by uid, towns by row), shape (quarters, units)."""
        kept = self.kept[:quarters]
        if OUTCOMES[name].of_towns:
            return np.stack([made[name][units] for _, made in kept])
        absent = OUTCOMES[name].absent
        return np.stack([at(uid, made[name], units, absent) for uid, made in kept])


def at(uid: np.ndarray, values: np.ndarray, wanted: np.ndarray, absent: float = float("nan")) -> np.ndarray:
    """Values of wanted identities, `absent` for those who are not there."""
    if not len(uid):
        return np.full(len(wanted), absent)
    place = np.minimum(np.searchsorted(uid, wanted), len(uid) - 1)
    return np.where(uid[place] == wanted, values[place], absent)
