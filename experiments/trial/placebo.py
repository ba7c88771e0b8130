"""Placebo trials: treatment given out again and again on a panel in which nobody was treated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from experiments.trial.assignment import arms_by_lot
from experiments.trial.measuring import TWIN, Sample
from experiments.trial.running import Panel
from experiments.trial.spec import Trial
from model.draws import Draws

FALSE_ALARM = 0.05


def untreated(panel: Panel) -> Panel:
    """The panel of the twins, both worlds alike."""
    values = {name: np.stack([both[TWIN], both[TWIN]]) for name, both in panel.values.items()}
    return replace(panel, values=values)


def placebo_chances(panel: Panel, trial: Trial, number: int, seed: int = 1) -> np.ndarray:
    """p values of so many trials without any treatment, by the estimator of the trial; units are firms or towns, as
    the trial gives out."""
    calm, draws, share = untreated(panel), Draws(seed), trial.assignment.share
    by_town = trial.assignment.unit == "town"
    identity = calm.units.town if by_town else calm.units.uid
    known, place = np.unique(identity, return_inverse=True)
    found = np.empty(number)
    for turn in range(number):
        lot = np.asarray(draws.uniform("placebo trial", turn, known))
        arm = arms_by_lot(lot, share, len(trial.arms))[place]
        redrawn = replace(calm, units=replace(calm.units, arm=arm))
        found[turn] = Sample(redrawn, trial).study().chance
    return found


def rejected(chances: np.ndarray) -> float:
    """Share of placebo trials that find an effect at 5 %."""
    return float(np.mean(chances[np.isfinite(chances)] < FALSE_ALARM))
