"""The small world as a Mesa page: towns on a map, paths of a policy, one step at a time.

    solara run examples/mesa_page.py

Everything here is plain Mesa: a model with a DataCollector, agents grouped and read, SolaraViz on top.
"""

from __future__ import annotations

import numpy as np
import solara
from matplotlib.figure import Figure
from mesa.datacollection import DataCollector
from mesa.visualization import SolaraViz, make_plot_component
from mesa.visualization.utils import update_counter

from model.agents import Town
from model.province import Province
from scenarios.policy import load


class WatchedProvince(Province):
    """A small province that collects, each quarter, what Mesa users look at."""

    def __init__(self, policy: str = "decision-2012", *, rng: int = 1, end: str = "2017Q4"):
        super().__init__(load(policy), rng=rng, end=end, world="small")
        self.datacollector = DataCollector(
            model_reporters={
                "Quarter": "quarter_name",
                "GDP of designated towns": lambda m: float(m.town.gdp[m.town.designated == 1].sum()),
                "Firms": lambda m: len(m.firms),
                "Research staff": lambda m: m.firms.agg("staff_research", sum, weighted=True),
                "Mean wage factor": lambda m: m.firms.agg("wage_factor", np.mean, weighted=True),
            },
            agenttype_reporters={Town: {"gdp": "gdp", "residents": "residents", "wage": "wage_production"}},
        )
        self.datacollector.collect(self)

    def step(self) -> None:
        super().step()
        self.datacollector.collect(self)


def staff_by_industry(model: WatchedProvince) -> dict[str, float]:
    """Research staff by industry (persons), through Mesa's groupby."""
    sums = model.firms.groupby("industry").agg("staff_research", sum, weighted=True)
    return {model.industries["id"][int(industry)]: float(value) for industry, value in sums.items()}


@solara.component
def TownMap(model: WatchedProvince):
    """Towns where they lie (km), larger with their GDP, filled when designated. A sketch, not a map of boundaries."""
    update_counter.get()
    town = model.town
    figure = Figure(figsize=(4, 3.5))
    axes = figure.subplots()
    size = 400 * town.gdp / max(float(town.gdp.max()), 1e-9)
    axes.scatter(town.x, town.y, s=size, c=np.where(town.designated == 1, "tab:blue", "none"), edgecolors="tab:blue")
    axes.set(xlabel="km east", ylabel="km north", title=f"Towns, {model.quarter_name}")
    axes.margins(0.2)
    solara.FigureMatplotlib(figure)


@solara.component
def ResearchByIndustry(model: WatchedProvince):
    """Research staff by industry (persons)."""
    update_counter.get()
    staff = {name: value for name, value in staff_by_industry(model).items() if value > 0}
    figure = Figure(figsize=(4, 3.5))
    axes = figure.subplots()
    axes.barh(list(staff), list(staff.values()))
    axes.set(xlabel="persons", title="Research staff")
    figure.tight_layout()
    solara.FigureMatplotlib(figure)


CHOICES = {
    "policy": {"type": "Select", "value": "decision-2012", "values": ["decision-2012", "baseline"], "label": "Policy"},
    "rng": {"type": "SliderInt", "value": 1, "min": 1, "max": 30, "step": 1, "label": "Seed"},
}

COMPONENTS = [TownMap, ResearchByIndustry, make_plot_component("GDP of designated towns"), make_plot_component("Firms")]


@solara.component
def Page():
    """The page: choose a policy and a seed, Reset, Step or play."""
    model = solara.use_memo(WatchedProvince, [])
    SolaraViz(model, components=list(COMPONENTS), model_params=CHOICES, name="Specialised towns, a small world")
