"""The pair as a Mesa page: SolaraViz steps one model that holds both provinces."""

# pyright: reportPrivateImportUsage=false
# (Solara exports its names without saying so)

from __future__ import annotations

import numpy as np
import solara
from matplotlib.figure import Figure
from mesa.visualization import SolaraViz, make_plot_component
from mesa.visualization.utils import update_counter

from analysis.report.fonts import register
from experiments.app.frames import differing
from experiments.app.layout import places_of, radius_of
from experiments.app.pair import Pair
from experiments.app.recording import staff_of
from experiments.app.wish import SMALL, Wish

GREY, BLUE, AMBER = "#8d97a3", "#0b6aa8", "#f0a500"


class StepwisePair(Pair):
    """The pair from what SolaraViz can ask for, so that its Reset builds a new one."""

    def __init__(self, scenario: str = "decision-2012", rng: int = 1, place: str = SMALL):
        from experiments.app.work import province_of

        wish = Wish(scenario=scenario, seed=rng, place=place)
        left, right = (province_of(spec, None) for spec in wish.arms())
        super().__init__(left, right)


def halves(pair: Pair) -> Figure:
    """Firms of both halves in the same places, those that differ with a halo."""
    figure = Figure(figsize=(9, 3.2), layout="constrained")
    firm = {"as before": pair.left.firm, "policy": pair.right.firm}
    uids = np.union1d(pair.left.firm.uid, pair.right.firm.uid)
    owner = {name: np.searchsorted(uids, table.uid) for name, table in firm.items()}
    towns, staff = np.zeros(len(uids), np.int64), np.zeros(len(uids))
    for name, table in firm.items():
        towns[owner[name]], staff[owner[name]] = table.town, staff_of(table)
    xy = np.stack([pair.right.town.x, pair.right.town.y], axis=1)
    x, y, _, scale = places_of(towns, staff, xy)
    grades = differing(pair.recordings["left"], pair.recordings["right"], -1)
    grades = grades if len(grades) == len(uids) else np.zeros(len(uids), np.uint8)
    for axes, (name, table) in zip(figure.subplots(1, 2), firm.items(), strict=True):
        rows = owner[name]
        size = (scale * radius_of(staff_of(table)) * 0.55) ** 2
        far = grades[rows] == 2
        axes.scatter(x[rows][far], y[rows][far], s=size[far] + 18, c=AMBER, linewidths=0)
        axes.scatter(x[rows], y[rows], s=size, c=GREY if name == "as before" else BLUE, linewidths=0)
        axes.set(title=f"{name}: {len(table):,} firms", xticks=[], yticks=[], aspect="equal")
        axes.invert_yaxis()
    figure.suptitle(f"{pair.quarter_name} comes next; {int((grades > 0).sum()):,} firms differ", fontsize=9)
    return figure


@solara.component
def Halves(model: Pair):
    """Both halves; drawn again after every step."""
    update_counter.get()
    solara.FigureMatplotlib(halves(model), format="png")


@solara.component
def Stepwise():
    """The page: a scenario and a luck, Reset, Step or play."""
    register()
    model = solara.use_memo(StepwisePair, [])
    SolaraViz(
        model,
        components=[  # pyright: ignore[reportArgumentType]
            Halves,
            make_plot_component({"GDP, as before": GREY, "GDP, policy": BLUE}),
            make_plot_component({"firms that differ": AMBER}),
        ],
        model_params=choices(),
        name="zhenxing · Mesa",
    )


def choices() -> dict[str, dict]:
    """What can be set before a Reset."""
    from scenarios.scenario_files import shipped

    names = list(shipped())
    return {
        "scenario": {"type": "Select", "value": "decision-2012", "values": names, "label": "Scenario / 方案"},
        "rng": {"type": "SliderInt", "value": 1, "min": 1, "max": 30, "step": 1, "label": "Luck / 模拟次数"},
    }
