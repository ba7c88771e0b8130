"""Two provinces on the same draws as one Mesa model: what the page steps, and what Mesa's verbs work on."""

from __future__ import annotations

from collections.abc import Callable

import mesa
from mesa.datacollection import DataCollector

from experiments.app.recording import Recording
from model.province import Province


class Pair(mesa.Model):
    """`left` carries on as before, `right` has the policy; both live one quarter a step.

    `left` and `right` are provinces that differ in their policy alone: same start, same seed. What a page draws of them
    is in `recordings`; Mesa's DataCollector has a few columns of both.
    """

    def __init__(self, left: Province, right: Province):
        super().__init__(rng=right.seed_of_draws)
        if (left.quarter, left.seed_of_draws) != (right.quarter, right.seed_of_draws):
            raise ValueError("the arms of a pair start in the same quarter and share their draws")
        self.left, self.right = left, right
        self.recordings = {"left": Recording(left.quarter), "right": Recording(right.quarter)}
        self.datacollector = DataCollector(
            model_reporters={
                "quarter": "quarter_name",
                "GDP, as before": lambda pair: gdp_of(pair.left),
                "GDP, policy": lambda pair: gdp_of(pair.right),
                "firms, as before": lambda pair: len(pair.left.firms),
                "firms, policy": lambda pair: len(pair.right.firms),
                "firms that differ": lambda pair: pair.differing,
            }
        )
        self.datacollector.collect(self)

    @property
    def quarter_name(self) -> str:
        """The quarter to come."""
        return self.right.quarter_name

    @property
    def differing(self) -> int:
        """Firms of the last quarter that are not the same in every column in both halves."""
        from experiments.app.frames import differing

        return int((differing(self.recordings["left"], self.recordings["right"], -1) > 0).sum())

    @property
    def agents(self):
        """Agents of the half with the policy, so that Mesa's agent sets have one province to speak of."""
        return self.right.agents

    def step(self) -> None:
        """One quarter in both halves."""
        for name, province in (("left", self.left), ("right", self.right)):
            province.step()
            self.recordings[name].add(province)
        self.running = self.right.running
        self.datacollector.collect(self)

    def run(self, progress: Callable[[int, int, int], None] | None = None) -> Pair:
        """All quarters to the end; `progress(quarter, done, total)` after each."""
        total = self.right.last_quarter - self.right.first_quarter + 1
        while self.running:
            self.step()
            if progress is not None:
                progress(self.right.quarter - 1, self.right.quarter - self.right.first_quarter, total)
        for name, province in (("left", self.left), ("right", self.right)):
            self.recordings[name].close(province)
        return self


def gdp_of(province: Province) -> float:
    """GDP of the quarter of the towns simulated, wan yuan."""
    return float(province.town.gdp[province.inside].sum())
